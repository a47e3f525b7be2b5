"""A year's dossiers, the unit's own reviews of them and the bureau's (案卷, 案卷评查, 案卷抽查)."""

from collections import Counter
from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from zhifa_check.format.record import Fault, Known, Record, Section, in_order
from zhifa_check.format.values import ActCategory, BodyRef, Day, DayInYear, Text, UnitRef, Whole, fault


class Volume(Section):
    """A year's dossiers of one enforcement body (案卷)."""

    title = "案卷"
    file = "案卷和平台.yaml"
    about = "全年的案卷数，一个执法主体一条。"
    absent = "执法主体“{}”在“案卷”里没有。请核对名称，或在“案卷”里补上它的件数。"
    key = "body"
    body: Text = Field(alias="执法主体", description="执法主体的名称，不能重复", examples=["某执法大队"])
    counts: dict[ActCategory, Whole] = Field(
        alias="件数", description="各类执法行为的案卷数，如 {行政处罚: 14, 行政检查: 30}"
    )


class Circular(Record):
    """通报 of a case review."""

    about = "评查后的通报；没有通报的，不写这一部分。"
    dated = "date"
    answers = ("copied",)
    number: Text | None = Field(default=None, alias="文号", description="通报文号")
    date: Day = Field(alias="日期", description="通报印发那一天")
    copied: Day | None = Field(default=None, alias="抄送日期", description="抄送市司法局那一天，不能早于通报日期")

    @model_validator(mode="after")
    def _copied_after_issue(self) -> Self:
        in_order(self.date, self.copied, f"抄送日期不能早于日期 {self.date}，请核对", "抄送日期")
        return self


class Sample(Record):
    """Dossiers of one enforcement body looked at in one review."""

    about = "这次评查抽查的案卷数，一个执法主体一条。"
    told_apart = ("body",)
    body: BodyRef = Field(alias="执法主体", description="执法主体的名称，要与“案卷”里的一致", examples=["某执法大队"])
    counts: dict[ActCategory, Whole] = Field(alias="件数", description="这次评查的各类案卷数，不能多于“案卷”里的件数")


class CaseReview(Section):
    """A unit's own review of its dossiers (案卷评查)."""

    title = "案卷评查"
    file = "案卷和平台.yaml"
    about = "本单位组织的案卷评查，一次一条。"
    label = "date"
    dated = "date"
    answers = ("circular",)
    told_apart = ("date", "name")
    numbered = "number"
    declares = ("通报.抄送日期",)
    number: Text | None = Field(default=None, alias="编号", description="自编，可不填；同一天评查了两次的，用它分清")
    date: DayInYear = Field(alias="日期", description="评查那一天")
    name: Text | None = Field(default=None, alias="名称", description="这次评查的名称")
    samples: list[Sample] = Field(alias="抽查", description="抽查了哪些执法主体的多少案卷")
    circular: Circular | None = Field(default=None, alias="通报", description="评查后的通报；没有通报的不写")

    @model_validator(mode="after")
    def _something_reviewed(self) -> Self:
        if not any(sum(sample.counts.values()) for sample in self.samples):
            raise fault("一件案卷也没有抽查。请填写实际件数，没有评查的删去这一条", "抽查")
        return self

    def faults_beside(self, known: Known) -> Iterator[Fault]:
        """More dossiers of a category looked at than the body has."""
        volumes, looked_at = known(Volume), Counter[tuple[str, str]]()
        for index, sample in enumerate(self.samples):
            if sample.body not in volumes:
                continue
            for category, count in sample.counts.items():
                looked_at[sample.body, category] += count
                have, most = looked_at[sample.body, category], volumes[sample.body].counts.get(category, 0)
                if have > most:
                    message = f"一次评查抽查“{category}”{have} 件，多于案卷总数 {most} 件。请核对。"
                    yield "D.value", message, ("抽查", index, "件数", category)


class BureauSample(Section):
    """Dossiers that the bureau looked at (案卷抽查)."""

    title = "案卷抽查"
    file = "案卷和平台.yaml"
    about = "市司法局抽查的案卷，一次一个单位一条。"
    dated = "date"
    told_apart = ("date", "unit")
    numbered = "number"
    number: Text | None = Field(default=None, alias="编号", description="自编，可不填；同一天抽查了两次的，用它分清")
    date: DayInYear = Field(alias="日期", description="抽查那一天")
    unit: UnitRef = Field(alias="单位", description="被抽查的单位")
    count: Whole = Field(alias="件数", description="抽查的案卷数")
