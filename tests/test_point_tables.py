"""Points in a column of a table of the document: proved there, and told where."""

from pathlib import Path

import pytest

from conftest import Run
from zhifa_check.plan.point_tables import entries_of
from zhifa_check.plan.source import read_source

#: As a word processor saves a table to plain text: cells parted by tabs, a merged cell empty, a cell of two lines.
TABLE = """某政办发〔2026〕15号

关于印发某县2026年行政执法考核细则的通知

一、考核满分20分，按下表计分。

项目\t分值\t考核内容和扣分标准\t考核单位
教育培训\t6\t人员每年每名培训不少于40学时，每有一人不达标扣2分\t县司法局
案卷评查\t10\t每年组织案卷评查不少于3次，每少一次扣1分，最多扣4分\t县司法局
\t\t各单位于12月20日前报送评查总结，
未报送的扣6分\t县司法局
信息报送\t4分\t次月8日前报送当月执法数据，每少报一次扣0.5分\t县司法局

二、本细则由县司法局解释。

2026年1月12日
"""
_HOURS = "人员每年每名培训不少于40学时，每有一人不达标扣2分"
PLAN = f"""id: 某政办发〔2026〕15号
title: 某县2026年行政执法考核细则
year: 2026
issued: 2026-01-12
kinds: [镇]
binds: {{kinds: [镇]}}
categories: {{人员类别: [执法人员], 培训类别: [法律法规]}}
requirements:
  - id: KH1.hours
    title: 培训学时
    clauses: [{{place: 正文一, quote: {_HOURS}}}]
    rule: {{kind: amount, of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员, at_least: 40, due: 每年}}
    score: {{points: 6, each_short: 2}}
  - id: KH2.reviews
    title: 案卷评查
    clauses: [{{place: 正文一, quote: 每年组织案卷评查不少于3次，每少一次扣1分，最多扣4分}}]
    rule: {{kind: amount, of: 案卷评查, unit: 次, at_least: 3, due: 每年}}
    score: {{points: 4, each_short: 1, cap: 4}}
  - id: KH2.summary
    title: 评查总结
    clauses: [{{place: 正文一, quote: '各单位于12月20日前报送评查总结，未报送的扣6分'}}]
    rule: {{kind: report, items: [评查总结], due: 12月20日前}}
    score: {{points: 6}}
  - id: KH3.monthly
    title: 数据月报
    clauses: [{{place: 正文一, quote: '次月8日前报送当月执法数据，每少报一次扣0.5分'}}]
    rule: {{kind: report, items: [执法数据], every: month, due: 次月8日前}}
    score: {{points: 4, each_short: 0.5}}
assessment: {{place: 正文一, quote: 考核满分20分, points: 20}}
"""


def _check(zhifa: Run, folder: Path, plan: str = PLAN, text: str = TABLE) -> tuple[int, str]:
    (folder / "plan_2026.yaml").write_text(plan, encoding="utf-8")
    (folder / "source_plan_2026.txt").write_text(text, encoding="utf-8")
    code, out, _ = zhifa("plan", "check", folder / "plan_2026.yaml")
    return code, out


def test_entries_are_the_rows_of_a_column_of_points() -> None:
    found = entries_of(read_source(TABLE))
    assert [(one.head, f"{one.points.value}", one.line, len(one.spans)) for one in found] == [
        ("分值", "6", 8, 1),
        ("分值", "10", 9, 2),
        ("分值", "4", 12, 1),
    ]


def test_points_are_proved_in_their_column_and_told_where(zhifa: Run, tmp_path: Path) -> None:
    code, out = _check(zhifa, tmp_path)
    assert code == 0, out
    assert "满分写在表格里的：KH1.hours 6 分（第 8 行“分值”一列）、KH3.monthly 4 分（第 12 行“分值”一列）。" in out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{points: 6, each_short: 2}", "{points: 5, each_short: 2}", "KH1.hours 的数字 5 不在所引的原文里"),
        # 2 is in the quote, as what each costs: the column says 6
        ("{points: 6, each_short: 2}", "{points: 2, each_short: 2}",
         "“分值”一列是 6，计划里引这一行的KH1.hours 满分合计 2 分。请核对。"),
        ("points: 4, each_short: 1, cap: 4", "points: 3, each_short: 1, cap: 3", "KH2.reviews 的数字 3 "),
        ("{points: 6}", "{points: 6, each_short: 10}", "KH2.summary 的数字 10 不在所引的原文里"),
    ],
)  # fmt: skip
def test_points_that_their_row_does_not_have_are_told(
    zhifa: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in PLAN
    plan = PLAN.replace(old, new, 1).partition("assessment:")[0]
    text = TABLE.replace("考核满分20分，", "考核")
    code, out = _check(zhifa, tmp_path, plan, text)
    assert code == 1
    assert said in out


def test_points_of_another_row_prove_nothing(zhifa: Run, tmp_path: Path) -> None:
    text = TABLE.replace("教育培训\t6", "教育培训\t5").replace("满分20分", "满分20分，另6分")
    code, out = _check(zhifa, tmp_path, PLAN, text)
    assert code == 1
    assert "KH1.hours 的数字 6 不在所引的原文里" in out


def test_a_merged_entry_is_made_up_by_all_that_is_quoted_of_it(zhifa: Run, tmp_path: Path) -> None:
    """案卷评查 has 10: 4 and 6. With the summary left to people the 4 alone may stand; forgotten, it may not."""
    start, end = PLAN.index("  - id: KH2.summary"), PLAN.index("  - id: KH3.monthly")
    plan = (PLAN[:start] + PLAN[end:]).partition("assessment:")[0]
    text = TABLE.replace("考核满分20分，", "考核")
    code, out = _check(zhifa, tmp_path, plan, text)
    assert (code, "“分值”一列是 10，计划里引这一行的KH2.reviews 满分合计 4 分" in out) == (1, True)
    aside = (
        "not_checked:\n  - {place: 正文一, quote: '各单位于12月20日前报送评查总结，未报送的扣6分', reason: 由人评分}\n"
    )
    code, out = _check(zhifa, tmp_path, plan + aside, text)
    assert code == 0, out


def test_a_number_in_its_cell_is_no_number_of_people(zhifa: Run, tmp_path: Path) -> None:
    """「6」 and 「人员每年」 of the next cell are no six people."""
    _, out = _check(zhifa, tmp_path)
    assert "6人" not in out
    _, out, _ = zhifa("plan", "new", tmp_path / "source_plan_2026.txt")
    assert "6人" not in out


def test_what_an_item_is_called_is_no_duty_of_its_own(zhifa: Run, tmp_path: Path) -> None:
    """「备案」 obliges in a sentence; in the cell that names the item it says no more than its row."""
    code, out = _check(zhifa, tmp_path, PLAN, TABLE.replace("信息报送\t4分", "信息备案\t4分"))
    assert code == 0, out
    code, out = _check(zhifa, tmp_path, PLAN, TABLE.replace("每少报一次", "并备案，每少报一次"))
    assert (code, "备案" in out) == (1, True)


def test_points_that_somebody_divided_up_leave_the_rest_to_be_proved(zhifa: Run, tmp_path: Path) -> None:
    """案卷评查 has 10 for two requirements: 4 and 6 as in the text, or 5 and 5 as assumed; 1 each is told."""
    halves = PLAN.replace("{points: 4, each_short: 1, cap: 4}", "{points: 5, each_short: 1, cap: 4, assumed: true}")
    halves = halves.replace("{points: 6}", "{points: 5, assumed: true}").replace("未报送的扣6分", "未报送的扣完")
    text = TABLE.replace("未报送的扣6分", "未报送的扣完")
    code, out = _check(zhifa, tmp_path, halves, text)
    assert code == 0, out
    code, out = _check(zhifa, tmp_path, halves.replace("each_short: 1, cap: 4,", "each_short: 2, cap: 4,"), text)
    assert code == 1
