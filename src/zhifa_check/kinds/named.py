"""``named``: being named for poor results in fewer periods than lead to a deduction."""

from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.periods import EVERY_TOLD, Every, Period, periods_of
from zhifa_check.format.sections.reports import Naming
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind, Sections, Setting
from zhifa_check.kinds.due import Binds
from zhifa_check.kinds.numbers import Count
from zhifa_check.kinds.verdict import Evidence, Verdict


class Named(Kind):
    """The unit is named in 通报不理想 (``item``) of the units ``by`` for fewer than ``fewer_than`` different 所属期."""

    about: ClassVar[str] = "被通报的所属期少于几个。"
    stands_alone: ClassVar[bool] = True
    remedy: ClassVar[str] = "请汇总分析，提出整改措施并报告。"
    kind: Literal["named"]
    item: Words = Field(title="事项")
    every: Every = Field(title="多久一次", description=EVERY_TOLD)
    by: Binds = Field(title="谁通报")
    fewer_than: Count = Field(title="少于几次")

    def foreign(self) -> tuple[str, Binds]:
        return Naming.title, self.by

    def speaks_of(self) -> tuple[Binds, ...]:
        return (self.by,)

    def item_lengths(self) -> dict[str, Every]:
        return {self.item: self.every}

    def judge(self, case: Case) -> Verdict:
        periods: dict[Period, Entry[Naming]] = {}
        for entry in case.told_by(Naming, self.by):
            if entry.record.item == self.item and entry.record.unit == case.unit.id:
                periods.setdefault(entry.record.period, entry)
        progress = str(len(periods))
        if len(periods) < self.fewer_than:
            return Verdict(progress=progress, otherwise="met" if case.as_of > case.period.end else "pending")
        last = list(periods.values())[self.fewer_than - 1]
        message = (
            f"{self.item}被通报不理想 {len(periods)} 次（{'、'.join(str(period) for period in sorted(periods))}），"
            f"达到考核扣分条件（{self.fewer_than} 次以上）"
        )
        piece = Evidence("violated", message, entry=last, actual=str(len(periods)), required=f"<{self.fewer_than}")
        return Verdict([piece], progress)

    def formula(self, year: int) -> list[str]:
        return [
            f"{self.by}的“通报不理想”里，本单位“{self.item}”被点名的不同所属期少于 {self.fewer_than} 个。",
            "同一所属期点名几次只算一次；一次也没有即达标；所属期结束后才计入。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        periods = periods_of(setting.year, self.every)[: self.fewer_than - 1 if good else self.fewer_than]
        return {
            Naming.title: [{"事项": self.item, "单位": setting.unit.name, "所属期": str(period)} for period in periods]
        }
