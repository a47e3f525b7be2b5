"""Points: what each shortfall costs, what is late, what is capped, and what costs nothing because nobody decided it."""

import json
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from conftest import ROOT, Run
from zhifa_check.plan.assessment import Assessment
from zhifa_check.plan.score import Score


def _score(**given: Any) -> Score:
    return Score.model_validate({"points": "6", **given})


@pytest.mark.parametrize(
    ("given", "short", "late", "lost"),
    [
        ({"each_short": "1", "each_late": "0.5"}, "0", 0, "0"),
        ({"each_short": "1", "each_late": "0.5"}, "2", 1, "2.5"),
        ({"each_short": "1", "each_late": "0.5"}, "6", 1, "6"),
        ({"each_short": "1"}, "0", 2, "2"),
        ({"each_short": "1", "cap": "3"}, "3", 0, "3"),
        ({"each_short": "1", "cap": "3"}, "4", 0, "3"),
        ({"each_short": "0.1"}, "3", 0, "0.3"),
        ({}, "0", 0, "0"),
        ({}, "1", 0, "6"),
        ({}, "0", 1, "6"),
        ({"cap": "2"}, "1", 0, "2"),
        ({"each_late": "1"}, "0", 2, "2"),
        ({"each_late": "1"}, "1", 0, "6"),
        ({"points": None, "each_short": "2"}, "9", 0, "18"),
        ({"points": None, "each_short": "2", "cap": "8"}, "9", 0, "8"),
        ({"points": None, "veto": "true"}, "1", 0, "0"),
        ({"points": None, "at_best": "良好"}, "1", 0, "0"),
    ],
)
def test_points_are_lost_exactly(given: dict[str, Any], short: str, late: int, lost: str) -> None:
    assert _score(**given).deducted(Decimal(short), late) == Decimal(lost)


@pytest.mark.parametrize(
    ("given", "short", "late", "days", "lost"),
    [
        ({"each_day_late": "0.2"}, "0", 1, 1, "0.2"),
        ({"each_day_late": "0.2"}, "0", 2, 12, "2.4"),
        ({"each_day_late": "0.2"}, "0", 1, 31, "6"),
        ({"each_day_late": "0.2", "each_late": "1"}, "0", 1, 3, "1.6"),
        ({"each_day_late": "0.2", "each_short": "2"}, "1", 1, 3, "2.6"),
        ({"each_day_late": "0.2"}, "1", 0, 0, "6"),
        ({"each_workday_late": "0.5"}, "0", 2, 7, "3.5"),
    ],
)
def test_each_day_late_costs(given: dict[str, Any], short: str, late: int, days: int, lost: str) -> None:
    assert _score(**given).deducted(Decimal(short), late, None, days) == Decimal(lost)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "满分 6 分；没有做到的扣完"),
        ({"each_late": "0.5"}, "满分 6 分；每迟一次扣 0.5 分；没有做到的扣完"),
        (
            {"each_short": "1", "each_day_late": "0.2"},
            "满分 6 分；每少一次（每有一个不符合）扣 1 分；每迟一天扣 0.2 分",
        ),
        (
            {"each_short": "1", "step": "5", "nothing_below": "50", "cap": "3"},
            "满分 6 分；每差 5 扣 1 分；低于 50 不得分；最多扣 3 分",
        ),
        (
            {"tiers": [{"at_least": "90", "points": "6"}, {"at_least": "80", "points": "4"}]},
            "满分 6 分；达到 90 得 6 分；达到 80 得 4 分",
        ),
        ({"points": None, "each_more": "1"}, "不算在满分里；每多 1 加 1 分"),
        (
            {"points": None, "each_more": "0.5", "step": "2", "most_more": "3"},
            "不算在满分里；每多 2 加 0.5 分，最多加 3 分",
        ),
        (
            {"points": None, "each_more": "1", "together": {"name": "甲", "cap": "4", "most_more": "2"}},
            "不算在满分里；每多 1 加 1 分；“甲”各项合计最多扣 4 分；“甲”各项合计最多加 2 分",
        ),
        (
            {"points": None, "veto": "true", "at_best": "良好"},
            "不算在满分里；有一次没有做到的，一票否决；有一次没有做到的，最高评为良好",
        ),
    ],
)
def test_points_are_told_whole(given: dict[str, Any], words: str) -> None:
    assert "；".join(_score(**given).words()) == words


def test_no_more_than_all_points_can_be_lost() -> None:
    with pytest.raises(ValidationError):
        _score(cap="7")


_TIERS = [{"at_least": "90", "points": "6"}, {"at_least": "80", "points": "4"}, {"at_least": "70", "points": "2"}]


@pytest.mark.parametrize(
    ("given", "short", "reached", "lost"),
    [
        ({"tiers": _TIERS}, "1", "89.9", "2"),
        ({"tiers": _TIERS}, "10", "80", "2"),
        ({"tiers": _TIERS}, "11", "79", "4"),
        ({"tiers": _TIERS}, "21", "69", "6"),
        ({"tiers": _TIERS}, "1", None, "6"),
        ({"tiers": _TIERS}, "0", None, "0"),
        ({"each_short": "1", "nothing_below": "95"}, "3", "95", "3"),
        ({"each_short": "1", "nothing_below": "95"}, "3", "94.99", "6"),
        ({"each_short": "1", "nothing_below": "95"}, "3", None, "6"),
    ],
)
def test_points_go_by_what_was_reached(given: dict[str, Any], short: str, reached: str | None, lost: str) -> None:
    figure = None if reached is None else Fraction(reached)
    assert _score(**given).deducted(Decimal(short), 0, figure) == Decimal(lost)


@pytest.mark.parametrize(
    ("gap", "step", "times"), [("4.99", "5", 0), ("5", "5", 1), ("9.99", "5", 1), ("10", "5", 2), ("0.99", "1", 0)]
)
def test_part_of_a_step_costs_nothing(gap: str, step: str, times: int) -> None:
    assert _score(each_short="1", step=step).steps(Fraction(gap)) == times


@pytest.mark.parametrize(("more", "earned"), [(0, "0"), (1, "1.5"), (2, "3"), (3, "3")])
def test_what_is_more_earns_up_to_its_limit(more: int, earned: str) -> None:
    assert _score(points=None, each_more="1.5", most_more="3").earned(more) == Decimal(earned)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"points": None}, ()),
        ({"points": None, "tiers": _TIERS}, ("tiers",)),
        ({"points": None, "each_short": "1", "nothing_below": "3"}, ("nothing_below",)),
        ({"tiers": _TIERS, "each_short": "1"}, ("tiers",)),
        ({"tiers": _TIERS[::-1]}, ("tiers",)),
        ({"points": "5", "tiers": _TIERS}, ("tiers",)),
        ({"each_short": "1", "together": {"name": "复议诉讼"}}, ("cap", "most_more")),
        ({"each_short": "1", "together": {"name": "附加分", "most_more": "5"}}, ("together", "most_more")),
        ({"tiers": _TIERS, "each_day_late": "0.2"}, ("tiers",)),
        ({"each_day_late": "0.2", "each_workday_late": "0.2"}, ("each_workday_late",)),
        ({"each_short": "1", "most_more": "3"}, ("most_more",)),
    ],
)
def test_points_that_say_nothing_are_refused(given: dict[str, Any], where: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        _score(**given)
    (error,) = refused.value.errors()
    assert all(name in str(error["ctx"]) for name in where)


@pytest.mark.parametrize(
    ("got", "vetoed", "grade"),
    [("90", False, "优秀"), ("89.9", False, "合格"), ("60", False, "合格"), ("59.9", False, "差"), ("95", True, "差")],
)
def test_a_sum_has_a_grade(got: str, vetoed: bool, grade: str) -> None:
    grades = [{"name": "优秀", "at_least": "90"}, {"name": "合格", "at_least": "60"}, {"name": "差"}]
    assessment = Assessment.model_validate({"place": "一", "quote": "考核", "grades": grades})
    assert assessment.grade(Decimal(got), vetoed=vetoed) == grade


@pytest.mark.parametrize(
    ("got", "at_best", "grade"),
    [
        ("95", [], "优秀"),
        ("95", ["良好"], "良好"),
        ("95", ["良好", "合格"], "合格"),
        ("85", ["良好"], "良好"),
        ("79.9", ["良好"], "合格"),
        ("59", ["良好"], "差"),
    ],
)
def test_a_breach_may_leave_a_grade_at_best(got: str, at_best: list[str], grade: str) -> None:
    bounds = {"优秀": "90", "良好": "80", "合格": "60"}
    grades = [*({"name": name, "at_least": bound} for name, bound in bounds.items()), {"name": "差"}]
    assessment = Assessment.model_validate({"place": "一", "quote": "考核", "grades": grades})
    assert assessment.grade(Decimal(got), vetoed=False, at_best=at_best) == grade


#: Two units and every way to give points; what each must have is worked out by hand beside it.
_PLAN = """
id: 某政办发〔2026〕5号
title: 某县2026年行政执法考核细则
year: 2026
issued: 2026-01-05
kinds: [乡镇, 司法局]
categories: {执法行为类别: [行政许可, 行政处罚], 人员类别: [执法人员], 处理方式: [清理]}
readings: {}
requirements:
  - {id: KH1.share, title: 满意率, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: attested, called: 满意率, unit: '%', at_least: 95, due: 年内},
     score: {points: 20, each_short: 1, step: 5, nothing_below: 80}}
  - {id: KH1.tiers, title: 评查平均分, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: attested, called: 评查平均分, unit: 分, at_least: 90, due: 年内},
     score: {points: 10, tiers: [{at_least: 90, points: 10}, {at_least: 80, points: 6}]}}
  - {id: KH2.lost, title: 败诉, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: attested, called: 败诉, unit: 件, at_most: 0, added_up: true, due: 年内},
     score: {each_short: 2, together: {name: 诉讼, cap: 5}}}
  - {id: KH2.undone, title: 被撤销, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: attested, called: 被撤销, unit: 件, at_most: 0, added_up: true, due: 年内},
     score: {each_short: 1.5, together: {name: 诉讼, cap: 5}}}
  - {id: KH3.reviews, title: 评查, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: amount, of: 案卷评查, unit: 次, at_least: 2, due: 全年},
     score: {points: 10, each_short: 4, each_more: 2, most_more: 3}}
  - {id: KH3.veto, title: 事件, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: attested, called: 事件, unit: 起, at_most: 0, added_up: true, due: 年内},
     score: {veto: true}}
assessment: {place: 一, quote: 略, points: 40, grades: [{name: 好, at_least: 30}, {name: 差}]}
"""
_UNITS = "units:\n  - {id: dx, name: 东乡, kind: 乡镇}\n  - {id: xx, name: 西乡, kind: 乡镇}\n"
_FIGURES = {
    "东乡": {"KH1.share": ["85.5"], "KH1.tiers": ["89.5"], "KH2.lost": ["2"], "KH2.undone": ["1"]},
    "西乡": {"KH1.share": ["79"], "KH1.tiers": ["90"], "KH3.veto": ["1"]},
}


def _scores(
    zhifa: Run, folder: Path, plan: str, filed: dict[str, str], figures: dict[tuple[str, str], list[str]] | None = None
) -> dict[str, Any]:
    """By name what ``status --scores`` says of units that filed a text each, and of whom the bureau entered figures."""
    data = folder / "data"
    data.mkdir()
    (data / "plan_2026.yaml").write_text(plan, encoding="utf-8")
    (data / "units.yaml").write_text(_UNITS, encoding="utf-8")
    entries = [
        f"  - {{unit: {unit}, requirement: {id_}, period: 2026, value: {value}, reason: 测评,"
        " document: 某司发〔2026〕9号, attested_by: 司法局, attested_on: 2026-12-20}\n"
        for (unit, id_), values in (figures or {}).items()
        for value in values
    ]
    if entries:
        (data / "attested.yaml").write_text("attested:\n" + "".join(entries), encoding="utf-8")
    for unit, text in filed.items():
        own = folder / "submissions" / unit
        own.mkdir(parents=True)
        (own / "全部.yaml").write_text(f"单位: {unit}\n年度: 2026\n{text}", encoding="utf-8")
    code, out, err = zhifa("status", folder / "submissions", "--scores", "--as-of", "2027-02-01", "-f", "json")
    assert code == 0, err
    return {one["name"]: one for one in json.loads(out)["units"]}


def test_sums_are_those_worked_out_by_hand(zhifa: Run, tmp_path: Path) -> None:
    figures = {(unit, id_): values for unit, of_unit in _FIGURES.items() for id_, values in of_unit.items()}
    reviews = "".join(
        f"  - {{日期: 2026-0{n}-03, 抽查: [{{执法主体: 东乡, 件数: {{行政处罚: 3}}}}]}}\n" for n in range(1, 6)
    )
    filed = {"东乡": f"案卷:\n  - {{执法主体: 东乡, 件数: {{行政处罚: 30}}}}\n案卷评查:\n{reviews}", "西乡": ""}
    units = _scores(zhifa, tmp_path, _PLAN, filed, figures)
    got = {name: {line["requirement"]: line["score"] for line in one["requirements"]} for name, one in units.items()}
    # 95 − 85.5 = 9.5 points are one step of five; 2 × 2 = 4, and of 1.5 more only 1 fits under 5; 3 reviews more earn 3
    assert got["东乡"] == {
        "KH1.share": "19", "KH1.tiers": "6", "KH2.lost": "-4", "KH2.undone": "-1", "KH3.reviews": "13", "KH3.veto": "0",
    }  # fmt: skip
    assert (units["东乡"]["score"], units["东乡"]["points"], units["东乡"]["grade"]) == ("33", "40", "好")
    # below 80 there are none; nothing filed is two reviews short; the veto settles the grade
    assert got["西乡"] == {
        "KH1.share": "0", "KH1.tiers": "10", "KH2.lost": "0", "KH2.undone": "0", "KH3.reviews": "2", "KH3.veto": "0",
    }  # fmt: skip
    assert (units["西乡"]["score"], units["西乡"]["grade"], units["西乡"]["vetoed_by"]) == ("12", "差", ["KH3.veto"])


#: What the sentences of one real kind of 考核细则 ask: shares with steps and tiers, days late, joint limits, rescaling.
_RATES = """
id: 某政办发〔2026〕6号
title: 某县2026年行政执法考核细则
year: 2026
issued: 2026-01-05
kinds: [乡镇, 司法局]
binds: {kinds: [乡镇]}
categories: {人员类别: [执法人员]}
readings: {}
sections:
  投诉: {fields: {收到日期: {type: 日期, required: true}, 办结日期: 日期}, dated: 收到日期, happens: true}
  抽考: {fields: {人次: 整数, 合格: 整数}}
  评查: {fields: {主体: 文字, 件数: 整数}}
requirements:
  - {id: KH1.answered, title: 办结, clauses: [{place: 一, quote: 略}],
     rule: {kind: within, section: 投诉, since: 收到日期, until: 办结日期, strict: {days: 10}}}
  - {id: KH1.rate, title: 按时办结率, clauses: [{place: 一, quote: 略}],
     rule: {kind: answer_rate, section: 投诉, requirement: KH1.answered, at_least: 95, in_time: true},
     score: {points: 6, each_short: 0.5, step: 1}}
  - {id: KH2.tests, title: 抽考, clauses: [{place: 一, quote: 略}],
     rule: {kind: amount, of: 抽考.合格, over: {of: 抽考.人次}, at_least: 80, due: 年内},
     score: {points: 10, each_short: 0.1, step: 1, cap: 3}}
  - {id: KH3.report, title: 总结, clauses: [{place: 一, quote: 略}],
     rule: {kind: report, items: [总结], due: 12月12日前}, score: {points: 4, each_day_late: 0.2}}
  - {id: KH4.spread, title: 推广, clauses: [{place: 一, quote: 略}],
     rule: {kind: attested, called: 推广, unit: 项, at_least: 0, added_up: true, due: 年内},
     score: {each_more: 2, most_more: 4, together: {name: 附加分, most_more: 5}}}
  - {id: KH4.news, title: 采用, clauses: [{place: 一, quote: 略}],
     rule: {kind: attested, called: 采用, unit: 篇, at_least: 0, added_up: true, due: 年内},
     score: {each_more: 0.5, most_more: 2, together: {name: 附加分, most_more: 5}}}
  - {id: KH5.blamed, title: 被通报, clauses: [{place: 一, quote: 略}],
     rule: {kind: attested, called: 被通报, unit: 次, at_most: 0, added_up: true, due: 年内},
     score: {at_best: 合格}}
  - {id: KH6.each, title: 主体评查, clauses: [{place: 一, quote: 略}],
     rule: {kind: amount, of: 评查.件数, per: 主体, at_least: 10, due: 年内}, score: {each_short: 2}}
assessment: {place: 一, quote: 略, points: 20, rescaled: true,
  grades: [{name: 优秀, at_least: 18}, {name: 合格, at_least: 12}, {name: 差}]}
"""
#: 19 of 20 complaints in time, 70 of 100 pass, three days after the Monday behind the deadline, 4 + 2 earned of 5.
_FILED = {
    "东乡": "投诉:\n"
    + "".join(
        f"  - {{收到日期: 2026-03-{n:02}, 办结日期: 2026-0{4 if n == 1 else 3}-{n + 10:02}}}\n" for n in range(1, 21)
    )
    + "抽考:\n  - {人次: 100, 合格: 70}\n报送:\n  - {事项: 总结, 所属期: 2026, 日期: 2026-12-17}\n"
    + "评查:\n  - {主体: 甲队, 件数: 6}\n  - {主体: 乙队, 件数: 10}\n",
    "西乡": "报送:\n  - {事项: 总结, 所属期: 2026, 日期: 2026-12-10}\n评查:\n  - {主体: 丙队, 件数: 10}\n",
}


def test_shares_days_and_joint_limits_are_those_worked_out_by_hand(zhifa: Run, tmp_path: Path) -> None:
    figures = {("东乡", "KH4.spread"): ["2"], ("东乡", "KH4.news"): ["4"], ("东乡", "KH5.blamed"): ["1"]}
    units = _scores(zhifa, tmp_path, _RATES, _FILED, figures)
    got = {name: {line["requirement"]: line["score"] for line in one["requirements"]} for name, one in units.items()}
    # 19 of 20 are 95 %; 70 % is ten points short at 0.1; three days cost 0.6; 4 + 1 of 5 are earned; blamed
    assert got["东乡"] == {
        "KH1.rate": "6", "KH2.tests": "9", "KH3.report": "3.4", "KH4.spread": "4", "KH4.news": "1", "KH5.blamed": "0",
        "KH6.each": "-2",
    }  # fmt: skip
    assert (units["东乡"]["score"], units["东乡"]["grade"]) == ("21.4", "合格")
    # no complaints: 11 of the 14 points that apply are 15.71 of 20
    assert got["西乡"] == {
        "KH1.rate": "0", "KH2.tests": "7", "KH3.report": "4", "KH4.spread": "0", "KH4.news": "0", "KH5.blamed": "0",
        "KH6.each": "0",
    }  # fmt: skip
    assert (units["西乡"]["score"], units["西乡"]["grade"]) == ("15.71", "合格")


def test_what_was_not_filed_keeps_its_points_to_lose_where_the_rest_is_rescaled(zhifa: Run, tmp_path: Path) -> None:
    """Without a roster nobody knows whether anybody is unlicensed: no points, and not fewer than none."""
    plan = (
        _RATES[: _RATES.index("requirements:")]
        + """requirements:
  - {id: KH1.hours, title: 培训, clauses: [{place: 一, quote: 略}],
     rule: {kind: amount, of: 人员.集中学习学时, per: 人员, at_least: 10, due: 年内}, score: {points: 8, each_short: 1}}
  - {id: KH2.licensed, title: 持证, clauses: [{place: 一, quote: 略}],
     rule: {kind: stated, section: 人员, where: {类别: 执法人员}, field: 执法证号}, score: {points: 4, each_short: 2}}
assessment: {place: 一, quote: 略, points: 12, rescaled: true}
"""
    )
    person = "人员:\n  - {编号: A1, 姓名: 甲, 类别: 执法人员, 执法证号: 示例-1, 集中学习学时: 10}\n"
    units = _scores(zhifa, tmp_path, plan, {"东乡": person, "西乡": ""})
    got = {name: [line["score"] for line in one["requirements"]] for name, one in units.items()}
    assert got == {"东乡": ["8", "4"], "西乡": ["0", "0"]}
    assert {name: one["score"] for name, one in units.items()} == {"东乡": "12", "西乡": "0"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points: 40", "points: 41", "乡镇各项满分合计 40 分，不是 41 分"),
        ("cap: 5}}}\n  - {id: KH3", "cap: 4}}}\n  - {id: KH3", "“诉讼”各项写的应相同"),
        ("score: {veto: true}", "score: {at_best: 中}", "等次里没有“中”"),
        ("nothing_below: 80", "nothing_below: 96", "不能高于要求的 95"),
        ("at_least: 2, due: 全年", "at_least: 1, due: 全年, per: 日期", "只用于全单位一个数"),
        ("score: {points: 10, each_short: 4, each_more: 2, most_more: 3}", "note: 无", "不是 40 分"),
        (
            "at_least: 2, due: 全年},\n     score: {points: 10, each_short: 4, each_more: 2, most_more: 3}",
            "at_least: 0, due: 全年}",
            "应大于 0",
        ),
        ("{name: 差}", "{name: 差, at_least: 10}", "最后一个等次不写 at_least"),
    ],
)
def test_points_of_a_plan_fit_together(zhifa: Run, tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in _PLAN
    plan = tmp_path / "plan_2026.yaml"
    plan.write_text(_PLAN.replace(old, new, 1), encoding="utf-8")
    code, out, err = zhifa("plan", "check", plan)
    assert code in (1, 2)
    assert said in out + err


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("cap: 5}}}\n  - {id: KH3", "cap: 4}}}\n  - {id: KH3", "together: "),
        ("score: {veto: true}", "score: {at_best: 中}", "at_best: "),
    ],
)
def test_points_that_do_not_fit_are_told_at_their_requirement(
    zhifa: Run, tmp_path: Path, old: str, new: str, written: str
) -> None:
    plan = tmp_path / "plan_2026.yaml"
    text = _PLAN.replace(old, new, 1)
    plan.write_text(text, encoding="utf-8")
    _, out, err = zhifa("plan", "check", plan)
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if written in line]
    assert any(f"plan_2026.yaml:{number}:" in out + err for number in lines)


def test_a_plan_without_points_has_no_scores(zhifa: Run) -> None:
    code, out, err = zhifa("status", "--scores")
    assert (code, out) == (2, "")
    assert "没有一条要求写了分值" in err


@pytest.mark.parametrize("old", ["扣1分，每迟报", "满分6分", "扣0.5分"])
def test_points_stand_in_the_quote(zhifa: Run, tmp_path: Path, old: str) -> None:
    example = ROOT / "examples" / "assessment" / "data"
    plan = tmp_path / "plan_2026.yaml"
    text = (example / "plan_2026.yaml").read_text(encoding="utf-8")
    new = old.replace("1", "2").replace("6", "7").replace("0.5", "0.6")
    assert old in text
    plan.write_text(text.replace(old, new), encoding="utf-8")
    source = tmp_path / "source_plan_2026.txt"
    source.write_text(
        (example / "source_plan_2026.txt").read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    assert "KH1.monthly 的数字" in out


def test_nothing_filed_is_no_better_than_falling_short(zhifa: Run, tmp_path: Path) -> None:
    county = tmp_path / "county"
    shutil.copytree(ROOT / "examples" / "assessment", county)
    shutil.rmtree(county / "submissions" / "梅坪镇")
    _, out, _ = zhifa("status", county / "submissions", "--scores", "--as-of", "2027-01-31", "-f", "json")
    (unit,) = [one for one in json.loads(out)["units"] if one["name"] == "梅坪镇"]
    got = {line["requirement"]: (line["score"], line["sum"]) for line in unit["requirements"]}
    # 10 points of which 5 at most can be lost, however many people there are
    assert got["KH2.training"] == ("5", "满分 10，没有填，不知道有多少，按做不到扣完，扣 5，得 5")
    assert got["KH3.reviews"] == ("0", "满分 10，少 3 × 4 ＝ 扣 10（封顶），得 0")


def test_a_report_that_is_late_and_short_costs_both(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    report = (
        "  - {id: KH1.cases, title: 季报, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},\n"
        "     rule: {kind: report, items: [季报], every: quarter, due: 每季度次月10日前,"
        " count: {of: 典型案例, unit: 篇, at_least: 3}},\n"
        "     score: {points: 10, each_short: 2, each_late: 1}}\n"
    )
    head = _PLAN.partition("requirements:\n")[0]
    (tmp_path / "data/plan_2026.yaml").write_text(f"{head}requirements:\n{report}", encoding="utf-8")
    (tmp_path / "data/units.yaml").write_text(_UNITS, encoding="utf-8")
    folder = tmp_path / "submissions/东乡"
    folder.mkdir(parents=True)
    quarters = "".join(
        f"  - {{事项: 季报, 所属期: 2026Q{number}, 日期: {day}, 典型案例: [{cases}]}}\n"
        for number, day, cases in (
            (1, "2026-04-19", "甲"),  # nine days late, two short
            (2, "2026-07-10", "甲, 乙"),  # one short
            (3, "2026-10-19", "甲, 乙, 丙"),  # late
            (4, "2027-01-08", "甲, 乙, 丙"),
        )
    )
    (folder / "报送.yaml").write_text(f"单位: 东乡\n年度: 2026\n报送:\n{quarters}", encoding="utf-8")
    code, out, err = zhifa("status", tmp_path / "submissions", "--scores", "--as-of", "2027-02-01", "-f", "json")
    assert code == 0, err
    (line,) = next(one for one in json.loads(out)["units"] if one["name"] == "东乡")["requirements"]
    assert (line["short"], line["late"], line["score"]) == ("3", 2, "2")


@pytest.mark.parametrize(
    ("passed", "got"), [("80000", "10"), ("79996", "9.98"), ("79500", "9"), ("79000", "8")], ids=lambda one: one
)
def test_whoever_lacks_less_loses_less(zhifa: Run, tmp_path: Path, passed: str, got: str) -> None:
    """Of a share of 100,000 each point costs two; what is short by less than a hundredth of a point counts as one."""
    plan = _RATES.replace("each_short: 0.1, step: 1, cap: 3", "each_short: 2")
    units = _scores(zhifa, tmp_path, plan, {"东乡": f"抽考:\n  - {{人次: 100000, 合格: {passed}}}\n"})
    lines = {line["requirement"]: line["score"] for line in units["东乡"]["requirements"]}
    assert lines["KH2.tests"] == got


_HOURS = """
id: 某政办发〔2026〕5号
title: 某县2026年考核细则
year: 2026
issued: 2026-01-05
kinds: [乡镇, 司法局]
categories: {人员类别: [执法人员], 培训类别: [业务知识]}
requirements:
  - {id: KH1.hours, title: 学时, clauses: [{place: 一, quote: 略}], binds: {kinds: [乡镇]},
     rule: {kind: amount, of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员, at_least: 12, due: 全年},
     score: {points: 10, each_short: 0.5, step: 2, cap: 4}}
"""


def _person(number: str, hours: str, more: str = "") -> str:
    training = f"[{{日期: 2026-09-04, 课程: 甲课, 类别: 业务知识, 学时: {hours}}}]"
    return f"  - {{编号: {number}, 姓名: 某, 类别: 执法人员, {more}培训: {training}}}\n"


@pytest.mark.parametrize(
    ("people", "got"),
    [
        # each is short by himself, and part of a step costs nothing: 2 and 3.5 are one step each
        ([("10", ""), ("8.5", "")], "9"),
        ([("10.5", ""), ("10.5", "")], "10"),
        # one who came in July owes at least six of twelve: of those 5 are there, though strictly seven lack
        ([("5", "在岗起: 2026-07-01, ")], "10"),
        ([("4", "在岗起: 2026-07-01, ")], "9.5"),
        ([("7", "在岗起: 2026-07-01, ")], "10"),
        ([("0.5", ""), ("0.5", "")], "6"),
        ([("12", "")], "10"),
    ],
)
def test_what_each_person_lacks_costs_by_steps(
    zhifa: Run, tmp_path: Path, people: list[tuple[str, str]], got: str
) -> None:
    filed = "人员:\n" + "".join(_person(f"A{n}", *one) for n, one in enumerate(people))
    (line,) = _scores(zhifa, tmp_path, _HOURS, {"东乡": filed})["东乡"]["requirements"]
    assert line["score"] == got, line
