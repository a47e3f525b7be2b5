"""Which requirements bind which units, for which periods and items."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.kinds.due import Due
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement


class Obligation(NamedTuple):
    """What one unit owes for one period and item; ``due`` is None for rules about events."""

    unit: Unit
    requirement: Requirement
    period: Period
    item: str | None
    due: Due | None
    #: When its document was issued, and the first and the last day of what it is about.
    issued: date
    since: date
    until: date


Duty = tuple[Requirement, Period, str | None, Due | None, date, date, date]


class Scope:
    """The obligations of units; those of one kind and the same roles owe the same, which is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known: dict[tuple[object, ...], list[Duty]] = {}
        self._asking: dict[tuple[object, ...], dict[str, Requirement]] = {}

    def obligations(self, unit: Unit) -> Iterator[Obligation]:
        """Everything that the plan asks of a unit; what fell due before the plan was issued does not bind."""
        sort = unit.sort
        if sort not in self._known:
            self._known[sort] = list(self._duties(unit))
        for duty in self._known[sort]:
            yield Obligation(unit, *duty)

    def asking(self, unit: Unit) -> Mapping[str, Requirement]:
        """By 事项 the first requirement that asks a unit for it."""
        sort = unit.sort
        if sort not in self._asking:
            bound = (one for one in reversed(self._plan.requirements) if one.binds.includes(unit))
            self._asking[sort] = {item: one for one in bound for item in one.rule.obliged_items() if item is not None}
        return self._asking[sort]

    def _duties(self, unit: Unit) -> Iterator[Duty]:
        for requirement in self._plan.requirements:
            if not requirement.binds.includes(unit):
                continue
            rule, issued = requirement.rule, self._plan.source_of(requirement.id).issued
            binding_due, (first, last) = self._plan.binding(requirement), self._plan.effective_for(requirement, unit)
            first, last = max(first, unit.first or first), min(last, unit.last or last)
            for period in rule.periods(self._plan.year):
                due = binding_due(unit, period)
                if due is None and rule.due_on(unit, period) is not None:
                    continue
                if due is None and not unit.is_there(period.start, period.end):
                    continue
                for item in rule.obliged_items():
                    yield requirement, period, item, due, issued, first, last


def idle_requirements(plan: Plan, units: "tuple[Unit, ...]") -> list[Requirement]:
    """Requirements that bind no unit of the registry."""
    return [one for one in plan.requirements if not any(one.binds.includes(unit) for unit in units)]
