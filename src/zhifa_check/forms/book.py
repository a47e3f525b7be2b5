"""Workbooks as every one of ours is made: what somebody wrote stays text, and the same content gives the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, Any

from xlsxwriter import Workbook

from zhifa_check.forms.cell_kinds import Kind

#: A spreadsheet keeps no more digits of a number.
_DIGITS = 15


@contextmanager
def new_book(out: IO[bytes], day: date, about: dict[str, str] | None = None, **options: Any) -> Iterator[Workbook]:
    """A workbook that is written once the body is done; ``day`` stands for the time at which it was made.

    Nothing that a person or a plan writes becomes a formula, a link or a number.
    """
    as_written = dict.fromkeys(["strings_to_formulas", "strings_to_urls", "strings_to_numbers"], False)
    book = Workbook(out, {"in_memory": True, **as_written, **options})
    book.set_properties({**(about or {}), "created": datetime.combine(day, time())})
    yield book
    book.close()


def typed(kind: Kind, text: str) -> date | float | str:
    """A day, a time or a number as what it is; what only looks like one, and all else, stays text."""
    try:
        if kind == "date":
            return date.fromisoformat(text)
        if kind == "moment":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    is_number = kind in ("decimal", "whole") and text.replace(".", "", 1).isdecimal() and len(text) <= _DIGITS
    return float(text) if is_number else text
