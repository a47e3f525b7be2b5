"""``gitlab``: a Code Quality report, which a merge request shows beside the lines it is about."""

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.located import Located
from zhifa_check.report.check.severity import SEVERITY, Severity
from zhifa_check.report.check.verdict import as_of_words, counts, extent_words, owned_words, titles, waived_too
from zhifa_check.report.check.view import View, fingerprints
from zhifa_check.report.formats import Style
from zhifa_check.report.json_text import dumps

_SEVERITIES: Mapping[Severity, str] = {"error": "critical", "warning": "minor", "info": "info"}


def write_gitlab(view: View, out: TextIO, style: Style) -> None:
    """A list with an issue a line: the verdict at the plan, every finding, every notice."""
    before = "[\n"
    for issue in _issues(view):
        out.write(before + dumps(issue))
        before = ",\n"
    out.write("\n]\n")


def _issues(view: View) -> Iterator[dict[str, Any]]:
    # Alike in both branches of a merge request, so that it never counts as a change.
    (verdict,) = fingerprints([("verdict", view.plan.id)])
    words = f"{as_of_words(view)}：{extent_words(view)}；{counts(view.by_status)}"
    located = Located(view)
    yield _issue("verdict", words, verdict, "info", located.place(view.plan_file, 1, 1))
    names, called = view.unit_names, titles(view)
    for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True):
        told = owned_words(names, finding) + waived_too(finding)
        words = f"{STATUS_NAMES[finding.status]} {called[finding.id]}｜{told}"
        severity = SEVERITY[finding.status]
        at = located.place(finding.file, finding.line, finding.column, finding.unit)
        yield _issue(finding.id, words, fingerprint, severity, at)
    identities = ((notice.kind, notice.unit, notice.file, notice.message) for notice in view.notices)
    for notice, fingerprint in zip(view.notices, fingerprints(identities), strict=True):
        at = located.place(notice.file or view.plan_file, notice.line or 1, 1, notice.unit)
        yield _issue(notice.kind, notice.message, fingerprint, "info", at)


def _issue(name: str, words: str, fingerprint: str, severity: Severity, at: tuple[str, int, int]) -> dict[str, Any]:
    path, line, _ = at
    return {
        "description": words,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[severity],
        "location": {"path": path, "lines": {"begin": line}},
    }
