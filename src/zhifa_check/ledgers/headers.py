"""Which section a sheet of a ledger holds, in which row its headers stand, and which column each of them means."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.forms.marker import DEADLINE
from zhifa_check.ledgers.cells import all_half_width
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.ledgers.spellings import LEFT_OUT, LedgerMapping, SheetMapping, Spellings, normal
from zhifa_check.sheets.grid import Grid, address, blank, letters
from zhifa_check.source.text import PRIVACY
from zhifa_check.words.identity import holds_identity
from zhifa_check.words.meant import nearest, quoted

#: In how many rows from the top the headers may stand.
_TOP = 30
_NOTHING = SheetMapping()


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of the ledger that is understood: its headers' row from 0, and the column of each of its columns."""

    grid: Grid
    sheet: Sheet
    header_row: int
    columns: Mapping[int, Column]
    notes: list[str] = field(default_factory=list)


def tables(
    grids: list[Grid], known: tuple[Sheet, ...], spellings: Spellings, mapping: LedgerMapping, refusals: Refusals
) -> Iterator[Table]:
    """Every sheet that holds a section; what is not understood is refused, what is left out is noted.

    Raises ConfigError for a mapping of sheets or headers that the ledger does not have.
    """
    _check_mapping(grids, mapping)
    for grid in grids:
        own = mapping.sheets.get(grid.name, _NOTHING)
        if not any(True for _ in grid.rows()):
            continue
        if own.left_out or normal(grid.name) in map(normal, spellings.ignored_sheets):
            refusals.note(f"表“{grid.name}”没有导入（{'对照文件说不导入' if own.left_out else '是说明'}）")
            continue
        if grid.hidden and own is _NOTHING:
            refusals.note(f"表“{grid.name}”是隐藏的，没有导入。要导入的请取消隐藏")
            continue
        named = spellings.sheet(own.holds or grid.name, known)
        if table := _table(grid, named, known, spellings, own, refusals):
            yield table


def _table(
    grid: Grid,
    named: Sheet | None,
    known: tuple[Sheet, ...],
    spellings: Spellings,
    own: SheetMapping,
    refusals: Refusals,
) -> Table | None:
    candidates = [named] if named else list(known)
    best = {sheet.name: _header_row(grid, sheet, spellings, own) for sheet in candidates}
    if named is None:
        fitting = _fitting(grid, best, known, spellings, own)
        if len(fitting) != 1:
            refusals.add(Refusal(grid.name, None, None, _which(grid.name, fitting, known)))
            return None
        named = fitting[0]
        if normal(grid.name) != normal(named.name):
            refusals.note(f"表“{grid.name}”照表头认作“{named.name}”")
    row = best[named.name]
    if row is None:
        expected = "、".join(column.header for column in named.columns)
        message = f"找不到表头（前 {_TOP} 行里没有一行写着这些列名）。“{named.name}”的列有：{expected}"
        refusals.add(Refusal(grid.name, None, None, message))
        return None
    columns = _columns(grid, row, named, spellings, own, refusals)
    return None if columns is None else Table(grid, named, row, columns)


def _which(name: str, fitting: list[Sheet], known: tuple[Sheet, ...]) -> str:
    if fitting:
        return f"看不出是哪一部分，可能是{quoted(s.name for s in fitting)}。请把工作表改成其中一个名称"
    meant = nearest(name, [sheet.name for sheet in known])
    hint = f"是不是“{meant}”" if meant else f"能用的名称有：{quoted(sheet.name for sheet in known)}"
    return f"不知道是哪一部分，{hint}。请改工作表的名称；不导入的请删去，或在对照文件里写“{name}: {LEFT_OUT}”"


def _meaning(header: str, sheet: Sheet, spellings: Spellings, own: SheetMapping) -> Column | str | None:
    """The column that a header means, LEFT_OUT, or None where nobody knows."""
    target = next((target for name, target in own.columns.items() if normal(name) == normal(header)), None)
    if target is not None and target != LEFT_OUT:
        return next((column for column in sheet.columns if column.header == target), None)
    if target == LEFT_OUT:
        return LEFT_OUT
    found = spellings.column(header, sheet)
    if found is None and normal(header) in map(normal, spellings.ignored):
        return LEFT_OUT
    return found


def _header_row(grid: Grid, sheet: Sheet, spellings: Spellings, own: SheetMapping) -> int | None:
    """The row near the top with the most names of columns: two, or all that a row must fill in."""
    found: Counter[int] = Counter()
    for row, cells in grid.rows():
        if row >= _TOP:
            break
        means = [_meaning(value, sheet, spellings, own) for value in cells if isinstance(value, str) and value.strip()]
        known = sum(isinstance(one, Column) for one in means)
        if 2 * known >= len(means):
            found[row] = known
    needed = min(2, sum(column.required for column in sheet.columns))
    best = max(found, key=lambda row: (found[row], -row), default=None)
    return best if best is not None and found[best] >= needed else None


def _fitting(
    grid: Grid, best: Mapping[str, int | None], known: tuple[Sheet, ...], spellings: Spellings, own: SheetMapping
) -> list[Sheet]:
    """The sheets whose headers these are: all of them, or, where there is none such, the only one that has every column
    it cannot do without beside others, or that knows every header but lacks one. What is amiss is then told there.
    """
    whole: list[Sheet] = []
    more: list[Sheet] = []
    less: list[Sheet] = []
    for sheet in known:
        if (row := best[sheet.name]) is None:
            continue
        means = [_meaning(str(value), sheet, spellings, own) for value in grid.values.get(row, []) if not blank(value)]
        absent = _absent(sheet, [one for one in means if isinstance(one, Column)])
        if not absent:
            (more if None in means else whole).append(sheet)
        elif None not in means:
            less.append(sheet)
    return whole or next((near for near in (more, less) if len(near) == 1), [])


def _absent(sheet: Sheet, columns: list[Column]) -> list[str]:
    """Columns that are missing; of those that name an owner one is enough."""
    owned = any(column.owner for column in columns)
    absent = [c.header for c in sheet.columns if c.required and c not in columns and not (c.owner and owned)]
    groups = dict.fromkeys(c.one_of for c in sheet.columns if c.one_of)
    return absent + [f"各类{group}" for group in groups if not any(c.one_of == group for c in columns)]


def _columns(
    grid: Grid, row: int, sheet: Sheet, spellings: Spellings, own: SheetMapping, refusals: Refusals
) -> dict[int, Column] | None:
    columns: dict[int, Column] = {}
    refuse = partial(Refusal, grid.name, row)
    left_out, unknown = [], False
    used = {column for number, cells in grid.rows() if number > row for column, v in enumerate(cells) if not blank(v)}
    for place in range(max(map(len, grid.values.values()), default=0)):
        value = grid.value(row, place)
        if blank(value):
            if place in used:
                message = f"{letters(place)} 列没有表头，下面却有内容。请补上表头，或删去这一列"
                refusals.add(refuse(place, message))
            continue
        header = str(value).strip()
        meaning = _meaning(header, sheet, spellings, own)
        if meaning is None:
            unknown = True
            refusals.add(refuse(place, _unknown(header, sheet)))
        elif isinstance(meaning, Column):
            if meaning in columns.values():
                first = next(other for other, column in columns.items() if column is meaning)
                message = (
                    f"表头“{header}”与 {address(row, first)} 是同一列（{meaning.header}）。请只留一列，或改成不同的列名"
                )
                refusals.add(refuse(place, message))
            else:
                columns[place] = meaning
        elif header != DEADLINE:
            left_out.append(header)
    if left_out:
        refusals.note(f"表“{grid.name}”没有导入的列：{'、'.join(left_out)}")
    absent = _absent(sheet, list(columns.values()))
    # a header that nobody knows may be the column that is missing
    if absent and not unknown:
        message = f"缺少必填的列：{'、'.join(absent)}。请补上这几列；叫法不同的，请用 --mapping 写明哪一列是它"
        refusals.add(refuse(None, message))
    # with an odd header the other columns are read all the same, so that all is told at once
    return None if absent else columns


def _unknown(header: str, sheet: Sheet) -> str:
    if holds_identity(all_half_width(header)):
        return PRIVACY.removeprefix("这里")
    names = [column.header for column in sheet.columns]
    meant = nearest(normal(header), names)
    hint = f"是不是“{meant}”" if meant else f"“{sheet.name}”的列有：{'、'.join(names)}"
    return (
        f"不认识表头“{header[:40]}”，{hint}。请改成列名；不导入的请删去这一列，"
        f"或用 --mapping 写明“{header[:20]}: {LEFT_OUT}”"
    )


def _check_mapping(grids: list[Grid], mapping: LedgerMapping) -> None:
    if mapping.document is None:
        return
    problems: list[Problem] = []
    by_name = {grid.name: grid for grid in grids}
    for name, own in mapping.sheets.items():
        if name not in by_name:
            message = f"要导入的文件里没有“{name}”这张表，有的是：{quoted(by_name)}。"
            problems.append(at(mapping.document, "D.reference", message, (name,)))
            continue
        texts = {
            normal(str(value))
            for row, cells in by_name[name].rows()
            if row < _TOP
            for value in cells
            if not blank(value)
        }
        for header in own.columns:
            if normal(header) not in texts:
                message = f"表“{name}”里没有表头“{header}”。请照表里的写。"
                problems.append(at(mapping.document, "D.reference", message, (name, header)))
    if problems:
        raise ConfigError(problems)
