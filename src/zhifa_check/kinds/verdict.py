"""What the judgement of one obligation says: a status, and located evidence for whatever is not met."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from zhifa_check.bureau.decisions import Attestation
from zhifa_check.format.record import Section
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.due import Due
from zhifa_check.source.document import KeyPath

Status = Literal["violated", "unreadable", "missing", "disputed", "pending", "waived", "met", "not_applicable"]

#: An outcome takes the first status that any of its findings has.
WORST_FIRST: tuple[Status, ...] = get_args(Status)
STATUS_NAMES: dict[str, str] = {
    "violated": "未达标",
    "unreadable": "无法读取",
    "missing": "未报",
    "disputed": "待认定",
    "pending": "未到期",
    "waived": "核准不计",
    "met": "达标",
    "not_applicable": "不适用",
    "invalid": "填写有误",
}


def worst_of(statuses: Iterable[Status]) -> Status:
    """The first of ``WORST_FIRST`` among statuses, of which there is at least one."""
    return min(statuses, key=WORST_FIRST.index)


class Evidence(NamedTuple):
    """One located piece of a verdict; ``actual`` and ``required`` are exact figures, dates and times ISO.

    ``waiver`` and ``ruling`` are the numbers of those that cover it. ``blank``: the record leaves out what it would be
    judged by, which stands whatever else could not be read. ``short`` is how much is missing beside a date.
    """

    status: Status
    message: str
    subject: str | None = None
    entry: Entry[Section | Attestation] | None = None
    at: KeyPath = ()
    actual: str | None = None
    required: str | None = None
    lenient_required: str | None = None
    due: Due | None = None
    waiver: int | None = None
    ruling: int | None = None
    blank: bool = False
    short: int = 0


@dataclass(slots=True)
class Verdict:
    """The judgement of one obligation: evidence for whatever is not met, and how far the unit has come."""

    evidence: list[Evidence] = field(default_factory=list)
    progress: str | None = None
    otherwise: Status = "met"
    remarks: list[Evidence] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """The worst status of the evidence; with none, ``otherwise``."""
        return worst_of(piece.status for piece in self.evidence) if self.evidence else self.otherwise


def of_readings(*satisfied: bool) -> Status:
    """Met where every reading is satisfied, violated where none is, else for a person to decide."""
    return "met" if all(satisfied) else "disputed" if any(satisfied) else "violated"


def satisfied(evidence: Iterable[Evidence], judged: int) -> str:
    """Progress as records that satisfy of records judged."""
    return f"{judged - len({id(e.entry) if e.entry else e.subject for e in evidence})}/{judged}"
