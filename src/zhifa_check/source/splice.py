"""Records put into the text of a YAML file; every other character stays where it is."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhifa_check.source.document import Document, KeyPath, SourceError, at_path
from zhifa_check.source.emit import block, flow, items, keyed
from zhifa_check.source.loader import load
from zhifa_check.source.outline import Outline, child, is_blank, true_end
from zhifa_check.source.text import replaced
from zhifa_check.words.signs import meant, odd_signs, plain

_BOM = "\ufeff"
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Addition:
    """Records for the list at a path; the list or its key may be absent, what holds the key may not."""

    path: KeyPath
    records: Sequence[Mapping[str, Any]]


class Filling(NamedTuple):
    """Keys that the record at a path does not have yet, and their values."""

    path: KeyPath
    values: Mapping[str, Any]


class SpliceError(Exception):
    """A place where records cannot be put without touching what is there; ``line`` counts from 1."""

    def __init__(self, line: int, message: str, file: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.file = file


def spliced(content: bytes, document: Document, additions: Sequence[Addition | Filling]) -> tuple[bytes, Document]:
    """The file with the records and keys in it, read again and compared. Raises SpliceError."""
    _check_length(content)
    outline = Outline.of(content)
    edits = [
        edit
        for one in additions
        for edit in (_edits(outline, one) if isinstance(one, Addition) else filled(outline, one))
    ]
    expected = deepcopy(document.data)
    for one in additions:
        put(expected, one)
    return rewritten(outline, edits, document, expected, (additions[0].path, _UNSAFE))


def rewritten(
    outline: Outline, edits: Iterable[Edit], document: Document, expected: Any, otherwise: tuple[KeyPath, str]
) -> tuple[bytes, Document]:
    """The file with its text edited, read again and compared with what is expected of it.

    Raises SpliceError: ``otherwise`` is at what path, and what to do.
    """
    result = ((_BOM if outline.has_bom else "") + replaced(outline.raw, edits)).encode("utf-8")
    path, unsafe = otherwise
    line = document.locate(path)[0]
    try:
        again = load(result, document.file)
    except SourceError as error:
        raise SpliceError(line, unsafe) from error
    if json.dumps(again.data) != json.dumps(expected):
        raise SpliceError(line, unsafe)
    return result, again


def _check_length(content: bytes) -> None:
    """Raises SpliceError for signs that nobody sees: the places of all that follows them are not known."""
    text = content.decode("utf-8").removeprefix(_BOM)
    seen = plain(text)
    if len(seen) != len(text):
        at = next(offset for offset, sign in odd_signs(text) if not meant(sign))
        raise SpliceError(text.count("\n", 0, at) + 1, "这一行里有看不见的字符，接不上新的内容。请先运行 zhifa fix")


def put(data: Any, step: Addition | Filling) -> None:
    """Do in the data what is done in the text."""
    parent, key = at_path(data, step.path[:-1]), step.path[-1]
    if isinstance(step, Filling):
        parent[key] |= step.values
    else:
        parent[key] = [*((parent.get(key) if isinstance(parent, dict) else parent[key]) or []), *step.records]


def _edits(outline: Outline, addition: Addition) -> Iterator[Edit]:
    """What changes in the text for one addition."""
    *above, last = addition.path
    parent, key = outline.node(above), str(last)
    if parent.id != "mapping":
        raise SpliceError(outline.line(parent), _UNSAFE)
    found = child(parent, key)
    if found is None:
        yield from _new_key(outline, parent, key, addition.records, is_root=not above)
        return
    name, value = found
    if is_blank(value) or (value.id == "sequence" and not value.value):
        yield from _first_items(outline, parent, name, value, addition.records)
    elif value.id != "sequence":
        raise SpliceError(outline.line(value), f"“{key}”不是列表，不知道接在哪里。请先改正这一处")
    elif value.flow_style:
        yield into_brackets(outline, value, value.value[-1], [flow(record) for record in addition.records])
    else:
        # records are written as the last one is
        item, dash = value.value[-1], value.start_mark.column
        one_line = bool(getattr(item, "flow_style", False))
        inside = item.start_mark.column if item.id == "mapping" else dash + 2
        lines = items(addition.records, dash, inside, one_line=one_line)
        yield outline.below(true_end(outline, value), lines)


def filled(outline: Outline, filling: Filling) -> Iterator[Edit]:
    """What changes in the text for the keys of one record: they stand behind those that it has."""
    record = outline.node(filling.path)
    if record.id != "mapping" or not record.value:
        raise SpliceError(outline.line(record), _UNSAFE)
    if record.flow_style:
        new = [f"{flow(key)}: {flow(value)}" for key, value in filling.values.items()]
        yield into_brackets(outline, record, record.value[-1][1], new)
    else:
        yield outline.below(true_end(outline, record), block(filling.values, record.start_mark.column))


def _new_key(
    outline: Outline, parent: Any, key: str, records: Sequence[Mapping[str, Any]], *, is_root: bool
) -> Iterator[Edit]:
    if parent.flow_style:
        if is_root or not parent.value:
            raise SpliceError(outline.line(parent), "整份内容写在花括号里，接不上新的一节。请改成每行一项")
        yield into_brackets(outline, parent, parent.value[-1][1], [f"{flow(key)}: {flow(list(records))}"])
        return
    column = parent.start_mark.column
    step = outline.dash_step
    lines = keyed(key, records, column, step=step, one_line=not is_root)
    if is_root:
        yield outline.at_the_end(parent, lines)
    else:
        yield outline.below(true_end(outline, parent), lines)


def _first_items(
    outline: Outline, parent: Any, name: Any, value: Any, records: Sequence[Mapping[str, Any]]
) -> Iterator[Edit]:
    """Below a key with nothing, ``~`` or ``[]`` behind it; comments that belong to the key stay above."""
    start, end = value.start_mark.index, value.end_mark.index
    written = outline.raw[start:end]
    if "\n" in written or "\r" in written or "#" in written:
        raise SpliceError(outline.line(value), "空的方括号占了几行或带有注释，接不上去。请改成“[]”或删去")
    if parent.flow_style:
        colon = len(outline.raw[:start].rstrip(" \t"))
        behind = len(outline.raw) - len(outline.raw[end:].lstrip(" \t"))
        yield colon, behind, " " + flow(list(records))
        return
    if written:
        kept = len(outline.raw[:start].rstrip(" \t"))
        rest = outline.raw[end : outline.line_end(end)].strip()
        yield (start if rest else kept), end, ""
    column = name.start_mark.column
    blank_item = outline.blank_item(end)
    dash, one_line = blank_item or (column + outline.dash_step, column > 0)
    lines = items(records, dash, dash + 2, one_line=one_line)
    yield outline.below(outline.after_comments(end, column), lines)


def into_brackets(outline: Outline, node: Any, last: Any, new: list[str]) -> Edit:
    """Behind the last thing within brackets, on lines of their own where it has one."""
    end = true_end(outline, last)
    line_start = outline.line_start(last.start_mark.index)
    indent = outline.raw[line_start : last.start_mark.index]
    own_line = not indent.strip() and last.start_mark.line != node.start_mark.line
    between = "," + outline.eol + indent if own_line else ", "
    comma = outline.comma(end, node.end_mark.index - 1)
    if outline.raw[end - 1] == ":":
        between = " " + between
    if comma is None:
        return end, end, "".join(between + text for text in new)
    return comma + 1, comma + 1, between[1:] + between.join(new)


_UNSAFE = "这里的写法接不上新的记录而不动原有的内容。请照填报说明的样子改写这一处，再导入一次"
