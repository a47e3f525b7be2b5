"""The figures of a period: every obligation and every event stands in exactly one column, so that rows add up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from zhifa_check.calendar.periods import Period, parse_period
from zhifa_check.format.sections.people import Person
from zhifa_check.judge.findings import Outcome
from zhifa_check.judge.ledger import EventRow, ReportRow, event_section
from zhifa_check.kinds.amount import Amount
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.check.view import UnitView, View
from zhifa_check.words.figures import percent

#: The columns of duties that are handed in; what the first six say adds up to 应报.
DUTY_COLUMNS = {
    "on_time": "按期",
    "late": "逾期",
    "incomplete": "不合要求",
    "missing": "未报",
    "disputed": "待认定",
    "unreadable": "无法读取",
    "pending": "未到期",
    "waived": "核准不计",
}
_NOT_YET_OWED = ("pending", "waived")
_UNDECIDED = ("disputed", "unreadable")


class Delivery(NamedTuple):
    """Where one unit stands with one thing to hand in; ``done`` is the best record's day."""

    unit: UnitView
    period: Period
    column: str
    strict_due: date
    lenient_due: date
    done: date | None


@dataclass(frozen=True)
class Deliveries:
    """Things to hand in, of one 事项 or unit or of all, and how many there are of each sort."""

    deliveries: tuple[Delivery, ...]

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """How many stand in each column, all columns named."""
        counted = Counter(one.column for one in self.deliveries)
        return {column: counted[column] for column in DUTY_COLUMNS}

    @property
    def owed(self) -> int:
        """应报: all that fell due, without what the bureau approved not to count."""
        return len(self.deliveries) - sum(self.columns[column] for column in _NOT_YET_OWED)

    @property
    def handed_in(self) -> int:
        """已报: owed ones of which there is a record, in time or not."""
        return sum(one.done is not None and one.column not in _NOT_YET_OWED for one in self.deliveries)

    @property
    def decided(self) -> int:
        """应报 without what a person must decide and what cannot be read: what the rate is of."""
        return self.owed - sum(self.columns[column] for column in _UNDECIDED)

    @property
    def rate(self) -> str | None:
        """按期率, cut to two places; None where nothing is decided."""
        return percent(self.columns["on_time"], self.decided) if self.decided else None


@dataclass(frozen=True)
class DutyFigures(Deliveries):
    """One 事项 of one requirement, over all units and 所属期 that fall due in the period."""

    requirement: Requirement
    item: str


@dataclass(frozen=True)
class EventFigures:
    """One rule about events: those dated in the period, by status."""

    requirement: Requirement
    section: str
    rows: tuple[tuple[UnitView, EventRow], ...]
    unread: tuple[UnitView, ...] = ()

    @cached_property
    def by_status(self) -> Mapping[str, int]:
        """How many events have each status that occurs."""
        return dict(Counter(row.status for _, row in self.rows))

    @property
    def met(self) -> int:
        """按期、符合."""
        return self.by_status.get("met", 0)

    @property
    def broken(self) -> int:
        """逾期、不符合: violated or missing."""
        return self.by_status.get("violated", 0) + self.by_status.get("missing", 0)

    @property
    def unanswered(self) -> int:
        """Of the broken ones with a deadline, those not done at all."""
        return sum(
            row.strict_due is not None and row.answered is None and row.status in ("violated", "missing")
            for _, row in self.rows
        )

    @property
    def has_deadline(self) -> bool:
        """Whether the rule is about being in time, and not about being right."""
        return any(row.strict_due is not None for _, row in self.rows)


@dataclass(frozen=True)
class YearFigures:
    """A requirement over the year's people, hours, reviews or entries; ``final`` where it falls due in the period."""

    requirement: Requirement
    final: bool
    by_status: Mapping[str, int]
    units: Sequence[tuple[UnitView, Outcome]] = field(default=())
    done: int | None = None
    of: int | None = None

    @property
    def bound(self) -> int:
        """How many units it applies to."""
        return sum(count for status, count in self.by_status.items() if status != "not_applicable")

    @property
    def rate(self) -> str | None:
        """Done of all, cut."""
        return percent(self.done, self.of) if self.of and self.done is not None else None

    @property
    def is_a_rate(self) -> bool:
        """Whether it asks for a rate over all of the unit's people or events, and not for something of each."""
        rule = self.requirement.rule
        return rule.restates() is not None or (isinstance(rule, Amount) and rule.over is not None and rule.per is None)

    @property
    def counts_people(self) -> bool:
        """Whether ``done`` and ``of`` are persons."""
        rule = self.requirement.rule
        return rule.each() == Person.title or (len(rule.ways()) == 1 and Person.title in rule.sections())


def due_day(outcome: Outcome) -> date | None:
    """The day that an obligation is about: its strict due date; None for rules about events."""
    return date.fromisoformat(outcome.strict_due[:10]) if outcome.strict_due else None


def duty_figures(view: View, period: Period) -> Iterator[DutyFigures]:
    """What was to be handed in by a day of the period, in the order of the plan."""
    found: dict[tuple[str, str | None], list[Delivery]] = {}
    handed_in = {unit.id: _reports(unit) for unit in view.units}
    units = {unit.id: unit for unit in view.units}
    items = {one.id: [item for item in one.rule.obliged_items() if item] for one in view.plan.requirements}
    for outcome in view.outcomes:
        if items[outcome.requirement] and period.includes(due_day(outcome)):
            item = outcome.item or items[outcome.requirement][0]
            reports = handed_in[outcome.unit].get((item, outcome.period), [])
            delivery = _delivery(units[outcome.unit], outcome, reports)
            found.setdefault((outcome.requirement, item), []).append(delivery)
    for requirement in view.plan.requirements:
        for item in items[requirement.id]:
            if deliveries := found.get((requirement.id, item)):
                yield DutyFigures(tuple(deliveries), requirement, item)


def _reports(unit: UnitView) -> dict[tuple[str, str], list[ReportRow]]:
    found: dict[tuple[str, str], list[ReportRow]] = {}
    for row in unit.ledger.reports if unit.ledger else ():
        found.setdefault((row.item, str(row.period)), []).append(row)
    return found


def _delivery(unit: UnitView, outcome: Outcome, reports: Sequence[ReportRow]) -> Delivery:
    strict, lenient = (date.fromisoformat((day or "")[:10]) for day in (outcome.strict_due, outcome.lenient_due))
    done = min((report.day for report in reports), default=None)
    column = {"met": "on_time", "violated": "incomplete"}.get(outcome.status, outcome.status)
    if outcome.status == "violated" and done is not None and done > lenient:
        column = "late"
    return Delivery(unit, parse_period(outcome.period), column, strict, lenient, done)


def event_figures(view: View, period: Period) -> Iterator[EventFigures]:
    """Rules about events, each with the events dated in the period; those without any are left out."""
    for requirement in view.plan.requirements:
        rows = [
            (unit, row)
            for unit in view.units
            for row in (unit.ledger.events if unit.ledger else ())
            if row.requirement == requirement.id and period.includes(row.day)
        ]
        unread = {one.unit for one in view.outcomes if one.requirement == requirement.id and one.status == "unreadable"}
        section = event_section(requirement.rule, has_due=_has_due(view, requirement))
        if section and (rows or unread):
            unread_units = tuple(unit for unit in view.units if unit.id in unread)
            yield EventFigures(requirement, section, tuple(rows), unread_units)


def year_figures(view: View, period: Period) -> Iterator[YearFigures]:
    """Sums, shares, rates and counts of the year: final where due in the period, progress where due later."""
    units = {unit.id: unit for unit in view.units}
    outcomes: dict[str, list[Outcome]] = {}
    for outcome in view.outcomes:
        outcomes.setdefault(outcome.requirement, []).append(outcome)
    end_of_year = date(view.plan.year, 12, 31)
    for requirement in view.plan.requirements:
        has_due = _has_due(view, requirement)
        if any(requirement.rule.obliged_items()) or (
            event_section(requirement.rule, has_due=has_due) and not requirement.rule.restates()
        ):
            continue
        mine = [one for one in outcomes.get(requirement.id, ()) if (due_day(one) or end_of_year) >= period.start]
        if mine:
            final = all(period.includes(due_day(one) or end_of_year) for one in mine)
            yield YearFigures(
                requirement,
                final,
                dict(sorted(Counter(one.status for one in mine).items())),
                [(units[one.unit], one) for one in mine],
                *_added(mine),
            )


def _has_due(view: View, requirement: Requirement) -> bool:
    first = requirement.rule.periods(view.plan.year)[0]
    return requirement.rule.due_on(None, first) is not None


def _added(outcomes: Iterable[Outcome]) -> tuple[int | None, int | None]:
    """Progress of several units together, where it is in whole numbers."""
    done = of = 0
    for outcome in outcomes:
        left, slash, right = (outcome.progress or "").partition("/")
        if slash and left.isdigit() and right.isdigit():
            done, of = done + int(left), of + int(right)
    return (done, of) if of else (None, None)
