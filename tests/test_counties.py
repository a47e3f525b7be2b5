"""Counties that comply with everything but one thing, and what the tool must say about each: that, and nothing else.

The expectations in `counties/cases/*.yaml` were worked out by hand from the catalogue of requirements, never from what
the tool printed. `counties/county.py` builds the complying county and describes how a case edits it.

A case has a `name` and any of:

- `as_of`     one day or several; the default is a day on which everything of 2023 has fallen due;
- `change`    edits of the complying county, `path: value`;
- `files`     further files under submissions/, `path: text`, or `path: {encoding, text}`;
- `waivers`   the entries of waivers.yaml, over FORMALITIES;
- `options`   more arguments of the command;
- `expect`    the findings. Every key given is compared; a list stands for one finding each. With a `subject` (`null` is
              one) it means exactly one finding, without one it means at least one. `maybe` marks a finding that the
              contract allows and does not demand;
- `outcomes`  verdicts to look up in `outcomes`; the status `unbound` means that there is no such obligation. Of the
              default day, and of every case that expects nothing, all others that no finding speaks of are those of the
              complying county;
- `notices`   the units that the notices name;
- `exit`      where it does not follow from the findings.
"""

import functools
import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import PLAN, no_more_said, said, temporary
from counties import county
from zhifa_check.cli.app import app

pytestmark = pytest.mark.usefixtures("judged_once")

CASES = Path(__file__).parent / "counties" / "cases"
FORMALITIES = {
    "reason": "机构调整",
    "document": "豁〔2023〕3号",
    "approved_by": "局务会",
    "approved_on": "2023-06-10",
    "expires_on": "2024-12-31",
}
FAILS = {"violated", "missing", "unreadable", "invalid"}
#: Verdicts that no outcome has without a finding that says why.
TOLD = {"violated", "missing", "unreadable", "disputed", "waived"}
#: Requirements that are met by less than all.
SHARES = {"T10.pass-rate"}

Pattern = dict[str, Any]


@dataclass(frozen=True)
class Case:
    name: str
    as_of: str | list[str] = "2024-01-31"
    change: Pattern = field(default_factory=dict)
    files: dict[str, str | dict[str, str]] = field(default_factory=dict)
    waivers: list[Pattern] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    expect: list[Pattern] = field(default_factory=list)
    outcomes: list[Pattern] = field(default_factory=list)
    notices: list[str] | None = None
    exit: str | None = None


def _parameters() -> list[Any]:
    return [
        pytest.param(case, day, id=f"{path.stem}-{n:02}-{day}")
        for path in sorted(CASES.glob("*.yaml"))
        for n, case in enumerate((Case(**raw) for raw in county.load(path)), 1)
        for day in ([case.as_of] if isinstance(case.as_of, str) else case.as_of)
    ]


def _each(patterns: list[Pattern]) -> list[Pattern]:
    """Spell out the lists: `{subject: [a, b]}` is two patterns."""
    return [
        {key: None if value == "null" else value for key, value in zip(pattern, values, strict=True)}
        for pattern in patterns
        for values in itertools.product(*(v if isinstance(v, list) else [v] for v in pattern.values()))
    ]


def _fits(actual: Pattern, pattern: Pattern) -> bool:
    return all(key == "maybe" or (key in actual and actual[key] == value) for key, value in pattern.items())


def _differences(findings: list[Pattern], patterns: list[Pattern]) -> list[str]:
    shown = ("id", "unit", "status", "subject", "period", "actual", "message")
    problems = [
        f"not expected: {[finding.get(key) for key in shown]}"
        for finding in findings
        if not any(_fits(finding, pattern) for pattern in patterns)
    ]
    for pattern in patterns:
        found = sum(_fits(finding, pattern) for finding in findings)
        if "maybe" not in pattern and (found != 1 if "subject" in pattern else not found):
            problems.append(f"found {found} times: {pattern}")
    return problems


def _verdicts(outcomes: list[Pattern], wanted: list[Pattern]) -> list[str]:
    problems = []
    for pattern in wanted:
        place = {key: value for key, value in pattern.items() if key != "status"}
        found = {outcome["status"] for outcome in outcomes if _fits(outcome, place)} or {"unbound"}
        if found != {pattern["status"]}:
            problems.append(f"outcome {sorted(found)}: {pattern}")
    return problems


def _disagreements(report: Pattern) -> list[str]:
    """Where the table of outcomes and the list of findings do not tell the same."""
    judged = [(one["unit"], one["requirement"], one["period"]) for one in report["outcomes"] if one["status"] in TOLD]
    found = [(one["unit"], one["id"], one["period"]) for one in report["findings"] if one["status"] in TOLD]
    problems = [f"outcome without a finding: {one}" for one in sorted(set(judged) - set(found), key=str)]
    problems += [f"finding without an outcome: {one}" for one in sorted(set(found) - set(judged), key=str)]
    for one in report["outcomes"]:
        parts = re.fullmatch(r"(\d+)/(\d+)", one["progress"] or "")
        if one["status"] == "met" and one["requirement"] not in SHARES and parts and int(parts[1]) < int(parts[2]):
            problems.append(f"met at {one['progress']}: {one}")
    return problems


@functools.cache
def _complying(day: str) -> dict[tuple[Any, ...], str]:
    """The verdicts of the county that complies."""
    result = CliRunner().invoke(app, ["check", *_write(Case(name="complying")), "--as-of", day, "-f", "json"])
    return {_duty(one): one["status"] for one in json.loads(result.stdout)["outcomes"]}


def _duty(outcome: Pattern) -> tuple[Any, ...]:
    return outcome["unit"], outcome["requirement"], outcome["period"], outcome.get("item")


def _moved(report: Pattern, wanted: list[Pattern]) -> list[str]:
    """What neither a finding nor the case speaks of, and yet is not as in the complying county."""
    before = _complying(report["as_of"])
    pinned = [{key: value for key, value in pattern.items() if key != "status"} for pattern in wanted]
    return [
        f"moved: {before.get(_duty(one))} -> {one['status']}: {_duty(one)}"
        for one in report["outcomes"]
        if one["status"] not in TOLD
        and one["status"] != before.get(_duty(one))
        and not any(_fits(one, pattern) for pattern in pinned)
    ]


@functools.cache
def _folder() -> Path:
    """Where the county of every case lies, not called by a test: a folder's name may say whose file lies in it."""
    return temporary("county-")


#: What lies there, each file with its bytes.
_lying: dict[str, bytes] = {}


def _lay(files: dict[str, bytes]) -> None:
    """Leave these files in the folder and no others; what lies there already is not written again."""
    for name in _lying.keys() - files.keys():
        gone = _folder() / name
        gone.unlink()
        for parent in gone.parents:
            if parent == _folder() or any(parent.iterdir()):
                break
            parent.rmdir()
        del _lying[name]
    for name in sorted(name for name in files if files[name] != _lying.get(name)):
        target = _folder() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[name])
        _lying[name] = files[name]


def _write(case: Case) -> list[str]:
    files = {f"submissions/{name}": text.encode() for name, text in county.texts(case.change).items()}
    for name, content in case.files.items():
        raw = {"encoding": "utf-8", "text": content} if isinstance(content, str) else content
        files[f"submissions/{name}"] = raw["text"].encode(raw["encoding"])
    files["units.yaml"] = (county.HERE / "units.yaml").read_bytes()
    if case.waivers:
        waivers = [
            {key: value for key, value in (FORMALITIES | waiver).items() if value != county.GONE}
            for waiver in case.waivers
        ]
        files["waivers.yaml"] = county.dump({"waivers": waivers}).encode()
    _lay(files)
    return [str(_folder() / "submissions"), "--units", str(_folder() / "units.yaml")]


@pytest.mark.parametrize(("case", "day"), _parameters())
def test_county(case: Case, day: str) -> None:
    arguments = _write(case)
    result = CliRunner().invoke(
        app, ["check", *arguments, "--plan", str(PLAN), "--as-of", day, "-f", "json", *case.options]
    )

    expected = _each(case.expect)
    code = int(case.exit) if case.exit else int(any(p["status"] in FAILS and "maybe" not in p for p in expected))
    if code == 2:
        assert result.exit_code == 2, f"{case.name}\n{result.output}"
        return

    assert result.exit_code in (0, 1), f"{case.name}\n{result.output}\n{result.exception!r}"
    report = json.loads(result.stdout)
    problems = _differences(report["findings"], expected) + _verdicts(report["outcomes"], _each(case.outcomes))
    problems += _disagreements(report)
    if day == Case.as_of or not expected:
        problems += _moved(report, _each(case.outcomes))
    assert not problems, "\n".join([f"{case.name} ({day})", *problems])
    assert result.exit_code == code, case.name
    assert report["as_of"] == day
    if case.notices is not None:
        assert sorted(n["unit"] for n in report["notices"] if n["unit"]) == sorted(case.notices), case.name
    keys = ("id", "unit", "status", "period", "subject", "actual", "required", "lenient_required", "line", "message")
    told = [" ".join(str(one.get(key) or "–") for key in keys) for one in report["findings"]]
    told += [f"{one['kind']} {one['unit'] or '–'} {one['message']}" for one in report["notices"]]
    said("counties", f"{case.name} {day}", [line.replace(str(_folder()), "…") for line in told])


def test_no_golden_is_of_a_case_that_is_gone() -> None:
    no_more_said("counties", [f"{case.name} {day}" for case, day in (one.values for one in _parameters())])


def test_summary_counts_what_is_listed() -> None:
    """A total that does not add up would let an obligation drop out of the report unseen."""
    case = Case(name="one late report", change={"shj/报送/四张清单月报 2023-05/日期": "2023-06-07"})
    result = CliRunner().invoke(app, ["check", *_write(case), "--as-of", "2024-01-31", "-f", "json"])
    report = json.loads(result.stdout)
    summary, outcomes = report["summary"], report["outcomes"]
    assert summary["units"] == summary["files"] == len(county.registry())
    assert summary["obligations"] == len(outcomes)
    counted = Counter(outcome["status"] for outcome in outcomes)
    assert {status: n for status, n in summary["by_status"].items() if n} == counted
    places = [(o["unit"], o["requirement"], o["period"], o.get("item")) for o in outcomes]
    assert len(places) == len(set(places))
    (finding,) = report["findings"]
    assert finding["file"].endswith("submissions/商衡局/2023.yaml")
    assert finding["line"] > 1
    assert finding["column"] >= 1
