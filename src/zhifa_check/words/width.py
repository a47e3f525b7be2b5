"""Full-width signs as an English keyboard types them, and dates that are spelt loosely or not in full."""

import re

#: Two different signs between the parts may part anything: 2023.9-10 can be two months.
_SPELT = (
    r"(?P<year>[0-9]{4})\s*(?:年\s*(?P<month>[0-9]{1,2})\s*[-./月]|(?P<sign>[-./])\s*(?P<number>[0-9]{1,2})\s*(?P=sign))"
    r"\s*(?P<day>[0-9]{1,2})\s*[日号]?"
)
_LOOSE_DATE = re.compile(rf"{_SPELT}|(?P<all>[0-9]{{8}})")
_WITHIN = re.compile(rf"(?<![0-9]){_SPELT}(?![0-9])")
_NO_DAY = re.compile(r"([0-9]{4})\s*[-./年]\s*(0?[1-9]|1[0-2])\s*月?")
_NO_YEAR = r"(0?[1-9]|1[0-2])\s*(?:月|[-./])\s*(0?[1-9]|[12][0-9]|3[01])\s*[日号]?"
_UNTIL = r"(.*?[0-9日号])\s*(?:[—–~～至到、]+)\s*[0-9].*|(.*[0-9日号])\s*-\s*[0-9]{1,2}(?:[^0-9].*)?"
_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | {
    ord("．"): ".",
    ord("－"): "-",
    ord("："): ":",
    ord("　"): " ",
    ord("／"): "/",
}


def half_width(text: str) -> str:
    """Digits and the signs of dates, times and numbers as an English keyboard types them, spaces around them gone."""
    return text.translate(_FULL_WIDTH).strip()


def iso_form(text: str) -> str | None:
    """``2023-05-04`` for a half-width text that spells such a date loosely; the calendar need not have the day."""
    if not (loose := _LOOSE_DATE.fullmatch(text)):
        return None
    if digits := loose["all"]:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return f"{loose['year']}-{(loose['month'] or loose['number']).zfill(2)}-{loose['day'].zfill(2)}"


def day_within(text: str) -> str | None:
    """``2023-05-04`` for a half-width text in which one such day stands among other words."""
    found = [one.group().strip() for one in _WITHIN.finditer(text)]
    return iso_form(found[0]) if len(found) == 1 else None


def without_day(text: str) -> str | None:
    """``2023-05`` for a half-width text that names a month and no day."""
    found = _NO_DAY.fullmatch(text)
    return f"{found[1]}-{found[2].zfill(2)}" if found else None


def without_year(text: str) -> str | None:
    """``06-20`` for a half-width text that names a day and no year."""
    found = re.fullmatch(_NO_YEAR, text)
    return f"{found[1].zfill(2)}-{found[2].zfill(2)}" if found else None


def several_days(text: str) -> bool:
    """Whether a half-width text names days from one to another, or one and another."""
    if not (found := re.fullmatch(_UNTIL, text)):
        return False
    first = (found[1] or found[2]).strip()
    return bool(iso_form(first) or (without_year(first) and (found[1] or "-" not in first)) or "月" in first)
