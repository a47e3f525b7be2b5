"""``zhifa explain`` and ``zhifa rules``: every example in them is judged by the engine itself."""

import json
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.format.problems import PROBLEM_IDS
from zhifa_check.judge.example import work_out
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.explain.intake_guide import GUIDE

#: What is left blank cannot be judged, and is no breach.
BLANK = {"T01.cite": "missing"}
PLAN, _ = load_plan(ROOT / "data" / "plan_2023.yaml")


@pytest.mark.parametrize("requirement", PLAN.requirements, ids=lambda one: one.id)
def test_the_good_example_is_met_and_the_bad_one_is_not(requirement: Requirement) -> None:
    good, bad = (work_out(PLAN, requirement, good=one) for one in (True, False))
    assert good.status == "met"
    assert good.findings == ()
    assert bad.status == ("disputed" if requirement.doubt else BLANK.get(requirement.id, "violated"))
    assert [finding.id for finding in bad.findings] == [requirement.id]


@pytest.mark.parametrize("requirement", PLAN.requirements, ids=lambda one: one.id)
def test_everything_about_a_requirement_is_told(zhifa: Run, requirement: Requirement) -> None:
    code, out, _ = zhifa("explain", requirement.id)
    assert code == 0
    for clause in requirement.clauses:
        assert f"{clause.place}「{clause.quote}」" in out
    for name in requirement.readings:
        assert PLAN.readings[name].question in out
        assert PLAN.readings[name].basis in out
    assert "这样填就达标" in out
    assert any(f"{status} {requirement.id} " in out for status in ("未达标", "未报", "待认定"))


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("T02.nantong", "2023-03-31（宽松理解 2023-05-04）、2023-06-30（宽松理解 2023-07-31）"),
        ("T02.monthly", "2023-08-06（宽松理解 2023-08-07）"),
        (
            "T06.self-check",
            "部门：抄送市司法局没有另写日期：严格理解不晚于 2023-09-30；宽松理解再给 1 个月，不晚于 2023-11-07",
        ),
        (
            "T06.self-check",
            "街道：抄送市司法局没有另写日期：严格理解不晚于 2023-12-31；宽松理解再给 1 个月，不晚于 2024-02-02",
        ),
        ("T12.circular", "如2023年第4季度，严格理解不晚于 2023-12-31"),
        ("T02.update", "但镇、园区、街道没有做到的至多为待认定"),
        ("T10.licensed", "但没有做到的至多为待认定"),
        ("T10.lenient-hours", "应满 5.83 学时（截尾）"),
        ("T13.full", "2 个工作日内，当天不计入，"),
    ],
)
def test_dates_and_doubts_are_those_of_the_judgement(zhifa: Run, id_: str, words: str) -> None:
    _, out, _ = zhifa("explain", id_)
    assert words in "".join(line.strip() for line in out.splitlines())


def test_the_guide_knows_every_error_of_intake() -> None:
    assert tuple(GUIDE) == PROBLEM_IDS
    assert [id_ for id_, guide in GUIDE.items() if not guide.wrong] == ["D.privacy"], "it shows no identity number"
    for word in ("title", "meaning", "mend"):
        said = [getattr(guide, word) for guide in GUIDE.values()]
        assert all(said)
        assert len(set(said)) == len(said), f"each error has a {word} of its own"


@pytest.mark.parametrize("id_", [id_ for id_ in PROBLEM_IDS if GUIDE[id_].wrong])
def test_the_wrong_example_gives_its_error_and_the_mended_one_none(zhifa: Run, tmp_path: Path, id_: str) -> None:
    guide = GUIDE[id_].told(PLAN)
    units = tmp_path / "data" / "units.yaml"
    units.parent.mkdir()
    units.write_text("units:\n  - {id: mou, name: 某局, kind: 部门}\n", encoding="utf-8")
    file = tmp_path / "某局" / "某.yaml"
    file.parent.mkdir()
    file.write_bytes(guide.wrong.encode(guide.encoding))
    args = ("check", file, "--units", units, "--as-of", "2024-01-31", "--select", "D", "-f", "json")
    code, out, _ = zhifa(*args)
    assert (code, [finding["id"] for finding in json.loads(out)["findings"]]) == (1, [id_])
    file.write_text(guide.right, encoding="utf-8")
    code, out, _ = zhifa(*args)
    assert (code, json.loads(out)["findings"]) == (0, [])


@pytest.mark.parametrize("id_", PROBLEM_IDS)
def test_errors_of_intake_are_explained(zhifa: Run, id_: str) -> None:
    code, out, _ = zhifa("explain", id_)
    assert code == 0
    assert out.startswith(f"{id_}  {GUIDE[id_].title}")
    assert GUIDE[id_].mend in out


@pytest.mark.parametrize(("id_", "hint"), [("T10.hour", "T10.hours"), ("T10", "T10.pass-rate"), ("D.vaule", "D.value")])
def test_an_unknown_id_is_refused_with_the_nearest(zhifa: Run, id_: str, hint: str) -> None:
    code, _, err = zhifa("explain", id_)
    assert code == 2
    assert hint in err


def test_rules_lists_every_requirement(zhifa: Run) -> None:
    code, out, _ = zhifa("rules", "-f", "json")
    assert code == 0
    assert [rule["id"] for rule in json.loads(out)["rules"]] == [requirement.id for requirement in PLAN.requirements]
    assert len(PLAN.requirements) == 48
    for form in ("full", "markdown"):
        _, out, _ = zhifa("rules", "-f", form)
        assert all(requirement.id in out and requirement.title in out for requirement in PLAN.requirements)
