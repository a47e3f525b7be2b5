"""How findings call a decision, an incident, a measure or a delegation, and which of them a plan binds."""

from collections.abc import Callable, Iterable
from datetime import date

from zhifa_check.format.record import S, Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.verdict import Evidence, Status, Verdict


def event_name(entry: Entry[Section]) -> str:
    """A record as its unit calls it, without the ``#n`` that tells equal ones apart; people by their names."""
    if isinstance(entry.record, Person):
        return f"{entry.record.name}（{entry.record.number}）"
    return f"“{(entry.subject or '').partition('#')[0]}”"


def said(path: str) -> str:
    """A path of keys as people read it: “通报”的“抄送日期”."""
    return "”的“".join(path.split(".")).join("“”")


def happened(entry: Entry[Section]) -> date | None:
    """The date of the record itself; None for what has none, or leaves it blank."""
    record = entry.record
    return getattr(record, record.dated) if record.dated else None


def binding(
    entries: Iterable[Entry[S]],
    case: Case,
    strictly: Callable[[Entry[S]], date | None] = happened,
    event: Callable[[Entry[S]], date | None] = happened,
) -> list[Entry[S]]:
    """Those whose strict date by the rule is not before the issue, and that happened while it was effective.

    What has no date is bound.
    """

    def within(first: date, day: date | None, last: date) -> bool:
        return day is None or first <= day_of(day) <= last

    return [
        entry
        for entry in entries
        if within(case.issued, strictly(entry), date.max) and within(case.since, event(entry), case.until)
    ]


def nothing_filed(section: str, case: Case, what: str) -> Verdict | None:
    """What comes of a section in which there is nothing though something must be there; None where that may be so."""
    if case.facts.of(section_model(section)) or section_model(section).happens:
        return None
    status: Status = "missing" if case.as_of > case.period.end else "pending"
    return Verdict([Evidence(status, f"没有填“{section}”，无法核对{what}")])
