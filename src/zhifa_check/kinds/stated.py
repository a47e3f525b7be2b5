"""``stated``: something that each record must say, at once or by a date."""

from datetime import date
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Annual, Case, Evidence, Section, Sections, Setting, Verdict, Where, below, satisfied
from zhifa_check.kinds.dossiers import review_example, volume_example
from zhifa_check.kinds.due import Due, DueRules, PlanWords
from zhifa_check.kinds.events import event_example, event_name
from zhifa_check.kinds.fields import TIMES, check_where, expect, field_of, matcher, section_model


class Stated(Annual):
    """Every record of ``section`` that has the words of ``where`` has ``field``.

    Without ``due`` the record itself must say it; with ``due`` it may be added until then (``dated`` is the field whose
    own date must not be later), and no record at all is a report that is missing.
    """

    about: ClassVar[str] = (
        "每条记录都填了某一项。不写 due 的，记录本身就要有；写了的，到期前补上即可，一条记录也没有为未报。"
    )
    stands_alone: ClassVar[bool] = True
    kind: Literal["stated"]
    section: Section = Field(title="部分")
    field: Words = Field(title="要填的一项", description="字段路径，如 裁量基准、通报.抄送日期")
    where: Where = Field({}, title="哪些记录", description="如 {类别: 行政处罚}；不写为全部")
    dated: Words | None = Field(None, title="不得迟的日期", description="字段路径：这一项本身的日期不得晚于期限")
    due: DueRules = Field((), title="期限", description="不写的，记录本身就要有")

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        field_of(section_model(self.section), self.field)
        if self.dated:
            expect(field_of(section_model(self.section), self.dated), *TIMES)
        return self

    def check(self, words: PlanWords) -> None:
        super().check(words)
        check_where(section_model(self.section), self.where, words.categories)

    def looks_at(self) -> tuple[str, ...]:
        return below(self.section, self.field, self.dated, *self.where)

    def sections(self) -> tuple[str, ...]:
        return (self.section,)

    def judge(self, case: Case) -> Verdict:
        model = section_model(self.section)
        applies, get = matcher(model, self.where), field_of(model, self.field).get
        entries = [entry for entry in case.facts.of(section_model(self.section)) if applies(entry.record)]
        if not entries and not self.due:
            return Verdict(otherwise="not_applicable")
        if not entries:
            message = f"没有填“{self.section}”，无法核对“{self.field}”"
            return Verdict([Evidence(case.shortfall(absent=True), message, due=case.due)])
        evidence = [
            piece
            for entry in entries
            if (piece := self._absent(entry, case) if get(entry.record) is None else self._late(entry, case.due))
        ]
        verdict = Verdict(evidence, satisfied(evidence, len(entries)))
        verdict.otherwise = "pending" if case.open else "met"
        return verdict

    def _absent(self, entry: Entry[Any], case: Case) -> Evidence:
        message = f"{event_name(entry)} 没有填“{self.field}”"
        message += f"，{case.due.lenient} 前补上即可" if case.due and case.open else "，请核对并如实补上"
        return Evidence(case.shortfall(), message, entry.subject, entry, due=case.due)

    def _late(self, entry: Entry[Any], due: Due | None) -> Evidence | None:
        if self.dated is None or due is None:
            return None
        day = field_of(section_model(self.section), self.dated).get(entry.record)
        if day is None or day <= due.strict:
            return None
        message = f"{event_name(entry)} 的“{self.dated}”是 {day}，期限 {due.strict}，迟 {(day - due.strict).days} 天"
        at = tuple(self.dated.split("."))
        return Evidence("violated", message, entry.subject, entry, at, str(day), str(due.strict), due=due)

    def formula(self, year: int) -> list[str]:
        conditions = "".join(f"（{path}是{'、'.join(words)}的）" for path, words in self.where.items())
        lines = [f"“{self.section}”里的每一条{conditions}都要填“{self.field}”。"]
        lines.append("到期前补上即可，一条都没有的算未报。" if self.due else "作出时就要有，没有即未达标。")
        return lines

    def example(self, setting: Setting, *, good: bool) -> Sections:
        if self.section == "案卷评查":
            day = date(setting.year, 6, 20)
            circular = {"文号": "某评〔示例〕1号", "日期": day} | ({"抄送日期": day} if good else {})
            return volume_example(setting) | {"案卷评查": [review_example(setting, day) | {"通报": circular}]}
        record = event_example(self.section, setting) | {path: words[0] for path, words in self.where.items()}
        if good:
            record[self.field] = "某省行政处罚裁量基准第3项，一般情形"
        return {self.section: [record]}
