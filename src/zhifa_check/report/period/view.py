"""A period's share of the one view: duties due in it, events dated in it, each fault once; nothing is judged again."""

from dataclasses import dataclass
from datetime import date

from zhifa_check.calendar.periods import Period
from zhifa_check.judge.findings import Finding
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.check.view import UnitView, View
from zhifa_check.report.period.figures import (
    Deliveries,
    DutyFigures,
    EventFigures,
    YearFigures,
    duty_figures,
    event_figures,
    year_figures,
)

#: What a circular may name: nothing that a person has still to decide.
PROBLEMS = frozenset({"violated", "missing", "unreadable"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault or question, told once: the day that it is about and the fingerprint by which it is found again."""

    finding: Finding
    fingerprint: str
    unit: UnitView
    requirement: Requirement
    day: date


@dataclass(frozen=True, slots=True)
class PeriodView:
    """Everything that a report on a period may print; ``faults`` by plan and registry, waived and disputed ones too."""

    view: View
    period: Period
    duties: tuple[DutyFigures, ...]
    events: tuple[EventFigures, ...]
    years: tuple[YearFigures, ...]
    faults: tuple[Fault, ...]

    @property
    def is_over(self) -> bool:
        """Whether the as-of date is not before the period's last day."""
        return self.view.as_of >= self.period.end

    def deliveries(self, unit: UnitView | None = None) -> Deliveries:
        """All that was to be handed in, by one unit or by all."""
        every = (one for duty in self.duties for one in duty.deliveries)
        return Deliveries(tuple(one for one in every if unit is None or one.unit.id == unit.id))

    def with_status(self, *statuses: str) -> list[Fault]:
        """Faults of these statuses, in order."""
        return [fault for fault in self.faults if fault.finding.status in statuses]

    @property
    def problems(self) -> list[Fault]:
        """What units must put right or answer for."""
        return self.with_status(*PROBLEMS)

    @property
    def concerned(self) -> int:
        """How many units have problems."""
        return len({fault.unit.id for fault in self.problems})

    @property
    def final(self) -> list[YearFigures]:
        """Requirements over the year that fall due in the period."""
        return [one for one in self.years if one.final]

    @property
    def progress(self) -> list[YearFigures]:
        """Requirements over the year that fall due later."""
        return [one for one in self.years if not one.final]

    @property
    def data_errors(self) -> list[Finding]:
        """Errors of filling in: of no period, but duties may be unreadable for them."""
        return [finding for finding in self.view.findings if finding.status == "invalid"]

    @property
    def units(self) -> list[UnitView]:
        """The units of the registry that were looked at."""
        return [unit for unit in self.view.units if unit.id is not None]


def build_period(view: View, period: Period) -> PeriodView:
    """Pick out of a view with ledgers what belongs to a period."""
    return PeriodView(
        view=view,
        period=period,
        duties=tuple(duty_figures(view, period)),
        events=tuple(event_figures(view, period)),
        years=tuple(year_figures(view, period)),
        faults=tuple(fault for fault in all_faults(view) if period.includes(fault.day)),
    )


def all_faults(view: View) -> list[Fault]:
    """Every finding about a duty that people are told of, by plan and then by registry."""
    requirements = {one.id: (number, one) for number, one in enumerate(view.plan.requirements)}
    units = {unit.id: unit for unit in view.units}
    found = [
        Fault(finding, fingerprint, units[finding.unit], requirements[finding.id][1], _day_of(finding))
        for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True)
        if finding.status != "invalid" and finding.id not in units[finding.unit].restated
    ]
    return sorted(found, key=lambda fault: requirements[fault.finding.id][0])


def _day_of(finding: Finding) -> date:
    """The day of the event, or the strict due date, that a finding about a duty always has."""
    return date.fromisoformat(finding.event_date or "")
