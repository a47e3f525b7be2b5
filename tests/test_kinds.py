"""Every kind of rule on a small plan of its own: rule, records and day to status, message and place.

A file of ``tests/kinds/<kind>/`` has a ``rule`` (a case may bring its own, and ``other`` a second requirement
that the first builds on) and ``cases``: ``name``; ``shows``, what it is there for; ``as_of``; ``甲局``, the
sections of the unit that is judged, ``别的年度`` those of its other years; ``乙局`` and ``司法局``, those of others;
``waivers`` of the unit and figures ``attested`` of it, when the rule is ``effective`` and the unit was founded
(``设立``); and what must come of it:
``status``, and where they are given ``progress``, ``actual``, ``required`` and ``lenient_required`` of the first
finding, the parts that its ``message`` holds, ``line``, a part of its line in the file, and the kinds of
``notices``. ``refused.yaml`` has rules that no plan may hold. All that is said of a case, to the last sign, stands
in ``goldens/kinds``, which ``UPDATE_GOLDENS=1`` writes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from conftest import ROOT, Run, case_file, golden, no_more_said, said
from zhifa_check.format.problems import ConfigError
from zhifa_check.judge.example import Trial, work_out
from zhifa_check.judge.rehearsal import rehearse
from zhifa_check.kinds.registry import Rule
from zhifa_check.plan.load import load_plan

HERE = ROOT / "tests" / "kinds"
KINDS = {str(get_args(kind.model_fields["kind"].annotation)[0]) for kind in get_args(get_args(Rule)[0])}
#: What each kind must be shown to do, and what some can never do.
SHOWN = {"met", "broken", "boundary", "disputed", "pending", "unreadable"}
NEVER = {
    "certified": {"disputed", "pending"},
    "named": {"disputed"},
}
#: What a waiver of a case has where the case says nothing else.
FORMALITIES = {
    "unit": "甲局",
    "reason": "机构调整",
    "document": "函1号",
    "approved_by": "司法局",
    "approved_on": "2019-06-10",
    "expires_on": "2020-12-31",
}
#: What an entry of the bureau's figures has where the case says nothing else.
ENTERED = {
    "unit": "甲局",
    "requirement": "A1.one",
    "period": "2019",
    "reason": "第三方测评",
    "document": "函2号",
    "attested_by": "司法局",
    "attested_on": "2019-12-20",
}
#: What the goldens hold of a verdict and of a finding.
OUTCOME = ("period", "item", "status", "progress", "strict_due", "lenient_due")
FINDING = (
    *("id", "status", "period", "item", "subject", "event_date", "actual", "required", "lenient_required"),
    *("strict_due", "lenient_due", "line", "column", "message"),
)
UNITS = """units:
  - {id: jia, name: 甲局, kind: 局, roles: [重点单位]}
  - {id: yi, name: 乙局, kind: 局, roles: [重点单位]}
  - {id: sfj, name: 司法局, kind: 司法局}
"""


def _cases() -> Iterator[Any]:
    for file in sorted(HERE.glob("*/*.yaml")):
        data = case_file(file)
        for case in data["cases"]:
            whole = {"rule": data.get("rule"), "other": data.get("other"), "file": f"{file.parent.name}-{file.stem}"}
            yield pytest.param(whole | case, id=case["name"])


def _is_golden(case: dict[str, Any], found: dict[str, Any]) -> None:
    """Compare all that is said of the unit that is judged with the golden of the case."""
    ours = [one for one in found["outcomes"] if (one["unit"], one["requirement"]) == ("jia", "A1.one")]
    told = [" ".join(str(one.get(key) or "–") for key in OUTCOME) for one in ours]
    judged = [one for one in found["findings"] if one["unit"] == "jia" and one["id"] != "A2.two"]
    told += [" ".join(str(one.get(key) or "–") for key in FINDING) for one in judged]
    told += [
        f"{one['kind']} {one['line'] or '–'} {one['message']}" for one in found["notices"] if one["kind"] != "plan-over"
    ]
    said(f"kinds/{case['file']}", case["name"], told)


def _write(folder: Path, case: dict[str, Any]) -> None:
    own = {
        "id": "A1.one",
        "title": "某项要求",
        "clauses": [{"place": "正文1", "quote": "某句话"}],
        "binds": {"roles": ["重点单位"]},
        "rule": case["rule"],
        **({"effective": case["effective"]} if "effective" in case else {}),
    }
    requirements = [own] + ([dict(own, id="A2.two", rule=case["other"])] if case["other"] else [])
    (folder / "data").mkdir()
    text = (HERE / "plan.yaml").read_text(encoding="utf-8")
    (folder / "data" / "plan_2019.yaml").write_text(
        f"{text}requirements: {json.dumps(requirements, ensure_ascii=False)}\n", encoding="utf-8"
    )
    units = UNITS.replace("甲局,", f"甲局, from: {case['设立']},") if "设立" in case else UNITS
    (folder / "data" / "units.yaml").write_text(units, encoding="utf-8")
    if waivers := [FORMALITIES | waiver for waiver in case.get("waivers", ())]:
        text = json.dumps({"waivers": waivers}, ensure_ascii=False)
        (folder / "data" / "waivers.yaml").write_text(text, encoding="utf-8")
    if attested := [ENTERED | entry for entry in case.get("attested", ())]:
        text = json.dumps({"attested": attested}, ensure_ascii=False)
        (folder / "data" / "attested.yaml").write_text(text, encoding="utf-8")
    whole = [(unit, "2019", case.get(unit, {})) for unit in ("甲局", "乙局", "司法局")]
    for unit, year, sections in [*whole, *(("甲局", year, held) for year, held in case.get("别的年度", {}).items())]:
        lines = [f"单位: {unit}", f"年度: {year}"]
        for section, records in sections.items():
            lines += [f"{section}:", *(f"  - {json.dumps(record, ensure_ascii=False)}" for record in records)]
        target = folder / "submissions" / unit / f"{year}年.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("case", list(_cases()))
def test_a_kind_judges(zhifa: Run, tmp_path: Path, case: dict[str, Any]) -> None:
    _write(tmp_path, case)
    args = ("--plan", tmp_path / "data" / "plan_2019.yaml", "--units", tmp_path / "data" / "units.yaml")
    code, out, err = zhifa("check", tmp_path / "submissions", *args, "--as-of", case["as_of"], "-f", "json")
    assert code in (0, 1), err
    found = json.loads(out)
    # of several periods the first is judged
    outcome = next(one for one in found["outcomes"] if (one["unit"], one["requirement"]) == ("jia", "A1.one"))
    about = ("jia", "A1.one", outcome["period"])
    findings = [one for one in found["findings"] if (one["unit"], one["id"], one["period"]) == about]
    assert outcome["status"] == case["status"], findings
    if "progress" in case:
        assert outcome["progress"] == case["progress"]
    for key in ("actual", "required", "lenient_required"):
        if key in case:
            assert findings[0].get(key) == (case[key] or None), key
    if "notices" in case:
        told = ("waiver", "ruling", "remark")
        assert sorted(one["kind"] for one in found["notices"] if one["kind"].startswith(told)) == case["notices"]
    for words in case.get("message", ()):
        assert words in findings[0]["message"]
    if "line" in case:
        text = (tmp_path / findings[0]["file"]).read_text(encoding="utf-8").splitlines()
        assert case["line"] in text[findings[0]["line"] - 1]
    _is_golden(case, found)


def test_every_rule_says_what_it_asks_and_its_examples_are_judged_as_they_were_made_for(tmp_path: Path) -> None:
    wrong, formulas = [], []
    for number, one in enumerate({json.dumps(case.values[0]["rule"]): case.values[0] for case in _cases()}.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        _write(folder, one)
        plan = load_plan(folder / "data" / "plan_2019.yaml")[0]
        wrong += [message.message for message in rehearse(plan)]
        own = plan.requirements[0]
        trial = Trial(plan, own)
        examples = [work_out(plan, own, good=good, trial=trial).yaml for good in (True, False)]
        formulas += [json.dumps(one["rule"], ensure_ascii=False), *own.rule.formula(2019), *examples, ""]
    assert wrong == []
    golden("kinds/formulas.txt", "\n".join(formulas))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_shown_in_all_that_it_can_do(kind: str) -> None:
    files = list((HERE / kind).glob("*.yaml"))
    assert files, f"tests/kinds/{kind}/ has no case"
    data = [case_file(file) for file in files]
    shown = {case["shows"] for one in data for case in one["cases"]}
    asked = SHOWN - NEVER.get(kind, set())
    assert shown == asked, (
        f"tests/kinds/{kind}/ does not show {asked - shown}, or shows what it cannot: {shown - asked}"
    )


def test_no_golden_is_of_a_case_that_is_gone() -> None:
    all_cases = [case.values[0] for case in _cases()]
    files = {one["file"] for one in all_cases}
    assert {path.stem for path in (ROOT / "tests" / "goldens" / "kinds").glob("*.json")} == files
    for file in files:
        no_more_said(f"kinds/{file}", [one["name"] for one in all_cases if one["file"] == file])


def test_every_folder_is_a_kind() -> None:
    assert {path.name for path in HERE.iterdir() if path.is_dir()} == KINDS


REFUSED = case_file(HERE / "refused.yaml")


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["said"])
def test_a_rule_that_means_nothing_is_refused(tmp_path: Path, row: dict[str, Any]) -> None:
    _write(tmp_path, {"rule": row["rule"], "other": None})
    plan = tmp_path / "data" / "plan_2019.yaml"
    # a key a line, so that the line of the refusal tells the key
    text = plan.read_text(encoding="utf-8").replace("{", "{\n  ").replace(", ", ",\n  ").replace("[", "[\n  ")
    plan.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_plan(plan)
    found = [one for one in refused.value.problems if row["said"] in one.message]
    assert found, [one.message for one in refused.value.problems]
    assert row["at"] in text.splitlines()[found[0].line - 1], text.splitlines()[found[0].line - 1]
