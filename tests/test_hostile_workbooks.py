"""No file makes the reader end, hang or take all memory: it is read, or refused in Chinese."""

import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import some
from hostile_workbooks import MAKERS, Importer, hostile, ods, xls, xlsx
from zhifa_check.sheets.reading import read_book


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_what_is_damaged_was_whole(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"名册.{kind}"
    path.write_bytes(MAKERS[kind]())
    page = read_book(path).grids[0]
    assert [str(value).strip() for value in page.values[0][:3]] == ["编号", "姓名", "类别"]
    assert str(page.values[1][3]) == "4.5"
    assert Importer(tmp_path).outcome(path) == "imported"


@pytest.mark.parametrize("first", some(range(0, 120, 30), [0]))
def test_a_slice_of_the_damaged(first: int, tmp_path: Path) -> None:
    importer = Importer(tmp_path)
    for seed in range(first, first + 30):
        kind, content = hostile(seed)
        path = tmp_path / f"x.{kind}"
        path.write_bytes(content)
        importer.outcome(path)


def _sheet(name: str, content: bytes, base: Callable[[], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base())) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other in book.namelist():
            archive.writestr(other, content if other == name else book.read(other))
    return out.getvalue()


def _xlsx_sheet(inner: str) -> bytes:
    text = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inner}</worksheet>'
    return _sheet("xl/worksheets/sheet1.xml", text.encode(), xlsx)


def _ods_rows(rows: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(ods())) as book:
        text = book.read("content.xml").decode()
    return _sheet("content.xml", text.replace("<table:table-row>", f"{rows}<table:table-row>", 1).encode(), ods)


def _circle() -> bytes:
    """An xls whose stream is said to be a small one, in a table of sectors that are all followed by the first."""
    content = bytearray(xls())
    struct.pack_into("<II", content, 56, 0x7FFFFFFF, len(content) // 512 - 2)
    return bytes(content)


def _sheets(count: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsx())) as book:
        text = book.read("xl/workbook.xml")
    one = re.search(rb"<sheet [^>]*>", text)
    assert one
    return _sheet("xl/workbook.xml", text.replace(one[0], one[0] * count), xlsx)


_A = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
_BLANKS = (
    '<table:table-row table:number-rows-repeated="50000"><table:table-cell table:number-columns-spanned="2"/>'
    '<table:table-cell table:number-columns-repeated="16000" table:style-name="ce1" office:value-type="string">'
    "<text:p>&#8203;</text:p></table:table-cell></table:table-row>"
)
HUGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a far cell": (
        lambda: _xlsx_sheet('<sheetData><row r="9"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "XFD",
    ),
    "a cell beyond": (lambda: _xlsx_sheet('<sheetData><row r="9"><c r="XFE1"><v>1</v></c></row></sheetData>'), "XFE1"),
    "four million cells": (lambda: _xlsx_sheet("<sheetData>" + "<c/>" * 3_500_000 + "</sheetData>"), "大得不正常"),
    "a million rows": (
        lambda: _xlsx_sheet("<sheetData>" + "<row><c><v>1</v></c></row>" * 60_000 + "</sheetData>"),
        "超过 50000 行",
    ),
    "a million formulas": (
        lambda: _xlsx_sheet("<sheetData><row>" + "<c><f/></c>" * 60_000 + "</row></sheetData>"),
        "太多",
    ),
    "a repeated row": (
        lambda: _ods_rows(f'<table:table-row table:number-rows-repeated="1000000">{_A}</table:table-row>'),
        "重复了 1000000 行",
    ),
    "a repeated cell": (
        lambda: _ods_rows(
            '<table:table-row table:number-rows-repeated="9999">'
            + _A.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="9999"')
            + "</table:table-row>"
        ),
        "超过 1000000 格",
    ),
    "repeated blanks": (lambda: _ods_rows(_BLANKS), ""),
    "tables of repeated cells": (
        lambda: _ods_rows(
            '</table:table><table:table table:name="a"><table:table-row table:number-rows-repeated="9000">'.join(
                [""] + [_A.replace("-cell ", '-cell table:number-columns-repeated="100" ') + "</table:table-row>"] * 99
            )
        ),
        "一共超过",
    ),
    "small sectors in a circle": (lambda: _circle(), "已损坏"),
    "sheets without end": (lambda: _sheets(20_000), "已损坏"),
    "a growing entity": (
        lambda: _sheet("content.xml", b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', ods),
        "已损坏",
    ),
    "people enough for a province": (lambda: b"\xe5\x90\x8d,b\n" + b"a,b\n" * 400_000, "超过 50000 行"),
    "five million blank lines": (lambda: b"a,b\n" + b"\n" * 5_000_000, "空行也算"),
}


#: Seconds long to write or to read.
LONG = {
    "four million cells",
    "five million blank lines",
    "a repeated cell",
    "tables of repeated cells",
    "a million rows",
}


@pytest.mark.parametrize("name", some(HUGE, [*HUGE.keys() - LONG]))
def test_what_claims_to_be_huge_is_refused_at_once(name: str, tmp_path: Path) -> None:
    make, words = HUGE[name]
    path = tmp_path / "大.xlsx"
    path.write_bytes(make())
    code = (
        "import re, sys, pathlib\n"
        "from zhifa_check.sheets.reading import read_book\n"
        "try:\n    read_book(pathlib.Path(sys.argv[1]))\n"
        "except Exception as error:\n    sys.stdout.buffer.write(str(error).encode())\n"
        # the peak of this program alone: what getrusage tells begins with the tests that started it
        "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, timeout=60, check=True)
    assert words in done.stdout.decode()
    assert int(done.stderr) < 300 * 1024


def test_the_paths_inside_may_be_those_of_windows_and_in_any_case(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as book, zipfile.ZipFile(out, "w") as archive:
        for name in book.namelist():
            entry = zipfile.ZipInfo("x")
            entry.filename = name.replace("/", "\\").replace("sharedStrings", "SharedStrings")
            archive.writestr(entry, book.read(name))
    path = tmp_path / "名册.xlsx"
    path.write_bytes(out.getvalue())
    assert read_book(path).grids[0].values[0][:2] == ["编号", "姓名"]
