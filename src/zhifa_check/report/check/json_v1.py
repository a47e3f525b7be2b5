"""``json`` and ``jsonl``: the published contract, version 1, apart from the internal types."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TextIO

from zhifa_check import __version__
from zhifa_check.judge.agenda import DueItem
from zhifa_check.judge.findings import Finding, Notice, Outcome
from zhifa_check.report.check.view import View
from zhifa_check.report.style import Style

SCHEMA_VERSION = 1

#: One line of JSON, Chinese as it is.
dumps = json.JSONEncoder(ensure_ascii=False).encode
#: Lines written at a time: few writes where the stream has no buffer, and never the whole in memory.
_AT_A_TIME = 500


def write_json(view: View, out: TextIO, style: Style) -> None:
    """One document, an outcome, finding or notice a line."""
    write_document(
        _head(view),
        {
            "outcomes": map(_outcome, view.outcomes),
            "findings": _findings(view),
            "notices": map(notice_object, view.notices),
        },
        out,
    )


def write_document(head: dict[str, Any], lists: dict[str, Iterable[dict[str, Any]]], out: TextIO) -> None:
    """JSON with a line for each member of a list: as quick to write as one line, and readable in a diff."""
    out.write("{\n" + ",\n".join(f'"{key}": {dumps(value)}' for key, value in head.items()))
    for key, members in lists.items():
        out.write(f',\n"{key}": [')
        separator = "\n"
        for lines in _lines(members):
            out.write(separator + ",\n".join(lines))
            separator = ",\n"
        out.write("\n]" if separator == ",\n" else "]")
    out.write("\n}\n")


def write_jsonl(view: View, out: TextIO, style: Style) -> None:
    """One object a line, each with its ``type``: the head, then outcomes, findings and notices."""
    out.write(dumps({"type": "check"} | _head(view)) + "\n")
    lists = {
        "outcome": map(_outcome, view.outcomes),
        "finding": _findings(view),
        "notice": map(notice_object, view.notices),
    }
    for type_, members in lists.items():
        for lines in _lines({"type": type_} | member for member in members):
            out.write("\n".join(lines) + "\n")


def _lines(members: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    encoded = map(dumps, members)
    while lines := list(islice(encoded, _AT_A_TIME)):
        yield lines


def due_object(item: DueItem) -> dict[str, Any]:
    """One line of the agenda."""
    return {
        "strict_due": str(item.strict_due),
        "lenient_due": str(item.lenient_due),
        "requirement": item.requirement.id,
        "item": item.item,
        "period": str(item.period),
        "units": [unit.id for unit in item.units],
        "clause": item.place,
    }


def _head(view: View) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "zhifa-check", "version": __version__},
        "plan": {"id": view.plan.id, "year": view.plan.year, "sha256": view.plan_sha256},
        "as_of": str(view.as_of),
        "summary": {
            "units": sum(unit.id is not None for unit in view.units),
            "files": view.files,
            "records": view.records,
            "requirements": view.requirements,
            "obligations": len(view.outcomes),
            "by_status": dict(view.by_status),
            "data_errors": view.data_errors,
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
    for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True):
        yield _finding(finding, fingerprint)


def _finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": finding.id,
        "status": finding.status,
        "unit": finding.unit,
        "period": finding.period,
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
        waiver = finding.waiver
        found["waiver"] = {
            "reason": waiver.reason,
            "document": waiver.document,
            "approved_by": waiver.approved_by,
            "approved_on": waiver.approved_on,
            "expires_on": waiver.expires_on,
        }
    return found


def notice_object(notice: Notice) -> dict[str, Any]:
    """Something to know that is no finding."""
    return {
        "kind": notice.kind,
        "message": notice.message,
        "unit": notice.unit,
        "file": notice.file,
        "line": notice.line,
    }
