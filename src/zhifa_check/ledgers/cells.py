"""One cell to the text that a submission holds: what can be meant in one way only is converted and said, the rest
refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhifa_check.forms.cell_kinds import MANY, SEPARATORS, Kind
from zhifa_check.forms.columns import Column
from zhifa_check.forms.parts import split
from zhifa_check.sheets.grid import ERRORS, UNCOMPUTED, Shown, blank, error_value
from zhifa_check.source.fast import BLANK
from zhifa_check.source.text import PRIVACY
from zhifa_check.words.identity import holds_identity
from zhifa_check.words.width import half_width, iso_form

#: A spreadsheet keeps fifteen digits of a number; what is longer has lost some.
_LOST_FROM = 10**15
#: What Excel holds in one cell.
MAX_TEXT = 32_767
_AS_TEXT = "请把单元格设为“文本”格式后重新填写"
#: No date, period or number is longer; a longer text would be searched for one for minutes.
_LONGEST = 100
_SERIAL = re.compile(r"[345][0-9]{4}(?:\.[0-9]+)?")
_MOMENT = re.compile(r"(.+?日?)[\sT]*\s?([0-9]{1,2})\s*[:时点]\s*([0-9]{1,2})\s*分?(?::[0-9]{2}(?:\.0+)?)?")
_PERIOD = re.compile(r"([0-9]{4})\s*年?\s*(?:第?([1-4一二三四])季度?|([上下])半年|([0-9]{1,2})月|[-./]([0-9]{1,2}))?")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


class CellError(Exception):
    """A cell that is refused: what was found, what is expected, how to mend it."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says, as the submission holds it; ``note`` tells of a conversion."""

    value: str | list[str]
    note: str | None = None


def read_cell(
    value: object, column: Column, shown: tuple[Shown, int] | None, words: Mapping[str, tuple[str, ...]]
) -> Read | None:
    """The content of a cell, None for a blank; ``words`` are other spellings of the words that may stand there.

    Raises CellError.
    """
    if blank(value):
        return None
    if isinstance(value, str):
        return _text(value, column, words)
    if isinstance(value, bool):
        if column.kind == "yes_no":
            return Read("是" if value else "否", f"逻辑值 {str(value).upper()} → {'是' if value else '否'}")
        raise CellError(f"是逻辑值 {str(value).upper()}，应是{column.hint}。请直接填写内容")
    if isinstance(value, int | float):
        return _number(value, column, shown)
    if isinstance(value, date):  # datetime too
        return _moment(value, column, shown)
    if isinstance(value, time | timedelta):
        raise CellError(f"是时间 {value}，应是{column.hint}。请检查单元格格式，改成要求的内容")
    raise CellError(f"读不懂，应是{column.hint}")


def _number(value: int | float, column: Column, shown: tuple[Shown, int] | None) -> Read:
    if abs(value) >= _LOST_FROM:
        raise CellError(
            f"是 16 位以上的数字，表格软件只保留前 15 位，后面的已经丢了。{_AS_TEXT}（居民身份证号不得填写）"
        )
    whole = float(value).is_integer()
    text = str(int(value)) if whole else format(value, ".15g")
    if shown and shown[0] == "percent":
        raise CellError(f"是百分比（存的是 {text}），应是{column.hint}。请改为数字格式后重新填写")
    if column.kind in ("date", "moment"):
        if column.kind == "date" and whole and (found := iso_form(text)):
            return Read(found, f"{text} → {found}")
        raise CellError(f"是数字 {text}，应是{column.hint}。{_serial_hint(float(value))}")
    if column.kind == "period" and not re.fullmatch("[0-9]{4}", text):
        raise CellError(f"是数字 {text}，应是{column.hint}。{_AS_TEXT}（2023.1 和 2023.10 分不清）")
    if shown and shown[0] == "zeros" and whole and value >= 0 and _is_text(column.kind):
        padded = text.zfill(shown[1])
        return Read(_listed(padded, column), f"显示的是 {padded}，照显示的导入" if padded != text else None)
    if "e" in text:
        raise CellError(f"是数字 {text}，太大或太小，应是{column.hint}")
    note = None if whole or repr(float(value)) == text else f"{float(value)!r} → {text}"
    return Read(_listed(text, column), note)


def _moment(value: date, column: Column, shown: tuple[Shown, int] | None) -> Read:
    moment = value if isinstance(value, datetime) else None
    day = value.date() if isinstance(value, datetime) else value
    if column.kind == "period":
        if day.day == 1 and not (moment and moment.time() != time()):
            return Read(f"{day:%Y-%m}", f"日期 {day} → 所属期 {day:%Y-%m}")
        raise CellError(f"是日期 {day}，应是{column.hint}。{_AS_TEXT}")
    if column.kind == "date":
        if shown and shown[0] == "month":
            raise CellError(f"只显示年和月（{day:%Y-%m}），没有写哪一天，应是{column.hint}。请填写完整的日期")
        if moment and moment.time() != time():
            raise CellError(f"是 {moment:%Y-%m-%d %H:%M}，应是{column.hint}。请去掉时刻，只填日期")
        return Read(day.isoformat())
    if column.kind == "moment":
        if moment is None:
            raise CellError(f"只有日期 {day}，没有时刻，应是{column.hint}。请补上时刻")
        note = f"{moment:%H:%M:%S} 去掉秒" if moment.second else None
        return Read(f"{moment:%Y-%m-%d %H:%M}", note)
    raise CellError(f"被表格软件当成了日期（{day}），应是{column.hint}。{_AS_TEXT}")


def _text(value: str, column: Column, words: Mapping[str, tuple[str, ...]]) -> Read:
    text = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    _check_text(text)
    if column.kind in MANY:
        return _many(text, column)
    convert = _CONVERTERS.get(column.kind)
    if convert is not None and len(text) <= _LONGEST:
        found = convert(half_width(text), column)
        return Read(found, None if found == text else f"{_short(text)} → {found}")
    if column.words and text not in column.words:
        for word in column.words:
            if text in words.get(word, ()):
                return Read(word, f"{_short(text)} → {word}")
        folded = re.sub(r"\s", "", text)
        if folded in column.words:
            return Read(folded, f"去掉“{_short(text)}”里的空格")
    return Read(text)


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise CellError(f"有 {len(text)} 个字，超过一格能放的 {MAX_TEXT} 个。请缩短")
    if holds_identity(all_half_width(text)):
        raise CellError(PRIVACY.removeprefix("这里").rstrip("。"))
    if text in ERRORS or re.fullmatch(r"Err:[0-9]+", text):
        raise CellError(error_value(text))
    if text.startswith("=") and len(text) > 1:
        raise CellError(UNCOMPUTED)
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(f"是 {text}，长数字被表格软件改成了科学记数法，后面的几位已经丢了。请用文本格式重新填写")
    if text in BLANK:
        raise CellError(f"写的是“{text}”，在提交文件里等于没有填写。没有内容的请留空")


def all_half_width(text: str) -> str:
    """The text with every full-width sign made half-width."""
    return text.translate(_FULL_WIDTH)


def _many(text: str, column: Column) -> Read:
    parts = split(text) if column.kind == "texts" else re.split(f"[{SEPARATORS}]", text)
    parts = [part.strip() for part in parts if part.strip()]
    if not parts:
        raise CellError(f"写的是“{_short(text)}”，应是{column.hint}")
    if len(parts) == 1 and parts[0] in column.words:
        return Read(parts[0])
    note = f"分成 {len(parts)} 项：{_short(' | '.join(parts))}" if column.kind == "texts" and len(parts) > 1 else None
    return Read(parts, note)


def _listed(text: str, column: Column) -> str | list[str]:
    return [text] if column.kind in MANY else text


def _is_text(kind: Kind) -> bool:
    return kind == "text" or kind in MANY


def _to_day(text: str, column: Column) -> str:
    if day := iso_form(text):
        return day
    if _MOMENT.fullmatch(text):
        raise CellError(f"是“{_short(text)}”，应是{column.hint}。请去掉时刻，只填日期")
    if _SERIAL.fullmatch(text):
        raise CellError(f"是数字 {text}，应是{column.hint}。{_serial_hint(float(text))}")
    return text


def _to_moment(text: str, column: Column) -> str:
    if (found := _MOMENT.fullmatch(text)) and (day := iso_form(found[1].strip())):
        return f"{day} {found[2].zfill(2)}:{found[3].zfill(2)}"
    if _SERIAL.fullmatch(text):
        raise CellError(f"是数字 {text}，应是{column.hint}。{_serial_hint(float(text))}")
    if iso_form(text):
        raise CellError(f"写的是“{_short(text)}”，没有时刻，应是{column.hint}。请补上时刻")
    return text


def _to_period(text: str, column: Column) -> str:
    if not (found := _PERIOD.fullmatch(text)):
        return text.upper().replace(" ", "") if re.fullmatch(r"[0-9]{4} ?[hqHQ][1-4]", text) else text
    year, quarter, half, month, plain = found.groups()
    if quarter:
        return f"{year}Q{_QUARTERS.get(quarter, quarter)}"
    if half:
        return f"{year}H{'1' if half == '上' else '2'}"
    return f"{year}-{(month or plain).zfill(2)}" if month or plain else year


def _to_number(text: str, column: Column) -> str:
    return text


_CONVERTERS: dict[Kind, Callable[[str, Column], str]] = {
    "date": _to_day,
    "moment": _to_moment,
    "period": _to_period,
    "decimal": _to_number,
    "whole": _to_number,
}


def _serial_hint(number: float) -> str:
    """What the number would be as a date, where it can be one of our time."""
    if 30000 <= number < 60000:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        return f"若是日期（{day}），请把单元格格式设为日期，或照这个样子填写"
    return "请照这个样子填写"


def _short(text: str) -> str:
    shown = text.replace("\n", "↵")
    return shown if len(shown) <= 40 else shown[:38] + "……"
