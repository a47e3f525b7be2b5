"""A year's plan: requirements with their clauses, readings, and what no machine judges."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar, Self

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.bureau.units import KnownWords, Registry, Unit
from zhifa_check.calendar.periods import Every, Period
from zhifa_check.format.format import Format
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, fault
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.due import Binds, Due, day_of, declared
from zhifa_check.kinds.numbers import Count
from zhifa_check.plan.added import format_with
from zhifa_check.plan.assessment import Assessment
from zhifa_check.plan.beside import NOTHING, Lent
from zhifa_check.plan.requirement import Clause, Effective, NotChecked, Reading, Requirement, by_superseded
from zhifa_check.plan.scored import Scored
from zhifa_check.plan.sections import Sections
from zhifa_check.plan.sections import together as merged
from zhifa_check.plan.settings import EvidenceTolerance, Stratum
from zhifa_check.plan.worth import amiss, worths
from zhifa_check.words.meant import quoted


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
    effective: Effective | None = Field(
        None, title="施行的时间", description="自印发以后某日起施行的，如 {from: 2026-04-01}；不写为印发后一直适用"
    )
    kinds: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(
        title="单位类别", description="单位名册里 kind 能用的词"
    )
    roles: tuple[Words, ...] = Field((), title="职责", description="单位名册里 roles 能用的词；没有要求用到的会被指出")
    binds: Binds | None = Field(None, title="责任单位", description="没有另写 binds 的要求约束哪些单位")
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
    reserved_sections: dict[str, tuple[Annotated[str, declared("kinds")], ...]] = Field(
        {}, title="专用部分", description="只由某些类别的单位填写的部分，如 {案卷抽查: [司法局]}"
    )
    readings: dict[str, Reading] = Field({}, title="读法", description="原文没有写明的问题，一个一条")
    requirements: tuple[Requirement, ...] = Field(
        (), title="要求", description="一项一条，由机器核对；只有 scores 的可以不写"
    )
    scores: tuple[Scored, ...] = Field(
        (), title="按别的计划计分", description="考核方案里看别的计划做到没有的，一项一条；不重复核对"
    )
    assessment: Assessment | None = Field(None, title="考核", description="考核方案的总分和等次")
    not_checked: tuple[NotChecked, ...] = Field(
        (), title="不由机器核对", description="原文里其余的数字和期限，各写明理由"
    )
    strata: tuple[Stratum, ...] = Field((), title="案卷抽取的分层", description="zhifa draw 按它分层；不写则不分层")
    evidence: EvidenceTolerance | None = Field(None, title="日期的对照", description="不写则不用 git 对照日期")
    #: Of several plans joined into one: by requirement the one that it comes from.
    _source: dict[str, "Plan"] = PrivateAttr({})
    _format: Format = PrivateAttr(default_factory=standard)
    _lent: Lent = PrivateAttr(NOTHING)
    #: Of several plans joined into one: by requirement those of later documents that stand in its place.
    _superseding: dict[str, list[Requirement]] = PrivateAttr({})

    def joined_with(self, others: Sequence["Plan"], together: dict[str, object]) -> "Plan":
        """This plan and others as one, which has the fields ``together``."""
        plan = self.model_copy(update=together)
        # of a plan that is not in force, too: rules of one that is may go by it
        plan.borrow(Lent.of_all(one._lent for one in (self, *others)).without(plan.sections, plan.categories))
        plan._format = format_with(merged([plan._lent.sections, plan.sections]), plan.word_lists)
        plan._source = {id_: one for one in (self, *others) for id_ in (*one.rules, *(each.id for each in one.scores))}
        plan._superseding = by_superseded(plan.requirements, lambda id_: plan.source_of(id_).issued)
        return plan

    def superseding(self, requirement: str) -> list[Requirement]:
        """Those of later documents that stand in its place, directly or in place of one that does."""
        direct = self._superseding.get(requirement, [])
        return [*direct, *(further for one in direct for further in self.superseding(one.id))]

    def borrow(self, lent: Lent) -> None:
        """Know what its rules may go by that other plans declare."""
        self._lent = lent

    @property
    def word_lists(self) -> dict[str, tuple[str, ...]]:
        """The lists of words that its rules go by: its own, and those of other plans."""
        return {**self._lent.categories, **self.categories}

    def source_of(self, requirement: str) -> "Plan":
        """The plan that a requirement or its points come from: this one, or of several joined one of them."""
        return self._source.get(requirement, self)

    @property
    def clauses(self) -> list[Clause]:
        """Everything that it quotes for what it asks and gives points for."""
        asked = [clause for one in self.requirements for clause in one.clauses]
        return asked + [clause for one in self.scores for clause in one.clauses]

    @property
    def known(self) -> dict[str, Requirement]:
        """The requirements by their ids."""
        return {one.id: one for one in self.requirements}

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
        for section in self.reserved_sections:
            if section not in self._format:
                raise fault(f"没有“{section}”这一部分，有的：{quoted(self._format)}", "reserved_sections", section)
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
                raise fault("doubt 要有宽松理解的读法", "requirements", number, "doubt")
        return self

    @model_validator(mode="after")
    def _points_fit_together(self) -> Self:
        limits: dict[str, object] = {}
        grades = [grade.name for grade in self.assessment.grades] if self.assessment else []
        for one in worths(self, {}):
            for depth, limit in enumerate(one.score.limits):
                # what is wider than others is no part of one itself
                same = (limit.cap, limit.most_more, getattr(limit, "part_of", None))
                if limits.setdefault(limit.name, same) != same:
                    where = ("score", "together", *["part_of"] * depth)
                    raise fault(f"“{limit.name}”各项写的应相同", *one.path, *where)
            if one.score.at_best and one.score.at_best not in grades:
                said = f"assessment 的等次里没有“{one.score.at_best}”"
                raise fault(said, *one.path, "score", "at_best")
        # what other plans ask is known where these are
        for path, message in () if self.scores else amiss(self, {}):
            raise fault(message, *path)
        return self

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.requirements and not self.scores:
            raise fault("没有一项要求。请写 requirements，只按别的计划计分的写 scores")
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
        return Vocabulary(self.year, self.word_lists, lengths, registry.ids, self.reserved_sections, self.format)

    def binding(self, requirement: Requirement) -> Callable[[Unit | None, Period], Due | None]:
        """What tells the deadlines of a period; None where the strict one binds nobody: before the issue, or not
        effective, or while there is no such unit, or of a period that was over before anything was asked.
        """
        first, last = self.binds_from(requirement), self._effective(requirement)[1]
        # what takes the place of another asks on where that leaves off
        since = date.min if requirement.supersedes else self._effective(requirement)[0]
        superseded = requirement.id in self._superseding

        def due_on(unit: Unit | None, period: Period) -> Due | None:
            due = requirement.rule.due_on(unit, period)
            until = self.binds_until(requirement, unit) if superseded else last
            if due is None or period.end < since or not first <= day_of(due.strict) <= until:
                return None
            there = unit is None or (
                unit.is_there(*[day_of(due.strict)] * 2) and unit.is_there(period.start, period.end)
            )
            return due if there else None

        return due_on

    def binds_from(self, requirement: Requirement) -> date:
        """The first day on which what is due binds: the issue of the document, or a later one that it names."""
        return max(self.source_of(requirement.id).issued, self._effective(requirement)[0])

    def told_from(self, requirement: Requirement) -> str:
        """That day with its name: 「印发日期 2026-01-05」, or 「施行日期」 where it is a later one."""
        first = self.binds_from(requirement)
        return f"{'印发' if first == self.source_of(requirement.id).issued else '施行'}日期 {first}"

    def binds_until(self, requirement: Requirement, unit: Unit | None = None) -> date:
        """The last day on which what is due binds a unit; without one, everybody."""
        last = self._effective(requirement)[1]
        for one in self._superseding.get(requirement.id, ()):
            if one.binds.includes(unit) if unit else one.binds.covers(requirement.binds):
                last = min(last, self.binds_from(one) - timedelta(days=1))
        return last

    def effective_for(self, requirement: Requirement, unit: Unit | None = None) -> tuple[date, date]:
        """The first and the last day of what a requirement is about; of two about events one takes over."""
        first, last = self._effective(requirement)
        if requirement.has_deadline:
            return first, last
        return (self.binds_from(requirement) if requirement.supersedes else first), self.binds_until(requirement, unit)

    def _effective(self, requirement: Requirement) -> tuple[date, date]:
        one = requirement.effective or self.source_of(requirement.id).effective
        return (one.first if one and one.first else date.min), (one.last if one and one.last else date.max)
