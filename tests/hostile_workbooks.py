"""Damaged and malicious files of all four formats, each made from a number alone."""

import datetime
import io
import random
import re
import zipfile
from collections.abc import Callable

import xlsxwriter

from old_workbook import workbook

ROWS = [
    ["编号", "姓名", "类别", "集中学习学时"],
    ["A01", "甲一", "执法人员", 4.5],
    ["A02", "乙二", "辅助人员", None],
]
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
}
#: What an attacker, or a broken disk, writes in the place of a number or a word.
_ODD = (
    b"0",
    b"-1",
    b"4294967295",
    b"1048577",
    b"99999999999999999999",
    b"1e308",
    b"nan",
    b"",
    b"\xef\xbc\x91",
    b"A1:XFD1048576",
)
_ODD += (b"&#0;", b"&x;", b"<a>", b"]]>", b"2023-13-45", b"PT999999999999H", b"true", b"ZZZ9999999", b"1_0", b"\xff")


def xlsx() -> bytes:
    """Texts, numbers, dates, a formula, an error, a merged range, hidden rows, columns and sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("人员")
    for number, row in enumerate(ROWS):
        page.write_row(number, 0, row)
    page.write_datetime(4, 4, datetime.date(2023, 5, 4))
    page.write_formula(5, 3, "=1+1", None, 2)
    page.write_rich_string(5, 1, "甲", book.add_format({"bold": True}), "乙")
    page.write_boolean(5, 4, True)
    page.merge_range("A8:B9", "合")
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(3, 3, None, book.add_format({"num_format": "0%"}), {"hidden": True})
    book.add_worksheet("藏").hide()
    book.close()
    return out.getvalue()


def ods() -> bytes:
    """The same as an ods."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
    rows = "".join(f"<table:table-row>{''.join(_ods_cell(value) for value in row)}</table:table-row>" for row in ROWS)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>'
        '<number:date-style style:name="N1"><number:year/><number:month/></number:date-style>'
        '<style:style style:name="ce1" style:data-style-name="N1"/></office:automatic-styles><office:body>'
        '<office:spreadsheet><table:table table:name="人员"><table:table-column table:number-columns-repeated="4" '
        f'table:default-cell-style-name="ce1"/>{rows}<table:table-row table:number-rows-repeated="3" '
        'table:visibility="collapse"><table:table-cell office:value-type="date" office:date-value="2023-05-04" '
        'table:number-columns-spanned="2" table:number-rows-spanned="1"/><table:covered-table-cell/>'
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S" table:formula="of:=1"/>'
        '<table:table-cell table:number-columns-repeated="1000"/></table:table-row><table:table-row '
        'table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f'<text:p>{value}<text:s text:c="2"/></text:p>' if value else ""
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def xls() -> bytes:
    """The same as an xls, as far as the tests' own writer goes."""
    cells = [list(row) for row in ROWS] + [[(42,), 3.5, None, None]]
    return workbook("人员", cells, hidden_rows=[2], merged=[(1, 2, 2, 2)])


def csv() -> bytes:
    """The same as a csv."""
    return "\r\n".join(",".join(str(value or "") for value in row) for row in ROWS).encode("gb18030")


MAKERS: dict[str, Callable[[], bytes]] = {"xlsx": xlsx, "ods": ods, "xls": xls, "csv": csv}


def hostile(seed: int) -> tuple[str, bytes]:
    """The format and the bytes of a file: the same for the same seed."""
    dice = random.Random(seed)
    kind = dice.choice(sorted(MAKERS))
    content = MAKERS[kind]()
    if kind in ("xlsx", "ods") and dice.random() < 0.85:
        return kind, _inside(content, dice)
    if kind == "xls" and dice.random() < 0.5:
        return kind, _records(content, dice)
    return kind, _bytes(content, dice)


def _inside(content: bytes, dice: random.Random) -> bytes:
    """One or several parts of a zip changed, and the zip whole again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        names = book.namelist()
        chosen = set(dice.sample([name for name in names if "theme" not in name], dice.randint(1, 2)))
        if dice.random() < 0.7:
            chosen.add(next(name for name in names if name.endswith(("sheet1.xml", "content.xml"))))
        for name in names:
            part = book.read(name)
            if name in chosen:
                if dice.random() < 0.05:
                    continue
                part = _xml(part, dice)
            archive.writestr(name, part)
    return out.getvalue()


def _xml(part: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        values = [found.span(1) for found in re.finditer(rb'"([^"<>]*)"', part)]
        tags = [found.span() for found in re.finditer(rb"<[^<>]*>", part)]
        what = dice.randrange(6)
        if what <= 2 and values:
            start, end = dice.choice(values)
            part = part[:start] + dice.choice(_ODD) + part[end:]
        elif what == 3 and tags:
            start, end = dice.choice(tags)
            part = part[:start] + part[start:end] * dice.choice((0, 2, 50, 20_000)) + part[end:]
        elif what == 4 and len(tags) > 1:
            start, end = sorted(dice.sample([at for at, _ in tags], 2))
            part = part[:end] + part[start:end] * dice.choice((1, 30)) + part[end:]
        else:
            part = _bytes(part, dice)
    return part


def _records(content: bytes, dice: random.Random) -> bytes:
    """Numbers of two and four bytes inside the stream of an xls changed."""
    found = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(512, len(found) - 4)
        value = dice.choice((0, 1, 255, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, dice.randrange(1 << 32)))
        found[at : at + 4] = value.to_bytes(4, "little")
    return bytes(found)


def _bytes(content: bytes, dice: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(found) + 1)
        length = dice.choice((1, 1, 2, 8, 200))
        what = dice.randrange(4)
        if what == 0:
            found[at : at + 1] = dice.randbytes(1)
        elif what == 1:
            del found[at : at + length]
        elif what == 2:
            found[at:at] = found[at : at + length] * dice.choice((1, 3, 500))
        else:
            found[at:at] = dice.choice((b"\0", b'"', b",", b"\n", b"\xff\xff\xff\xff", dice.randbytes(length)))
    return bytes(found)
