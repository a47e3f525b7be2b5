"""How grave a finding is: what is told first, and what makes a run fail."""

from collections.abc import Iterable
from typing import Literal

from zhifa_check.judge.findings import Finding

Severity = Literal["error", "warning", "info"]

#: Of every status that is told, the most serious first.
SEVERITY: dict[str, Severity] = {
    "invalid": "error",
    "violated": "error",
    "unreadable": "error",
    "missing": "error",
    "disputed": "warning",
    "waived": "info",
    "met": "info",
    "pending": "info",
}
_GRAVITY = {status: rank for rank, status in enumerate(SEVERITY)}
ERRORS = frozenset(status for status, severity in SEVERITY.items() if severity == "error")
#: At which findings a run ends with 1, by the words of ``--fail-on``.
FAIL_ON: dict[str, frozenset[str]] = {
    "violation": ERRORS,
    "disputed": ERRORS | {"disputed"},
    "data": frozenset({"invalid"}),
    "never": frozenset(),
}


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The most serious first; those of one status keep their order."""
    return sorted(findings, key=lambda finding: _GRAVITY[finding.status])


def groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Those of one status, requirement and unit together, the most serious groups first."""
    found: dict[tuple[str, str, str | None], list[Finding]] = {}
    for finding in worst_first(findings):
        found.setdefault((finding.status, finding.id, finding.unit), []).append(finding)
    return list(found.values())
