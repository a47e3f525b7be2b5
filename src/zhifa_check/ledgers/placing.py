"""Which file of the unit takes which records, and the text of each with them in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.format.record import Section
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.ledgers.drafts import Cell, Draft
from zhifa_check.ledgers.existing import Own
from zhifa_check.ledgers.merged import Merged
from zhifa_check.source.document import Document, KeyPath
from zhifa_check.source.edits import Removal, Setting, edited
from zhifa_check.source.emit import scalar
from zhifa_check.source.events import head
from zhifa_check.source.files import read_limited, shown
from zhifa_check.source.loader import load
from zhifa_check.source.splice import Addition, Filling, SpliceError, spliced


class Change(NamedTuple):
    """A file before (None where there is none) and after, and the cell of every record and key that is new in it.

    ``removed`` are the paths, in the file as it was, of members of lists that are gone.
    """

    path: Path
    before: bytes | None
    after: bytes
    document: Document
    cells: dict[KeyPath, Cell]
    removed: Sequence[KeyPath] = ()


class PlaceTakenError(Exception):
    """A file that has to be made is there already and belongs to somebody else."""


def changes(merged: Merged, own: Sequence[Own], home: Path, unit: Unit, vocabulary: Vocabulary) -> list[Change]:
    """Every file that changes, in path order.

    Raises SpliceError (its ``file`` names which) and PlaceTakenError.
    """
    files, year = list(own), vocabulary.year
    removed = _edit(merged, files)
    additions: dict[int, list[Addition | Filling]] = {}
    cells: dict[int, dict[KeyPath, Cell]] = {}

    def add(number: int, path: KeyPath, drafts: Sequence[Draft], start: int) -> None:
        additions.setdefault(number, []).append(Addition(path, [draft.raw for draft in drafts]))
        for index, draft in enumerate(drafts, start):
            cells.setdefault(number, {}).update({(*path, index, *at): cell for at, cell in draft.cells.items()})

    for one in merged.corrections:
        path = shifted(one.there.path, removed.get(one.there.number, ()))
        told = {(*path, *at): cell for at, cell in one.draft.cells.items() if at and at[0] in one.names}
        cells.setdefault(one.there.number, {}).update(told)
    # what lies inside a record comes first: the record may be the last of its list
    for (number, section, old_index, key), drafts in merged.nested.items():
        data: Any = files[number].document.data
        path = shifted((section, old_index), removed.get(number, ()))
        add(number, (*path, key), drafts, len(data[section][path[1]].get(key) or ()))
    for number, old_path, draft, names in merged.fillings:
        path = shifted(old_path, removed.get(number, ()))
        additions.setdefault(number, []).append(Filling(path, {name: draft.raw[name] for name in names}))
        told = {(*path, *at): cell for at, cell in draft.cells.items() if at and at[0] in names}
        cells.setdefault(number, {}).update(told)
    for section, drafts in merged.sections.items():
        if drafts:
            number = _file_for(vocabulary.format[section], files, home, unit, year)
            data = files[number].document.data
            add(number, (section,), drafts, len(data.get(section) or ()))
    done = []
    for number in sorted({*additions, *removed}, key=lambda number: files[number].document.file):
        file = files[number]
        before = own[number].content if number < len(own) else None
        after, document = file.content if file.content is not None else _head(unit, year), file.document
        if number in additions:
            with _naming(document):
                after, document = spliced(after, document, additions[number])
        gone = removed.get(number, ())
        done.append(Change(file.path, before, after, document, cells.get(number, {}), gone))
    return done


def _edit(merged: Merged, files: list[Own]) -> dict[int, list[KeyPath]]:
    """Take what is corrected and gone into the files; gives the members of lists that are gone from each."""
    wanted: dict[int, list[Setting | Removal]] = {}
    removed: dict[int, list[KeyPath]] = {}
    for one in merged.corrections:
        raw = {name: value for name, value in one.there.raw.items() if name not in one.names or name in one.draft.raw}
        raw |= {name: one.draft.raw[name] for name in one.names if name in one.draft.raw}
        wanted.setdefault(one.there.number, []).append(Setting(one.there.path, raw))
    for lost in merged.gone:
        wanted.setdefault(lost.there.number, []).append(Removal(lost.there.path))
        removed.setdefault(lost.there.number, []).append(lost.there.path)
    for number, steps in wanted.items():
        file = files[number]
        with _naming(file.document):
            content, document = edited(file.content or b"", file.document, steps)
        files[number] = Own(file.path, content, document)
        removed.setdefault(number, [])
    return removed


def shifted(path: KeyPath, removed: Sequence[KeyPath]) -> KeyPath:
    """Where a path leads once members of lists before it are gone."""
    parts = list(path)
    for gone in removed:
        at = len(gone) - 1
        if len(path) > at and path[:at] == gone[:at] and int(gone[at]) < int(path[at]):
            parts[at] = int(parts[at]) - 1
    return tuple(parts)


@contextmanager
def _naming(document: Document) -> Iterator[None]:
    """Say of which file it is that something cannot be changed."""
    try:
        yield
    except SpliceError as error:
        raise SpliceError(error.line, str(error), document.file) from None


def _file_for(section: type[Section], files: list[Own], home: Path, unit: Unit, year: int) -> int:
    """The last file with the section; else the unit's only file, else the section's own, made if need be."""
    title = section.title
    holding = [n for n, own in enumerate(files) if isinstance(own.document.data, dict) and title in own.document.data]
    filled = [n for n in holding if any(True for _ in files[n].records(title))]
    if holding:
        return (filled or holding)[-1]
    old = [number for number, own in enumerate(files) if own.content is not None]
    if len(old) == 1:
        return old[0]
    path = home / section.file
    if path.is_file() and (head(read_limited(path), "年度") or str(year)) != str(year):
        path = home / str(year) / path.name
    if (there := next((n for n, own in enumerate(files) if own.path == path), None)) is not None:
        return there
    if path.exists() or path.is_symlink():
        raise PlaceTakenError(
            f"{shown(path)} 已经有了，却不是{unit.name}的文件，新的内容没有地方放。请给它改名或改正“单位”"
        )
    files.append(Own(path, None, load(_head(unit, year), shown(path))))
    return len(files) - 1


def _head(unit: Unit, year: int) -> bytes:
    return f"单位: {scalar(unit.name)}\n年度: {year}\n".encode()
