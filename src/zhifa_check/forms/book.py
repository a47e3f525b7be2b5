"""Workbooks as every one of ours is made: its looks, what somebody wrote stays text, same content gives same bytes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

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


#: A font that every Windows with Chinese has, in WPS and in Excel.
#: No scheme: a font of the theme would take its place.
FONT: Mapping[str, Any] = {"font_name": "宋体", "font_size": 11, "font_scheme": "none"}
#: Everything that is no number and no date is text, so that 0513 and 2023-05 stay as they are typed.
_NUMBER_FORMATS: dict[Kind, str] = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "decimal": "General",
    "whole": "0",
}

Looks = Mapping[str, Mapping[str, Any]]
_HEAD: Mapping[str, Any] = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_TEXT: Mapping[str, Any] = {"text_wrap": True, "valign": "top"}
_LINED: Mapping[str, Any] = {"border": 1, "border_color": "#D9D9D9"}
#: Of the sheets of a form; ``cell`` and ``asked`` may be written in, all others are locked.
FORM: Looks = {
    "head": {"valign": "vcenter"},
    "required": {**_HEAD, "bg_color": "#F8CBAD"},
    "optional": {**_HEAD, "bg_color": "#DDEBF7"},
    "for_reading": {**_HEAD, "bg_color": "#D9D9D9"},
    "reading": {"bg_color": "#EDEDED", "font_color": "#595959", "num_format": "@"},
    "given": {**_LINED, "bg_color": "#F2F2F2", "num_format": "@"},
    "missing": {"bg_color": "#FF9C9C"},
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "paragraph": _TEXT,
    "table": {**_TEXT, "border": 1, "num_format": "@"},
    "cell": {"locked": False},
    "asked": {**_LINED, "locked": False, "bg_color": "#FCE4D6"},
}


class Styles:
    """The formats of one workbook by the names of their looks, each made when it is first asked for."""

    def __init__(self, book: Workbook, looks: Looks = FORM) -> None:
        self._book, self._looks = book, looks
        self._made: dict[tuple[Any, ...], Format] = {}

    def __call__(self, name: str, **more: str) -> Format:
        """The format of that name, with more said of it."""
        key = (name, *more.items())
        if key not in self._made:
            self._made[key] = self._book.add_format({**FONT, **self._looks[name], **more})
        return self._made[key]

    def cell(self, kind: Kind, name: str = "cell") -> Format:
        """That of a cell for values of a kind."""
        return self(name, num_format=_NUMBER_FORMATS.get(kind, "@"))
