"""Days, times and periods as cells hold them."""

import re
from datetime import date, datetime, time, timedelta

from zhifa_check.calendar.periods import loose_period
from zhifa_check.forms.columns import Column
from zhifa_check.sheets.grid import Shown
from zhifa_check.words.width import iso_form

AS_TEXT = "请把单元格设为“文本”格式后重新填写"
_SERIAL = re.compile(r"[345][0-9]{4}(?:\.[0-9]+)?")
_MOMENT = re.compile(r"(.+?日?)[\sT]*\s?([0-9]{1,2})\s*[:时点]\s*([0-9]{1,2})\s*分?(?::([0-9]{2})(?:\.[0-9]+)?)?")
#: By so much programs in browsers miss midnight: the local time of Shanghai before 1901 was that of the sun.
_SUN = timedelta(seconds=43)
_DAY = timedelta(days=1)


class CellError(Exception):
    """A cell that is refused: what was found, what is expected, how to mend it."""


def day_or_moment(value: date, column: Column, shown: tuple[Shown, int] | None) -> tuple[str, str | None]:
    """What a cell with a date says, and what was made of it. Raises CellError."""
    moment = _rounded(value) if isinstance(value, datetime) else None
    day = moment.date() if moment else value
    if column.kind == "period":
        if day.day == 1 and not (moment and moment.time() != time()):
            return f"{day:%Y-%m}", f"日期 {day} → 所属期 {day:%Y-%m}"
        raise CellError(f"是日期 {day}，应是{column.hint}。{AS_TEXT}")
    if column.kind == "date":
        if shown and shown[0] == "month":
            raise CellError(f"只显示年和月（{day:%Y-%m}），没有写哪一天，应是{column.hint}。请填写完整的日期")
        return _whole_day(moment, column) if moment else (day.isoformat(), None)
    if column.kind == "moment":
        if moment is None:
            raise CellError(f"只有日期 {day}，没有时刻，应是{column.hint}。请补上时刻")
        return f"{moment:%Y-%m-%d %H:%M}", f"{moment:%H:%M:%S} 去掉秒" if moment.second else None
    raise CellError(f"被表格软件当成了日期（{day}），应是{column.hint}。{AS_TEXT}")


def _rounded(moment: datetime) -> datetime:
    """To the second: a computed time misses it by a hair."""
    if moment.date() == date.max:
        return moment.replace(microsecond=0)
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _whole_day(moment: datetime, column: Column) -> tuple[str, str | None]:
    at_night = datetime.combine(moment.date(), time())
    off = moment - at_night
    if not off:
        return moment.date().isoformat(), None
    if _DAY - off <= timedelta(seconds=60) and moment.date() < date.max:
        following = (moment + _DAY).date().isoformat()
        if abs(_DAY - off - _SUN) <= timedelta(seconds=1):
            return following, f"差 {(_DAY - off).seconds} 秒到零点（有的程序这样写日期）→ {following}"
        message = f"是 {moment:%Y-%m-%d %H:%M:%S}，差 {(_DAY - off).seconds} 秒就是 {following}，不知道是哪一天。"
        raise CellError(f"{message}请只填日期")
    if abs(off - _SUN) <= timedelta(seconds=1):
        return moment.date().isoformat(), f"零点过 {off.seconds} 秒（有的程序这样写日期）→ {moment.date()}"
    raise CellError(f"是 {moment:%Y-%m-%d %H:%M}，应是{column.hint}。请去掉时刻，只填日期")


def to_day(text: str, column: Column) -> str:
    """A day that is written out; what is none is left as it is. Raises CellError."""
    if day := iso_form(text):
        return day
    if found := _MOMENT.fullmatch(text):
        day = iso_form(found[1].strip())
        if day and int(found[2]) == int(found[3]) == int(found[4] or 0) == 0:
            return day
        raise CellError(f"是“{short(text)}”，应是{column.hint}。请去掉时刻，只填日期")
    if _SERIAL.fullmatch(text):
        raise CellError(f"是数字 {text}，应是{column.hint}。{serial_hint(float(text))}")
    return text


def to_moment(text: str, column: Column) -> str:
    """A day and time that are written out; what is none is left as it is. Raises CellError."""
    if (found := _MOMENT.fullmatch(text)) and (day := iso_form(found[1].strip())):
        return f"{day} {found[2].zfill(2)}:{found[3].zfill(2)}"
    if _SERIAL.fullmatch(text):
        raise CellError(f"是数字 {text}，应是{column.hint}。{serial_hint(float(text))}")
    if iso_form(text):
        raise CellError(f"写的是“{short(text)}”，没有时刻，应是{column.hint}。请补上时刻")
    return text


def to_period(text: str, column: Column) -> str:
    """A period that is written out; what is none is left as it is."""
    return loose_period(text) or text


def serial_hint(number: float) -> str:
    """What the number would be as a date, where it can be one of our time."""
    if 30000 <= number < 60000:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        return f"若是日期（{day}），请把单元格格式设为日期，或照这个样子填写"
    return "请照这个样子填写"


def short(text: str) -> str:
    """A text that fits into a message."""
    shown = text.replace("\n", "↵")
    return shown if len(shown) <= 40 else shown[:38] + "……"
