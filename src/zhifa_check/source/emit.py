"""Texts and records as YAML: one key a line with what lies inside on the same line, or the whole record on one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhifa_check.source.fast import BLANK

_FIRST = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<]")
_INSIDE = re.compile(r"[,?\[\]{}]|:(?=\s|$)|\s#")


def scalar(text: str) -> str:
    """Plain where that is safe, else in single quotes, else in double quotes with escapes.

    Raises ValueError for what no scalar of a submission can say: nothing, and the words that mean nothing.
    """
    if text in BLANK:
        raise ValueError(f"{text!r} reads as a blank")
    printable = all(sign.isprintable() or sign == "\u3000" for sign in text)
    if printable and text == text.strip() and not _FIRST.match(text) and not _INSIDE.search(text):
        return text
    if printable:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign == '"':
        return '\\"'
    # Python's escapes are among those of YAML
    return sign if sign.isprintable() and sign != "\\" else sign.encode("unicode_escape").decode()


def flow(value: Any) -> str:
    """A value on one line, mappings and lists in brackets."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"


def items(records: Iterable[Mapping[str, Any]], dash: int, inside: int, *, one_line: bool) -> list[str]:
    """The lines of list items whose dashes stand in column ``dash`` (from 0) and whose keys in column ``inside``."""
    lines = []
    start = " " * dash + "-" + " " * (inside - dash - 1)
    for record in records:
        if one_line:
            lines.append(start + flow(record))
            continue
        keys = block(record, inside)
        lines += [start + keys[0].lstrip(" "), *keys[1:]]
    return lines


def block(record: Mapping[str, Any], column: int) -> list[str]:
    """The lines of a mapping whose keys stand in a column; a list of records has a line for each."""
    lines = []
    for key, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += keyed(key, value, column, step=2, one_line=True)
        else:
            lines.append(f"{' ' * column}{scalar(key)}: {flow(value)}")
    return lines


def keyed(key: str, records: Sequence[Mapping[str, Any]], column: int, *, step: int, one_line: bool) -> list[str]:
    """A key in a column and a list of records below it, their dashes ``step`` columns to the right."""
    dash = column + step
    return [f"{' ' * column}{scalar(key)}:", *items(records, dash, dash + 2, one_line=one_line)]
