"""An ods to grids: values, and formulas without results, merged cells, percentages, hidden rows and columns."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zipfile import ZipFile

from xlsxwriter.utility import xl_rowcol_to_cell

from zhifa_check.sheets.grid import (
    AGAIN,
    LONGEST_TEXT,
    MAX_ROWS,
    SHEET_COLUMNS,
    SHEET_ROWS,
    UNCOMPUTED,
    Grid,
    LedgerError,
    Shown,
    check_all,
    error_value,
    number,
    unseen,
)
from zhifa_check.sheets.xml_events import events

_DURATION = re.compile(r"PT?(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6}(?:\.[0-9]{1,12})?)S)?")
_HIDING = ("collapse", "filter")

Attributes = dict[str, str]


@dataclass(slots=True)
class _Styles:
    """What the styles at the head of the file say: the look of numbers by the name of a cell's style, hidden tables."""

    looks: dict[str, tuple[Shown, int]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    _formats: dict[str, tuple[Shown, int]] = field(default_factory=dict)
    _name: str = ""
    _parts: set[str] = field(default_factory=set)
    _digits: int = 0

    def see(self, name: str, found: Attributes | str | None) -> None:
        """Take in an event that stands before the first table."""
        if name == "style" and isinstance(found, dict):
            self._name = found.get("name", "")
            if look := self._formats.get(found.get("data-style-name", "")):
                self.looks[self._name] = look
        elif name == "table-properties" and isinstance(found, dict) and found.get("display") == "false":
            self.hidden.add(self._name)
        elif name in ("date-style", "number-style"):
            if isinstance(found, dict):
                self._name, self._parts, self._digits = found.get("name", ""), set(), 0
            elif {"year", "month"} <= self._parts and "day" not in self._parts:
                self._formats[self._name] = "month", 0
            elif self._parts == {"number"} and self._digits > 1:
                self._formats[self._name] = "zeros", self._digits
        elif isinstance(found, dict) and name in ("year", "month", "day", "number"):
            self._parts.add(name)
            if name == "number" and found.get("decimal-places", "0") == "0" and found.get("grouping") != "true":
                self._digits = min(int(found.get("min-integer-digits", 0)), 30)


@dataclass(slots=True)
class _Cell:
    """A cell that is being read; ``paragraphs`` counts those that its text is made of."""

    attributes: Attributes
    paragraphs: int = 0
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    def begin(self) -> None:
        """A paragraph begins."""
        if self.paragraphs:
            self.say("\n")
        self.paragraphs += 1

    def say(self, text: str) -> None:
        """A part of the text of a paragraph."""
        if self.paragraphs and self._length < LONGEST_TEXT:
            self._parts.append(text)
            self._length += len(text)

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(self._parts)[:LONGEST_TEXT]


@dataclass(slots=True)
class _Page:
    """A table that is being read, and where in it."""

    grid: Grid
    row: int = 0
    column: int = 0
    line: int = 0
    repeated: int = 1
    written: list[tuple[int, int, _Cell]] = field(default_factory=list)
    defaults: list[tuple[int, str]] = field(default_factory=list)

    def look(self, column: int, cell: _Cell, styles: _Styles) -> tuple[Shown, int] | None:
        """How the number of a cell looks: by its own style, else by that of its column."""
        if cell.attributes.get("value-type") == "percentage":
            return "percent", 0
        own = cell.attributes.get("style-name")
        if own is None:
            own = next((style for end, style in self.defaults if column < end), "")
        return styles.looks.get(own)


def read_ods(archive: ZipFile, name: str) -> list[Grid]:
    """Every table. Raises LedgerError; LookupError, ValueError or ExpatError for a file that is not whole."""
    grids: list[Grid] = []
    styles, page, cell, skipped = _Styles(), None, None, 0
    above: list[str] = []
    with archive.open(name) as file:
        for name, found in events(file):
            if isinstance(found, dict):
                above.append(name)
                if name == "table" and above[-2:-1] == ["spreadsheet"]:
                    hidden = found.get("style-name", "") in styles.hidden
                    page = _Page(Grid(found["name"], hidden=hidden))
                    check_all(grids)
                    grids.append(page.grid)
                    continue
            elif found is None:
                above.pop()
                if name == "table" and above[-1:] == ["spreadsheet"]:
                    page = None
                    continue
            if page is None:
                styles.see(name, found)
            elif name == "annotation":
                skipped += 1 if found is not None else -1
            elif skipped:
                continue
            elif cell is not None:
                if name in ("table-cell", "covered-table-cell") and found is None:
                    _end_cell(page, cell)
                    cell = None
                else:
                    _text(cell, name, found)
            elif name in ("table-cell", "covered-table-cell") and isinstance(found, dict):
                cell = _Cell(found)
            elif name == "table-row":
                if isinstance(found, dict):
                    page.column, page.written, page.repeated = 0, [], _times(found, "rows")
                    _hide(found, page.row, page.repeated, page.grid.marks.hidden_rows)
                else:
                    _end_row(page, styles)
            elif name == "table-column" and isinstance(found, dict):
                repeated = _times(found, "columns")
                _hide(found, page.line, repeated, page.grid.marks.hidden_columns)
                page.line += repeated
                if len(page.defaults) < SHEET_COLUMNS:
                    page.defaults.append((page.line, found.get("default-cell-style-name", "")))
    return grids


def _text(cell: _Cell, name: str, found: Attributes | str | None) -> None:
    if isinstance(found, str):
        cell.say(found)
    elif isinstance(found, dict):
        if name == "p":
            cell.begin()
        elif name == "s":
            cell.say(" " * min(int(found.get("c", 1)), LONGEST_TEXT))
        elif name in ("tab", "line-break"):
            cell.say("\t" if name == "tab" else "\n")


def _end_cell(page: _Page, cell: _Cell) -> None:
    repeated = _times(cell.attributes, "columns")
    if "value-type" in cell.attributes or "formula" in cell.attributes or cell.paragraphs or _spans(cell):
        if page.column + repeated > SHEET_COLUMNS:
            at = xl_rowcol_to_cell(page.row, page.column)
            raise LedgerError(f"表“{page.grid.name}”里的 {at} 一直重复到了表格以外，文件已损坏。{AGAIN}")
        page.written.append((page.column, repeated, cell))
    page.column += repeated


def _end_row(page: _Page, styles: _Styles) -> None:
    if page.written and page.repeated > MAX_ROWS:
        where = f"表“{page.grid.name}”从第 {page.row + 1} 行起，同样的内容重复了 {page.repeated} 行"
        raise LedgerError(f"{where}，超过 {MAX_ROWS} 行。请删去多余的行后另存")
    marks = page.grid.marks
    for column, across, cell in page.written:
        value, fault = _value(cell)
        look, spans = page.look(column, cell, styles), _spans(cell)
        places = range(column, column + across)
        if unseen(value) and not fault and "formula" not in cell.attributes:
            places = range(0)
        for row in range(page.row, page.row + page.repeated):
            for at in ((row, place) for place in places):
                if fault:
                    marks.faults[at] = fault
                else:
                    page.grid.put(*at, value)
                if look:
                    marks.shown[at] = look
                if "formula" in cell.attributes:
                    marks.formulas.add(at)
            if spans:
                marks.merged.append(((row, column), (row + spans[0] - 1, column + spans[1] - 1)))
            marks.check_size(page.grid.name)
    page.row += page.repeated


def _value(cell: _Cell) -> tuple[object, str | None]:
    """What a cell holds, and what is wrong with it."""
    found = cell.attributes
    text = cell.text
    # LibreOffice's own type comes later and under the same name, so that it has won
    kind = found.get("value-type")
    if kind == "error":
        return "", error_value(text or "#N/A")
    if kind is None:
        return ("", UNCOMPUTED) if "formula" in found else (text, None)
    if kind in ("float", "percentage", "currency"):
        return number(found["value"]), None
    if kind == "date":
        moment = datetime.fromisoformat(found["date-value"]).replace(tzinfo=None)
        return moment if "T" in found["date-value"] else moment.date(), None
    if kind == "time":
        if not (parts := _DURATION.fullmatch(found["time-value"])):
            return text, None
        hours, minutes, seconds = parts.groups(default="0")
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds)), None
    if kind == "boolean":
        return found.get("boolean-value") == "true", None
    return found.get("string-value", text)[:LONGEST_TEXT] if not cell.paragraphs else text, None


def _spans(cell: _Cell) -> tuple[int, int] | None:
    down, across = (int(cell.attributes.get(f"number-{what}-spanned", 1)) for what in ("rows", "columns"))
    return (min(down, SHEET_ROWS), min(across, SHEET_COLUMNS)) if down > 1 or across > 1 else None


def _times(found: Attributes, what: str) -> int:
    """How often something is there; more than any sheet has is as good as what a sheet has."""
    return min(max(int(found.get(f"number-{what}-repeated", 1)), 1), SHEET_ROWS)


def _hide(found: Attributes, at: int, repeated: int, hidden: set[int]) -> None:
    """Take note of hidden rows or columns, but not of the endless ones at the edge."""
    if found.get("visibility") in _HIDING and repeated < 1000:
        hidden.update(range(at, at + repeated))
