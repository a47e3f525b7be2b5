"""The rows of a table to what they say, cell by cell; what is no row of data is left out and said."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.ledgers.asides import TOTAL, aside
from zhifa_check.ledgers.cell_dates import CellError
from zhifa_check.ledgers.cells import read_cell
from zhifa_check.ledgers.mapping import THIS
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.ledgers.spellings import Spellings, is_total, normal
from zhifa_check.ledgers.tables import Table
from zhifa_check.sheets.grid import blank
from zhifa_check.words.identity import unprinted

#: So many numbers of rows are written out in a note.
_LISTED = 10

Path = tuple[str, ...]


@dataclass(slots=True)
class Row:
    """One row of data: the values by their path, and the column of the sheet that each path is read from.

    ``broken``: some of it was refused; the rest is looked at all the same, so that all is told at once.
    """

    sheet: Sheet
    grid: str
    number: int
    values: dict[Path, str | list[str]] = field(default_factory=dict)
    owner: dict[Path, str] = field(default_factory=dict)
    places: dict[Path, int] = field(default_factory=dict)
    owner_places: dict[Path, int] = field(default_factory=dict)
    broken: bool = False
    refused: set[Path] = field(default_factory=set)


def rows(table: Table, spellings: Spellings, refusals: Refusals, *, is_form: bool) -> list[Row]:
    """Every row of data below the headers; in a form what it has filled in itself makes no row."""
    return _Reader(table, spellings, refusals).rows(table.sheet.prefilled if is_form else ())


@dataclass(frozen=True, slots=True)
class _Reader:
    table: Table
    spellings: Spellings
    refusals: Refusals

    def refuse(self, row: int, column: int | None, message: str) -> None:
        self.refusals.add(Refusal(self.table.grid.name, row, column, message))

    def note(self, text: str) -> None:
        self.refusals.note(f"表“{self.table.grid.name}”{text}")

    def rows(self, given: Collection[Column]) -> list[Row]:
        """All of them, where the cells of the given columns say nothing of a row."""
        table, grid, marks = self.table, self.table.grid, self.table.grid.marks
        own = [place for place, column in table.columns.items() if column not in given] + list(table.spread)
        read: list[Row] = []
        skipped: dict[str, list[int]] = {}
        numbers = []
        for number, cells in grid.rows():
            if number <= table.header_row:
                continue
            if what := aside(table, number, cells, self.spellings):
                skipped.setdefault(what, []).append(number)
            elif any(not blank(grid.value(number, place)) or (number, place) in marks.faults for place in own):
                numbers.append(number)
                if not self.stray(number, cells):
                    read += self.records(number)
        for what, found in skipped.items():
            self.note(f" 第 {_listed(found)} 行是{what}{'行' if what == TOTAL else ''}，没有导入")
        self.merged(numbers)
        self.hidden(set(numbers))
        read_cells = {(number, place) for number in numbers for place in (*table.columns, *table.spread)}
        computed = len(read_cells & marks.formulas - marks.faults.keys())
        if computed:
            self.note(f"有 {computed} 格是公式，取的是文件里算好的结果")
        return read

    def stray(self, number: int, cells: Sequence[object]) -> bool:
        """Refuse a row in which a single text stands where more is needed, once: nobody knows what the row is."""
        written = [(place, value) for place, value in enumerate(cells) if not blank(value)]
        needed = [place for place, column in self.table.columns.items() if column.required]
        faults = self.table.grid.marks.faults
        if len(written) != 1 or len(needed) < 3 or any(row == number for row, _ in faults):
            return False
        place, value = written[0]
        told = unprinted(str(value))[:20].replace("\n", "")
        message = f"整行只有这一格有字（“{told}”），看不出是不是一条记录。不是的请删去这一行，是的请把这一行填全"
        self.refuse(number, place, message)
        return True

    def records(self, number: int) -> Iterator[Row]:
        """The record of a row, or of a wide ledger those of each of its cells that are spread out."""
        table, words = self.table, self.spellings.words
        if not table.spread:
            yield self.record(number, {})
        for place, spread in table.spread.items():
            value = table.grid.value(number, place)
            fault = (number, place) in table.grid.marks.faults
            if not fault and (blank(value) or value in (0, "0", False) or value in words.get("否", ())):
                continue
            columns = {column.header: column for column in table.sheet.columns}
            said = {columns[name]: (place, text) for name, text in spread.items() if name in columns}
            if THIS not in spread.values() and not fault and value not in (True, "是", *words.get("是", ())):
                how = f"照对照表，这一列只能打“√”或留空；是学时一类的数字的，请在对照表里写“学时: {THIS}”"
                self.refuse(number, place, f"写的是“{unprinted(str(value))[:20]}”。{how}")
                continue
            yield self.record(number, said)

    def record(self, number: int, said: Mapping[Column, tuple[int, str]]) -> Row:
        """One record: what its own columns say, what the mapping says of this cell, and of every row."""
        table, before = self.table, len(self.refusals)
        row = Row(table.sheet, table.grid.name, number)
        from_cells = {column: place for place, column in table.columns.items()}
        from_cells |= {column: place for column, (place, text) in said.items() if text == THIS}
        written = dict(table.every) | {column: text for column, (_, text) in said.items() if text != THIS}
        for column, text in written.items():
            place = said[column][0] if column in said else next(iter(table.columns), 0)
            self.take(row, column, text, place)
        for column, place in from_cells.items():
            if column not in written:
                fault = table.grid.marks.faults.get((number, place))
                self.take(row, column, table.grid.value(number, place), place, fault)
        for place_or_none, message in self.lacking(row):
            self.refuse(number, place_or_none, message)
        row.broken = len(self.refusals) > before
        return row

    def take(self, row: Row, column: Column, value: object, place: int, fault: str | None = None) -> None:
        """Let a row say what a cell says of a column; a ``fault`` is why the cell cannot be trusted."""
        grid = self.table.grid
        (row.owner_places if column.owner else row.places)[column.path] = place
        try:
            if fault:
                raise CellError(fault)
            if is_total(value, self.spellings) and normal(str(value)) in map(normal, self.spellings.totals):
                raise CellError(f"写的是“{str(value).strip()}”，像是合计行，这一行里却还有别的文字。合计行请删去")
            read = read_cell(value, column, grid.marks.shown.get((row.number, place)), self.spellings)
        except CellError as error:
            self.refuse(row.number, place, f"“{column.header}”{error}")
            row.refused.add(column.path)
            return
        if read is None:
            return
        if read.note:
            self.refusals.convert(grid.name, column.header, row.number, place, read.note)
        if column.owner:
            row.owner[column.path] = str(read.value)
        elif read.value is not None:
            row.values[column.path] = read.value

    def lacking(self, row: Row) -> Iterator[tuple[int | None, str]]:
        """What a row must say and does not."""
        table = self.table
        owners = [(place, column) for place, column in table.columns.items() if column.owner]
        there = {*row.places, *row.owner_places}
        filled = row.refused | row.values.keys()
        if owners and not row.owner and not any(column.path in row.refused for _, column in owners):
            yield owners[0][0], f"没有填写{'或'.join(f'“{column.header}”' for _, column in owners)}，不知道是谁的"
        for column in table.sheet.columns:
            if column.required and not column.owner and column.path not in filled and column.path in there:
                place = row.places.get(column.path)
                yield place, f"“{column.header}”没有填写，是必填的，应是{_expected(column)}"
        # what the rows of one record say of it together is looked at when they are put together
        alone = [c for c in table.sheet.columns if table.sheet.grouped in (None, c.path[0])]
        for column, message in without_partner(alone, filled):
            yield row.places.get(column.path), message
        for group in dict.fromkeys(column.one_of for column in table.sheet.columns if column.one_of):
            members = [column for column in table.sheet.columns if column.one_of == group]
            if any(c.path in there for c in members) and not any(c.path in filled for c in members):
                place = next((row.places[column.path] for column in members if column.path in row.places), None)
                yield place, f"各类{group}一格也没有填。请填写，没有的填 0"

    def merged(self, numbers: Sequence[int]) -> None:
        table = self.table
        for (top, left), (bottom, right) in table.grid.marks.merged:
            within = any(left <= place <= right for place in (*table.columns, *table.spread))
            if within and bisect_left(numbers, top) < bisect_right(numbers, bottom):
                cells = f"{xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)}"
                message = f"{cells} 是合并的单元格，不知道各行是什么。请取消合并，每一行都填全"
                self.refuse(top, left, message)

    def hidden(self, numbers: set[int]) -> None:
        table, marks = self.table, self.table.grid.marks
        if lines := sorted(marks.hidden_rows & numbers):
            self.note(f" 第 {_listed(lines)} 行是隐藏的，也导入了，请核对")
        if columns := sorted(marks.hidden_columns & set(table.columns)):
            self.note(f" {'、'.join(map(xl_col_to_name, columns))} 列是隐藏的，也导入了，请核对")


def without_partner(columns: Iterable[Column], filled: Collection[Path]) -> Iterator[tuple[Column, str]]:
    """Columns that are blank where another of the same optional record is filled in, and what to say of it."""
    for column in columns:
        record = column.path[:-1]
        if column.required_with and column.path not in filled and any(path[: len(record)] == record for path in filled):
            why = f"填了“{column.required_with}”的别的列，这一列也要填"
            yield column, f"“{column.header}”没有填写。{why}，应是{_expected(column)}"


def _expected(column: Column) -> str:
    return f"{column.hint}（{'、'.join(column.words)}）" if column.kind == "word" else column.hint


def _listed(numbers: list[int]) -> str:
    more = f" 等 {len(numbers)}" if len(numbers) > _LISTED else ""
    return "、".join(str(number + 1) for number in numbers[:_LISTED]) + more
