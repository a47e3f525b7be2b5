"""The one sorted, counted and cleaned view that every format prints."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.judge.agenda import DueItem
from zhifa_check.judge.findings import Finding, Notice, Outcome, RulingNote, UnitResult, WaiverNote
from zhifa_check.kinds.verdict import WORST_FIRST
from zhifa_check.plan.model import Plan
from zhifa_check.report.check.selection import Selection
from zhifa_check.report.check.severity import ERRORS, FAIL_ON
from zhifa_check.words.harmless import harmless

if TYPE_CHECKING:
    from zhifa_check.judge.ledger import Ledger

#: For the summary; ``invalid`` is counted apart, as data errors.
STATUSES = ("met", "violated", "missing", "unreadable", "disputed", "pending", "waived", "not_applicable")

#: Kinds of notices that the shortest output does not leave out: what the run was about, and who changed its rules.
ALWAYS_TOLD = frozenset({"since", "since-all", "since-none", "config-changed", "narrowed", "not-yaml", "astray"})

#: The kind of which every record may have one: told last, so that what the whole run is about is not left out for it.
_OF_RECORDS = "git-evidence"

#: The fields that may carry words of a submission, a waiver or the registry.
_TEXTS: Mapping[type, tuple[str, ...]] = {
    Finding: ("message", "subject", "actual", "file"),
    Notice: ("message", "file"),
    WaiverNote: ("reason", "document", "approved_by"),
    RulingNote: ("reason", "document", "decided_by"),
}

Worded = TypeVar("Worded", Finding, Notice, WaiverNote, RulingNote)


class UnitView(NamedTuple):
    """One unit's share of the view; ``id`` and ``kind`` are None for files of no unit.

    ``restated`` are requirements whose findings only add up those of another one; ``registered`` is the unit itself.
    """

    id: str | None
    name: str
    kind: str | None
    by_status: Mapping[str, int]
    findings: tuple[Finding, ...]
    pending: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    files: int
    restated: frozenset[str] = frozenset()
    ledger: "Ledger | None" = None
    registered: Unit | None = None

    @property
    def told(self) -> list[Finding]:
        """What people read: every finding but those that only add others up."""
        return [finding for finding in self.findings if finding.id not in self.restated]


class PlanNote(NamedTuple):
    """One of the plans that the verdict is given by."""

    id: str
    title: str
    year: int
    issued: date
    file: str
    sha256: str


class View(NamedTuple):
    """Everything that a format may print; ``plan`` is all ``plans`` as one, ``plan_file`` the first one's."""

    plan: Plan
    plan_file: str
    plan_sha256: str
    plans: tuple[PlanNote, ...]
    as_of: date
    units: tuple[UnitView, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    by_status: Mapping[str, int]
    by_id: Mapping[str, Mapping[str, int]]
    requirements: int
    files: int
    records: int
    upcoming: tuple[DueItem, ...]
    closing: tuple[DueItem, ...]
    period: Period | None = None

    def fails(self, fail_on: str) -> bool:
        """Whether a finding stands at or above the level."""
        return any(finding.status in FAIL_ON[fail_on] for finding in self.findings)

    @property
    def fingerprints(self) -> Iterator[str]:
        """Those of the findings, in their order; an identity names its unit, so that each unit is counted by itself."""
        return (one for unit in self.units for one in fingerprints(map(_identity, unit.findings)))

    @property
    def data_errors(self) -> int:
        """How many findings say that a file is filled in wrongly."""
        return sum(finding.status == "invalid" for finding in self.findings)

    @property
    def problems(self) -> int:
        """How many faults there are, each counted once."""
        return sum(finding.status in ERRORS for unit in self.units for finding in unit.told)

    @property
    def unit_names(self) -> Mapping[str | None, str]:
        """The name of every unit by its id, made anew at each call."""
        return {unit.id: unit.name for unit in self.units}


def _place_of(notice: Notice) -> tuple[bool, str, str, int, str]:
    return notice.kind == _OF_RECORDS, notice.kind, notice.file or "", notice.line or 0, notice.message


def build_view(
    plan: Plan,
    plans: Sequence[PlanNote],
    as_of: date,
    registered: Mapping[str, Unit],
    results: Sequence[UnitResult],
    notices: Iterable[Notice],
    upcoming: Sequence[DueItem],
    closing: Sequence[DueItem],
    selection: Selection,
) -> View:
    """Sort and count; ``registered`` has the units by id, in the order of the registry."""
    order = {unit: number for number, unit in enumerate(registered)}
    results = sorted(results, key=lambda result: order.get(result.unit or "", -1))
    units = tuple(_unit(result, registered, selection) for result in results)
    outcomes = tuple(outcome for unit in units for outcome in unit.outcomes)
    findings = tuple(finding for unit in units for finding in unit.findings)
    rests_on = {id_: base for id_, rule in plan.rules.items() if (base := rule.restates()) is not None}
    units = tuple(unit._replace(restated=_restated(unit, rests_on)) for unit in units)
    by_id: dict[str, Counter[str]] = {}
    for finding in findings:
        by_id.setdefault(finding.id, Counter())[finding.status] += 1
    all_notices = [*notices, *(notice for result in results for notice in result.notices)]
    counted: Counter[str] = Counter(outcome.status for outcome in outcomes)
    return View(
        plan=plan,
        plan_file=plans[0].file,
        plan_sha256=plans[0].sha256,
        plans=tuple(plans),
        as_of=as_of,
        units=units,
        outcomes=outcomes,
        findings=findings,
        notices=tuple(sorted(map(_clean, all_notices), key=_place_of)),
        by_status={status: counted[status] for status in STATUSES},
        by_id={id_: by_id[id_] for id_ in sorted(by_id)},
        requirements=sum(selection.takes(requirement.id) for requirement in plan.requirements),
        files=sum(result.files for result in results),
        records=sum(result.records for result in results),
        upcoming=tuple(upcoming) if selection.period is None else (),
        closing=tuple(closing) if selection.period is None else (),
        period=selection.period,
    )


def _unit(result: UnitResult, registered: Mapping[str, Unit], selection: Selection) -> UnitView:
    unit = registered[result.unit] if result.unit else None
    findings = sorted(map(_clean_finding, selection.findings(result.findings)), key=_place)
    outcomes = selection.outcomes(result.outcomes, findings)
    counted: Counter[str] = Counter(one.status for one in outcomes)
    counted["invalid"] = sum(finding.status == "invalid" for finding in findings)
    return UnitView(
        id=result.unit,
        name=harmless(unit.name if unit else "归属不明的文件"),
        kind=unit.kind if unit else None,
        by_status={status: counted[status] for status in ("invalid", *WORST_FIRST) if counted[status]},
        findings=tuple(findings),
        pending=tuple(sorted(map(_clean, selection.findings(result.pending)), key=_place)),
        outcomes=outcomes,
        files=result.files,
        ledger=result.ledger,
        registered=unit,
    )


def _restated(unit: UnitView, rests_on: Mapping[str, str]) -> frozenset[str]:
    """Requirements whose findings are told by those of the requirement that they rest on."""
    found = {finding.id for finding in unit.findings}
    return frozenset(id_ for id_, base in rests_on.items() if id_ in found and base in found)


def _place(finding: Finding) -> tuple[str, int, int, str, str, str]:
    return finding.file, finding.line, finding.column, finding.id, finding.period or "", finding.subject or ""


def _clean_finding(finding: Finding) -> Finding:
    finding = _clean(finding)
    waiver, ruling = finding.waiver, finding.ruling
    if waiver is None and ruling is None:
        return finding
    return finding._replace(waiver=waiver and _clean(waiver), ruling=ruling and _clean(ruling))


def _clean(one: Worded) -> Worded:
    changes: dict[str, Any] = {
        name: clean
        for name in _TEXTS[type(one)]
        if (text := getattr(one, name)) is not None and (clean := harmless(text)) != text
    }
    return one._replace(**changes) if changes else one


def _identity(finding: Finding) -> tuple[Any, ...]:
    """Stable over edits: no line, no value."""
    identity = (finding.id, finding.unit, finding.subject, finding.period)
    return (*identity, finding.file, finding.key_path) if finding.status == "invalid" else identity


def fingerprints(identities: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """A hash of each, made unique by an ordinal."""
    seen: Counter[tuple[Any, ...]] = Counter()
    for identity in identities:
        seen[identity] += 1
        text = "\x1f".join(map(str, (*identity, seen[identity])))
        yield hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
