"""The points of one unit, all its items together, their grade, and what ranks among all units earn.

Units with equal figures share a place, and who is not decided leaves places open.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zhifa_check.bureau.units import Unit
from zhifa_check.plan.assessment import Assessment
from zhifa_check.plan.worth import Worth
from zhifa_check.report.scores.points import UNKNOWN_DAYS, Line
from zhifa_check.words.figures import cut
from zhifa_check.words.harmless import harmless


@dataclass(frozen=True, slots=True)
class UnitScore:
    """All that is worth points and binds a unit, in the assessment of one plan; ``waiting`` is not counted yet."""

    plan: str
    unit: Unit
    lines: tuple[Line, ...]
    assessment: Assessment | None
    waiting: tuple[Worth, ...] = ()

    @property
    def name(self) -> str:
        """The unit's, without signs that harm a terminal or a table."""
        return harmless(self.unit.name)

    @property
    def other_sum(self) -> Decimal | None:
        """The points that the document says all items make, where those that bind the unit make others."""
        whole = self.assessment.points if self.assessment else None
        return whole if whole is not None and whole != self.points and not self.waiting else None

    @property
    def points(self) -> Decimal:
        """What could be had."""
        return sum((line.score.full for line in self.lines), Decimal())

    @property
    def got(self) -> Decimal:
        """What is had; where some of it counts for nothing, the rest is rescaled to all points, cut to two places.

        What only costs or earns comes on top, as it is.
        """
        could = self.could
        if could == self.points:
            return total(self.lines)
        items = total(line for line in self.lines if line.score.points is not None)
        rescaled = Decimal(cut(items * self.points / could)) if could else Decimal()
        return rescaled + total(line for line in self.lines if line.score.points is None)

    @property
    def could(self) -> Decimal:
        """What could be had of all that applies."""
        return sum((line.full for line in self.lines), Decimal())

    @property
    def grade(self) -> str | None:
        """What the sum is called, if the document says."""
        if self.assessment is None:
            return None
        at_best = [line.at_best for line in self.lines if line.at_best]
        return self.assessment.grade(self.got, vetoed=bool(self.vetoes), at_best=at_best)

    @property
    def vetoes(self) -> list[Line]:
        """What settles the grade whatever the sum."""
        return [line for line in self.lines if line.vetoed]

    @property
    def is_open(self) -> bool:
        """Whether the sum may change by what nobody has decided yet, or by what is not due."""
        statuses = ("disputed", "unreadable", "pending", UNRANKED, UNKNOWN_DAYS)
        return bool(self.waiting) or any(line.open.get(status) for line in self.lines for status in statuses)


def total(lines: Iterable[Line]) -> Decimal:
    """What is had of all of them."""
    return sum((line.got for line in lines), Decimal())


#: Said beside a sum whose rank nobody knows yet.
UNRANKED = "unranked"


def ranked(lines: Mapping[str, Sequence[Line]], *, complete: bool) -> dict[str, list[Line]]:
    """The lines of each unit, with what their ranks earn; without all units (not ``complete``) no place is sure."""
    found = {unit: list(own) for unit, own in lines.items()}
    for item in dict.fromkeys(line.item.id for own in lines.values() for line in own if line.score.ranks):
        places = {unit: n for unit, own in found.items() for n, line in enumerate(own) if line.item.id == item}
        of_item = {unit: found[unit][n] for unit, n in places.items()}
        figures = {unit: line.reached for unit, line in of_item.items() if line.applies and not line.open}
        known = {unit: figure for unit, figure in figures.items() if figure is not None}
        unknown = sum(line.applies for line in of_item.values()) - len(known)
        for unit, figure in known.items():
            line = of_item[unit]
            best = 1 + sum(_is_better(other, figure, line) for other in known.values())
            worst = best + unknown if complete else None
            found[unit][places[unit]] = _placed(line, figure, best, worst)
    return found


def _is_better(one: Fraction, other: Fraction, line: Line) -> bool:
    return one < other if line.less_is_better else one > other


def _placed(line: Line, figure: Fraction, best: int, worst: int | None) -> Line:
    if not figure and not line.less_is_better:
        # nothing was done that could come first, however little the others did
        return line
    rank = line.score.by_rank(best)
    if rank is None:
        return line
    if worst is None or line.score.by_rank(worst) is not rank:
        return replace(line, open={**line.open, UNRANKED: 1})
    return replace(line, rank=rank)
