"""所属期: ``2023``, ``2023H1``, ``2023Q2``, ``2023B3``, ``2023-05``, ``2023-05上``, ``2023W19``."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

Every = Literal["year", "half", "quarter", "two_months", "month", "ten_days", "week"]

#: Months in one period of each length; what is shorter than a month has none.
MONTHS: dict[Every, int] = {"year": 12, "half": 6, "quarter": 3, "two_months": 2, "month": 1}
EVERY_NAMES: dict[Every, str] = {
    "year": "全年",
    "half": "半年",
    "quarter": "季度",
    "two_months": "两个月",
    "month": "月",
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
_THIRDS = "上中下"

_LOOSE = re.compile(
    r"(?:([0-9]{4})\s*年?度?\s*)?(?:第?([1-4一二三四])季度?|([上下])半年|([0-9]{1,2})月份?|[-./]([0-9]{1,2})"
    r"|(?P<odd>[0-9]{1,2})月?份?[-—–~～、至到和](?P<even>[0-9]{1,2})月份?"
    r"|(?P<of>[0-9]{1,2})月份?(?P<third>[上中下])旬?|第(?P<week>[0-9]{1,2})周)?"
)
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PATTERN = re.compile(
    r"(?P<year>[0-9]{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|B(?P<two_months>[1-6])|W(?P<week>[0-9]{2})"
    r"|-(?P<month>0[1-9]|1[0-2])(?P<third>[上中下])?)?"
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
        if self.every == "ten_days":
            month, third = divmod(self.index - 1, 3)
            return date(self.year, month + 1, 1 + 10 * third)
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
    if found["third"]:
        return f"{own}-{found['of'].zfill(2)}{found['third']}"
    return f"{own}-{(month or plain).zfill(2)}" if month or plain else own


def some_period(year: int, every: Every) -> Period:
    """A period of a length, such as an example names."""
    return next(one for one in periods_of(year, every) if one.end >= date(year, 5, 4))


# the same text for the same period: every obligation of every unit keeps one
@lru_cache(maxsize=4096)
def _text(period: Period) -> str:
    if period.every == "ten_days":
        month, third = divmod(period.index - 1, 3)
        return f"{period.year:04d}-{month + 1:02d}{_THIRDS[third]}"
    return f"{period.year:04d}{_SUFFIXES[period.every].format(period.index)}"


@lru_cache(maxsize=4096)
def _chinese(period: Period) -> str:
    index = period.index
    month, third = divmod(index - 1, 3)
    part = {
        "year": "",
        "half": ("上半年", "下半年")[(index - 1) % 2],
        "quarter": f"第{index}季度",
        "two_months": f"{2 * index - 1}—{2 * index}月",
        "month": f"{index}月",
        "ten_days": f"{month + 1}月{_THIRDS[third]}旬",
        "week": f"第{index}周（{period.start.month}月{period.start.day}日起）",
    }
    return f"{period.year}年{part[period.every]}"


@lru_cache(maxsize=4096)
def _end(period: Period) -> date:
    if period.every == "week":
        return period.start + timedelta(days=6)
    if period.every == "ten_days":
        return period.start + (relativedelta(day=31) if period.index % 3 == 0 else timedelta(days=9))
    return period.start + relativedelta(months=MONTHS[period.every]) - timedelta(days=1)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The period that a 所属期 names. Raises ValueError for any other text."""
    found = _PATTERN.fullmatch(text)
    if found is None or not 1 <= int(found["year"]) < 9999:
        raise ValueError(text)
    year = int(found["year"])
    if found["third"]:
        return Period(year, "ten_days", 3 * int(found["month"]) - 2 + _THIRDS.index(found["third"]))
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
    count = 36 if every == "ten_days" else 12 // MONTHS[every]
    return tuple(Period(year, every, index) for index in range(1, count + 1))
