"""``answer_rate``: of the events answered or past their deadline, the share that is answered, late or not."""

from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.kinds.base import Case, Kind, SectionName, Sections, Setting
from zhifa_check.kinds.conditions import left_open
from zhifa_check.kinds.numbers import Percent
from zhifa_check.kinds.phrase import Flag
from zhifa_check.kinds.verdict import Evidence, Verdict, of_readings
from zhifa_check.kinds.within import Within
from zhifa_check.words.figures import plain, rate


class AnswerRate(Kind):
    """The rate over the events of the ``within`` rule ``requirement``; lateness is that rule's own matter."""

    about: ClassVar[str] = "另一项 within 要求的事情里，已经做到的占多少；迟不迟由那一项认定。"
    kind: Literal["answer_rate"]
    section: SectionName = Field(title="部分")
    requirement: Words = Field(title="哪一项要求", description="计划里 kind 为 within 的要求的编号")
    at_least: Percent = Field(title="不少于百分之几")
    in_time: Flag = Field(False, title="只算按时的", description="按时办结率这样的写 true；不写的，迟的也算已做到")

    def restates(self) -> str:
        return self.requirement

    def judge(self, case: Case) -> Verdict:
        within = case.rules[self.requirement]
        assert isinstance(within, Within)
        judged = overdue = strictly = leniently = may_keep = may_break = 0
        for entry in within.events(case):
            due, answer = within.due_for(entry.record), within.answered(entry.record)
            if due is None or (answer is None and not due.is_over(case.as_of)):
                continue
            on_time = due.on_time(answer) if answer else (False, False)
            strict, lenient = (answer is not None and (one or not self.in_time) for one in on_time)
            if left_open(entry.record, within.where):
                may_keep += lenient
                may_break += not strict
                continue
            judged += 1
            overdue += answer is None
            strictly += strict
            leniently += lenient
        progress = f"{strictly}/{judged}"
        if not judged:
            return Verdict(otherwise="not_applicable")
        shares = [(strictly, judged), (leniently, judged)]
        certain = of_readings(*(part * 100 >= whole * self.at_least for part, whole in shares))
        # what may not be meant at all may make the rate better or worse
        shares += [(strictly, judged + may_break), (leniently + may_keep, judged + may_keep)]
        status = of_readings(*(part * 100 >= whole * self.at_least for part, whole in shares))
        # what comes later may mend a rate, or spoil it; of all of them each one counts by itself
        is_open = self.at_least < 100 and case.as_of <= case.period.end
        if status == "met" or is_open:
            return Verdict(progress=progress, otherwise="pending" if is_open else "met")
        what = within.until[0].partition(".")[0].removesuffix("日期")
        when = "按时" if self.in_time else ""
        message = (
            f"{when}{what}率 {progress} 件，{rate(strictly, judged)}，要求 {plain(self.at_least)}%，"
            f"有 {overdue} 件到期未{what}"
        )
        if leniently != strictly:
            message += f"；宽松理解 {leniently}/{judged} 件，{rate(leniently, judged)}"
        if self.in_time:
            message += f"，迟了 {judged - overdue - strictly} 件"
        if status != certain:
            message += f"；另有 {max(may_keep, may_break)} 件看不出算不算在内，待认定"
        piece = Evidence(status, message, actual=progress, required=f"{plain(self.at_least)}%")
        return Verdict([piece], progress)

    def formula(self, year: int) -> list[str]:
        return [
            f"“{self.section}”里 {self.requirement} 已做到的件数 "
            f"÷（已做到＋到宽松理解期限仍未做到的件数）≥ {plain(self.at_least)}%。",
            ("迟的不算" if self.in_time else f"迟的也算已做到，迟不迟由 {self.requirement} 认定")
            + "；未到期的不计入。例：2 件中 1 件到期未报，50%。",
            *(["年度结束以前还会有变化，为未到期。"] if self.at_least < 100 else []),
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        within = setting.rules[self.requirement]
        assert isinstance(within, Within)
        sections = within.example(setting, good=True)
        if not good:
            for record in sections[within.section]:
                for path in within.until:
                    record.pop(path.partition(".")[0], None)
        return sections
