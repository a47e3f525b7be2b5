"""Bytes to text: encodings that old Windows programs leave behind, tabs, and signs that nobody sees or tells apart."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from zhifa_check.source.document import SourceError
from zhifa_check.source.traces import refuse_conflict, refuse_other_programs
from zhifa_check.words.identity import identity_numbers, masked, may_hold_identity
from zhifa_check.words.signs import LINE_BREAKS, called, is_usual, meant, odd_signs, plain, turns_direction

#: Spaces that YAML takes for text, and signs that nobody sees; for a class of a pattern.
ODD_SPACES = "\u3000\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\ufeff"

_LEADING_TAB = re.compile(r"^ *\t[ \t]*(?=[^\s])", re.MULTILINE)
_INNER_TAB = re.compile(r"\t")
_LINE_BREAK = re.compile(f"[{''.join(LINE_BREAKS)}]")
_COMMENT = re.compile(r"[ \t]*#")
#: A key stands here: nothing but its own signs up to a colon, from where it may begin.
_BEGINS_KEY = re.compile(r"(?:^|[{,])[ \t]*(?:-[ \t]+)*['\"]?[^\s:：,{}\[\]'\"#]*$")
_ENDS_KEY = re.compile(r"[^\s:：,{}\[\]'\"#]*['\"]?[ \t]*[:：](?:\s|$)")

#: Signs at which the whole file is refused.
_UNREADABLE = frozenset(LINE_BREAKS) | {"\ufeff"}
_LONGEST_KEY = 200

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Blemish(NamedTuple):
    """What is wrong with a file beside what it says; ``certain`` is False for what a person has to look at."""

    id: str
    message: str
    line: int
    column: int
    certain: bool = True


def decode(content: bytes) -> str:
    """Text with identity numbers masked, tabs inside lines turned to spaces and odd signs as they are meant.

    Raises SourceError.
    """
    refuse_other_programs(content)
    if content.startswith(_UTF16_MARKS) or b"\0" in content[:64]:
        raise SourceError("D.encoding", f"文件是 UTF-16（Unicode）编码，需要 UTF-8。{_HOW_TO_SAVE}")
    text, usual, may_hold = _looked_at(content)
    try:
        if not usual:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        raise SourceError(
            "D.encoding", f"{_guess(content)}，需要 UTF-8。{_HOW_TO_SAVE}", before.count(b"\n") + 1, column
        ) from None
    refuse_conflict(text)
    if not usual and "\ufeff" in text:
        raise SourceError("D.syntax", _INNER_BOM, *position(text, text.index("\ufeff")))
    if not usual and (found := _LINE_BREAK.search(text)):
        sign = found.group()
        message = (
            f"这里有一个看不见的 {called(sign)}：编辑器里看着还是同一行，YAML 却从这里另起一行。"
            "多半是从网页或 Word 粘贴带来的。请删去它，要换行就按回车，或者运行 zhifa fix。"
        )
        raise SourceError("D.syntax", message, *position(text, found.start()))
    if "\t" in text:
        if tab := _LEADING_TAB.search(text):
            raise SourceError("D.syntax", _TAB, *position(text, tab.group().index("\t") + tab.start()))
        text = _INNER_TAB.sub(" ", text)
    seen = text if usual else plain(text)
    return masked(seen) if seen is not text or may_hold else seen


@lru_cache(maxsize=1)
def _looked_at(content: bytes) -> tuple[str, bool, bool]:
    """The text as far as it can be read, whether all its signs are usual, whether it may hold an identity number."""
    text = content.decode("utf-8-sig", "replace")
    return text, is_usual(text), may_hold_identity(content)


def blemishes(content: bytes) -> Iterator[Blemish]:
    """Identity numbers, in comments too, and signs that nobody sees or tells apart: read as they are meant, and told.

    What makes bytes unreadable is said by ``decode`` and not here.
    """
    text, usual, may_hold = _looked_at(content)
    odd = [] if usual else odd_signs(text)
    if odd or may_hold:
        whole, offsets = _without_hidden(text, odd)
        for number in identity_numbers(whole):
            place = position(text, offsets[number.start] if offsets else number.start)
            message = PRIVACY if number.certain else LIKE_IDENTITY.format(len(number.digits))
            yield Blemish("D.privacy", message, *place, number.certain)
    for offset, sign in odd:
        if sign in _UNREADABLE or not is_refused_sign(text, offset):
            continue
        start = max(text.rfind("\n", 0, offset) + 1, offset - _LONGEST_KEY)
        of_key = _BEGINS_KEY.search(text[start:offset]) and _ENDS_KEY.match(text, offset + 1, offset + _LONGEST_KEY)
        yield Blemish("D.unknown-key" if of_key else "D.value", _odd(sign), *position(text, offset))


def is_refused_sign(text: str, offset: int) -> bool:
    """Whether an odd sign at an offset matters: a comment says nothing, but what misleads its reader is refused too."""
    sign = text[offset]
    in_comment = _COMMENT.match(text, text.rfind("\n", 0, offset) + 1, offset)
    return not in_comment or turns_direction(sign) or sign in _UNREADABLE


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def replaced(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text with stretches of it, each from one offset to another, replaced; those at one place in their order."""
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[0]):
        pieces += [text[at:start], new]
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def _without_hidden(text: str, odd: list[tuple[int, str]]) -> tuple[str, list[int]]:
    """The text without what nobody sees, and the offset in it of each sign that is left; none where all are."""
    gone = {offset for offset, sign in odd if not meant(sign)}
    if not gone:
        return text, []
    offsets = [offset for offset in range(len(text)) if offset not in gone]
    return "".join(text[offset] for offset in offsets), offsets


def _odd(sign: str) -> str:
    usual = meant(sign).strip()
    if usual:
        return (
            f"这里的“{sign}”（U+{ord(sign):04X}）看上去是“{usual}”，却是另一个字符，多半是从 PDF 复制来的。"
            f"请删去，重新输入“{usual}”，或者运行 zhifa fix。"
        )
    return (
        f"这里有一个看不见的字符 {called(sign)}，多半是从网页或 Word 粘贴带来的。"
        "请删去前后几个字重新输入，或者运行 zhifa fix。"
    )


def _guess(content: bytes) -> str:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "文件里有不是文字的内容（不是 UTF-8 编码）"
    return "文件是 GBK（ANSI）编码"


PRIVACY = "这里有 18 位居民身份证号，不得提交。请删去，人员用本单位自编的编号（如 A01）；已推送的请联系市司法局处理。"
PRIVACY_IN_NAME = (
    "文件名或文件夹名里有居民身份证号，不得提交。请改名，人员用本单位自编的编号（如 A01）；已推送的请联系市司法局处理。"
)
LIKE_IDENTITY = "这里的 {} 位数字像居民身份证号，请核对；若是，请删去，人员用本单位自编的编号（如 A01）"
_HOW_TO_SAVE = "请用记事本打开，选“文件—另存为”，“编码”选 UTF-8 后保存。"
_INNER_BOM = "这里有一个看不见的字符（BOM，U+FEFF，常见于把两个文件拼在一起）。请删去这个字符后重新保存。"
_TAB = "行首用了 Tab 键，YAML 只认空格。请把行首的 Tab 换成空格（每层两个空格）。"
