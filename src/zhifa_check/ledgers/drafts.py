"""Rows to records as a submission holds them, each key with the cell that it came from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from zhifa_check.format.sections.people import Person
from zhifa_check.format.values import EVERYBODY
from zhifa_check.forms.cell_kinds import SEPARATORS
from zhifa_check.forms.columns import Sheet
from zhifa_check.ledgers.people import AmbiguousNameError, CrowdError, Roster
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.ledgers.rows import Path, Row, without_partner
from zhifa_check.source.document import KeyPath, at_path

Cell = tuple[str, int, int | None]


@dataclass(slots=True)
class Draft:
    """One record to be, and where it came from.

    ``cells`` leads from keys in the record to sheet, row and column, both from 0. ``stated`` are the top keys that
    the ledger has columns for. ``owner`` is the key of the record that a nested one belongs to, None where nobody
    knows it.
    """

    sheet: Sheet
    raw: dict[str, Any]
    cells: dict[KeyPath, Cell]
    stated: frozenset[str]
    owner: str | None = None
    broken: bool = False

    @property
    def place(self) -> Cell:
        """The row that it begins in."""
        return self.cells[()]

    def refusal(self, message: str, *path: str | int) -> Refusal:
        """A refusal at a key of the record, or at the row of what it belongs to."""
        while path not in self.cells:
            path = path[:-1]
        return Refusal(*self.cells[path], message)


def drafts(rows: Iterable[Row], roster: Roster, refusals: Refusals) -> Iterator[Draft]:
    """Every record that the rows make, but those of which nothing is left; people's names become their numbers."""
    groups: dict[tuple[Any, ...], Draft] = {}
    for row in rows:
        _resolve(row, roster, refusals)
        if row.sheet.grouped:
            if not row.broken:
                _group(row, row.sheet.grouped, groups, refusals)
            continue
        draft = _draft(row, row.values)
        if row.sheet.nested:
            of = row.sheet.of
            key = of.alias(of.key or "")
            draft.owner = _owner(row, roster, refusals) if issubclass(of, Person) else row.owner.get((key,))
        if draft.raw:
            yield draft
    _check_groups(groups, refusals)
    yield from groups.values()


def _draft(row: Row, values: dict[Path, Any]) -> Draft:
    stated = frozenset(path[0] for path in row.places)
    draft = Draft(row.sheet, {}, {(): (row.grid, row.number, None)}, stated, broken=row.broken)
    for column in row.sheet.columns:  # in the order of the format
        if column.path in values and not column.owner:
            _put(draft, (), column.path, row, values[column.path])
    return draft


def _put(draft: Draft, base: KeyPath, path: Path, row: Row, value: str | list[str]) -> None:
    target = at_path(draft.raw, base)
    for key in path[:-1]:
        target = target.setdefault(key, {})
    target[path[-1]] = value
    place = row.places[(*(part for part in base if isinstance(part, str)), *path)]
    draft.cells[(*base, *path)] = (row.grid, row.number, place)


def _group(row: Row, key: str, groups: dict[tuple[Any, ...], Draft], refusals: Refusals) -> None:
    """Rows of the same day and name make one record; what they say of it besides must agree."""
    own = {column.path: row.values[column.path] for column in row.sheet.columns if column.path in row.values}
    inner = {path[1:]: own.pop(path) for path in list(own) if path[0] == key}
    known_by = tuple((path, value) for path, value in own.items() if len(path) == 1)
    if known_by not in groups:
        draft = groups[known_by] = _draft(row, dict(known_by))
        draft.raw[key] = []
    draft = groups[known_by]
    for path, value in own.items():
        if path not in draft.cells:
            _put(draft, (), path, row, value)
        elif (there := at_path(draft.raw, path)) != value:
            before = xl_rowcol_to_cell(draft.cells[path][1], draft.cells[path][2] or 0)
            message = f"写的是“{value}”，{before} 写的是“{there}”，却是同一次。请改成一样的，或者分别写明日期和名称"
            refusals.add(Refusal(row.grid, row.number, row.places[path], message))
    for index, member in enumerate(draft.raw[key]):
        if all(member.get(c.path[1]) == row.values.get(c.path) for c in row.sheet.columns if c.refers_to):
            message = f"与第 {draft.cells[key, index][1] + 1} 行是同一次的同一个执法主体，写了两次。请合成一行"
            refusals.add(Refusal(row.grid, row.number, None, message))
    index = len(draft.raw[key])
    draft.raw[key].append({})
    draft.cells[key, index] = (row.grid, row.number, None)
    for path, value in inner.items():
        _put(draft, (key, index), path, row, value)


def _check_groups(groups: dict[tuple[Any, ...], Draft], refusals: Refusals) -> None:
    """A row that leaves out what others of the same day say may belong to them or not."""
    for known_by, draft in groups.items():
        if any(set(known_by) < set(other) for other in groups):
            names = "、".join(column.header for column in draft.sheet.columns if len(column.path) == 1)
            refusals.add(draft.refusal(f"与别的行日期相同，却没有写全{names}，分不清是不是同一次。请写全"))
        filled = [tuple(part for part in path if isinstance(part, str)) for path in draft.cells if path]
        outer = [column for column in draft.sheet.columns if column.path[0] != draft.sheet.grouped]
        for _, message in without_partner(outer, filled):
            refusals.add(draft.refusal(message))


def _resolve(row: Row, roster: Roster, refusals: Refusals) -> None:
    """Names of people in the row to their numbers."""
    for column in row.sheet.columns:
        if column.refers_to != roster.section or column.path not in row.values or column.owner:
            continue
        value = row.values[column.path]
        if value == EVERYBODY:
            continue
        numbers: list[str] = []
        place = row.places[column.path]
        for name in value if isinstance(value, list) else [value]:
            try:
                found = roster.several(name) if isinstance(value, list) else [roster.number(name) or name]
            except (AmbiguousNameError, CrowdError) as error:
                refusals.add(Refusal(row.grid, row.number, place, f"“{column.header}”{error}"))
                row.broken = True
                continue
            if found != [name]:
                refusals.convert(row.grid, column.header, row.number, place, f"{name} → {'、'.join(found)}")
            numbers += found
            if roster.whole and not roster.names(found[0]):
                refusals.add(Refusal(row.grid, row.number, place, _absent(name, roster)))
                row.broken = True
        row.values[column.path] = numbers if isinstance(value, list) else "".join(numbers)


def _owner(row: Row, roster: Roster, refusals: Refusals) -> str | None:
    """The key of the record that a nested row belongs to."""
    key, called = (roster.key,), (roster.called,)
    number, name = row.owner.get(key), row.owner.get(called)
    if number is None and name is None:
        return None
    at = row.owner_places[called if number is None else key]
    try:
        found = roster.number(number) if number is not None else roster.number(name or "", only_names=True)
    except AmbiguousNameError as error:
        refusals.add(Refusal(row.grid, row.number, at, str(error)))
        return None
    if found is None:
        refusals.add(Refusal(row.grid, row.number, at, _nobody(number or name or "", roster)))
    elif name is not None and not roster.is_called(found, name):
        known = "、".join(roster.names(found))
        message = f"编号“{found}”在名册里是“{known}”，这里写的是“{name}”。请核对是哪一个人"
        refusals.add(Refusal(row.grid, row.number, row.owner_places[called], message))
        return None
    elif number is not None and number != found:
        refusals.convert(row.grid, roster.section + roster.key, row.number, at, f"{number} → {found}")
    elif name is not None and name not in roster.names(found):
        refusals.convert(row.grid, roster.called, row.number, at, f"{name} → {'、'.join(roster.names(found))}")
    return found


def _nobody(text: str, roster: Roster) -> str:
    """What to say of an owner who is not on the roster."""
    try:
        several = [number for part in re.split(f"[{SEPARATORS}]", text) for number in roster.several(part)]
    except (AmbiguousNameError, CrowdError):
        several = []
    if roster.names(text):
        return (
            f"写的是编号“{text}”，不是{roster.called}。请写在“{roster.section}{roster.key}”一列，或改成{roster.called}"
        )
    if len(several) != 1:
        return f"写的是“{text[:40]}”，这里一行只能是一个人。请分成几行；一次培训有许多人参加的，可用“培训班”表"
    return _absent(text, roster)


def _absent(text: str, roster: Roster) -> str:
    meant = roster.like(text)
    hint = f"，是不是“{meant}”？" if meant else "。"
    return f"“{text}”不在本单位“{roster.section}”名册里{hint}请核对，或在“{roster.section}”表里补上这个人"
