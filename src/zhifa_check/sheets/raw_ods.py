"""What an ods says beside the values: formulas without results, merged cells, percentages, hidden rows and columns."""

from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from zhifa_check.sheets.grid import UNCOMPUTED, Marks

#: Attributes that merge, hide or repeat more than any sheet has are taken for this many.
_MOST = 1_048_576


def sheet_marks(archive: ZipFile) -> dict[str, Marks]:
    """The marks of every sheet by name. Raises KeyError, ValueError or ElementTree.ParseError."""
    sheets: dict[str, Marks] = {}
    marks = Marks()
    row = column = line = 0
    with archive.open("content.xml") as file:
        for event, node in ElementTree.iterparse(file, events=("start", "end")):
            name, ns = _name(node), {_local(key): value for key, value in node.attrib.items()}
            if event == "start":
                if name == "table":
                    marks = sheets[ns["name"]] = Marks()
                    row = line = 0
                elif name == "table-row":
                    column = 0
            elif name == "table-column":
                line = _repeat(ns, "columns", line, marks.hidden_columns)
            elif name == "table-row":
                row = _repeat(ns, "rows", row, marks.hidden_rows)
                node.clear()
            elif name in ("table-cell", "covered-table-cell"):
                column = _cell(node, ns, row, column, marks)
    return sheets


def _cell(node: Any, ns: dict[str, str], row: int, column: int, marks: Marks) -> int:
    repeated = min(int(ns.get("number-columns-repeated", 1)), _MOST)
    kind = ns.get("value-type")
    if "formula" in ns:
        marks.formulas.add((row, column))
        if kind is None:
            marks.faults[row, column] = UNCOMPUTED
    if kind is not None or "formula" in ns or any(_name(child) == "p" for child in node):
        marks.reach(row, column + repeated - 1)
        if kind == "percentage":
            marks.shown[row, column] = "percent", 0
    down, across = int(ns.get("number-rows-spanned", 1)), int(ns.get("number-columns-spanned", 1))
    if down > 1 or across > 1:
        marks.merged.append(((row, column), (row + down - 1, column + across - 1)))
    return column + repeated


def _repeat(ns: dict[str, str], what: str, at: int, hidden: set[int]) -> int:
    """Where the next row or column begins; those hidden are noted, but not the endless ones at the edge."""
    repeated = min(int(ns.get(f"number-{what}-repeated", 1)), _MOST)
    if ns.get("visibility") in ("collapse", "filter") and repeated < 1000:
        hidden |= set(range(at, at + repeated))
    return at + repeated


def _name(node: Any) -> str:
    return _local(str(node.tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
