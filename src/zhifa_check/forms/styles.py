"""The looks of a workbook: one place for fonts, colours and number formats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from zhifa_check.forms.cell_kinds import Kind

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
_ASKED = "#FCE4D6"


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats by what they are for; ``cell`` and ``asked`` may be written in, all others are locked."""

    head: Format
    required: Format
    optional: Format
    for_reading: Format
    reading: Format
    given: Format
    missing: Format
    title: Format
    heading: Format
    paragraph: Format
    link: Format
    table: Format
    cell: Callable[[Kind], Format]
    asked: Callable[[Kind], Format]


def styles_of(book: Workbook) -> Styles:
    """The formats of one workbook."""

    def made(**properties: Any) -> Format:
        return book.add_format({**FONT, **properties})

    @cache
    def cell(number_format: str) -> Format:
        return made(num_format=number_format, locked=False)

    @cache
    def asked(number_format: str) -> Format:
        return made(num_format=number_format, locked=False, bg_color=_ASKED, border=1, border_color="#D9D9D9")

    head = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    text = {"text_wrap": True, "valign": "top"}
    return Styles(
        head=made(valign="vcenter"),
        required=made(bg_color="#F8CBAD", **head),
        optional=made(bg_color="#DDEBF7", **head),
        for_reading=made(bg_color="#D9D9D9", **head),
        reading=made(bg_color="#EDEDED", font_color="#595959", num_format="@"),
        given=made(bg_color="#F2F2F2", num_format="@", border=1, border_color="#D9D9D9"),
        missing=book.add_format({"bg_color": "#FF9C9C"}),
        title=made(bold=True, font_size=16),
        heading=made(bold=True, font_size=12),
        paragraph=made(**text),
        link=made(font_color="#0563C1", underline=1, border=1, **text),
        table=made(border=1, num_format="@", **text),
        cell=lambda kind: cell(_NUMBER_FORMATS.get(kind, "@")),
        asked=lambda kind: asked(_NUMBER_FORMATS.get(kind, "@")),
    )
