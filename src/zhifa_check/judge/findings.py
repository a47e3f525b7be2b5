"""What judging one unit gives: plain, located, ready to be sorted and shown; nothing in it points back at the facts."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from zhifa_check.kinds.verdict import Status

if TYPE_CHECKING:
    from zhifa_check.judge.ledger import Ledger


class WaiverNote(NamedTuple):
    """Why a waived finding is none of the unit's debts."""

    reason: str
    document: str
    approved_by: str
    approved_on: str
    expires_on: str


class RulingNote(NamedTuple):
    """How the bureau settled what the document leaves open."""

    result: str
    reason: str
    document: str
    decided_by: str
    decided_on: str


class Finding(NamedTuple):
    """One line of the verdict; figures and dates are exact text, line and column count from 1.

    ``id``, ``unit``, ``period`` and ``item`` are those of the outcome that it led to; ``event_date`` is the day of the
    event, or the due date, that it is about. Only one that a ruling settled has the status ``met``.
    """

    id: str
    status: str
    message: str
    file: str
    line: int
    column: int
    unit: str | None = None
    period: str | None = None
    item: str | None = None
    subject: str | None = None
    actual: str | None = None
    required: str | None = None
    lenient_required: str | None = None
    strict_due: str | None = None
    lenient_due: str | None = None
    clause: str | None = None
    quote: str | None = None
    waiver: WaiverNote | None = None
    ruling: RulingNote | None = None
    event_date: str | None = None
    key_path: tuple[str | int, ...] = ()
    short: int = 0


class Outcome(NamedTuple):
    """The verdict on one obligation."""

    unit: str
    requirement: str
    period: str
    item: str | None
    status: Status
    strict_due: str | None
    lenient_due: str | None
    progress: str | None


class Notice(NamedTuple):
    """Something to know that is no finding."""

    kind: str
    message: str
    unit: str | None = None
    file: str | None = None
    line: int | None = None


class Hint(NamedTuple):
    """A declared date that git first shows long after it: the commit, when that was, and what the record says."""

    commit: str
    seen: date
    day: date
    what: str
    came: str
    unit: str
    file: str
    line: int


class Certificate(NamedTuple):
    """Who holds an 执法证号 on a roster: from when, until when (None: not told), in which file, as which 人员."""

    number: str
    first: date | None
    last: date | None
    file: str
    row: int

    def overlaps(self, other: "Certificate") -> bool:
        """Whether both are on duty on some day."""
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
            self.last or date.max
        )


@dataclass(slots=True)
class UnitResult:
    """All about one unit, or about the files of no unit.

    ``unverified`` counts, by reason, the dates that git could say nothing about. ``ledger`` is there where a report
    asked for the records behind the verdict, ``certificates`` as ``plausibility`` keeps them.
    """

    unit: str | None
    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    pending: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    waivers_used: set[int] = field(default_factory=set)
    rulings_used: set[int] = field(default_factory=set)
    received_used: set[int] = field(default_factory=set)
    certificates: str = ""
    unverified: Counter[str] = field(default_factory=Counter)
    hints: list[Hint] = field(default_factory=list)
    files: int = 0
    records: int = 0
    ledger: "Ledger | None" = None
