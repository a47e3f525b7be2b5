"""An ``amount`` again and again from an event of each record until another: 「立案后每30日报告一次进展，直至结案」."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.amount_gaps import Course, of_course
from zhifa_check.kinds.doubt import in_doubt
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.events import before_event, nothing_filed, said, without_event
from zhifa_check.kinds.fields import field_of, section_model
from zhifa_check.kinds.occurrences import Occurrence, grouped
from zhifa_check.kinds.verdict import Evidence, Verdict, satisfied

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount
    from zhifa_check.kinds.base import Case


def in_each_course(rule: "Amount", case: "Case") -> Verdict:
    """Each record has enough in every stretch since its event; strictly since the last time, leniently one a stretch.

    What is due on the day of the other event or later is not asked for, nor what is due outside the plan's year.
    """
    entries = [entry for _, entry in rule.records(case.facts, case.period.year, None, loosely=True)]
    if not entries:
        return nothing_filed(rule.section, case, rule.named) or Verdict(otherwise="not_applicable")
    model = section_model(rule.section)
    since, until = field_of(model, rule.since or "").get, field_of(model, rule.until or "").get
    times = [grouped(rule, facts, year) for year, facts in sorted({**case.years, case.period.year: case.facts}.items())]
    evidence: list[Evidence] = []
    is_open = False
    for entry in entries:
        event, ended = since(entry.record), until(entry.record)
        if event is None:
            evidence.append(in_doubt(rule.where, without_event(entry, rule.since or "", case, rule.named)))
            continue
        own = [one for there in times for one in there.get(str(entry.subject), ())]
        course = _course(rule, case, day_of(event), day_of(ended) if ended is not None else None)
        is_open = is_open or (ended is None and case.as_of <= course.last)
        found = of_course(rule, case, str(entry.subject), own, entry, course)
        if any(one.status == "violated" for one in found) and _one_in_each(rule, case, own, course):
            more = f"；{said(rule.since or '')}起 {rule.within}一段，每一段都够，待认定"
            found = [one._replace(status="disputed", message=one.message + more) for one in found if _is_wrong(one)]
        # whatever was told of the years before stands in their own files
        evidence += (_at(one, entry) for one in found)
    early = (before_event(entry, rule.since or "", rule.until or "", until(entry.record)) for entry in entries)
    remarks = [one for one in early if one is not None]
    return Verdict(evidence, satisfied(evidence, len(entries)), "pending" if is_open else "met", remarks)


def _is_wrong(piece: Evidence) -> bool:
    return piece.status != "pending"


def _at(piece: Evidence, entry: Entry[Any]) -> Evidence:
    return piece._replace(entry=entry, subject=entry.subject)


def _course(rule: "Amount", case: "Case", event: date, ended: date | None) -> Course:
    """From the event, or where nobody saw the files of its years from New Year, until the day before it ended."""
    year = case.period.year
    seen = all(one in case.years for one in range(event.year, year))
    first, told = event, f"{said(rule.since or '')} {event} 之后"
    if not seen:
        first = case.period.start - timedelta(days=1)
        told = f"{case.period.start} 起"
    last = min(case.period.end, case.until)
    if ended is not None:
        last = min(last, ended - timedelta(days=1))
    return Course(first, last, told, max(case.period.start, case.issued, case.since))


def _one_in_each(rule: "Amount", case: "Case", times: list[Occurrence], course: Course) -> bool:
    """Whether each stretch that is over, one after the other from the event, has enough."""
    assert rule.within is not None
    days, begin = [one.day for one in times if one.day is not None and not one.blanks], course.first
    while (end := day_of(rule.within.after(begin))) <= course.last and roll_forward(end) < case.as_of:
        if end >= course.bound and sum(begin < day <= roll_forward(end) for day in days) < int(rule.least or 1):
            return False
        begin = end
    return True
