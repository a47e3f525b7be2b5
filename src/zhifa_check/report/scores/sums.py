"""Each unit's points: what was short, what was late, what it costs, and what is not decided and so costs nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from zhifa_check.calendar.workdays import days_between, is_day_off
from zhifa_check.format.sections.people import Person
from zhifa_check.judge.findings import Finding, Outcome
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.answer_rate import AnswerRate
from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.fields import section_model
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.score import Score
from zhifa_check.plan.worth import Worth, worths
from zhifa_check.report.check.view import UnitView, View
from zhifa_check.report.scores.points import OPEN, UNKNOWN_DAYS, Line, less_is_better, together
from zhifa_check.report.scores.unit_score import UNRANKED, UnitScore, ranked
from zhifa_check.words.figures import cut, decimal

#: What costs points; what is disputed, unreadable or waived costs none and is listed.
_COSTS = frozenset({"violated", "missing"})
#: What leaves no doubt of the figure that it goes by.
_DECIDED = frozenset({"violated", "met"})

Thing = TypeVar("Thing")


def unit_scores(view: View) -> list[UnitScore]:
    """The points of every unit in every assessment of it, the units of each in the order of the view."""
    found: list[UnitScore] = []
    for plan, items in by(worths(view.plan, view.plan.known), lambda one: view.plan.source_of(one.id).id).items():
        source = view.plan.source_of(items[0].id)
        assessment = source.assessment
        waiting = tuple(one for one in items if one.waiting)
        units = {unit.id: unit.registered for unit in view.units if unit.id and unit.registered}
        known = [one for one in items if not one.waiting]
        by_unit = {
            unit.id: list(_blank_alike(list(_lines(unit, known, source.kinds))))
            for unit in view.units
            if unit.id in units
        }
        for id_, lines in ranked(by_unit, complete=not is_narrowed(view)).items():
            if assessment and assessment.rescaled:
                lines = [replace(line, counts=line.applies or line.score.points is None) for line in lines]
            if lines:
                found.append(UnitScore(plan, units[id_], _capped_together(lines), assessment, waiting))
    return found


def is_narrowed(view: View) -> bool:
    """Whether some units were not looked at, so that nobody's rank among all of them is known."""
    return any(notice.kind == "narrowed" for notice in view.notices)


def by(things: Iterable[Thing], name: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    """Things of one name together, in the order in which the names come first."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        found.setdefault(name(thing), []).append(thing)
    return found


def _lines(unit: UnitView, items: Sequence[Worth], kinds: Collection[str]) -> Iterator[Line]:
    """What is worth points and binds the unit; of what other plans ask only units of the assessment's own ``kinds``."""
    findings = by(unit.findings, lambda finding: finding.id)
    outcomes = by(unit.outcomes, lambda outcome: outcome.requirement)
    for item in items:
        bound = [one for one in item.requirements if one.id in outcomes]
        if item.elsewhere and unit.kind not in kinds:
            continue
        if bound and (item.binds is None or (unit.registered is not None and item.binds.includes(unit.registered))):
            yield together(item, [_line(item, one, findings.get(one.id, []), outcomes[one.id]) for one in bound])


def _line(item: Worth, requirement: Requirement, findings: list[Finding], outcomes: list[Outcome]) -> Line:
    score, rule = item.score, requirement.rule
    costing = [finding for finding in findings if finding.status in _COSTS]
    late = [finding for finding in costing if _is_late(finding)]
    early = [finding for finding in costing if finding not in late]
    statuses = [outcome.status for outcome in outcomes]
    told = [finding.status for finding in findings] + [status for status in statuses if status == "pending"]
    reached = _reached(rule, early, outcomes) if score.of_figures and not _one_by_one(rule) else None
    days = [day for finding in late for day in _days_late(finding)]
    if score.each_workday_late is not None:
        told += [UNKNOWN_DAYS] * sum(is_day_off(day) is None for day in days)
        days = [day for day in days if is_day_off(day) is False]
    return Line(
        item,
        short=sum((_short(requirement, score, finding) for finding in early), Decimal(sum(one.short for one in late))),
        late=len(late),
        open={status: told.count(status) for status in OPEN if status in told},
        applies=any(status != "not_applicable" for status in statuses),
        broken=any(finding.status == "violated" for finding in costing),
        blank=not _is_number(rule) and any(one.status == "missing" and one.subject is None for one in costing),
        more=sum(_more(rule, score, outcome) for outcome in outcomes) if score.each_more is not None else 0,
        reached=reached,
        days=len(days),
    )


def _one_by_one(rule: Kind) -> bool:
    """Whether findings are about people, records or groups, each by itself."""
    return Person.title in rule.sections() or getattr(rule, "per", None) is not None


def _reached(rule: Kind, early: Sequence[Finding], outcomes: Sequence[Outcome]) -> Fraction | None:
    """The figure of the unit, of several the worst; None where it is not told or not decided yet."""
    told = [one.actual for one in early] + [one.progress for one in outcomes if one.status in _DECIDED]
    figures = [_figure(rule, one) for one in told if one is not None]
    worst = max if less_is_better(rule) else min
    return worst(figures, default=None)


def _is_number(rule: Kind) -> bool:
    """Whether nothing filed is so many short: of a number for the whole unit, and of reports."""
    return not isinstance(rule, Amount) or rule.asks_for_some


def _blank_alike(lines: Sequence[Line]) -> Iterator[Line]:
    """Where one requirement is told that a section was not filed, others about it do not pass for want of records."""
    empty = {name for line in lines if line.blank for name in line.sections}
    for line in lines:
        about = line.sections
        must = not line.applies and about and empty.issuperset(about)
        if must and not any(section_model(name).happens for name in about):
            line = replace(line, blank=True, applies=True)
        yield line


def _capped_together(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Requirements that share limits lose, and earn, no more than each of these, the first ones first."""
    lost: defaultdict[str, Decimal] = defaultdict(Decimal)
    earned: defaultdict[str, Decimal] = defaultdict(Decimal)
    found = []
    for line in lines:
        limits = line.score.limits
        line = replace(
            line,
            left=min((one.cap - lost[one.name] for one in limits if one.cap is not None), default=None),
            left_to_earn=min(
                (one.most_more - earned[one.name] for one in limits if one.most_more is not None), default=None
            ),
        )
        for one in limits:
            lost[one.name] += line.deducted
            earned[one.name] += line.earned
        found.append(line)
    return tuple(found)


def _is_late(finding: Finding) -> bool:
    """Whether something was done, and after its date: both are written the ISO way, which sorts as time does."""
    actual, required = finding.actual or "", finding.required or ""
    return len(actual) >= 10 and len(required) >= 10 and actual[4:5] == required[4:5] == "-" and actual > required


def _days_late(finding: Finding) -> Iterator[date]:
    """Every day after the limit until it was done."""
    limit = finding.lenient_required or finding.required
    done, due = (date.fromisoformat((text or "")[:10]) for text in (finding.actual, limit))
    return days_between(due, done)


def _short(requirement: Requirement, score: Score, finding: Finding) -> Decimal:
    """How often one finding costs: whoever is judged one by one once; of a number the rest, of a share its points.

    Exact but for points that do not come out even, which are cut.
    """
    rule = requirement.rule
    if score.step is None and finding.subject is not None and _one_by_one(rule):
        return Decimal(1)
    # whoever came during the year owes no more than the share that one reading asks
    asked = finding.lenient_required if _one_by_one(rule) and finding.lenient_required else finding.required
    try:
        required = Fraction((asked or "").removesuffix("%"))
        gap = abs(required - _figure(rule, finding.actual or "0"))
    except ValueError:
        return Decimal(1)
    if score.step is not None:
        return Decimal(score.steps(gap))
    # a bound that leaves its number out is missed by nothing at that number
    return max(Decimal(cut(decimal(gap))), Decimal("0.01")) if gap else Decimal(1)


def _more(rule: Kind, score: Score, outcome: Outcome) -> int:
    """How often a unit did more than it is asked to."""
    asked = rule.at_least if isinstance(rule, AnswerRate) else None
    if isinstance(rule, Amount | Attested):
        asked = next((bound.value for bound in rule.bounds if not bound.way.upper), None)
    if asked is None or outcome.progress is None or outcome.status == "not_applicable":
        return 0
    return max(score.steps(_figure(rule, outcome.progress) - Fraction(asked)), 0)


def _figure(rule: Kind, text: str) -> Fraction:
    """What was counted, exactly; of a share the percentage. Raises ValueError where a finding tells of no figure."""
    part, _, whole = text.partition("/")
    if isinstance(rule, AnswerRate) or (isinstance(rule, Amount) and rule.over is not None):
        return Fraction(part) * 100 / Fraction(whole) if whole and Fraction(whole) else Fraction()
    return Fraction(part)


def open_words(line: Line) -> Iterator[str]:
    """What is listed beside a sum because it costs nothing yet."""
    names = {"disputed": "待认定", "unreadable": "无法读取", "waived": "核准不计", "pending": "未到期"}
    names[UNKNOWN_DAYS] = "放假安排未知、不知道是不是工作日的天数"
    yield from (f"{names[status]} {count}，不扣" for status, count in line.open.items() if status != UNRANKED)
    if UNRANKED in line.open:
        yield "名次未定（有的单位没有认定，或者没有看全部单位），暂不加"
    if not line.applies:
        yield "没有这类事项，按满分" if line.score.points is not None and line.counts else "没有这类事项，不计"
