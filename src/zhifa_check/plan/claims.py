"""What a rule claims of its document: numbers, each with what it measures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel

from zhifa_check.format.shape import Written
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.answer_rate import AnswerRate
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.bounds import WAYS
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.phrase import Phrase
from zhifa_check.plan.assessment import Assessment
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.tokens import Measure, Number
from zhifa_check.source.document import KeyPath
from zhifa_check.words.numerals import ordinals

_BY_NAME: dict[str, frozenset[Measure]] = {
    "hours": frozenset({"hours"}),
    "days": frozenset({"days"}),
    "workdays": frozenset({"workdays"}),
    "months": frozenset({"months"}),
    "years": frozenset({"years"}),
}
#: A third of a hundred has no last place.
_NEAR = Decimal("1e-15")
_AMOUNT: frozenset[Measure] = frozenset({"amount", "hours"})
_PERCENT: frozenset[Measure] = frozenset({"percent"})
_YUAN = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000}
#: What an amount measures that is counted in these.
_TIMES_OF: dict[str, frozenset[Measure]] = {
    "年": frozenset({"years"}),
    "月": frozenset({"months"}),
    "个月": frozenset({"months"}),
    "日": frozenset({"days"}),
    "天": frozenset({"days"}),
    "工作日": frozenset({"workdays"}),
    "个工作日": frozenset({"workdays"}),
}
#: What a field is counted in, where its name says so.
_UNITS = {"学时": frozenset({"学时", "课时", "小时", "天"})}
#: Units that may stand for one another; a rule in 次 is not proved by 30学时.
_ALIKE = (
    _UNITS["学时"],
    frozenset({"次", "期", "遍", "轮", "场", "批", "起", "件次"}),
    frozenset({"件", "卷", "份", "宗", "起", "例", "个", "条", "篇", "项", "件次"}),
    frozenset({"人", "名", "人次"}),
    frozenset({"户", "家", "个", "户次"}),
    frozenset(_YUAN),
    frozenset({"分"}),
)
#: What the length of a list may be said with: 「四类执法信息」「3项制度」.
_KINDS_OF_THINGS = frozenset({"类", "项", "个", "种", "家"})
_POINTS = frozenset({"分"})
_PLACES = frozenset({"名", "位"})
_TIMES = frozenset({"次", "期", "份", "遍", "轮", "场", "批"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A number of a rule: ``units`` are the words that it must be counted in, if that is known.

    Numbers of one ``group`` stand in the document in their own order; an ``implied`` one need not stand there.
    """

    path: KeyPath
    value: Decimal
    measures: frozenset[Measure]
    units: frozenset[str] | None = None
    group: KeyPath | None = None
    implied: bool = False
    #: Whether the plan can say of it that somebody assumed it.
    assumable: bool = False
    #: Of an amount of money, how many 元 one of it is.
    yuan: int = 1
    #: Whether it is what points are counted by: never points itself, nor what another claim says.
    alone: bool = False

    def fits(self, number: Number) -> bool:
        """Whether a number of the document is this one."""
        return self.measured_like(number) and any(abs(self.value - one) < _NEAR for one in self._values(number))

    def _values(self, number: Number) -> Iterator[Decimal]:
        """A number of the document in the measure of this one: 50000 of 「5万元」, 7 days of 「一周」."""
        if number.unit.startswith("周"):
            yield number.value * 7
            return
        if number.measure == "years" and "months" in self.measures:
            yield number.value * 12
            return
        yield number.value * _YUAN.get(number.unit, self.yuan) / self.yuan

    def measured_like(self, number: Number) -> bool:
        """Whether a number of the document measures the same."""
        if self.alone and number.unit == "分":
            return False
        if self.units is not None:
            return number.unit in self.units
        if number.measure == "years":
            return bool(self.measures & {"months", "years"})
        return number.measure in self.measures or ("amount" in self.measures and number.unit == "天")


def numbers_of(requirement: Requirement) -> list[Claim]:
    """Every number of a rule and its score but those that somebody assumed, and what lists and rhythm imply."""
    claims = list(_numbers(requirement.rule, ("rule",), None, lenient=False))
    kept = {word for way in requirement.rule.ways() for word in way.makes_good()}
    if any(word in clause.quote for word in kept for clause in requirement.clauses):
        # 「全覆盖」 says all of them, or each of them once, without a number
        claims = [replace(one, implied=True) if one.path[-1] == "at_least" else one for one in claims]
    if any(way.each() and not isinstance(way, Amount) for way in requirement.rule.ways()):
        # 「法制审核率达到100%」: it is asked of each of them
        claims.append(Claim(("rule", "section"), Decimal(100), _PERCENT, implied=True))
    if requirement.judged_elsewhere:
        # its own document proves what the rule asks; this one may say it again
        claims = [replace(one, implied=True) for one in claims]
    if requirement.score is not None:
        told = {place for clause in requirement.clauses for place in ordinals(clause.quote)}
        # of points that somebody divided up, those that the document has are used all the same
        score = requirement.score.model_copy(update={"assumed": False})
        for claim in _numbers(score, ("score",), None, lenient=False):
            is_told = requirement.score.assumed or (claim.path[-1] == "first" and claim.value in told)
            claims.append(_in_points(replace(claim, implied=claim.implied or is_told), requirement.rule))
    return [claim for claim in claims if claim.value not in requirement.by_hand]


def _in_points(claim: Claim, rule: Kind) -> Claim:
    """Points are counted in 分; what must be reached to get them is counted as the figure itself is."""
    if claim.path[-1] == "step":
        # 「每低1个百分点」: the one is what is counted by
        return replace(claim, measures=_AMOUNT | _PERCENT, implied=claim.implied or claim.value == 1, alone=True)
    if claim.path[-1] == "first":
        return replace(claim, units=_PLACES, group=None)
    if claim.path[-1] in ("nothing_below", "nothing_at_most", *WAYS):
        is_share = getattr(rule, "unit", "") == "%" or getattr(rule, "over", None) or isinstance(rule, AnswerRate)
        return replace(claim, measures=_PERCENT if is_share else _AMOUNT, group=None)
    return replace(claim, units=_POINTS, group=None)


def numbers_of_assessment(assessment: Assessment) -> list[Claim]:
    """The sum of all points, and where the grades begin."""
    return [replace(claim, units=_POINTS, group=None) for claim in _numbers(assessment, (), None, lenient=False)]


def _numbers(
    node: BaseModel, path: KeyPath, group: KeyPath | None, *, lenient: bool, unit: str = ""
) -> Iterator[Claim]:
    unit = getattr(node, "unit", "") or unit
    if getattr(node, "assumed", False) or isinstance(node, Phrase):
        return
    fields = type(node).model_fields
    for name, field in fields.items():
        value, at = getattr(node, name), (*path, field.alias or name)
        if isinstance(value, bool):
            continue
        if isinstance(value, int | Decimal):
            measured = _TIMES_OF.get(getattr(node, "unit", None) or "", _AMOUNT)
            measures = _BY_NAME.get(name) or (_PERCENT if _is_percent(node, name, field) else measured)
            if lenient and measures & {"days", "workdays"}:
                # 「7日」 read as working days is still the document's 7
                measures = frozenset({"days", "workdays"})
            units = _counted_in(node, name, unit)
            # 「不得有」「每有一次扣2分」: no document writes a nought, nor the one of 「间隔不得超过75日」
            in_stretches = name in ("at_least", "at_most") and value == 1 and getattr(node, "within", None) is not None
            if in_stretches:
                # 「两次检查间隔」
                yield Claim((*path, "within"), Decimal(2), _AMOUNT, _TIMES, implied=True)
            yield Claim(
                at,
                Decimal(value),
                measures,
                units if measures is _AMOUNT else None,
                group,
                not value or in_stretches,
                "assumed" in fields,
                _YUAN.get(unit, 1),
            )
        elif isinstance(value, tuple):
            if len(value) > 1 and all(isinstance(one, str) for one in value):
                yield Claim(at, Decimal(len(value)), _AMOUNT, _KINDS_OF_THINGS, implied=True)
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    inner = (*at, index)
                    # rules of which one is enough may stand in any order
                    yield from _numbers(one, inner, None if hasattr(one, "kind") else at, lenient=lenient, unit=unit)
        elif isinstance(value, dict):
            lengths = {len(words) for words in value.values() if isinstance(words, tuple) and len(words) > 1}
            yield from (Claim(at, Decimal(n), _AMOUNT, _KINDS_OF_THINGS, implied=True) for n in sorted(lengths))
            # conditions: {罚款金额: {at_least: 50000}}
            for key, one in value.items():
                if isinstance(one, BaseModel):
                    yield from _numbers(one, (*at, key), None, lenient=lenient, unit=_money(node, key))
        elif isinstance(value, BaseModel):
            yield from _numbers(value, at, group, lenient=lenient or name == "lenient", unit=unit)
        elif name == "every":
            yield Claim(at, Decimal(1), _AMOUNT, _TIMES, implied=True)


def _money(node: Any, path: str) -> str:
    """「万元」 where a number field says so in its name or in what is told of it."""
    shape, told = section_model(node.section).shape(), path
    for key in path.split("."):
        if (field := shape.field(key)) is not None:
            shape, told = field.shape.element or field.shape, told + field.about
    return "万元" if "万元" in told else ""


def _counted_in(node: BaseModel, name: str, unit: str) -> frozenset[str] | None:
    """The words that a number of the document must be counted in, by the unit of the rule or else what it sums."""
    is_counted = name in WAYS or name in ("remark_above", "to")
    return next(
        (alike for alike in _ALIKE if is_counted and unit in alike),
        _UNITS.get(str(getattr(node, "of", None) or "").rpartition(".")[2]),
    )


def _is_percent(node: BaseModel, name: str, field: Any) -> bool:
    marks = [*field.metadata, *(mark for part in get_args(field.annotation) for mark in get_args(part))]
    return any(isinstance(mark, Written) and mark.form == "percent" for mark in marks) or (
        (name in WAYS or name == "share")
        and (getattr(node, "over", None) is not None or getattr(node, "unit", None) == "%")
    )
