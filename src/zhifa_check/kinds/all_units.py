"""``all_units``: the reports of an item cover every unit of a role."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.periods import EVERY_TOLD, Every, periods_of
from zhifa_check.format.record import Section
from zhifa_check.format.sections.reports import Report
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Annual, Case, Sections, Setting
from zhifa_check.kinds.due import Binds
from zhifa_check.kinds.fields import field_of
from zhifa_check.kinds.paths import Leads
from zhifa_check.kinds.verdict import Evidence, Verdict, of_readings


class AllUnits(Annual):
    """The units ``named_in`` the 报送 entries of ``item`` include every unit of ``covering``. Never rolls.

    Strict: those of each period do; lenient: those of the year together.
    """

    about: ClassVar[str] = "某个事项的覆盖单位包括应覆盖的每一个单位：严格理解每一次都覆盖，宽松理解全年合起来覆盖。"
    remedy: ClassVar[str] = "请对遗漏的单位补充开展。"
    kind: Literal["all_units"]
    item: Words = Field(title="事项")
    named_in: Annotated[Words, Leads((list,), section=Report.title)] = Field(
        title="写在哪里", description="如 覆盖单位"
    )
    every: Every = Field(title="多久一次", description=EVERY_TOLD)
    covering: Binds = Field(title="应覆盖的单位")

    def speaks_of(self) -> tuple[Binds, ...]:
        return (self.covering,)

    def item_lengths(self) -> dict[str, Every]:
        return {self.item: self.every}

    def asks_of_report(self, item: str) -> dict[str, str]:
        key = self.named_in
        asks = f"“{key}”写这一次覆盖的单位，严格理解每一次、宽松理解全年合起来，要包括名册里的每个{self._whom()}"
        return {key: asks} if item == self.item else {}

    def makes_good(self) -> tuple[str, ...]:
        return ("全覆盖",)

    def judge(self, case: Case) -> Verdict:
        wanted = [unit for unit in case.registry.units if self.covering.includes(unit)]
        if not wanted:
            return Verdict(otherwise="not_applicable")
        entries = [entry for entry in case.facts.of(Report) if entry.record.item == self.item]
        if not entries:
            message = f"没有{self.item}的记录，无法核对是否覆盖全部{self._whom()}"
            return Verdict([Evidence(case.shortfall(absent=True), message, required=str(len(wanted)), due=case.due)])
        over_year = self._covered(entries)
        left_out = [unit.name for unit in wanted if unit.id not in over_year]
        progress = f"{len(wanted) - len(left_out)}/{len(wanted)}"
        short = []
        for period in periods_of(case.period.year, self.every):
            covered = self._covered(entry for entry in entries if entry.record.period == period)
            if absent := [unit.name for unit in wanted if unit.id not in covered]:
                short.append(f"{period.chinese}缺{'、'.join(absent)}")
        status = of_readings(not short, not left_out)
        if status == "met":
            return Verdict(progress=progress)
        message = f"{self.item}全年合起来覆盖{self._whom()} {progress} 个单位"
        message += f"，缺{'、'.join(left_out)}" if left_out else f"，不缺；但不是每次都覆盖：{'；'.join(short)}"
        piece = Evidence(
            "pending" if case.open else status,
            message + ("，待认定" if status == "disputed" and not case.open else ""),
            entry=entries[-1],
            actual=progress,
            required=str(len(wanted)),
            due=case.due,
        )
        return Verdict([piece], progress)

    def _covered(self, entries: Iterable[Entry[Section]]) -> set[str]:
        named = field_of(self._format[Report.title], self.named_in).get
        return {unit for entry in entries for unit in named(entry.record) or ()}

    def _whom(self) -> str:
        return "、".join((*self.covering.kinds, *self.covering.roles))

    def formula(self, year: int) -> list[str]:
        return [
            f"“{self.item}”的“{self.named_in}”，要包括名册里的每个{self._whom()}。",
            "严格理解：每个所属期的都包括；宽松理解：全年各次合起来包括。",
            "例：各次分别覆盖不同的单位，合起来一个不缺的，待认定；合起来还缺的，未达标；每次都不缺的，达标。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        wanted = [unit.name for unit in setting.registry.units if self.covering.includes(unit)]
        units = wanted if good else wanted[1:]
        return {
            Report.title: [
                {"事项": self.item, "所属期": str(period), "日期": period.end, self.named_in: units}
                for period in periods_of(setting.year, self.every)
            ]
        }
