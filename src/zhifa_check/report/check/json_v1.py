"""``json`` and ``jsonl``: the published contract, version 1, apart from the internal types."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from zhifa_check.judge.findings import Finding, Outcome
from zhifa_check.report.check.view import View
from zhifa_check.report.formats import Style
from zhifa_check.report.json_text import HEAD, dumps, json_lines, notice_object, write_document


def write_json(view: View, out: TextIO, style: Style) -> None:
    """One document, an outcome, finding or notice a line."""
    write_document(_head(view), {f"{type_}s": members for type_, members in _lists(view).items()}, out)


def write_jsonl(view: View, out: TextIO, style: Style) -> None:
    """One object a line, each with its ``type``: the head, then outcomes, findings and notices."""
    out.write(dumps({"type": "check"} | _head(view)) + "\n")
    for type_, members in _lists(view).items():
        for lines in json_lines({"type": type_} | member for member in members):
            out.write("\n".join(lines) + "\n")


def _lists(view: View) -> dict[str, Iterable[dict[str, Any]]]:
    return {
        "outcome": map(_outcome, view.outcomes),
        "finding": _findings(view),
        "notice": map(notice_object, view.notices),
    }


def _head(view: View) -> dict[str, Any]:
    return {
        **HEAD,
        "plan": {"id": view.plans[0].id, "year": view.plan.year, "sha256": view.plan_sha256},
        "plans": [one._asdict() | {"issued": str(one.issued)} for one in view.plans],
        "as_of": str(view.as_of),
        "summary": {
            "units": sum(unit.id is not None for unit in view.units),
            "files": view.files,
            "records": view.records,
            "requirements": view.requirements,
            "obligations": len(view.outcomes),
            "by_status": dict(view.by_status),
            "data_errors": view.data_errors,
            "problems": view.problems,
        },
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    item = {} if outcome.item is None else {"item": outcome.item}
    return {
        "unit": outcome.unit,
        "requirement": outcome.requirement,
        **item,
        "period": outcome.period,
        "status": outcome.status,
        "strict_due": outcome.strict_due,
        "lenient_due": outcome.lenient_due,
        "progress": outcome.progress,
    }


def _findings(view: View) -> Iterator[dict[str, Any]]:
    names = view.unit_names
    for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True):
        yield finding_object(finding, fingerprint, names)


def finding_object(finding: Finding, fingerprint: str, names: Mapping[str | None, str]) -> dict[str, Any]:
    """A finding as it is published."""
    found: dict[str, Any] = {
        "id": finding.id,
        "status": finding.status,
        "unit": finding.unit,
        "unit_name": names[finding.unit] if finding.unit is not None else None,
        "period": finding.period,
        "event_date": finding.event_date,
        "subject": finding.subject,
        "actual": finding.actual,
        "required": finding.required,
        "lenient_required": finding.lenient_required,
        "strict_due": finding.strict_due,
        "lenient_due": finding.lenient_due,
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "clause": finding.clause,
        "quote": finding.quote,
        "fingerprint": fingerprint,
    }
    if finding.waiver is not None:
        found["waiver"] = finding.waiver._asdict()
    if finding.ruling is not None:
        found["ruling"] = finding.ruling._asdict()
    return found
