"""Each unit's points: what was short, what was late, what it costs, and what is not decided and so costs nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import TypeVar

from zhifa_check.judge.findings import Finding, Outcome
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.base import Kind
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.score import Score
from zhifa_check.report.check.view import View
from zhifa_check.report.scores.points import Line, UnitScore, decimal, total

#: What costs points; what is disputed, unreadable or waived costs none and is listed.
_COSTS = frozenset({"violated", "missing"})
#: Statuses that are listed beside a sum, in this order.
OPEN = ("disputed", "unreadable", "waived", "pending")
_PEOPLE = "人员"
_HUNDREDTH = Decimal("0.01")

Thing = TypeVar("Thing")


def unit_scores(view: View) -> list[UnitScore]:
    """The points of every unit that a requirement with points binds, in the order of the view."""
    assessment = view.plan.assessment
    found = []
    for unit in view.units:
        findings = _by(unit.findings, lambda finding: finding.id)
        outcomes = _by(unit.outcomes, lambda outcome: outcome.requirement)
        lines = _capped_together(
            _line(one, one.score, findings.get(one.id, []), outcomes[one.id])
            for one in view.plan.requirements
            if one.score is not None and one.id in outcomes
        )
        if lines and unit.id is not None:
            vetoed = any(line.vetoed for line in lines)
            grade = assessment.grade(total(lines), vetoed=vetoed) if assessment else None
            found.append(UnitScore(unit.id, unit.name, lines, grade))
    return found


def _by(things: Iterable[Thing], name: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for thing in things:
        found.setdefault(name(thing), []).append(thing)
    return found


def _line(requirement: Requirement, score: Score, findings: list[Finding], outcomes: list[Outcome]) -> Line:
    costing = [finding for finding in findings if finding.status in _COSTS]
    late = [finding for finding in costing if _is_late(finding)]
    early = [finding for finding in costing if finding not in late]
    statuses = [outcome.status for outcome in outcomes]
    told = [finding.status for finding in findings] + [status for status in statuses if status == "pending"]
    rule, reached = requirement.rule, None
    if score.of_figures:
        reached = min((_figure(rule, one.actual) for one in early if one.actual is not None), default=None)
    return Line(
        requirement,
        score,
        short=sum((_short(requirement, score, finding) for finding in early), Decimal()),
        late=len(late),
        open={status: told.count(status) for status in OPEN if status in told},
        applies=any(status != "not_applicable" for status in statuses),
        broken=any(finding.status == "violated" for finding in costing),
        blank=_counts_records(rule) and any(one.status == "missing" and one.subject is None for one in costing),
        more=sum(_more(rule, score, outcome) for outcome in outcomes) if score.each_more is not None else 0,
        reached=reached,
    )


def _counts_records(rule: Kind) -> bool:
    return isinstance(rule, Amount) and rule.per is not None


def _capped_together(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Requirements that share a limit lose no more than it, the first ones first."""
    left: dict[str, Decimal] = {}
    found = []
    for line in lines:
        name, cap = line.score.together, line.score.cap
        if name is None or cap is None:
            found.append(line)
            continue
        found.append(replace(line, left=left.setdefault(name, cap)))
        left[name] -= found[-1].deducted
    return tuple(found)


def _is_late(finding: Finding) -> bool:
    """Whether something was done, and after its date: both are written the ISO way, which sorts as time does."""
    actual, required = finding.actual or "", finding.required or ""
    return len(actual) >= 10 and len(required) >= 10 and actual[4:5] == required[4:5] == "-" and actual > required


def _short(requirement: Requirement, score: Score, finding: Finding) -> Decimal:
    """How often one finding costs: a person or a record once; of a number the rest, of a share percentage points.

    Exact but for points that do not come out even, which are cut.
    """
    if finding.subject is not None and _PEOPLE in requirement.rule.sections():
        return Decimal(1)
    try:
        required = Fraction((finding.required or "").removesuffix("%"))
        gap = abs(required - _figure(requirement.rule, finding.actual or "0"))
    except ValueError:
        return Decimal(1)
    if score.step is not None:
        return Decimal(score.steps(gap))
    return decimal(gap).quantize(_HUNDREDTH, ROUND_FLOOR).normalize() or Decimal(1)


def _more(rule: Kind, score: Score, outcome: Outcome) -> int:
    """How often a unit did more than it is asked to."""
    asked = rule.at_least if isinstance(rule, Amount | Attested) else None
    if asked is None or outcome.progress is None or outcome.status == "not_applicable":
        return 0
    return max(score.steps(_figure(rule, outcome.progress) - Fraction(asked)), 0)


def _figure(rule: Kind, text: str) -> Fraction:
    """What was counted, exactly; of a share the percentage. Raises ValueError where a finding tells of no figure."""
    part, _, whole = text.partition("/")
    if isinstance(rule, Amount) and rule.over is not None:
        return Fraction(part) * 100 / Fraction(whole) if whole and Fraction(whole) else Fraction()
    return Fraction(part)


def open_words(line: Line) -> Iterator[str]:
    """What is listed beside a sum because it costs nothing yet."""
    names = {"disputed": "待认定", "unreadable": "无法读取", "waived": "核准不计", "pending": "未到期"}
    yield from (f"{names[status]} {count}，不扣" for status, count in line.open.items())
    if not line.applies:
        yield "没有这类事项，按满分" if line.score.points is not None else "没有这类事项"
