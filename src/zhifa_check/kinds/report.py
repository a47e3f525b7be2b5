"""``report``: something handed in to the bureau for each period, in time and complete."""

from datetime import date, timedelta
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import EVERY_NAMES, Every, Period, periods_of
from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.sections.reports import Report as ReportRecord
from zhifa_check.format.values import fault
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Count, Evidence, Kind, Sections, Setting, Status, Verdict, below
from zhifa_check.kinds.due import Due, DueRules, PlanWords, check_due, due_for
from zhifa_check.kinds.fields import TIMES, expect, field_of

#: Of several entries for one item and period the best is reported.
_BEST_FIRST: tuple[Status, ...] = ("met", "pending", "disputed", "violated")


class ListLength(Config):
    """How many entries a list field must hold; more than ``remark_above`` is a remark, not a fault."""

    about: ClassVar[str] = "一张列表里要有几条。"
    of: Words = Field(title="列表", description="“报送”里的列表，如 典型案例")
    at_least: Count = Field(title="至少几条")
    remark_above: Count | None = Field(None, title="多于几条作提示", description="多了不算错，只提示")


class Report(Kind):
    """One 报送 entry for each item and period, dated by the deadline; lenient, a day off rolls on."""

    about: ClassVar[str] = "每个事项、每个所属期报一次，按时而且完整。宽松理解遇休息日顺延。"
    stands_alone: ClassVar[bool] = True
    rolls: ClassVar[bool] = True
    kind: Literal["report"]
    items: tuple[Words, ...] = Field(title="事项", description="“报送”里的事项名称，各报各的")
    every: Every = Field(title="多久一次", description="year 每年、half 每半年、quarter 每季度、month 每月")
    due: DueRules = Field(title="期限")
    requires: tuple[Words, ...] = Field((), title="还要有的日期", description="如 [抄送日期]，到期前补上即可")
    not_before: Words | None = Field(None, title="先有的日期", description="如 发文日期：要有，且不晚于报送日期")
    count: ListLength | None = Field(None, title="列表的条数")

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        for path in (*self.requires, *([self.not_before] if self.not_before else [])):
            expect(field_of(ReportRecord, path), *TIMES)
        if self.count:
            expect(field_of(ReportRecord, self.count.of), list)
        return self

    def check(self, words: PlanWords) -> None:
        if not self.items:
            raise fault("没有写事项", "items")
        check_due(self.due, self.every, periods_of(words.year, self.every))

    def looks_at(self) -> tuple[str, ...]:
        return below("报送", *self.requires, self.not_before, self.count.of if self.count else None)

    def sections(self) -> tuple[str, ...]:
        return ("报送",)

    def item_lengths(self) -> dict[str, Every]:
        return dict.fromkeys(self.items, self.every)

    def asks_of_report(self, item: str) -> dict[str, str]:
        if item not in self.items:
            return {}
        asks = {}
        if self.not_before:
            asks[self.not_before] = f"“{self.not_before}”要有，且不晚于“日期”（先发文、后报送）"
        asks |= {path: f"“{path}”要有，到期前补上即可" for path in self.requires}
        if self.count:
            more = f"，多于 {self.count.remark_above} 篇只作提示" if self.count.remark_above else ""
            asks[self.count.of] = f"“{self.count.of}”至少 {self.count.at_least} 篇{more}"
        return asks

    def obliged_items(self) -> tuple[str | None, ...]:
        return self.items

    def periods(self, year: int) -> list[Period]:
        return periods_of(year, self.every)

    def due_on(self, unit: Unit | None, period: Period) -> Due | None:
        due = due_for(self.due, unit, period)
        return due and Due(due.strict, roll_forward(due.lenient))

    def judge(self, case: Case) -> Verdict:
        assert case.due is not None
        what = f"{case.item}（{case.period.chinese}）"
        handed_in = [
            self._entry(entry, case.due, case, what)
            for entry in case.facts.of(ReportRecord)
            if entry.record.item == case.item and entry.record.period == case.period
        ]
        if not handed_in:
            return Verdict([self._nothing(case, case.due, what)], "0/1")
        best = min(handed_in, key=lambda verdict: _BEST_FIRST.index(verdict.status))
        best.progress = "1/1" if best.status == "met" else "0/1"
        return best

    def _nothing(self, case: Case, due: Due, what: str) -> Evidence:
        status = case.shortfall(absent=True)
        if status == "missing":
            message = f"{what}没有报送，{_deadline(due)}，至 {case.as_of} 已逾期 {(case.as_of - due.lenient).days} 天"
        elif case.as_of > due.strict:
            message = f"{what}尚未报送，{due.strict} 已过，按较宽的期限 {due.lenient} 仍未到期，请尽快报送"
        else:
            message = f"{what}尚未报送，{_deadline(due)}"
        return Evidence(status, message, case.item, required=str(due.strict), lenient_required=_other(due), due=due)

    def _entry(self, entry: Entry[Any], due: Due, case: Case, what: str) -> Verdict:
        record: ReportRecord = entry.record
        strict, lenient = due.on_time(record.date)
        remarks = self._remarks(entry, what)
        if not lenient:
            days = (record.date - due.lenient).days
            message = f"{what}于 {record.date} 报送，{_deadline(due)}，迟 {days} 天"
            return Verdict([_late("violated", message, entry, due)], remarks=remarks)
        if lacks := self._lacks(record):
            message, at, actual, required = lacks
            status = case.shortfall()
            ending = f"，{due.lenient} 前补上即可" if status == "pending" else f"，{_deadline(due)}"
            piece = Evidence(status, what + message + ending, case.item, entry, at, actual, required, due=due)
            return Verdict([piece], remarks=remarks)
        if not strict:
            message = (
                f"{what}于 {record.date} 报送：按 {due.strict} 为限迟 {(record.date - due.strict).days} 天，"
                f"按 {due.lenient} 为限未迟，待认定"
            )
            return Verdict([_late("disputed", message, entry, due)], remarks=remarks)
        return Verdict(remarks=remarks)

    def _lacks(self, record: ReportRecord) -> tuple[str, tuple[str, ...], str | None, str | None] | None:
        """What is missing in an entry that is in time: message, field, actual, required."""
        if self.not_before:
            before: date | None = field_of(ReportRecord, self.not_before).get(record)
            if before is None:
                return f"没有填“{self.not_before}”，应先发文后报送", (), None, str(record.date)
            if before > record.date:
                message = f"于 {record.date} 报送，早于{self.not_before} {before}，应先发文后报送"
                return message, (self.not_before,), str(before), str(record.date)
        for path in self.requires:
            if field_of(ReportRecord, path).get(record) is None:
                return f"没有填“{path}”，须抄送市司法局", (), None, None
        if self.count:
            number = len(field_of(ReportRecord, self.count.of).get(record) or ())
            if number < self.count.at_least:
                gap = self.count.at_least - number
                message = f"有{self.count.of} {number}/{self.count.at_least} 篇，少 {gap} 篇"
                return message, (self.count.of,) if number else (), str(number), str(self.count.at_least)
        return None

    def _remarks(self, entry: Entry[Any], what: str) -> list[Evidence]:
        if self.count is None or self.count.remark_above is None:
            return []
        number = len(field_of(ReportRecord, self.count.of).get(entry.record) or ())
        if number <= self.count.remark_above:
            return []
        message = f"{what}附{self.count.of} {number} 篇，多于要求的 {self.count.remark_above} 篇，不影响达标"
        return [Evidence("met", message, entry.subject, entry, (self.count.of,))]

    def formula(self, year: int) -> list[str]:
        lines = [
            f"每{'年' if self.every == 'year' else EVERY_NAMES[self.every]}一次，在“报送”里各有一条："
            + "、".join(f"“{item}”" for item in self.items)
            + "。",
            "日期不晚于期限为按时；期限遇周末、法定节假日（调休上班日除外）的，严格理解不顺延，宽松理解顺延到下一个工作日。",
        ]
        lines += [f"{text}。" for item in self.items[:1] for text in self.asks_of_report(item).values()]
        lines.append("同一事项、同一所属期报了几次的，有一次按时且完整就算达标，否则按最好的一次认定。")
        return lines

    def example(self, setting: Setting, *, good: bool) -> Sections:
        assert setting.due is not None
        late = setting.due.lenient + timedelta(days=3)
        days = [setting.due.strict if good or number else late for number in range(len(self.items))]
        return {"报送": [self._example(item, setting, day) for item, day in zip(self.items, days, strict=True)]}

    def _example(self, item: str, setting: Setting, day: date) -> dict[str, Any]:
        record: dict[str, Any] = {"事项": item, "所属期": str(setting.period), "日期": day}
        if self.not_before:
            record[self.not_before] = day - timedelta(days=2)
        record |= dict.fromkeys(self.requires, day)
        if self.count:
            record[self.count.of] = [f"案例{number}" for number in range(1, self.count.at_least + 1)]
        return record


def _deadline(due: Due) -> str:
    return f"期限 {due.strict}" + (f"（宽松理解 {due.lenient}）" if due.lenient != due.strict else "")


def _other(due: Due) -> str | None:
    return str(due.lenient) if due.lenient != due.strict else None


def _late(status: Status, message: str, entry: Entry[Any], due: Due) -> Evidence:
    when = str(entry.record.date)
    return Evidence(status, message, entry.subject, entry, ("日期",), when, str(due.strict), _other(due), due)
