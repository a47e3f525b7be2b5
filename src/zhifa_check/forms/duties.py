"""What one unit has to fill in, from the plan's data alone: its sections, and its 报送 items with every deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period, periods_of
from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.format.record import Section
from zhifa_check.format.sections.reports import Report
from zhifa_check.judge.agenda import DueItem, agenda
from zhifa_check.kinds.report_words import REPORTED
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement

#: The section of what is handed in by item and period; every other one is filled in as things happen.
REPORTS = Report.title


class ReportEntry(NamedTuple):
    """One item and period of 报送; several requirements may each set it a deadline."""

    item: str
    period: Period
    dues: tuple[DueItem, ...]

    @property
    def strict_due(self) -> date:
        """The last day that satisfies every requirement in its strict reading."""
        return min(due.strict_due for due in self.dues)

    @property
    def lenient_due(self) -> date:
        """The last day that satisfies every requirement in its lenient reading."""
        return min(due.lenient_due for due in self.dues)

    @property
    def deadline(self) -> str:
        """「期限 2023-08-06（周末，宜在 08-04 前，宽松理解 08-07）」; the days named are included."""
        day, lenient = self.strict_due, self.lenient_due
        last = last_working_day(day)
        hints = [
            day_off_name(day),
            f"宜在 {_short(last, day)} 前" if last and last != day else "",
            f"宽松理解 {_short(lenient, day)}" if lenient != day else "",
        ]
        told = "，".join(filter(None, hints))
        return f"期限 {day}" + (f"（{told}）" if told else "")


def _short(day: date, beside: date) -> str:
    """Month and day, with the year where it is another one."""
    return f"{day:%m-%d}" if day.year == beside.year else str(day)


@dataclass(frozen=True)
class ReportItem:
    """One 事项 that binds the unit, all its periods in order, and what binds it."""

    item: str
    verb: str
    requirements: tuple[Requirement, ...]
    entries: tuple[ReportEntry, ...]

    @cached_property
    def asks(self) -> dict[str, str]:
        """Which day is the date, and the keys that the format lets an entry leave out and the rules do not."""
        date = Report.alias("date")
        asked = (text for one in self.requirements for text in one.rule.asks_of_report(self.item).items())
        return {date: f"“{date}”填{self.verb}那一天", **dict(asked)}


class SectionDuty(NamedTuple):
    """One section that the unit fills in; ``due`` says by when where a requirement is judged at a date.

    ``for_others``: the unit itself is not judged by it, the requirements are those of other units.
    """

    section: str
    requirements: tuple[Requirement, ...]
    due: dict[str, DueItem]
    for_others: bool = False


class Duties(NamedTuple):
    """Everything that one unit fills in; ``sections`` in the order of the format, ``items`` in that of the plan."""

    unit: Unit
    sections: tuple[SectionDuty, ...]
    items: tuple[ReportItem, ...]
    #: Keys of 报送 that the plan asks for with items of other units only.
    idle_keys: frozenset[str]

    def calendar(self) -> list[ReportEntry]:
        """All that is to be handed in, by date."""
        entries = [entry for item in self.items for entry in item.entries]
        return sorted(entries, key=lambda entry: entry.strict_due)


def duties_of(plan: Plan, unit: Unit) -> Duties:
    """Work out what the plan asks a unit to fill in; what fell due before the plan was issued is left out."""
    bound = [requirement for requirement in plan.requirements if requirement.binds.includes(unit)]
    dues = [due for due in agenda(plan, [unit], date.min, date.max) if due.units]
    items = tuple(_items(plan, bound, dues))
    asked = {key for item in items for key in item.asks}
    known = {
        key for one in plan.requirements for item in one.rule.item_lengths() for key in one.rule.asks_of_report(item)
    }
    return Duties(unit, tuple(_sections(plan, unit, bound, dues)), items, frozenset(known - asked))


def _sections(plan: Plan, unit: Unit, bound: list[Requirement], dues: list[DueItem]) -> Iterator[SectionDuty]:
    first = {due.requirement.id: due for due in reversed(dues)}
    supplied = [(one, one.rule.foreign()) for one in plan.requirements]
    named = [(one, _named(plan, one)) for one in bound]
    for section in plan.format:
        own = tuple(one for one in bound if section in one.rule.sections())
        due = {one.id: first[one.id] for one in own if one.id in first}
        others = tuple(one for one, other in supplied if other and other[0] == section and other[1].includes(unit))
        if own or others:
            yield SectionDuty(section, own or others, due, for_others=not own)
        elif naming := tuple(one for one, told in named if section in told):
            yield SectionDuty(section, naming, {})


def _named(plan: Plan, requirement: Requirement) -> set[str]:
    """Sections that no rule may look at, and whose records those of a requirement name all the same."""
    left, found = list(requirement.rule.sections()), set[str]()
    while left:
        named = _refers(plan.format[left.pop()])
        left += named - found
        found |= named
    return found


@cache
def _refers(section: type[Section]) -> frozenset[str]:
    return frozenset(place.mark.refers for place in section.shape().places if place.mark.refers)


def _items(plan: Plan, bound: list[Requirement], dues: list[DueItem]) -> Iterator[ReportItem]:
    speaking = [one for one in bound if REPORTS in one.rule.sections()]
    kinds = dict.fromkeys(pair for one in speaking for pair in one.rule.item_lengths().items())
    for item, every in kinds:
        requirements = tuple(one for one in speaking if one.rule.item_lengths().get(item) == every)
        theirs = [due for due in dues if due.requirement in requirements]
        periods = periods_of(plan.year, every)
        asked = [
            ReportEntry(item, period, found)
            for period in periods
            if (found := tuple(due for due in theirs if (due.item, due.period) == (item, period)))
        ]
        # an item that no rule asks for period by period is due when the rule about all of its entries is
        whole = tuple(due for due in theirs if due.item is None)
        entries = asked or [ReportEntry(item, period, whole) for period in periods if whole]
        if entries:
            yield ReportItem(item, plan.verb_of.get(item, REPORTED), requirements, tuple(entries))
