"""``count``: how many records of a section the unit must have in the year."""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.kinds.base import Annual, Case, Count, Evidence, Section, Sections, Setting, Verdict
from zhifa_check.kinds.dossiers import review_example, volume_example
from zhifa_check.kinds.fields import section_model


class NumberOf(Annual):
    """At least ``at_least`` records of ``section`` in the year; none at all is missing, too few violated."""

    about: ClassVar[str] = "全年的记录不少于几条。"
    kind: Literal["count"]
    section: Section = Field(title="部分")
    at_least: Count = Field(title="至少几条")

    @model_validator(mode="after")
    def _section_exists(self) -> Self:
        section_model(self.section)
        return self

    def sections(self) -> tuple[str, ...]:
        return (self.section,)

    def judge(self, case: Case) -> Verdict:
        entries = case.facts.of(section_model(self.section))
        progress = f"{len(entries)}/{self.at_least}"
        if len(entries) >= self.at_least:
            return Verdict(progress=progress)
        message = f"{self.section} {progress} 次，少 {self.at_least - len(entries)} 次"
        piece = Evidence(
            case.shortfall(absent=not entries),
            message,
            entry=entries[-1] if entries else None,
            actual=str(len(entries)),
            required=str(self.at_least),
            due=case.due,
        )
        return Verdict([piece], progress)

    def formula(self, year: int) -> list[str]:
        return [
            f"本年度“{self.section}”的条数 ≥ {self.at_least}。",
            f"一条也没有的算未报，有但不够的算未达标。例：{self.at_least - 1} 次，少 1 次。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        reviews = [
            review_example(setting, date(setting.year, 3 + number % 9, 20))
            for number in range(self.at_least if good else self.at_least - 1)
        ]
        return volume_example(setting) | {self.section: reviews}
