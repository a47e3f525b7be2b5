"""A csv as office programs write it: its encoding, what stands between its cells, its rows."""

import csv
import io

from zhifa_check.sheets.grid import SHEET_ROWS, Grid, LedgerError

_DELIMITERS = ",\t;"
#: How many lines are tried to tell what stands between the cells.
_TRIED = 50


def text_table(content: bytes, name: str) -> Grid:
    """The rows of a csv. Raises LedgerError for what is no text, is too large, or has no end of a quotation."""
    text = _decode(content)
    tried = io.StringIO(text, newline="")
    lines = [line for _, line in zip(range(_TRIED), tried, strict=False)]
    delimiter = max(_DELIMITERS, key=lambda sign: (max((line.count(sign) for line in lines), default=0), sign == ","))
    grid = Grid(name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, cells in enumerate(reader):
            if row >= SHEET_ROWS:
                raise LedgerError(f"文件超过 {SHEET_ROWS} 行（空行也算），表格软件也放不下。请删去多余的行")
            for column, value in enumerate(cells):
                grid.put(row, column, value)
    except csv.Error as error:
        message = f"第 {reader.line_num} 行附近的引号没有成对，或一格里的字太多，分不清各格。"
        raise LedgerError(message + "请用 WPS 或 Excel 打开后另存") from error
    return grid


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise LedgerError("这不是表格文件，也不是文字文件。请选 WPS 或 Excel 的表格，或者 csv 文件")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LedgerError("文件里的文字读不出来（不是 UTF-8，也不是 GBK）。请用 WPS 或 Excel 打开后另存")
