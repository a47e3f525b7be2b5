"""The rows of a table to what they say, cell by cell; what is no row of data is left out and said."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.ledgers.cells import CellError, read_cell
from zhifa_check.ledgers.headers import Table
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.ledgers.spellings import Spellings, normal
from zhifa_check.sheets.grid import address, blank, letters

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
    totals = set(map(normal, spellings.totals))
    given = table.sheet.prefilled if is_form else ()
    own = [place for place, column in table.columns.items() if column not in given]
    read, skipped, numbers = [], [], []
    for number, cells in grid.rows():
        if number <= table.header_row or all(
            blank(grid.value(number, place)) and (number, place) not in marks.faults for place in own
        ):
            continue
        if _is_total(cells, totals):
            skipped.append(number)
            continue
        numbers.append(number)
        read.append(_row(table, number, totals, spellings, refusals))
    if skipped:
        refusals.note(f"表“{grid.name}” 第 {_listed(skipped)} 行是合计行，没有导入")
    _merged(table, set(skipped), refusals)
    _hidden(table, set(numbers), refusals)
    read_cells = {(number, place) for number in numbers for place in table.columns}
    computed = len(read_cells & marks.formulas - marks.faults.keys())
    if computed:
        refusals.note(f"表“{grid.name}”有 {computed} 格是公式，取的是文件里算好的结果")
    return read


def _row(table: Table, number: int, totals: set[str], spellings: Spellings, refusals: Refusals) -> Row:
    grid, before = table.grid, len(refusals)
    row = Row(table.sheet, grid.name, number)
    for place, column in table.columns.items():
        (row.owner_places if column.owner else row.places)[column.path] = place
        try:
            if fault := grid.marks.faults.get((number, place)):
                raise CellError(fault)
            value = grid.value(number, place)
            if isinstance(value, str) and normal(value) in totals:
                raise CellError(f"写的是“{value.strip()}”，像是合计行，这一行里却还有别的文字。合计行请删去")
            read = read_cell(value, column, grid.marks.shown.get((number, place)), spellings.words)
        except CellError as fault:
            refusals.add(Refusal(grid.name, number, place, f"“{column.header}”{fault}"))
            row.refused.add(column.path)
            continue
        if read is None:
            continue
        if read.note:
            refusals.note(f"表“{grid.name}” {address(number, place)} “{column.header}”{read.note}")
        if column.owner:
            row.owner[column.path] = str(read.value)
        else:
            row.values[column.path] = read.value
    for place_or_none, message in _lacking(table, row):
        refusals.add(Refusal(grid.name, number, place_or_none, message))
    row.broken = len(refusals) > before
    return row


def _lacking(table: Table, row: Row) -> Iterator[tuple[int | None, str]]:
    """What a row must say and does not."""
    owners = [(place, column) for place, column in table.columns.items() if column.owner]
    filled = row.refused | row.values.keys()
    if owners and not row.owner and not any(column.path in row.refused for _, column in owners):
        yield owners[0][0], f"没有填写{'或'.join(f'“{column.header}”' for _, column in owners)}，不知道是谁的"
    for column in table.sheet.columns:
        if column.required and not column.owner and column.path not in filled:
            place = row.places.get(column.path)
            yield place, f"“{column.header}”没有填写，是必填的，应是{_expected(column)}"
    # what the rows of one record say of it together is looked at when they are put together
    alone = [c for c in table.sheet.columns if table.sheet.grouped in (None, c.path[0])]
    for column, message in without_partner(alone, filled):
        yield row.places.get(column.path), message
    for group in dict.fromkeys(column.one_of for column in table.sheet.columns if column.one_of):
        members = [column for column in table.sheet.columns if column.one_of == group]
        if not any(column.path in filled for column in members):
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


def _is_total(cells: list[object], totals: set[str]) -> bool:
    """The word of a total in the first cell with anything in it, and numbers alone behind it."""
    written = [value for value in cells if not blank(value)]
    first = written[0] if written else None
    return isinstance(first, str) and normal(first) in totals and all(map(_is_number, written[1:]))


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().replace(".", "", 1).isdecimal()
    return isinstance(value, int | float) and not isinstance(value, bool)


def _merged(table: Table, skipped: set[int], refusals: Refusals) -> None:
    for (top, left), (bottom, right) in table.grid.marks.merged:
        below = range(max(top, table.header_row + 1), bottom + 1)
        if any(row not in skipped for row in below) and any(left <= place <= right for place in table.columns):
            cells = f"{address(top, left)}:{address(bottom, right)}"
            message = f"{cells} 是合并的单元格，不知道各行是什么。请取消合并，每一行都填全"
            refusals.add(Refusal(table.grid.name, top, left, message))


def _hidden(table: Table, numbers: set[int], refusals: Refusals) -> None:
    marks, name = table.grid.marks, table.grid.name
    if lines := sorted(marks.hidden_rows & numbers):
        refusals.note(f"表“{name}” 第 {_listed(lines)} 行是隐藏的，也导入了，请核对")
    if columns := sorted(marks.hidden_columns & set(table.columns)):
        refusals.note(f"表“{name}” {'、'.join(map(letters, columns))} 列是隐藏的，也导入了，请核对")


def _listed(numbers: list[int]) -> str:
    more = f" 等 {len(numbers)}" if len(numbers) > _LISTED else ""
    return "、".join(str(number + 1) for number in numbers[:_LISTED]) + more
