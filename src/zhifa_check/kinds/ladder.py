"""``ladder``: dossiers to review, by the yearly volume of each enforcement body."""

from collections import Counter
from datetime import date
from decimal import ROUND_CEILING
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.format.sections.dossiers import CaseReview, Volume
from zhifa_check.format.values import fault
from zhifa_check.kinds.base import Annual, Case, Count, Evidence, Percent, Sections, Setting, Verdict, plain, satisfied
from zhifa_check.kinds.dossiers import review_example


class Step(Config):
    """Volumes above the step before up to ``to`` (the last has none): ``share`` percent, or ``at_least`` dossiers."""

    about: ClassVar[str] = "一级：案卷数在上一级以上、to 以下的，评查百分之多少，或至少几件。"
    to: Count | None = Field(None, title="到几件", description="含这一件数；最后一级不写，表示以上")
    share: Percent | None = Field(None, title="百分之几", description="与 at_least 写其中一个")
    at_least: Count | None = Field(None, title="至少几件", description="与 share 写其中一个")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.share is None) == (self.at_least is None):
            raise fault("每一级要写 share（百分比）或 at_least（件数）中的一个")
        return self


class Ladder(Annual):
    """Reviewed dossiers of the year reach what ``steps`` ask of the volume; a fraction rounds up. Never rolls."""

    about: ClassVar[str] = "按执法主体全年案卷数分级，评查件数够不够；不足一件的进为一件。"
    kind: Literal["ladder"]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)] = Field(
        title="各级", description="从小到大；最后一级不写 to"
    )

    @model_validator(mode="after")
    def _rising(self) -> Self:
        *limits, last = [step.to for step in self.steps]
        if last is not None:
            raise fault("最后一级不写 to，表示“以上”", "steps")
        if None in limits or limits != sorted(set(limits), key=lambda limit: limit or 0):
            raise fault("除最后一级外，各级的 to 要写，并且一级比一级大", "steps")
        return self

    def sections(self) -> tuple[str, ...]:
        return ("案卷评查", "案卷")

    def step_of(self, volume: int) -> Step:
        """The step that a yearly volume of at least 1 falls into."""
        return next(step for step in self.steps if step.to is None or volume <= step.to)

    def needed(self, volume: int) -> int:
        """Dossiers to review of a yearly volume of at least 1."""
        step = self.step_of(volume)
        if step.share is None:
            return step.at_least or 0
        return int((volume * step.share / 100).to_integral_value(ROUND_CEILING))

    def judge(self, case: Case) -> Verdict:
        volumes, reviews = case.facts.of(Volume), case.facts.of(CaseReview)
        if not volumes or not reviews:
            absent = "”和“".join(name for name, entries in (("案卷", volumes), ("案卷评查", reviews)) if not entries)
            return Verdict([Evidence(case.shortfall(absent=True), f"没有填“{absent}”，无法核对评查比例", due=case.due)])
        reviewed: Counter[str] = Counter()
        for review in reviews:
            for sample in review.record.samples:
                reviewed[sample.body] += sum(sample.counts.values())
        evidence, judged = [], 0
        for entry in volumes:
            volume = sum(entry.record.counts.values())
            if not volume:
                continue
            judged += 1
            have, need = reviewed[entry.record.body], self.needed(volume)
            if have < need:
                message = f"“{entry.record.body}”全年案卷 {volume} 件，评查 {have}/{need} 件，少 {need - have} 件"
                evidence.append(
                    Evidence(case.shortfall(), message, entry.subject, entry, (), str(have), str(need), due=case.due)
                )
        if not judged:
            return Verdict(otherwise="not_applicable")
        verdict = Verdict(evidence, satisfied(evidence, judged))
        verdict.otherwise = "pending" if case.open else "met"
        return verdict

    def formula(self, year: int) -> list[str]:
        return [
            "每个执法主体：全年各次“案卷评查”抽查件数合计 ≥ 按“案卷”全年件数（各类别合计）应评查的件数。",
            "；".join(self._ranges()) + "。不足一件的进为一件。",
            "例：" + "，".join(f"{volume} 件应评查 {self.needed(volume)} 件" for volume in self._edges()) + "。",
        ]

    def _ranges(self) -> list[str]:
        since, lines = 1, []
        for step in self.steps:
            volumes = f"{since} 件以上" if step.to is None else f"{since}—{step.to} 件"
            demand = f"不少于 {step.at_least} 件" if step.share is None else f"{plain(step.share)}%"
            lines.append(f"{volumes} {demand}")
            since = (step.to or 0) + 1
        return lines

    def _edges(self) -> list[int]:
        return [1, *(volume for step in self.steps if step.to for volume in (step.to, step.to + 1))]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        volume = self._edges()[-1]
        need = self.needed(volume)
        category = setting.categories["执法行为类别"][0]
        review = review_example(setting, date(setting.year, 6, 20), need if good else need - 1, whole=False)
        return {"案卷": [{"执法主体": "某执法大队", "件数": {category: volume}}], "案卷评查": [review]}
