"""What a unit's records were and how each event was judged: plain rows for reports that count or list them.

Nothing is judged anew by other means: an event has the status that its rule gives to its record alone, after whatever
waivers and rulings made of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.format.record import Record
from zhifa_check.format.sections.dossiers import CaseReview, Volume
from zhifa_check.format.sections.people import Person
from zhifa_check.format.sections.reports import Report
from zhifa_check.inputs.facts import Facts, OneRecord
from zhifa_check.inputs.intake import Entry
from zhifa_check.judge.engine import case_of
from zhifa_check.judge.findings import Finding, UnitResult
from zhifa_check.judge.frame import Frame
from zhifa_check.judge.scope import Obligation
from zhifa_check.judge.taking_in import Foreign
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.due import iso
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.hours import ledger, summing
from zhifa_check.kinds.steps import needed, step_of
from zhifa_check.kinds.verdict import Status, worst_of
from zhifa_check.kinds.within import Within

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One record that a rule about events judged; dates and times are ISO text."""

    requirement: str
    section: str
    subject: str | None
    category: str | None
    day: date
    status: Status
    answered: str | None = None
    strict_due: str | None = None
    lenient_due: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One entry of 报送 that was seen."""

    item: str
    period: Period
    day: date
    number: str | None
    copied: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person on the roster, with hours by 类别 and the sums that rules ask for, by requirement."""

    number: str
    name: str
    category: str
    hours: dict[str, Decimal]
    sums: dict[str, Decimal]
    passed: bool | None


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """A year's dossiers of one enforcement body, those reviewed, and those that the plan asks for (None: no rule).

    ``share`` is the percentage of the step, None where it asks for a number of dossiers.
    """

    body: str
    volume: int
    reviewed: int
    needed: int | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of one unit that reports list."""

    events: tuple[EventRow, ...]
    reports: tuple[ReportRow, ...]
    people: tuple[PersonRow, ...]
    volumes: tuple[VolumeRow, ...]


def event_section(rule: Kind, *, has_due: bool) -> str | None:
    """The section whose records a rule judges one by one; None where there is a due date or another rule does."""
    return None if has_due or rule.restates() or rule.kind == "amount" else rule.each()


def ledger_of(frame: Frame, unit: Unit, facts: Facts, foreign: Foreign, result: UnitResult) -> Ledger:
    """The rows of one unit; ``result`` is its finished judgement."""
    return Ledger(
        tuple(_events(frame, unit, facts, foreign, result)),
        tuple(ReportRow(r.item, r.period, r.date, r.number, r.copied) for r in (e.record for e in facts.of(Report))),
        tuple(_people(frame, unit, facts)),
        tuple(_volumes(frame, unit, facts)),
    )


def _events(frame: Frame, unit: Unit, facts: Facts, foreign: Foreign, result: UnitResult) -> Iterator[EventRow]:
    told: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in (*result.findings, *result.pending):
        told.setdefault((finding.id, finding.subject), []).append(finding)
    for obligation in frame.scope.obligations(unit):
        section = event_section(obligation.requirement.rule, has_due=obligation.due is not None)
        for entry in facts.of(section_model(section)) if section else ():
            alone = OneRecord(facts, section or "", entry)
            verdict = obligation.requirement.rule.judge(case_of(frame, obligation, alone, foreign))
            if verdict.status == "not_applicable":
                continue
            id_ = obligation.requirement.id
            statuses: list[Any] = [
                final.status for piece in verdict.evidence for final in told.get((id_, piece.subject)) or (piece,)
            ]
            status: Status = worst_of(statuses) if statuses else verdict.status
            day = entry.record.seen_from()
            if day is not None:
                yield _event(obligation, section or "", entry, day, status)


def _event(obligation: Obligation, section: str, entry: Entry[Record], day: date, status: Status) -> EventRow:
    rule = obligation.requirement.rule
    answered = strict = lenient = None
    if isinstance(rule, Within):
        answer, due = rule.answered(entry.record), rule.due_for(entry.record)
        answered = iso(answer) if answer else None
        strict, lenient = (iso(due.strict), iso(due.lenient)) if due else (None, None)
    category = getattr(entry.record, "category", None)
    return EventRow(obligation.requirement.id, section, entry.subject, category, day, status, answered, strict, lenient)


def _people(frame: Frame, unit: Unit, facts: Facts) -> Iterator[PersonRow]:
    people = facts.of(Person)
    totals = {
        one.id: one.rule.amounts(facts, frame.plan.year)
        for one in frame.plan.requirements
        if isinstance(one.rule, Amount) and one.rule.per == Person.title and one.rule.over is None
        if one.binds.includes(unit)
    }
    # a plan need not list the words that no rule of it asks for
    words = frame.plan.categories.get("培训类别") or sorted(
        {one.category for p in people for one in p.record.trainings or ()}
    )
    by_word = {word: summing("培训", {"类别": (word,)}) for word in words}
    for index, (entry, sums) in enumerate(zip(people, ledger(facts, "培训", "学时"), strict=True)):
        person = entry.record
        yield PersonRow(
            person.number,
            person.name,
            person.category,
            {word: of(sums) for word, of in by_word.items()},
            {id_: amounts[index] for id_, amounts in totals.items() if index in amounts},
            any(exam.passed for exam in person.exams) if person.exams else None,
        )


def _volumes(frame: Frame, unit: Unit, facts: Facts) -> Iterator[VolumeRow]:
    bound = (one.rule for one in frame.plan.requirements if one.binds.includes(unit))
    steps = next((rule.steps for rule in bound if isinstance(rule, Amount) and rule.steps), None)
    reviewed: dict[str, int] = {}
    for review in facts.of(CaseReview):
        for sample in review.record.samples:
            reviewed[sample.body] = reviewed.get(sample.body, 0) + sum(sample.counts.values())
    for entry in facts.of(Volume):
        body, volume = entry.record.body, sum(entry.record.counts.values())
        asked = (needed(steps, volume) if volume else 0) if steps else None
        share = step_of(steps, volume).share if steps and volume else None
        yield VolumeRow(body, volume, reviewed.get(body, 0), asked, share)
