"""Records of which nobody knows whether a rule means them, since they leave blank what its conditions ask for."""

from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import Where, later_facts, left_open, matcher
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.events import said
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.people import stays
from zhifa_check.kinds.verdict import Evidence


def meant(section: str, where: Where, case: Case) -> list[Entry[Section]]:
    """The records that a rule means or may mean by its deadline; of people those who have come, and stay the year."""
    model, today = section_model(section), min(case.as_of, case.period.end)
    applies = matcher(model, where, loosely=True)
    by_then = (
        case.facts.answered_by(day_of(case.due.lenient), model, later_facts(model, where)) if case.due else case.facts
    )
    return [
        entry
        for entry, known in zip(case.facts.of(model), by_then.of(model), strict=True)
        if applies(known.record)
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
