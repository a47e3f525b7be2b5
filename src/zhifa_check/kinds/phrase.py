"""A deadline as a plan gives it: the document's words, and their meaning where the words alone do not say it."""

import re
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.calendar.periods import Every, Period
from zhifa_check.calendar.phrases import Deadline, In, parse_deadline
from zhifa_check.format.shape import Written
from zhifa_check.format.values import as_text, fault

_MONTH_AND_DAY = "(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})"
#: Whatever the day of issue, words are understood or not.
SOME_DAY = date(2000, 1, 1)
_TIMES: dict[int, Every] = {1: "year", 2: "half", 4: "quarter", 6: "two_months", 12: "month"}


def _flag(value: object) -> bool:
    text = value if isinstance(value, bool) else {"true": True, "false": False}.get(as_text(value))
    if text is None:
        raise fault("应是 true 或 false")
    return text


Flag = Annotated[bool, BeforeValidator(_flag), Written("flag")]


def _known_phrase(value: object) -> str:
    try:
        parse_deadline(as_text(value), SOME_DAY)
    except ValueError as error:
        raise fault(str(error)) from None
    return str(value)


def _days(value: object) -> object:
    days = value if isinstance(value, list) else [value]
    for day in days:
        if not (isinstance(day, str) and re.fullmatch(_MONTH_AND_DAY, day)):
            raise fault("应是月-日，如 01-31，或 年-月-日；一年几次的写成列表，如 [06-30, 12-31]")
    if len(days) not in _TIMES:
        raise fault(f"列了 {len(days)} 个日期，应是 1、2、4、6 或 12 个（全年、每半年、每季度、每两个月、每月）")
    return tuple(days)


class Phrase(Config):
    """A deadline in the document's own words; ``assumed`` where the document gives none.

    Words that the grammar does not know, or knows in another sense, have their meaning beside them (``on``).
    """

    about: ClassVar[str] = (
        "一个期限：文件里的说法；看不懂或有歧义的，在旁边写明意思；原文没有写明的，写 assumed: true。"
    )
    phrase: Annotated[str | None, BeforeValidator(_known_phrase), Written("phrase")] = Field(
        None, title="期限", description="文件里的说法，如 9月中旬、每月6日前；与 says 写其中一个"
    )
    says: Words | None = Field(None, title="原文的说法", description="照抄原文；工具看不懂的说法，再用 on 写明是哪一天")
    on: Annotated[tuple[str, ...] | None, BeforeValidator(_days), Written("days_of_year")] = Field(
        None, title="是哪一天", description="月-日，如 01-31；一年几次的写成列表，如 [06-30, 12-31]"
    )
    of: Literal["this_year", "next_year"] | None = Field(
        None, title="哪一年的", description="this_year 当年（默认），next_year 次年；只与 on 一起写"
    )
    in_: In | None = Field(
        None,
        alias="in",
        title="哪一期的",
        description="“每月25日前”这样的说法，same 指报当期，next 指到下一期才报；不写的按下一期",
    )
    assumed: Flag = Field(False, title="推定", description="原文没有写明、由人推定的写 true")
    _issued: date | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _meaning_is_clear(self, info: ValidationInfo) -> Self:
        if (self.phrase is None) == (self.says is None):
            raise fault("期限的说法写一处：phrase 或 says")
        if self.on is None and self.of is not None:
            raise fault("of 说明 on 是哪一年的，请写上 on", "of")
        if self.on is not None and self.in_ is not None:
            raise fault("已经用 on 写明是哪一天，不用再写 in", "in")
        self._issued = getattr(info.context, "issued", None)
        try:
            _ = self.deadline
        except ValueError as error:
            raise fault(str(error), "in" if self.in_ else "says") from None
        return self

    @property
    def words(self) -> str:
        """What the document says."""
        return self.phrase or self.says or ""

    @cached_property
    def deadline(self) -> Deadline:
        """What the phrase means."""
        if self.on is None:
            return parse_deadline(self.words, self._issued or SOME_DAY, self.in_)
        days, later = self.on, self.of == "next_year"
        if [*days] != sorted(days) and not any(map(_has_year, days)):
            raise ValueError("on 里的日期要从早到晚写；有在次年的，连年份写，如 [2026-07-10, 2027-01-10]")
        return Deadline(self.words, _TIMES[len(days)], lambda period: _day_in(days, period, later))


def _has_year(day: str) -> bool:
    return day.count("-") > 1


def _day_in(days: tuple[str, ...], period: Period, later: bool) -> date:
    found = re.fullmatch(_MONTH_AND_DAY, days[period.index - 1])
    assert found is not None
    return date(int(found[1] or period.year + later), int(found[2]), int(found[3]))


def _phrase(value: object) -> object:
    return {"phrase": value} if isinstance(value, str) else value


PhraseText = Annotated[Phrase, BeforeValidator(_phrase), Written("phrase_text")]
