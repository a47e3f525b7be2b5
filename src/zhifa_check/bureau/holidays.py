"""The bureau's calendar, ``data/calendar.yaml``: days off and 调休 of years that the tool does not know."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from zhifa_check.bureau.config import Config, Words, headed, validate
from zhifa_check.calendar.workdays import Year
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, as_text, fault


def _year(value: object) -> int:
    text = as_text(value)
    if not (len(text) == 4 and text.isascii() and text.isdigit() and text > "1949"):
        raise fault("应是四位数的年份，如 2027")
    return int(text)


def _span(value: object) -> object:
    return value if isinstance(value, dict) else {"from": value, "to": value}


class Span(Config):
    """Days from one to another, both included; one day may be written by itself."""

    about: ClassVar[str] = "放假的一天，或者从哪天到哪天（含首尾）。"
    first: Day = Field(alias="from", title="从")
    last: Day = Field(alias="to", title="到", description="含当日")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise fault("to 早于 from", "to")
        return self

    def days(self) -> Iterator[date]:
        """Each of them."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


DayOrSpan = Annotated[Span, BeforeValidator(_span), Written("day_or_span")]


class CalendarYear(Config):
    """One year as its notice arranges it."""

    about: ClassVar[str] = "一年的放假安排，照国务院办公厅的通知填。"
    year: Annotated[int, BeforeValidator(_year), Written("calendar_year")] = Field(title="年份")
    document: Words = Field(title="文件", description="放假安排通知的文号")
    days_off: tuple[DayOrSpan, ...] = Field(
        title="放假", description="放假的日期，一天一天写，或写 {from: …, to: …}；平常的周末不用写"
    )
    working_days: tuple[Day, ...] = Field((), title="调休上班", description="要上班的周六、周日")

    @model_validator(mode="after")
    def _of_this_year(self) -> Self:
        off = {day for span in self.days_off for day in span.days()}
        for name, days in (("days_off", off), ("working_days", set(self.working_days))):
            if others := sorted(day for day in days if day.year != self.year):
                raise fault(f"{others[0]} 不在 {self.year} 年，请写到它那一年下面", name)
        if both := sorted(off & set(self.working_days)):
            raise fault(f"{both[0]} 既写了放假，又写了调休上班", "working_days")
        if weekdays := sorted(day for day in self.working_days if day.weekday() < 5):
            raise fault(f"{weekdays[0]} 不是周六、周日，本来就上班", "working_days")
        return self


class CalendarFile(Config):
    """The file as a whole."""

    about: ClassVar[str] = "司法局补充的放假安排，比工具自带的优先。"
    years: tuple[CalendarYear, ...] = Field((), title="年份", description="一年一条；没有的写 years: []")


def load_calendar(path: Path | None) -> dict[int, Year]:
    """The years of a file; None stands for no file. Raises ConfigError with all its errors."""
    if path is None:
        return {}
    document = headed(path, "years", "日历文件")
    years: dict[int, Year] = {}
    clashes: list[Problem] = []
    for index, one in enumerate(validate(CalendarFile, document).years):
        if one.year in years:
            clashes.append(at(document, "D.duplicate-id", f"{one.year} 年前面已经写过，请并到一处。", ("years", index)))
        off = frozenset(day for span in one.days_off for day in span.days())
        years[one.year] = Year(off, frozenset(one.working_days))
    if clashes:
        raise ConfigError(clashes)
    return years
