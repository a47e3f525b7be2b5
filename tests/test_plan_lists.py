"""A plan that adds lists to records, and fields to lists: checks of a firm, the form of a training."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import Run

PLAN = """\
id: 试〔2031〕3号
title: 企业检查和轮训计划
year: 2031
issued: 2031-01-02
kinds: [镇]
categories:
  培训方式: [线上, 线下]
  企业类别: [A, D]
sections:
  人员: {extend: {培训.方式: {type: 培训方式, required: true}}}
  企业:
    key: 名称
    fields:
      名称: 文字
      类别: {type: 企业类别, required: true}
      检查:
        about: 对这户企业的检查，一次一条
        dated: 日期
        fields: {日期: 日期, 检查人员: [人员], 整改日期: 日期}
requirements:
  - id: T01.firms
    title: D类企业每季度检查
    clauses: [{place: 附件1, quote: D类企业每季度至少检查一次}]
    binds: {kinds: [镇]}
    rule: {kind: amount, of: 企业.检查, unit: 次, per: 企业, where: {类别: D}, at_least: 1, every: quarter, due: 每季度}
  - id: T01.mended
    title: 检查以后整改
    clauses: [{place: 附件1, quote: 检查以后整改}]
    binds: {kinds: [镇]}
    rule: {kind: amount, of: 企业, called: 整改, unit: 户, where: {检查.整改日期: 有}, at_least: 1, due: 全年}
  - id: T02.face
    title: 线下培训不少于一半
    clauses: [{place: 附件2, quote: 线下培训不少于一半}]
    binds: {kinds: [镇]}
    rule: {kind: amount, of: 人员.培训.学时, called: 线下培训, unit: 学时, per: 人员, only: {方式: 线下},
      over: {of: 人员.培训.学时, called: 培训}, at_least: 50, due: 全年}
"""
FILE = """\
单位: 甲镇
年度: 2031
企业:
  - 名称: 甲厂
    类别: D
    检查:
      - {日期: 2031-02-03, 检查人员: [A1], 整改日期: 2031-05-01}
      - {日期: 2031-04-01}
  - {名称: 乙厂, 类别: A}
人员:
  - {编号: A1, 姓名: 甲, 类别: 执法人员, 培训: [{日期: 2031-02-03, 课程: 课, 类别: 法律, 方式: 线上, 学时: 6}]}
培训班:
  - {日期: 2031-02-04, 课程: 课, 类别: 法律, 方式: 线下, 学时: 6, 参训: 全体}
"""


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan_2031.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "data/units.yaml").write_text("units:\n  - {id: jia, name: 甲镇, kind: 镇}\n", encoding="utf-8")
    (tmp_path / "submissions/甲镇").mkdir(parents=True)
    (tmp_path / "submissions/甲镇/年.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged(zhifa: Run, as_of: str) -> dict[str, Any]:
    code, out, err = zhifa("check", "--as-of", as_of, "-f", "json")
    assert (code in (0, 1), err) == (True, ""), err
    return dict(json.loads(out))


def statuses(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["requirement"], one["period"], one["status"]) for one in report["outcomes"]]


def test_members_count_in_their_own_quarter_and_classes_with_their_form(zhifa: Run, county: Path) -> None:
    report = judged(zhifa, "2032-01-31")
    assert statuses(report) == [
        ("T01.firms", "2031Q1", "met"),
        ("T01.firms", "2031Q2", "met"),
        ("T01.firms", "2031Q3", "violated"),
        ("T01.firms", "2031Q4", "violated"),
        ("T01.mended", "2031", "met"),
        ("T02.face", "2031", "met"),
    ]
    assert report["findings"][0]["message"] == "“甲厂”检查（2031年第3季度） 0/1 次，少 1"


@pytest.mark.parametrize(("as_of", "mended"), [("2031-04-30", "pending"), ("2031-05-01", "met")])
def test_what_is_dated_later_is_not_seen_in_a_member_either(zhifa: Run, county: Path, as_of: str, mended: str) -> None:
    assert ("T01.mended", "2031", mended) in statuses(judged(zhifa, as_of))
    quarters = [one for one in statuses(judged(zhifa, "2031-03-31")) if one[0] == "T01.firms"]
    assert [status for *_, status in quarters] == ["met", "pending", "pending", "pending"]


def test_what_is_wrong_in_a_member_is_told_in_its_place(zhifa: Run, county: Path) -> None:
    text = (
        FILE.replace("检查人员: [A1]", "检查人员: [A9]").replace("方式: 线下, ", "").replace("2031-04-01", "2030-04-01")
    )
    (county / "submissions/甲镇/年.yaml").write_text(text, encoding="utf-8")
    found = [(one["id"], one["line"]) for one in judged(zhifa, "2031-06-30")["findings"] if one["id"][0] == "D"]
    assert found == [("D.value", 8), ("D.missing-key", 13)]
    (county / "submissions/甲镇/年.yaml").write_text(FILE.replace("[A1]", "[A9]"), encoding="utf-8")
    found = [(one["id"], one["line"]) for one in judged(zhifa, "2031-06-30")["findings"] if one["id"][0] == "D"]
    assert found == [("D.reference", 7)]


def test_equal_members_count_once(zhifa: Run, county: Path) -> None:
    text = FILE.replace("      - {日期: 2031-04-01}\n", "      - {日期: 2031-04-01}\n" * 2)
    (county / "submissions/甲镇/年.yaml").write_text(text, encoding="utf-8")
    assert [one["id"] for one in judged(zhifa, "2031-04-30")["findings"]] == ["D.duplicate-record"]


@pytest.fixture
def form(zhifa: Run, county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of 甲镇, where nobody who looks for submissions finds it."""
    path = tmp_path_factory.mktemp("forms") / "甲镇.xlsx"
    assert zhifa("new", "甲镇", "--xlsx", str(path), "--as-of", "2031-06-01")[0] == 0
    return path


def test_a_workbook_has_a_sheet_for_the_list_and_comes_back_as_it_was(zhifa: Run, county: Path, form: Path) -> None:
    book = openpyxl.load_workbook(form)
    assert [cell.value for cell in book["检查"][1]] == ["企业名称 *", "日期 *", "检查人员", "整改日期"]
    assert "方式 *" in [cell.value for cell in book["培训"][1]]
    before = judged(zhifa, "2032-01-31")["findings"]
    (county / "submissions/甲镇/年.yaml").unlink()
    code, out, err = zhifa("import", form, "--as-of", "2031-06-01")
    assert (code, err) == (0, ""), out + err
    after = judged(zhifa, "2032-01-31")["findings"]
    assert [(one["id"], one["message"]) for one in after] == [(one["id"], one["message"]) for one in before]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("培训.方式", "培训班.方式", "“人员”的“培训班”里不能再添字段，能添的有：“培训”、“考试”"),
        ("培训.方式", "培训.课程", "“培训”里已有“课程”"),
        ("培训.方式", "培训.a", "“a”不能做名称"),
        ("      检查:\n", "      考试:\n", "“考试”已经有了：它在表格里单独一张表"),
        ("    key: 名称\n", "", "“企业”没有编号，里面不能又有几条的"),
        ("        dated: 日期\n", "        dated: 时间\n", "fields 里没有“时间”"),
        ("        dated: 日期\n", "        dated: 检查人员\n", "发生日期的类型应是 日期"),
        ("        dated: 日期\n", "        type: 日期\n", "写 type（类型），或者 fields（又有几条的）"),
        ("{type: 企业类别, required: true}", "{required: true}", "写 type（类型），或者 fields（又有几条的）"),
    ],
)
def test_lists_that_no_form_could_hold_are_refused(zhifa: Run, county: Path, old: str, new: str, said: str) -> None:
    assert old in PLAN
    (county / "data/plan_2031.yaml").write_text(PLAN.replace(old, new), encoding="utf-8")
    code, out, err = zhifa("check", "--as-of", "2031-06-30")
    assert (code, out) == (2, "")
    assert said in err


def test_a_row_of_a_firm_that_is_not_there_is_told(zhifa: Run, county: Path, form: Path) -> None:
    book = openpyxl.load_workbook(form)
    book["检查"]["A2"] = "丙厂"
    book.save(form)
    code, out, err = zhifa("import", form, "--as-of", "2031-06-01")
    assert code == 1
    assert "表“检查” 第 2 行" in out + err
    assert "“丙厂”不在“企业”里" in out + err


OTHER = """\
id: 试〔2031〕4号
title: 企业检查补充通知
year: 2031
issued: 2031-01-05
kinds: [镇]
categories:
  风险: [高, 低]
sections:
  企业: {extend: {风险: 风险, 检查.复查日期: 日期}}
requirements:
  - id: T09.high
    title: 高风险企业复查
    clauses: [{place: 附件1, quote: 高风险的D类企业检查后要有复查}]
    binds: {kinds: [镇]}
    rule: {kind: amount, of: 企业, called: 复查, unit: 户, where: {风险: 高, 类别: D, 检查.复查日期: 有}, at_least: 1,
      due: 全年}
"""
CHECKED_AGAIN = FILE.replace("    类别: D\n", "    类别: D\n    风险: 高\n").replace(
    "{日期: 2031-04-01}", "{日期: 2031-04-01, 复查日期: 2031-04-09}"
)


def test_a_plan_extends_a_section_that_another_of_the_year_adds(zhifa: Run, county: Path) -> None:
    (county / "data/plan_2031_补充.yaml").write_text(OTHER, encoding="utf-8")
    assert statuses(judged(zhifa, "2032-01-31"))[-1] == ("T09.high", "2031", "violated")
    (county / "submissions/甲镇/年.yaml").write_text(CHECKED_AGAIN, encoding="utf-8")
    report = judged(zhifa, "2032-01-31")
    assert statuses(report)[-1] == ("T09.high", "2031", "met")
    assert [one for one in report["findings"] if one["id"][0] == "D"] == []


def test_without_the_plan_that_adds_a_section_there_is_nothing_to_extend(zhifa: Run, county: Path) -> None:
    (county / "data/plan_2031.yaml").write_text(OTHER, encoding="utf-8")
    code, out, err = zhifa("check", "--as-of", "2032-01-31")
    assert (code, out) == (2, "")
    assert "没有“企业”这一部分" in err
