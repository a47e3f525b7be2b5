"""How findings call a person, and when people are on the roster."""

from datetime import date
from typing import Any

from zhifa_check.format.record import Record
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry


def person_name(entry: Entry[Any]) -> str:
    """「张三（SC-003）」."""
    return f"{entry.record.name}（{entry.record.number}）"


def on_roster(record: Record, day: date) -> bool:
    """Whether a record is of no person, or of one who belongs to the unit on a day."""
    return not isinstance(record, Person) or record.on_roster(day)


def stays(person: Person, year: int) -> bool:
    """Whether somebody came by the year's last day and has not left by then."""
    last = date(year, 12, 31)
    return (person.joined is None or person.joined <= last) and (person.left is None or person.left > last)


def full_months(person: Person, year: int) -> int:
    """How many full months of a year somebody who came during it is on the roster; 12 for all others."""
    since = person.joined
    if since is None or since <= date(year, 1, 1):
        return 12
    return 12 - since.month + (since.day == 1)
