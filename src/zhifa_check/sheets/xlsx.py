"""An xlsx to grids: values, and formulas without results, errors, number formats, hidden rows and columns."""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from zipfile import ZipFile

from xlsxwriter.utility import xl_cell_to_rowcol

from zhifa_check.sheets.formats import Format, cell_formats
from zhifa_check.sheets.grid import (
    LONGEST_TEXT,
    SHEET_COLUMNS,
    UNCOMPUTED,
    Grid,
    check_all,
    error_value,
    moment,
    number,
)
from zhifa_check.sheets.xml_events import events

_REFERENCE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_TRUE = ("1", "true")


class _Workbook(NamedTuple):
    """What all sheets share."""

    texts: list[str]
    formats: list[Format]
    from_1904: bool
    never_computed: bool


def read_xlsx(archive: ZipFile, names: dict[str, str]) -> tuple[list[Grid], bool]:
    """Every worksheet, and whether dates count from 1904. ``names`` are those of the archive, spelt as usual.

    Raises LedgerError; LookupError, ValueError or ExpatError for a workbook that is not whole.
    """
    from_1904 = never_computed = False
    listed: list[dict[str, str]] = []
    with archive.open(names["xl/workbook.xml"]) as file:
        for name, found in events(file):
            if isinstance(found, dict):
                if name == "workbookPr":
                    from_1904 = found.get("date1904") in _TRUE
                elif name == "calcPr":
                    never_computed = found.get("fullCalcOnLoad") in _TRUE
                elif name == "sheet" and "name" in found:
                    listed.append(found)
    targets: dict[str, str] = {}
    with archive.open(names["xl/_rels/workbook.xml.rels"]) as file:
        for name, found in events(file):
            if name == "Relationship" and isinstance(found, dict) and found["Type"].endswith("/worksheet"):
                targets[found["Id"]] = found["Target"].replace("\\", "/")
    shared = _Workbook(_texts(archive, names), cell_formats(archive, names), from_1904, never_computed)
    grids: list[Grid] = []
    seen: set[str] = set()
    for sheet in listed:
        if target := targets.get(sheet["id"]):
            path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            grid = Grid(sheet["name"], hidden=sheet.get("state", "visible") != "visible")
            if path in seen:
                raise ValueError("two sheets that are one part")
            seen.add(path)
            _read(archive, names[path.lower()], grid, shared)
            grids.append(grid)
            check_all(grids)
    return grids, from_1904


def _texts(archive: ZipFile, names: dict[str, str]) -> list[str]:
    """The texts that cells refer to by number, without their phonetic readings."""
    texts: list[str] = []
    if "xl/sharedstrings.xml" not in names:
        return texts
    parts: list[str] = []
    within = phonetic = 0
    with archive.open(names["xl/sharedstrings.xml"]) as file:
        for name, found in events(file):
            if name == "si":
                if found is None:
                    texts.append("".join(parts)[:LONGEST_TEXT])
                parts.clear()
            elif name == "rPh":
                phonetic += 1 if found is not None else -1
            elif name == "t":
                within += 1 if found is not None else -1
            elif isinstance(found, str) and within and not phonetic:
                parts.append(found)
    return texts


def _read(archive: ZipFile, name: str, grid: Grid, shared: _Workbook) -> None:
    marks = grid.marks
    row = column = -1
    last_hidden = 0
    cell: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    inside: list[str] | None = None
    phonetic = 0
    with archive.open(name) as file:
        for name, found in events(file):
            if not name:
                if inside is not None and not phonetic and isinstance(found, str):
                    inside.append(found)
            elif name == "c":
                if isinstance(found, dict):
                    cell, parts = found, {}
                    if _REFERENCE.fullmatch(cell.get("r", "")):
                        row, column = xl_cell_to_rowcol(cell["r"])
                    else:
                        column += 1
                else:
                    _cell(grid, (row, column), cell, {key: "".join(text) for key, text in parts.items()}, shared)
                    parts = {}
            elif name in ("v", "t", "f"):
                inside = parts.setdefault(name, []) if found is not None else None
            elif name == "rPh":
                phonetic += 1 if found is not None else -1
            elif not isinstance(found, dict):
                continue
            elif name == "row":
                row, column = int(found.get("r", row + 2)) - 1, -1
                if found.get("hidden") in _TRUE:
                    marks.hidden_rows.add(row)
            elif name == "col" and found.get("hidden") in _TRUE:
                first, last = int(found["min"]) - 1, min(int(found["max"]), SHEET_COLUMNS)
                marks.hidden_columns.update(range(max(first, last_hidden), last))
                last_hidden = max(last, last_hidden)
            elif name == "mergeCell":
                first_cell, _, last_cell = found["ref"].partition(":")
                marks.merged.append((_at(first_cell), _at(last_cell or first_cell)))
                marks.check_size(grid.name)


def _cell(grid: Grid, at: tuple[int, int], cell: dict[str, str], parts: dict[str, str], shared: _Workbook) -> None:
    marks = grid.marks
    kind, text = cell.get("t", "n"), parts.get("v")
    if "f" in parts:
        marks.formulas.add(at)
        marks.check_size(grid.name)
        if shared.never_computed or (text is None and kind != "str"):
            marks.faults[at] = UNCOMPUTED
    if kind == "e":
        marks.faults.setdefault(at, error_value(text or "#N/A"))
    elif kind == "inlineStr":
        grid.put(*at, parts.get("t", "")[:LONGEST_TEXT])
    elif text is None or (not text.strip() and kind != "str"):
        return
    elif kind == "s":
        if (which := int(text)) < 0:
            raise ValueError("no such text")
        grid.put(*at, shared.texts[which])
    elif kind == "b":
        grid.put(*at, text.strip() in _TRUE)
    elif kind == "n":
        style = int(cell.get("s", 0))
        form = shared.formats[style] if 0 <= style < len(shared.formats) else Format()
        value = number(text)
        grid.put(*at, moment(value, from_1904=shared.from_1904, elapsed=form.elapsed) if form.date else value)
        if form.shown:
            marks.shown[at] = form.shown
    elif kind == "d":
        grid.put(*at, datetime.fromisoformat(text.strip()).replace(tzinfo=None))
    else:
        grid.put(*at, text[:LONGEST_TEXT])


def _at(name: str) -> tuple[int, int]:
    if not _REFERENCE.fullmatch(plain := name.replace("$", "")):
        raise ValueError(f"no cell: {name[:20]}")
    row, column = xl_cell_to_rowcol(plain)
    return row, column
