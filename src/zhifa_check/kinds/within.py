"""``within``: an answer to each event within a number of days, working days, months or hours."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.record import Section
from zhifa_check.format.shape import Written
from zhifa_check.format.values import fault
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind, SectionName, Sections, Setting
from zhifa_check.kinds.conditions import Where, of_which
from zhifa_check.kinds.doubt import in_doubt, meant
from zhifa_check.kinds.due import Due, PlanWords, day_of, iso, stamp
from zhifa_check.kinds.events import (
    about_blank,
    before_event,
    binding,
    event_name,
    happened,
    nothing_filed,
    said,
    without_event,
)
from zhifa_check.kinds.examples import example_of, fit, put, sections_with
from zhifa_check.kinds.fields import TIMES, all_at, field_of, one_or_several, place_of, reach, section_model
from zhifa_check.kinds.limits import Limit
from zhifa_check.kinds.paths import Leads
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, of_readings, satisfied


class Within(Kind):
    """The earliest of ``until`` is there within ``strict`` of ``since``, or leniently within ``lenient``, rolled to the
    next working day, of ``lenient_since`` where the record has it.

    A record that leaves ``since`` blank is a report that is missing only where the answer is there.
    """

    about: ClassVar[str] = "某件事之后，在规定时间内做了另一件事。宽松理解遇休息日顺延。"
    stands_alone: ClassVar[bool] = True
    rolls: ClassVar[bool] = True
    remedy: ClassVar[str] = "请立即补办并报告，同时说明逾期原因。"
    kind: Literal["within"]
    section: SectionName = Field(title="部分")
    where: Annotated[Where, Leads()] = Field({}, title="哪些记录", description="如 {类别: 行政处罚}；不写为全部")
    since: Annotated[Words, Leads(TIMES)] = Field(title="从什么起", description="字段路径，如 决定日期")
    lenient_since: Annotated[Words | None, Leads(TIMES)] = Field(
        None, title="宽松理解从什么起", description="字段路径，如 知悉时间；没有填的仍从 since 起"
    )
    until: Annotated[
        tuple[Words, ...],
        BeforeValidator(one_or_several),
        Written("one_or_several"),
        Leads(TIMES, many=True),
        Field(min_length=1),
    ] = Field(title="到什么止", description="字段路径，如 备案.日期；写几个的、经过列表的，以其中最早的为准")
    strict: Limit = Field(title="严格理解的时限")
    lenient: Limit | None = Field(None, title="宽松理解的时限", description="不写与严格理解相同；写的不以小时计")

    def check(self, words: PlanWords) -> None:
        super().check(words)
        fields = [reach(section_model(self.section), path) for path in (self.since, *self.until)]
        if self.strict.hours is not None and any(field.holds is not datetime for field in fields):
            raise fault("以小时计的期限只用于带时刻的字段", "strict")
        if self.lenient and self.lenient.hours is not None:
            raise fault("宽松理解的期限不以小时计；与严格理解相同的不写", "lenient")
        if self.lenient and self.lenient.at_least_days < self.strict.at_least_days:
            raise fault(f"宽松理解的 {self.lenient}比严格理解的 {self.strict}还短", "lenient")
        if len({field.holds for field in fields[1:]}) > 1:
            raise fault("until 里的字段要么都带时刻，要么都不带", "until")

    def due_for(self, record: Any) -> Due | None:
        """Both deadlines of an event; None where it leaves its date blank."""
        model = section_model(self.section)
        since = field_of(model, self.since).get(record)
        if since is None:
            return None
        known = (field_of(model, self.lenient_since).get(record) if self.lenient_since else None) or since
        strict = self.strict.after(since)
        if self.lenient is None and self.strict.hours is not None:
            return Due(strict, max(strict, self.strict.after(known)))
        lenient = roll_forward(day_of((self.lenient or self.strict).after(known)))
        return Due(strict, max(lenient, day_of(strict)))

    def answered(self, record: Any) -> date | None:
        """When the answer came, if it did."""
        return self._answer(record)[1]

    def _answer(self, record: Any) -> tuple[str, date | None]:
        model = section_model(self.section)
        since = field_of(model, self.since).get(record)
        there = []
        for path in self.until:
            if values := all_at(model, path)(record):
                # of several in a list the first that follows the event
                after = [one for one in values if since is None or day_of(one) >= day_of(since)]
                there.append((min(after or values), path))
        value, path = min(there, key=lambda pair: pair[0]) if there else (None, self.until[0])
        return path, value

    def events(self, case: Case) -> list[Entry[Section]]:
        """The records that the rule judges."""
        entries = meant(self.section, self.where, case, lambda record: (due := self.due_for(record)) and due.lenient)

        def strictly(entry: Entry[Section]) -> date | None:
            due = self.due_for(entry.record)
            return due.strict if due else None

        since = field_of(section_model(self.section), self.since).get
        return binding(entries, case, strictly, lambda entry: since(entry.record) or happened(entry))

    def each(self) -> str | None:
        return self.section

    def judge(self, case: Case) -> Verdict:
        entries = self.events(case)
        if not entries:
            what = self.until[0].partition(".")[0].removesuffix("日期")
            return nothing_filed(self.section, case, what) or Verdict(otherwise="not_applicable")
        told = (piece for entry in entries if (piece := self._event(entry, case)) is not None)
        evidence = [in_doubt(self.where, piece) for piece in told]
        remarks = [piece for entry in entries if (piece := self._before_it(entry)) is not None]
        return Verdict(evidence, satisfied(evidence, len(entries)), remarks=remarks)

    def _before_it(self, entry: Entry[Section]) -> Evidence | None:
        return before_event(entry, self.since, *self._answer(entry.record))

    def _event(self, entry: Entry[Section], case: Case) -> Evidence | None:
        due = self.due_for(entry.record)
        path, answer = self._answer(entry.record)
        if due is not None and answer is not None and all(due.on_time(answer)):
            return None
        name = event_name(entry)
        what = path.partition(".")[0].removesuffix("日期")
        if due is None:
            return without_event(entry, self.since, case, f"{what}是否按时", answered=answer is not None)
        event = field_of(section_model(self.section), self.since).get(entry.record)
        status: Status
        if answer is None and due.is_over(case.as_of):
            late = (case.as_of - day_of(due.lenient)).days
            since = f"至 {case.as_of} 已逾期 {late} 天"
            status, message = "violated", f"{name} {stamp(event)} 之后没有{what}，{due}，{since}"
        elif answer is None and case.as_of > day_of(due.strict):
            status = "pending"
            message = f"{name} 尚无{what}，{stamp(due.strict)} 已过，宽松理解 {due.lenient} 未到，请尽快"
        elif answer is None:
            status, message = "pending", f"{name} 尚无{what}，{due}"
        else:
            status = of_readings(*due.on_time(answer))
            message = f"{name} 的{what}在 {stamp(answer)}{due.told(answer)}"
        return Evidence(
            status,
            message,
            entry.subject,
            entry,
            place_of(section_model(self.section), path) if answer is not None else (),
            iso(answer) if answer is not None else None,
            iso(due.strict),
            iso(due.lenient) if due.lenient != due.strict else None,
            due,
        )

    def formula(self, year: int) -> list[str]:
        conditions = of_which(self.where)
        until = "、".join(map(said, self.until))
        lenient = self.lenient or self.strict
        by_hours, only_hours = self.strict.hours is not None, self.lenient is None and self.strict.hours is not None
        lines = [
            f"“{self.section}”里的每一条{conditions}：{until}不晚于{said(self.since)}之后的期限"
            + ("。" if by_hours else "，当天不计入。"),
            f"严格理解：{self.strict}内" + ("，精确到分。" if by_hours else "，遇休息日不顺延。"),
        ]
        if not only_hours:
            rolls = "最后一日遇休息日的顺延到下一个工作日。"
            lines.append(f"宽松理解：{lenient}内，{'当天不计入，' if by_hours else ''}{rolls}")
        if self.lenient_since:
            lines.append(f"填了{said(self.lenient_since)}的，宽松理解从{said(self.lenient_since)}起算。")
        if len(self.until) > 1:
            lines.append(f"{until}以最早的一个为准，只有其中一个的就看那一个。")
        lines += about_blank(section_model(self.section), self.since, self.where)
        event = datetime(year, 5, 4, 9, 30) if self.strict.hours is not None else date(year, 5, 4)  # noqa: DTZ001
        strict, last = self.strict.after(event), roll_forward(day_of(lenient.after(event)))
        also = "" if only_hours else f"，宽松理解到 {last}"
        lines.append(f"例：{stamp(event)} 的，严格理解到 {stamp(strict)}{also}。")
        return [*lines, "严格理解的期限在计划印发之前的不认定。"]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        record = example_of(self.section, setting)
        fit(record, self.section, self.where, setting)
        put(record, self.section, self.since, setting)
        event: Any = record
        for part in self.since.split("."):
            event = event[part]
        lenient = roll_forward(day_of((self.lenient or self.strict).after(event)))
        answer = event
        if not good:
            answer = max(lenient, day_of(self.strict.after(event))) + timedelta(days=1)
        elif isinstance(event, datetime):
            answer = event + timedelta(hours=2)
        if reach(section_model(self.section), self.until[0]).holds is datetime:
            answer = answer if isinstance(answer, datetime) else datetime.combine(answer, time(18))
        else:
            answer = day_of(answer)
        put(record, self.section, self.until[0], setting, answer)
        return sections_with(self.section, [record], setting)
