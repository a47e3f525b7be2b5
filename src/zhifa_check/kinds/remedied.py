"""``remedied``: what breaks the rules is mended by a date."""

from datetime import timedelta
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Annual, Case, Evidence, Section, Sections, Setting, Verdict, Where, below, satisfied
from zhifa_check.kinds.due import Due, PlanWords
from zhifa_check.kinds.events import event_example, event_name, put
from zhifa_check.kinds.fields import TIMES, check_where, expect, field_of, matcher, section_model


class Remedied(Annual):
    """Every record of ``section`` with the words of ``where`` has ``remedy`` by the due date. Never rolls.

    Where it has not, the message says whether ``stopped`` shows that it was at least no longer carried out.
    """

    about: ClassVar[str] = "有问题的记录，到期前都处理了。"
    stands_alone: ClassVar[bool] = True
    kind: Literal["remedied"]
    section: Section = Field(title="部分")
    where: Where = Field(title="哪些记录", description="如 {符合规定: 否}")
    remedy: Words = Field(title="处理的日期", description="字段路径，如 处理.日期")
    stopped: Words = Field(title="停止的日期", description="字段路径，如 停止实施日期")

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        for path in (self.remedy, self.stopped):
            expect(field_of(section_model(self.section), path), *TIMES)
        return self

    def check(self, words: PlanWords) -> None:
        super().check(words)
        check_where(section_model(self.section), self.where, words.categories)

    def looks_at(self) -> tuple[str, ...]:
        return below(self.section, self.remedy, self.stopped, *self.where)

    def sections(self) -> tuple[str, ...]:
        return (self.section,)

    def judge(self, case: Case) -> Verdict:
        assert case.due is not None
        applies = matcher(section_model(self.section), self.where)
        entries = [entry for entry in case.facts.of(section_model(self.section)) if applies(entry.record)]
        if not entries:
            return Verdict(otherwise="not_applicable")
        evidence = [piece for entry in entries if (piece := self._open(entry, case, case.due)) is not None]
        return Verdict(evidence, satisfied(evidence, len(entries)))

    def _open(self, entry: Entry[Any], case: Case, due: Due) -> Evidence | None:
        model = section_model(self.section)
        remedy, stopped = (field_of(model, path).get(entry.record) for path in (self.remedy, self.stopped))
        what = self.remedy.partition(".")[0]
        if remedy is not None and remedy <= due.strict:
            return None
        done = f"{what}在 {remedy}，迟 {(remedy - due.strict).days} 天" if remedy else f"没有{what}"
        message = f"{event_name(entry)} 不符合规定，{done}，期限 {due.strict}"
        if not case.open and (stopped is None or stopped > due.strict):
            message += f"；{due.strict} 之后仍在实施" + (f"（{stopped} 才停止）" if stopped else "（没有停止实施日期）")
        at = tuple(self.remedy.split(".")) if remedy else ()
        return Evidence(
            case.shortfall(), message, entry.subject, entry, at, remedy and str(remedy), str(due.strict), due=due
        )

    def formula(self, year: int) -> list[str]:
        conditions = "、".join(f"{path}是{'、'.join(words)}" for path, words in self.where.items())
        return [
            f"“{self.section}”里{conditions}的每一条：“{self.remedy}”要有，且不晚于期限。",
            f"到期没有处理的，“{self.stopped}”也没有或晚于期限的，另说明仍在实施。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        assert setting.due is not None
        record = event_example(self.section, setting) | {path: words[0] for path, words in self.where.items()}
        put(record, self.remedy, setting.due.strict + timedelta(days=-10 if good else 5), setting)
        return {self.section: [record]}
