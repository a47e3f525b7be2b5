"""A ledger to the changes of a unit's files: read, understood, compared, spliced, and judged by the intake."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from zhifa_check.bureau.config import read_document
from zhifa_check.bureau.units import Unit
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.forms.columns import Sheet, sheets
from zhifa_check.forms.folder import FolderNameError, unit_folder
from zhifa_check.forms.marked import is_list
from zhifa_check.forms.marker import COVER, HIDDEN, Marker, read_marker
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.ledgers.drafts import drafts
from zhifa_check.ledgers.existing import Own, Same, read_own
from zhifa_check.ledgers.guess import guess
from zhifa_check.ledgers.judging import in_a_line, judged, take_in, tell_orphans
from zhifa_check.ledgers.mapping import LedgerMapping, read_mapping
from zhifa_check.ledgers.mapping_sheet import HEADS, NAME, Line, is_mapping, mapping_of
from zhifa_check.ledgers.merge import Standing, merge
from zhifa_check.ledgers.merged import Merged
from zhifa_check.ledgers.people import Roster
from zhifa_check.ledgers.placing import Change, PlaceTakenError, changes
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.ledgers.result import Result, counted
from zhifa_check.ledgers.rows import Row, rows
from zhifa_check.ledgers.spellings import Spellings, load_spellings
from zhifa_check.ledgers.tables import Table, tables
from zhifa_check.ledgers.telling import refuse_changes, told_changes
from zhifa_check.sheets.grid import Grid, LedgerError
from zhifa_check.sheets.reading import read_book
from zhifa_check.source.splice import SpliceError


class Sources(NamedTuple):
    """Where everything comes from and goes to: ``folder`` holds the folders of all units."""

    ledger: Path
    unit: Unit
    files: Sequence[SourceFile]
    folder: Path
    spellings: Path
    mapping: Path | None = None
    update: bool = False
    append: bool = False


def prepare(sources: Sources, vocabulary: Vocabulary) -> Result:
    """Everything but the writing. Raises LedgerError, ConfigError and OSError where nothing can be read."""
    book = read_book(sources.ledger)
    refusals = Refusals()
    for note in book.notes:
        refusals.note(note)
    marker, grids = _form(book.grids)
    if marker is not None and (marker.unit != sources.unit.id or marker.year != vocabulary.year):
        names = (name for name, unit in vocabulary.units.items() if unit == marker.unit != name)
        theirs = f"这张填报表是给 {next(names, marker.unit)} 填 {marker.year} 年度的"
        ours = f"要导入的却是{sources.unit.name}（{sources.unit.id}）{vocabulary.year} 年度"
        return Result([f"{theirs}，{ours}。请用本单位的表，或者改正单位（--unit）。"], faults=1)
    own, problems = read_own(sources.files)
    before = take_in(sources.unit, [file.document for file in own], vocabulary)
    if before.lost.everything:
        problems += [problem for problem in before.problems if len(problem.path) <= 1]
    if problems:
        return Result([in_a_line(problem) for problem in problems], faults=len(problems))
    spellings = load_spellings(sources.spellings)
    found = _tables(grids, sources, spellings, vocabulary, refusals)
    is_form = marker is not None
    read = [row for table in found for row in rows(table, spellings, refusals, is_form=is_form)]
    held = {table.sheet.name: table.sheet for table in found}
    standing = Standing(list(held.values()), is_form, sources.update, sources.append)
    roster = Roster(spellings.crowds, whole=_keys_known(found, refusals) and not before.problems)
    merged = _merged(read, own, roster, standing, vocabulary, refusals)
    tell_orphans(merged.orphans, vocabulary, refusals)
    delete = "。要照表全部删去的，请加 --update" if is_form else ""
    for name, count in merged.beside.items():
        refusals.note(f"文件里的“{name}”另有 {count} 条，这张表里没有，没有动{delete}")
    updates = []
    if not sources.update:
        refuse_changes(merged, own, refusals)
    if len(refusals) or not sources.update:
        merged.corrections, merged.gone = [], []
    else:
        updates = list(told_changes(merged, own))
    outside: list[str] = []
    done: list[Change] = []
    try:
        done = changes(merged, own, _home(sources), sources.unit, vocabulary)
        known = _keys_known(found, refusals)
        outside += judged(done, own, before, sources.unit, vocabulary, refusals, keys_known=known)
    except SpliceError as error:
        outside.append(f"{error.file}:{error.line} {error}。")
    except PlaceTakenError as error:
        outside.append(f"{error}。")
    order = [grid.name for grid in book.grids]
    if told := [*refusals.told(order), *outside]:
        faults = len(refusals) + len(outside)
        return Result(told, refusals.notes, faults, grids=book.grids, found=refusals.found(order), outside=outside)
    return Result(notes=refusals.notes, rows=counted(read, merged), changes=done, updates=updates)


def _keys_known(found: Sequence[Table], refusals: Refusals) -> bool:
    """Whether nothing is refused in a sheet that others refer to, or that is not understood."""
    referred = {column.refers_to for table in found for column in table.sheet.columns}
    sound = {table.grid.name for table in found if table.sheet.name not in referred}
    return all(one.sheet in sound for one in refusals.found([]))


def _tables(
    grids: list[Grid],
    sources: Sources,
    spellings: Spellings,
    vocabulary: Vocabulary,
    refusals: Refusals,
) -> list[Table]:
    """Every sheet that is understood; those that are not for this unit are refused."""
    known = sheets(vocabulary)
    own = next((grid for grid in grids if is_mapping(grid)), None)
    if sources.mapping is not None:
        mapping = _mapping(sources.mapping, known)
    else:
        mapping = mapping_of(own, known) if own else LedgerMapping()
    found = list(tables([grid for grid in grids if grid is not own], known, spellings, mapping, refusals))
    for table in found:
        section = table.sheet.section
        owners = vocabulary.reserved.get(section)
        if owners and sources.unit.kind not in owners:
            message = f"“{section}”只由{'、'.join(owners)}填写，{sources.unit.name}不填。请删去这张表"
            refusals.add(Refusal(table.grid.name, None, None, message))
    return found


def _mapping(path: Path, known: tuple[Sheet, ...]) -> LedgerMapping:
    """A mapping of its own: a file of YAML or a workbook. Raises ConfigError and LedgerError."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return read_mapping(read_document(path), known)
    grid = next((grid for grid in read_book(path).grids if is_mapping(grid)), None)
    if grid is None:
        raise LedgerError(f"对照文件 {path} 里没有叫“{NAME}”、写着“{'、'.join(HEADS)}”的表")
    return mapping_of(grid, known)


def guessed(sources: Sources, vocabulary: Vocabulary) -> tuple[list[Line], tuple[Sheet, ...]]:
    """A first guess at the mapping of the ledger. Raises LedgerError and OSError where it cannot be read."""
    known = tuple(
        sheet
        for sheet in sheets(vocabulary)
        if sources.unit.kind in vocabulary.reserved.get(sheet.section, (sources.unit.kind,))
    )
    grids = _form(read_book(sources.ledger).grids)[1]
    return guess(grids, known, load_spellings(sources.spellings), vocabulary.year), known


def _form(grids: Sequence[Grid]) -> tuple[Marker | None, list[Grid]]:
    """What marks a workbook as a form of ours, and the sheets that are there to be filled in."""
    marker = next((read_marker([cells for _, cells in grid.rows()]) for grid in grids if grid.name == HIDDEN), None)
    grids = [grid for grid in grids if not is_list(grid)]
    return marker, [grid for grid in grids if grid.name not in (COVER, HIDDEN) or marker is None]


def unit_of_form(path: Path) -> str | None:
    """The id of the unit whose form a workbook is; None for a ledger. Raises LedgerError and OSError."""
    marker, _ = _form(read_book(path).grids)
    return marker.unit if marker else None


def _merged(
    read: list[Row],
    own: Sequence[Own],
    roster: Roster,
    standing: Standing,
    vocabulary: Vocabulary,
    refusals: Refusals,
) -> Merged:
    key, called = roster.key, roster.called
    listed = [row.values for row in read if row.sheet.name == roster.section]
    people = [(str(row[key,]), str(row[called,])) for row in listed if (key,) in row and (called,) in row]
    filed = [
        (raw[key], raw[called])
        for file in own
        for _, raw in file.records(roster.section)
        if _is_named(raw, key, called)
    ]
    # somebody whose number the ledger corrects is not on the roster twice
    numbers, names = {number for number, _ in people}, {name for _, name in people}
    roster.add(one for one in filed if standing.append or one[0] in numbers or one[1] not in names)
    roster.add(people)
    return merge(list(drafts(read, roster, refusals)), own, Same(vocabulary), standing, refusals)


def _is_named(raw: dict[str, object], key: str, called: str) -> bool:
    return isinstance(raw.get(key), str) and isinstance(raw.get(called), str)


def _home(sources: Sources) -> Path:
    """The folder of the unit: one that bears its name and has a file of it, or is the one given; else one to be made.

    Raises PlaceTakenError where no name of the unit may be that of a folder.
    """
    for folder in (*(file.path.parent for file in sources.files), sources.folder):
        if os.path.basename(os.path.realpath(folder)) in sources.unit.names:
            return folder
    try:
        return sources.folder / unit_folder(sources.unit)
    except FolderNameError as error:
        raise PlaceTakenError(str(error)) from None
