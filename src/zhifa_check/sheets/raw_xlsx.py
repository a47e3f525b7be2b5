"""What an xlsx says beside the values: formulas without results, errors, number formats, hidden rows and columns."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree
from zipfile import ZipFile

from zhifa_check.sheets.grid import UNCOMPUTED, Marks, Shown, error_value, shown_as

#: Built-in formats that say a percentage or a month.
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy", 27: 'yyyy"年"m"月"', 36: 'yyyy"年"m"月"', 52: 'yyyy"年"m"月"'}
_BUILT_IN |= {50: 'yyyy"年"m"月"', 54: 'yyyy"年"m"月"', 55: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"'}
_MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def sheet_marks(archive: ZipFile) -> tuple[dict[str, Marks], bool]:
    """The marks of every worksheet by name, and whether dates count from 1904.

    Raises KeyError, ValueError or ElementTree.ParseError for a workbook that is not whole.
    """
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    settings: dict[str, Any] = {name: node.attrib for node in workbook for name in [_name(node)]}
    from_1904 = settings.get("workbookPr", {}).get("date1904") in ("1", "true")
    never_computed = settings.get("calcPr", {}).get("fullCalcOnLoad") in ("1", "true")
    targets = {
        node.attrib["Id"]: node.attrib["Target"]
        for node in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    formats = _formats(archive)
    marks = {}
    for sheet in (node for group in workbook if _name(group) == "sheets" for node in group):
        relation = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
        target = targets[relation]
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if "worksheets" in path and path in archive.namelist():
            with archive.open(path) as file:
                marks[sheet.attrib["name"]] = _scan(file, formats, never_computed)
    return marks, from_1904


def _formats(archive: ZipFile) -> list[tuple[Shown, int] | None]:
    """For each cell style what its number format does to the meaning."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    codes, styles = dict(_BUILT_IN), []
    for group in ElementTree.fromstring(archive.read("xl/styles.xml")):
        if _name(group) == "numFmts":
            codes |= {int(node.attrib["numFmtId"]): node.attrib.get("formatCode", "") for node in group}
        elif _name(group) == "cellXfs":
            styles = [int(node.attrib.get("numFmtId", 0)) for node in group]
    return [shown_as(codes.get(number, "")) for number in styles]


def _scan(file: IO[bytes], formats: list[tuple[Shown, int] | None], never_computed: bool) -> Marks:
    marks = Marks()
    row, column = -1, -1
    for event, node in _events(file):
        name = _name(node)
        if event == "start":
            if name == "row":
                row, column = int(node.attrib.get("r", row + 2)) - 1, -1
                if node.attrib.get("hidden") in ("1", "true"):
                    marks.hidden_rows.add(row)
            elif name == "col" and node.attrib.get("hidden") in ("1", "true"):
                marks.hidden_columns |= set(
                    range(int(node.attrib["min"]) - 1, min(int(node.attrib["max"]), _MOST_COLUMNS))
                )
        elif name == "c":
            if found := _REFERENCE.fullmatch(node.attrib.get("r", "")):
                column = _column(found[1])
            else:
                column += 1
            _cell(node, (row, column), marks, formats, never_computed)
            node.clear()
        elif name == "row":
            node.clear()
    return marks


def _cell(
    node: Any, at: tuple[int, int], marks: Marks, formats: list[tuple[Shown, int] | None], never_computed: bool
) -> None:
    parts = {_name(child): child for child in node}
    kind = node.attrib.get("t", "n")
    value = parts["v"].text if "v" in parts else None
    if "f" in parts:
        marks.formulas.add(at)
        if never_computed or (value is None and kind != "str"):
            marks.faults[at] = UNCOMPUTED
    if kind == "e":
        marks.faults.setdefault(at, error_value(value or "#N/A"))
    if value is not None or "is" in parts or "f" in parts:
        marks.reach(*at)
    style = int(node.attrib.get("s", 0))
    if kind == "n" and value is not None and style < len(formats) and (shown := formats[style]):
        marks.shown[at] = shown


def _events(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    yield from ElementTree.iterparse(file, events=("start", "end"))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
