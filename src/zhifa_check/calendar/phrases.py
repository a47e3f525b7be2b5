"""The closed grammar of deadline phrases, as the documents write them, to dates.

「X日前」「X月底前」 include the day; 上旬, 中旬 and 下旬 as a deadline mean their last day (10th, 20th, end of month).
"""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from zhifa_check.calendar.forms import DATE, FORMS, SHARED, date_in_year, month_of
from zhifa_check.calendar.meanings import Meaning
from zhifa_check.calendar.periods import MONTHS, Every, Period
from zhifa_check.calendar.workdays import by_calendar
from zhifa_check.words.meant import quoted
from zhifa_check.words.numerals import BELOW_HUNDRED, BELOW_THOUSAND, YEAR, in_digits

#: Which period a 「每月25日前」 is about: the one that it falls in, or the one before.
In = Literal["same", "next"]

_DATES = (
    "9月中旬",
    "6月底前",
    "3月31日前",
    "2023年3月31日前",
    "到2023年底",
    "年底前",
    "上半年",
    "第三季度",
    "次年1月31日前",
    "5月31日、11月30日前",
    "6月、12月底前",
    "3月中旬、6月中旬、9月中旬、12月中旬",
)
ACCEPTED = (
    *_DATES,
    *(form.example for form in FORMS),
    "每月",
    "每半年",
    "每年",
    "全年",
    "年度",
    "次月底前",
    "次月5个工作日内",
)

_USUAL = ("9月中旬", "6月底前", "每月6日前", "每季度", "每半年", "年底前", "季度结束后10日内", "印发之日起30日内")
_NEAREST = 4
_HOW_MANY: dict[int, Every] = {1: "year", 2: "half", 4: "quarter", 6: "two_months", 12: "month"}
_SEPARATOR = "(?:、|，|,|；|;|以及|和|及|与)"
_FROM = "(?:[自从]?(?:即日|今日|本?(?:通知|文件|方案)?(?:印发|下发|发文)之日)起(?=[至到]))?"
_LEAD = f"(?:务必|分别|并|请|力争|确保|原则上|应当?|须)?{_FROM}(?:于|在|到|至|截至|截止到?|最迟于?|不迟于|不晚于)?"
_MACROS = {"N": "[0-9]{1,2}", "M": "[0-9]{1,3}", "Y": "[0-9]{4}", "Q": "[1-4]"}
_WRITTEN = {
    "N": BELOW_HUNDRED,
    "M": BELOW_THOUSAND,
    "Y": YEAR,
    "Q": "[1-4１-４一二三四]",
    "[12]": "[12１２一二]",
    "[34]": "[34３４三四]",
    "1": "[1１一]",
    "2": "[2２二两]",
    "[1-6一二三四五六日天]": "[1-6１-６一二三四五六日天]",
}
#: One word of a pattern: the head of a group, a repetition, or a sign, a class or a macro and whether it may be absent.
_WORD = r"\(\?P<\w+>|\{\d+\}|(\[[^]]*\]|[NMYQ12一-龥、，；,;])(\?)?"
#: 「2026.6.30前」「2026/6/30」「6.30前」.
_SIGNS = re.compile(r"(?:([0-9]{4})[./-]([0-9]{1,2})[./-]|([0-9]{1,2})\.)([0-9]{1,2})日?(?=$|以前|之前|前|止|截止)")
#: What counts from something else than the document, and what names no day at all.
_FROM_AN_EVENT = re.compile("^(?!.*(?:印|下|制)发|.*发[布文]).*日起.*内")
_NO_DAY = re.compile("及时|长期|常态化?|适时|尽快|即时|立即|按时|定期|随时|持续")
_TELL_A_YEAR = ("year", "next", "until", "then")
#: A month alone does not say whether it is in or out.
_BEFORE_A_MONTH = r".*[0-9]月份?(?:以前|之前|前)"


#: That days off put it off is told beside a deadline, and is no part of its words.
_SHIFTED = "[（(，,]?(?:如?遇|逢)?(?:法定)?(?:节假日|休息日|双休日|周末)[^）)]*?顺延[^）)]*[）)]?"


class Deadline(NamedTuple):
    """A phrase understood: ``on(period)`` is the last day in time; ValueError for a day that does not exist.

    ``settled`` is False where the phrase may speak of the period before as well as of its own and nothing says which.
    """

    phrase: str
    every: Every | None
    on: Callable[[Period], date]
    settled: bool = True


@cache
def parse_deadline(phrase: str, issued: date | None = None, in_: In | None = None) -> Deadline:
    """Understand one phrase, white space aside. Raises ValueError, in Chinese, naming the nearest accepted ones.

    ``issued`` is the day on which the document was issued, ``in_`` what a person says of a phrase that leaves it open.
    """
    text = _SIGNS.sub(_in_words, re.sub(rf"^{_LEAD}", "", in_digits(phrase)))
    meaning = _meaning(text, issued) or _listed(phrase, text)
    if meaning is None:
        raise ValueError(_refusal(phrase, text))
    if in_ and meaning.lag is None:
        raise ValueError(f"期限“{phrase}”已经写明是哪一期，不用再写 in。")
    lag = meaning.lag if in_ is None else ("same", "next").index(in_)
    within = meaning.within
    on = (lambda period: within(period.following)) if lag else within
    return Deadline(phrase, meaning.every, by_calendar(on), settled=meaning.settled or in_ is not None)


def _in_words(date_: re.Match[str]) -> str:
    year, of_year, alone, day = date_.groups()
    return (f"{year}年" if year else "") + f"{of_year or alone}月{day}日"


@cache
def grammar() -> str:
    """All of it as one regular expression without names, for editors; white space may stand between any two words."""
    several = "|".join(f"(?:(?:{DATE}|{SHARED}){_SEPARATOR}{_LEAD}){{{more}}}" for more in (1, 3, 5, 11))
    forms = "|".join((*(form.pattern for form in FORMS), f"(?:{several})?{DATE}"))
    digits, sign = "[0-9０-９]", r"\s*[./．-]\s*"
    in_signs = rf"(?:{digits}{{4}}{sign})?{digits}{{1,2}}{sign}{digits}{{1,2}}日?(?:以前|之前|前|止|截止)?"
    return rf"\s*(?:{re.sub(_WORD, _as_written, f'{_LEAD}(?:{forms})')}|{re.sub(_WORD, _as_written, _LEAD)}{in_signs})"


def _as_written(word: re.Match[str]) -> str:
    if not word[1]:
        return "(?:" if word[0].startswith("(") else word[0]
    written = rf"{_WRITTEN.get(word[1], word[1])}\s*"
    return f"(?:{written})?" if word[2] else written


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub("[NMYQ]", lambda macro: _MACROS[macro.group()], pattern))


def _meaning(text: str, issued: date | None) -> Meaning | None:
    for form in FORMS:
        if form.needs and not set(form.needs).intersection(text):
            continue
        if found := _compiled(form.pattern).fullmatch(text):
            return form.means(found, issued)
    return None


def _listed(phrase: str, text: str) -> Meaning | None:
    """「6月1日、12月1日前」: one date for each period of the year, in order."""
    parts = re.split(f"{_SEPARATOR}{_LEAD}", text)
    found = [_compiled(DATE).fullmatch(part) or _compiled(SHARED).fullmatch(part) for part in parts]
    dates = [one for one in found if one is not None]
    if len(dates) < len(found) or "whole" not in dates[-1].groupdict():
        return None
    if len(dates) not in _HOW_MANY:
        raise ValueError(
            f"期限“{phrase}”列了 {len(dates)} 个日期，"
            "应是 1、2、4、6 或 12 个（全年、每半年、每季度、每两个月、每月）。"
        )
    after = [_day_after(dates[number:]) for number in range(len(dates))]
    if any("day" not in one.groupdict() and day is None for one, day in zip(dates, after, strict=True)):
        return None  # 「四、年底」: a bare number with no day behind it is no month
    days = list(map(date_in_year, dates, after))
    told = any(one.groupdict().get(name) for one in dates for name in _TELL_A_YEAR)
    fixed = next((int(one["year"]) for one in dates if one.groupdict().get("year")), 2001)
    if told and [day(fixed) for day in days] != sorted(day(fixed) for day in days):
        return None  # 「次年1月底和7月底前」: of which year the second is
    every = _HOW_MANY[len(dates)]
    ordered = sorted(
        ((month_of(one), day) for one, day in zip(dates, days, strict=True) if month_of(one)), key=lambda pair: pair[0]
    )
    if not told and len(days) > 1 and [(month - 1) // MONTHS[every] for month, _ in ordered] == list(range(len(days))):
        # each stands in a period of its own, whatever their order; at the beginning of it they tell of the one before
        days = [day for _, day in ordered]
        first = every != "month" and all((month - 1) % MONTHS[every] == 0 for month, _ in ordered)
        return Meaning(every, lambda period: days[period.index - 1](period.year), int(first))

    def on(period: Period) -> date:
        # 「7月10日、1月10日前」: what stands behind a later month is next year's
        earlier = [day(period.year) for day in days[: period.index]]
        falls = not told and any(one > two for one, two in pairwise(earlier))
        return days[period.index - 1](period.year + falls)

    return Meaning(every, on, None if told else 0)


def _day_after(dates: list[re.Match[str]]) -> re.Match[str] | None:
    """Where a month has no day of its own, the first date at or after it that names one, among months alone."""
    for one in dates:
        if not one.groupdict().get("month"):
            return None
        if any(one.groupdict().get(name) for name in ("day", "end", "third")) or "工作日" in one.group():
            return one
    return next((one for one in dates if "day" in one.groupdict()), None)


def _refusal(phrase: str, text: str) -> str:
    own = f"{{says: {phrase}, on: 月-日}}"
    if found := re.search(_SHIFTED, phrase):
        rest = phrase.replace(found[0], "")
        return f"期限“{phrase}”里的“{found[0]}”另写，如 due: {{strict: {rest}, days_off: shift}}；不顺延的写 keep。"
    if _FROM_AN_EVENT.search(text):
        return (
            f"期限“{phrase}”从一件事起算，每件事各有一天。请写成 kind: within："
            "since 写那件事的日期，strict 写多长，如 {days: 10}。"
        )
    if _NO_DAY.fullmatch(text):
        return f"“{phrase}”没有写明是哪一天，机器核对不了。请写进 not_checked，并说明理由。"
    if re.fullmatch(_BEFORE_A_MONTH, text):
        return f"期限“{phrase}”没有写明这个月在不在内。请在旁边写明是哪一天，如 {own}。"
    near = get_close_matches(text, [in_digits(known) for known in ACCEPTED], n=_NEAREST, cutoff=0.4)
    shown = [known for plain in near for known in ACCEPTED if in_digits(known) == plain] or list(_USUAL)
    return (
        f"看不懂期限“{phrase}”。最接近的写法有：{quoted(dict.fromkeys(shown))}；"
        f"都不是这个意思的，在旁边写明是哪一天，如 {own}。"
    )
