"""Full-width signs as an English keyboard types them, and dates that are spelt loosely."""

import re

_LOOSE_DATE = re.compile(
    r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
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
    if loose := _LOOSE_DATE.fullmatch(text):
        return "-".join(part.zfill(2) for part in loose.groups() if part)
    return None
