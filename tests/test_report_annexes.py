"""The annexes: every figure a number, nothing a formula, each sheet laid out to be read and printed."""

import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from conftest import Run
from office import pages
from report.county import FILES, decision, lay_out, monthly, person

AUTUMN = "2023-11-30"
SHEETS = ["总表", "问题清单", "待认定", "报送情况", "重大决定备案", "培训学时", "案卷评查", "豁免与认定", "说明"]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "county")


@pytest.fixture
def annexes(zhifa: Run, tmp_path: Path) -> Any:
    """The workbook as bytes."""

    def make(submissions: Path, period: str = "2023Q3", as_of: str = AUTUMN) -> bytes:
        file = tmp_path / "附件.xlsx"
        code, _, err = zhifa("report", submissions, "--period", period, "--as-of", as_of, "-f", f"xlsx:{file}")
        assert code == 0, err
        return file.read_bytes()

    return make


def _open(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def _rows(book: Workbook, name: str, *, head: int = 3) -> list[dict[str, Any]]:
    sheet = book[name]
    heads = [cell.value for cell in sheet[head]]
    return [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=head + 1)]


def test_every_sheet_is_laid_out_to_be_read_and_printed(county: Path, annexes: Any) -> None:
    book = _open(annexes(county))
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref
        assert sheet.print_area
        assert sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize in ("8", "9", 8, 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_figures_are_those_of_the_period(county: Path, annexes: Any, zhifa: Run) -> None:
    book = _open(annexes(county))
    _, out, _ = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "-f", "json")
    found = json.loads(out)
    *units, total = _rows(book, "总表")
    assert [row["单位"] for row in units] == ["东镇", "农业局", "交通局", "司法局"]
    assert total["问题"] == sum(row["问题"] for row in units) == found["summary"]["problems"] == 6
    assert (total["应报"], total["按期"], total["按期率"]) == (11, 8, 0.7272)
    assert units[0] | {"问题": 2, "四张清单": 2, "应报": 3, "按期": 1, "按期率": 0.3333} == units[0]
    assert len(_rows(book, "问题清单")) == 6
    assert [row["序号"] for row in _rows(book, "问题清单")] == [1, 2, 3, 4, 5, 6]


def test_deliveries_decisions_people_and_dossiers(county: Path, annexes: Any) -> None:
    book = _open(annexes(county, "2023Q4", "2024-01-31"))
    decisions = _rows(_open(annexes(county)), "重大决定备案")
    second = next(row for row in decisions if row["文号"] == "农罚2号")
    assert (second["决定日期"], second["备案日期"], second["用了几天"]) == (
        datetime(2023, 7, 3),  # noqa: DTZ001
        datetime(2023, 7, 18),  # noqa: DTZ001
        15,
    )
    assert next(row for row in decisions if row["文号"] == "农罚4号")["备案日期"] is None
    (short,) = [row for row in _rows(book, "培训学时") if row["编号"] == "N2"]
    assert (short["业务知识"], short["年度培训学时"], short["年度培训学时缺口"]) == (58.5, 58.5, 1.5)
    dossiers = {row["执法主体"]: row for row in _rows(book, "案卷评查")}
    assert (
        dossiers["农业执法大队"] | {"全年案卷": 30, "应评查": 20, "已评查": 19, "还差": 1} == dossiers["农业执法大队"]
    )
    assert dossiers["交通执法大队"]["按哪一级"] == "12 × 100%，进为整数"
    reports = _rows(_open(annexes(county)), "报送情况", head=4)
    assert reports[0]["2023年7月"] == "未报"
    assert reports[0]["2023年8月"].date() == date(2023, 9, 8)


def test_nothing_becomes_a_formula_and_numbers_stay_numbers(tmp_path: Path, annexes: Any) -> None:
    hostile = decision('"=HYPERLINK(0)"', "2023-08-20", None) + decision("'@SUM(1)'", "2023-08-21", None)
    files = FILES | {
        "交通局": FILES["交通局"].replace("重大决定:\n", "重大决定:\n" + hostile),
        "东镇": FILES["东镇"].replace("人员:\n", "人员:\n" + person("'007'", [("2023-03-01", "8.5")])),
    }
    book = _open(annexes(lay_out(tmp_path / "county", files)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert "=HYPERLINK(0)" in [cell.value for cell in cells]
    assert "007" in [cell.value for cell in cells]
    numeric = [cell for cell in cells if isinstance(cell.value, str) and cell.value.replace(".", "", 1).isdigit()]
    assert [cell.value for cell in numeric] == ["007"]


def test_what_is_undecided_stands_in_its_own_sheet(tmp_path: Path, annexes: Any) -> None:
    files = FILES | {"东镇": "报送:\n" + monthly(late={"2023-07": "2023-08-07"})}
    book = _open(annexes(lay_out(tmp_path / "county", files), "2023-08"))
    assert [row["单位"] for row in _rows(book, "待认定")] == ["东镇"]
    assert "内部使用" in book["待认定"]["A2"].value
    assert "东镇" not in [row["单位"] for row in _rows(book, "问题清单")]
    # what goes out with the circular: the matrix says nothing of what is still to be decided
    (town,) = [row for row in _rows(book, "总表") if row["单位"] == "东镇"]
    assert (town["四张清单"], town["问题"], "待认定" in town) == (None, 0, False)
    assert "内部使用" not in book["总表"]["A2"].value


def test_same_inputs_same_bytes(county: Path, annexes: Any) -> None:
    assert annexes(county) == annexes(county)


@pytest.mark.slow
def test_office_programs_open_it(county: Path, annexes: Any, tmp_path: Path) -> None:
    file = tmp_path / "pages" / "附件.xlsx"
    file.parent.mkdir()
    file.write_bytes(annexes(county))
    assert len(pages(file, file.parent)) >= len(SHEETS)


def test_a_plan_without_a_list_of_trainings_has_annexes_too(tmp_path: Path, zhifa: Run) -> None:
    data = tmp_path / "data"
    data.mkdir()
    rule = "{kind: amount, of: 案卷评查, unit: 次, at_least: 1, due: 年内}"
    (data / "plan_2026.yaml").write_text(
        "id: 某政发〔2026〕1号\ntitle: 某方案\nyear: 2026\nissued: 2026-01-05\nkinds: [镇]\nrequirements:\n"
        f"  - {{id: A.one, title: 评查, clauses: [{{place: 一, quote: 略}}], binds: {{kinds: [镇]}}, rule: {rule}}}\n",
        encoding="utf-8",
    )
    (data / "units.yaml").write_text("units:\n  - {id: dz, name: 东镇, kind: 镇}\n", encoding="utf-8")
    folder = tmp_path / "submissions" / "东镇"
    folder.mkdir(parents=True)
    training = "{日期: 2026-03-02, 课程: 甲课, 类别: 自定, 学时: 4}"
    (folder / "人员.yaml").write_text(
        f"单位: 东镇\n年度: 2026\n人员:\n  - {{编号: A1, 姓名: 甲, 类别: 执法人员, 培训: [{training}]}}\n",
        encoding="utf-8",
    )
    file = tmp_path / "附件.xlsx"
    code, _, err = zhifa(
        "report", tmp_path / "submissions", "--period", "2026", "--as-of", "2027-01-31", "-f", f"xlsx:{file}"
    )
    assert code in (0, 1), err
    rows = list(load_workbook(file)["培训学时"].iter_rows(values_only=True))
    assert any(row[:6] == ("东镇", "A1", "甲", "执法人员", 4, "未考") for row in rows), rows
