"""A first guess at the mapping of a ledger, for a person to confirm: also of wide ones, whose columns are events."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from zhifa_check.calendar.periods import loose_period
from zhifa_check.format.record import Section
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.ledgers.headers import TOP, Heading, heading
from zhifa_check.ledgers.mapping import EVERY, LEFT_OUT, SheetMapping
from zhifa_check.ledgers.mapping_sheet import NAME, TICK, Line
from zhifa_check.ledgers.spellings import Spellings, is_total, normal
from zhifa_check.sheets.grid import Grid, blank
from zhifa_check.words.meant import nearest
from zhifa_check.words.width import half_width, iso_form, without_year

#: Columns that are likely events: so many at least, each with nothing but numbers or signs below it.
_EVENTS = 2
#: A header is shorter.
_SHORT = 30
_DAY = re.compile(r"(?:([0-9]{4})[年./-])?([0-9]{1,2})[月./-]([0-9]{1,2})日?")
_MONTH = re.compile(r"(?:[0-9]{4}年)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度?|[上下]半年")


def guess(grids: Sequence[Grid], known: tuple[Sheet, ...], spellings: Spellings, year: int) -> list[Line]:
    """Every sheet and header of a ledger and what it may mean; what a person must add has an empty value."""
    lines: list[Line] = []
    for grid in grids:
        if grid.hidden or grid.name == NAME or not any(True for _ in grid.rows()):
            continue
        if normal(grid.name) in map(normal, spellings.ignored_sheets):
            continue
        found = likeliest(grid, known, spellings)
        lines += _lines(grid, found, spellings, year) if found else _unknown(grid)
    return lines


def _unknown(grid: Grid) -> list[Line]:
    """The likely headers of a sheet of which none is known: the first row near the top with the most short texts."""
    rows = [
        [str(v).strip() for v in cells if isinstance(v, str) and len(v) < _SHORT] for n, cells in grid.rows() if n < TOP
    ]
    headers = max(rows, key=lambda texts: len(set(texts)), default=[])
    found = [Line(grid.name, "", header, LEFT_OUT, {}) for header in dict.fromkeys(headers) if header]
    return found if len(found) > 1 else [Line(grid.name, "", "", LEFT_OUT, {})]


def likeliest(grid: Grid, known: tuple[Sheet, ...], spellings: Spellings) -> Heading | None:
    """The section that a sheet is most like; None where no header is known."""
    named = spellings.sheet(grid.name, known)
    found = [one for sheet in known if (one := heading(grid, sheet, spellings, SheetMapping(), least=1))]

    def fit(one: Heading) -> tuple[bool, bool, int, int, bool]:
        wide = bool(events(grid, one, spellings))
        return not one.absent, wide, len(one.columns) - len(one.absent), len(one.columns), one.sheet is named

    return max(found, key=fit, default=None)


def _measured(found: Heading) -> Column | None:
    """What an event of a sheet cannot do without: a number, as the hours of a training, else a day, as of a report."""
    rest = [c for c in found.sheet.columns if c not in found.columns.values() and c.required]
    periods = any(column.kind == "period" for column in rest)
    kinds = ("decimal",) if found.sheet.nested else ("date",) if periods else ()
    return next((column for column in rest if column.kind in kinds), None)


def events(grid: Grid, found: Heading, spellings: Spellings) -> dict[int, bool]:
    """Unknown columns that are events, since they hold nothing but numbers or signs; whether it is signs."""
    signed: dict[int, bool] = {}
    measured = _measured(found)
    if not measured:
        return signed
    is_one = _is_day if measured.kind == "date" else _is_number
    below = [number for number, cells in grid.rows() if number > found.last and not _is_sum(cells, spellings)]
    for place, header in found.unknown.items():
        if is_total(header, spellings):
            continue
        cells = [grid.value(row, place) for row in below]
        written = [cell for cell in cells if not blank(cell)]
        values = [cell for cell in written if is_one(cell)]
        signs = [cell for cell in written if str(cell).strip() in ("√", "✓", "✔", "是", "Y", "到", "参加", "1")]
        if written and len(signs) >= 0.8 * len(written) and not all(is_one(cell) for cell in written):
            signed[place] = True
        elif (written and len(values) == len(written)) or (not written and _MONTH.fullmatch(normal(header))):
            signed[place] = False
    return signed if len(signed) >= _EVENTS else {}


def _is_sum(cells: Sequence[object], spellings: Spellings) -> bool:
    return is_total(next((cell for cell in cells if not blank(cell)), None), spellings)


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[0-9.]+(?:学时|课时)?", value.strip()) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(value: object) -> bool:
    text = half_width(value) if isinstance(value, str) else ""
    return isinstance(value, date) or bool(iso_form(text) or without_year(text))


def _lines(grid: Grid, found: Heading, spellings: Spellings, year: int) -> Iterator[Line]:
    sheet = found.sheet
    wide = events(grid, found, spellings) if found.absent else {}
    owned = any(column.owner for column in found.columns.values())
    rest = [column for column in sheet.columns if column not in found.columns.values() and not column.owner]
    measured = _measured(found)
    # what tells one record from all others is no row's alike
    key = sheet.model.alias(sheet.model.key) if issubclass(sheet.model, Section) and sheet.model.key else None
    missing = [column for column in rest if column.required and column.path != (key,)]
    for place, header in sorted(found.texts.items()):
        if place in found.columns:
            yield Line(grid.name, sheet.name, header, found.columns[place].header, {})
        elif place in wide and measured:
            said = {column.header: _said(column, header, year) for column in missing if column is not measured}
            if wide[place]:
                said[measured.header] = ""
            yield Line(grid.name, sheet.name, header, TICK if wide[place] else measured.header, said)
        else:
            like = nearest(normal(header), [column.header for column in rest]) if place in found.unknown else None
            yield Line(grid.name, sheet.name, header, like or LEFT_OUT, {})
    if not owned and (called := next((c for c in reversed(sheet.columns) if c.owner), None)):
        missing.append(called)
    if not wide and missing:
        taken = {nearest(normal(text), [column.header for column in rest]) for text in found.unknown.values()}
        if said := {column.header: "" for column in missing if column.header not in taken}:
            yield Line(grid.name, sheet.name, EVERY, "", said)


def _said(column: Column, header: str, year: int) -> str:
    """What the header of an event says of one of its columns."""
    day = _DAY.search(header)
    if column.kind == "date":
        return f"{day[1] or year}-{int(day[2]):02d}-{int(day[3]):02d}" if day else ""
    if column.kind == "period":
        return loose_period(normal(header), year) or ""
    if column.kind == "text":
        rest = _DAY.sub("", header).strip("（）()：: \n")
        return "" if _MONTH.fullmatch(normal(header)) else rest
    return ""
