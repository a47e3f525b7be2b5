"""``before``: a step that each event must have passed by its own date."""

from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.format.record import Section
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind, SectionName, Sections, Setting
from zhifa_check.kinds.conditions import Where, left_open, matcher, of_which, wanted
from zhifa_check.kinds.doubt import in_doubt, meant
from zhifa_check.kinds.due import Due, day_of, stamp
from zhifa_check.kinds.events import about_blank, binding, event_name, nothing_filed, said, without_event
from zhifa_check.kinds.examples import example_of, fit, put, sections_with
from zhifa_check.kinds.fields import TIMES, all_at, field_of, place_of, section_model, shown
from zhifa_check.kinds.limits import Limit
from zhifa_check.kinds.paths import Leads
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, satisfied


class Before(Kind):
    """``step`` is there, on or before the day of ``event`` ``at_least`` so long before it, and the record has the words
    of ``having``.

    Until the day of ``event`` is over nothing is broken: it may still be put off.
    """

    about: ClassVar[str] = "某一步有，日期不晚于某件事（或者至少提前多久），而且结果是规定的词。"
    stands_alone: ClassVar[bool] = True
    remedy: ClassVar[str] = "请对有关决定进行复核，说明原因，完善作出决定前的审核程序。"
    kind: Literal["before"]
    section: SectionName = Field(title="部分")
    where: Annotated[Where, Leads()] = Field({}, title="哪些记录", description="如 {类别: 行政处罚}；不写为全部")
    step: Annotated[Words, Leads(TIMES, many=True)] = Field(
        title="先做的一步", description="字段路径，如 法制审核.日期；经过列表的，以其中最早的为准"
    )
    event: Annotated[Words, Leads(TIMES)] = Field(title="后做的事", description="字段路径，如 决定日期")
    at_least: Limit | None = Field(
        None, title="至少隔多久", description="先后两件事之间至少隔多久，如听证七日前通知、公示不少于三十日的"
    )
    having: Annotated[Where, Leads()] = Field({}, title="结果", description="如 {法制审核.结论: 通过}")

    def each(self) -> str | None:
        return self.section

    def judge(self, case: Case) -> Verdict:
        event = field_of(section_model(self.section), self.event).get
        entries = meant(self.section, self.where, case, event)
        entries = binding(entries, case, *[lambda entry: event(entry.record)] * 2)
        if not entries:
            what = self.step.partition(".")[0].removesuffix("日期")
            return nothing_filed(self.section, case, what) or Verdict(otherwise="not_applicable")
        told = (piece for entry in entries if (piece := self._event(entry, case)) is not None)
        evidence = [in_doubt(self.where, piece) for piece in told]
        return Verdict(evidence, satisfied(evidence, len(entries)))

    def _event(self, entry: Entry[Section], case: Case) -> Evidence | None:
        model = section_model(self.section)
        event = field_of(model, self.event).get(entry.record)
        step = min(all_at(model, self.step)(entry.record), default=None)
        what = self.step.partition(".")[0].removesuffix("日期")
        if event is None:
            return without_event(entry, self.event, case, f"{what}是不是在先")
        last, to_come = self._last_day(event), day_of(event) > case.as_of
        put_off = f"；{self.event} {stamp(event)} 未到，改期的请更正" if to_come else ""
        if step is None:
            message = f"没有{what}，应在 {stamp(last)} 或之前"
        elif day_of(step) > day_of(event):
            late = (day_of(step) - day_of(event)).days
            message = f"{what}在 {stamp(step)}，晚于{self.event} {stamp(event)} {late} 天"
        elif self.at_least and day_of(self.at_least.after(step)) > day_of(event):
            gap = f"到{self.event} {stamp(event)} 不满 {self.at_least}"
            message = f"{what}在 {stamp(step)}，{gap}，应在 {stamp(last)} 或之前"
        else:
            wrong = [path for path, words in self.having.items() if not matcher(model, {path: words})(entry.record)]
            if not wrong:
                return None
            path = wrong[0]
            if left_open(entry.record, {path: self.having[path]}):
                message = f"{event_name(entry)} 没有填{said(path)}，应是{wanted(self.having[path])}，无法核对，请补上"
                if not to_come:
                    return Evidence("missing", message, entry.subject, entry, blank=True)
                return Evidence("pending", message + put_off, entry.subject, entry)
            message = f"{said(path)}是“{shown(model, path, entry.record)}”，应是{wanted(self.having[path])}"
        at = place_of(model, self.step) if step is not None else ()
        actual = str(step) if step is not None else None
        status: Status = "pending" if to_come else "violated"
        message, due = f"{event_name(entry)} {message}{put_off}", Due(last, last)
        return Evidence(status, message, entry.subject, entry, at, actual, str(last), due=due)

    def _last_day(self, event: date) -> date:
        """The last day for the step."""
        return self.at_least.before(event) if self.at_least else event

    def formula(self, year: int) -> list[str]:
        conditions = of_which(self.where)
        lines = [
            f"“{self.section}”里的每一条{conditions}：{said(self.step)}要有，且不晚于{said(self.event)}（同一天可以）。"
        ]
        if self.at_least:
            lines.append(f"两者之间至少隔 {self.at_least}，先做的那一天不计入。")
        lines += [f"{said(path)}要是{wanted(one)}。" for path, one in self.having.items()]
        lines += about_blank(section_model(self.section), self.event, self.where)
        result = "、晚了或结果不对" if self.having else "或晚了"
        late = f"没有{result}都是未达标，事后补不能改变；{said(self.event)}未到的为未到期。计划印发之前的不认定。"
        return [*lines, late]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        record = example_of(self.section, setting)
        fit(record, self.section, self.where, setting)
        put(record, self.section, self.event, setting)
        event: Any = record
        for part in self.event.split("."):
            event = event[part]
        last = self._last_day(event)
        put(record, self.section, self.step, setting, last if good else last + timedelta(days=1))
        if good:
            fit(record, self.section, self.having, setting)
        return sections_with(self.section, [record], setting)
