"""Which file of the unit takes which records, and the text of each with them in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhifa_check.bureau.units import Unit
from zhifa_check.ledgers.drafts import Cell, Draft
from zhifa_check.ledgers.existing import Own
from zhifa_check.ledgers.merge import Merged
from zhifa_check.source.document import Document, KeyPath
from zhifa_check.source.files import shown
from zhifa_check.source.loader import load
from zhifa_check.source.scalar import scalar
from zhifa_check.source.splice import Addition, Filling, SpliceError, spliced


@dataclass(frozen=True, slots=True)
class Change:
    """A file before (None where there is none) and after, and the cell of every record and key that is new in it."""

    path: Path
    before: bytes | None
    after: bytes
    document: Document
    cells: dict[KeyPath, Cell]


class PlaceTakenError(Exception):
    """A file that has to be made is there already and belongs to somebody else."""


def changes(merged: Merged, own: Sequence[Own], home: Path, unit: Unit, year: int) -> list[Change]:
    """Every file that changes, in path order.

    Raises SpliceError (its ``file`` names which) and PlaceTakenError.
    """
    files = list(own)
    additions: dict[int, list[Addition | Filling]] = {}
    cells: dict[int, dict[KeyPath, Cell]] = {}

    def add(number: int, path: KeyPath, drafts: Sequence[Draft], start: int) -> None:
        additions.setdefault(number, []).append(Addition(path, [draft.raw for draft in drafts]))
        for index, draft in enumerate(drafts, start):
            cells.setdefault(number, {}).update({(*path, index, *at): cell for at, cell in draft.cells.items()})

    # what lies inside a record comes first: the record may be the last of its list
    for (number, section, index, key), drafts in merged.nested.items():
        data: Any = files[number].document.data
        add(number, (section, index, key), drafts, len(data[section][index].get(key) or ()))
    for number, path, draft, names in merged.fillings:
        additions.setdefault(number, []).append(Filling(path, {name: draft.raw[name] for name in names}))
        told = {(*path, *at): cell for at, cell in draft.cells.items() if at and at[0] in names}
        cells.setdefault(number, {}).update(told)
    for section, drafts in merged.sections.items():
        if drafts:
            number = _file_for(section, files, home, unit, year)
            data = files[number].document.data
            add(number, (section,), drafts, len(data.get(section) or ()))
    done = []
    for number, wanted in sorted(additions.items(), key=lambda item: files[item[0]].document.file):
        file = files[number]
        before = file.content if file.content is not None else _head(unit, year)
        try:
            after, document = spliced(before, file.document, wanted)
        except SpliceError as error:
            raise SpliceError(error.line, str(error), file.document.file) from None
        done.append(Change(file.path, file.content, after, document, cells[number]))
    return done


def _file_for(section: str, files: list[Own], home: Path, unit: Unit, year: int) -> int:
    """The last file with the section; else the unit's only file, else one named after the section, made if need be."""
    holding = [n for n, own in enumerate(files) if isinstance(own.document.data, dict) and section in own.document.data]
    filled = [n for n in holding if any(True for _ in files[n].records(section))]
    if holding:
        return (filled or holding)[-1]
    old = [number for number, own in enumerate(files) if own.content is not None]
    if len(old) == 1:
        return old[0]
    path = home / f"{section}.yaml"
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
