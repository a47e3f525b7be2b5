"""Units by tasks in a period: how many faults, questions and settled duties stand in each cell."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhifa_check.report.check.view import UnitView
from zhifa_check.report.period.figures import Deliveries
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
class UnitLine:
    """One unit: how many of each sort stand in each task, none with 0 and the gravest first, and all its deliveries."""

    unit: UnitView
    squares: Mapping[str, Mapping[str, int]]
    duties: Deliveries

    def count(self, sort: str) -> int:
        """How many of a sort there are in all tasks."""
        return sum(square.get(sort, 0) for square in self.squares.values())


def lines(period: PeriodView) -> list[UnitLine]:
    """All units of the registry, in its order."""
    counted: dict[tuple[str | None, str], Counter[str]] = {}
    for owner, task, sort in _pieces(period):
        counted.setdefault((owner, task), Counter())[sort] += 1
    sorted_out = {key: {sort: counts[sort] for sort in SIGNS if counts[sort]} for key, counts in counted.items()}
    tasks = period.view.plan.task_titles
    return [
        UnitLine(
            unit,
            {task: square for task in tasks if (square := sorted_out.get((unit.id, task)))},
            period.deliveries(unit),
        )
        for unit in period.units
    ]


def _pieces(period: PeriodView) -> Iterator[tuple[str | None, str, str]]:
    """Faults and questions each once; what is met, pending or waived by duty and by event."""
    for fault in period.faults:
        if fault.finding.status in (*PROBLEMS, "disputed"):
            sort = "disputed" if fault.finding.status == "disputed" else "problem"
            yield fault.unit.id, fault.requirement.task, sort
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
