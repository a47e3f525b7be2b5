"""Major decisions with their legal review and filing (重大决定)."""

from typing import Self

from pydantic import Field, model_validator

from zhifa_check.format.record import Record, Section, in_order
from zhifa_check.format.values import ActCategory, Day, DayInYear, PersonRef, ReviewResult, StatedText, Text


class LegalReview(Record):
    """法制审核 of a decision."""

    about = "决定作出前的法制审核。"
    dated = "date"
    date: Day = Field(alias="日期", description="作出审核结论那一天")
    result: ReviewResult = Field(alias="结论", description="法制审核的结论")


class Filing(Record):
    """备案 of a decision."""

    about = "决定作出后的备案；没有备案的，不写这一部分。"
    dated = "date"
    date: Day = Field(alias="日期", description="备案那一天，不能早于决定日期")
    number: Text | None = Field(default=None, alias="编号", description="备案编号，可不填")


class Decision(Section):
    """A major decision of the year (重大决定)."""

    title = "重大决定"
    happens = True
    file = "重大决定.yaml"
    about = "本年度作出的重大行政执法决定，一件一条。"
    key = "number"
    dated = "date"
    answers = ("served", "review", "filing")
    declares = ("备案.日期",)
    number: Text = Field(
        alias="文号",
        description="决定书文号，不能重复；以方括号开头的要加英文引号，如 '[{year}]11号'",
        examples=["某决字第1号"],
    )
    category: ActCategory = Field(alias="类别", description="属于哪一类执法行为")
    date: DayInYear = Field(alias="决定日期", description="作出决定那一天")
    served: Day | None = Field(default=None, alias="送达日期", description="送达当事人那一天")
    handlers: list[PersonRef] | None = Field(
        default=None, alias="承办人", description="承办人的人员编号，如 [A01, A02]，要在“人员”名册里"
    )
    discretion: StatedText | None = Field(
        default=None, alias="裁量基准", description="决定书里写明的裁量权基准适用情况"
    )
    review: LegalReview | None = Field(default=None, alias="法制审核", description="决定作出前的法制审核")
    filing: Filing | None = Field(default=None, alias="备案", description="决定作出后的备案；没有备案的不写")

    @model_validator(mode="after")
    def _filed_after_decision(self) -> Self:
        if self.filing:
            in_order(self.date, self.filing.date, f"备案不能早于决定日期 {self.date}，请核对", "备案", "日期")
        return self
