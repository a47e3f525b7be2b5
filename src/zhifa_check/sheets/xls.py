"""An xls (or et) to grids; that a value was computed is read from the records, since the library does not tell."""

import io
import struct
from collections.abc import Iterator
from typing import Any

from zhifa_check.sheets.compound import workbook_stream
from zhifa_check.sheets.formats import BUILT_IN, Format, format_of
from zhifa_check.sheets.grid import (
    AGAIN,
    MAX_CELLS,
    SHEET_ROWS,
    Grid,
    LedgerError,
    check_all,
    error_value,
    moment,
    number,
)

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET, _REACH, _FORMULA, _START, _END = 0x0085, 0x0200, 0x0006, 0x0809, 0x000A
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class _Silent(io.TextIOBase):
    """Where the library may write its warnings."""

    def write(self, text: str) -> int:
        return len(text)


def read_xls(content: bytes) -> tuple[list[Grid], bool]:
    """Every worksheet, and whether dates count from 1904.

    Raises LedgerError for a file that is no workbook or too large, ValueError for one that is not whole.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=workbook_stream(content),
            logfile=_Silent(),
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
        )
        names = book.sheet_names()
        formulas = _formulas(book.mem, book.base)
        # of the formats that every program knows by number the library gives no text
        codes = BUILT_IN | {key: found.format_str for key, found in book.format_map.items() if found.format_str}
        looks = {key: format_of(code[:1000]) for key, code in codes.items()}
        formats = [looks.get(xf.format_key, Format()) for xf in book.xf_list]
        grids: list[Grid] = []
        for index, name in enumerate(names):
            sheet = book.sheet_by_index(index)
            grid = Grid(name, hidden=sheet.visibility != 0)
            _fill(grid, sheet, formats, from_1904=book.datemode == 1)
            grid.marks.formulas |= formulas[index] if index < len(formulas) else set()
            grid.marks.check_size(name)
            grids.append(grid)
            check_all(grids)
            book.unload_sheet(index)
    except LedgerError:
        raise
    except Exception as error:  # of a file that is not whole the library raises whatever comes first
        raise _refused(content, str(error)) from error
    return grids, book.datemode == 1


def _refused(content: bytes, why: str) -> Exception:
    if "encrypted" in why.lower() or "EncryptedPackage".encode("utf-16-le") in content:
        return LedgerError("文件加了密码，读不出来。请用 WPS 或 Excel 打开，去掉密码后另存")
    if "WordDocument".encode("utf-16-le") in content or "PowerPoint Document".encode("utf-16-le") in content:
        return LedgerError("这不是表格文件（是 Word 文档或别的旧格式）。请选 WPS 或 Excel 的表格")
    if "BIFF version" in why:
        return LedgerError(f"这是很老的表格格式，本工具不读。{AGAIN}")
    return ValueError(why)


def _fill(grid: Grid, sheet: Any, formats: list[Format], *, from_1904: bool) -> None:
    marks = grid.marks
    cells = 0
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        cells += len(kinds)
        if cells > 4 * MAX_CELLS:
            raise LedgerError(f"表“{grid.name}”超过 {MAX_CELLS} 格。请拆成几个文件分别导入")
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            at = row, column
            if kind == 1:
                grid.put(*at, value)
            elif kind in (2, 3):
                style = sheet.cell_xf_index(row, column)
                form = formats[style] if style < len(formats) else Format()
                value = number(repr(value))
                grid.put(*at, moment(value, from_1904=from_1904, elapsed=form.elapsed) if form.date else value)
                if form.shown:
                    marks.shown[at] = form.shown
            elif kind == 4:
                grid.put(*at, bool(value))
            elif kind == 5:
                marks.faults[at] = error_value(_ERRORS.get(value, "#N/A"))
    marks.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    marks.hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    marks.merged = [((top, left), (end - 1, right - 1)) for top, end, left, right in sheet.merged_cells]


def _formulas(stream: bytes, base: int) -> list[set[tuple[int, int]]]:
    """The cells of each worksheet that hold formulas. Raises ValueError and struct.error."""
    starts = [
        base + struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, base)
        if kind == _SHEET and len(body) > 6 and body[5] == 0
    ]
    if len(set(starts)) < len(starts):
        raise ValueError("two sheets that are one part")
    found = []
    for start in starts:
        cells = set()
        for kind, body in _records(stream, start):
            if kind == _FORMULA:
                cells.add(struct.unpack_from("<HH", body))
            elif kind == _REACH and struct.unpack_from("<II", body)[1] > SHEET_ROWS:
                raise ValueError("a sheet that reaches further than any can")
        found.append(cells)
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from a place to the end of its part of the stream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _START) - (kind == _END)
        if depth == 0:
            return
        at += 4 + length
