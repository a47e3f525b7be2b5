"""``pass_rate``: the share of people who passed an exam of the year, of all staff or of those examined."""

from datetime import date
from decimal import ROUND_FLOOR
from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.format.sections.people import Person
from zhifa_check.kinds.base import (
    Annual,
    Case,
    Evidence,
    Percent,
    Sections,
    Setting,
    Verdict,
    below,
    of_readings,
    plain,
    rate,
)
from zhifa_check.kinds.people import person_examples


class PassRate(Annual):
    """Passed are ``at_least`` percent of the roster (strict) or of those examined (lenient); one 合格 is enough."""

    about: ClassVar[str] = "考试合格的人占多少：严格理解占名册全部人员，宽松理解占参加考试的人员。"
    kind: Literal["pass_rate"]
    at_least: Percent = Field(title="不少于百分之几")

    def looks_at(self) -> tuple[str, ...]:
        return below("人员", "考试")

    def sections(self) -> tuple[str, ...]:
        return ("人员",)

    def judge(self, case: Case) -> Verdict:
        people = case.facts.of(Person)
        if not people:
            return Verdict([Evidence(case.shortfall(absent=True), "没有填“人员”，无法核对考试合格率", due=case.due)])
        examined = [entry for entry in people if entry.record.exams]
        passed = sum(any(exam.passed for exam in entry.record.exams or ()) for entry in examined)
        strict = passed * 100 >= len(people) * self.at_least
        lenient = bool(examined) and passed * 100 >= len(examined) * self.at_least
        progress = f"{passed}/{len(people)}"
        status = of_readings(strict, lenient)
        if status == "met":
            return Verdict(progress=progress)
        if case.open:
            status = "pending"
        may_fail = int((len(people) * (100 - self.at_least) / 100).to_integral_value(ROUND_FLOOR))
        message = (
            f"考试合格 {passed} 人：占全部人员 {len(people)} 人的 {rate(passed, len(people))}"
            f"（{'够' if strict else '不够'}），"
            + (
                f"占参加考试 {len(examined)} 人的 {rate(passed, len(examined))}（{'够' if lenient else '不够'}）"
                if examined
                else "没有人参加考试"
            )
            + f"，要求 {plain(self.at_least)}%，"
            + (f"{len(people)} 人中至多 {may_fail} 人可以不合格" if may_fail else f"{len(people)} 人须全部合格")
        )
        piece = Evidence(
            status,
            message,
            actual=progress,
            required=f"{plain(self.at_least)}%",
            lenient_required=f"{plain(self.at_least)}%",
            due=case.due,
        )
        return Verdict([piece], progress)

    def formula(self, year: int) -> list[str]:
        return [
            f"合格人数的比例 ≥ {plain(self.at_least)}%，本年度任何一次考试合格即算合格。",
            "严格理解：占名册全部人员（含辅助人员）；宽松理解：占参加了考试的人员；没有人参加考试的不达标。",
            "例：" + "；".join(self._one_failed(people) for people in (100, 99, 37)) + "（不进位）。",
        ]

    def _one_failed(self, people: int) -> str:
        enough = (people - 1) * 100 >= people * self.at_least
        return f"{people} 人中 1 人不合格，合格率 {rate(people - 1, people)}，{'够' if enough else '不够'}"

    def example(self, setting: Setting, *, good: bool) -> Sections:
        (person,) = person_examples(setting, {})
        exam = {"日期": date(setting.year, 11, 6), "科目": "年度法律知识考试", "成绩": 92 if good else 55}
        return {"人员": [person | {"考试": [exam | {"合格": "是" if good else "否"}]}]}
