"""The head of a document: its number, its title, and the days that stand on lines of their own."""

import re
from dataclasses import dataclass

from zhifa_check.plan.source import SourceText
from zhifa_check.words.numerals import in_digits

_NUMBER = re.compile(r"[^\s，。（]{1,12}〔\d{4}〕\d+号|第\d+号")
_DAY = re.compile(
    r"([\d〇一二三四五六七八九十]{4})年([\d一二三四五六七八九十]{1,2})月([\d一二三四五六七八九十]{1,3})日"
)
_TITLE = re.compile("印发《([^》]+)》|关于印发(?!《)(.+?)的通知|《([^》]+)》已经")
_HEADING = re.compile("关于([^，。；]+?)的(?:补充)?(?:通知|意见|决定|公告|通报)")


#: Whom a letter begins with: 「各镇人民政府，县各行政执法部门：」.
_SALUTATION = re.compile("(?=[^：]*各)[各省市县区本][^。；：]{2,80}：")
#: What those are usually called in plans, the first that fits.
_CALLED = (
    ("街道", "街道"),
    ("园区|管委会", "园区"),
    ("[乡镇]", "镇"),
    ("部门|委办局|直属单位|直属机构", "部门"),
)
_USUAL = ("镇", "街道", "部门")


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says of itself; None and nothing where it does not say it."""

    number: str | None
    title: str | None
    days: tuple[str, ...]


def head_of(source: SourceText) -> Head:
    """Number and days from the lines that oblige nobody, the title from the sentence that issues it."""
    silent = [re.sub(r"\s", "", line.raw) for line in source.lines if line.silent]
    number = next(filter(None, map(_NUMBER.search, silent)), None)
    title = _TITLE.search(source.text) or next(filter(None, map(_HEADING.search, silent)), None)
    named = next(filter(None, title.groups())) if title else None
    days = tuple(dict.fromkeys(_iso(day) for line in silent if (day := _DAY.search(line))))
    return Head(number[0] if number else None, named, days)


def _iso(found: re.Match[str]) -> str:
    year, month, day = re.findall(r"\d+", in_digits(found.group()))
    return f"{year}-{int(month):02d}-{int(day):02d}"


def addressees(source: SourceText) -> list[str]:
    """Kinds of units by those to whom the document is sent, and the bureau where it speaks of it."""
    lines = (re.sub(r"\s|（[^）]*）", "", line.raw) for line in source.lines)
    sent = next((line for line in lines if _SALUTATION.fullmatch(line)), "")
    parts = [part for part in re.split("[，、：]", sent) if part]
    kinds = [_called(part) for part in parts] or [*_USUAL]
    return [*dict.fromkeys((*kinds, *(["司法局"] if "司法局" in source.text or not parts else [])))]


def _called(whom: str) -> str:
    return next((name for words, name in _CALLED if re.search(words, whom)), whom.replace("各", ""))
