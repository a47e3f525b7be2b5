"""Identity numbers of citizens (居民身份证号): found however they are typed, and never printed."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from zhifa_check.words.signs import plain

_DIGIT = "[0-9０-９]"
#: What people put between the parts of a number; two of them at most.
_APART = "[ \u3000\u00a0\u2009\u202f._·－—–-]{0,2}"
# looked ahead at, so that a number may begin within what looked like another
_LONG = re.compile(f"(?<!{_DIGIT})(?=((?:{_DIGIT}{_APART}){{17}}[0-9０-９XxＸｘ])(?!{_DIGIT}))")
_SHORT = re.compile(f"(?<!{_DIGIT})(?=({_DIGIT}{{15}})(?![0-9０-９XxＸｘ]))")
_NARROW = str.maketrans("０１２３４５６７８９xＸｘ", "0123456789XXX")
_BETWEEN = re.compile("[^0-9X]")
_BIRTHDAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_OF_18 = re.compile(f"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_BIRTHDAY}[0-9]{{3}}[0-9X]")
#: Of the older ones, without century and check digit, only the province and the birthday can be looked at.
_OF_15 = re.compile(f"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|[78]1|82)[0-9]{{6}}{_BIRTHDAY}[0-9]{{3}}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# The bytes of digits of either width become one sign, those of what may stand between them go.
_ONE_SIGN = bytes.maketrans(bytes((*b"0123456789", *range(0x90, 0x9A))), b"0" * 20)
_GONE = b" ._-\x80\x89\x8d\xa0\xaf\xb7\xbc\xc2\xe2\xe3\xef"


class IdentityNumber(NamedTuple):
    """Where one stands in a text; ``certain`` where its check digit says so, else it is only shaped like one."""

    start: int
    end: int
    digits: str
    certain: bool


def may_hold_identity(content: bytes) -> bool:
    """Whether UTF-8 bytes are worth a closer look: several times as fast as asking the patterns of every file."""
    return b"0" * 15 in content.translate(_ONE_SIGN, _GONE)


def identity_numbers(text: str) -> Iterator[IdentityNumber]:
    """Every one in a text: 18 digits in either width, also with spaces or dashes between them, and the older 15."""
    if not may_hold_identity(text.encode("utf-8", "surrogatepass")):
        return
    at = 0
    for pattern, form in ((_LONG, _OF_18), (_SHORT, _OF_15)):
        for found in pattern.finditer(text):
            start, end = found.span(1)
            digits = _BETWEEN.sub("", found[1].translate(_NARROW))
            if start < at or not form.fullmatch(digits):
                continue
            certain = len(digits) == 18 and _is_checked(digits)
            # with gaps and a wrong check digit it may be several numbers
            if certain or end - start == len(digits):
                yield IdentityNumber(start, end, digits, certain)
                at = end
        at = 0


def holds_identity(text: str) -> bool:
    """Whether a number that is certain stands in a text, were it hidden among signs that nobody sees."""
    return any(found.certain for found in identity_numbers(plain(text)))


def masked(text: str) -> str:
    """The text without the numbers that are certain: equal ones become equal masks of equal length, so that records
    stay apart and columns stay right.
    """
    ordinals: dict[str, int] = {}

    def mask(found: IdentityNumber) -> str:
        ordinal = ordinals.setdefault(found.digits, len(ordinals) + 1)
        return f"身份证号已隐去{ordinal:0{found.end - found.start - 7}d}"

    return _replaced(text, mask, lambda found: found.certain)


def unprinted(text: str) -> str:
    """The text for people to read, without the numbers that are certain and the older ones."""
    return _replaced(text, lambda found: "（身份证号已隐去）", lambda found: found.certain or len(found.digits) == 15)


def _replaced(text: str, mask: Callable[[IdentityNumber], str], is_meant: Callable[[IdentityNumber], bool]) -> str:
    pieces, at = [], 0
    for found in sorted(filter(is_meant, identity_numbers(text)), key=lambda one: one.start):
        pieces += [text[at : found.start], mask(found)]
        at = found.end
    return "".join((*pieces, text[at:])) if pieces else text


def _is_checked(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]
