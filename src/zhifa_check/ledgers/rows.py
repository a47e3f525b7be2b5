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
    grid, marks = table.grid, table.grid.marks
    given = table.sheet.prefilled if is_form else ()
    own = [place for place, column in table.columns.items() if column not in given] + list(table.spread)
    read: list[Row] = []
    skipped: dict[str, list[int]] = {}
    numbers = []
    for number, cells in grid.rows():
        if number <= table.header_row:
            continue
        if what := aside(table, number, cells, spellings):
            skipped.setdefault(what, []).append(number)
        elif any(not blank(grid.value(number, place)) or (number, place) in marks.faults for place in own):
            numbers.append(number)
            if stray := _stray(table, number, cells):
                refusals.add(stray)
            else:
                read += _rows(table, number, spellings, refusals)
    for what, found in skipped.items():
        refusals.note(f"表“{grid.name}” 第 {_listed(found)} 行是{what}{'行' if what == TOTAL else ''}，没有导入")
    _merged(table, numbers, refusals)
    _hidden(table, set(numbers), refusals)
    read_cells = {(number, place) for number in numbers for place in (*table.columns, *table.spread)}
    computed = len(read_cells & marks.formulas - marks.faults.keys())
    if computed:
        refusals.note(f"表“{grid.name}”有 {computed} 格是公式，取的是文件里算好的结果")
    return read


def _stray(table: Table, number: int, cells: list[object]) -> Refusal | None:
    """A single text in a row in which more is needed: one refusal, since nobody knows what the row is."""
    written = [(place, value) for place, value in enumerate(cells) if not blank(value)]
    needed = [place for place, column in table.columns.items() if column.required]
    if len(written) != 1 or len(needed) < 3 or any(row == number for row, _ in table.grid.marks.faults):
        return None
    place, value = written[0]
    told = unprinted(str(value))[:20].replace("\n", "")
    message = f"整行只有这一格有字（“{told}”），看不出是不是一条记录。不是的请删去这一行，是的请把这一行填全"
    return Refusal(table.grid.name, number, place, message)


def _rows(table: Table, number: int, spellings: Spellings, refusals: Refusals) -> Iterator[Row]:
    """The record of a row, or of a wide ledger those of each of its cells that are spread out."""
    if not table.spread:
        yield _row(table, number, {}, spellings, refusals)
    for place, spread in table.spread.items():
        value = table.grid.value(number, place)
        fault = (number, place) in table.grid.marks.faults
        if not fault and (blank(value) or value in (0, "0", False) or value in spellings.words.get("否", ())):
            continue
        columns = {column.header: column for column in table.sheet.columns}
        said = {columns[name]: (place, text) for name, text in spread.said.items() if name in columns}
        if THIS not in spread.said.values() and not fault and value not in (True, "是", *spellings.words.get("是", ())):
            told = unprinted(str(value))[:20]
            message = (
                f"写的是“{told}”。照对照表，这一列只能打“√”或留空；是学时一类的数字的，请在对照表里写“学时: {THIS}”"
            )
            refusals.add(Refusal(table.grid.name, number, place, message))
            continue
        yield _row(table, number, said, spellings, refusals)


def _row(
    table: Table, number: int, said: Mapping[Column, tuple[int, str]], spellings: Spellings, refusals: Refusals
) -> Row:
    """One record: what its own columns say, what the mapping says of this cell, and of every row."""
    grid, before = table.grid, len(refusals)
    row = Row(table.sheet, grid.name, number)
    from_cells = {column: place for place, column in table.columns.items()}
    from_cells |= {column: place for column, (place, text) in said.items() if text == THIS}
    written = dict(table.every) | {column: text for column, (_, text) in said.items() if text != THIS}
    for column, text in written.items():
        place = said[column][0] if column in said else next(iter(table.columns), 0)
        (row.owner_places if column.owner else row.places)[column.path] = place
        _take(row, column, text, (number, place), table, spellings, refusals)
    for column, place in from_cells.items():
        if column in written:
            continue
        (row.owner_places if column.owner else row.places)[column.path] = place
        if fault := grid.marks.faults.get((number, place)):
            refusals.add(Refusal(grid.name, number, place, f"“{column.header}”{fault}"))
            row.refused.add(column.path)
        else:
            _take(row, column, grid.value(number, place), (number, place), table, spellings, refusals)
    for place_or_none, message in _lacking(table, row):
        refusals.add(Refusal(grid.name, number, place_or_none, message))
    row.broken = len(refusals) > before
    return row


def _take(
    row: Row,
    column: Column,
    value: object,
    at: tuple[int, int],
    table: Table,
    spellings: Spellings,
    refusals: Refusals,
) -> None:
    grid = table.grid
    try:
        if is_total(value, spellings) and normal(str(value)) in map(normal, spellings.totals):
            raise CellError(f"写的是“{str(value).strip()}”，像是合计行，这一行里却还有别的文字。合计行请删去")
        read = read_cell(value, column, grid.marks.shown.get(at), spellings)
    except CellError as fault:
        refusals.add(Refusal(grid.name, *at, f"“{column.header}”{fault}"))
        row.refused.add(column.path)
        return
    if read is None:
        return
    if read.note:
        refusals.convert(grid.name, column.header, *at, read.note)
    if column.owner:
        row.owner[column.path] = str(read.value)
    elif read.value is not None:
        row.values[column.path] = read.value


def _lacking(table: Table, row: Row) -> Iterator[tuple[int | None, str]]:
    """What a row must say and does not."""
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


def without_partner(columns: Iterable[Column], filled: Collection[Path]) -> Iterator[tuple[Column, str]]:
    """Columns that are blank where another of the same optional record is filled in, and what to say of it."""
    for column in columns:
        record = column.path[:-1]
        if column.required_with and column.path not in filled and any(path[: len(record)] == record for path in filled):
            why = f"填了“{column.required_with}”的别的列，这一列也要填"
            yield column, f"“{column.header}”没有填写。{why}，应是{_expected(column)}"


def _expected(column: Column) -> str:
    return f"{column.hint}（{'、'.join(column.words)}）" if column.kind == "word" else column.hint


def _merged(table: Table, numbers: Sequence[int], refusals: Refusals) -> None:
    for (top, left), (bottom, right) in table.grid.marks.merged:
        within = any(left <= place <= right for place in (*table.columns, *table.spread))
        if within and bisect_left(numbers, top) < bisect_right(numbers, bottom):
            cells = f"{xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)}"
            message = f"{cells} 是合并的单元格，不知道各行是什么。请取消合并，每一行都填全"
            refusals.add(Refusal(table.grid.name, top, left, message))


def _hidden(table: Table, numbers: set[int], refusals: Refusals) -> None:
    marks, name = table.grid.marks, table.grid.name
    if lines := sorted(marks.hidden_rows & numbers):
        refusals.note(f"表“{name}” 第 {_listed(lines)} 行是隐藏的，也导入了，请核对")
    if columns := sorted(marks.hidden_columns & set(table.columns)):
        refusals.note(f"表“{name}” {'、'.join(map(xl_col_to_name, columns))} 列是隐藏的，也导入了，请核对")


def _listed(numbers: list[int]) -> str:
    more = f" 等 {len(numbers)}" if len(numbers) > _LISTED else ""
    return "、".join(str(number + 1) for number in numbers[:_LISTED]) + more
