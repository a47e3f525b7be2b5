"""A year's plan: requirements with their clauses, readings, and what no machine judges."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.bureau.units import KnownWords, Registry, Unit
from zhifa_check.calendar.periods import Every, Period
from zhifa_check.format.format import Format
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, as_text, fault
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.kinds.base import Count, Kind
from zhifa_check.kinds.due import Binds, Due, day_of
from zhifa_check.kinds.phrase import Flag
from zhifa_check.kinds.registry import Rule
from zhifa_check.plan.added import format_with
from zhifa_check.plan.score import Score
from zhifa_check.plan.sections import Sections
from zhifa_check.words.meant import quoted

#: 「T10.hours」「KH-3.training」: a group and a name; the group of intake's own ids is not to be had.
REQUIREMENT_ID = "(?!D\\.)[A-Za-z][A-Za-z0-9-]*\\.[A-Za-z0-9][A-Za-z0-9-]*"


def _id(value: object) -> str:
    if not re.fullmatch(REQUIREMENT_ID, as_text(value)):
        raise fault("应是一组的代号、点、英文名，如 T10.hours（D 留给填写错误）")
    return as_text(value)


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

    about: ClassVar[str] = "只约束一段时间里到期、发生的事；from、to 至少写一项，都含当日。"
    first: Day | None = Field(None, alias="from", title="从")
    last: Day | None = Field(None, alias="to", title="到")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is None and self.last is None:
            raise fault("from、to 至少写一项")
        if self.first and self.last and self.last < self.first:
            raise fault("to 早于 from", "to")
        return self


class Requirement(Config):
    """One demand of the plan: whom it binds, where it stands, and the rule that judges it."""

    about: ClassVar[str] = "计划的一项要求：责任单位、原文在哪里、怎样认定。"
    id: Annotated[str, BeforeValidator(_id), Written("requirement_id")] = Field(
        title="编号", description="一组的代号、点、英文名，如 T10.hours，不能重复；定下后不要改"
    )
    title: Words = Field(title="名称", description="一句话说清要做什么")
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)] = Field(
        title="原文", description="一处一条；认定时引用对该单位说的第一处"
    )
    binds: Binds = Field(title="责任单位")
    rule: Rule = Field(title="规则", description="先写 kind，再写这种规则要的各项")
    readings: tuple[Words, ...] = Field((), title="读法", description="readings 里的名称，没有写明的问题各一个")
    doubt: Doubt | None = Field(None, title="至多待认定", description="有一种读法认为原文没有这样要求的")
    score: Score | None = Field(None, title="考核分值", description="考核方案写明分值的才写")
    effective: Effective | None = Field(None, title="适用的时间", description="不写为计划印发后一直适用")
    note: Words | None = Field(None, title="说明", description="写给人看的补充")

    @property
    def until(self) -> date:
        """The last day of what it is about."""
        return self.effective.last if self.effective and self.effective.last else date.max

    @property
    def task(self) -> str:
        """The item of the annex that it belongs to: T10 of T10.hours."""
        return task_of(self.id)

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


class NotChecked(Config):
    """A number or date of the document that no data can show to be kept."""

    about: ClassVar[str] = "原文里的数字或期限，没有数据能证明做到没有，所以不由机器核对。"
    place: Words = Field(title="位置")
    quote: Words = Field(title="原文")
    reason: Words = Field(title="不核对的理由")


class EvidenceTolerance(Config):
    """How many days a declared date may lie before the commit that first shows it, until a person is asked to look."""

    about: ClassVar[str] = "用 git 的记录对照申报的日期时，容许相差多少。"
    tolerance_days: Count = Field(title="相差几天", description="早于第一次提交多于这些天的，提示人去核实")
    assumed: Flag = Field(False, title="推定", description="原文没有写明、由人推定的写 true")


class Stratum(Config):
    """Units whose dossiers are drawn together; a unit belongs to the first stratum that fits it."""

    about: ClassVar[str] = "抽取案卷时分的一层；一个单位归入第一个相符的一层，都不相符的归入“其他”。"
    name: Words = Field(title="名称", description="zhifa draw --strata 用它")
    binds: Binds = Field(title="哪些单位")


class Plan(Config):
    """Everything that one document asks of a year."""

    about: ClassVar[str] = "一份文件对一个年度的全部要求。"
    id: Words = Field(title="文号")
    title: Words = Field(title="标题")
    year: Count = Field(title="年度")
    issued: Day = Field(title="印发日期", description="这一天起计划有效；更早的期限不约束任何单位")
    replaces: Words | None = Field(
        None, title="代替", description="代替同一年度哪份计划的，写它的文号；这份印发后那份不再适用"
    )
    kinds: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(
        title="单位类别", description="单位名册里 kind 能用的词"
    )
    roles: tuple[Words, ...] = Field((), title="职责", description="单位名册里 roles 能用的词；没有要求用到的会被指出")
    tasks: dict[str, Words] = Field(
        {}, title="任务", description="附件各项的名称，如 {T01: 裁量权基准}；写了就要写全，进度表按它分列"
    )
    categories: Annotated[dict[str, Annotated[tuple[Words, ...], Field(min_length=1)]], Written("category_lists")] = (
        Field({}, title="词表", description="提交文件里各处能填的词；规则没有用到的可不写，那里填什么都行")
    )
    verbs: dict[str, tuple[Words, ...]] = Field(
        {}, title="动词", description="各事项做的是什么，如 {公示: [裁量权基准公示]}；没有列出的是报送"
    )
    sections: Sections = Field(
        {},
        title="部分和字段",
        description="提交文件里新的部分，或给已有的部分添的字段，如 {重大决定: {extend: {罚款金额: 数字}}}",
    )
    reserved_sections: dict[str, tuple[Words, ...]] = Field(
        {}, title="专用部分", description="只由某些类别的单位填写的部分，如 {案卷抽查: [司法局]}"
    )
    readings: dict[str, Reading] = Field({}, title="读法", description="原文没有写明的问题，一个一条")
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)] = Field(
        title="要求", description="一项一条，由机器核对"
    )
    not_checked: tuple[NotChecked, ...] = Field(
        (), title="不由机器核对", description="原文里其余的数字和期限，各写明理由"
    )
    strata: tuple[Stratum, ...] = Field((), title="案卷抽取的分层", description="zhifa draw 按它分层；不写则不分层")
    evidence: EvidenceTolerance | None = Field(None, title="日期的对照", description="不写则不用 git 对照日期")
    #: Of several plans joined into one: by requirement the one that it comes from.
    _source: dict[str, "Plan"] = PrivateAttr({})
    _format: Format = PrivateAttr(default_factory=standard)

    def joined_with(self, others: Sequence["Plan"], together: dict[str, object]) -> "Plan":
        """This plan and others as one, which has the fields ``together``."""
        plan = self.model_copy(update=together)
        plan._format = format_with(plan.sections, plan.categories)
        plan._source = {id_: one for one in (self, *others) for id_ in one.rules}
        return plan

    def source_of(self, requirement: str) -> "Plan":
        """The plan that a requirement comes from: this one, or of several joined one of them."""
        return self._source.get(requirement, self)

    @field_validator("categories")
    @classmethod
    def _lists_of_fields(cls, value: dict[str, tuple[str, ...]], info: ValidationInfo) -> dict[str, tuple[str, ...]]:
        known = info.context.format.word_lists  # type: ignore[union-attr]
        if unknown := [name for name in value if name not in known]:
            raise fault(f"没有哪个字段用词表{quoted(unknown)}，能用的有：{quoted(known)}，和 sections 里用作类型的")
        return value

    @model_validator(mode="after")
    def _of_its_format(self, info: ValidationInfo) -> Self:
        self._format = info.context.format  # type: ignore[union-attr]
        return self

    @property
    def format(self) -> Format:
        """What submissions of the year may hold."""
        return self._format

    @property
    def rules(self) -> dict[str, Kind]:
        """The rule of every requirement."""
        return {requirement.id: requirement.rule for requirement in self.requirements}

    @model_validator(mode="after")
    def _doubts_have_two_readings(self) -> Self:
        for number, requirement in enumerate(self.requirements):
            reading = self.readings.get(requirement.doubt.reading) if requirement.doubt else None
            if reading is not None and reading.lenient is None:
                raise fault("doubt 要有宽松理解的读法", "requirements", str(number), "doubt")
        return self

    @property
    def verb_of(self) -> dict[str, str]:
        """What is done with an item, where it is not simply handed in."""
        return {item: verb for verb, items in self.verbs.items() for item in items}

    @property
    def task_titles(self) -> dict[str, str]:
        """The items of the annex that have requirements, in their order; a plan need not name them."""
        return {requirement.task: self.tasks.get(requirement.task, "") for requirement in self.requirements}

    @property
    def known_words(self) -> KnownWords:
        """What the registry may say."""
        return KnownWords(self.kinds, self.roles)

    def vocabulary(self, registry: Registry) -> Vocabulary:
        """What submissions may say."""
        items: dict[str, set[Every]] = {}
        for requirement in self.requirements:
            for item, every in requirement.rule.item_lengths().items():
                items.setdefault(item, set()).add(every)
        lengths: Mapping[str, frozenset[Every]] = {item: frozenset(found) for item, found in items.items()}
        return Vocabulary(self.year, self.categories, lengths, registry.ids, self.reserved_sections, self.format)

    def binding_due(self, requirement: Requirement, unit: Unit | None, period: Period) -> Due | None:
        """The deadlines of a period; None where the strict one binds nobody: before the issue, or not effective."""
        due = requirement.rule.due_on(unit, period)
        return due if due is None or self.binds_from(requirement) <= day_of(due.strict) <= requirement.until else None

    def binds_from(self, requirement: Requirement) -> date:
        """The first day of what a requirement is about: the issue of its document, or a later one that it names."""
        effective = requirement.effective
        issued = self.source_of(requirement.id).issued
        return max(issued, effective.first) if effective and effective.first else issued


def selects(prefixes: Sequence[str], id_: str) -> bool:
    """Whether ``--select`` or ``--ignore`` names an id, by itself (``T10.hours``) or by its group (``T10``, ``D``)."""
    return any(id_ == prefix or id_.startswith(prefix + ".") for prefix in prefixes)
