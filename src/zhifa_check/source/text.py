"""Bytes to text: encodings that old Windows programs leave behind, tabs, and identity numbers that nobody may print."""

import re

from zhifa_check.source.document import SourceError

#: Spaces that YAML takes for text, and signs that nobody sees; for a class of a pattern.
ODD_SPACES = "\u3000\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\ufeff"

_LEADING_TAB = re.compile(r"^ *\t[ \t]*(?=[^\s])", re.MULTILINE)
_INNER_TAB = re.compile(r"\t")
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)
_DIGITS_TO_ZERO = bytes.maketrans(b"0123456789", b"0" * 10)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes) -> str:
    """Text with identity numbers masked and tabs inside lines turned to spaces. Raises SourceError."""
    if content.startswith(_UTF16_MARKS) or b"\0" in content[:64]:
        raise SourceError("D.encoding", f"文件是 UTF-16（Unicode）编码，需要 UTF-8。{_HOW_TO_SAVE}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        raise SourceError(
            "D.encoding", f"{_guess(content)}，需要 UTF-8。{_HOW_TO_SAVE}", before.count(b"\n") + 1, column
        ) from None
    if "\ufeff" in text:
        raise SourceError("D.syntax", _INNER_BOM, *position(text, text.index("\ufeff")))
    if "\t" in text:
        if tab := _LEADING_TAB.search(text):
            raise SourceError("D.syntax", _TAB, *position(text, tab.group().index("\t") + tab.start()))
        text = _INNER_TAB.sub(" ", text)
    return masked(text) if _may_hold_identity(content) else text


def identity_numbers(content: bytes) -> list[tuple[int, int]]:
    """Line and column of every checksum-valid 18-digit 身份证号, comments included."""
    if not _may_hold_identity(content):
        return []
    text = content.decode("utf-8-sig", "replace")
    return [position(text, found.start()) for found in _IDENTITY.finditer(text) if _is_identity(found.group())]


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def holds_identity(text: str) -> bool:
    """Whether a text, once unescaped, holds such a number."""
    return any(_is_identity(found.group()) for found in _IDENTITY.finditer(text))


def _may_hold_identity(content: bytes) -> bool:
    """Whether seventeen digits stand in a row: seven times as fast as asking the pattern of every file."""
    return b"0" * 17 in content.translate(_DIGITS_TO_ZERO)


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def masked(text: str) -> str:
    """The text without its identity numbers: equal ones become equal masks of equal length, so that records stay
    apart and columns stay right.
    """
    masks: dict[str, str] = {}

    def mask(found: re.Match[str]) -> str:
        number = found.group()
        if not _is_identity(number):
            return number
        return masks.setdefault(number.upper(), f"身份证号已隐去{len(masks) + 1:011d}")

    return _IDENTITY.sub(mask, text)


def _guess(content: bytes) -> str:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "文件里有不是文字的内容（不是 UTF-8 编码）"
    return "文件是 GBK（ANSI）编码"


PRIVACY = "这里有 18 位居民身份证号，不得提交。请删去，人员用本单位自编的编号（如 A01）；已推送的请联系市司法局处理。"
_HOW_TO_SAVE = "请用记事本打开，选“文件—另存为”，“编码”选 UTF-8 后保存。"
_INNER_BOM = "这里有一个看不见的字符（BOM，常见于把两个文件拼在一起）。请删去这个字符后重新保存。"
_TAB = "行首用了 Tab 键，YAML 只认空格。请把行首的 Tab 换成空格（每层两个空格）。"
