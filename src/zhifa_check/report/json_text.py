"""What the JSON of every command shares: how it is laid out, and the objects that several of them list."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, TextIO

from zhifa_check import __version__
from zhifa_check.calendar.periods import Period

if TYPE_CHECKING:
    from zhifa_check.judge.agenda import DueItem
    from zhifa_check.judge.findings import Notice

SCHEMA_VERSION = 1
#: What a document of a run begins with.
HEAD = {"schema_version": SCHEMA_VERSION, "tool": {"name": "zhifa-check", "version": __version__}}

#: One line of JSON, Chinese as it is.
dumps = json.JSONEncoder(ensure_ascii=False).encode
#: Lines written at a time: few writes where the stream has no buffer, and never the whole in memory.
_AT_A_TIME = 50


def write_document(head: dict[str, Any], lists: Mapping[str, Iterable[dict[str, Any]]], out: TextIO) -> None:
    """JSON with a line for each member of a list: as quick to write as one line, and readable in a diff."""
    out.write("{\n" + ",\n".join(f'"{key}": {dumps(value)}' for key, value in head.items()))
    for key, members in lists.items():
        out.write(f',\n"{key}": [')
        separator = "\n"
        for lines in json_lines(members):
            out.write(separator + ",\n".join(lines))
            separator = ",\n"
        out.write("\n]" if separator == ",\n" else "]")
    out.write("\n}\n")


def json_lines(members: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """One line each, so many at a time that there are few writes and never the whole in memory."""
    encoded = map(dumps, members)
    while lines := list(islice(encoded, _AT_A_TIME)):
        yield lines


def picked(one: object, *names: str) -> dict[str, Any]:
    """What an object says under these names; days and periods become text."""
    values = {name: getattr(one, name) for name in names}
    return {name: str(value) if isinstance(value, date | Period) else value for name, value in values.items()}


def due_object(item: "DueItem") -> dict[str, Any]:
    """One line of the agenda."""
    return {
        "strict_due": str(item.strict_due) if item.moment is None else item.moment.isoformat(timespec="minutes"),
        "lenient_due": str(item.lenient_due),
        "requirement": item.requirement.id,
        "item": item.item,
        **({} if item.subject is None else {"subject": item.subject}),
        "period": str(item.period),
        "units": [unit.id for unit in item.units],
        "clause": item.place,
    }


def notice_object(notice: "Notice") -> dict[str, Any]:
    """Something to know that is no finding."""
    return picked(notice, "kind", "message", "unit", "file", "line")
