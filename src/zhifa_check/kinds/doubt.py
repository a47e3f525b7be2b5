"""Records of which nobody knows whether a rule means them, since they leave blank what its conditions ask for."""

from collections.abc import Callable
from datetime import date
from typing import Any

from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.facts import as_known
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import NOT_THERE, Where, later_facts, left_open, matcher
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.events import said
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.people import stays
from zhifa_check.kinds.verdict import Evidence


def meant(
    section: str, where: Where, case: Case, due_by: Callable[[Any], date | None] = lambda record: None
) -> list[Entry[Section]]:
    """The records that a rule means or may mean; of people those who have come, and stay the year.

    What came after the deadline, of the rule or of the event (``due_by``), takes no record out of it, and with a
    deadline of the rule brings none into it.
    """
    model, today = section_model(section), min(case.as_of, case.period.end)
    applies, last = matcher(model, where, loosely=True), day_of(case.due.lenient) if case.due else None
    later = later_facts(model, where if last else {key: one for key, one in where.items() if one == (NOT_THERE,)})

    def known(record: Section) -> Section:
        day = (last or due_by(record)) if later else None
        return record if day is None else as_known(record, day_of(day), later)

    return [
        entry
        for entry in case.facts.of(model)
        if applies(known(entry.record))
        and (not isinstance(entry.record, Person) or stays(entry.record, case.period.year, today))
    ]


def in_doubt(where: Where, piece: Evidence) -> Evidence:
    """A piece of evidence; one that would accuse by a record that may not be meant is left to a person."""
    record = piece.entry.record if piece.entry else None
    if not isinstance(record, Section) or piece.status not in ("violated", "missing"):
        return piece
    if not (keys := left_open(record, where)):
        return piece
    return piece._replace(status="disputed", message=f"{piece.message}；{told(keys)}", blank=False)


def told(keys: list[str]) -> str:
    """What a sentence says of what was left blank."""
    return f"没有填{'、'.join(map(said, keys))}，不知道算不算在内，待认定，请补上"
