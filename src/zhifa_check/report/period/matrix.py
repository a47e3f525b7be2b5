"""Units by tasks in a period: how many faults, questions and settled duties stand in each cell."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhifa_check.report.check.view import UnitView
from zhifa_check.report.period.view import PROBLEMS, PeriodView

#: What a cell says, the gravest first: its sign, and what the number behind it counts.
SIGNS = {
    "problem": ("×", "问题"),
    "disputed": ("？", "待认定"),
    "pending": ("○", "未到期"),
    "waived": ("－", "核准不计"),
    "met": ("√", "达标"),
}
_COLUMN = {"on_time": "met", "pending": "pending", "waived": "waived"}


@dataclass(frozen=True, slots=True)
class Square:
    """Where one unit stands in one task: how many of each sort, none with 0, the gravest first."""

    counts: Mapping[str, int]

    @property
    def worst(self) -> str | None:
        """The gravest sort; None where nothing stands here."""
        return next(iter(self.counts), None)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: its squares by task, and its figures over all tasks."""

    unit: UnitView
    squares: Mapping[str, Square]
    problems: int
    disputed: int
    owed: int
    on_time: int
    decided: int


def lines(period: PeriodView) -> list[UnitLine]:
    """All units of the registry, in its order."""
    counted: dict[tuple[str | None, str], Counter[str]] = {}
    for owner, task, sort in _pieces(period):
        counted.setdefault((owner, task), Counter())[sort] += 1
    tasks = period.view.plan.task_titles
    found = []
    for unit in period.units:
        squares = {task: _square(counted[unit.id, task]) for task in tasks if (unit.id, task) in counted}
        mine = period.deliveries(unit)
        found.append(
            UnitLine(
                unit,
                squares,
                sum(square.counts.get("problem", 0) for square in squares.values()),
                sum(square.counts.get("disputed", 0) for square in squares.values()),
                mine.owed,
                mine.columns["on_time"],
                mine.decided,
            )
        )
    return found


def _square(counts: Counter[str]) -> Square:
    return Square({sort: counts[sort] for sort in SIGNS if counts[sort]})


def _pieces(period: PeriodView) -> Iterator[tuple[str | None, str, str]]:
    """Faults and questions each once; what is met, pending or waived by duty and by event."""
    for fault in period.faults:
        if fault.finding.status in PROBLEMS:
            yield fault.unit.id, fault.requirement.task, "problem"
        elif fault.finding.status == "disputed":
            yield fault.unit.id, fault.requirement.task, "disputed"
    for duty in period.duties:
        for delivery in duty.deliveries:
            if delivery.column in _COLUMN:
                yield delivery.unit.id, duty.requirement.task, _COLUMN[delivery.column]
    for figures in period.events:
        for unit, row in figures.rows:
            if row.status in ("met", "pending", "waived"):
                yield unit.id, figures.requirement.task, row.status
    for year in period.final:
        for unit, outcome in year.units:
            if outcome.status in ("met", "pending", "waived"):
                yield unit.id, year.requirement.task, outcome.status
