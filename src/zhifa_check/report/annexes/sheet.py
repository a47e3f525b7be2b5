"""One sheet of the annexes as every one is laid out: title, heads that stay, filters, widths, and how it prints."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhifa_check.forms.book import Looks, Styles
from zhifa_check.words.harmless import harmless

A3, A4 = 8, 9
#: Rows 0 and 1 hold the title and what it is of, row 2 the heads.
HEAD = 2
#: Widths are in digits of the font, heights in points.
_WIDEST, _LINE = 36, 15
COLOURS = {
    "problem": ("#F8CBAD", "#9C0006"),
    "disputed": ("#FFEB9C", "#7F6000"),
    "pending": ("#DDEBF7", "#1F4E78"),
    "waived": ("#EDEDED", "#595959"),
    "met": ("#E2EFDA", "#375623"),
}


class Rate(NamedTuple):
    """A share, cut to two places of a percentage as everywhere."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """What the cell holds; exact to the four places that it shows."""
        cut = (Decimal(self.part) * 10000 / self.whole).to_integral_value(ROUND_FLOOR)
        return float(cut / 10000)


class Signed(NamedTuple):
    """A number in the colour of a sort, shown behind its sign."""

    sort: str
    sign: str
    number: int


class Coloured(NamedTuple):
    """A text, date or number in the colour of a sort."""

    sort: str
    value: "str | date | int"


_Plain = str | int | Decimal | date
Cell = _Plain | Rate | Signed | Coloured | None


class Sheets:
    """A workbook and the formats that its sheets share."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._styles = book, Styles(book, _LOOKS)

    def add(
        self,
        name: str,
        title: str,
        subtitle: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        paper: int = A4,
        frozen: int = 1,
        groups: Sequence[tuple[str, int]] = (),
    ) -> Worksheet:
        """A sheet; ``frozen`` columns stay in view, ``groups`` are heads over several columns (text, how many)."""
        page = self._book.add_worksheet(name)
        top = HEAD + bool(groups)
        page.merge_range(0, 0, 0, max(len(heads) - 1, 1), title, self._format("title"))
        page.merge_range(1, 0, 1, max(len(heads) - 1, 1), subtitle, self._format("subtitle"))
        self._groups(page, groups)
        for column, head in enumerate(heads):
            page.write_string(top, column, head, self._format("head"))
        for number, row in enumerate(rows, top + 1):
            for column, cell in enumerate(row):
                self._write(page, number, column, cell)
        if not rows:
            page.write_string(top + 1, 0, "没有", self._format("text"))
        last = top + max(len(rows), 1)
        page.freeze_panes(top + 1, frozen)
        page.autofilter(top, 0, last, len(heads) - 1)
        widths = [_width(head, [row[column] for row in rows]) for column, head in enumerate(heads)]
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.set_row(0, 28)
        for number, row in enumerate((heads, *rows), top):
            page.set_row(number, _height(row, widths))
        if groups:
            page.set_row(HEAD, 2 * _LINE)
        page.set_paper(paper)
        page.set_landscape()
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.print_area(0, 0, last, len(heads) - 1)
        page.repeat_rows(0, top)
        page.fit_to_pages(1, 0)
        page.set_footer("&C— &P —")
        return page

    def _groups(self, page: Worksheet, groups: Sequence[tuple[str, int]]) -> None:
        column = 0
        for text, width in groups:
            if width > 1:
                page.merge_range(HEAD, column, HEAD, column + width - 1, text, self._format("head"))
            else:
                page.write_string(HEAD, column, text, self._format("head"))
            column += width

    def _write(self, page: Worksheet, row: int, column: int, cell: Cell) -> None:
        if cell is None:
            page.write_blank(row, column, None, self._format("text"))
        elif isinstance(cell, Signed):
            page.write_number(row, column, cell.number, self._format("signed", cell.sort, cell.sign))
        elif isinstance(cell, Rate):
            page.write_number(row, column, cell.value, self._format("rate"))
        elif isinstance(cell, Coloured):
            self._write_value(page, row, column, cell.value, cell.sort)
        else:
            self._write_value(page, row, column, cell, "")

    def _write_value(self, page: Worksheet, row: int, column: int, value: _Plain, sort: str) -> None:
        if isinstance(value, str):
            page.write_string(row, column, harmless(value), self._format("text", sort))
        else:
            name = "moment" if isinstance(value, datetime) else "date" if isinstance(value, date) else "number"
            page.write(row, column, value, self._format(name, sort))

    def _format(self, name: str, sort: str = "", sign: str = "") -> Format:
        number = {"num_format": f'"{sign}"0'} if sign else {}
        colours = dict(zip(("bg_color", "font_color"), COLOURS[sort], strict=True)) if sort else {}
        return self._styles(name, **number, **colours)


_CELL: Mapping[str, Any] = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
_LOOKS: Looks = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "subtitle": {"align": "center", "font_color": "#595959"},
    "head": {**_CELL, "bold": True, "bg_color": "#D9E1F2", "align": "center", "text_wrap": True},
    "text": {**_CELL, "num_format": "@", "text_wrap": True},
    "number": {**_CELL, "num_format": "General", "align": "right"},
    "rate": {**_CELL, "num_format": "0.00%", "align": "right"},
    "date": {**_CELL, "num_format": "yyyy-mm-dd", "align": "center"},
    "moment": {**_CELL, "num_format": "yyyy-mm-dd hh:mm", "align": "center"},
    "signed": {**_CELL, "align": "center"},
}


def _width(head: str, cells: Sequence[Cell]) -> float:
    longest = max((cell_len(_shown(cell)) for cell in cells), default=0)
    return min(_WIDEST, max(longest, min(cell_len(head), 8)) + 2)


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """For the cell with the most lines: not every program works this out by itself."""
    lines = (-(-cell_len(_shown(cell)) // int(width - 1)) for cell, width in zip(row, widths, strict=True))
    return _LINE * min(max(1, *lines), 27)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Coloured):
        return _shown(cell.value)
    if isinstance(cell, date):
        return cell.isoformat()[:16]
    if isinstance(cell, Signed):
        return f"{cell.sign}{cell.number}"
    return "100.00%" if isinstance(cell, Rate) else str(cell or "")


def day_cell(text: str | None) -> date | str | None:
    """A date or a time of a finding as the sheet holds it."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text


def figure_cell(text: str | None) -> Cell:
    """A figure as a number, a date as a date, anything else as it is written."""
    if text is None:
        return None
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return Decimal(text)
    if text.endswith("%") and text[:-1].isdigit():
        return Rate(int(text[:-1]), 100)
    return day_cell(text)
