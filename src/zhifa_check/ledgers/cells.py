"""One cell to the text that a submission holds: what can be meant in one way only is converted and said, the rest
refused.
"""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import NamedTuple

from zhifa_check.forms.cell_kinds import MANY, SEPARATORS, Kind
from zhifa_check.forms.columns import Column
from zhifa_check.ledgers.cell_dates import (
    AS_TEXT,
    CellError,
    day_or_moment,
    serial_hint,
    short,
    to_day,
    to_moment,
    to_period,
)
from zhifa_check.ledgers.spellings import Spellings
from zhifa_check.sheets.grid import ERRORS, UNCOMPUTED, Shown, blank, error_value
from zhifa_check.source.fast import BLANK
from zhifa_check.source.text import PRIVACY
from zhifa_check.words.identity import holds_identity
from zhifa_check.words.unseen import visible
from zhifa_check.words.width import half_width, iso_form

#: A spreadsheet keeps fifteen digits of a number; what is longer has lost some.
_LOST_FROM = 10**15
#: What Excel holds in one cell.
MAX_TEXT = 32_767
#: No date, period or number is longer; a longer text would be searched for one for minutes.
_LONGEST = 100
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
#: What stands within them is one text.
_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "「": "」", "【": "】"}
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


class Read(NamedTuple):
    """What a cell says, as the submission holds it, None for words for a blank; ``note`` tells of a conversion."""

    value: str | list[str] | None
    note: str | None = None


def read_cell(value: object, column: Column, shown: tuple[Shown, int] | None, spellings: Spellings) -> Read | None:
    """The content of a cell, None for a blank. Raises CellError."""
    if isinstance(value, str):
        return _text(value, column, spellings)
    if blank(value):
        return None
    if isinstance(value, bool):
        if column.kind == "yes_no":
            return Read("是" if value else "否", f"逻辑值 {str(value).upper()} → {'是' if value else '否'}")
        raise CellError(f"是逻辑值 {str(value).upper()}，应是{column.hint}。请直接填写内容")
    if isinstance(value, int | float):
        return _number(value, column, shown)
    if isinstance(value, date):  # datetime too
        return Read(*day_or_moment(value, column, shown))
    if isinstance(value, time | timedelta):
        raise CellError(f"是时间 {value}，应是{column.hint}。请检查单元格格式，改成要求的内容")
    raise CellError(f"读不懂，应是{column.hint}")


def _number(value: int | float, column: Column, shown: tuple[Shown, int] | None) -> Read:
    if abs(value) >= _LOST_FROM:
        raise CellError(
            f"是 16 位以上的数字，表格软件只保留前 15 位，后面的已经丢了。{AS_TEXT}（居民身份证号不得填写）"
        )
    whole = float(value).is_integer()
    text = str(int(value)) if whole else format(value, ".15g")
    if shown and shown[0] == "percent":
        percent = format(float(value) * 100, ".12g")
        message = f"是百分比（{percent}%，存的是 {text}），应是{column.hint}。请把单元格设为数字格式"
        raise CellError(f"{message}，是 {percent} 的重新填 {percent}，是 {text} 的重新填 {text}")
    if column.kind in ("date", "moment"):
        if column.kind == "date" and whole and (found := iso_form(text)):
            return Read(found, f"{text} → {found}")
        raise CellError(f"是数字 {text}，应是{column.hint}。{serial_hint(float(value))}")
    if column.kind == "period" and not re.fullmatch("[0-9]{4}", text):
        raise CellError(f"是数字 {text}，应是{column.hint}。{AS_TEXT}（{int(value)}.1 和 {int(value)}.10 分不清）")
    if shown and shown[0] == "zeros" and whole and value >= 0 and _is_text(column.kind):
        padded = text.zfill(shown[1])
        return Read(_listed(padded, column), f"显示的是 {padded}，照显示的导入" if padded != text else None)
    if "e" in text:
        raise CellError(f"是数字 {text}，太大或太小，应是{column.hint}")
    note = None if whole or repr(float(value)) == text else f"{float(value)!r} → {text}"
    return Read(_listed(text, column), note)


def _text(value: str, column: Column, spellings: Spellings) -> Read | None:
    text = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    seen = visible(text).strip()
    if not seen:
        return None
    _check_text(seen, spellings)
    if seen in spellings.blanks.get(column.header, ()) and not column.required:
        return Read(None, f"{seen} → 留空")
    read = _plain(seen, column, spellings)
    return read if seen == text or read.note else Read(read.value, f"去掉“{short(seen)}”里看不见的或样子一样的字符")


def _plain(text: str, column: Column, spellings: Spellings) -> Read:
    if column.kind in MANY:
        return _many(text, column, spellings)
    if len(text) <= _LONGEST and column.kind in (*_DATES, "decimal", "whole"):
        plain = half_width(text)
        convert = _DATES.get(column.kind)
        found = convert(plain, column) if convert else _without_unit(plain, column, spellings)
        return Read(found, None if found == text else f"{short(text)} → {found}")
    if column.words and text not in column.words:
        for word in column.words:
            if text in spellings.words.get(word, ()):
                return Read(word, f"{short(text)} → {word}")
        folded = re.sub(r"\s", "", text)
        if folded in column.words:
            return Read(folded, f"去掉“{short(text)}”里的空格")
    return Read(text)


def _check_text(text: str, spellings: Spellings) -> None:
    if len(text) > MAX_TEXT:
        raise CellError(f"的字超过一格能放的 {MAX_TEXT} 个。请缩短")
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
    if text in spellings.ditto:
        raise CellError(f"写的是“{text}”，要照上一行写出来：排过序以后就不知道是哪一行了。请填写内容")


def all_half_width(text: str) -> str:
    """The text with every full-width sign made half-width."""
    return text.translate(_FULL_WIDTH)


def _many(text: str, column: Column, spellings: Spellings) -> Read:
    parts = split(text) if column.kind == "texts" else re.split(f"[{SEPARATORS}]", text)
    parts = [part.strip() for part in parts if part.strip()]
    if not parts:
        raise CellError(f"写的是“{short(text)}”，应是{column.hint}")
    if len(parts) == 1:
        for word in column.words:
            if parts[0] == word:
                return Read(word)
            if parts[0] in spellings.words.get(word, ()):
                return Read(word, f"{parts[0]} → {word}")
    note = f"分成 {len(parts)} 项：{short(' | '.join(parts))}" if column.kind == "texts" and len(parts) > 1 else None
    return Read(parts, note)


def split(text: str) -> list[str]:
    """The texts of a cell, parted by the strongest sign that stands outside brackets: a new line, ``；``, ``、``,
    ``，``.
    """
    for signs in ("\n", "；;", "、", "，,"):
        parts, part, closing = [], "", []
        for sign in text:
            if sign in _BRACKETS:
                closing.append(_BRACKETS[sign])
            elif closing and sign == closing[-1]:
                closing.pop()
            if sign in signs and (not closing or signs == "\n"):
                parts.append(part)
                part = ""
            else:
                part += sign
        if parts:
            return [*parts, part]
    return [text]


def _listed(text: str, column: Column) -> str | list[str]:
    return [text] if column.kind in MANY else text


def _is_text(kind: Kind) -> bool:
    return kind == "text" or kind in MANY


def _without_unit(text: str, column: Column, spellings: Spellings) -> str:
    """A number without the unit that is written behind it."""
    for key in dict.fromkeys((column.header, *column.path)):
        for unit in spellings.units.get(key, ()):
            number = text.removesuffix(unit).rstrip()
            if number != text and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number):
                return number
    return text


_DATES: dict[Kind, Callable[[str, Column], str]] = {"date": to_day, "moment": to_moment, "period": to_period}
