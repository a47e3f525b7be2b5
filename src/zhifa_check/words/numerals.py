"""Numbers as Chinese documents write them: 12, １２, 十二, 二〇二六, 九成, 百分之九十五."""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhifa_check.words.width import half_width

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
#: The sign that most keyboards have for the nought of a year: 二○二六年.
_NOUGHT = {ord(sign): "〇" for sign in "○◯"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ONES = "[一二两三四五六七八九]"

#: A number up to 99, as digits of either width or in characters; and one up to 999 of digits.
BELOW_HUNDRED = rf"(?:[0-9０-９]{{1,2}}|{_ONES}?十{_ONES}?|{_ONES})"
BELOW_THOUSAND = rf"(?:[0-9０-９]{{1,3}}|{_ONES}?十{_ONES}?|{_ONES})"
#: A year, as digits of either width or in characters.
YEAR = "(?:[0-9０-９]{4}|[〇○零一二三四五六七八九]{4})"
#: Any number written in characters.
CHARACTERS = "[〇零一二两三四五六七八九十百千万]+"

_ORDINALS = re.compile(f"[第前]{BELOW_HUNDRED}(?:[、至到和-]第?{BELOW_HUNDRED})*")
_EXACT = re.compile(
    rf"(?<![0-9〇零一二两三四五六七八九十])(?:{_ONES}?十{_ONES}?|{_ONES}|[〇零一二三四五六七八九]{{4}})"
    r"(?![0-9〇零一二两三四五六七八九十])"
)


def number(text: str) -> Decimal | None:
    """The value of a number in digits of either width or in characters; None where it is none."""
    plain = half_width(text).translate(_NOUGHT)
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain):
        return Decimal(plain)
    before, point, after = plain.partition("点")
    if point:
        whole, places = number(before), [_DIGITS.get(sign) for sign in after]
        if whole is None or not places or None in places:
            return None
        return whole + Decimal("0." + "".join(map(str, places)))
    if not re.fullmatch(CHARACTERS, plain):
        return None
    if all(sign in _DIGITS for sign in plain):
        return Decimal("".join(str(_DIGITS[sign]) for sign in plain))
    total = section = digit = 0
    for sign in plain:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign == "万":
            total, section, digit = total + (section + digit or 1) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _UNITS[sign], 0
    return Decimal(total + section + digit)


def in_digits(text: str) -> str:
    """The text without white space, its digits half-width and its well-formed numbers up to 99 and years in digits."""
    plain = half_width(re.sub(r"\s", "", text)).translate(_NOUGHT)
    return _EXACT.sub(lambda found: str(number(found.group())), plain)


def ordinals(text: str) -> Iterator[Decimal]:
    """The places in a ranking that a text may speak of: 「第一名」「第二、三名」「前5位」; of 「前三名分别」 each."""
    for found in _ORDINALS.finditer(text):
        for value in filter(None, map(number, re.findall(BELOW_HUNDRED, found[0]))):
            yield value
            if found[0].startswith("前") and "分别" in text:
                yield from map(Decimal, range(1, int(value)))
