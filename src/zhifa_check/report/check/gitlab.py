"""``gitlab``: a Code Quality report, which a merge request shows beside the lines it is about."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from zhifa_check.kinds.base import STATUS_NAMES
from zhifa_check.report.check.verdict import as_of_words, counts, extent_words, owned_words, titles, waiver_words
from zhifa_check.report.check.view import SEVERITY, Severity, View, fingerprints
from zhifa_check.report.json_text import dumps
from zhifa_check.report.style import Style

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
    yield _issue("verdict", words, verdict, "info", view.plan_file, 1)
    names, called = view.unit_names, titles(view)
    for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True):
        words = f"{STATUS_NAMES[finding.status]} {called[finding.id]}｜{owned_words(names, finding)}"
        if finding.waiver is not None:
            words += f"；核准不计：{waiver_words(finding.waiver)}"
        severity = SEVERITY[finding.status]
        yield _issue(finding.id, words, fingerprint, severity, finding.file, finding.line)
    identities = ((notice.kind, notice.unit, notice.file, notice.message) for notice in view.notices)
    for notice, fingerprint in zip(view.notices, fingerprints(identities), strict=True):
        file, line = notice.file or view.plan_file, notice.line or 1
        yield _issue(notice.kind, notice.message, fingerprint, "info", file, line)


def _issue(name: str, words: str, fingerprint: str, severity: Severity, file: str, line: int) -> dict[str, Any]:
    # A path outside the repository means nothing to a reader of the merge request.
    path = Path(file).name if Path(file).is_absolute() else file
    return {
        "description": words,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[severity],
        "location": {"path": path, "lines": {"begin": line}},
    }
