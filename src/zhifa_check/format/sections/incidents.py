"""What went wrong, and what it led to (影响事件, 人员追责)."""

from typing import Self

from pydantic import Field, model_validator

from zhifa_check.format.record import Section, in_order
from zhifa_check.format.values import Day, DayInYear, Moment, MomentInYear, PersonRef, Text


class Incident(Section):
    """An enforcement incident with a bad public effect (影响事件)."""

    title = "影响事件"
    happens = True
    file = "委托和事件.yaml"
    about = "造成不良社会影响的执法事件，一件一条。"
    key = "number"
    dated = "occurred"
    answers = ("first", "full")
    number: Text = Field(alias="编号", description="自编，如 E-1，不能重复", examples=["E-1"])
    summary: Text | None = Field(default=None, alias="概况", description="事件概况")
    occurred: MomentInYear = Field(alias="发生时间", description="事件发生的日期和时刻")
    learned: Moment | None = Field(
        default=None, alias="知悉时间", description="本单位知道这件事的日期和时刻，不能早于发生时间；发生时就知道的不写"
    )
    first: Moment | None = Field(
        default=None, alias="初步报告", description="报送初步调查报告的日期和时刻；没有报送的不写"
    )
    full: Moment | None = Field(
        default=None, alias="完整报告", description="报送完整调查报告的日期和时刻；没有报送的不写"
    )

    @model_validator(mode="after")
    def _reported_after_event(self) -> Self:
        for moment, name in ((self.learned, "知悉时间"), (self.first, "初步报告"), (self.full, "完整报告")):
            in_order(self.occurred, moment, f"{name}不能早于发生时间 {self.occurred:%Y-%m-%d %H:%M}，请核对", name)
        return self


class Measure(Section):
    """A coercive measure against an enforcement officer (人员追责)."""

    title = "人员追责"
    happens = True
    file = "委托和事件.yaml"
    about = "行政执法人员被采取强制措施或追究责任的，一次一条。"
    key = "number"
    dated = "taken"
    answers = ("reported",)
    number: Text = Field(alias="编号", description="自编，如 Z-1，不能重复", examples=["Z-1"])
    person: PersonRef | None = Field(
        default=None, alias="人员编号", description="被采取措施的人员编号，要在“人员”名册里"
    )
    what: Text | None = Field(default=None, alias="措施", description="采取的措施")
    taken: DayInYear = Field(alias="措施日期", description="被采取措施那一天")
    reported: Day | None = Field(
        default=None, alias="报告日期", description="向市司法局报告那一天，不能早于措施日期；没有报告的不写"
    )

    @model_validator(mode="after")
    def _reported_after_measure(self) -> Self:
        in_order(self.taken, self.reported, f"报告日期不能早于措施日期 {self.taken}，请核对", "报告日期")
        return self
