"""A plan is tried out by ``plan check`` before it judges anybody; what would end a run of check is told there."""

from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.format.problems import ConfigError
from zhifa_check.format.sections.people import Person
from zhifa_check.judge.rehearsal import rehearse
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.verdict import Verdict
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan

TEXT = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
SOURCE = ROOT / "data" / "source_plan_2023.txt"


def _plan(folder: Path, text: str) -> Plan:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return load_plan(path)[0]


def test_the_shipped_plan_is_rehearsed_without_a_word(tmp_path: Path) -> None:
    assert list(rehearse(_plan(tmp_path, TEXT))) == []


def test_a_rule_that_would_end_check_is_told_with_its_requirement(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Amount.judge

    def breaks(self: Amount, case: Case) -> Verdict:
        return judge(self, case) if case.facts.of(Person) else [][0]

    monkeypatch.setattr(Amount, "judge", breaks)
    code, out, _ = zhifa("plan", "check", "data/plan_2023.yaml")
    assert code == 1
    assert "T10.hours 照这样写，核对时会出错（IndexError" in out
    assert f"plan_2023.yaml:{TEXT[: TEXT.index('    rule:', TEXT.index('id: T10.hours'))].count(chr(10)) + 1}:" in out


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("[{kind: certified, category: 执法人员}]", "只有一种做法"),
        (
            "[{kind: report, items: [甲], every: month, due: 每月6日前}, {kind: certified, category: 执法人员}]",
            "第 2 种做法与第 1 种的次数（every）不同",
        ),
        (
            "[{kind: certified, category: 执法人员}, "
            "{kind: amount, of: 人员, satisfying: T10.hours, over: {of: 人员}, at_least: 99, due: 每年}]",
            "第 2 种做法以另一项要求为准",
        ),
    ],
)
def test_ways_that_do_not_go_together_are_refused_at_their_line(tmp_path: Path, rules: str, said: str) -> None:
    old = "rule: {kind: certified, category: 执法人员}"
    assert TEXT.count(old) == 1
    path = tmp_path / "plan_2023.yaml"
    path.write_text(TEXT.replace(old, f"rule:\n      kind: any_of\n      rules: {rules}"), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_plan(path)
    (problem,) = refused.value.problems
    assert said in problem.message
    assert problem.line == TEXT[: TEXT.index(old)].count("\n") + 3


def test_a_kind_without_a_deadline_is_told_by_name(tmp_path: Path) -> None:
    old = ", {binds: {kinds: [镇, 园区, 街道]}, strict: 6 月 1 日、12 月 1 日前}]"
    assert TEXT.count(old) == 1
    with pytest.raises(ConfigError) as refused:
        _plan(tmp_path, TEXT.replace(old, "]"))
    assert ["没有写镇、园区、街道的期限" in problem.message for problem in refused.value.problems] == [True]


def test_a_requirement_that_is_never_due_is_told(tmp_path: Path) -> None:
    plan = _plan(tmp_path, TEXT.replace("issued: 2023-03-14", "issued: 2023-11-15"))
    told = [one.message for one in rehearse(plan) if one.fatal]
    assert any(message.startswith("T01.review 的期限都在印发日期 2023-11-15 之前") for message in told)
    assert not any("T15.progress" in message for message in told)


def test_dates_before_the_issue_are_told(zhifa: Run) -> None:
    code, out, _ = zhifa("plan", "check", "data/plan_2023.yaml")
    assert code == 0
    assert "注意：T02.monthly 的期限 2023-02-06、2023-03-06 在印发日期 2023-03-14 之前，不约束任何单位。" in out


def test_every_phrase_is_shown_as_dates(zhifa: Run) -> None:
    code, out, _ = zhifa("plan", "check", "-v", "data/plan_2023.yaml")
    assert code == 0
    assert (
        "T02.supervise “3月中旬、6月中旬、9月中旬、12月中旬”，即 2023-03-20、2023-06-20、2023-09-20、2023-12-20" in out
    )
    assert (
        "T15.progress 部门：“5月31日、11月30日前 / 6 月 1 日、12 月 1 日前”，即 2023-05-31（宽松理解 2023-06-01）"
        in out
    )


@pytest.mark.parametrize("id_", ["KH.hours", "K-3.a1", "A1.x-y", "gongshi.7days"])
def test_ids_are_the_plan_s_own(tmp_path: Path, id_: str) -> None:
    text = TEXT.replace("- id: T15.progress", f"- id: {id_}").replace(
        "T15: 半年报送", f"{id_.partition('.')[0]}: 半年报送"
    )
    assert _plan(tmp_path, text).requirements[-1].id == id_


def test_a_plan_beside_another_of_its_year_has_its_own_text(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "plan_2023_b.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "source_plan_2023.txt").write_text("另一份文件", encoding="utf-8")
    (tmp_path / "source_plan_2023_b.txt").write_bytes(SOURCE.read_bytes())
    assert zhifa("plan", "check", tmp_path / "plan_2023_b.yaml")[0] == 0


SMALL = """\
id: 某政办发〔2026〕8号
title: 某县2026年方案
year: 2026
issued: 2026-01-15
kinds: [部门]
sections:
  检查:
    dated: 日期
    fields: {日期: 日期}
  任务:
    fields: {户数: {type: 整数, required: true}}
  媒体采用:
    fields: {标题: {type: 文字, required: true}}
  公示:
    key: 编号
    dated: 公示日期
    happens: true
    fields: {编号: 文字, 公示日期: 日期, 撤下日期: 日期}
  企业: {key: 名称, fields: {名称: 文字}}
  走访: {dated: 日期, fields: {日期: {type: 日期, required: true}, 企业: {type: 企业, required: true}}}
requirements:
  - id: A.one
    title: 一项
    clauses: [{place: 第一条, quote: 一}]
    binds: {kinds: [部门]}
    rule: {RULE}
"""


@pytest.mark.parametrize(
    "rule",
    [
        # due before the day on which examples usually lie
        "kind: amount, of: 检查, over: {of: 任务.户数}, at_least: 15, due: 一季度末",
        "kind: amount, of: 检查, unit: 次, at_least: 2, due: 3月31日前",
        # records that nothing but a text tells apart
        "kind: amount, of: 媒体采用, unit: 篇, at_least: 3, due: 全年",
        # not over before years have passed
        "kind: within, section: 公示, since: 公示日期, until: 撤下日期, strict: {months: 36}",
        "kind: within, section: 公示, since: 公示日期, until: 撤下日期, strict: {days: 7}, lenient: {months: 14}",
        # whom they name is there beside what they are held against
        "kind: amount, of: 走访, against: {of: 任务.户数}, steps: [{to: 200, share: 10}, {at_least: 20}], due: 全年",
        "kind: amount, of: 走访, over: {of: 检查}, at_least: 60, due: 全年",
    ],
)
def test_an_example_is_judged_as_it_was_made_for(tmp_path: Path, rule: str) -> None:
    assert [one.message for one in rehearse(_plan(tmp_path, SMALL.replace("RULE", rule)))] == []


@pytest.mark.parametrize(
    "rule",
    [
        "{kind: amount, of: 案卷评查.抽查.件数, over: {of: 案卷.件数}, at_least: 10, due: 全年}",
        "{kind: all_categories, due: 全年}",
    ],
)
def test_lists_that_a_plan_leaves_out_are_needed_by_no_rule(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    head = "id: 试〔2026〕1号\ntitle: 试\nyear: 2026\nissued: 2026-01-05\nkinds: [镇]\nbinds: {kinds: [镇]}\n"
    asked = f"requirements:\n  - id: A.a\n    title: 评查\n    clauses: [{{place: 一, quote: 略}}]\n    rule: {rule}\n"
    assert list(rehearse(_plan(tmp_path, head + asked))) == []
    (tmp_path / "data").mkdir()
    (tmp_path / "plan.yaml").rename(tmp_path / "data/plan_2026.yaml")
    (tmp_path / "data/units.yaml").write_text("units:\n  - {id: jia, name: 甲镇, kind: 镇}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = zhifa("explain", "A.a", "--as-of", "2026-06-30")
    assert code == 0, out + err
    one = f"{head}categories: {{执法行为类别: [处罚]}}\n{asked}"
    if "all_categories" in rule:
        with pytest.raises(ConfigError, match="只有一类"):
            _plan(tmp_path, one)
    else:
        assert list(rehearse(_plan(tmp_path, one))) == []
