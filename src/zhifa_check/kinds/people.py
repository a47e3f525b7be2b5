"""When people are on the roster, and for how long."""

from datetime import date

from zhifa_check.bureau.units import Unit
from zhifa_check.format.sections.people import Person


def stays(person: Person, year: int, by: date = date.max) -> bool:
    """Whether somebody came by a day, or by the year's last one, and has not left by that."""
    last = date(year, 12, 31)
    return (person.joined is None or person.joined <= min(by, last)) and (person.left is None or person.left > last)


def months_between(first: date, last: date) -> int:
    """How many months there are from one to the other, the first and the last begun ones included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def full_months(person: Person, unit: Unit, start: date, months: int) -> int:
    """How many full of so many months from ``start`` somebody is on the roster of a unit; either may come later."""
    since = max(person.joined or start, unit.first or start)
    if since <= start:
        return months
    return max(0, months - months_between(start, since) + (since.day == 1))
