"""Which requirements bind which units, for which periods and items."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhifa_check.calendar.periods import Period
from zhifa_check.inputs.units import Unit
from zhifa_check.kinds.due import Due
from zhifa_check.plan.model import Plan, Requirement


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one unit owes for one period and item; ``due`` is None for rules about events."""

    unit: Unit
    requirement: Requirement
    period: Period
    item: str | None
    due: Due | None


def obligations(plan: Plan, unit: Unit) -> Iterator[Obligation]:
    """Everything that the plan asks of a unit; what fell due before the plan was issued does not bind."""
    for requirement in plan.requirements:
        if not requirement.binds.includes(unit):
            continue
        rule = requirement.rule
        for period in rule.periods(plan.year):
            due = plan.binding_due(requirement, unit, period)
            if due is None and rule.due_on(unit, period) is not None:
                continue
            for item in rule.obliged_items():
                yield Obligation(unit, requirement, period, item, due)


def idle_requirements(plan: Plan, units: "tuple[Unit, ...]") -> list[Requirement]:
    """Requirements that bind no unit of the registry."""
    return [one for one in plan.requirements if not any(one.binds.includes(unit) for unit in units)]
