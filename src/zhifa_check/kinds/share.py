"""``share``: a part of each person's hours that must be large enough, of the actual total or of the hours required."""

from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.format.sections.people import Person, Training
from zhifa_check.kinds.base import (
    Amount,
    Annual,
    Case,
    Evidence,
    Percent,
    Sections,
    Setting,
    Verdict,
    Where,
    below,
    of_readings,
    plain,
    rate,
    satisfied,
)
from zhifa_check.kinds.due import PlanWords
from zhifa_check.kinds.fields import check_where
from zhifa_check.kinds.hours import ledger, summing
from zhifa_check.kinds.people import person_examples, person_name


class Share(Annual):
    """Hours of ``part`` are ``at_least`` percent of ``whole`` (strict) or of ``of_required`` hours (lenient)."""

    about: ClassVar[str] = "每个人的一部分学时占多少：严格理解占本人实际总学时，宽松理解占要求的学时。"
    kind: Literal["share"]
    part: Where = Field(title="一部分", description="如 {类别: [业务知识, 执法技能]}")
    whole: Where = Field(title="全部", description="如 {类别: [法律法规, 业务知识, 执法技能]}")
    at_least: Percent = Field(title="不少于百分之几")
    of_required: Amount = Field(title="要求的学时", description="宽松理解按它算")

    def check(self, words: PlanWords) -> None:
        super().check(words)
        for where in (self.part, self.whole):
            check_where(Training, where, words.categories)

    def looks_at(self) -> tuple[str, ...]:
        keys = dict.fromkeys(("学时", *self.part, *self.whole))
        return *below("人员", *below("培训", *keys)), *below("培训班", *keys)

    def sections(self) -> tuple[str, ...]:
        return ("人员", "培训班")

    def judge(self, case: Case) -> Verdict:
        people = case.facts.of(Person)
        if not people:
            return Verdict([Evidence(case.shortfall(absent=True), "没有填“人员”，无法核对培训比例", due=case.due)])
        in_part, in_whole = summing("培训", self.part), summing("培训", self.whole)
        enough = self.at_least * self.of_required / 100
        evidence = []
        for entry, sums in zip(people, ledger(case.facts, "培训", "学时"), strict=True):
            part, whole = in_part(sums), in_whole(sums)
            strict = whole > 0 and part * 100 >= whole * self.at_least
            lenient = part >= enough
            status = of_readings(strict, lenient)
            if case.open:
                status = "pending"
            elif status == "met":
                continue
            evidence.append(
                Evidence(
                    status,
                    f"{person_name(entry)}{self._part()} {plain(part)} 学时，"
                    + (f"占总学时 {plain(whole)} 的 {rate(part, whole)}" if whole else "总学时是 0")
                    + f"（要求 {plain(self.at_least)}%，{'够' if strict else '不够'}）；"
                    f"按 {plain(self.of_required)} 学时的 {plain(self.at_least)}% 应有 {plain(enough)} 学时"
                    f"（{'够' if lenient else f'少 {plain(enough - part)}'}）",
                    entry.subject,
                    entry,
                    actual=f"{plain(part)}/{plain(whole)}",
                    required=f"{plain(self.at_least)}%",
                    lenient_required=plain(enough),
                    due=case.due,
                )
            )
        return Verdict(evidence, satisfied(evidence, len(people)))

    def _part(self) -> str:
        return "＋".join(word for words in self.part.values() for word in words)

    def _whole(self) -> str:
        return "＋".join(word for words in self.whole.values() for word in words)

    def formula(self, year: int) -> list[str]:
        enough = self.at_least * self.of_required / 100
        total = 2 * self.of_required
        return [
            f"名册上的每个人（含辅助人员）：{self._part()} 的学时够不够 {plain(self.at_least)}%，有两种算法。",
            f"严格理解：占本人实际总学时（{self._whole()}）的 {plain(self.at_least)}% 以上；总学时为 0 的不达标。",
            f"宽松理解：不少于要求的 {plain(self.of_required)} 学时的 {plain(self.at_least)}%，"
            f"即 {plain(enough)} 学时。",
            "两种算法都够为达标，都不够为未达标，一够一不够为待认定。",
            f"例：总学时 {plain(total)}、其中 {plain(enough)} 的，严格理解 {rate(enough, total)}，不够；"
            f"宽松理解 {plain(enough)} 学时，够；待认定。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        part = self.at_least * self.of_required / 100
        key, words = next(iter(self.part.items()))
        others = [word for word in self.whole.get(key, ()) if word not in words]
        rest = self.of_required - part
        trainings = [(part if good else part - 6, {key: words[0]})]
        if rest > 0 and others:
            trainings.append((rest, {key: others[0]}))
        return {"人员": person_examples(setting, {}, trainings=trainings)}
