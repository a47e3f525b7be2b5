"""Working days with 调休, by the bureau's calendar or what ships; a year that neither knows is never guessed."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeVar

#: Days after a date within which any calendar has a working day, whatever is moved.
WIDEST = timedelta(days=14)


class Year(NamedTuple):
    """What one year's notice says: days off (weekends need not be named) and weekends that are worked."""

    days_off: frozenset[date]
    working_days: frozenset[date]


_own: dict[int, Year] = {}
#: What forgets all that was worked out by the calendar.
_forget: list[Callable[[], None]] = []

K = TypeVar("K", bound=Callable[..., Any])


def by_calendar(work_out: K) -> K:
    """Work out once what follows from the calendar in use."""
    kept: Any = cache(work_out)
    _forget.append(kept.cache_clear)
    return kept  # type: ignore[no-any-return]


def use(years: Mapping[int, Year]) -> None:
    """Let these years win over what ships, in this process, until the next call."""
    if years != _own:
        _own.clear()
        _own.update(years)
        for forget in _forget:
            forget()


@by_calendar
def is_known(year: int) -> bool:
    """Whether the calendar of that year is at hand."""
    if year in _own:
        return True
    from chinese_calendar.constants import holidays

    return any(day.year == year for day in holidays)


@by_calendar
def is_day_off(day: date) -> bool | None:
    """周末 or 法定节假日, make-up working days considered; None where the year's calendar is not known."""
    if day.year in _own:
        year = _own[day.year]
        return day in year.days_off or (day.weekday() >= 5 and day not in year.working_days)
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
    if day.year in _own:
        return day in _own[day.year].days_off
    import chinese_calendar

    return bool(chinese_calendar.get_holiday_detail(day)[1])


@by_calendar
def roll_forward(day: date) -> date:
    """The day itself, or the next working day after it; where the calendar is not known, the latest that it may be."""
    rolled = day
    while is_day_off(rolled):
        rolled += timedelta(days=1)
    return rolled if is_day_off(rolled) is False else day + WIDEST


@cache
def roll_forward_strictly(day: date) -> date:
    """The day itself, or the next working day after it; where the calendar is not known, the first that it may be."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def is_widest(rolled: date) -> bool:
    """Whether a day that ``roll_forward`` gave may be estimated, for want of a calendar."""
    return not (is_known(rolled.year) and is_known((rolled - WIDEST).year))


@by_calendar
def last_working_day(day: date) -> date | None:
    """The day itself or the nearest working day before it; None where the calendar is not known."""
    while is_day_off(day):
        day -= timedelta(days=1)
    return day if is_day_off(day) is False else None


def days_between(day: date, last: date) -> Iterator[date]:
    """The days after a day, until the last one and with it."""
    return (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
