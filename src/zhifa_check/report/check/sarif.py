"""``sarif``: SARIF 2.1.0, for code scanning and for editors."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from zhifa_check import __version__
from zhifa_check.judge.findings import Finding, Notice
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.check.located import Located
from zhifa_check.report.check.severity import SEVERITY, Severity
from zhifa_check.report.check.verdict import as_of_words, counts, extent_words, owned_words, waiver_words
from zhifa_check.report.check.view import View
from zhifa_check.report.explain.intake_guide import GUIDE, Guide
from zhifa_check.report.formats import Style
from zhifa_check.report.json_text import dumps, write_document

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_LANGUAGE = "zh-CN"


def write_sarif(view: View, out: TextIO, style: Style) -> None:
    """One run, a result a line."""
    rules = _rules(view)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    # All results must say whether they are suppressed as soon as one of them does.
    told = any(finding.waiver for finding in view.findings)
    names = view.unit_names
    located = Located(view)
    results = (
        _result(names, finding, fingerprint, index[finding.id], told, located)
        for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True)
    )
    out.write(f'{{"$schema": {dumps(_SCHEMA)},\n"version": "2.1.0",\n"runs": [\n')
    write_document(_run(view, rules, located), {"results": results}, out)
    out.write("]}\n")


def _run(view: View, rules: list[dict[str, Any]], located: Located) -> dict[str, Any]:
    words = f"{as_of_words(view)}。{extent_words(view)}。{counts(view.by_status)}"
    driver = {
        "name": "zhifa-check",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": _home(),
        "language": _LANGUAGE,
        "rules": rules,
    }
    return {
        "tool": {"driver": driver},
        "language": _LANGUAGE,
        "columnKind": "unicodeCodePoints",
        "automationDetails": {
            "id": f"zhifa-check/{view.plan.year}/{view.as_of}",
            "description": {"text": _plain(words)},
        },
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "仓库的根"}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(notice, located) for notice in view.notices],
            }
        ],
        "properties": {
            "plan": view.plan.id,
            "planSha256": view.plan_sha256,
            "asOf": str(view.as_of),
            "units": [unit.name for unit in view.units if unit.id is not None],
            "byStatus": dict(view.by_status),
        },
    }


def _rules(view: View) -> list[dict[str, Any]]:
    """Every requirement that was judged, every error of intake that was met."""
    used = {outcome.requirement for outcome in view.outcomes} | {finding.id for finding in view.findings}
    return [
        *(_requirement(one) for one in view.plan.requirements if one.id in used),
        *(_problem(id_, guide) for id_, guide in GUIDE.items() if id_ in used),
    ]


def _requirement(requirement: Requirement) -> dict[str, Any]:
    clauses = [f"{clause.place}「{clause.quote}」" for clause in requirement.clauses]
    text = "\n".join(
        [*clauses, *([requirement.note] if requirement.note else []), f"详见 zhifa explain {requirement.id}"]
    )
    return _rule(requirement.id, requirement.title, clauses[0], text)


def _problem(id_: str, guide: Guide) -> dict[str, Any]:
    return _rule(id_, guide.title, guide.meaning, f"{guide.meaning}\n{guide.mend}")


def _rule(id_: str, title: str, sentence: str, help_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "name": title,
        "shortDescription": {"text": _plain(title)},
        "fullDescription": {"text": _plain(sentence)},
        "help": {"text": _plain(help_)},
    }


def _result(
    names: Mapping[str | None, str], finding: Finding, fingerprint: str, index: int, told: bool, located: Located
) -> dict[str, Any]:
    message = f"{STATUS_NAMES[finding.status]} {owned_words(names, finding)}"
    found: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": index,
        "level": _LEVELS[SEVERITY[finding.status]],
        "message": {"text": _plain(message)},
        "locations": [_location(located, finding.file, finding.line, finding.column, finding.unit)],
        # Code scanning knows the first name only, and would else fold all that a unit has not handed in, at one line.
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:1", "zhifaFinding/v1": fingerprint},
        "properties": {
            "status": finding.status,
            "unit": finding.unit,
            "period": finding.period,
            "subject": finding.subject,
            "actual": finding.actual,
            "required": finding.required,
            "lenientRequired": finding.lenient_required,
            "strictDue": finding.strict_due,
            "lenientDue": finding.lenient_due,
        },
    }
    if told:
        found["suppressions"] = []
    if finding.waiver is not None:
        justification = waiver_words(finding.waiver)
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return found


def _notification(notice: Notice, located: Located) -> dict[str, Any]:
    return {
        "descriptor": {"id": notice.kind},
        "level": "warning",
        "message": {"text": _plain(notice.message)},
        "locations": [_location(located, notice.file, notice.line or 1, 1, notice.unit)] if notice.file else [],
    }


def _location(located: Located, file: str, line: int, column: int, unit: str | None) -> dict[str, Any]:
    if located.is_elsewhere(file):
        # a path that leaves the root must not claim to be relative to it
        artifact = {"uri": Path(file).as_uri() if Path(file).is_absolute() else quote(file)}
    else:
        file, line, column = located.place(file, line, column, unit)
        artifact = {"uri": quote(file), "uriBaseId": "SRCROOT"}
    return {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {"startLine": line, "startColumn": column},
        }
    }


def _home() -> str:
    """The page of the repository that the run is about, where its guide is; the tool's name where no host is known."""
    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    return os.environ.get("CI_PROJECT_URL") or (f"{server}/{name}" if server and name else "urn:zhifa-check")


def _plain(text: str) -> str:
    """A message text: braces doubled, as the standard wants them, and nothing that it takes for a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "]\u2060(")
