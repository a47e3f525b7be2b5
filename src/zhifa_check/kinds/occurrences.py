"""When and whose what an ``amount`` counts was: records, or members of a list in them, each with its day."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from zhifa_check.format.record import Section
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.adding import group_of
from zhifa_check.kinds.conditions import left_open, matcher
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import list_field, section_model

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


class Occurrence(NamedTuple):
    """One time; ``blanks`` are the keys without which nobody knows whether it counts, or when."""

    day: date | None
    entry: Entry[Section]
    blanks: tuple[str, ...]


def grouped(rule: "Amount", facts: Facts, year: int) -> dict[str, list[Occurrence]]:
    """Those that a rule means or may mean by whose they are: of the unit, or of nobody known, under an empty name."""
    listed, model = rule.steps_through[0], section_model(rule.section)
    members: Callable[[Any], Any] = lambda record: (record,)  # noqa: E731
    inner: Any = model
    if listed is not None:
        members, inner = list_field(model, listed)
    taken = matcher(inner, rule.only, loosely=True)
    group = group_of(rule.per, model, inner) if rule.per not in (None, rule.section) else None
    found: dict[str, list[Occurrence]] = {}
    for _, entry in rule.records(facts, year, None, loosely=True):
        for one in filter(taken, members(entry.record)):
            names = entry.subject if rule.per == rule.section else group(entry.record, one) if group else ""
            occurrence = Occurrence(_day(rule, one), entry, tuple(_blanks(rule, entry, one)))
            for name in names if isinstance(names, list | tuple) else (names or "",):
                found.setdefault(str(name), []).append(occurrence)
    return found


def _day(rule: "Amount", one: Any) -> date | None:
    day = rule.day(one)
    return day_of(day) if day is not None else None


def _blanks(rule: "Amount", entry: Entry[Section], one: Any) -> Iterator[str]:
    yield from left_open(entry.record, rule.where)
    inside = f"{rule.steps_through[0]}." if one is not entry.record else ""
    if rule.only:
        yield from (f"{inside}{key}" for key in left_open(one, rule.only))
    if rule.day(one) is None:
        yield inside + (rule.by or type(one).alias(one.dated))
