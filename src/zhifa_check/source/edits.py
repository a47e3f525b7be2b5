"""Values changed and records taken out in the text of a YAML file; every other character stays where it is."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import groupby
from typing import Any, NamedTuple

from zhifa_check.source.document import Document, KeyPath, at_path
from zhifa_check.source.emit import flow
from zhifa_check.source.outline import Outline, child, is_blank, true_end
from zhifa_check.source.splice import Addition, Edit, Filling, SpliceError, filled, into_brackets, put, rewritten

_UNSAFE = "这里的写法改不了而不动别的内容。请照填报说明的样子改写这一处，再导入一次"


class Setting(NamedTuple):
    """The value that is to stand at a path; what is there already keeps its form as far as it can."""

    path: KeyPath
    value: Any


class Removal(NamedTuple):
    """A key with its value, or a member of a list, that is to go."""

    path: KeyPath


class _Append(Addition):
    """Members of any sort, on one line each, behind those of a list that has some."""


_Step = Setting | Removal | Filling | _Append


def edited(content: bytes, document: Document, wanted: Sequence[Setting | Removal]) -> tuple[bytes, Document]:
    """The file with the values changed, read again and compared. Raises SpliceError."""
    outline = Outline.of(content)
    data: Any = deepcopy(document.data)
    steps: list[_Step] = []
    for one in wanted:
        steps += [one] if isinstance(one, Removal) else _steps(one.path, at_path(data, one.path), one.value)
    edits = list(_edits(outline, steps))
    _apply(data, steps)
    return rewritten(outline, edits, document, data, (wanted[0].path, _UNSAFE))


def _steps(path: KeyPath, old: Any, new: Any) -> Iterator[_Step]:
    """The least that makes one value of another."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old:
        for key in old:
            if key not in new:
                yield Removal((*path, key))
            else:
                yield from _steps((*path, key), old[key], new[key])
        if more := {key: value for key, value in new.items() if key not in old}:
            yield Filling(path, more)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _list_steps(path, old, new)
    else:
        yield Setting(path, new)


def _list_steps(path: KeyPath, old: list[Any], new: list[Any]) -> Iterator[_Step]:
    """Members that are equal, or of which the first value is, stay; the others give way one by one."""
    left = list(range(len(old)))
    rest = []
    for value in new:
        same = next((i for i in left if old[i] == value), None)
        if same is not None:
            left.remove(same)
        else:
            rest.append(value)
    unmatched = []
    for value in rest:
        alike = next((i for i in left if _first(old[i]) == _first(value) is not None), None)
        if alike is None:
            unmatched.append(value)
        else:
            left.remove(alike)
            yield from _steps((*path, alike), old[alike], value)
    for index, value in zip(list(left), list(unmatched), strict=False):
        left.remove(index)
        unmatched.remove(value)
        yield from _steps((*path, index), old[index], value)
    for index in left:
        yield Removal((*path, index))
    if unmatched:
        yield _Append(path, unmatched)


def _first(value: Any) -> Any:
    return next(iter(value.values()), None) if isinstance(value, dict) else None


def _apply(data: Any, steps: Iterable[_Step]) -> None:
    removed = []
    for step in steps:
        if isinstance(step, Removal):
            removed.append(step.path)
            continue
        if isinstance(step, Setting):
            at_path(data, step.path[:-1])[step.path[-1]] = step.value
        else:
            put(data, step)
    for path in sorted(removed, key=lambda path: [(isinstance(part, int), part) for part in path], reverse=True):
        del at_path(data, path[:-1])[path[-1]]


def _edits(outline: Outline, steps: Sequence[_Step]) -> Iterator[Edit]:
    for step in steps:
        if isinstance(step, Setting):
            yield _set(outline, step)
        elif isinstance(step, Filling):
            yield from filled(outline, step)
        elif isinstance(step, _Append):
            yield _appended(outline, step)
    removals = sorted(
        (s.path for s in steps if isinstance(s, Removal)), key=lambda path: [str(part) for part in path[:-1]]
    )
    for above, paths in groupby(removals, key=lambda path: path[:-1]):
        yield from _removed(outline, above, [path[-1] for path in paths])


def _set(outline: Outline, step: Setting) -> Edit:
    node = outline.node(step.path)
    start, end = int(node.start_mark.index), true_end(outline, node)
    if node.id == "scalar" or node.flow_style:
        before = " " if is_blank(node) and start == end and outline.raw[start - 1] == ":" else ""
        return start, end, before + flow(step.value)
    parent = outline.node(step.path[:-1])
    found = child(parent, str(step.path[-1])) if parent.id == "mapping" else None
    if found is None:
        raise SpliceError(outline.line(node), _UNSAFE)
    return _colon(outline, found[0]), end, " " + flow(step.value)


def _appended(outline: Outline, step: _Append) -> Edit:
    node = outline.node(step.path)
    texts = [flow(value) for value in step.records]
    if node.flow_style:
        return into_brackets(outline, node, node.value[-1], texts)
    dash = " " * node.start_mark.column + "- "
    return outline.below(true_end(outline, node), [dash + text for text in texts])


def _removed(outline: Outline, path: KeyPath, parts: list[str | int]) -> Iterator[Edit]:
    """What changes in the text where some members of one list or keys of one record go."""
    node = outline.node(path)
    gone = [part if isinstance(part, int) else [key.value for key, _ in node.value].index(part) for part in parts]
    kept = [index for index in range(len(node.value)) if index not in set(gone)]
    spans = [_span(outline, one) for one in node.value]
    if node.flow_style:
        yield from _out_of_brackets(spans, kept)
        return
    if not kept:
        parent = outline.node(path[:-1]) if path else None
        found = child(parent, str(path[-1])) if parent is not None and parent.id == "mapping" else None
        if found is None:
            raise SpliceError(outline.line(node), _UNSAFE)
        colon = _colon(outline, found[0])
        yield colon, colon, " []" if node.id == "sequence" else " {}"
    for index in sorted(gone):
        start, end = spans[index]
        if node.id == "sequence":
            start = _dash(outline, node, start)
        line_start = outline.line_start(start)
        if outline.raw[line_start:start].strip():
            # the first key of a record behind its dash: the next one takes its place
            if not (following := [spans[other][0] for other in kept if other > index]):
                raise SpliceError(outline.line(node), _UNSAFE)
            yield start, following[0], ""
        else:
            yield line_start, _next_line(outline, end), ""


def _span(outline: Outline, one: Any) -> tuple[int, int]:
    """Where a member of a list, or a key with its value, begins and ends."""
    if not isinstance(one, tuple):
        return int(one.start_mark.index), true_end(outline, one)
    key, value = one
    blank = value.start_mark.index == value.end_mark.index
    return int(key.start_mark.index), _colon(outline, key) if blank else true_end(outline, value)


def _out_of_brackets(spans: list[tuple[int, int]], kept: list[int]) -> Iterator[Edit]:
    """Each run of what goes, with the comma that parts it from what stays."""
    if not kept:
        yield spans[0][0], spans[-1][1], ""
        return
    for before, after in zip([None, *kept], [*kept, None], strict=True):
        first = 0 if before is None else before + 1
        last = len(spans) if after is None else after
        if first < last:
            if after is not None:
                yield spans[first][0], spans[after][0], ""
            elif before is not None:
                yield spans[before][1], spans[-1][1], ""


def _dash(outline: Outline, node: Any, start: int) -> int:
    """The dash of a list's member, which may stand on a line above it."""
    column = node.start_mark.column
    line_start = outline.line_start(start)
    while True:
        if outline.raw[line_start + column : line_start + column + 1] == "-" and line_start + column < start:
            return line_start + int(column)
        if line_start == 0:
            raise SpliceError(outline.line(node), _UNSAFE)
        line_start = outline.line_start(line_start - 1)


def _colon(outline: Outline, key: Any) -> int:
    """The place behind the colon of a key."""
    return outline.raw.index(":", int(key.end_mark.index)) + 1


def _next_line(outline: Outline, at: int) -> int:
    end = outline.line_end(at)
    return end + (2 if outline.raw[end : end + 2] == "\r\n" else 1) if end < len(outline.raw) else end
