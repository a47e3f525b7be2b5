"""``within``: an answer to each event within a number of days, working days or hours."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.calendar.days import working_days_after
from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.values import fault
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import (
    Case,
    Count,
    Evidence,
    Kind,
    Section,
    Sections,
    Setting,
    Status,
    Verdict,
    below,
    satisfied,
    two_readings,
)
from zhifa_check.kinds.due import Due, PlanWords, day_of, iso
from zhifa_check.kinds.events import event_example, event_name, put, stamp
from zhifa_check.kinds.fields import TIMES, expect, field_of, section_model
from zhifa_check.kinds.phrase import Flag


class Limit(Config):
    """One of ``hours``, ``days`` or ``workdays``; the day of the event is not counted (《民法典》第201条)."""

    about: ClassVar[str] = "hours、days、workdays 写其中一个；事发当日不计。"
    hours: Count | None = Field(None, title="小时", description="只用于带时刻的字段")
    days: Count | None = Field(None, title="自然日")
    workdays: Count | None = Field(None, title="工作日")
    assumed: Flag = Field(False, title="推定", description="原文没有写明、由人推定的写 true")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if [self.hours, self.days, self.workdays].count(None) != 2:
            raise fault("期限要写 hours、days、workdays 中的一个")
        return self

    def after(self, event: date) -> date:
        """The last moment in time: a time for hours, else a day; by weekends alone where no calendar is known."""
        if self.hours is not None:
            return event + timedelta(hours=self.hours)
        if self.workdays is not None:
            return working_days_after(day_of(event), self.workdays)
        return day_of(event) + timedelta(days=self.days or 0)

    def __str__(self) -> str:
        if self.hours is not None:
            return f"{self.hours} 小时"
        return f"{self.days} 日" if self.days is not None else f"{self.workdays} 个工作日"


class Within(Kind):
    """``until`` is there within ``strict`` (lenient: ``lenient``, rolled to the next working day) of ``since``.

    With ``not_after`` it is violated too where it comes after that field, or where that field alone is there.
    """

    about: ClassVar[str] = "某件事之后，在规定时间内做了另一件事。宽松理解遇休息日顺延。"
    stands_alone: ClassVar[bool] = True
    rolls: ClassVar[bool] = True
    kind: Literal["within"]
    section: Section = Field(title="部分")
    since: Words = Field(title="从什么起", description="字段路径，如 决定日期")
    until: Words = Field(title="到什么止", description="字段路径，如 备案.日期")
    strict: Limit = Field(title="严格理解的时限")
    lenient: Limit = Field(title="宽松理解的时限", description="按日计")
    not_after: Words | None = Field(None, title="不得晚于", description="字段路径：晚于它的，或只有它的，也是未达标")

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        model = section_model(self.section)
        fields = [field_of(model, path) for path in (self.since, self.until, *filter(None, [self.not_after]))]
        for field in fields:
            expect(field, *TIMES)
        if self.strict.hours is not None and any(field.holds is not datetime for field in fields):
            raise fault("以小时计的期限只用于带时刻的字段", "strict")
        return self

    def check(self, words: PlanWords) -> None:
        if self.lenient.hours is not None:
            raise fault("宽松理解的期限按日计", "lenient")

    def looks_at(self) -> tuple[str, ...]:
        return below(self.section, self.since, self.until)

    def sections(self) -> tuple[str, ...]:
        return (self.section,)

    def due_after(self, event: date) -> Due:
        """Both deadlines for an event."""
        return Due(self.strict.after(event), roll_forward(day_of(self.lenient.after(event))))

    def judge(self, case: Case) -> Verdict:
        entries = case.facts.of(section_model(self.section))
        if not entries:
            return Verdict(otherwise="not_applicable")
        evidence = [piece for entry in entries if (piece := self._event(entry, case)) is not None]
        return Verdict(evidence, satisfied(evidence, len(entries)))

    def _event(self, entry: Entry[Any], case: Case) -> Evidence | None:
        model = section_model(self.section)
        event = field_of(model, self.since).get(entry.record)
        answer = field_of(model, self.until).get(entry.record)
        last = field_of(model, self.not_after).get(entry.record) if self.not_after else None
        due = self.due_after(event)
        status: Status
        name, what = event_name(entry), self.until.partition(".")[0].removesuffix("日期")
        limit = f"期限 {stamp(due.strict)}" + (f"（宽松理解 {due.lenient}）" if due.lenient != due.strict else "")
        if answer is None:
            if last is not None:
                status, message = "violated", f"{name} 已有{self.not_after} {stamp(last)}，没有{what}"
            elif due.is_over(case.as_of):
                status, message = "violated", f"{name} {stamp(event)} 之后没有{what}，{limit}，已逾期"
            elif case.as_of > day_of(due.strict):
                status, message = (
                    "pending",
                    f"{name} 尚无{what}，{stamp(due.strict)} 已过，宽松理解 {due.lenient} 未到，请尽快",
                )
            else:
                status, message = "pending", f"{name} 尚无{what}，{limit}"
        elif last is not None and answer > last:
            status, message = "violated", f"{name} {what} {stamp(answer)} 晚于{self.not_after} {stamp(last)}"
        else:
            status = two_readings(*due.on_time(answer))
            if status == "met":
                return None
            message = f"{name} 的{what}在 {stamp(answer)}，{limit}"
            message += "，逾期" if status == "violated" else "，严格理解逾期、宽松理解未逾期，待认定"
        return Evidence(
            status,
            message,
            entry.subject,
            entry,
            tuple(self.until.split(".")) if answer is not None else (),
            iso(answer) if answer is not None else None,
            iso(due.strict),
            str(due.lenient) if due.lenient != due.strict else None,
            due,
        )

    def formula(self, year: int) -> list[str]:
        lines = [
            f"“{self.section}”里的每一条：“{self.until}”不晚于“{self.since}”之后的期限，当天不计入。",
            f"严格理解：{self.strict}内" + ("，精确到分。" if self.strict.hours is not None else "，遇休息日不顺延。"),
            f"宽松理解：{self.lenient}内，最后一日遇休息日的顺延到下一个工作日。",
        ]
        if self.not_after:
            lines.append(
                f"“{self.until}”不得晚于“{self.not_after}”；已有“{self.not_after}”而没有“{self.until}”的，也是未达标。"
            )
        event = datetime(year, 5, 4, 9, 30) if self.strict.hours is not None else date(year, 5, 4)  # noqa: DTZ001
        due = self.due_after(event)
        lines.append(f"例：{stamp(event)} 的，严格理解到 {stamp(due.strict)}，宽松理解到 {stamp(due.lenient)}。")
        return lines

    def example(self, setting: Setting, *, good: bool) -> Sections:
        record = event_example(self.section, setting)
        event = record[self.since.partition(".")[0]]
        due = self.due_after(event)
        late: date = due.lenient + timedelta(days=1)
        if isinstance(event, datetime):
            late = datetime.combine(late, event.time())
        answer = (event + timedelta(hours=2) if isinstance(event, datetime) else due.strict) if good else late
        put(record, self.until, answer, setting)
        if self.not_after and good:
            put(record, self.not_after, answer + timedelta(hours=6), setting)
        return {self.section: [record]}
