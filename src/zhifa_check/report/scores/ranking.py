"""Ranks of units by one figure: those with equal figures share a place, and who is not decided leaves places open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from zhifa_check.report.scores.points import Line

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
