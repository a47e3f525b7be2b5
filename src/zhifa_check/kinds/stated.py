"""``stated``: something that each record must say, at once or by a date."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.format.values import fault
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Annual, Case, SectionName, Sections, Setting
from zhifa_check.kinds.conditions import Where, later_keys, of_which
from zhifa_check.kinds.doubt import in_doubt, meant
from zhifa_check.kinds.due import Due, DueRules, PlanWords, day_of
from zhifa_check.kinds.events import binding, event_name, happened, nothing_filed, said
from zhifa_check.kinds.examples import example_of, fit, put, sections_with
from zhifa_check.kinds.fields import TIMES, field_of, section_model
from zhifa_check.kinds.grace import Grace
from zhifa_check.kinds.paths import Leads
from zhifa_check.kinds.verdict import Evidence, Verdict, of_readings, satisfied


class Stated(Annual):
    """Every record of ``section`` that has the words of ``where`` has ``field``. Never rolls.

    Without ``due`` the record itself must say it, and blank is a report that is missing. With ``due`` it may be added
    until then, and a date must keep it; ``or_else`` is another date that keeps it in the lenient reading. No record at
    all is a report that is missing where every record is meant, with ``where`` nothing that the rule could apply to.
    """

    about: ClassVar[str] = (
        "每条记录都填了某一项。不写 due 的，记录本身就要有；写了的，到期前补上即可，是日期的不晚于期限。"
    )
    stands_alone: ClassVar[bool] = True
    remedy: ClassVar[str] = "请核对原件，确有记载的如实补充填报，没有记载的说明原因。"
    kind: Literal["stated"]
    section: SectionName = Field(title="部分")
    field: Annotated[Words, Leads()] = Field(title="要填的一项", description="字段路径，如 裁量基准、通报.抄送日期")
    where: Annotated[Where, Leads()] = Field({}, title="哪些记录", description="如 {类别: 行政处罚}；不写为全部")
    called: Words | None = Field(None, title="叫什么", description="结论里怎样称呼这一项；不写为字段的名称")
    wrong: Words | None = Field(None, title="怎么了", description="结论里怎样说 where 的记录，如 不符合规定")
    or_else: Annotated[Words | None, Leads(TIMES)] = Field(
        None, title="宽松理解还认的日期", description="字段路径，如 停止实施日期：它不晚于期限的，宽松理解也算"
    )
    valid_until: Annotated[Words | None, Leads(TIMES)] = Field(
        None,
        title="有效期至",
        description="字段路径，如 证件有效期至：没有填为长期有效；要在认定那一天有效，年度结束后看最后一天",
    )
    due: DueRules = Field((), title="期限", description="不写的，记录本身就要有")
    grace: Grace | None = Field(None, title="宽松理解再宽", description="这一项本身没有另写日期的")

    def check(self, words: PlanWords) -> None:
        super().check(words)
        field = field_of(section_model(self.section), self.field)
        if field.required and not (self.valid_until or (self.due and self._holds_a_date())):
            raise fault(f"“{self.field}”在每条记录里都必须填，这条规则没有约束力", "field")
        if self.or_else and not (self.due and self._holds_a_date()):
            raise fault("or_else 只用于有期限的日期", "or_else")
        if self.valid_until and self.due:
            raise fault("有期限的不写 valid_until", "valid_until")

    def _holds_a_date(self) -> bool:
        return field_of(section_model(self.section), self.field).holds in TIMES

    def each(self) -> str | None:
        return self.section

    def judge(self, case: Case) -> Verdict:
        entries = meant(self.section, self.where, case)
        if not self.due:
            entries = binding(entries, case)
        # what came about after the deadline cannot have been due by then
        last = day_of(case.due.lenient) if case.due else date.max
        entries = [entry for entry in entries if (day := happened(entry)) is None or day_of(day) <= last]
        if not entries and (self.where or not self.due or section_model(self.section).happens):
            nothing = None if self.section == Person.title else nothing_filed(self.section, case, said(self.field))
            return nothing or Verdict(otherwise="not_applicable")
        if not entries:
            message = f"没有填“{self.section}”，无法核对{said(self.field)}"
            return Verdict([Evidence(case.shortfall(absent=True), message, due=case.due)])
        evidence = [in_doubt(self.where, piece) for entry in entries if (piece := self._record(entry, case))]
        verdict = Verdict(evidence, satisfied(evidence, len(entries)))
        # another record may still come
        verdict.otherwise = "pending" if case.open and not self.where else "met"
        return verdict

    def _record(self, entry: Entry[Section], case: Case) -> Evidence | None:
        value = field_of(section_model(self.section), self.field).get(entry.record)
        if case.due is None or not self._holds_a_date():
            return (
                self._valid(entry, min(case.as_of, case.period.end))
                if value not in (None, [], ())
                else self._blank(entry, case)
            )
        return self._dated(entry, value, case, self.grace.extends(case.due) if self.grace else case.due)

    def _blank(self, entry: Entry[Section], case: Case) -> Evidence:
        ending = f"{case.due.lenient} 前补上即可" if case.due and case.open else "无法核对，请核对原件并如实补上"
        message = f"{event_name(entry)}没有填{said(self.field)}，{ending}"
        return Evidence(
            case.shortfall(absent=not self.due), message, entry.subject, entry, due=case.due, blank=not self.due
        )

    def _valid(self, entry: Entry[Section], today: date) -> Evidence | None:
        if self.valid_until is None:
            return None
        until = field_of(section_model(self.section), self.valid_until).get(entry.record)
        if until is None or day_of(until) >= today:
            return None
        message = f"{event_name(entry)}的{said(self.valid_until)}是 {until}，{today} 已过期"
        at = tuple(self.valid_until.split("."))
        return Evidence("violated", message, entry.subject, entry, at, str(until), str(today))

    def _dated(self, entry: Entry[Section], day: date | None, case: Case, due: Due) -> Evidence | None:
        day = day_of(day) if day is not None else None
        if day is not None and day <= due.strict:
            return None
        other = field_of(section_model(self.section), self.or_else).get(entry.record) if self.or_else else None
        lenient = any(one is not None and day_of(one) <= due.lenient for one in (day, other))
        status = of_readings(False, lenient)
        what = self.called or self.field.partition(".")[0]
        name = event_name(entry) + (f" {self.wrong}，" if self.wrong else " ")
        if day is not None:
            message = f"{name}{what}在 {day}{due.told(day)}"
        elif not due.is_over(case.as_of):
            past = f"{due.strict} 已过，按宽松理解" if case.as_of > due.strict else "最迟"
            status, message = "pending", f"{name}没有{what}，{past} {due.lenient} 前补上{said(self.field)}"
        else:
            message = f"{name}没有{what}（没有填{said(self.field)}），{due}"
        if self.or_else and status != "pending":
            stood = f"是 {other}" if other else "没有填"
            message += f"；{said(self.or_else)}{stood}" + ("，宽松理解也算，待认定" if lenient else "")
        at = tuple(self.field.split(".")) if day else ()
        lenient_required = str(due.lenient) if due.lenient != due.strict else None
        return Evidence(
            status,
            message,
            entry.subject,
            entry,
            at,
            str(day) if day else None,
            str(due.strict),
            lenient_required,
            due=due,
        )

    def formula(self, year: int) -> list[str]:
        conditions = of_which(self.where)
        dated = "，且不晚于期限" if self.due and self._holds_a_date() else ""
        lines = [f"“{self.section}”里的每一条{conditions}都要填{said(self.field)}{dated}。"]
        if not self.due:
            if self.valid_until:
                lines.append(f"{said(self.valid_until)}不早于认定那一天（年度结束后看最后一天）；没有填的为长期有效。")
            return [*lines, "没有填的无法核对，为未报；填上即达标。"]
        lines.append("到期前补上即可。" if self.where else "到期前补上即可，一条记录都没有的算未报。")
        if later := later_keys(section_model(self.section), self.where):
            lines.append(f"{'、'.join(map(said, later))}看到期限那天为止，以后才有的按没有算。")
        due = self.due_on(None, self.periods(year)[0])
        due = self.grace.extends(due) if due and self.grace else due
        if due is not None and due.lenient != due.strict:
            between = due.strict + timedelta(days=1)
            lines.append(f"严格理解不晚于 {due.strict}，宽松理解不晚于 {due.lenient}。例：{between} 的，待认定。")
        if self.or_else and due is not None:
            lines.append(f"没有填或迟了，但{said(self.or_else)}不晚于期限的，严格理解不算，宽松理解算，待认定。")
            lines.append(f"例：{said(self.or_else)}是 {due.strict} 而没有填{said(self.field)}的，待认定。")
        return lines

    def example(self, setting: Setting, *, good: bool) -> Sections:
        record = example_of(self.section, setting)
        fit(record, self.section, self.where, setting)
        due = self.grace.extends(setting.due) if self.grace and setting.due else setting.due
        if due is not None and self._holds_a_date():
            day: date = due.strict if good else due.lenient + timedelta(days=1)
            if field_of(section_model(self.section), self.field).holds is datetime:
                day = datetime.combine(day, time(17))
            put(record, self.section, self.field, setting, day)
        elif good:
            put(record, self.section, self.field, setting)
        return sections_with(self.section, [record], setting)
