"""How findings call a decision, an incident, a measure or a delegation, and which of them a plan binds."""

from collections.abc import Callable, Iterable
from datetime import date

from zhifa_check.format.record import S, Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import THERE, Where
from zhifa_check.kinds.due import day_of, stamp
from zhifa_check.kinds.fields import field_of, place_of, referred, section_model
from zhifa_check.kinds.verdict import Evidence, Status, Verdict


def event_name(entry: Entry[Section]) -> str:
    """A record as its unit calls it, without the ``#n`` that tells equal ones apart; people by their names."""
    if isinstance(entry.record, Person):
        return f"{entry.record.name}（{entry.record.number}）"
    return f"“{(entry.subject or '').partition('#')[0]}”"


def name_of(section: str, key: str | None, value: str, case: Case) -> str:
    """What a field of a section names, as people know it: people by their names, as wherever they are told of."""
    target = referred(section, key)
    if target == Person.title:
        roster = case.facts.once(name_of, lambda: {one.subject: one for one in case.facts.of(section_model(target))})
        if value in roster:
            return event_name(roster[value])
    return f"“{value}”"


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


def without_event(entry: Entry[Section], path: str, case: Case, what: str, *, answered: bool = False) -> Evidence:
    """A record that leaves blank when the event was from which a rule counts; most often it has not happened yet.

    ``answered``: what follows it is there, so that it must have.
    """
    message = f"{event_name(entry)} 没有填{said(path)}，无法核对{what}"
    if answered:
        return Evidence("missing", message, entry.subject, entry, blank=True)
    if case.as_of <= case.period.end:
        return Evidence("pending", f"{message}；已经发生的请补上，还没有发生的不用填", entry.subject, entry)
    return Evidence("disputed", f"{message}；已经发生的请补上，还没有发生的不算，待认定", entry.subject, entry)


def before_event(entry: Entry[Section], since: str, path: str, answer: date | None) -> Evidence | None:
    """An answer before the event: in time as the dates stand, and to be looked at."""
    model = type(entry.record)
    event = field_of(model, since).get(entry.record)
    if event is None or answer is None or day_of(answer) >= day_of(event):
        return None
    message = f"{event_name(entry)} 的{said(path)} {stamp(answer)} 早于{said(since)} {stamp(event)}，请核对日期"
    return Evidence("met", message, entry.subject, entry, place_of(model, path))


def about_blank(model: type[Section], path: str, where: Where) -> list[str]:
    """What a rule says of records that leave the event blank, where the format lets them."""
    if field_of(model, path).required or where.get(path) == (THERE,):
        return []
    return [f"没有填{said(path)}的：年度之内为未到期，年度结束后待认定；还没有发生的不算。"]


def nothing_filed(section: str, case: Case, what: str) -> Verdict | None:
    """What comes of a section in which there is nothing though something must be there; None where that may be so."""
    if case.facts.is_filed(section_model(section)) or section_model(section).happens:
        return None
    status: Status = "missing" if case.as_of > case.period.end else "pending"
    return Verdict([Evidence(status, f"没有填“{section}”，无法核对{what}")])
