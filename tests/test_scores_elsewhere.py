"""Points of an assessment in a document of its own, given from the verdicts of another plan of the year."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

TRAINING = """
id: 某政办发〔2026〕8号
title: 某县2026年行政执法人员轮训方案
year: 2026
issued: 2026-01-15
kinds: [镇, 部门]
binds: {kinds: [镇, 部门]}
categories: {人员类别: [执法人员], 培训类别: [法律法规]}
requirements:
  - {id: A01.hours, title: 轮训学时, clauses: [{place: 第一条, quote: 每名行政执法人员每年培训不少于四十学时}],
     rule: {kind: amount, of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员, at_least: 40, due: 每年}}
  - {id: A02.quarterly, title: 季报, clauses: [{place: 第二条, quote: 各单位每季度末报送轮训情况}],
     rule: {kind: report, items: [轮训情况], every: quarter, due: 每季度末}}
  - {id: A02.summary, title: 总结, clauses: [{place: 第二条, quote: 12月20日前报送年度总结}],
     rule: {kind: report, items: [轮训总结], every: year, due: 12月20日前}}
"""
ASSESSMENT = """
id: 某政办发〔2026〕20号
title: 某县2026年行政执法考核方案
year: 2026
issued: 2026-03-01
kinds: [镇, 部门]
scores:
  - id: KH1.training
    title: 教育培训
    of: A01.hours
    clauses: [{place: 正文二（一）, quote: 教育培训，满分6分。每有一人培训不足40学时扣2分，最多扣5分}]
    score: {points: 6, each_short: 2, cap: 5}
  - id: KH2.reports
    title: 报送
    of: [A02.quarterly, A02.summary]
    clauses:
      - place: 正文二（二）
        quote: 信息报送，满分4分。季度情况、12月20日前的年度总结每少报一次扣1分，每迟报一次扣0.5分
    score: {points: 4, each_short: 1, each_late: 0.5}
assessment:
  place: 正文一
  quote: 满分10分。8分以上的为优秀，其余为合格
  points: 10
  grades: [{name: 优秀, at_least: 8}, {name: 合格}]
"""
TEXT = """某政办发〔2026〕20号

关于印发某县2026年行政执法考核方案的通知

一、考核对象

考核各镇、各部门，满分10分。8分以上的为优秀，其余为合格。

二、考核内容

（一）教育培训，满分6分。每有一人培训不足40学时扣2分，最多扣5分。

（二）信息报送，满分4分。季度情况、12月20日前的年度总结每少报一次扣1分，每迟报一次扣0.5分。

2026年3月1日
"""
UNITS = """units:
  - {id: dx, name: 东镇, kind: 镇}
  - {id: xx, name: 西镇, kind: 镇}
  - {id: sj, name: 市场监管局, kind: 部门}
"""


def _person(number: int, *hours: str) -> str:
    classes = ", ".join(
        f"{{日期: 2026-0{month}-11, 课程: 行政处罚法, 类别: 法律法规, 学时: {one}}}"
        for month, one in enumerate(hours, start=5)
    )
    return f"  - {{编号: A{number}, 姓名: 某甲, 类别: 执法人员, 执法证号: 示例-{number}, 培训: [{classes}]}}\n"


def _report(item: str, period: str, day: str) -> str:
    return f"  - {{事项: {item}, 所属期: {period}, 日期: {day}}}\n"


QUARTERS = [
    _report("轮训情况", f"2026Q{n}", day)
    for n, day in enumerate(("2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"), start=1)
]
SUMMARY = _report("轮训总结", "2026", "2026-12-18")
FILED = {
    # two of three people short: 2 × 2; the third quarter not told, the second on 10 July: 1 + 0.5
    "东镇": "人员:\n" + _person(1, "20", "20") + _person(2, "20", "19.5") + _person(3, "12") + "报送:\n" + QUARTERS[0]
    + _report("轮训情况", "2026Q2", "2026-07-10") + QUARTERS[3] + SUMMARY,
    # everything but the summary
    "西镇": "人员:\n" + _person(1, "22", "22") + "报送:\n" + "".join(QUARTERS),
    "市场监管局": "人员:\n" + _person(1, "20", "20") + "报送:\n" + "".join(QUARTERS) + SUMMARY,
}  # fmt: skip


def county(folder: Path, **plans: str) -> Path:
    data = folder / "data"
    data.mkdir()
    for name, text in ({"plan_2026": TRAINING, "plan_2026_考核": ASSESSMENT} | plans).items():
        (data / f"{name}.yaml").write_text(text, encoding="utf-8")
    (data / "units.yaml").write_text(UNITS, encoding="utf-8")
    (data / "source_plan_2026_考核.txt").write_text(TEXT, encoding="utf-8")
    for unit, text in FILED.items():
        own = folder / "submissions" / unit
        own.mkdir(parents=True)
        (own / "全部.yaml").write_text(f"单位: {unit}\n年度: 2026\n{text}", encoding="utf-8")
    return folder / "submissions"


def scores(zhifa: Run, folder: Path, as_of: str = "2027-01-31") -> dict[str, Any]:
    code, out, err = zhifa("status", folder, "--scores", "--as-of", as_of, "-f", "json")
    assert code == 0, err
    told: dict[str, Any] = json.loads(out)
    return told


def test_points_are_given_from_the_verdicts_of_another_plan(zhifa: Run, tmp_path: Path) -> None:
    told = scores(zhifa, county(tmp_path))
    got = {one["name"]: {line["requirement"]: line["sum"] for line in one["requirements"]} for one in told["units"]}
    assert got["东镇"] == {
        "KH1.training": "满分 6，少 2 × 2 ＝ 扣 4，得 2",
        "KH2.reports": "满分 4，少 1 × 1 ＋ 迟 1 × 0.5 ＝ 扣 1.5，得 2.5",
    }
    assert got["西镇"] == {"KH1.training": "满分 6，得 6", "KH2.reports": "满分 4，少 1 × 1 ＝ 扣 1，得 3"}
    assert {one["name"]: (one["score"], one["points"], one["grade"]) for one in told["units"]} == {
        "东镇": ("4.5", "10", "合格"),
        "西镇": ("9", "10", "优秀"),
        "市场监管局": ("10", "10", "优秀"),
    }
    assert {line["requirement"]: line["of"] for line in told["units"][0]["requirements"]} == {
        "KH1.training": ["A01.hours"],
        "KH2.reports": ["A02.quarterly", "A02.summary"],
    }


def test_nothing_is_judged_or_told_twice(zhifa: Run, tmp_path: Path) -> None:
    folder = county(tmp_path)
    both = json.loads(zhifa("check", folder, "--as-of", "2027-01-31", "-f", "json")[1])
    (tmp_path / "data/plan_2026_考核.yaml").unlink()
    alone = json.loads(zhifa("check", folder, "--as-of", "2027-01-31", "-f", "json")[1])
    assert both["outcomes"] == alone["outcomes"]
    assert both["findings"] == alone["findings"]


def test_points_for_some_units_only(zhifa: Run, tmp_path: Path) -> None:
    """Towns have 10 points, departments 4: each unit out of what it can have, and the sums of each kind proved."""
    text = ASSESSMENT.replace("    of: A01.hours\n", "    of: A01.hours\n    binds: {kinds: [镇]}\n")
    folder = county(tmp_path, plan_2026_考核=text.replace("  points: 10\n", ""))
    told = {one["name"]: (one["score"], one["points"]) for one in scores(zhifa, folder)["units"]}
    assert told == {"东镇": ("4.5", "10"), "西镇": ("9", "10"), "市场监管局": ("4", "4")}
    _, out, _ = zhifa("status", folder, "--scores", "--as-of", "2027-01-31")
    lines = [line for line in out.splitlines() if "分" in line and not line.startswith("  ")]
    assert lines[:-1] == [
        "镇（2 个单位），满分 10 分",
        "东镇              4.5 / 10 分，得分率 45%，合格",
        "西镇              9 / 10 分，得分率 90%，优秀",
        "部门（1 个单位），满分 4 分",
        "市场监管局        4 / 4 分，得分率 100%，合格",
    ]
    (tmp_path / "data/plan_2026_考核.yaml").write_text(text, encoding="utf-8")
    code, _, err = zhifa("status", folder, "--scores", "--as-of", "2027-01-31")
    assert (code, "部门各项满分合计 4 分，不是 10 分" in err) == (2, True)


def test_units_whose_points_are_not_those_of_the_document_are_told(zhifa: Run, tmp_path: Path) -> None:
    """Who has a role is known only to the registry: no sum can be proved from the plan alone."""
    text = ASSESSMENT.replace("kinds: [镇, 部门]\n", "kinds: [镇, 部门]\nroles: [重点]\n").replace(
        "    of: A01.hours\n", "    of: A01.hours\n    binds: {roles: [重点], kinds: [镇]}\n"
    )
    folder = county(tmp_path, plan_2026_考核=text)
    _, out, _ = zhifa("status", folder, "--scores", "--as-of", "2027-01-31")
    assert "4 / 4 分，得分率 100%，合格，方案的总分是 10 分，对它计分的各项合计不是，请核对名册和计划" in out.replace(
        "\n" + " " * 18, ""
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("of: A01.hours", "of: A01.hour", "同一年度的计划里没有编号为“A01.hour”的要求，是不是“A01.hours”？"),
        ("of: A01.hours", "of: [A01.hours, A01.hours]", "“A01.hours”写了两次"),
        ("{points: 6, each_short: 2, cap: 5}", "{points: 6, tiers: [{at_least: 30, points: 3}]}", "只用于全单位一个数"),
        ("points: 10\n", "points: 11\n", "镇各项满分合计 10 分，不是 11 分"),
        ("id: KH1.training", "id: A02.summary", "“A02.summary”"),
        ("of: A01.hours\n", "of: A01.hours\n    binds: {kinds: [街道]}\n", "街道"),
    ],
)
def test_points_that_speak_of_nothing_are_refused(zhifa: Run, tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ASSESSMENT
    folder = county(tmp_path, plan_2026_考核=ASSESSMENT.replace(old, new, 1))
    code, _, err = zhifa("check", folder, "--as-of", "2027-01-31")
    assert code == 2
    assert said in err
    assert "plan_2026_考核.yaml:" in err


def test_what_is_replaced_or_not_issued_yet_is_not_counted_and_told(zhifa: Run, tmp_path: Path) -> None:
    later = TRAINING.replace("issued: 2026-01-15", "issued: 2026-06-01")
    own = """requirements:
  - {id: KH3.blamed, title: 通报, clauses: [{place: 一, quote: 略}], binds: {kinds: [镇]},
     rule: {kind: attested, called: 被通报, unit: 次, at_most: 0, added_up: true, due: 年内}, score: {each_short: 1}}
"""
    folder = county(tmp_path, plan_2026=later, plan_2026_考核=ASSESSMENT + own)
    told = scores(zhifa, folder, "2026-05-01")
    assert told["not_counted"] == [
        {"requirement": "KH1.training", "of": ["A01.hours"]},
        {"requirement": "KH2.reports", "of": ["A02.quarterly", "A02.summary"]},
    ]
    assert all(one["open"] for one in told["units"])
    _, out, _ = zhifa("status", folder, "--scores", "--as-of", "2026-05-01")
    assert "KH1.training 教育培训没有计入：A01.hours 所在的计划还没有印发、已被代替或者读不出。" in out
    _, out, _ = zhifa("status", folder, "--scores", "--as-of", "2026-05-01", "-f", "csv")
    assert "东镇,KH1.training,教育培训,,,,,,,没有计入：A01.hours 所在的计划" in out


def test_units_of_other_kinds_are_not_assessed(zhifa: Run, tmp_path: Path) -> None:
    folder = county(tmp_path, plan_2026_考核=ASSESSMENT.replace("kinds: [镇, 部门]", "kinds: [镇]"))
    assert [one["name"] for one in scores(zhifa, folder)["units"]] == ["东镇", "西镇"]


def test_two_assessments_of_a_year_are_not_added_up(zhifa: Run, tmp_path: Path) -> None:
    other = (
        ASSESSMENT.replace("〔2026〕20号", "〔2026〕21号").replace("考核方案", "专项考核方案")
        .replace("KH", "ZX").replace("points: 6", "points: 16").replace("points: 10", "points: 20")
    )  # fmt: skip
    folder = county(tmp_path, plan_2026_专项=other)
    told = [(one["plan"], one["name"], one["score"]) for one in scores(zhifa, folder)["units"]]
    assert ("某政办发〔2026〕20号", "东镇", "4.5") in told
    assert ("某政办发〔2026〕21号", "东镇", "14.5") in told
    _, out, _ = zhifa("status", folder, "--scores", "--as-of", "2027-01-31")
    assert "== 某县2026年行政执法专项考核方案（某政办发〔2026〕21号）" in out


def test_the_points_are_proved_against_the_text_of_the_assessment(zhifa: Run, tmp_path: Path) -> None:
    county(tmp_path)
    file = tmp_path / "data/plan_2026_考核.yaml"
    code, out, _ = zhifa("plan", "check", file)
    assert (code, "0 项要求，2 项按别的计划计分，2 处引文" in out) == (0, True), out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("each_short: 2, cap", "each_short: 3, cap", "KH1.training 的数字 3 不在所引的原文里"),
        ("{points: 6,", "{points: 5,", "引文里的“6分”没有规则用到"),
        ("{points: 6,", "{points: 5,", "各项满分合计 9 分，不是 10 分"),
        ("place: 正文二（一）", "place: 正文二（三）", "不在“正文二（三）”"),
        ("of: A01.hours", "of: A02.quarterly", "引文里的“40学时”没有规则用到"),
        ("每迟报一次扣0.5分\n", "每迟报一次扣0.6分\n", "原文里找不到这句话"),
        ("of: A01.hours", "of: B01.hours", "没有编号为“B01.hours”的要求"),
        (", A02.summary]", "]", "引文里的“12月20日”没有规则用到"),
    ],
)
def test_points_that_differ_from_the_text_are_told(zhifa: Run, tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ASSESSMENT
    county(tmp_path, plan_2026_考核=ASSESSMENT.replace(old, new, 1))
    code, out, _ = zhifa("plan", "check", tmp_path / "data/plan_2026_考核.yaml")
    assert code == 1
    assert said in out


def test_a_number_that_a_person_vouches_for_is_told_once(zhifa: Run, tmp_path: Path) -> None:
    """However many requirements the points are given for."""
    text = ASSESSMENT.replace("each_late: 0.5}", "each_late: 0.7}\n    by_hand: [0.7]", 1)
    county(tmp_path, plan_2026_考核=text)
    _, out, _ = zhifa("plan", "check", tmp_path / "data/plan_2026_考核.yaml")
    assert out.count("KH2.reports 的数字 0.7 是人核对的，没有与原文比对。") == 1


def test_sentences_of_the_assessment_that_nothing_speaks_of_are_told(zhifa: Run, tmp_path: Path) -> None:
    county(tmp_path)
    source = tmp_path / "data/source_plan_2026_考核.txt"
    source.write_text(TEXT.replace("\n2026年3月", "\n（三）加分。每获表彰一次加3分。\n\n2026年3月"), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", tmp_path / "data/plan_2026_考核.yaml")
    assert code == 1
    assert "“3分”没有着落" in out
