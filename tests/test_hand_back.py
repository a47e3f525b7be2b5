"""What goes back to a liaison: the form with what is on file, a copy with the faults marked, a receipt."""

import datetime
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import ROOT, Run, some
from ledgers import DAY, PEOPLE, Import, data, everything, own, xlsx

pytestmark = pytest.mark.usefixtures("judged_once")

TRAINING = ["姓名", "日期", "课程", "类别", "学时"]
IDENTITY = "11010519491231002X"


@pytest.fixture
def handed_in(tmp_path: Path, zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example county, with its plan and registry."""
    for name in ("data", "submissions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


UNITS = sorted(path.name for path in (ROOT / "submissions").iterdir() if path.is_dir())


#: A bureau, a town, the county's own; the rest where there is time.
FAST = ("司法局", "启隆镇", "城市管理局")


@pytest.mark.parametrize("unit", some(UNITS, FAST))
def test_a_form_given_back_says_what_is_on_file_and_brings_in_nothing(unit: str, handed_in: Path, zhifa: Run) -> None:
    code, out, err = zhifa("new", unit, "--xlsx", "form.xlsx", "--as-of", "2024-01-31")
    if code == 2 and "读不出来" in err:
        assert "请先改正这个文件" in err
        return
    assert code == 0, err
    assert "个文件填在里面" in out
    before = everything(handed_in / "submissions")
    code, out, err = zhifa("import", "form.xlsx", "--as-of", "2024-01-31")
    # what is wrong in the files is wrong in the form, at its cells
    assert (code == 0 and f"{unit}：没有新的内容" in out) or "什么也没有写" in out, out + err
    assert everything(handed_in / "submissions") == before


@pytest.mark.slow
def test_all_forms_at_once_and_all_of_them_taken_in_again(handed_in: Path, zhifa: Run) -> None:
    code, out, err = zhifa("new", "--all", "--xlsx", "forms", "--as-of", "2024-01-31")
    assert code in (0, 1), err
    forms = sorted((handed_in / "forms").glob("*.xlsx"))
    assert f"新建 {len(forms)} 个" in out
    assert len(forms) >= len(UNITS) - 1
    (handed_in / "forms" / "坏.xlsx").write_bytes(b"PK\3\4")
    shutil.copy(forms[0], handed_in / "forms" / "~$开着.xlsx")
    chosen = [*forms[:4], handed_in / "forms" / "坏.xlsx", handed_in / "forms" / "~$开着.xlsx"]
    code, out, _ = zhifa("import", *chosen, "--as-of", "2024-01-31")
    assert code == 1
    assert out.count("没有新的内容") == 4
    assert "读不了：" in out
    assert "是表格软件开着时的临时文件，没有看" in out
    assert "共 5 个表格：导入 4 个，要改的 1 个" in out


def test_a_ledger_that_is_no_form_must_be_told_whose_it_is(run: Import, county: Path, zhifa: Run) -> None:
    path = xlsx(county / "台账.xlsx", {"人员": PEOPLE})
    code, _, err = zhifa("import", path, "--as-of", "2024-01-31")
    assert code == 2
    assert "看不出是哪个单位的" in err


def test_faults_are_marked_in_a_copy_that_may_be_corrected_and_handed_in(run: Import, county: Path) -> None:
    own(county)
    rows: list[Any] = [
        ["张三", DAY, "甲", "其他", "8小时", IDENTITY],
        ["赵六", "2023-05-05", "乙", "其他", 4, "无"],
    ]
    code, out, _ = run({"培训": [[*TRAINING, "身份证号"], *rows]})
    assert code == 1
    path = county / "台账（问题清单）.xlsx"
    assert "标出了问题的表：台账（问题清单）.xlsx" in out
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["问题清单", "培训"]
    listed = [[cell.value for cell in row] for row in book["问题清单"].iter_rows(min_row=2)]
    assert listed[0] == ["表", "单元格", "问题", "怎样改"]
    assert [row[:2] for row in listed[1:]] == [["培训", "E2"], ["培训", "A3"]]
    assert book["问题清单"]["B3"].hyperlink.location == "'培训'!E2"
    page: Any = book["培训"]
    for cell in ("E2", "A3"):
        assert page[cell].fill.start_color.rgb == "FFFF9C9C"
        assert page[cell].comment is not None
    assert page["C2"].comment is None
    assert page["B2"].value.date() == DAY
    assert not any(IDENTITY in str(cell.value) for row in page.iter_rows() for cell in row)
    page["E2"].value, page["A3"].value = 8, "张三"
    book.save(path)
    code, out, _ = run(path)
    assert code == 0, out
    assert len(data(county / "submissions/汇龙镇/2023年.yaml")["人员"][0]["培训"]) == 2
    assert sorted(one.name for one in county.glob("*.xlsx")) == ["台账.xlsx", "台账（问题清单）.xlsx"]


def test_the_receipt_says_what_came_and_what_is_owed_until_when(run: Import, county: Path) -> None:
    code, out, _ = run(
        {"报送": [["事项", "所属期", "日期"], ["四张清单月报", "2023-03", "2023-04-04"]]},
        "--receipt",
        "回执",
        "--as-of",
        "2023-05-02",
    )
    assert code == 0, out
    assert "回执：汇龙镇 2023 年度，截至 2023-05-02" in out
    assert "收到 台账.xlsx（校验码 " in out
    assert "2023-05-06 前 四张清单月报（2023-04）：未到期" in out
    text = (county / "回执" / "汇龙镇2023年回执.txt").read_text("utf-8-sig")
    assert text.startswith("回执：汇龙镇 2023 年度")
    assert "四张清单月报（2023-03）" not in text


def test_check_shows_each_finding_at_its_cell_and_the_sheets_may_be_handed_in(handed_in: Path, zhifa: Run) -> None:
    code, _, err = zhifa("check", "--unit", "城市管理局", "--as-of", "2024-01-31", "-f", "xlsx:结果.xlsx")
    assert code == 1, err
    book = openpyxl.load_workbook(handed_in / "结果.xlsx")
    listed = list(book["问题清单"].iter_rows(min_row=3, values_only=True))
    marked = {
        (page.title, cell.coordinate) for page in book for row in page.iter_rows() for cell in row if cell.comment
    }
    assert marked
    assert len(listed) >= len(marked)
    decision = next(row for row in listed if "T06.legal-review" in row[2])
    assert decision[0] == "重大决定"
    page: Any = book["重大决定"]
    assert page.cell(1, page[decision[1]].column).value == "法制审核日期"
    before = everything(handed_in / "submissions")
    code, out, err = zhifa("import", "结果.xlsx", "--unit", "城市管理局", "--as-of", "2024-01-31")
    assert (code, "没有新的内容" in out) == (0, True), out + err
    page[decision[1]].value = datetime.date(2023, 8, 16)
    book.save(handed_in / "结果.xlsx")
    code, out, err = zhifa("import", "结果.xlsx", "--unit", "城市管理局", "--as-of", "2024-01-31", "--update", "--yes")
    assert code == 0, out + err
    changed = {name for name, content in everything(handed_in / "submissions").items() if content != before[name]}
    assert changed == {"城市管理局/重大决定.yaml"}


def test_a_workbook_is_for_a_file_and_of_several_units_a_list(handed_in: Path, zhifa: Run) -> None:
    code, _, err = zhifa("check", "--as-of", "2024-01-31", "-f", "xlsx")
    assert code == 2
    assert "请写成 xlsx:文件名" in err
    assert zhifa("check", "--as-of", "2024-01-31", "-f", "xlsx:全部.xlsx")[0] == 1
    assert openpyxl.load_workbook(handed_in / "全部.xlsx").sheetnames == ["问题清单"]


@pytest.mark.parametrize("name", ["一" * 40, "甲[1]乙", "History", "问题清单"])
def test_a_copy_is_made_whatever_the_ledger_is_called(name: str, run: Import, county: Path) -> None:
    own(county)
    path = county / f"{name}.csv"
    path.write_text("姓名,日期,课程,类别,学时\n赵六,2023-05-04,甲,其他,4\n", "utf-8")
    code, out, err = run(path)
    assert (code, err) == (1, ""), out
    assert len(openpyxl.load_workbook(county / f"{name}（问题清单）.xlsx").sheetnames) == 2
