"""``before``: a step that each event must have passed by its own date."""

from datetime import timedelta
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Evidence, Kind, Section, Sections, Setting, Verdict, Where, below, satisfied
from zhifa_check.kinds.due import Due, PlanWords
from zhifa_check.kinds.events import event_example, event_name, put
from zhifa_check.kinds.fields import TIMES, check_where, expect, field_of, section_model


class Before(Kind):
    """``step`` is there, dated on or before ``event``, and the record has the words of ``having``."""

    about: ClassVar[str] = "某一步有，日期不晚于某件事，而且结果是规定的词。"
    stands_alone: ClassVar[bool] = True
    kind: Literal["before"]
    section: Section = Field(title="部分")
    step: Words = Field(title="先做的一步", description="字段路径，如 法制审核.日期")
    event: Words = Field(title="后做的事", description="字段路径，如 决定日期")
    having: Where = Field({}, title="结果", description="如 {法制审核.结论: 通过}")

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        for path in (self.step, self.event):
            expect(field_of(section_model(self.section), path), *TIMES)
        return self

    def check(self, words: PlanWords) -> None:
        check_where(section_model(self.section), self.having, words.categories)

    def looks_at(self) -> tuple[str, ...]:
        return below(self.section, self.step, *self.having)

    def sections(self) -> tuple[str, ...]:
        return (self.section,)

    def judge(self, case: Case) -> Verdict:
        entries = case.facts.of(section_model(self.section))
        if not entries:
            return Verdict(otherwise="not_applicable")
        evidence = [piece for entry in entries if (piece := self._event(entry)) is not None]
        return Verdict(evidence, satisfied(evidence, len(entries)))

    def _event(self, entry: Entry[Any]) -> Evidence | None:
        model = section_model(self.section)
        event = field_of(model, self.event).get(entry.record)
        step = field_of(model, self.step).get(entry.record)
        what = self.step.partition(".")[0]
        if step is None:
            message = f"没有{what}，应在 {event} 或之前"
        elif step > event:
            message = f"{what}在 {step}，晚于{self.event} {event} {(step - event).days} 天"
        else:
            wrong = [
                (path, words)
                for path, words in self.having.items()
                if field_of(model, path).get(entry.record) not in words
            ]
            if not wrong:
                return None
            path, words = wrong[0]
            message = f"“{path}”是“{field_of(model, path).get(entry.record)}”，应是“{'”或“'.join(words)}”才能作出决定"
        at = tuple(self.step.split(".")) if step is not None else ()
        actual = str(step) if step is not None else None
        return Evidence(
            "violated",
            f"{event_name(entry)} {message}",
            entry.subject,
            entry,
            at,
            actual,
            str(event),
            due=Due(event, event),
        )

    def formula(self, year: int) -> list[str]:
        lines = [f"“{self.section}”里的每一条：“{self.step}”要有，且不晚于“{self.event}”（同一天可以）。"]
        lines += [f"“{path}”要是“{'”或“'.join(words)}”。" for path, words in self.having.items()]
        return [*lines, "没有、晚了或没通过都是未达标，事后补不能改变。"]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        record = event_example(self.section, setting)
        event = record[self.event]
        put(record, self.step, event - timedelta(days=4) if good else event + timedelta(days=1), setting)
        for path, words in self.having.items():
            put(record, path, words[0], setting)
        return {self.section: [record]}
