"""A csv as office programs write it: its encoding, what stands between its cells, its rows."""

import csv
import io

from zhifa_check.sheets.grid import MAX_CELLS, LedgerError

_DELIMITERS = ",\t;"
#: How many lines are tried to tell what stands between the cells.
_TRIED = 50


def text_table(content: bytes) -> list[list[object]]:
    """The rows of a csv. Raises LedgerError for what is no text, or has no end of a quotation."""
    text = _decode(content)
    lines = text.splitlines(keepends=True)[:_TRIED]
    delimiter = max(_DELIMITERS, key=lambda sign: (max((line.count(sign) for line in lines), default=0), sign == ","))
    rows: list[list[object]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MAX_CELLS:
                raise LedgerError(f"文件超过 {MAX_CELLS} 格。请拆成几个文件分别导入")
            rows.append(list(row))
    except csv.Error as error:
        message = f"第 {reader.line_num} 行附近的引号没有成对，或一格里的字太多，分不清各格。"
        raise LedgerError(message + "请用 WPS 或 Excel 打开后另存") from error
    return rows


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
