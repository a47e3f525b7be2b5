"""Ledgers whose columns are months or courses: a mapping is guessed, filled in by a person, and imported by."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledgers import PEOPLE, Import, Sheets, data, own, xlsx

WIDE: dict[str, Sheets] = {
    "months": {
        "人员": PEOPLE,
        "学时统计": [["序号", "姓名", "1月", "2月", "备注"], [1, "张三", 4, None, "好"], [2, "李四", "8学时", 6, None]],
    },
    "courses": {
        "人员": PEOPLE,
        "台账": [["姓名", "行政处罚法（3月20日）", "宪法（5月4日）"], ["张三", 4, 8], ["李四", None, 6]],
    },
    "signs": {
        "人员": PEOPLE,
        "签到": [["姓名", "处罚法3.20", "宪法5.4"], ["张三", "√", None], ["李四", "√", "√"], ["合计", 2, 1]],
    },
}
#: What a person fills in where the guess is blank.
FILLED = {"日期": {"1月": "2023-01-15", "2月": "2023-02-16"}, "课程": {"1月": "一月课", "2月": "二月课"}}
TRAININGS = {
    "months": {
        "张三": [("2023-01-15", "一月课", "4")],
        "李四": [("2023-01-15", "一月课", "8"), ("2023-02-16", "二月课", "6")],
    },
    "courses": {
        "张三": [("2023-03-20", "行政处罚法", "4"), ("2023-05-04", "宪法", "8")],
        "李四": [("2023-05-04", "宪法", "6")],
    },
    "signs": {
        "张三": [("2023-03-20", "处罚法", "3")],
        "李四": [("2023-03-20", "处罚法", "3"), ("2023-05-04", "宪法", "3")],
    },
}


def _answer(header: str, column: str) -> str:
    return {"类别": "法律法规", "学时": "3"}.get(column) or FILLED[column][header]


def _fill(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    page: Any = book["对照"]
    for row in page.iter_rows():
        text = row[4].value
        if isinstance(text, str) and "=" in text:
            parts = [part.partition("=") for part in text.split("；")]
            row[4].value = "；".join(f"{name}={value or _answer(row[2].value, name)}" for name, _, value in parts)
    book.save(path)


def _trainings(county: Path) -> dict[str, list[tuple[str, str, str]]]:
    people = data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"]
    return {p["姓名"]: [(t["日期"], t["课程"], t["学时"]) for t in p["培训"]] for p in people}


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_ledger_by_a_sheet_that_was_guessed(name: str, run: Import, county: Path) -> None:
    code, out, _ = run(WIDE[name], "--guess", "对照.xlsx")
    assert code == 0, out
    assert not list((county / "submissions").rglob("*.yaml"))
    code, _, err = run(WIDE[name], "--mapping", "对照.xlsx")
    assert code == 2
    assert "还没有填" in err
    _fill(county / "对照.xlsx")
    code, out, err = run(WIDE[name], "--mapping", "对照.xlsx")
    assert code == 0, out + err
    assert _trainings(county) == TRAININGS[name]
    assert "已有" in run(WIDE[name], "--mapping", "对照.xlsx")[1]


def test_the_sheet_may_lie_in_the_ledger_itself(run: Import, county: Path) -> None:
    rows = [["工作表", "部分", "表头", "导入为", "其余各列"]]
    rows += [["台账", "培训", "姓名", "姓名", ""], ["台账", "培训", "每行", "", "类别=法律法规"]]
    rows += [["台账", "培训", "行政处罚法（3月20日）", "学时", "日期=2023-03-20；课程=行政处罚法"]]
    rows += [["台账", "培训", "宪法（5月4日）", "学时", "日期＝2023-05-04;课程=宪法"]]
    code, out, err = run({**WIDE["courses"], "对照": rows})
    assert code == 0, out + err
    assert _trainings(county) == TRAININGS["courses"]
    rows[3][3] = "课时数量"
    code, out, err = run({**WIDE["courses"], "对照": rows})
    assert code == 2
    assert "表“对照”有 1 处要改：第 4 行：" in err


def test_the_guess_as_yaml_is_commented_and_works(run: Import, county: Path) -> None:
    code, out, _ = run(WIDE["courses"], "--guess", "对照.yaml")
    assert code == 0, out
    path = county / "对照.yaml"
    text = path.read_text("utf-8")
    assert text.startswith("# 对照表：")
    assert (
        "  行政处罚法（3月20日）:\n    学时: 本格\n    日期: 2023-03-20\n    课程: 行政处罚法\n    类别:  # 请填写\n"
        in text
    )
    path.write_text(text.replace("类别:  # 请填写", "类别: 法律法规"), "utf-8")
    code, out, err = run(WIDE["courses"], "--mapping", "对照.yaml")
    assert code == 0, out + err
    assert _trainings(county) == TRAININGS["courses"]
    assert run(WIDE["courses"], "--guess", "对照.yaml")[0] == 2


def test_a_plain_ledger_with_other_headers(run: Import, county: Path) -> None:
    own(county)
    ledger: Sheets = {
        "流水": [["谁", "姓名", "哪天", "讲了什么", "类型"], [1, "张三", "2023-05-04", "甲课", "法律法规"]]
    }
    assert run(ledger, "--guess", "对照.xlsx")[0] == 0
    book = openpyxl.load_workbook(county / "对照.xlsx")
    page: Any = book["对照"]
    wanted = {"谁": "不导入", "姓名": "姓名", "哪天": "日期", "讲了什么": "课程", "类型": "类别"}
    for row in page.iter_rows():
        if row[0].value == "流水":
            row[1].value = "培训"
            row[3].value = wanted.get(row[2].value, row[3].value)
            if row[2].value == "每行":
                row[4].value = "学时=4"
    if not any(row[2].value == "每行" for row in page.iter_rows()):
        page.append(["流水", "培训", "每行", None, "学时=4"])
    book.save(county / "对照.xlsx")
    code, out, err = run(ledger, "--mapping", "对照.xlsx")
    assert code == 0, out + err


def test_a_sign_and_nothing_else_in_a_column_of_signs(run: Import, county: Path) -> None:
    own(county)
    mapping = county / "m.yaml"
    mapping.write_text(
        "签到:\n  表: 培训\n  姓名: 姓名\n  宪法:\n    日期: 2023-05-04\n    课程: 宪法\n    类别: 其他\n    学时: 2\n",
        "utf-8",
    )
    path = xlsx(county / "t.xlsx", {"签到": [["姓名", "宪法"], ["张三", "请假"]]})
    code, out, _ = run(path, "--mapping", "m.yaml")
    assert code == 1
    assert "表“签到” B2 写的是“请假”。照对照表，这一列只能打“√”或留空" in out


def test_a_column_of_totals_is_no_training(run: Import, county: Path) -> None:
    wide = [["姓名", "3月20日 行政处罚法", "4月11日 案卷", "合计"], ["张三", 4, 2, 6], ["李四", 4, None, 4]]
    assert run({"学时": wide}, "--guess", county / "对照.yaml")[0] == 0
    guessed = data(county / "对照.yaml")["学时"]
    assert guessed["合计"] == "不导入"
    assert guessed["3月20日 行政处罚法"]["日期"] == "2023-03-20"


def test_a_roster_without_numbers_gets_no_number_for_all(run: Import, county: Path) -> None:
    roster = [["序号", "姓名", "人员类别", "执法证号"], [1, "赵六", "执法人员", "Z1"], [2, "钱七", "执法人员", "Z2"]]
    roster.append(["合计", "2人"])
    assert run({"花名册": roster}, "--guess", county / "对照.yaml")[0] == 0
    assert "每行" not in data(county / "对照.yaml")["花名册"]
    code, out, _ = run({"花名册": roster}, "--mapping", county / "对照.yaml")
    assert code == 1
    assert "缺 编号，表里没有的请加一列" in out
    again = county / "对照.yaml"
    again.write_text("花名册: {表: 人员, 序号: 编号, 人员类别: 类别}\n", encoding="utf-8")
    assert run({"花名册": roster}, "--mapping", again)[0] == 0
    assert [one["编号"] for one in data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"]] == ["1", "2"]


@pytest.mark.parametrize("suffix", ["xlsx", "yaml"])
def test_a_sheet_of_which_nothing_is_known_lists_its_headers(suffix: str, run: Import, county: Path) -> None:
    mapping = county / f"对照.{suffix}"
    ledger: Sheets = {"表一": [["某局工作表"], ["代号", "称呼", "身份"], ["A01", "张三", "执法人员"]]}
    code, out, _ = run(ledger)
    assert "表头一个也不认得" in out
    code, out, _ = run(ledger, "--guess", mapping)
    assert (code, "表“表一”看不出是哪一部分" in out) == (0, True)
    code, out, _ = run(ledger, "--mapping", mapping)
    assert (code, "对照表说不导入" in out) == (0, True)
    filled = {"代号": "编号", "称呼": "姓名", "身份": "类别"}
    if suffix == "xlsx":
        book = openpyxl.load_workbook(mapping)
        for row in book["对照"].iter_rows():
            if row[2].value in filled:
                row[1].value, row[3].value = "人员", filled[row[2].value]
        book.save(mapping)
    else:
        text = mapping.read_text("utf-8").replace("# 表: 要导入的在这里写上是哪一部分", "表: 人员")
        for header, name in filled.items():
            text = text.replace(f"{header}: 不导入", f"{header}: {name}")
        mapping.write_text(text, "utf-8")
    code, out, err = run(ledger, "--mapping", mapping)
    assert code == 0, out + err
    assert data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"][0]["姓名"] == "张三"


def test_a_wide_ledger_is_told_as_one(run: Import) -> None:
    code, out, _ = run(WIDE["months"])
    assert code == 1
    assert "1月（C1）、2月（D1） 每一列像是一次" in out.replace("\n", "").replace(" " * 4, "")


def test_a_mapping_that_only_drops_columns_of_a_known_sheet_drops_no_more(run: Import, county: Path) -> None:
    mapping = county / "对照.yaml"
    mapping.write_text("花名册: {座机: 不导入, 籍贯: 不导入}\n", "utf-8")
    roster: Sheets = {"花名册": [["编号", "姓名", "类别", "座机", "籍贯"], ["A01", "张三", "执法人员", "0", "某县"]]}
    code, out, err = run(roster, "--mapping", mapping)
    assert (code, "对照表说不导入" in out) == (0, False), out + err
    assert data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"][0]["姓名"] == "张三"
