"""A sheet as it was read: values by row and column, and what its file says of the cells beside their values."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from zhifa_check.words.told import ToldError
from zhifa_check.words.unseen import visible

#: How a number is shown where that changes what it means; ``zeros`` is a code like ``000``.
Shown = Literal["percent", "month", "zeros"]
Range = tuple[tuple[int, int], tuple[int, int]]

#: No ledger of a unit is larger; a file may claim to be.
MAX_CELLS = 1_000_000
MAX_ROWS = 50_000
#: No workbook of a unit has more sheets.
MAX_SHEETS = 200
#: The last row and column that a spreadsheet has, and so many signs in a cell: of more, enough is kept to be refused.
SHEET_ROWS, SHEET_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_768


#: What helps where another program reads what this one does not.
AGAIN = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"


class LedgerError(ToldError):
    """A file that cannot be read as a ledger at all."""


@dataclass(slots=True)
class Marks:
    """What the raw file says of one sheet, at (row, column) from 0.

    ``faults``: cells whose value cannot be trusted, with the reason. ``shown``: how numbers are displayed, with the
    number of digits for ``zeros``.
    """

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], tuple[Shown, int]] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)

    def check_size(self, name: str) -> None:
        """Raises LedgerError where more is to be said than anybody could mend."""
        if max(len(self.faults), len(self.merged)) > MAX_ROWS or len(self.formulas) > MAX_CELLS // 4:
            raise LedgerError(f"表“{name}”里的公式、错误值或合并的单元格太多，多半是文件损坏了。{AGAIN}")


@dataclass(slots=True)
class Grid:
    """One sheet; ``values`` holds the cells from column A on of every row in which something is written."""

    name: str
    values: dict[int, list[object]] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    hidden: bool = False
    _room: int = 0

    def put(self, row: int, column: int, value: object) -> None:
        """Write a cell. Raises LedgerError where the sheet becomes larger than any ledger is."""
        if unseen(value):
            return
        if row >= SHEET_ROWS or column >= SHEET_COLUMNS:
            raise LedgerError(
                f"表“{self.name}”里的 {xl_rowcol_to_cell(row, column)} 不是表格里能有的格，文件已损坏。{AGAIN}"
            )
        cells = self.values.get(row)
        if cells is None:
            if len(self.values) >= MAX_ROWS:
                raise LedgerError(f"表“{self.name}”超过 {MAX_ROWS} 行。请拆成几个文件分别导入")
            cells = self.values[row] = []
        if (more := column + 1 - len(cells)) > 0:
            self._room += more
            if self._room > MAX_CELLS:
                raise self._too_large(row, column)
            cells.extend([""] * more)
        cells[column] = value

    def check_reach(self) -> None:
        """Raises LedgerError where something stands so far away that it was written there by accident."""
        row, columns = max(self.values, default=0), max(map(len, self.values.values()), default=0)
        if (row + 1) * columns > SHEET_ROWS * 16:
            raise self._too_large(row, columns - 1)

    @property
    def size(self) -> int:
        """How much is kept of it, in cells."""
        marks = self.marks
        return self._room + len(marks.faults) + len(marks.shown) + len(marks.formulas) + len(marks.merged)

    def _too_large(self, row: int, column: int) -> LedgerError:
        return LedgerError(
            f"表“{self.name}”一直用到 {xl_rowcol_to_cell(row, column)}，超过 {MAX_CELLS} 格。"
            "多半是很远的地方误填了内容，请删去多余的行和列后另存"
        )

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """Rows with their numbers from 0, blank ones left out; a cell with a fault is no blank."""
        for number in sorted(self.values.keys() | {row for row, _ in self.marks.faults}):
            yield number, self.values.get(number, [])

    def value(self, row: int, column: int) -> object:
        """The value of a cell, ``""`` beyond the edge."""
        cells = self.values.get(row, [])
        return cells[column] if column < len(cells) else ""


@dataclass(slots=True)
class Book:
    """All sheets of a file, and what is to be said of the file as a whole."""

    grids: list[Grid]
    notes: list[str] = field(default_factory=list)


def check_all(grids: Sequence[Grid]) -> None:
    """Raises LedgerError where all sheets that were read so far are more than any workbook of a unit has."""
    if len(grids) > MAX_SHEETS or sum(grid.size for grid in grids) > 2 * MAX_CELLS:
        raise LedgerError(
            f"工作表超过 {MAX_SHEETS} 张，或者一共超过 {2 * MAX_CELLS} 格。请只留要导入的表，另存为新文件"
        )


def blank(value: object) -> bool:
    """Whether nothing is written in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def unseen(value: object) -> bool:
    """Whether nothing that can be seen is written in a cell."""
    return blank(value) or (isinstance(value, str) and not value.isascii() and not visible(value).strip())


def shown_as(code: str) -> tuple[Shown, int] | None:
    """What a number format does to the meaning of its number."""
    plain = _LITERALS.sub("", code.split(";")[0])
    if "%" in plain:
        return "percent", 0
    if len(plain) > 1 and set(plain) == {"0"}:
        return "zeros", len(plain)
    letters_used = set(plain.lower())
    if "y" in letters_used and "m" in letters_used and "d" not in letters_used:
        return "month", 0
    return None


def is_date(code: str) -> bool:
    """Whether a number format shows a day or a time."""
    section = code.split(";")[0]
    elapsed = re.search(r"\[(?:h+|m+|s+)\]", section, re.IGNORECASE)
    plain = _LITERALS.sub("", section).lower()
    return bool(elapsed) or bool(set(plain) & set("ymdhs"))


def number(text: str) -> float:
    """A number as a file writes it. Raises ValueError."""
    found = float(text)
    if not math.isfinite(found) or "_" in text:
        raise ValueError(f"no number: {text[:20]}")
    return found


def moment(serial: float, *, from_1904: bool, elapsed: bool = False) -> object:
    """The day and time that a number with the format of a date is; the number itself where it can be none."""
    if elapsed and abs(serial) < 2_958_466:
        return timedelta(seconds=round(serial * 86400))
    if 0 < serial < 1:
        seconds = int(serial * 86400)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if not 1 <= serial < 2_958_466:
        return serial
    day = (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=int(serial))
    rest = timedelta(milliseconds=round(serial % 1 * 86_400_000))
    return datetime.combine(day, time()) + rest if rest else day


#: What of a number format is text, room or a condition, and no sign of a number.
_LITERALS = re.compile(r'"[^"]*"?|[\\_*].?|\[[^\]]*\]?|\]', re.DOTALL)

ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


def error_value(text: str) -> str:
    """The fault of a cell that holds an error instead of a value."""
    return f"是错误值“{text}”，不是内容。请改正公式或直接填写内容"


UNCOMPUTED = "是公式，但文件里没有算好的结果。请用 WPS 或 Excel 打开、保存一次，或把公式改成填好的内容"
