"""Damaged and malicious files of all four formats, each made from a number alone, and what an import makes of them."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from conftest import COUNTY
from damage import Way, archive, cells, parts, raw, records, sectors
from old_workbook import workbook
from zhifa_check.bureau.places import find_headers, find_places
from zhifa_check.format.problems import ConfigError
from zhifa_check.forms.marked import marked_copy
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.ledgers.importing import Sources, guessed, prepare
from zhifa_check.run import load_frame
from zhifa_check.sheets.grid import LedgerError

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


def xlsx() -> bytes:
    """Texts, numbers, a date, a formula, a total, a merged range, hidden rows, columns and sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_calc_mode("manual")  # else every formula counts as one that was never computed
    page = book.add_worksheet("人员")
    for number, row in enumerate(ROWS):
        page.write_row(number, 0, row)
    page.write_row(0, 4, ["证件有效期至", "初次申领", "备注"])
    page.write_datetime(1, 4, date(2027, 5, 4))
    page.write_rich_string(2, 1, "乙", book.add_format({"bold": True}), "二")
    page.write_formula(2, 3, "=2+2", None, 4)
    page.write_boolean(2, 5, True)
    page.write_row(5, 0, ["合计", "2 人"])
    page.merge_range("A8:B9", "填表人：甲")
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(6, 6, None, book.add_format({"num_format": "0%"}), {"hidden": True})
    page.write(1, 6, 0.5)
    book.add_worksheet("藏").hide()
    book.close()
    return out.getvalue()


def ods() -> bytes:
    """The same as an ods."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
    head, *rows = (f"<table:table-row>{''.join(_ods_cell(value) for value in row)}" for row in ROWS)
    rows[0] += (
        '<table:table-cell office:value-type="date" office:date-value="2027-05-04"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S" table:formula="of:=1"/>'
        '<table:table-cell table:number-columns-repeated="1000"/>'
    )
    lines = "</table:table-row>".join((head + _ods_cell("证件有效期至") + _ods_cell("备注"), *rows, ""))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>'
        '<number:date-style style:name="N1"><number:year/><number:month/></number:date-style>'
        '<style:style style:name="ce1" style:data-style-name="N1"/></office:automatic-styles><office:body>'
        '<office:spreadsheet><table:table table:name="人员"><table:table-column table:number-columns-repeated="4" '
        f'table:default-cell-style-name="ce1"/>{lines}<table:table-row table:number-rows-repeated="3" '
        'table:visibility="collapse"><table:table-cell office:value-type="string" table:number-columns-spanned="3" '
        'table:number-rows-spanned="1"><text:p>一季度</text:p></table:table-cell><table:covered-table-cell/>'
        "</table:table-row><table:table-row "
        'table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr("content.xml", content)
    return out.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f'<text:p>{value}<text:s text:c="2"/></text:p>' if value else ""
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def xls() -> bytes:
    """The same as an xls, as far as the tests' own writer goes."""
    cells = [[*row, None] for row in ROWS] + [["小计", 3.5, None, None, (42,)]]
    cells[0][4] = "备注"
    return workbook("人员", cells, hidden_rows=[2], merged=[(3, 3, 2, 3)])


def csv() -> bytes:
    """The same as a csv."""
    return "\r\n".join(",".join(str(value or "") for value in row) for row in ROWS).encode("gb18030")


MAKERS: dict[str, Callable[[], bytes]] = {"xlsx": xlsx, "ods": ods, "xls": xls, "csv": csv}
WAYS: dict[str, tuple[Way, ...]] = {
    "xlsx": (*[parts] * 6, archive, raw),
    "ods": (*[parts] * 6, archive, raw),
    "xls": (*[records] * 4, sectors, sectors, raw),
    "csv": (*[cells] * 3, raw),
}


def hostile(seed: int, whole: Sequence[tuple[str, bytes]] = ()) -> tuple[str, bytes]:
    """The format and the bytes of a damaged file: the same for the same seed, and the same ``whole`` ones."""
    dice = random.Random(seed)
    kind, content = dice.choice(whole or [(kind, MAKERS[kind]()) for kind in sorted(MAKERS)])
    return kind, dice.choice(WAYS[kind])(content, dice)


class Importer:
    """Imports into the files of a unit that has handed in something, and writes nothing."""

    def __init__(self, folder: Path) -> None:
        submissions = COUNTY / "submissions"
        self._frame = load_frame(find_places((submissions,)), date(2024, 1, 31))
        self._unit = self._frame.registry.by_id[self._frame.registry.ids["汇龙镇"]]
        own = folder / "人员.yaml"
        own.write_text("单位: 汇龙镇\n年度: 2023\n人员:\n  - {编号: A01, 姓名: 甲一, 类别: 执法人员}\n", "utf-8")
        self._files, self._folder = [SourceFile(own, own.name, self._unit.id)], folder
        self._headers = find_headers(submissions)

    def outcome(self, ledger: Path) -> str:
        """``imported``, ``refused`` with the cells, or ``unreadable``, each with words that say what to do.

        Raises what no import should.
        """
        sources = Sources(ledger, self._unit, self._files, self._folder, self._headers, update=True)
        try:
            result = prepare(sources, self._frame.vocabulary)
            guessed(sources, self._frame.vocabulary)
        except (LedgerError, ConfigError) as error:
            if not re.search("请|不是表格", str(error)):
                raise
            return "unreadable"
        if not result.refused:
            return "imported"
        if dumb := [text for text in result.refused if not re.search("请|应|能填", text)][:3]:
            raise AssertionError(dumb)
        marked_copy(result.grids, result.found, result.outside, self._frame.plan.year)
        return "refused"
