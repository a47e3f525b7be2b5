"""Values as people write them: text to dates, times, numbers and words of the plan; refusals say how to mend it."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from zhifa_check.calendar.periods import EVERY_NAMES, Period, is_period, loose_period, parse_period, some_period
from zhifa_check.format.shape import Written
from zhifa_check.format.unread import PLACEHOLDERS, no_day, no_number, of_absence
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.words.width import half_width

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What a time of day looks like.
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) ({CLOCK})")
#: What the whole text of a number and of a whole number looks like.
NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")
WHOLE = re.compile(r"[0-9]{1,9}")
#: The largest whole number that they take.
LARGEST = 999_999_999
#: The word that names the whole roster where a list of people is asked for.
EVERYBODY = "全体"


def fault(message: str, *at: str | int) -> PydanticCustomError:
    """A refusal in Chinese; ``at`` leads from the record to the key at fault where that is not the value itself."""
    return PydanticCustomError("fault", "{message}", {"message": message, "at": at})


def unknown_word(what: str, known: Iterable[str], kind: str = "unknown_word") -> PydanticCustomError:
    """A word that is not in its list; which one was meant is worked out only when the refusal is told."""
    return PydanticCustomError(kind, "{what}", {"what": what, "known": tuple(known)})


def as_text(value: object) -> str:
    """The text of a scalar. Raises a fault for a blank, a list or a mapping."""
    if isinstance(value, str):
        return value
    if value is None:
        raise PydanticCustomError("blank", "{message}", {"message": "没有填写"})
    raise PydanticCustomError("string_type", "应是一段文字")


@lru_cache(maxsize=8192)
def _date(text: str, year: int | None) -> date:
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise fault("日历上没有这一天，请核对后改正") from None
    raise fault(no_day(text, year))


@lru_cache(maxsize=8192)
def _time(text: str, year: int | None) -> datetime:
    if found := _TIME.fullmatch(text):
        return datetime.combine(_date(found[1], year), time.fromisoformat(found[2]))
    form = "应是日期加时刻，写成 年-月-日 时:分 的形式（二十四小时制，除年外都写两位，中间空一格）"
    raise fault(f"{form}{of_absence(text)}")


def _misspelt(text: str, form: re.Pattern[str]) -> None:
    """Raises a fault for a number that is negative or full-width."""
    if text.startswith(("-", "－")):
        raise fault("不能小于 0，请核对后改正")
    if form.fullmatch(plain := half_width(text)):
        raise fault(f"数字要用半角，请改为 {plain}")


@lru_cache(maxsize=8192)
def _number(text: str) -> Decimal:
    if NUMBER.fullmatch(text):
        return Decimal(text)
    _misspelt(text, NUMBER)
    raise fault(no_number(text, half_width(text)))


@lru_cache(maxsize=8192)
def _whole(text: str) -> int:
    if WHOLE.fullmatch(text):
        return int(text)
    _misspelt(text, WHOLE)
    raise fault(f"应是整数，如 4（只写数字，不写单位）{of_absence(text)}")


def _yes_no(value: object) -> bool:
    known = {"是": True, "true": True, "否": False, "false": False}
    if (text := as_text(value)) not in known:
        raise fault("应是“是”或“否”")
    return known[text]


def _read(parse: Callable[[str], Any]) -> PlainValidator:
    """A validator that reads text; without pydantic's own second look at what our parser made."""

    def read(value: object) -> Any:
        return parse(value if type(value) is str else as_text(value))

    return PlainValidator(read)


def _stated(value: object) -> str:
    text = as_text(value)
    if text.strip() in PLACEHOLDERS:
        raise fault("不是实际内容。确实没有的，请删去这一行；有的，请填写实际内容")
    return text


def _words(info: ValidationInfo) -> Vocabulary:
    return cast(Vocabulary, info.context)


def _day(value: object, info: ValidationInfo) -> date:
    # the bureau's own files are read without the words of a plan
    return _date(value if type(value) is str else as_text(value), getattr(info.context, "year", None))


def _moment(value: object, info: ValidationInfo) -> datetime:
    return _time(as_text(value), getattr(info.context, "year", None))


def _in_year(read: Callable[[object, ValidationInfo], Any]) -> Callable[[object, ValidationInfo], Any]:
    def check(value: object, info: ValidationInfo) -> Any:
        found = read(value, info)
        if found.year != info.context.year:  # type: ignore[union-attr]
            raise fault(f"不在 {_words(info).year} 年内。这里只填本年度的，请核对日期，别的年度的请删去")
        return found

    return check


def _period(value: object, info: ValidationInfo) -> Period:
    text = as_text(value)
    try:
        period = parse_period(text)
    except ValueError:
        year = _words(info).year
        meant = loose_period(half_width(text), year)
        if meant and meant != text and is_period(meant):
            raise fault(f"要照规定的样子写，请改为 {meant}") from None
        known = _words(info).lengths
        ways = "，".join(f"{EVERY_NAMES[every]}写 {some_period(year, every)}" for every in known)
        raise fault(f"应是所属期：{ways}") from None
    if period.year != _words(info).year:
        raise fault(f"不在 {_words(info).year} 年度内，本年度文件只填 {_words(info).year} 年的所属期")
    return period


def _item(value: object, info: ValidationInfo) -> str:
    text = as_text(value)
    if text in _words(info).items:
        return text
    raise unknown_word("不是计划里的事项", _words(info).items)


def _unit(value: object, info: ValidationInfo) -> str:
    text = as_text(value)
    if unit := _words(info).units.get(text.strip()):
        return str(unit)
    raise unknown_word("不是单位名册里的单位", _words(info).units, "unknown_reference")


def _attendance(value: object) -> tuple[str, ...] | None:
    if value == EVERYBODY:
        return None
    if isinstance(value, list):
        return tuple(as_text(number) for number in value)
    raise fault(f"应是人员编号的列表，如 [A01, A02]，或者“{EVERYBODY}”两字")


#: The functions that read something else than a single text.
OF_LISTS = frozenset({_attendance})


def check_item_period(item: str, period: Period, info: ValidationInfo) -> None:
    """Refuse a 所属期 of another length than the 事项 has."""
    lengths = _words(info).items[item]
    if period.every not in lengths:
        wanted = "或".join(f"{EVERY_NAMES[every]}（如 {some_period(period.year, every)}）" for every in sorted(lengths))
        raise fault(f"“{item}”的所属期应是{wanted}，请改正", "所属期")


def one_of(name: str) -> Any:
    """The check of a word of one of the plan's lists; any text will do where the plan has no such list."""

    def check(value: object, info: ValidationInfo) -> str:
        text = value if type(value) is str else as_text(value)
        known = info.context.categories.get(name)  # type: ignore[union-attr]
        if known is None or text in known:
            return text
        raise unknown_word("不在能填的类别里", known)

    return PlainValidator(check)


def _at_most(limit: Decimal, message: str) -> Callable[[str], Decimal]:
    @lru_cache(maxsize=1024)
    def parse(text: str) -> Decimal:
        value = _number(text)
        if value > limit:
            raise fault(message)
        return value

    return parse


_MOST_HOURS, _MOST_POINTS = Decimal(24), Decimal(150)

Text = str
PersonRef = Annotated[str, Written("text", refers="人员")]
BodyRef = Annotated[str, Written("text", refers="案卷")]
StatedText = Annotated[str, PlainValidator(_stated), Written("stated")]
Day = Annotated[date, PlainValidator(_day), Written("date")]
DayInYear = Annotated[date, PlainValidator(_in_year(_day)), Written("date", in_year=True)]
Moment = Annotated[datetime, PlainValidator(_moment), Written("moment")]
MomentInYear = Annotated[datetime, PlainValidator(_in_year(_moment)), Written("moment", in_year=True)]
Number = Annotated[Decimal, _read(_number), Written("decimal")]
EntryHours = Annotated[
    Decimal,
    _read(_at_most(_MOST_HOURS, f"一次培训不能超过 {_MOST_HOURS} 学时。跨天的请按天分开填写")),
    Written("decimal", at_most=_MOST_HOURS),
]
Score = Annotated[
    Decimal,
    _read(_at_most(_MOST_POINTS, f"成绩应在 0 到 {_MOST_POINTS} 之间，请核对后改正")),
    Written("decimal", at_most=_MOST_POINTS),
]
Whole = Annotated[int, _read(_whole), Written("whole")]
YesNo = Annotated[bool, PlainValidator(_yes_no), Written("yes_no")]
YesOrNothing = Annotated[bool, PlainValidator(_yes_no), Written("yes_no", blank_is_no=True)]
PeriodText = Annotated[Period, PlainValidator(_period), Written("period")]
Item = Annotated[str, PlainValidator(_item), Written("item")]
UnitRef = Annotated[str, PlainValidator(_unit), Written("unit")]
#: None stands for everybody.
Attendance = Annotated[tuple[str, ...] | None, PlainValidator(_attendance), Written("persons", refers="人员")]
PersonCategory = Annotated[str, one_of("人员类别"), Written("word", words="人员类别")]
TrainingCategory = Annotated[str, one_of("培训类别"), Written("word", words="培训类别")]
TrainingTopic = Annotated[str, one_of("培训专题"), Written("word", words="培训专题", blank_is_no=True)]
ActCategory = Annotated[str, one_of("执法行为类别"), Written("word", words="执法行为类别")]
EnteredCategory = Annotated[str, one_of("平台录入类别"), Written("word", words="平台录入类别")]
ReviewResult = Annotated[str, one_of("审核结论"), Written("word", words="审核结论")]
Remedy = Annotated[str, one_of("处理方式"), Written("word", words="处理方式")]
