"""``all_categories``: each case review looks into every category in which the unit has dossiers."""

from datetime import date
from typing import ClassVar, Literal

from zhifa_check.format.sections.dossiers import CaseReview, Volume
from zhifa_check.kinds.base import Annual, Case, Evidence, Sections, Setting, Verdict, satisfied
from zhifa_check.kinds.dossiers import review_example, volume_example
from zhifa_check.kinds.events import event_name


class AllCategories(Annual):
    """Every 案卷评查 has a positive 件数 in each category with a positive 件数 in the unit's 案卷."""

    about: ClassVar[str] = "每次案卷评查都覆盖本单位有案卷的全部类别。"
    stands_alone: ClassVar[bool] = True
    makes_good: ClassVar[tuple[str, ...]] = ("全类别",)
    kind: Literal["all_categories"]

    def sections(self) -> tuple[str, ...]:
        return ("案卷评查", "案卷")

    def judge(self, case: Case) -> Verdict:
        reviews = case.facts.of(CaseReview)
        if not reviews:
            return Verdict(
                [Evidence(case.shortfall(absent=True), "没有填“案卷评查”，无法核对是否全类别", due=case.due)]
            )
        had = dict.fromkeys(
            category for entry in case.facts.of(Volume) for category, count in entry.record.counts.items() if count
        )
        if not had:
            return Verdict(otherwise="not_applicable")
        evidence = []
        for entry in reviews:
            seen = {category for sample in entry.record.samples for category, count in sample.counts.items() if count}
            left_out = [category for category in had if category not in seen]
            if left_out:
                message = (
                    f"{event_name(entry)} 的评查没有覆盖全部类别：有案卷的 {len(had)} 类中评查了 "
                    f"{len(had) - len(left_out)} 类，缺{'、'.join(left_out)}"
                )
                figures = str(len(had) - len(left_out)), str(len(had))
                evidence.append(Evidence(case.shortfall(), message, entry.subject, entry, (), *figures, due=case.due))
        verdict = Verdict(evidence, satisfied(evidence, len(reviews)))
        verdict.otherwise = "pending" if case.open else "met"
        return verdict

    def formula(self, year: int) -> list[str]:
        return [
            "“案卷”里件数大于 0 的类别，每一次“案卷评查”都要抽到（件数大于 0）。",
            "例：有行政许可和行政处罚案卷的单位，只评查行政处罚的那一次不达标。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        return volume_example(setting) | {"案卷评查": [review_example(setting, date(setting.year, 6, 20), whole=good)]}
