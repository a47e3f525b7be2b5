"""One demand of a plan: whom it binds, where it stands, how it is read, and the rule that judges it."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar, Self, cast

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.bureau.units import Unit
from zhifa_check.format.record import in_order
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, as_text, fault
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.answer_rate import AnswerRate
from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.due import Binds
from zhifa_check.kinds.fields import one_or_several
from zhifa_check.kinds.numbers import Amount as Number
from zhifa_check.kinds.registry import Rule
from zhifa_check.plan.score import Score
from zhifa_check.words.figures import plain

#: 「T10.hours」「KH-3.training」: a group and a name; the group of intake's own ids is not to be had.
REQUIREMENT_ID = "(?!D\\.)[A-Za-z][A-Za-z0-9-]*\\.[A-Za-z0-9][A-Za-z0-9-]*"


def _id(value: object) -> str:
    if not re.fullmatch(REQUIREMENT_ID, as_text(value)):
        raise fault("应是一组的代号、点、英文名，如 T10.hours（D 留给填写错误）")
    return as_text(value)


RequirementId = Annotated[str, BeforeValidator(_id), Written("requirement_id")]


def task_of(requirement: str) -> str:
    """The group that a requirement's id names, mostly an item of an annex: T10 of T10.hours."""
    return requirement.partition(".")[0]


class Clause(Config):
    """Words of the document and where they stand; verbatim but for white space, ``…`` leaves words out.

    With ``binds`` they speak to some of the units bound only, and findings of the others cite another clause.
    """

    about: ClassVar[str] = "原文的一句话和它的位置。"
    place: Words = Field(title="位置", description="如 附件10·2、正文9、正文二（三）")
    quote: Words = Field(title="原文", description="照抄，空格不论；中间省略的写“…”")
    binds: Binds | None = Field(None, title="对谁说的", description="这句话只对一部分单位说的，写是哪些；不写为全部")


class Reading(Config):
    """A question that the text leaves open, one answer or both, and what they rest on."""

    about: ClassVar[str] = "原文没有写明的一个问题，和一种或两种读法。"
    question: Words = Field(title="问题", description="原文没有写明的是什么")
    strict: Words = Field(title="严格理解")
    lenient: Words | None = Field(None, title="宽松理解", description="只有一种读法的不写")
    basis: Words = Field(title="依据", description="法条、通行用法，或原文在哪里没有写明")


class Doubt(Config):
    """A reading by which the text does not ask for what is missing or wrong: it is then for a person to decide."""

    about: ClassVar[str] = "宽松理解认为原文没有这样要求的：没做到也至多是待认定。"
    reading: Words = Field(title="哪种读法", description="这项要求的 readings 里的名称，要有两种读法")
    binds: Binds | None = Field(None, title="对谁", description="只对一部分单位的写；不写为全部")


class Effective(Config):
    """Due dates and events that a requirement is about, where not all from the issue on."""

    about: ClassVar[str] = (
        "只约束一段时间里的事：有期限的看期限，按每件事认定的看事情是哪一天的；from、to 至少写一项，都含当日。"
        "from 以前就完了的一期不要求；按月、按季、按半年的，from 在其中的那一期没做到的待认定。"
    )
    first: Day | None = Field(None, alias="from", title="从")
    last: Day | None = Field(None, alias="to", title="到")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is None and self.last is None:
            raise fault("from、to 至少写一项")
        in_order(self.first, self.last, "to 早于 from", "to")
        return self


class Requirement(Config):
    """One demand of the plan: whom it binds, where it stands, and the rule that judges it."""

    about: ClassVar[str] = "计划的一项要求：责任单位、原文在哪里、怎样认定。"
    #: Whether its rule stands in another plan, whose document says what the rule asks.
    judged_elsewhere: ClassVar[bool] = False
    id: RequirementId = Field(title="编号", description="一组的代号、点、英文名，如 T10.hours，不能重复；定下后不要改")
    title: Words = Field(title="名称", description="一句话说清要做什么")
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)] = Field(
        title="原文", description="一处一条；认定时引用对该单位说的第一处"
    )
    binds: Binds = Field(cast(Binds, None), title="责任单位", description="不写的，是整份文件的 binds")
    rule: Rule = Field(title="规则", description="先写 kind，再写这种规则要的各项")
    readings: tuple[Words, ...] = Field((), title="读法", description="readings 里的名称，没有写明的问题各一个")
    doubt: Doubt | None = Field(None, title="至多待认定", description="有一种读法认为原文没有这样要求的")
    score: Score | None = Field(None, title="考核分值", description="考核方案写明分值的才写")
    effective: Effective | None = Field(None, title="适用的时间", description="不写与整份文件相同")
    supersedes: Annotated[tuple[Words, ...], BeforeValidator(one_or_several), Written("one_or_several")] = Field(
        (),
        title="代替的要求",
        description="同一年度早些的计划里哪项要求的编号；从本文件印发（写了 effective 的从那天）起代替它，以前的仍按它",
    )
    by_hand: tuple[Number, ...] = Field(
        (),
        title="人核对过的数字",
        description="原文里的写法工具认不出、由人对照原文核对过的，如 [30]；引文里的这个数字不用再写 not_checked",
    )
    note: Words | None = Field(None, title="说明", description="写给人看的补充")

    @model_validator(mode="before")
    @classmethod
    def _binds_whom_the_plan_does(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, dict) or "binds" in value:
            return value
        if info.context.binds is None:  # type: ignore[union-attr]
            raise fault("缺少 binds（责任单位）。请写上，或在计划开头写一个共同的 binds")
        return {**value, "binds": info.context.binds}  # type: ignore[union-attr]

    @property
    def has_deadline(self) -> bool:
        """Whether what it asks falls due for everybody, and not from each event on."""
        return any(getattr(way, "due", ()) for way in self.rule.ways())

    @property
    def task(self) -> str:
        """The item of the annex that it belongs to: T10 of T10.hours."""
        return task_of(self.id)

    @model_validator(mode="after")
    def _score_fits_the_rule(self) -> Self:
        rule, score = self.rule, self.score
        scored_only = rule.asks_nothing() and score and (score.earns or score.given)
        if any(way.asks_nothing() for way in rule.ways()) and not scored_only:
            where = ("rule", "at_least") if rule.asks_nothing() else ("rule",)
            said = "应大于 0，不少于 0 等于没有要求；只用来加分、给分的写 0，并写 score 的 each_more 或 given"
            raise fault(said, *where)
        for message, *path in unfit(score, rule) if score else ():
            raise fault(message, "score", *path)
        return self

    @model_validator(mode="after")
    def _everybody_has_a_deadline(self) -> Self:
        dues = getattr(self.rule, "due", None) or ()
        groups = [one.binds for one in dues]
        if groups and all(one is not None and not one.roles for one in groups):
            without = [kind for kind in self.binds.kinds if not any(kind in one.kinds for one in groups)]
            if without:
                raise fault(f"没有写{'、'.join(without)}的期限", "rule", "due")
        return self

    @model_validator(mode="after")
    def _doubt_is_a_reading(self) -> Self:
        if self.doubt and self.doubt.reading not in self.readings:
            raise fault(f"readings 里没有“{self.doubt.reading}”", "doubt", "reading")
        return self

    def doubt_for(self, unit: Unit) -> str | None:
        """The reading by which the text asks nothing of a unit."""
        doubt = self.doubt
        return doubt.reading if doubt and (doubt.binds is None or doubt.binds.includes(unit)) else None

    def formula(self, year: int) -> list[str]:
        """What is compared with what, and where a person decides whatever comes of it."""
        lines = self.rule.formula(year)
        if self.doubt:
            whose = f"{self.doubt.binds}" if self.doubt.binds else ""
            lines.append(f"但{whose}没有做到的至多为待认定，由人决定，不作未达标、未报。")
        return lines

    def clause_for(self, unit: Unit | None) -> Clause:
        """The one that findings about a unit cite: the first that speaks to it."""
        spoken = (clause for clause in self.clauses if not (clause.binds and unit) or clause.binds.includes(unit))
        return next(spoken, self.clauses[0])


def by_superseded(requirements: Sequence[Requirement], issued: Callable[[str], date]) -> dict[str, list[Requirement]]:
    """By requirement those of later documents that stand in its place."""
    found: dict[str, list[Requirement]] = {}
    for one in requirements:
        for id_ in one.supersedes:
            # never the other way round, too
            if issued(id_) < issued(one.id):
                found.setdefault(id_, []).append(one)
    return found


#: What takes one number for the whole unit.
_OF_ONE_NUMBER = "tiers、ranks、nothing_below、nothing_at_most、each_more、given"
OF_FIGURES = f"{_OF_ONE_NUMBER}、step"


def unfit(score: Score, rule: Kind) -> Iterator[tuple[str, ...]]:
    """What of the points a rule gives no figure for: a message, and the keys below the points that it is about."""
    for_unit = isinstance(rule, Attested | AnswerRate) or (isinstance(rule, Amount) and rule.per is None)
    if score.of_one_number and not for_unit:
        yield (f"{_OF_ONE_NUMBER} 只用于全单位一个数的 amount、attested、answer_rate",)
    elif score.step is not None and not isinstance(rule, Amount | Attested | AnswerRate):
        yield "只用于 amount、attested、answer_rate", "step"
    elif score.ranks and getattr(rule, "every", "year") != "year":
        yield "排名只用于一年一个数的", "ranks"
    elif score.tiers and isinstance(rule, Amount | Attested) and rule.bounds:
        upper = rule.bounds[0].way.upper
        if any(tier.bound.way.upper is not upper for tier in score.tiers):
            words = "at_most、less_than" if upper else "at_least、more_than"
            yield f"要求的是{rule.bounds[0].way.word}，各档也要写 {words}", "tiers"
    if score.given and not (isinstance(rule, Attested) and rule.every == "year" and not rule.added_up):
        yield "只用于一年填一个数的 attested，不写 added_up", "given"
    asked, none = getattr(rule, "at_least", None), score.nothing
    if asked and none and none.way.holds(asked, none.value):
        yield f"不能高于要求的 {plain(asked)}", f"nothing_{'below' if none.way.excluded else 'at_most'}"


class NotChecked(Config):
    """A number or date of the document that no data can show to be kept."""

    about: ClassVar[str] = "原文里的数字或期限，没有数据能证明做到没有，所以不由机器核对。"
    place: Words = Field(title="位置")
    quote: Words = Field(title="原文")
    reason: Words = Field(title="不核对的理由")


def selects(prefixes: Sequence[str], id_: str) -> bool:
    """Whether ``--select`` or ``--ignore`` names an id, by itself (``T10.hours``) or by its group (``T10``, ``D``)."""
    return any(id_ == prefix or id_.startswith(prefix + ".") for prefix in prefixes)
