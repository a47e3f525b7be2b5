"""The matrix of ``zhifa status``: units by tasks, counted from the outcomes of a view; nothing is judged again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from zhifa_check.judge.agenda import DueItem
from zhifa_check.kinds.verdict import WORST_FIRST
from zhifa_check.plan.requirement import task_of
from zhifa_check.report.check.view import UnitView, View
from zhifa_check.report.due.listing import Progress, progress_of, statuses

#: What the columns are: the items of the annex, or the requirements.
BY = ("task", "requirement")

#: How far ahead the overview looks.
NEXT_DAYS = 14

#: What a unit has not done, so far as it can be told: what cannot be read is counted apart.
_OWED = frozenset({"violated", "missing"})


@dataclass(frozen=True, slots=True)
class Cell:
    """Obligations that stand together: how many of each status, the worst first, none with 0."""

    by_status: Mapping[str, int]

    @property
    def status(self) -> str | None:
        """The worst one; None where nothing stands here."""
        return next(iter(self.by_status), None)

    @property
    def owing(self) -> int:
        """How many are owed: violated or missing."""
        return sum(count for status, count in self.by_status.items() if status in _OWED)

    @property
    def unreadable(self) -> int:
        """How many nobody can tell before a file is mended."""
        return self.by_status.get("unreadable", 0)

    @property
    def disputed(self) -> int:
        """How many a person must decide."""
        return self.by_status.get("disputed", 0)


class Row(NamedTuple):
    """One unit: a cell for each column that binds it, and all of them together."""

    unit: UnitView
    cells: Mapping[str, Cell]
    total: Cell

    @property
    def invalid(self) -> int:
        """How many errors of filling in its files have."""
        return self.unit.by_status.get("invalid", 0)

    @property
    def handed_in_nothing(self) -> bool:
        """Whether there is not one file of the unit."""
        return self.unit.id is not None and not self.unit.files


@dataclass(frozen=True, slots=True)
class Column:
    """One task or requirement, over all units; ``units`` counts those that owe in it."""

    id: str
    title: str
    total: Cell
    units: int


class Coming(NamedTuple):
    """What the next days ask for: the day that counts now, and where each unit stands."""

    day: date
    item: DueItem
    status_of: Mapping[str, str]
    progress: Progress


class Matrix(NamedTuple):
    """Everything that a format of ``zhifa status`` may print."""

    view: View
    by: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Cell
    coming: tuple[Coming, ...]

    @property
    def until(self) -> date:
        """The last day looked ahead to."""
        return self.view.as_of + timedelta(days=NEXT_DAYS)

    @property
    def invalid(self) -> int:
        """How many errors of filling in there are, in files of no unit too."""
        return sum(row.invalid for row in self.rows)

    @property
    def owing_units(self) -> int:
        """How many units owe anything."""
        return sum(bool(row.total.owing) for row in self.rows)


def build_matrix(view: View, by: str) -> Matrix:
    """Count a view by unit and by ``task`` or ``requirement``."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for outcome in view.outcomes:
        column = task_of(outcome.requirement) if by == "task" else outcome.requirement
        counted.setdefault((outcome.unit, column), Counter())[outcome.status] += 1
    titles = view.plan.task_titles if by == "task" else {one.id: one.title for one in view.plan.requirements}
    rows = []
    for unit in view.units:
        cells = {id_: _cell([counted[key]]) for id_ in titles if (key := (unit.id or "", id_)) in counted}
        rows.append(Row(unit, cells, _sum(cells.values())))
    columns = []
    for id_, title in titles.items():
        down = [row.cells[id_] for row in rows if id_ in row.cells]
        columns.append(Column(id_, title, _sum(down), sum(bool(cell.owing) for cell in down)))
    total = _sum(row.total for row in rows)
    return Matrix(view, by, tuple(columns), tuple(rows), total, tuple(_coming(view)))


def _sum(cells: Iterable[Cell]) -> Cell:
    return _cell(cell.by_status for cell in cells)


def _cell(counts: Iterable[Mapping[str, int]]) -> Cell:
    together: Counter[str] = Counter()
    for one in counts:
        together.update(one)
    return Cell({status: together[status] for status in WORST_FIRST if together[status]})


def _coming(view: View) -> Iterator[Coming]:
    """By the day that counts now: the strict date, or the lenient one where that has passed."""
    until = view.as_of + timedelta(days=NEXT_DAYS)
    status_of = statuses(view)
    days = [(item.lenient_due, item) for item in view.closing] + [(item.strict_due, item) for item in view.upcoming]
    for day, item in sorted(days, key=lambda one: one[0]):
        if day <= until:
            by_unit = {unit.id: status_of(item, unit) for unit in item.units}
            yield Coming(day, item, by_unit, progress_of(item, status_of))
