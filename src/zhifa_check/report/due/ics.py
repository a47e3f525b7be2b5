"""``ics``: what falls due as all-day events for Outlook, WPS and telephones, each with a reminder."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TextIO

from zhifa_check.calendar.workdays import last_working_day
from zhifa_check.judge.agenda import DueItem
from zhifa_check.plan.model import Plan
from zhifa_check.report.due.listing import NOBODY, DueList, StatusOf, day_words, names_of, progress_lines, progress_of

if TYPE_CHECKING:
    from icalendar import Alarm, Event

#: The reminder comes so many working days before the last one in time, when offices open.
_WORKING_DAYS_BEFORE = 3
_OFFICE_OPENS = time(9)

_DAY = timedelta(days=1)


def write_ics(due: DueList, out: TextIO) -> None:
    """A calendar; taken in again it replaces its events, and what is done by then no longer reminds."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//zhifa-check//zhifa due//ZH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", due.plan.title)
    for item in due.items:
        calendar.add_component(_event(due, item))
    out.write(calendar.to_ical().decode("utf-8"))


def _event(due: DueList, item: DueItem) -> "Event":
    from icalendar import Event

    is_open = due.status_of is None or not item.units or _is_open(item, due.status_of)
    event = Event()
    event.add("uid", _uid(due.plan, item))
    event.add("dtstamp", datetime.combine(due.plan.issued, time(), UTC))
    event.add("dtstart", item.strict_due)
    event.add("dtend", item.strict_due + _DAY)
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{'' if is_open else '［已办］'}{item.what}（{item.period.chinese}）到期")
    event.add("description", "\n".join(_description(item, due.status_of)))
    event.add("categories", ["行政执法监督"])
    if is_open:
        event.add_component(_alarm(item))
    return event


def _is_open(item: DueItem, status_of: StatusOf) -> bool:
    progress = progress_of(item, status_of)
    return bool(progress.owing or progress.disputed)


def _uid(plan: Plan, item: DueItem) -> str:
    """The same whichever other units are asked for, and when the date is mended; groups of units keep apart."""
    rules = getattr(item.requirement.rule, "due", ())
    unit = item.units[0] if item.units else None
    binds = next((rule.binds for rule in rules if not rule.binds or not unit or rule.binds.includes(unit)), None)
    what = item.item or item.subject or ""
    name = "\x1f".join((plan.id, item.requirement.id, what, str(item.period), str(binds or "")))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@zhifa-check"


def _description(item: DueItem, status_of: StatusOf | None) -> Iterator[str]:
    clause = item.requirement.clause_for(item.units[0] if item.units else None)
    yield f"期限：{day_words(item.strict_due)}"
    if item.lenient_due != item.strict_due:
        yield f"宽松理解期限：{day_words(item.lenient_due)}。两个期限之间办完的待认定，请在前一个期限以前办完。"
    yield f"要求：{item.requirement.id} {item.requirement.title}"
    yield f"依据：{clause.place}「{clause.quote}」"
    yield f"责任单位：{names_of(item.units) or NOBODY}"
    if status_of is not None and item.units:
        yield from progress_lines(item, status_of)


def _alarm(item: DueItem) -> "Alarm":
    from icalendar import Alarm

    day = _reminder_day(item.strict_due)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{item.what}（{item.period.chinese}）{item.strict_due} 到期")
    opens = datetime.combine(day, _OFFICE_OPENS)
    alarm.add("trigger", opens - datetime.combine(item.strict_due, time()))
    return alarm


def _reminder_day(due: date) -> date:
    """Three working days before the last working day in time; calendar days where 放假安排 is not known."""
    day = last_working_day(due) or due
    for _ in range(_WORKING_DAYS_BEFORE):
        before = day - _DAY
        day = last_working_day(before) or before
    return day
