"""``all_categories``: each case review looks into every category in which the unit has dossiers."""

from datetime import date
from typing import ClassVar, Literal

from zhifa_check.format.sections.dossiers import CaseReview, Volume
from zhifa_check.format.values import fault
from zhifa_check.kinds.base import Annual, Case, Sections, Setting
from zhifa_check.kinds.due import PlanWords
from zhifa_check.kinds.events import event_name
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.verdict import Evidence, Verdict, of_readings, satisfied

_CATEGORIES = "执法行为类别"


class AllCategories(Annual):
    """Each 案卷评查 (strict), or those of the year together (lenient), cover the categories of the unit's 案卷.

    A category counts where its 件数 is positive.
    """

    about: ClassVar[str] = "案卷评查覆盖本单位有案卷的全部类别：严格理解每一次都覆盖，宽松理解全年各次合起来覆盖。"
    remedy: ClassVar[str] = "请对遗漏的类别补充评查。"
    kind: Literal["all_categories"]

    def paths(self) -> list[LedTo]:
        return [LedTo(CaseReview.title, "抽查"), LedTo(Volume.title, "件数")]

    def makes_good(self) -> tuple[str, ...]:
        return ("全类别",)

    def check(self, words: PlanWords) -> None:
        super().check(words)
        if len(words.categories.get(_CATEGORIES, (1, 2))) < 2:
            raise fault(f"词表“{_CATEGORIES}”只有一类，没有全不全可说")

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
        seen = [
            {category for sample in entry.record.samples for category, count in sample.counts.items() if count}
            for entry in reviews
        ]
        evidence = []
        for entry, here in zip(reviews, seen, strict=True):
            left_out = [category for category in had if category not in here]
            if not left_out:
                continue
            never = [category for category in left_out if not any(category in one for one in seen)]
            status = case.shortfall() if case.open or never else of_readings(False, True)
            message = (
                f"{event_name(entry)} 的评查没有覆盖全部类别：有案卷的 {len(had)} 类中评查了 "
                f"{len(had) - len(left_out)} 类，缺{'、'.join(left_out)}"
            )
            message += f"；{'、'.join(never)}全年各次都没有评查" if never else "；全年各次合起来不缺，待认定"
            figures = str(len(had) - len(left_out)), str(len(had))
            evidence.append(Evidence(status, message, entry.subject, entry, (), *figures, due=case.due))
        verdict = Verdict(evidence, satisfied(evidence, len(reviews)))
        verdict.otherwise = "pending" if case.open else "met"
        return verdict

    def formula(self, year: int) -> list[str]:
        return [
            "“案卷”里件数大于 0 的类别，“案卷评查”都要抽到（件数大于 0）。",
            "严格理解：每一次评查都抽到；宽松理解：全年各次评查合起来抽到。",
            "例：有行政许可和行政处罚案卷的单位，一次只评查行政处罚，另一次两类都评查，前一次待认定；"
            "行政许可一次也没有评查的，未达标。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        first, second, *_ = setting.categories.get(_CATEGORIES, ("某类", "另一类"))
        of = {"执法主体": "某执法大队"}
        reviewed = of | {"件数": {first: 6, second: 6} if good else {first: 6}}
        return {
            Volume.title: [of | {"件数": {first: 12, second: 12}}],
            CaseReview.title: [{"日期": date(setting.year, 6, 20), "名称": CaseReview.title, "抽查": [reviewed]}],
        }
