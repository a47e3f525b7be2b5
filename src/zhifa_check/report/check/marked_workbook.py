"""What a unit has handed in as a workbook, each fault a red cell with a comment, and a first sheet that lists them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from zhifa_check.bureau.units import Registry
from zhifa_check.format.format import HEAD
from zhifa_check.forms.book import typed
from zhifa_check.forms.columns import Column, Sheet, sheets
from zhifa_check.forms.content import placed_rows
from zhifa_check.forms.marked import Fault, marked_copy
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.view import View
from zhifa_check.report.formats import Style
from zhifa_check.sheets.grid import Grid
from zhifa_check.source.document import Document, KeyPath, SourceError
from zhifa_check.source.files import SUFFIXES, read_limited, shown
from zhifa_check.source.loader import load

_HOW = (
    "共 {count} 处，红色的格子是问题所在：填错的照实改正；没有做到的补办以后再填，待认定的等市司法局认定，都不用改。"
    "改好后用 zhifa import 这个文件 --unit 单位 --update 写回去。"
)


def write_xlsx(view: View, out: IO[bytes], style: Style) -> None:
    """A view of one unit with its sheets; of several the list of faults alone."""
    told = [finding for unit in view.units for finding in unit.told if finding.status != "met"]
    grids: list[Grid] = []
    faults: list[Fault] = []
    outside: list[str] = []
    if len(view.units) == 1:
        # columns are the same whatever units there are
        nobody = Registry(Document("", {}, []), (), {}, {}, {})
        grids, cells = _laid_out(sheets(view.plan.vocabulary(nobody)), _documents(told))
    else:
        cells = _Cells()
    names = {unit.id: unit.name for unit in view.units}
    for finding in told:
        message = f"{STATUS_NAMES[finding.status]} {finding.id} {finding.message}"
        if (at := cells.of(finding)) is not None:
            faults.append(Fault(*at, message))
        else:
            unit = f"{names.get(finding.unit, '')}：" if len(view.units) > 1 else ""
            outside.append(f"{unit}{message}（{finding.file}:{finding.line}）")
    order = {grid.name: number for number, grid in enumerate(grids)}
    faults.sort(key=lambda one: (order[one.sheet], one.row or 0, -1 if one.column is None else one.column))
    out.write(marked_copy(grids, faults, outside, view.plan.year, _HOW))


def _documents(told: Sequence[Finding]) -> Iterator[Document]:
    """The files beside those that have faults, as they can be read."""
    folders = dict.fromkeys(os.path.dirname(one.file) for one in told if one.file.lower().endswith(SUFFIXES))
    for folder in folders:
        for path in sorted(Path(folder or ".").iterdir()):
            if path.suffix.lower() in SUFFIXES and path.is_file():
                try:
                    document = load(read_limited(path), shown(path))
                except (SourceError, OSError):
                    continue  # told in the list
                if isinstance(document.data, dict) and HEAD[0] in document.data:
                    yield document


@dataclass(slots=True)
class _Cells:
    """Where the records of the files stand in the sheets: by their paths, and by the places of what they say."""

    by_path: dict[tuple[str, KeyPath], tuple[str, int, int | None]] = field(default_factory=dict)
    by_place: dict[tuple[str, int, int], tuple[str, int, int | None]] = field(default_factory=dict)

    def of(self, finding: Finding) -> tuple[str, int, int | None] | None:
        """Sheet, row and column of a finding; no column for a whole record, None for what has no record."""
        for end in range(len(finding.key_path), 0, -1):
            if found := self.by_path.get((finding.file, finding.key_path[:end])):
                return found
        return self.by_place.get((finding.file, finding.line, finding.column))


def _laid_out(known: Sequence[Sheet], documents: Iterable[Document]) -> tuple[list[Grid], _Cells]:
    """A sheet for every section that something is said in, and where each record and key stands."""
    read = list(documents)
    grids, cells = [], _Cells()
    for sheet in known:
        grid = Grid(sheet.name)
        placed = [
            (one, path, row) for one in read if isinstance(one.data, dict) for path, row in placed_rows(sheet, one.data)
        ]
        if not placed:
            continue
        columns = {column: place for place, column in enumerate(sheet.columns)}
        for column, place in columns.items():
            grid.put(0, place, column.title)
        for number, (document, path, row) in enumerate(placed, start=1):
            for column, text in row.items():
                grid.put(number, columns[column], typed(column.kind, text))
            own = {column: place for column, place in columns.items() if not (column.owner and sheet.nested)}
            spots = [(path, None), *((_at(sheet, path, column), place) for column, place in own.items())]
            for inner, at in spots:
                cells.by_path.setdefault((document.file, inner), (sheet.name, number, at))
                if at is None or len(inner) > len(path):
                    cells.by_place.setdefault((document.file, *document.locate(inner)), (sheet.name, number, at))
        grids.append(grid)
    return grids, cells


def _at(sheet: Sheet, path: KeyPath, column: Column) -> KeyPath:
    """The path of what a column shows of the record at a path."""
    if sheet.grouped and len(path) > 2:
        inside = column.path[0] == sheet.grouped
        return (*path, *column.path[1:]) if inside else (*path[:2], *column.path)
    return (*path, *column.path)
