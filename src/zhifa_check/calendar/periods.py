"""所属期: ``2023``, ``2023H1``, ``2023Q2``, ``2023-05``."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

Every = Literal["year", "half", "quarter", "month"]

#: Months in one period of each length.
MONTHS: dict[Every, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
EVERY_NAMES: dict[Every, str] = {"year": "全年", "half": "半年", "quarter": "季度", "month": "月"}

_SUFFIXES: dict[Every, str] = {"year": "", "half": "H{}", "quarter": "Q{}", "month": "-{:02d}"}

_LOOSE = re.compile(
    r"(?:([0-9]{4})\s*年?度?\s*)?(?:第?([1-4一二三四])季度?|([上下])半年|([0-9]{1,2})月份?|[-./]([0-9]{1,2}))?"
)
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PATTERN = re.compile(r"(?P<year>[0-9]{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of calendar time; ``index`` counts from 1 within the year."""

    year: int
    every: Every
    index: int = 1

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, (self.index - 1) * MONTHS[self.every] + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return _end(self)

    @property
    def following(self) -> "Period":
        """The one after it."""
        count = 12 // MONTHS[self.every]
        return Period(self.year + self.index // count, self.every, self.index % count + 1)

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
        """As a report says it: 2023年5月, 2023年第2季度, 2023年上半年, 2023年."""
        part = {
            "year": "",
            "half": ("上半年", "下半年")[(self.index - 1) % 2],
            "quarter": f"第{self.index}季度",
            "month": f"{self.index}月",
        }
        return f"{self.year}年{part[self.every]}"


def is_period(text: str) -> bool:
    """Whether a text is a 所属期 as the format spells it."""
    return _PATTERN.fullmatch(text) is not None


def loose_period(text: str, year: int | None = None) -> str | None:
    """A period that a half-width text spells as people do, 2023年5月; ``year`` is meant where it names none."""
    if not text or not (found := _LOOSE.fullmatch(text)):
        return text.upper().replace(" ", "") if re.fullmatch("[0-9]{4} ?[hqHQ][1-4]", text) else None
    own, quarter, half, month, plain = found.groups()
    if own is None and (year is None or plain):
        return None
    own = own or str(year)
    if quarter:
        return f"{own}Q{_QUARTERS.get(quarter, quarter)}"
    if half:
        return f"{own}H{'1' if half == '上' else '2'}"
    return f"{own}-{(month or plain).zfill(2)}" if month or plain else own


def some_period(year: int, every: Every) -> Period:
    """A period of a length, such as an example names."""
    return Period(year, every, {"year": 1, "half": 1, "quarter": 2, "month": 5}[every])


# the same text for the same period: every obligation of every unit keeps one
@lru_cache(maxsize=4096)
def _text(period: Period) -> str:
    return f"{period.year:04d}{_SUFFIXES[period.every].format(period.index)}"


@lru_cache(maxsize=4096)
def _end(period: Period) -> date:
    return period.start + relativedelta(months=MONTHS[period.every]) - timedelta(days=1)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The period that a 所属期 names. Raises ValueError for any other text."""
    found = _PATTERN.fullmatch(text)
    if found is None or not 1 <= int(found["year"]) < 9999:
        raise ValueError(text)
    for every in ("half", "quarter", "month"):
        if found[every]:
            return Period(int(found["year"]), every, int(found[every]))
    return Period(int(found["year"]), "year")


def periods_of(year: int, every: Every) -> list[Period]:
    """All periods of one length in a year, in order."""
    return [Period(year, every, index) for index in range(1, 12 // MONTHS[every] + 1)]
