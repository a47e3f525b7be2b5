"""``completion``: the share of people who fulfil another requirement."""

from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.format.sections.people import Person
from zhifa_check.kinds.base import Annual, Case, Evidence, Percent, Sections, Setting, Verdict, plain, rate
from zhifa_check.kinds.total import Total


class Completion(Annual):
    """People who reach the total of ``requirement`` are ``at_least`` percent of those not waived from it."""

    about: ClassVar[str] = "另一项 total 要求，达到的人占多少；被核准不计的人不计。"
    kind: Literal["completion"]
    requirement: Words = Field(title="哪一项要求", description="计划里 kind 为 total 的要求的编号")
    at_least: Percent = Field(title="不少于百分之几")

    def restates(self) -> str:
        return self.requirement

    def sections(self) -> tuple[str, ...]:
        return ("人员", "培训班")

    def judge(self, case: Case) -> Verdict:
        everybody = case.facts.of(Person)
        if not everybody:
            return Verdict([Evidence(case.shortfall(absent=True), "没有填“人员”，无法核对学时完成率", due=case.due)])
        total = case.rules[self.requirement]
        assert isinstance(total, Total)
        amounts = [
            amount
            for entry, amount in zip(everybody, total.amounts(case.facts), strict=True)
            if not case.is_waived(self.requirement, entry.subject)
        ]
        if not amounts:
            return Verdict(otherwise="not_applicable")
        done = sum(amount >= total.at_least for amount in amounts)
        progress = f"{done}/{len(amounts)}"
        if done * 100 >= len(amounts) * self.at_least:
            return Verdict(progress=progress)
        message = (
            f"学时完成率 {progress} 人，{rate(done, len(amounts))}，要求 {plain(self.at_least)}%，"
            f"还有 {len(amounts) - done} 人未满 {plain(total.at_least)} 学时"
        )
        piece = Evidence(case.shortfall(), message, actual=progress, required=f"{plain(self.at_least)}%", due=case.due)
        return Verdict([piece], progress)

    def formula(self, year: int) -> list[str]:
        return [
            f"达到 {self.requirement} 的人数 ÷ 名册人数 ≥ {plain(self.at_least)}%，名册含辅助人员。",
            f"市司法局核准不计 {self.requirement} 的人不计入人数。例：40 人中 39 人达到，完成率 {rate(39, 40)}。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        return setting.rules[self.requirement].example(setting, good=good)
