"""Each unit's points: what was short, what was late, what it costs, and what is not decided and so costs nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, InvalidOperation

from zhifa_check.judge.findings import Finding
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.score import Score
from zhifa_check.report.check.view import View
from zhifa_check.words.figures import plain

#: What costs points; what is disputed, unreadable or waived costs none and is listed.
_COSTS = frozenset({"violated", "missing"})
#: Statuses that are listed beside a sum, in this order.
OPEN = ("disputed", "unreadable", "waived", "pending")
_PEOPLE = "人员"
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement of one unit: shortfalls, late ones, and how many duties of it stand open, by status."""

    requirement: Requirement
    score: Score
    short: Decimal
    late: int
    open: Mapping[str, int]
    applies: bool

    @property
    def deducted(self) -> Decimal:
        """What is lost."""
        return self.score.deducted(self.short, self.late)

    @property
    def got(self) -> Decimal:
        """What is left."""
        return self.score.points - self.deducted

    @property
    def sum(self) -> str:
        """The sum worked out: 「少 2 × 1 ＋ 迟 1 × 0.5 ＝ 扣 2.5，得 2.5」."""
        parts = [
            f"{word} {plain(count)}" + (f" × {plain(each)}" if each is not None else "")
            for word, count, each in (
                ("少", self.short, self.score.each_short),
                ("迟", self.late, self.score.each_short if self.score.each_late is None else self.score.each_late),
            )
            if count
        ]
        capped = "（封顶）" if parts and self.deducted == self.score.most and self._whole != self.deducted else ""
        worked = f"{' ＋ '.join(parts)} ＝ 扣 {plain(self.deducted)}{capped}，" if parts else ""
        return f"满分 {plain(self.score.points)}，{worked}得 {plain(self.got)}"

    @property
    def _whole(self) -> Decimal:
        each_late = self.score.each_short if self.score.each_late is None else self.score.each_late
        return self.short * (self.score.each_short or 0) + self.late * (each_late or 0)


@dataclass(frozen=True, slots=True)
class UnitScore:
    """All requirements with points that bind a unit."""

    unit: str
    name: str
    lines: tuple[Line, ...]

    @property
    def points(self) -> Decimal:
        """What could be had."""
        return sum((line.score.points for line in self.lines), Decimal())

    @property
    def got(self) -> Decimal:
        """What is had."""
        return sum((line.got for line in self.lines), Decimal())


def unit_scores(view: View) -> list[UnitScore]:
    """The points of every unit that a requirement with points binds, in the order of the view."""
    findings: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in view.findings:
        findings.setdefault((finding.unit, finding.id), []).append(finding)
    statuses: dict[tuple[str, str], list[str]] = {}
    for outcome in view.outcomes:
        statuses.setdefault((outcome.unit, outcome.requirement), []).append(outcome.status)
    found = []
    for unit in view.units:
        lines = tuple(
            _line(one, one.score, findings.get((unit.id, one.id), []), statuses[unit.id or "", one.id])
            for one in view.plan.requirements
            if one.score is not None and (unit.id or "", one.id) in statuses
        )
        if lines and unit.id is not None:
            found.append(UnitScore(unit.id, unit.name, lines))
    return found


def _line(requirement: Requirement, score: Score, findings: list[Finding], statuses: list[str]) -> Line:
    costing = [finding for finding in findings if finding.status in _COSTS]
    late = [finding for finding in costing if _is_late(finding)]
    short = sum((_gap(requirement, finding) for finding in costing if finding not in late), Decimal())
    told = [finding.status for finding in findings] + [status for status in statuses if status == "pending"]
    open_ = {status: told.count(status) for status in OPEN if status in told}
    return Line(requirement, score, short, len(late), open_, any(status != "not_applicable" for status in statuses))


def _is_late(finding: Finding) -> bool:
    """Whether something was done, and after its date: both are written the ISO way, which sorts as time does."""
    actual, required = finding.actual or "", finding.required or ""
    return len(actual) >= 10 and len(required) >= 10 and actual[4:5] == required[4:5] == "-" and actual > required


def _gap(requirement: Requirement, finding: Finding) -> Decimal:
    """How much one finding is short: a person or a record is one; of a number the rest, of a share percentage points.

    Exact but for points that do not come out even, which are cut.
    """
    if finding.subject is not None and _PEOPLE in requirement.rule.sections():
        return Decimal(1)
    part, _, whole = (finding.actual or "0").partition("/")
    try:
        if finding.required is not None and finding.required.endswith("%"):
            share = Decimal(part) * 100 / Decimal(whole) if Decimal(whole or 0) else Decimal()
            return abs(Decimal(finding.required[:-1]) - share).quantize(_HUNDREDTH, ROUND_FLOOR).normalize()
        gap = abs(Decimal(finding.required or "") - Decimal(part))
    except InvalidOperation:
        return Decimal(1)
    return gap or Decimal(1)


def open_words(line: Line) -> Iterator[str]:
    """What is listed beside a sum because it costs nothing yet."""
    names = {"disputed": "待认定", "unreadable": "无法读取", "waived": "核准不计", "pending": "未到期"}
    yield from (f"{names[status]} {count}，不扣" for status, count in line.open.items())
    if not line.applies:
        yield "没有这类事项，按满分"
