"""A sheet as it was read: values by row and column, and what its file says of the cells beside their values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

#: How a number is shown where that changes what it means; ``zeros`` is a code like ``000``.
Shown = Literal["percent", "month", "zeros"]
Range = tuple[tuple[int, int], tuple[int, int]]

#: No ledger of a unit is larger; a workbook may claim to be.
MAX_CELLS = 2_000_000


class LedgerError(Exception):
    """A file that cannot be read as a ledger at all: the message says why and what to do, in Chinese."""


@dataclass(slots=True)
class Marks:
    """What the raw file says of one sheet, at (row, column) from 0.

    ``faults``: cells whose value cannot be trusted, with the reason. ``shown``: how numbers are displayed, with the
    number of digits for ``zeros``. ``last``: the last row and column with content.
    """

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], tuple[Shown, int]] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    last: tuple[int, int] = (-1, -1)

    def reach(self, row: int, column: int) -> None:
        """Take note of a cell with content."""
        self.last = max(self.last[0], row), max(self.last[1], column)

    def check_size(self, name: str) -> None:
        """Raises LedgerError where a dense table of the sheet would be too large."""
        if (self.last[0] + 1) * (self.last[1] + 1) > MAX_CELLS:
            raise LedgerError(
                f"表“{name}”一直用到 {address(*self.last)}，超过 {MAX_CELLS} 格。"
                "多半是很远的地方误填了内容，请删去多余的行和列后另存"
            )


@dataclass(slots=True)
class Grid:
    """One sheet; ``values`` holds rows of cells from A1 on."""

    name: str
    values: list[list[object]]
    marks: Marks = field(default_factory=Marks)
    hidden: bool = False

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """Rows with their numbers from 0, blank ones left out; a cell with a fault is no blank."""
        faulty = {row for row, _ in self.marks.faults}
        for number, row in enumerate(self.values):
            if number in faulty or any(not blank(value) for value in row):
                yield number, row

    def value(self, row: int, column: int) -> object:
        """The value of a cell, ``""`` beyond the edge."""
        cells = self.values[row] if row < len(self.values) else []
        return cells[column] if column < len(cells) else ""


@dataclass(slots=True)
class Book:
    """All sheets of a file, and what is to be said of the file as a whole."""

    grids: list[Grid]
    notes: list[str] = field(default_factory=list)


def blank(value: object) -> bool:
    """Whether nothing is written in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def letters(column: int) -> str:
    """The name of a column, from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The name of a cell, both from 0: D7."""
    return f"{letters(column)}{row + 1}"


def shown_as(code: str) -> tuple[Shown, int] | None:
    """What a number format does to the meaning of its number."""
    plain = _without_literals(code.split(";")[0])
    if "%" in plain:
        return "percent", 0
    if len(plain) > 1 and set(plain) == {"0"}:
        return "zeros", len(plain)
    letters_used = set(plain.lower())
    if "y" in letters_used and "m" in letters_used and "d" not in letters_used:
        return "month", 0
    return None


def _without_literals(code: str) -> str:
    kept, quoted, skip, bracket = [], False, False, False
    for sign in code:
        if skip:
            skip = False
        elif sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "\\_*":
            skip = True
        elif sign in "[]":
            bracket = sign == "["
        elif not bracket:
            kept.append(sign)
    return "".join(kept)


ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


def error_value(text: str) -> str:
    """The fault of a cell that holds an error instead of a value."""
    return f"是错误值“{text}”，不是内容。请改正公式或直接填写内容"


UNCOMPUTED = "是公式，但文件里没有算好的结果。请用 WPS 或 Excel 打开、保存一次，或把公式改成填好的内容"
