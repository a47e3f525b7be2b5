"""``entered``: what was handled is entered on the platform, category by category."""

from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.format.sections.platform import PlatformEntry
from zhifa_check.format.values import fault
from zhifa_check.kinds.base import Annual, Case, Evidence, Sections, Setting, Verdict, rate, satisfied
from zhifa_check.kinds.due import PlanWords
from zhifa_check.words.meant import quoted


class Entered(Annual):
    """For each of ``categories``: 录入 is at least 办件; a category left out counts as 0 of 0."""

    about: ClassVar[str] = "各类别的录入不少于办件；没有填的类别按 0 件算。"
    kind: Literal["entered"]
    categories: tuple[Words, ...] = Field(title="类别", description="“平台录入类别”词表里的词")

    def check(self, words: PlanWords) -> None:
        super().check(words)
        known = words.categories["平台录入类别"]
        if unknown := [word for word in self.categories if word not in known]:
            raise fault(f"“平台录入类别”里没有{quoted(unknown)}，能用的有：{quoted(known)}", "categories")

    def sections(self) -> tuple[str, ...]:
        return ("平台录入",)

    def judge(self, case: Case) -> Verdict:
        entries = case.facts.of(PlatformEntry)
        if not entries:
            return Verdict([Evidence(case.shortfall(absent=True), "没有填“平台录入”，无法核对录入情况", due=case.due)])
        judged = [entry for entry in entries if entry.record.category in self.categories]
        evidence = []
        for entry in judged:
            handled, entered = entry.record.handled, entry.record.entered
            if entered < handled:
                share = rate(entered, handled)
                message = f"{entry.record.category}录入 {entered}/{handled} 件，{share}，少 {handled - entered} 件"
                figures = str(entered), str(handled)
                evidence.append(Evidence(case.shortfall(), message, entry.subject, entry, (), *figures, due=case.due))
        verdict = Verdict(evidence, satisfied(evidence, len(judged)))
        verdict.otherwise = "pending" if case.open else "met"
        return verdict

    def formula(self, year: int) -> list[str]:
        return [
            f"{'、'.join(self.categories)}：每一类“录入” ≥ “办件”，办一件录一件。",
            "没有写的类别按没有办件计算；整个“平台录入”没有填的算未报。例：办件 40、录入 38，少 2 件。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        records = [{"类别": category, "办件": 40, "录入": 40} for category in self.categories]
        if not good:
            records[0]["录入"] = 38
        return {"平台录入": records}
