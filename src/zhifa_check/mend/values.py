"""Values of dates, times, numbers and words whose form alone is wrong."""

import re
from contextlib import suppress
from datetime import date

from zhifa_check.calendar.periods import parse_period
from zhifa_check.format.shape import Shape
from zhifa_check.format.values import CLOCK, NUMBER
from zhifa_check.source.text import ODD_SPACES
from zhifa_check.words.width import half_width, iso_form

_EDGE = re.compile(f"[ \t{ODD_SPACES}]*")
# the day ends in no space: a value of many spaces would be tried from each of them to the end
_MOMENT = re.compile(rf"(.*[^ ]) +({CLOCK})")
_PARTS = re.compile(r"[0-9]{1,4}\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,4}\s*[日号]?")


def mended(value: str, shape: Shape) -> str:
    """The value in the form that its place asks for; the value itself where it is right, or no form of it is sure."""
    plain = _trimmed(value)
    if shape.form in ("word", "item", "unit", "yes_no"):
        return plain
    narrow = half_width(plain)
    if shape.form == "date":
        return _day(narrow) or value
    if shape.form == "moment":
        found = _MOMENT.fullmatch(narrow)
        day = _day(found[1]) if found else None
        return f"{day} {found[2]}" if found and day else value
    if shape.form in ("decimal", "whole"):
        return narrow if NUMBER.fullmatch(narrow) else value
    if shape.form == "period":
        with suppress(ValueError):
            parse_period(narrow)
            return narrow
    return value


def _trimmed(value: str) -> str:
    """The value without spaces of any kind at its ends, in a time that grows no faster than its length."""
    for _ in range(2):
        value = _EDGE.sub("", value, count=1)[::-1]
    return value


def doubt(value: str, shape: Shape) -> str | None:
    """Why a date cannot be mended by a program and what to do, in Chinese; None where it is no such date."""
    if shape.form not in ("date", "moment") or not (parts := _PARTS.match(half_width(value))):
        return None
    if iso_form(parts[0].strip()):
        return None  # the form is sure, the calendar has no such day: `zhifa check` says so
    return f"日期“{value[:40]}”的写法认不准是哪一天，没有改。请照 年-月-日 的形式重写，年四位，月、日两位"


def _day(text: str) -> str | None:
    """The ISO form of a date that has one reading and is in the calendar."""
    with suppress(ValueError):
        return date.fromisoformat(iso_form(text) or "").isoformat()
    return None
