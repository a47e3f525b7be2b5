"""Each unit's points: what was short, what was late, what it costs, and what is not decided and so costs nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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
from zhifa_check.words.figures import cut, plain

#: What costs points; what is disputed, unreadable or waived costs none and is listed.
_COSTS = frozenset({"violated", "missing"})
#: Statuses that are listed beside a sum, in this order.
OPEN = ("disputed", "unreadable", "waived", "pending")
_PEOPLE = "人员"
_HUNDREDTH = Decimal("0.01")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement of one unit: shortfalls, late ones, what is more, and how many duties stand open, by status.

    ``broken``: something was done wrong, and not merely left blank. ``reached`` is the least that was reached where it
    was not enough, ``left`` what may still be lost together with other requirements; None: no limit.
    """

    requirement: Requirement
    score: Score
    short: Decimal
    late: int
    open: Mapping[str, int]
    applies: bool
    broken: bool = False
    more: int = 0
    reached: Fraction | None = None
    left: Decimal | None = None

    @property
    def deducted(self) -> Decimal:
        """What is lost."""
        alone = self.score.deducted(self.short, self.late, self.reached)
        return alone if self.left is None else min(alone, self.left)

    @property
    def earned(self) -> Decimal:
        """What is had beyond the full marks."""
        return self.score.earned(self.more)

    @property
    def got(self) -> Decimal:
        """What is had in the end; below nought where a requirement without full marks costs points."""
        return self.score.full - self.deducted + self.earned

    @property
    def vetoed(self) -> bool:
        """Whether this alone settles the grade."""
        return self.score.veto and self.broken

    @property
    def sum(self) -> str:
        """The sum worked out: 「少 2 × 1 ＋ 迟 1 × 0.5 ＝ 扣 2.5，得 2.5」."""
        score = self.score
        told = [f"满分 {plain(score.points)}" if score.points is not None else "不计满分"]
        if self.reached is not None and self.deducted:
            told.append(f"达到 {cut(_decimal(self.reached))}")
        below = score.is_below(self.reached)
        if below and self.deducted:
            told.append(f"低于 {plain(below)} 不得分")
        elif score.step is not None and self.short:
            told.append(f"每差 {plain(score.step)} 算一次")
        costs = (
            ("多" if self._is_limit() else "少", self.short, score.each_short),
            ("迟", self.late, score.late_costs()),
        )
        parts = [
            f"{word} {plain(count)}" + (f" × {plain(each)}" if each is not None else "")
            for word, count, each in costs
            if count and not score.tiers and not below
        ]
        if self.deducted:
            capped = "（封顶）" if self._is_capped() else ""
            told.append(f"{' ＋ '.join(parts)} ＝ 扣 {plain(self.deducted)}{capped}".lstrip(" ＝"))
        if self.more and score.each_more is not None:
            most = "（封顶）" if self.earned < self.more * score.each_more else ""
            told.append(f"多 {self.more} × {plain(score.each_more)} ＝ 加 {plain(self.earned)}{most}")
        if self.vetoed:
            told.append("一票否决")
        return "，".join([*told, f"得 {plain(self.got)}"])

    def _is_limit(self) -> bool:
        rule = self.requirement.rule
        return isinstance(rule, Amount | Attested) and rule.at_most is not None

    def _is_capped(self) -> bool:
        score = self.score
        by_step = self.short * (score.each_short or 0) + self.late * (score.late_costs() or 0)
        limits = (score.most(), self.left)
        return (
            not score.tiers and not score.is_below(self.reached) and self.deducted in limits and self.deducted < by_step
        )


@dataclass(frozen=True, slots=True)
class UnitScore:
    """All requirements with points that bind a unit, and what their sum is called, if the document says."""

    unit: str
    name: str
    lines: tuple[Line, ...]
    grade: str | None

    @property
    def points(self) -> Decimal:
        """What could be had."""
        return sum((line.score.full for line in self.lines), Decimal())

    @property
    def got(self) -> Decimal:
        """What is had."""
        return _total(self.lines)

    @property
    def vetoes(self) -> list[Line]:
        """What settles the grade whatever the sum."""
        return [line for line in self.lines if line.vetoed]

    @property
    def is_open(self) -> bool:
        """Whether the sum may change by what nobody has decided yet, or by what is not due."""
        return any(line.open.get(status) for line in self.lines for status in ("disputed", "unreadable", "pending"))


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
            grade = assessment.grade(_total(lines), vetoed=vetoed) if assessment else None
            found.append(UnitScore(unit.id, unit.name, lines, grade))
    return found


def _total(lines: Iterable[Line]) -> Decimal:
    return sum((line.got for line in lines), Decimal())


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
    return Line(
        requirement,
        score,
        sum((_short(requirement, score, finding) for finding in early), Decimal()),
        len(late),
        {status: told.count(status) for status in OPEN if status in told},
        any(status != "not_applicable" for status in statuses),
        any(finding.status == "violated" for finding in costing),
        sum(_more(requirement.rule, score, outcome) for outcome in outcomes) if score.each_more is not None else 0,
        min((_figure(requirement.rule, one.actual) for one in early if one.actual is not None), default=None)
        if score.of_figures
        else None,
    )


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
    return _decimal(gap).quantize(_HUNDREDTH, ROUND_FLOOR).normalize() or Decimal(1)


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


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def open_words(line: Line) -> Iterator[str]:
    """What is listed beside a sum because it costs nothing yet."""
    names = {"disputed": "待认定", "unreadable": "无法读取", "waived": "核准不计", "pending": "未到期"}
    yield from (f"{names[status]} {count}，不扣" for status, count in line.open.items())
    if not line.applies:
        yield "没有这类事项，按满分" if line.score.points is not None else "没有这类事项"
