"""When people are on the roster, and for how long."""

from datetime import date

from zhifa_check.calendar.periods import MONTHS, Period
from zhifa_check.format.record import Record
from zhifa_check.format.sections.people import Person


def on_roster(record: Record, day: date) -> bool:
    """Whether a record is of no person, or of one who belongs to the unit on a day."""
    return not isinstance(record, Person) or record.on_roster(day)


def stays(person: Person, year: int) -> bool:
    """Whether somebody came by the year's last day and has not left by then."""
    last = date(year, 12, 31)
    return (person.joined is None or person.joined <= last) and (person.left is None or person.left > last)


def full_months(person: Person, period: Period) -> int:
    """How many full months of a period somebody who came during it is on the roster; all of them for all others."""
    since, months = person.joined, MONTHS[period.every]
    if since is None or since <= period.start:
        return months
    passed = (since.year - period.start.year) * 12 + since.month - period.start.month
    return max(0, months - passed - (since.day > 1))
