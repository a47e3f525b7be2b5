"""What is handed in by item and period, and whom the bureau names for it (报送, 通报不理想)."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from dateutil.relativedelta import relativedelta
from pydantic import Field, ValidationInfo, model_validator

from zhifa_check.calendar.periods import Period
from zhifa_check.format.record import Section, in_order
from zhifa_check.format.values import Day, Item, PeriodText, Text, UnitRef, check_item_period


class Report(Section):
    """One thing reported to the bureau (报送)."""

    title = "报送"
    file = "报送.yaml"
    about = "向市司法局报送、备案、抄送的材料，一个事项的一个所属期一条。"
    label = "item"
    dated = "date"
    answers = ("issued", "copied")
    told_apart = ("item", "period")
    declares = ("日期", "抄送日期")
    item: Item = Field(alias="事项", description="计划里的事项，照抄名称")
    period: PeriodText = Field(
        alias="所属期", description="材料说的是哪一段时间：全年 {year}，半年 {year}H1，季度 {year}Q2，月份 {year}-05"
    )
    date: Day = Field(alias="日期", description="事项办成那一天，是公示、开展还是报送，看事项要做什么")
    number: Text | None = Field(default=None, alias="文号", description="报送材料的文号")
    issued: Day | None = Field(default=None, alias="发文日期", description="正式发文那一天")
    cases: list[Text] | None = Field(default=None, alias="典型案例", description="典型案例名称的列表")
    copied: Day | None = Field(default=None, alias="抄送日期", description="抄送市司法局那一天，不能早于日期")
    covered: list[UnitRef] | None = Field(default=None, alias="覆盖单位", description="专项监督检查了哪些单位")
    joined: list[UnitRef] | None = Field(default=None, alias="参加单位", description="与本单位联合开展的其他单位")

    def called(self) -> str:
        """With its item and its period."""
        return f"{self.title}“{self.item}”（{self.period.chinese}）"

    @model_validator(mode="after")
    def _dates_agree(self, info: ValidationInfo) -> Self:
        check_item_period(self.item, self.period, info)
        in_order(
            self.period.start, self.date, f"日期早于所属期的开始（{self.period.start}），请核对日期和所属期", "日期"
        )
        latest = _latest(self.period)
        in_order(self.date, latest, f"日期比所属期的结束晚了一年以上（最晚 {latest}），请核对日期和所属期", "日期")
        in_order(self.date, self.copied, f"抄送日期不能早于日期 {self.date}，请核对", "抄送日期")
        return self


@lru_cache(maxsize=4096)
def _latest(period: Period) -> date:
    """The last day on which something is still handed in for a period, to all appearances."""
    return period.end + relativedelta(years=1)


class Naming(Section):
    """A unit that the bureau's circular names for poor results (通报不理想); seen once its period is over."""

    title = "通报不理想"
    file = "委托和事件.yaml"
    about = "市司法局通报实施情况不理想的单位，一个单位一次一条。"
    told_apart = ("item", "unit", "period")
    item: Item = Field(alias="事项", description="被通报的事项，照抄名称")
    unit: UnitRef = Field(alias="单位", description="被通报的单位")
    period: PeriodText = Field(alias="所属期", description="通报的是哪一段时间")

    def seen_from(self) -> date:
        """The day after its period."""
        return self.period.end + timedelta(days=1)

    @model_validator(mode="after")
    def _period_fits(self, info: ValidationInfo) -> Self:
        check_item_period(self.item, self.period, info)
        return self
