"""A file of a spreadsheet program to grids: what it is is told by its content, never by its name.

Nothing here runs code that takes memory by a file's word: xlsx and ods are read event by event into rows that hold what
is written and no more, and their number is limited.
"""

import csv
import io
import struct
import zlib
from lzma import LZMAError
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from zhifa_check.sheets.grid import AGAIN, SHEET_ROWS, Book, Grid, LedgerError
from zhifa_check.sheets.ods import read_ods
from zhifa_check.sheets.xls import MAGIC, read_xls
from zhifa_check.sheets.xlsx import read_xlsx
from zhifa_check.sheets.xml_events import TOO_LARGE
from zhifa_check.source.files import read_limited
from zhifa_check.source.limits import MAX_BYTES

#: What a workbook may unpack to.
MAX_UNPACKED = 128 * 1024 * 1024
#: What the standard library raises for a zip or an XML that is not whole.
_BROKEN = (BadZipFile, zlib.error, LZMAError, LookupError, ValueError, ExpatError, EOFError, OSError, struct.error)
_PASSWORD = "文件加了密码，读不出来。请用 WPS 或 Excel 打开，去掉密码后另存"
_1904 = "文件用的是 1904 日期系统（苹果电脑上常见），日期已按它换算，请核对一两个"


def read_book(path: Path) -> Book:
    """All sheets of a ledger. Raises LedgerError, and OSError where the file cannot be read."""
    content = read_limited(path)
    if len(content) > MAX_BYTES:
        raise LedgerError("文件超过 16 MiB 的上限，多半带有图片或大片空白格式。请只留要导入的表后另存")
    if not content:
        raise LedgerError("文件是空的（0 字节）。请检查是否保存成功")
    try:
        grids, from_1904 = _grids(content, path.stem)
    except _BROKEN as error:
        raise LedgerError(f"文件打不开，可能没有下载完整或已损坏。{AGAIN}") from error
    except (RuntimeError, NotImplementedError) as error:  # an encrypted entry; a packing that nobody knows
        raise LedgerError("文件加了密码或用了少见的压缩方法，读不出来。请去掉密码后另存") from error
    for grid in grids:
        grid.check_reach()
    return Book(grids, [_1904] if from_1904 else [])


def _grids(content: bytes, name: str) -> tuple[list[Grid], bool]:
    """Every sheet, and whether dates count from 1904."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return _zipped(archive)
    if content.startswith(MAGIC):
        return read_xls(content)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise LedgerError(f"文件的名字像表格，内容是网页（常见于从系统里导出的“xls”）。{AGAIN}")
    if start.startswith((b"%pdf", b"{\\rtf")):
        raise LedgerError("这不是表格文件。请选 WPS 或 Excel 的表格，或者 csv 文件")
    return [text_table(content, name)], False


def _zipped(archive: ZipFile) -> tuple[list[Grid], bool]:
    _check_unpacked(archive)
    # some programs write the names of Windows' paths, or in other cases, and Excel reads them
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return read_xlsx(archive, names)
    if "content.xml" in names and b"spreadsheet" in _head(archive, names["mimetype"]):
        if b"encryption-data" in _head(archive, names["meta-inf/manifest.xml"]):
            raise LedgerError(_PASSWORD)
        return read_ods(archive, names["content.xml"]), False
    if "xl/workbook.bin" in names:
        raise LedgerError(f"这是二进制工作簿（xlsb），本工具不读。{AGAIN}")
    raise LedgerError("这不是表格文件（是 Word 文档、演示文稿或压缩包）。请选 WPS 或 Excel 的表格")


def _head(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(1 << 20)


def _check_unpacked(archive: ZipFile) -> None:
    """The sizes in the list of contents may lie: what is unpacked is counted."""
    total = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", "mimetype")):
            continue
        with archive.open(entry) as file:
            while part := file.read(1 << 20):
                total += len(part)
                if total > MAX_UNPACKED:
                    raise LedgerError(TOO_LARGE)


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
