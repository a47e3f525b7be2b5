"""The plan as data: wrong plans are refused with every error and its line, and the proof against the document bites."""

import functools
from pathlib import Path

import pytest

from conftest import PLAN, ROOT, Run
from zhifa_check.format.problems import ConfigError
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan
from zhifa_check.plan.proof import prove
from zhifa_check.plan.source import read_source
from zhifa_check.source.document import Document
from zhifa_check.source.files import shown

TEXT = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
SOURCE = (ROOT / "data" / "source_plan_2023.txt").read_text(encoding="utf-8")


def _line(text: str, words: str) -> int:
    return text[: text.rindex(words)].count("\n") + 1


def test_the_shipped_plan_is_proved(zhifa: Run) -> None:
    code, out, _ = zhifa("plan", "check", "data/plan_2023.yaml", "--source", "data/source_plan_2023.txt")
    assert code == 0
    assert "48 项要求" in out


@pytest.mark.parametrize("plan", sorted((ROOT / "data").glob("plan_*.yaml")), ids=lambda plan: plan.stem)
def test_every_plan_has_its_text_and_is_proved(zhifa: Run, plan: Path) -> None:
    source = plan.with_name(f"source_{plan.stem}.txt")
    assert source.is_file(), f"data/{source.name}, the text of the document that data/{plan.name} follows, is not there"
    code, out, _ = zhifa("plan", "check", plan, "--source", source)
    assert code == 0, out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("每年法律法规和业务培训不少于60学时}", "每年法律法规培训不少于60学时}", "原文里找不到"),
        ("{place: 附件12·监督2, quote: 6月底前", "{place: 附件11·2, quote: 6月底前", "附件12"),
        ("at_least: 99", "at_least: 98", "98"),
        ("strict: {days: 15}", "strict: {days: 14}", "14"),
        ("due: 10月底前", "due: 10月中旬", "10月中旬"),
        ("strict: {hours: 24, assumed: true}", "strict: {hours: 24}", "24"),
        ("fewer_than: 2", "fewer_than: 3", "3"),
    ],
)
def test_what_the_document_does_not_say_is_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert TEXT.count(old) >= 1
    changed = TEXT.replace(old, new, 1)
    plan = tmp_path / "plan_2023.yaml"
    plan.write_text(changed, encoding="utf-8")
    wrong = prove(*load_plan(plan), read_source(SOURCE))
    assert {one.file for one in wrong} == {shown(plan)}
    assert any(said in one.message for one in wrong if one.line == _line(changed, new)), wrong


@functools.cache
def _shipped() -> tuple[Plan, Document]:
    return load_plan(PLAN)


@pytest.mark.parametrize(
    ("sentence", "token"),
    [
        ("各镇每月15日前报送培训台账。", "15日"),
        ("每半年开展一次抽考。", "每半年"),
        ("全年培训不少于20学时。", "20学时"),
        ("11月中旬完成考核。", "11月中旬"),
        ("抽查比例不低于35%。", "35%"),
        ("至少组织两次演练。", "两次"),
    ],
)
def test_a_number_of_the_document_without_a_home_is_listed(sentence: str, token: str) -> None:
    wrong = prove(*_shipped(), read_source(SOURCE.replace("10. 监督各区镇", sentence + "10. 监督各区镇")))
    assert any(f"“{token}”没有着落" in one.message for one in wrong)


def test_a_requirement_left_out_leaves_its_numbers_without_a_home(zhifa: Run, tmp_path: Path) -> None:
    start, end = TEXT.index("  - id: T08.bureau"), TEXT.index("  - id: T09.rectify")
    plan = tmp_path / "plan.yaml"
    plan.write_text(TEXT[:start] + TEXT[end:], encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan, "--source", "data/source_plan_2023.txt")
    assert code == 1
    assert "“100件”没有着落" in out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("of: 人员.培训.学时", "of: 人员.培训.学识", "学时"),
        ("section: 重大决定, since", "section: 重大决订, since", "重大决定"),
        ("until: 备案.日期", "until: 备案.时间", "日期"),
        ("due: 每年}", "due: 每两年}", "每年"),
        ("due: 6月底前", "due: 2月30日前", "不存在"),
        ("every: month, due: 每月6日前", "every: quarter, due: 每月6日前", "对不上"),
        ("only: {类别: [业务知识, 执法技能]}", "only: {类别: [业务知职, 执法技能]}", "业务知识"),
        ("where: {初次申领: 是}", "where: {初次申请: 是}", "初次申领"),
        ("binds: {roles: [重点领域部门]}", "binds: {roles: [重点领域单位]}", "重点领域部门"),
        ("kind: certified", "kind: certifed", "“kind”写的是“certifed”，是不是“certified”？"),
        ("kind: certified, ", "", "“rule”缺少“kind”"),
        ("kinds: [镇, 园区", "kinds: [镇，园区", "“镇，园区”里是全角逗号"),
        ("satisfying: T10.hours", "satisfying: T10.hour", "T10.hour"),
        ("id: T15.progress", "id: T14.town", "T14.town"),
        ("readings: [每季度, 休息日]", "readings: [每季, 休息日]", "每季度"),
        ("at_least: 99", "at_least: 199", "100"),
        ("{to: 50, share: 40}", "{to: 15, share: 40}", "一级比一级大"),
        ("  审核结论: [通过, 不通过]\n", "", "审核结论"),
        ("基层执法归口部门]\n\n", "基层执法归口部门, 没人用的职责]\n\n", "没人用的职责"),
        ("  案卷抽查: [司法局]", "  案卷抽查: [司法所]", "司法局"),
        ("  案卷抽查: [司法局]", "  案卷抽看: [司法局]", "案卷抽查"),
        ("kind: answer_rate, section: 重大决定", "kind: answer_rate, section: 影响事件", "重大决定"),
        ("binds: {kinds: [协同部门, 司法局]}", "bind: {kinds: [协同部门, 司法局]}", "binds"),
    ],
)
def test_a_wrong_plan_is_refused_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new, 1)
    plan = tmp_path / "plan.yaml"
    plan.write_text(changed, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_plan(plan)
    assert any(said in problem.message for problem in refused.value.problems), str(refused.value)
    if new:
        near = _line(changed, new.strip())
        assert any(near - 12 <= problem.line <= near + 4 for problem in refused.value.problems), str(refused.value)


def test_the_same_wrong_word_is_told_once_with_its_lines(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    typed = "binds: {kinds: [司法所]}"
    changed = TEXT.replace("binds: {kinds: [司法局]}", typed)
    lines = [number for number, line in enumerate(changed.splitlines(), 1) if typed in line]
    assert len(lines) > 2
    plan.write_text(changed, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_plan(plan)
    (problem,) = refused.value.problems
    assert problem.line == lines[0]
    assert f"是不是“司法局”？请照抄。第 {'、'.join(map(str, lines[1:]))} 行也是这样。" in problem.message


def test_a_wrong_word_of_the_head_is_told_there_alone(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    body = TEXT.replace("    binds: {kinds: [司法局]}\n", "")
    assert body.count("\n") < TEXT.count("\n") - 2
    plan.write_text(body.replace("\nkinds:", "\nbinds: {kinds: [司法所]}\nkinds:", 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_plan(plan)
    assert len([one for one in refused.value.problems if "司法所" in one.message]) == 1
    assert all("也是这样" not in one.message for one in refused.value.problems)


def test_all_errors_are_told_at_once_and_check_ends_with_2(zhifa: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    changed = (
        TEXT.replace("of: 人员.培训.学时", "of: 人员.培训.学识")
        .replace("at_least: 99", "at_least: 九十九")
        .replace("issued: 2023-03-14", "issued: 2023-3-14")
    )
    plan.write_text(changed, encoding="utf-8")
    code, out, err = zhifa("check", "submissions", "--plan", plan, "--as-of", "2024-01-31")
    assert (code, out) == (2, "")
    assert err.count("plan.yaml:") >= 4
    for words in ("of: 人员.培训.学识", "at_least: 九十九", "issued: 2023-3-14"):
        assert f"plan.yaml:{_line(changed, words)}:" in err or words.startswith("of")


@pytest.mark.parametrize(
    ("as_of", "year"), [("2023-03-14", 2023), ("2024-02-29", 2023), ("2024-03-01", 2024), ("2026-01-01", 2024)]
)
def test_the_latest_plan_issued_is_in_force(zhifa: Run, tmp_path: Path, as_of: str, year: int) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "plan_2023.yaml").write_text(TEXT, encoding="utf-8")
    later = TEXT.replace("year: 2023\nissued: 2023-03-14", "year: 2024\nissued: 2024-03-01")
    (data / "plan_2024.yaml").write_text(later.replace("2023年3月31日", "2024年3月31日"), encoding="utf-8")
    (data / "units.yaml").write_text("units:\n  - {id: a, name: 甲镇, kind: 镇}\n", encoding="utf-8")
    file = tmp_path / "submissions" / "甲镇.yaml"
    file.parent.mkdir()
    file.write_text(f"单位: 甲镇\n年度: {year}\n", encoding="utf-8")
    code, out, _ = zhifa("check", tmp_path / "submissions", "--as-of", as_of, "-f", "json", "--select", "D")
    assert f'"year": {year}' in out
    assert code == 0
