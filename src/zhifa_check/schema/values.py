"""What the models' forms of writing are in JSON Schema: patterns, lists of words, and messages in Chinese."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from zhifa_check.calendar.periods import EVERY_NAMES, Every, periods_of, some_period
from zhifa_check.format.shape import Shape
from zhifa_check.format.values import EVERYBODY, LARGEST
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.schema import patterns
from zhifa_check.words.meant import quoted

Json = dict[str, Any]
#: From a form's name to the schema of a place that is written so.
Forms = Mapping[str, Callable[[Shape], Json]]

_YAML_NUMBER = re.compile(r"[-+]?[0-9]+")

TEXT: Json = {
    # an editor's parser makes numbers and booleans of what the loader reads as text
    "type": ["string", "number", "boolean"],
    "pattern": patterns.NOT_BLANK,
    "errorMessage": "没有填写，或者不是一段文字",
}


def matching(pattern: str, message: str) -> Json:
    """A text of some form."""
    return TEXT | {"pattern": pattern, "patternErrorMessage": message}


def words(known: Iterable[str], message: str, notes: Mapping[str, str] | None = None) -> Json:
    """One of a list of words; ``notes`` tell of some of them, in Markdown."""
    spelled = [(value, word) for word in known for value in _as_parsed(word)]
    schema: Json = {"enum": [value for value, _ in spelled], "errorMessage": message}
    if notes:
        schema["markdownEnumDescriptions"] = [notes.get(word, "") for _, word in spelled]
    return schema


def _as_parsed(word: str) -> tuple[Any, ...]:
    """A word, and what an editor's parser may have made of it when it stands without quotes."""
    if word in ("true", "false"):
        return word == "true", word
    return (int(word), word) if _YAML_NUMBER.fullmatch(word) else (word,)


def accepted_silently(schema: Json) -> Json:
    """The same values, which no editor offers: it looks for what to offer in schemas, but not in negated ones."""
    return {"not": {"not": schema}}


def number(at_most: Decimal | int | None = None, *, whole: bool = False) -> Json:
    """A number as it stands, or in quotes; the size of one in quotes is left to the tool."""
    return {
        "type": ["integer" if whole else "number", "string"],
        "minimum": 0,
        "maximum": LARGEST if at_most is None else int(at_most),
        "pattern": patterns.WHOLE_TEXT if whole else patterns.NUMBER_TEXT,
        "errorMessage": "应是整数，如 4（只写数字，不写单位）"
        if whole
        else "应是数字，如 4 或 4.5（只写数字，不写单位，最多四位小数）",
    }


def dated(pattern: str, what: str) -> Json:
    """A text that stands for a day or a minute."""
    message = f"应是{what}；日历上没有的日子也不行"
    return {"type": "string", "pattern": pattern, "patternErrorMessage": message, "errorMessage": message}


def day(_: Shape) -> Json:
    """Any day of the calendar."""
    return dated(patterns.DAY, "日期，写成 年-月-日 的形式，年四位，月、日两位")


def submission_forms(vocabulary: Vocabulary, units: Json, items: Json) -> Forms:
    """The forms of a submission; ``units`` and ``items`` are the schemas of a unit of the registry and of a 事项."""
    year = vocabulary.year

    def category(shape: Shape) -> Json:
        known = vocabulary.categories.get(shape.mark.words or "")
        if known is None:
            return TEXT
        return words(known, f"能填的有：{quoted(known)}")

    def dates(shape: Shape) -> Json:
        what = f"日期，写成 年-月-日 的形式，如 {year}-05-04"
        return dated(
            *((patterns.day_in(year), f" {year} 年内的{what}") if shape.mark.in_year else (patterns.DAY, what))
        )

    def moments(shape: Shape) -> Json:
        what = f"日期加时刻，如 {year}-05-04 09:30（二十四小时制，时与分都写两位）"
        if shape.mark.in_year:
            return dated(patterns.moment_in(year), f" {year} 年内的{what}")
        return dated(patterns.MOMENT, what)

    return {
        "word": category,
        "item": lambda _: items,
        "unit": lambda _: units,
        "date": dates,
        "moment": moments,
        "decimal": lambda shape: number(shape.mark.at_most),
        "whole": lambda _: number(whole=True),
        "yes_no": lambda _: {"anyOf": [words(("是", "否"), "应是“是”或“否”"), _TRUE_OR_FALSE]},
        # which 所属期 is right depends on the 事项: the record says it
        "period": lambda _: {},
        "stated": lambda _: matching(patterns.stated(), "不是实际内容。确实没有的，请删去这一行；有的，请填写实际内容"),
        "persons": lambda _: {
            "anyOf": [
                {"enum": [EVERYBODY], "errorMessage": _ATTENDANCE},
                {"type": "array", "items": TEXT, "errorMessage": _ATTENDANCE},
            ]
        },
    }


_TRUE_OR_FALSE = accepted_silently({"enum": [True, False, "true", "false"]})
_ATTENDANCE = f"应是人员编号的列表，如 [A01, A02]，或者“{EVERYBODY}”两字"


def period_of_any_year() -> Json:
    """A 所属期, whatever its year and its length."""
    message = "应是所属期：年份，或年份后面加 H1、Q2、-05 这样的半年、季度、月份"
    return {
        "type": ["string", "integer"],
        "minimum": 1000,
        "maximum": 9998,
        "pattern": patterns.ANY_PERIOD,
        "patternErrorMessage": message,
        "errorMessage": message,
    }


def periods(year: int, lengths: Iterable[Every]) -> Json:
    """A 所属期 of the year of one of some lengths."""
    known = [every for every in EVERY_NAMES if every in lengths]
    examples = "、".join(str(some_period(year, every)) for every in known)
    return words(
        [str(period) for every in known for period in periods_of(year, every)],
        f"应是 {year} 年度的所属期，如 {examples}",
        {str(period): period.chinese for every in known for period in periods_of(year, every)},
    )
