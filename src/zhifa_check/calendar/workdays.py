"""Working days with 调休, by the State Council's calendar; a year that it does not know is never guessed."""

from datetime import date, timedelta
from functools import cache


@cache
def is_known(year: int) -> bool:
    """Whether the official calendar of that year is at hand."""
    from chinese_calendar.constants import holidays

    return any(day.year == year for day in holidays)


@cache
def is_day_off(day: date) -> bool | None:
    """周末 or 法定节假日, make-up working days considered; None where the year's calendar is not known."""
    if not is_known(day.year):
        return None
    import chinese_calendar

    return bool(chinese_calendar.is_holiday(day))


def day_off_name(day: date) -> str:
    """What a due list says beside a date: 周末, 节假日, 调休上班, 放假安排未知 or nothing."""
    off = is_day_off(day)
    weekend = day.weekday() >= 5
    if off is None:
        return "放假安排未知"
    if off:
        return "周末" if weekend and not _is_statutory(day) else "节假日"
    return "调休上班" if weekend else ""


def _is_statutory(day: date) -> bool:
    import chinese_calendar

    return bool(chinese_calendar.get_holiday_detail(day)[1])


@cache
def roll_forward(day: date) -> date:
    """The day itself, or the next working day after it; the day itself where the calendar is not known."""
    rolled = day
    while is_day_off(rolled):
        rolled += timedelta(days=1)
    return rolled if is_day_off(rolled) is False else day


@cache
def last_working_day(day: date) -> date | None:
    """The day itself or the nearest working day before it; None where the calendar is not known."""
    while is_day_off(day):
        day -= timedelta(days=1)
    return day if is_day_off(day) is False else None


def add_working_days(day: date, count: int) -> date | None:
    """The ``count``-th working day after ``day``, which is not counted; None where the calendar is not known."""
    while count:
        day += timedelta(days=1)
        off = is_day_off(day)
        if off is None:
            return None
        count -= not off
    return day
