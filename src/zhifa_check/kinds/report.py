"""``report``: something handed in, published or carried out for each period, in time and complete."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Config, Words
from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import EVERY_TOLD, Every, Period, periods_of
from zhifa_check.format.sections.reports import Report as ReportRecord
from zhifa_check.format.values import fault
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind, Sections, Setting
from zhifa_check.kinds.due import Binds, Due, DueRules, PlanWords, check_due, due_for
from zhifa_check.kinds.fields import TIMES, field_of
from zhifa_check.kinds.grace import Grace
from zhifa_check.kinds.numbers import Count
from zhifa_check.kinds.paths import Leads
from zhifa_check.kinds.report_words import formula, nothing, verb_of, what_of
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, of_readings

#: Of several things that are amiss with one entry this one is told: what is open before what a person decides.
_TOLD_FIRST: tuple[Status, ...] = ("violated", "missing", "pending", "disputed")
#: Of several entries for one item and period the best is reported.
_BEST_FIRST: tuple[Status, ...] = ("met", "pending", "disputed", "missing", "violated")

_IN_REPORT = Leads(TIMES, section=ReportRecord.title)


class ListLength(Config):
    """How many different entries a list field must hold; more than ``remark_above`` is a remark, not a fault."""

    about: ClassVar[str] = "一张列表里要有几条，相同的只算一条。"
    of: Annotated[Words, Leads((list,), section=ReportRecord.title)] = Field(
        title="列表", description="“报送”里的列表，如 典型案例"
    )
    unit: Words = Field("条", title="量词", description="结论里用的量词，如 篇")
    at_least: Count = Field(title="至少几条")
    remark_above: Count | None = Field(None, title="多于几条作提示", description="多了不算错，只提示")


class Afterwards(Grace):
    """A step that follows the deed."""

    about: ClassVar[str] = "做完之后的一步，原文没有另写日期：严格理解与做的期限相同，宽松理解再加几个月。"
    field: Annotated[Words, _IN_REPORT] = Field(title="日期", description="如 抄送日期")
    called: Words = Field(title="叫什么", description="结论里怎样称呼这一步，如 抄送市司法局")


class Joint(Config):
    """Whose entries count for a unit that they name."""

    about: ClassVar[str] = "联合开展的：哪些单位的记录里写了本单位，也算本单位的。"
    named_in: Annotated[Words, Leads((list,), section=ReportRecord.title)] = Field(
        title="写在哪里", description="如 参加单位"
    )
    by: Binds = Field(title="谁的记录")


class Report(Kind):
    """One 报送 entry for each item and period whose ``dates`` keep the deadline; lenient, a day off rolls on.

    ``not_before`` names for an item the date that must be there and not be later than 日期; ``afterwards`` a step that
    follows; ``joint`` whose entries count too where they name the unit.
    """

    about: ClassVar[str] = "每个事项、每个所属期一条，按时而且完整。宽松理解遇休息日顺延。"
    stands_alone: ClassVar[bool] = True
    rolls: ClassVar[bool] = True
    remedy: ClassVar[str] = "请补齐所缺内容或材料，并说明原因。"
    kind: Literal["report"]
    items: tuple[Words, ...] = Field(title="事项", description="“报送”里的事项名称，各报各的")
    every: Every = Field("year", title="多久一次", description=EVERY_TOLD)
    due: DueRules = Field(title="期限")
    dates: Annotated[tuple[Words, ...], _IN_REPORT, Field(min_length=1)] = Field(
        ("日期",), title="看哪些日期", description="都不晚于期限的日期，如 [发文日期, 日期]；不写为日期"
    )
    not_before: Annotated[dict[str, Words], _IN_REPORT] = Field(
        {}, title="先有的日期", description="如 {年度行政执法监督工作计划: 发文日期}：要有，且不晚于日期"
    )
    afterwards: Afterwards | None = Field(None, title="之后的一步")
    count: ListLength | None = Field(None, title="列表的条数")
    joint: Joint | None = Field(None, title="联合开展")

    def check(self, words: PlanWords) -> None:
        super().check(words)
        if not self.items:
            raise fault("没有写事项", "items")
        if unknown := [item for item in self.not_before if item not in self.items]:
            raise fault(f"items 里没有“{unknown[0]}”", "not_before")
        check_due(self.due, self.every, periods_of(words.year, self.every))

    def foreign(self) -> tuple[str, Binds] | None:
        return (ReportRecord.title, self.joint.by) if self.joint else None

    def item_lengths(self) -> dict[str, Every]:
        return dict.fromkeys(self.items, self.every)

    def asks_of_report(self, item: str) -> dict[str, str]:
        if item not in self.items:
            return {}
        asks = {path: f"“{path}”要有，且不晚于期限" for path in self.dates if path != "日期"}
        if first := self.not_before.get(item):
            asks[first] = f"“{first}”要有，且不晚于“日期”（先有它，后有“日期”）"
        if self.afterwards:
            asks[self.afterwards.field] = f"“{self.afterwards.field}”要有（{self.afterwards.called}那一天）"
        if self.count:
            unit = self.count.unit
            more = f"，多于 {self.count.remark_above} {unit}只作提示" if self.count.remark_above else ""
            asks[self.count.of] = f"“{self.count.of}”至少 {self.count.at_least} {unit}{more}"
        if self.joint:
            key = self.joint.named_in
            asks[key] = f"“{key}”写联合开展的其他单位，它们就不用再各填一条；单独开展的不写"
        return asks

    def obliged_items(self) -> tuple[str | None, ...]:
        return self.items

    def periods(self, year: int) -> list[Period]:
        return periods_of(year, self.every)

    def due_on(self, unit: Unit | None, period: Period) -> Due | None:
        return due_for(self.due, unit, period, rolls=True)

    def judge(self, case: Case) -> Verdict:
        due = case.due
        assert due is not None
        handed_in = [
            self._entry(entry, due, case)
            for entry in (*case.facts.of(ReportRecord), *self._joined(case))
            if entry.record.item == case.item and entry.record.period == case.period
        ]
        if not handed_in:
            return Verdict([nothing(case, due)], "0/1")
        best = min(handed_in, key=lambda verdict: _BEST_FIRST.index(verdict.status))
        best.progress = "1/1" if best.status == "met" else "0/1"
        return best

    def _joined(self, case: Case) -> Iterator[Entry[ReportRecord]]:
        if self.joint is not None:
            named = field_of(self._format[ReportRecord.title], self.joint.named_in).get
            told = case.told_by(ReportRecord, self.joint.by)
            yield from (entry for entry in told if case.unit.id in (named(entry.record) or ()))

    def _entry(self, entry: Entry[ReportRecord], due: Due, case: Case) -> Verdict:
        amiss = sorted(self._amiss(entry, due, case), key=lambda piece: _TOLD_FIRST.index(piece.status))
        told = amiss[:1]
        for piece in amiss[1:]:
            # one finding a record: what is missing is told with what is late, and costs its points too
            if piece.short and piece.status == told[0].status:
                more = f"{told[0].message}；{piece.message.removeprefix(what_of(case)).removesuffix(f'，{due}')}"
                told = [told[0]._replace(message=more, short=told[0].short + piece.short)]
        return Verdict(told, remarks=self._remarks(entry, what_of(case)))

    def _amiss(self, entry: Entry[ReportRecord], due: Due, case: Case) -> Iterator[Evidence]:
        record, what = entry.record, what_of(case)
        ending = f"，{due.lenient} 前补上即可" if case.open else f"，{due}"

        def tell(
            status: Status, message: str, at: str, actual: object, required: object, by: Due = due, blank: bool = False
        ) -> Evidence:
            place = (at,) if actual is not None else ()
            found, other = None if actual is None else str(actual), str(by.lenient) if by.lenient != by.strict else None
            return Evidence(
                status, what + message, case.item, entry, place, found, str(required), other, by, blank=blank
            )

        first = self.not_before.get(case.item or "")
        for path in dict.fromkeys([*self.dates, *([first] if first else [])]):
            day: date | None = field_of(self._format[ReportRecord.title], path).get(record)
            if day is None:
                message = f"没有填“{path}”，无法核对{ending}"
                yield tell(case.shortfall(absent=True), message, path, None, due.strict, blank=True)
            elif path in self.dates:
                did = f"于 {day} {verb_of(case)}" if path == "日期" else f"的{path}是 {day}"
                if (status := of_readings(*due.on_time(day))) != "met":
                    yield tell(status, f"{did}{due.told(day)}", path, day, due.strict)
            if path == first and day is not None and day > record.date:
                message = f"于 {record.date} {verb_of(case)}，早于{path} {day}，应先有{path}"
                yield tell("violated", message, path, day, record.date)
        if self.count:
            number = len(set(field_of(self._format[ReportRecord.title], self.count.of).get(record) or ()))
            if (gap := self.count.at_least - number) > 0:
                message = (
                    f"有{self.count.of} {number}/{self.count.at_least} {self.count.unit}，少 {gap} {self.count.unit}"
                )
                piece = tell(case.shortfall(), message + ending, self.count.of, number or None, self.count.at_least)
                yield piece._replace(short=gap)
        if self.afterwards:
            yield from self._follow_up(self.afterwards, record, due, case, tell)

    def _follow_up(
        self, step: Afterwards, record: ReportRecord, deed: Due, case: Case, tell: Any
    ) -> Iterator[Evidence]:
        day, due = field_of(self._format[ReportRecord.title], step.field).get(record), step.extends(deed)
        if day is None and due.is_over(case.as_of):
            yield tell(
                "violated", f"没有{step.called}（没有填“{step.field}”），{due}", step.field, None, due.strict, due
            )
        elif day is None:
            past = f"{due.strict} 已过，按宽松理解" if case.as_of > due.strict else "最迟"
            message = f"尚未{step.called}，{past} {due.lenient} 前补上“{step.field}”"
            yield tell("pending", message, step.field, None, due.strict, due)
        elif (status := of_readings(*due.on_time(day))) != "met":
            yield tell(status, f"于 {day} {step.called}{due.told(day)}", step.field, day, due.strict, due)

    def _remarks(self, entry: Entry[ReportRecord], what: str) -> list[Evidence]:
        if self.count is None or self.count.remark_above is None:
            return []
        number = len(set(field_of(self._format[ReportRecord.title], self.count.of).get(entry.record) or ()))
        if number <= self.count.remark_above:
            return []
        unit = self.count.unit
        message = f"{what}附{self.count.of} {number} {unit}，多于要求的 {self.count.remark_above} {unit}，不影响达标"
        return [Evidence("met", message, entry.subject, entry, (self.count.of,))]

    def formula(self, year: int) -> list[str]:
        return formula(self, year)

    def example(self, setting: Setting, *, good: bool) -> Sections:
        assert setting.due is not None
        late = setting.due.lenient + timedelta(days=3)
        days = [setting.due.strict if good or number else late for number in range(len(self.items))]
        examples = [self._example(item, setting, day) for item, day in zip(self.items, days, strict=True)]
        return {ReportRecord.title: examples}

    def _example(self, item: str, setting: Setting, day: date) -> dict[str, Any]:
        record: dict[str, Any] = {"事项": item, "所属期": str(setting.period), "日期": day} | dict.fromkeys(
            self.dates, day
        )
        if first := self.not_before.get(item):
            record[first] = day - timedelta(days=2)
        if self.afterwards:
            record[self.afterwards.field] = day
        if self.count:
            listed = self._format[ReportRecord.title].shape().field(self.count.of)
            element = listed.shape.element if listed else None
            units = [unit.name for unit in setting.registry.units] if element and element.form == "unit" else []
            cases = units or [f"案例{number}" for number in range(1, self.count.at_least + 1)]
            record[self.count.of] = cases[: self.count.at_least]
        return record
