"""What falls due when, computed from the plan alone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement


class DueItem(NamedTuple):
    """One requirement, item and period with one pair of dates, and the units that owe it.

    With a ``subject`` it follows from that record of the unit; ``moment`` is its strict limit to the minute.
    """

    strict_due: date
    lenient_due: date
    requirement: Requirement
    item: str | None
    period: Period
    units: tuple[Unit, ...]
    subject: str | None = None
    moment: datetime | None = None

    @property
    def what(self) -> str:
        """What is to be done: the item that is handed in, else the demand, and about what."""
        return self.item or self.requirement.title + (f" {self.subject}" if self.subject else "")

    @property
    def place(self) -> str:
        """Where the document lays it down."""
        return self.requirement.clause_for(self.units[0] if self.units else None).place


def agenda(plan: Plan, units: Sequence[Unit], start: date, end: date) -> list[DueItem]:
    """All that falls due (strictly) from ``start`` to ``end``, both included, also for roles that nobody holds."""
    return _in_order(plan, (item for item in _all(plan, units) if start <= item.strict_due <= end))


def closing(plan: Plan, units: Sequence[Unit], as_of: date) -> list[DueItem]:
    """What the strict reading has closed and the lenient one leaves open on the evening of ``as_of``."""
    return _in_order(plan, (item for item in _all(plan, units) if item.strict_due <= as_of < item.lenient_due))


def _in_order(plan: Plan, found: Iterable[DueItem]) -> list[DueItem]:
    order = {requirement.id: number for number, requirement in enumerate(plan.requirements)}
    return sorted(found, key=lambda item: (item.strict_due, order[item.requirement.id], item.period, item.lenient_due))


def last_due(plan: Plan, units: Sequence[Unit]) -> date:
    """The last lenient due date of the plan; the year's last day where every rule is about events."""
    return max((item.lenient_due for item in _all(plan, units)), default=date(plan.year, 12, 31))


def closes(plan: Plan, units: Sequence[Unit], period: Period) -> date:
    """The first day on which all that falls due in a period, and binds somebody, is decided.

    That is the day after its last lenient due date, and not before the period is over.
    """
    due = (item for item in _all(plan, units) if item.units and period.includes(item.strict_due))
    return max([period.end, *(item.lenient_due for item in due)]) + timedelta(days=1)


#: Of what the last agenda is, plan and units, and that agenda: a run asks for it several times.
_last: list[tuple[tuple[object, ...], list[DueItem]]] = []


def _all(plan: Plan, units: Sequence[Unit]) -> list[DueItem]:
    of = (plan, *units)
    # the same objects, not equal ones: others may have been read with another calendar
    if not _last or list(map(id, _last[0][0])) != list(map(id, of)):
        _last[:] = [(of, list(_each(plan, units)))]
    return _last[0][1]


def _each(plan: Plan, units: Sequence[Unit]) -> Iterator[DueItem]:
    for requirement in plan.requirements:
        binding_due = plan.binding(requirement)
        bound: list[Unit | None] = [unit for unit in units if requirement.binds.includes(unit)]
        for period in requirement.rule.periods(plan.year):
            by_dates: dict[tuple[date, date], list[Unit]] = {}
            by_sort: dict[tuple[object, ...] | None, Due | None] = {}
            for unit in bound or [None]:
                sort = unit.sort if unit else None
                if sort not in by_sort:
                    by_sort[sort] = binding_due(unit, period)
                if (due := by_sort[sort]) is not None:
                    owing = by_dates.setdefault((day_of(due.strict), day_of(due.lenient)), [])
                    owing += [unit] if unit else []
            for (strict, lenient), owing in by_dates.items():
                for item in requirement.rule.obliged_items():
                    yield DueItem(strict, lenient, requirement, item, period, tuple(owing))
