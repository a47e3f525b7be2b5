"""The events of a document from which limits count and which end them, and the dates of records that they are."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from zhifa_check.format.record import Section
from zhifa_check.format.shape import Shape
from zhifa_check.plan.said import named

#: A number of days or the like, and what is done in them.
_NUMBER = "([0-9０-９〇一二两三四五六七八九十百]+)"
LIMIT = re.compile(f"{_NUMBER}(?:个?工作日|个?自然日|日|天|小时|个月|年)(?:以内|之内|内)([^，。；]*)")
SINCE = re.compile(
    "([^，。；：、自从于在]+?)(?:之日起|之时起|之后|以后|后|起)(?:应当|应|须|要)?(?:在|于)?的?(?:第)?"
    f"{_NUMBER}(?:个?工作日|个?自然日|日|天|小时|个月|年)"
)
#: What names of dates end in, and other words for what they name.
_ENDING = re.compile("(?:日期|时间|时刻|日)$")
_ALSO = {"决定": "作出", "发生": "事发", "收到": "接到"}
#: What decisions are called too, and what is done with anything.
NOUNS = ("决定", "作出")


def dates_of(model: type[Section]) -> Mapping[str, tuple[str, ...]]:
    """The words by which a document may name the dates of a section's records, each with their paths."""
    found: dict[str, tuple[str, ...]] = {}
    for path in _paths(model.shape()):
        stem = next(filter(None, (_ENDING.sub("", part) for part in reversed(path.split(".")))), "")
        for word in filter(None, (stem, _ALSO.get(stem))):
            found[word] = (*found.get(word, ()), path)
    return found


def _paths(shape: Shape, at: str = "") -> Iterator[str]:
    for field in shape.fields:
        if field.shape.fields:
            yield from _paths(field.shape, f"{at}{field.key}.")
        elif field.shape.holds in (date, datetime):
            yield f"{at}{field.key}"


def named_dates(dates: Mapping[str, tuple[str, ...]], text: str) -> set[str]:
    """The paths of the dates that a text names."""
    return {path for word in named(dates, text) for path in dates[word]}


def ended_dates(dates: Mapping[str, tuple[str, ...]], text: str) -> set[str]:
    """The same, or of those that no word of it names the one whose signs stand in it: 列异 in 「列入经营异常名录」."""
    loosely = [word for word in dates if len(word) > 1 and re.search(".*".join(map(re.escape, word)), text)]
    return named_dates(dates, text) or {path for word in loosely for path in dates[word]}
