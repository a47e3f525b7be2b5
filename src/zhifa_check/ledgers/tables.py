"""Which section each sheet of a ledger holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.forms.marker import DEADLINE
from zhifa_check.ledgers.guess import events, likeliest
from zhifa_check.ledgers.headers import OR, TOP, Heading, harmless_header, heading
from zhifa_check.ledgers.mapping import LEFT_OUT, LedgerMapping, Said, SheetMapping
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.ledgers.spellings import Spellings, normal
from zhifa_check.sheets.grid import Grid, blank
from zhifa_check.source.text import PRIVACY
from zhifa_check.words.identity import unprinted
from zhifa_check.words.meant import quoted

_NOTHING = SheetMapping()
#: What helps where headers are not understood.
_MAPPING = "填一张对照表（网页上可以下载，命令是 zhifa import … --guess 对照.xlsx）"
_DROPPED = "表“{}”没有导入（对照表说不导入）"
_GUESS = f"表头叫法不同的，请改成列名，或{_MAPPING}"
_SPREAD = f"请{_MAPPING}，或者改成一行一次"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of the ledger that is understood: the last row of its headers from 0, and the column of each of its
    columns.

    ``spread`` are columns each of whose cells makes a record of its own; ``every`` is what all records have in common.
    """

    grid: Grid
    sheet: Sheet
    header_row: int
    columns: Mapping[int, Column]
    texts: Mapping[int, str]
    spread: Mapping[int, Said] = field(default_factory=dict)
    every: Mapping[Column, str] = field(default_factory=dict)


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
        if own.left_out:
            refusals.note(_DROPPED.format(grid.name))
            continue
        if normal(grid.name) in map(normal, spellings.ignored_sheets):
            refusals.note(f"表“{grid.name}”没有导入（是说明）")
            continue
        if grid.hidden and own is _NOTHING:
            refusals.note(f"表“{grid.name}”是隐藏的，没有导入。要导入的请取消隐藏")
            continue
        if table := _table(grid, known, spellings, own, refusals):
            yield table


def _table(
    grid: Grid, known: tuple[Sheet, ...], spellings: Spellings, own: SheetMapping, refusals: Refusals
) -> Table | None:
    named = spellings.sheet(own.holds or grid.name, known)
    candidates = [named] if named and own.holds else list(known)
    found = [one for sheet in candidates if (one := heading(grid, sheet, spellings, own))]
    chosen = _chosen(found, named, own)
    if not isinstance(chosen, Heading) and own.drops_only:
        refusals.note(_DROPPED.format(grid.name))
        return None
    if not isinstance(chosen, Heading):
        refusals.add(Refusal(grid.name, None, None, _which(grid, named, chosen, known, spellings)))
        return None
    if normal(grid.name) != normal(chosen.sheet.name) and chosen.sheet is not named:
        refusals.note(f"表“{grid.name}”照表头认作“{chosen.sheet.name}”")
    if len(chosen.rows) > 1:
        refusals.note(f"表“{grid.name}”的表头占两行（第 {chosen.rows[0] + 1}、{chosen.rows[1] + 1} 行），合起来看的")
    _check_columns(grid, chosen, own, refusals)
    columns = {column.header: column for column in chosen.sheet.columns}
    spread = {
        place: one
        for place, text in chosen.texts.items()
        for name, one in own.spread.items()
        if normal(name) == normal(text)
    }
    every = {columns[name]: value for name, value in own.every.items() if name in columns}
    return Table(grid, chosen.sheet, chosen.last, chosen.columns, chosen.texts, spread, every)


def _lacks(one: Heading, own: SheetMapping) -> list[str]:
    """Required columns that neither the ledger nor its mapping says anything of."""
    said = {*own.every, *(name for spread in own.spread.values() for name in spread)}
    return [names for names in one.absent if said.isdisjoint(names.split(OR))]


def _chosen(found: list[Heading], named: Sheet | None, own: SheetMapping) -> Heading | list[Sheet]:
    """The reading that is meant: the one of the sheet's name where it is whole or no other is; else the only whole one,
    or the only one that knows every header. Several are given back.
    """
    own_reading = next((one for one in found if one.sheet is named), None)
    if own_reading and (not _lacks(own_reading, own) or own.holds):
        return own_reading
    whole = [one for one in found if not _lacks(one, own)]
    if own_reading:
        whole = [one for one in whole if len(one.columns) > len(own_reading.columns) - len(own_reading.twice)]
    most = [one for one in whole if not one.unknown] or whole
    if len(most) == 1 and (named is None or own_reading):
        return most[0]
    if own_reading:
        return own_reading
    if named is None and not whole:
        less = [one for one in found if not one.unknown]
        return less[0] if len(less) == 1 else []
    return [one.sheet for one in most] if named is None else []


def _which(
    grid: Grid, named: Sheet | None, fitting: Sequence[Sheet], known: tuple[Sheet, ...], spellings: Spellings
) -> str:
    if fitting:
        return f"看不出是哪一部分，可能是{quoted(s.name for s in fitting)}。请把工作表改成其中一个名称"
    best = heading(grid, named, spellings, _NOTHING, least=1) if named else likeliest(grid, known, spellings)
    wide = events(grid, best, spellings) if best else {}
    if named and not best:
        expected = "、".join(column.header for column in named.columns)
        return f"找不到表头（前 {TOP} 行里没有一行写着这些列名）。“{named.name}”的列有：{expected}。{_GUESS}"
    leave = f"不导入的请删去这张表，或在对照表里写“{LEFT_OUT}”"
    if best is None:
        return f"不知道是哪一部分，表头一个也不认得。{_GUESS}；{leave}"
    if wide:
        told = "、".join(f"{harmless_header(best.texts[place])}（{best.at(place)}）" for place in wide)
        return f"最像“{best.sheet.name}”，但 {told} 每一列像是一次，要写明是哪一天等内容。{_SPREAD}；{leave}"
    what = "表头不全" if named else f"不知道是哪一部分，最像“{best.sheet.name}”"
    return f"{what}：{best.told()}。{_GUESS}；{leave}"


def _check_columns(grid: Grid, found: Heading, own: SheetMapping, refusals: Refusals) -> None:
    """Refuse what is missing, twice or nameless; columns that are nobody's are left aside and named."""
    row = found.last
    used = {place for number, cells in grid.rows() if number > row for place, v in enumerate(cells) if not blank(v)}
    for place in sorted(used - found.texts.keys()):
        message = f"{xl_col_to_name(place)} 列没有表头，下面却有内容。请补上表头，或删去这一列"
        refusals.add(Refusal(grid.name, row, place, message))
    for place, first in found.twice.items():
        name = found.columns[first].header
        message = f"表头“{harmless_header(found.texts[place])}”与 {xl_rowcol_to_cell(row, first)} 是同一列（{name}）。"
        refusals.add(Refusal(grid.name, row, place, f"{message}请只留一列，或改成不同的列名"))
    foreign = dict(found.unknown)
    for place, header in found.unknown.items():
        if unprinted(header) != header:
            refusals.add(Refusal(grid.name, row, place, PRIVACY.removeprefix("这里")))
        elif (meant := found.meant_for(place)) and not any(normal(name) == normal(header) for name in own.spread):
            message = f"不认识表头“{harmless_header(header)}”，是不是“{meant.header}”？是的请改成“{meant.header}”；"
            message += f"不是的请换个名称、删去这一列，或用对照表写明“{harmless_header(header)}: {LEFT_OUT}”"
            refusals.add(Refusal(grid.name, row, place, message))
            del foreign[place]
    lacks = _lacks(found, own)
    if lacks:
        refusals.add(Refusal(grid.name, row, None, f"缺少必填的列：{'、'.join(lacks)}。{found.told()}。{_GUESS}"))
    aside = {place: text for place, text in sorted((found.left_out | foreign).items()) if text != DEADLINE}
    spread = set(map(normal, own.spread))
    if told := [
        f"{harmless_header(text)}（{found.at(place)}）" for place, text in aside.items() if normal(text) not in spread
    ]:
        refusals.note(f"表“{grid.name}”没有导入的列：{'、'.join(told)}")


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
            if row < TOP
            for value in cells
            if not blank(value)
        }
        for header in (*own.columns, *own.spread):
            if normal(header) not in texts:
                message = f"表“{name}”里没有表头“{harmless_header(header)}”。请照表里的写。"
                problems.append(at(mapping.document, "D.reference", message, (name, header)))
    if problems:
        raise ConfigError(problems)
