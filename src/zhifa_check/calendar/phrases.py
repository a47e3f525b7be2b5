"""The closed grammar of deadline phrases, as the documents write them, to dates.

「X日前」「X月底前」 include the day; 上旬, 中旬 and 下旬 as a deadline mean their last day (10th, 20th, end of month).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from zhifa_check.calendar.periods import MONTHS, Every, Period

ACCEPTED = (
    "9月中旬",
    "6月底前",
    "3月31日前",
    "2023年3月31日前",
    "5月31日、11月30日前",
    "3月中旬、6月中旬、9月中旬、12月中旬",
    "每月6日前",
    "每季度第一个月上旬",
    "每月",
    "每季度",
    "每半年",
    "每年",
    "年内",
    "全年",
    "年度",
    "到2023年底",
    "年底前",
    "次月底前",
    "次月10日前",
)

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DAY = r"(?:(?P<day>[0-9]{1,2})日前?|底前?|(?P<third>[上中下])旬)"
_ON = re.compile(rf"(?:(?P<year>[0-9]{{4}})年)?(?P<month>[0-9]{{1,2}})月{_DAY}")
_FOLLOWING = re.compile(rf"(?P<which>每月|次月){_DAY}")
_NTH = re.compile(rf"每(?P<unit>季度|半年)第(?P<nth>[一二三四五六])个月{_DAY}")
_ENDS: dict[str, Every] = {"每月": "month", "每季度": "quarter", "每半年": "half", "每年": "year", "年内": "year"}
_ENDS |= {"全年": "year", "年度": "year", "年底前": "year"}
#: One word of a pattern above: a sign, or a class of signs with its number; and whether it may be left out.
_WORD = re.compile(r"([一-龥、]|\[[^]]*\](?:\{[^}]*\})?)(\?)?")
_YEAR_END = re.compile(r"到(?P<year>[0-9]{4})年底前?")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A phrase understood: ``on(period)`` is the last day in time; ValueError for a day that does not exist."""

    phrase: str
    every: Every | None
    on: Callable[[Period], date]


def parse_deadline(phrase: str) -> Deadline:
    """Understand one phrase, white space aside. Raises ValueError, in Chinese, naming the accepted ones."""
    text = re.sub(r"\s", "", phrase)
    if text in _ENDS:
        return Deadline(phrase, _ENDS[text], lambda period: period.end)
    if found := _YEAR_END.fullmatch(text):
        last = date(int(found["year"]), 12, 31)
        return Deadline(phrase, "year", lambda _: last)
    if found := _FOLLOWING.fullmatch(text):
        day = _day_of(found)
        every: Every | None = "month" if found["which"] == "每月" else None
        return Deadline(phrase, every, lambda period: day(period.end + timedelta(days=1)))
    if found := _NTH.fullmatch(text):
        day, months = _day_of(found), _NUMERALS[found["nth"]] - 1
        every = "quarter" if found["unit"] == "季度" else "half"
        if months < MONTHS[every]:
            return Deadline(
                phrase, every, lambda period: day(period.end + timedelta(days=1) + relativedelta(months=months))
            )
    dates = [_ON.fullmatch(part) for part in text.split("、")]
    if all(dates):
        return _listed(phrase, [found for found in dates if found])
    raise ValueError(f"看不懂期限“{phrase}”。能用的写法有：{'、'.join(f'“{known}”' for known in ACCEPTED)}。")


def grammar() -> str:
    """All of it as one regular expression without names, for editors; white space may stand between any two words."""
    date_ = _ON.pattern
    listed = f"{date_}(?:{'|'.join(f'(?:、{date_}){{{more}}}' for more in (1, 3, 11))})?"
    parts = (*_ENDS, _YEAR_END.pattern, _FOLLOWING.pattern, _NTH.pattern, listed)
    spaced = _WORD.sub(lambda word: rf"(?:{word[1]}\s*)?" if word[2] else rf"{word[1]}\s*", "|".join(parts))
    return re.sub(r"\(\?P<\w+>", "(?:", rf"\s*(?:{spaced})")


def _listed(phrase: str, found: list[re.Match[str]]) -> Deadline:
    """「6月1日、12月1日前」: one date for each period of the year, in order."""
    every: dict[int, Every] = {1: "year", 2: "half", 4: "quarter", 12: "month"}
    if len(found) not in every:
        raise ValueError(
            f"期限“{phrase}”列了 {len(found)} 个日期，应是 1、2、4 或 12 个（全年、每半年、每季度、每月）。"
        )

    def on(period: Period) -> date:
        match = found[period.index - 1]
        return _day_of(match)(date(int(match["year"] or period.year), int(match["month"]), 1))

    return Deadline(phrase, every[len(found)], on)


def _day_of(found: re.Match[str]) -> Callable[[date], date]:
    """From the first of a month to the day in it that a phrase names."""
    if found["third"] and found["third"] != "下":
        return lambda first: first.replace(day=10 if found["third"] == "上" else 20)
    if found["day"]:
        # replace() and not relativedelta, which would quietly take 「2月30日前」 for the month's last day
        return lambda first: first.replace(day=int(found["day"]))
    return lambda first: first + relativedelta(day=31)
