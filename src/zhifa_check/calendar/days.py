"""What a deadline phrase says of one month, and of the time after a day: 「25日前」「底」「第5个工作日」「10日内」.

Patterns stand for normal text (``words.numerals.in_digits``); in them ``N`` is a number of up to two digits, ``M`` one
of up to three, ``Y`` a year and ``Q`` one of the four quarters.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from zhifa_check.calendar.workdays import is_day_off

#: Up to here a day of the month can only tell of the month before.
_MIDDLE = 15
_INCLUDED = "(?:[（(]含(?:当日|本日)?[）)])?"
#: Nought o'clock of a day is the end of the day before, or meant for its own: no document says which.
_CLOCK = "(?:上午|下午|中午)?(?!00?[时点:：])N[时点:：](?:N分?)?整?"
#: What may follow a day without changing it: 「前」「以前」「之前」 include the day.
BY = f"{_INCLUDED}(?:{_CLOCK}|下班)?(?:以前|之前|前|以内|之内|内|为止|止|截止|当日|当天)?{_INCLUDED}"
DAY = (
    "的?(?:(?:前|月?初)?(?:N[日号]?[至到~～—–-])?(?P<day>N)[日号](?:[（(](?:星期|周)[1-6一二三四五六日天][）)])?"
    "|(?P<end>月?[底末]|最后1[日天])"
    "|[上中]?(?P<third>[上中下])旬末?"
    "|(?:(?:[前第]|月?初)?(?P<workday>N)个?|首个)工作日"
    f"|(?P<lastworkday>最后1个工作日)){BY}"
)
AMOUNT = "(?:(?P<amount>M)(?P<measure>个?工作日|个?自然日|日|天|周|个月|年)|半年)(?:以内|之内|内)?"


def day_in_any_month(found: re.Match[str]) -> Callable[[date], date]:
    """As ``day_in_month``, for what is due month after month: 「每月30日前」 is the end of February."""
    if found["day"] and 28 < int(found["day"]) <= 31:
        return lambda first: first + relativedelta(day=int(found["day"]))
    return day_in_month(found)


def day_in_month(found: re.Match[str]) -> Callable[[date], date]:
    """From the first of a month to the day in it that ``DAY`` names; ValueError there for a day that does not exist."""
    if found["third"] in ("上", "中"):
        return lambda first: first.replace(day=10 if found["third"] == "上" else 20)
    if found["day"]:
        # replace() and not relativedelta, which would quietly take 「2月30日前」 for the month's last day
        return lambda first: first.replace(day=int(found["day"]))
    if found["lastworkday"]:
        return lambda first: last_working_day_by(first + relativedelta(day=31))
    if "工作日" in found.group():
        number = int(found["workday"] or 1)
        return lambda first: working_days_after(first - timedelta(days=1), number)
    return lambda first: first + relativedelta(day=31)


def is_late_in_month(found: re.Match[str]) -> bool:
    """Whether ``DAY`` names the end of the month, so that the month itself must be meant."""
    return bool(found["end"] or found["lastworkday"] or found["third"] == "下")


def is_early_in_month(found: re.Match[str]) -> bool:
    """Whether ``DAY`` names a day on which what is told of a month can only be told of the month before."""
    number = found["day"] or found["workday"] or ("1" if "首个" in found.group() else "31")
    return found["third"] == "上" or int(number) <= _MIDDLE


def after(found: re.Match[str]) -> Callable[[date], date]:
    """From a day to the last day of the ``AMOUNT`` of time after it; the day itself is not counted.

    Months after a month's last day end with a month, too.
    """
    amount, measure = int(found["amount"] or 6), found["measure"] or "个月"
    if measure.endswith("工作日"):
        return lambda day: working_days_after(day, amount)
    if measure == "个月" or measure == "年":
        months = amount * (12 if measure == "年" else 1)
        return lambda day: _months_after(day, months)
    return lambda day: day + timedelta(days=amount * (7 if measure == "周" else 1))


def _months_after(day: date, months: int) -> date:
    if (day + timedelta(days=1)).day == 1:
        return day + relativedelta(months=months, day=31)
    return day + relativedelta(months=months)


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; by weekends alone where no calendar is known."""
    while count:
        day += timedelta(days=1)
        count -= not _is_off(day)
    return day


def last_working_day_by(day: date) -> date:
    """The day itself or the working day before it; by weekends alone where no calendar is known."""
    while _is_off(day):
        day -= timedelta(days=1)
    return day


def _is_off(day: date) -> bool:
    off = is_day_off(day)
    return day.weekday() >= 5 if off is None else off
