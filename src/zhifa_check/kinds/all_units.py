"""``all_units``: the year's reports of an item, together, cover every unit of a role."""

from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.periods import Every, periods_of
from zhifa_check.format.sections.reports import Report
from zhifa_check.kinds.base import Annual, Case, Evidence, Sections, Setting, Verdict, below
from zhifa_check.kinds.due import Binds


class AllUnits(Annual):
    """The 覆盖单位 of all 报送 entries of ``item`` include every unit of ``covering``. Never rolls."""

    about: ClassVar[str] = "某个事项全年各次的覆盖单位合起来，包括应覆盖的每一个单位。"
    makes_good: ClassVar[tuple[str, ...]] = ("全覆盖",)
    kind: Literal["all_units"]
    item: Words = Field(title="事项")
    every: Every = Field(title="多久一次", description="year 每年、half 每半年、quarter 每季度、month 每月")
    covering: Binds = Field(title="应覆盖的单位")

    def looks_at(self) -> tuple[str, ...]:
        return below("报送", "覆盖单位")

    def sections(self) -> tuple[str, ...]:
        return ("报送",)

    def speaks_of(self) -> tuple[Binds, ...]:
        return (self.covering,)

    def item_lengths(self) -> dict[str, Every]:
        return {self.item: self.every}

    def asks_of_report(self, item: str) -> dict[str, str]:
        asks = f"“覆盖单位”写这一次覆盖的单位，全年合在一起要包括名册里的每个{self._whom()}"
        return {"覆盖单位": asks} if item == self.item else {}

    def judge(self, case: Case) -> Verdict:
        wanted = [unit for unit in case.registry.units if self.covering.includes(unit)]
        if not wanted:
            return Verdict(otherwise="not_applicable")
        entries = [entry for entry in case.facts.of(Report) if entry.record.item == self.item]
        covered = {unit for entry in entries for unit in entry.record.covered or ()}
        left_out = [unit.name for unit in wanted if unit.id not in covered]
        progress = f"{len(wanted) - len(left_out)}/{len(wanted)}"
        if not left_out:
            return Verdict(progress=progress)
        message = (
            f"{self.item}全年覆盖{self._whom()} {progress} 个单位，缺{'、'.join(left_out)}"
            if entries
            else f"没有{self.item}的报送，无法核对是否覆盖全部{self._whom()}"
        )
        piece = Evidence(
            case.shortfall(absent=not entries),
            message,
            entry=entries[-1] if entries else None,
            actual=progress,
            required=str(len(wanted)),
            due=case.due,
        )
        return Verdict([piece], progress)

    def _whom(self) -> str:
        return "、".join((*self.covering.kinds, *self.covering.roles))

    def formula(self, year: int) -> list[str]:
        return [
            f"全年各次“{self.item}”的“覆盖单位”合在一起，要包括名册里的每个{self._whom()}。",
            "例：四次专项监督分别覆盖不同单位，合起来一个不缺即达标。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        wanted = [unit.name for unit in setting.registry.units if self.covering.includes(unit)]
        period = periods_of(setting.year, self.every)[0]
        record = {
            "事项": self.item,
            "所属期": str(period),
            "日期": period.end,
            "覆盖单位": wanted if good else wanted[1:],
        }
        return {"报送": [record]}
