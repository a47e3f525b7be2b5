"""所属期: ``2023``, ``2023H1``, ``2023Q2``, ``2023B3``, ``2023-05``, ``2023-05上半``, ``2023-05上``, ``2023W19``."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

Every = Literal["year", "half", "quarter", "two_months", "month", "half_month", "ten_days", "week"]

#: Months in one period of each length; what is shorter than a month has none.
MONTHS: dict[Every, int] = {"year": 12, "half": 6, "quarter": 3, "two_months": 2, "month": 1}
EVERY_NAMES: dict[Every, str] = {
    "year": "全年",
    "half": "半年",
    "quarter": "季度",
    "two_months": "两个月",
    "month": "月",
    "half_month": "半月",
    "ten_days": "旬",
    "week": "周",
}
#: What a plan may write, each with what it means.
EVERY_TOLD = "、".join(f"{every} 每{name.removeprefix('全')}" for every, name in EVERY_NAMES.items())
#: Those that every office knows how to write.
USUAL: tuple[Every, ...] = ("year", "half", "quarter", "month")

_SUFFIXES: dict[Every, str] = {
    "year": "",
    "half": "H{}",
    "quarter": "Q{}",
    "two_months": "B{}",
    "month": "-{:02d}",
    "week": "W{:02d}",
}
#: Parts of a month: how each is told, less its last sign how it is written, and the day on which it begins.
_PARTS: dict[Every, tuple[tuple[str, int], ...]] = {
    "half_month": (("上半月", 1), ("下半月", 16)),
    "ten_days": (("上旬", 1), ("中旬", 11), ("下旬", 21)),
}

_LOOSE = re.compile(
    r"(?:([0-9]{4})\s*年?度?\s*)?(?:第?([1-4一二三四])季度?|([上下])半年|([0-9]{1,2})月份?|[-./]([0-9]{1,2})"
    r"|(?P<odd>[0-9]{1,2})月?份?[-—–~～、至到和](?P<even>[0-9]{1,2})月份?"
    r"|(?P<of>[0-9]{1,2})月份?(?P<part>[上下]半|[上中下](?!半))[月旬]?|第(?P<week>[0-9]{1,2})周)?"
)
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PATTERN = re.compile(
    r"(?P<year>[0-9]{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|B(?P<two_months>[1-6])|W(?P<week>[0-9]{2})"
    r"|-(?P<month>0[1-9]|1[0-2])(?P<part>[上下]半|[上中下])?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of calendar time; ``index`` counts from 1 within the year."""

    year: int
    every: Every
    index: int = 1

    @property
    def start(self) -> date:
        """Its first day."""
        if self.every == "week":
            return date.fromisocalendar(self.year, self.index, 1)
        if self.every in _PARTS:
            month, (_, day) = _part_of_month(self)
            return date(self.year, month, day)
        return date(self.year, (self.index - 1) * MONTHS[self.every] + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return _end(self)

    @property
    def following(self) -> "Period":
        """The one after it."""
        if self.every == "week":
            year, week, _ = (self.start + timedelta(days=7)).isocalendar()
            return Period(year, "week", week)
        last = self.index == len(_periods(self.year, self.every))
        return Period(self.year + last, self.every, 1 if last else self.index + 1)

    def includes(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.start <= day <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def __str__(self) -> str:
        return _text(self)

    @property
    def chinese(self) -> str:
        """As a report says it: 2023年5月, 2023年第2季度, 2023年上半年, 2023年, 2023年第19周（5月8日起）."""
        return _chinese(self)


def is_period(text: str) -> bool:
    """Whether a text is a 所属期 as the format spells it."""
    return _PATTERN.fullmatch(text) is not None


def loose_period(text: str, year: int | None = None) -> str | None:
    """A period that a half-width text spells as people do, 2023年5月; ``year`` is meant where it names none."""
    if not text or not (found := _LOOSE.fullmatch(text)):
        return text.upper().replace(" ", "") if re.fullmatch("[0-9]{4} ?(?:[hqbHQB][1-6]|[wW][0-9]{2})", text) else None
    own, quarter, half, month, plain = found.groups()[:5]
    if own is None and (year is None or plain):
        return None
    own = own or str(year)
    if quarter:
        return f"{own}Q{_QUARTERS.get(quarter, quarter)}"
    if half:
        return f"{own}H{'1' if half == '上' else '2'}"
    if found["odd"]:
        odd, even = int(found["odd"]), int(found["even"])
        return f"{own}B{even // 2}" if odd % 2 and odd + 1 == even else None
    if found["week"]:
        return f"{own}W{found['week'].zfill(2)}"
    if found["part"]:
        return f"{own}-{found['of'].zfill(2)}{found['part']}"
    return f"{own}-{(month or plain).zfill(2)}" if month or plain else own


def some_period(year: int, every: Every) -> Period:
    """A period of a length, such as an example names."""
    return next(one for one in periods_of(year, every) if one.end >= date(year, 5, 4))


def _part_of_month(period: Period) -> tuple[int, tuple[str, int]]:
    parts = _PARTS[period.every]
    month, part = divmod(period.index - 1, len(parts))
    return month + 1, parts[part]


# the same text for the same period: every obligation of every unit keeps one
@lru_cache(maxsize=4096)
def _text(period: Period) -> str:
    if period.every in _PARTS:
        month, (told, _) = _part_of_month(period)
        return f"{period.year:04d}-{month:02d}{told[:-1]}"
    return f"{period.year:04d}{_SUFFIXES[period.every].format(period.index)}"


@lru_cache(maxsize=4096)
def _chinese(period: Period) -> str:
    index = period.index
    if period.every in _PARTS:
        month, (told, _) = _part_of_month(period)
        return f"{period.year}年{month}月{told}"
    part = {
        "year": "",
        "half": ("上半年", "下半年")[(index - 1) % 2],
        "quarter": f"第{index}季度",
        "two_months": f"{2 * index - 1}—{2 * index}月",
        "month": f"{index}月",
        "week": f"第{index}周（{period.start.month}月{period.start.day}日起）",
    }
    return f"{period.year}年{part[period.every]}"


@lru_cache(maxsize=4096)
def _end(period: Period) -> date:
    if period.every == "week":
        return period.start + timedelta(days=6)
    if period.every in _PARTS:
        last = period.index % len(_PARTS[period.every]) == 0
        return period.start + relativedelta(day=31) if last else period.following.start - timedelta(days=1)
    return period.start + relativedelta(months=MONTHS[period.every]) - timedelta(days=1)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The period that a 所属期 names. Raises ValueError for any other text."""
    found = _PATTERN.fullmatch(text)
    if found is None or not 1 <= int(found["year"]) < 9999:
        raise ValueError(text)
    year = int(found["year"])
    for every, parts in _PARTS.items() if found["part"] else ():
        written = [told[:-1] for told, _ in parts]
        if found["part"] in written:
            index = len(parts) * (int(found["month"]) - 1) + written.index(found["part"]) + 1
            return Period(year, every, index)
    for every in ("half", "quarter", "two_months", "month", "week"):
        if found[every]:
            period = Period(year, every, int(found[every]))
            if every == "week" and period not in periods_of(year, every):
                raise ValueError(text)
            return period
    return Period(year, "year")


def periods_of(year: int, every: Every) -> list[Period]:
    """All periods of one length in a year, in order; of weeks, by their ISO numbers, those that lie in it wholly."""
    return [*_periods(year, every)]


@lru_cache(maxsize=512)
def _periods(year: int, every: Every) -> tuple[Period, ...]:
    if every == "week":
        last = date(year, 12, 28).isocalendar().week
        weeks = [Period(year, every, index) for index in range(1, last + 1)]
        return tuple(one for one in weeks if one.start.year == one.end.year)
    count = 12 * len(_PARTS[every]) if every in _PARTS else 12 // MONTHS[every]
    return tuple(Period(year, every, index) for index in range(1, count + 1))
