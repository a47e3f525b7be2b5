"""How long an answer may take after an event: days, working days, months or hours."""

from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Self

from dateutil.relativedelta import relativedelta
from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.calendar.days import working_days_after
from zhifa_check.format.values import fault
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.numbers import Count
from zhifa_check.kinds.phrase import Flag

#: Days of the shortest month.
_SHORTEST = 28


class Limit(Config):
    """One of the four; the day of the event is not counted (《民法典》第201条)."""

    about: ClassVar[str] = "hours、days、workdays、months 写其中一个；事发当日不计。"
    hours: Count | None = Field(None, title="小时", description="只用于带时刻的字段")
    days: Count | None = Field(None, title="自然日")
    workdays: Count | None = Field(None, title="工作日")
    months: Count | None = Field(None, title="月")
    assumed: Flag = Field(False, title="推定", description="原文没有写明、由人推定的写 true")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if [self.hours, self.days, self.workdays, self.months].count(None) != 3:
            raise fault("期限要写 hours、days、workdays、months 中的一个")
        return self

    def after(self, event: date) -> date:
        """The last moment in time: a time for hours, else a day; by weekends alone where no calendar is known."""
        if self.hours is not None:
            return event + timedelta(hours=self.hours)
        if self.workdays is not None:
            return working_days_after(day_of(event), self.workdays)
        if self.months is not None:
            return day_of(event) + relativedelta(months=self.months)
        return day_of(event) + timedelta(days=self.days or 0)

    def before(self, event: date) -> date:
        """The last day from which it has passed on the day of ``event``."""
        day = event
        while day_of(self.after(day)) > day_of(event):
            day -= timedelta(days=1)
        return day

    @property
    def at_least_days(self) -> Decimal:
        """The fewest calendar days that it can amount to."""
        return Decimal(self.hours or 0) / 24 + (self.days or 0) + (self.workdays or 0) + _SHORTEST * (self.months or 0)

    @property
    def at_most_years(self) -> int:
        """How many New Years it may reach over."""
        return 1 + int(self.at_least_days) // 300

    def __str__(self) -> str:
        amounts = ((self.hours, "小时"), (self.days, "日"), (self.workdays, "个工作日"), (self.months, "个月"))
        return next(f"{amount} {unit}" for amount, unit in amounts if amount is not None)
