"""A file of a spreadsheet program to grids: what it is is told by its content, never by its name."""

import io
import struct
import warnings
import zlib
from lzma import LZMAError
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from zhifa_check.sheets import raw_ods, raw_xls, raw_xlsx
from zhifa_check.sheets.grid import Book, Grid, LedgerError, Marks
from zhifa_check.sheets.text_table import text_table
from zhifa_check.source.files import read_limited
from zhifa_check.source.limits import MAX_BYTES

#: What a workbook may unpack to.
MAX_UNPACKED = 256 * 1024 * 1024
#: What the standard library raises for a zip or an XML that is not whole.
_BROKEN = (
    BadZipFile,
    zlib.error,
    LZMAError,
    LookupError,
    ValueError,
    StopIteration,
    ParseError,
    EOFError,
    OSError,
    struct.error,
)
_AGAIN = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
_1904 = "文件用的是 1904 日期系统（苹果电脑上常见），日期已按它换算，请核对一两个"


def read_book(path: Path) -> Book:
    """All sheets of a ledger. Raises LedgerError, and OSError where the file cannot be read."""
    content = read_limited(path)
    if len(content) > MAX_BYTES:
        raise LedgerError("文件超过 16 MiB 的上限，多半带有图片或大片空白格式。请只留要导入的表后另存")
    if not content:
        raise LedgerError("文件是空的（0 字节）。请检查是否保存成功")
    if content.startswith(b"PK"):
        return _from_zip(content)
    if content.startswith(raw_xls.MAGIC):
        return _from_compound(content)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise LedgerError(f"文件的名字像表格，内容是网页（常见于从系统里导出的“xls”）。{_AGAIN}")
    if start.startswith((b"%pdf", b"{\\rtf")):
        raise LedgerError("这不是表格文件。请选 WPS 或 Excel 的表格，或者 csv 文件")
    return Book([Grid(path.stem, text_table(content))])


def _from_zip(content: bytes) -> Book:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            _check_unpacked(archive)
            if "xl/workbook.xml" in names:
                marks, from_1904 = raw_xlsx.sheet_marks(archive)
            elif "content.xml" in names and b"spreadsheet" in archive.read("mimetype"):
                if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise LedgerError("文件加了密码，读不出来。请用 WPS 或 Excel 打开，去掉密码后另存")
                marks, from_1904 = raw_ods.sheet_marks(archive), False
            elif "xl/workbook.bin" in names:
                raise LedgerError(f"这是二进制工作簿（xlsb），本工具不读。{_AGAIN}")
            else:
                raise LedgerError("这不是表格文件（是 Word 文档、演示文稿或压缩包）。请选 WPS 或 Excel 的表格")
    except _BROKEN as error:
        raise _broken() from error
    except (RuntimeError, NotImplementedError) as error:  # an encrypted entry; a packing that nobody knows
        raise LedgerError("文件加了密码或用了少见的压缩方法，读不出来。请去掉密码后另存") from error
    return _values(content, marks, from_1904)


def _check_unpacked(archive: ZipFile) -> None:
    """The sizes in the list of contents may lie: what is unpacked is counted."""
    total = 0
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels", "mimetype")):
            continue
        with archive.open(entry) as file:
            while part := file.read(1 << 20):
                total += len(part)
                if total > MAX_UNPACKED:
                    raise LedgerError("文件解开后大得不正常，本工具不读。请只留要导入的表，另存为新文件")


def _from_compound(content: bytes) -> Book:
    try:
        found = raw_xls.streams(content)
        if "EncryptedPackage" in found:
            raise LedgerError("文件加了密码，读不出来。请用 WPS 或 Excel 打开，去掉密码后另存")
        stream = found.get("Workbook", found.get("Book"))
        if stream is None:
            raise LedgerError("这不是表格文件（是 Word 文档或别的旧格式）。请选 WPS 或 Excel 的表格")
        marks, from_1904 = raw_xls.sheet_marks(stream)
    except (ValueError, IndexError, struct.error) as error:
        raise _broken() from error
    return _values(content, marks, from_1904)


def _values(content: bytes, marks: dict[str, Marks], from_1904: bool) -> Book:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    for name, mark in marks.items():
        mark.check_size(name)
    grids = []
    try:
        with warnings.catch_warnings(action="ignore"), CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                page = book.get_sheet_by_name(sheet.name)
                mark = marks.get(sheet.name, Marks())
                mark.merged += page.merged_cell_ranges or []
                hidden = sheet.visible != SheetVisibleEnum.Visible
                grids.append(
                    Grid(sheet.name, [list(row) for row in page.to_python(skip_empty_area=False)], mark, hidden)
                )
    except PasswordError as error:
        raise LedgerError("文件加了密码，读不出来。请用 WPS 或 Excel 打开，去掉密码后另存") from error
    except (CalamineError, ValueError, OSError) as error:
        raise _broken() from error
    except BaseException as error:
        # a panic of the reader is no Exception, so that nobody catches it by chance
        if type(error).__name__ != "PanicException":
            raise
        raise _broken() from error
    return Book(grids, [_1904] if from_1904 else [])


def _broken() -> LedgerError:
    return LedgerError(f"文件打不开，可能没有下载完整或已损坏。{_AGAIN}")
