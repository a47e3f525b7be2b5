"""What the forms of deadline phrases mean: the day within a period, and how often."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from zhifa_check.calendar.days import (
    after,
    day_in_any_month,
    day_in_month,
    is_early_in_month,
    is_late_in_month,
    last_working_day_by,
)
from zhifa_check.calendar.periods import MONTHS, Every, Period

_SPANS: dict[str, Every] = {
    "月": "month",
    "季": "quarter",
    "半": "half",
    "年": "year",
    "双": "two_months",
    "2": "two_months",
    "旬": "ten_days",
    "周": "week",
    "星": "week",
}
_WEEKDAYS = ("1一", "2二", "3三", "4四", "5五", "6六")
#: Thursday, the fourth day.
_LATE_IN_WEEK = 3


class Meaning(NamedTuple):
    """What a phrase says: how often, the day within a period, and how many periods later than the one reported on.

    ``lag`` is None where the phrase itself says which period it is; ``settled`` is False where it might as well be the
    other one.
    """

    every: Every | None
    within: Callable[[Period], date]
    lag: int | None = 0
    settled: bool = True


def _every(span: str) -> Every:
    return "half_month" if span in ("半月", "半个月") else _SPANS[span[0]]


def end_of_span(found: re.Match[str], _: date | None) -> Meaning:
    """「每季度」: the last day of each."""
    return Meaning(_every(found["span"]), lambda period: period.end)


def end_of_year(found: re.Match[str], _: date | None) -> Meaning:
    """「年内」: the last day of the year."""
    return Meaning("year", lambda period: period.end)


def last_workday(found: re.Match[str], _: date | None) -> Meaning:
    """「每季度最后一个工作日」."""
    return Meaning(_every(found["span"]), lambda period: last_working_day_by(period.end))


def monthly(found: re.Match[str], _: date | None) -> Meaning:
    """「每月6日前」 tells of the month before, 「每月底」 of its own."""
    day, late = day_in_any_month(found), is_late_in_month(found)
    return Meaning(
        "month", lambda period: day(period.start), 0 if late else 1, settled=late or is_early_in_month(found)
    )


def this_month(found: re.Match[str], _: date | None) -> Meaning:
    """「当月25日前」: the month itself says so."""
    day = day_in_any_month(found)
    return Meaning("month", lambda period: day(period.start), None)


def weekly(found: re.Match[str], _: date | None) -> Meaning:
    """「每周五前」 is about its own week; what is due early in a week may be about the one before."""
    day = next((number for number, signs in enumerate(_WEEKDAYS) if found["weekday"] in signs), 6)
    within: Callable[[Period], date] = lambda period: period.start + timedelta(days=day)  # noqa: E731
    if found["later"]:
        return Meaning("week", lambda period: within(period.following), None)
    return Meaning("week", within, 0 if day >= _LATE_IN_WEEK else 1, settled=day >= _LATE_IN_WEEK)


def even_months(found: re.Match[str], _: date | None) -> Meaning:
    """「双月25日前」: a day of the second month of each pair."""
    day, second = day_in_month(found), relativedelta(months=1)
    return Meaning("two_months", lambda period: day(period.start + second), 0, settled=not is_early_in_month(found))


def month_after(found: re.Match[str], _: date | None) -> Meaning:
    """「次月」 follows whatever period the rule has; 「每月」 and 「每季度」 before it say which."""
    day = day_in_any_month(found)
    span = next((span for name in ("each", "span") if (span := found.groupdict().get(name))), None)
    every = _every(span.removeprefix("每").removeprefix("个")) if span else None
    return Meaning(every, lambda period: day(period.end + timedelta(days=1)), None)


def month_of_span(found: re.Match[str], _: date | None) -> Meaning:
    """「每季度第一个月上旬」: a month of the next quarter, or the last one of this."""
    every = _every(found["span"])
    day, last = day_in_any_month(found), bool(found["last"])
    months = MONTHS[every] if last else int(found["nth"] or 1)
    if not 1 <= months <= MONTHS[every]:
        raise ValueError(f"没有第 {months} 个月")
    first = relativedelta(months=months - 1)
    lag = None if found["later"] else 0 if last else 1
    within: Callable[[Period], date] = lambda period: day(period.start + first)  # noqa: E731
    if found["later"]:
        return Meaning(every, lambda period: within(period.following), None)
    return Meaning(every, within, lag, settled=last or months == 1)


def each_half(found: re.Match[str], _: date | None) -> Meaning:
    """「上、下半年」."""
    return Meaning("half", lambda period: period.end)


def quarter_of_each_half(found: re.Match[str], _: date | None) -> Meaning:
    """「一、三季度末」: one quarter of each half of the year."""
    quarters = [int(found["one"]), int(found["two"])]
    return Meaning("half", lambda period: Period(period.year, "quarter", quarters[period.index - 1]).end)


def after_span(found: re.Match[str], _: date | None) -> Meaning:
    """「季度结束后10日内」."""
    then = after(found)
    return Meaning(_every(found["span"]), lambda period: then(period.end), None)


def after_each_half(found: re.Match[str], _: date | None) -> Meaning:
    """「上、下半年结束后15日内」: twice."""
    then = after(found)
    return Meaning("half", lambda period: then(period.end), None)


def after_half(found: re.Match[str], _: date | None) -> Meaning:
    """「上半年结束后15日内」: once a year."""
    then, half = after(found), 1 if found["half"] == "上" else 2
    return Meaning("year", lambda period: then(Period(period.year, "half", half).end), None)


def after_issue(found: re.Match[str], issued: date | None) -> Meaning:
    """「印发之日起30日内」. Raises ValueError where nobody said when that was."""
    if issued is None:
        raise ValueError("不知道印发日期")
    last = after(found)(issued)
    return Meaning("year", lambda _: last, None)
