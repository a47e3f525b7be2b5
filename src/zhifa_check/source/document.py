"""A loaded file: its data, and where each key and record of it stands."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

#: Text, or None for a blank; YAML's own guesses at types are never made.
Node = "str | None | list[Node] | dict[str, Node]"
KeyPath = tuple[str | int, ...]
#: A child, and the numbers of its key's and its own mark.
Child = tuple[object, int, int]


class Mark(Protocol):
    """Where an event starts, counted from 0, as PyYAML gives it."""

    @property
    def line(self) -> int: ...  # noqa: D102 - the protocol's own docstring says it
    @property
    def column(self) -> int: ...  # noqa: D102


class Place(NamedTuple):
    """A mark of our own."""

    line: int
    column: int


class Places(Sequence[Mark]):
    """The places of all nodes, by the columns of each line; counted when somebody asks for one."""

    def __init__(self, columns: Sequence[Sequence[int]]) -> None:
        self._columns = columns

    @property
    def columns(self) -> Sequence[Sequence[int]]:
        """Those of each line."""
        return self._columns

    @cached_property
    def _ends(self) -> list[int]:
        """How many nodes there are up to the end of each line."""
        return list(accumulate(map(len, self.columns)))

    def __len__(self) -> int:
        return self._ends[-1]

    def __getitem__(self, index: Any) -> Any:
        if not 0 <= index < len(self):
            raise IndexError(index)
        line = bisect_right(self._ends, index)
        return Place(line, self.columns[line][index - self._ends[line]])


# not frozen: whatever passes an exception on, as contextlib does, sets its traceback
@dataclass(eq=False)
class SourceError(Exception):
    """A file, or a place in it, that cannot be read. Line and column count from 1."""

    id: str
    message: str
    line: int = 1
    column: int = 1


def at_path(data: Any, path: Sequence[str | int]) -> Any:
    """What stands at a path, which must be there."""
    for part in path:
        data = data[part]
    return data


def records_in(data: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The members that are mappings of the list at a key, with their places; of what holds none, none."""
    listed = data.get(key) if isinstance(data, dict) else None
    for index, raw in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(raw, dict):
            yield index, raw


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, and what is needed to find the place of any part of it when somebody asks.

    ``marks`` holds one mark a node in document order, keys included.
    """

    file: str
    data: object
    marks: Sequence[Mark]
    #: By the number of a list's or mapping's own mark: its children met so far, and the way to the others.
    _known: dict[int, tuple[dict[str | int, Child], Iterator[tuple[str | int, Child]]]] = field(default_factory=dict)

    def locate(self, path: KeyPath, *, value: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of a key or record (or of a key's value); the nearest parent where it is absent."""
        node, key, own = self.data, 0, 0
        for part in path:
            found = self._child(node, own, part)
            if found is None:
                value = False
                break
            node, key, own = found
        if not self.marks:
            return 1, 1
        mark = self.marks[own if value else key]
        return mark.line + 1, mark.column + 1

    def _child(self, node: object, at: int, part: str | int) -> Child | None:
        met, others = self._known.setdefault(at, ({}, _walk(node, at + 1)))
        while part not in met:
            name, child = next(others, (None, None))
            if name is None or child is None:
                return None
            met[name] = child
        return met[part]


def _walk(node: object, at: int) -> Iterator[tuple[str | int, Child]]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield name, (child, at, at + 1)
            at += 1 + _nodes(child)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield index, (child, at, at)
            at += _nodes(child)


def _nodes(node: Any) -> int:
    """How many there are, itself and keys included."""
    in_mapping = type(node) is dict
    if not in_mapping and type(node) is not list:
        return 1
    size = 1 + len(node) * (1 + in_mapping)
    for child in node.values() if in_mapping else node:
        if type(child) is dict or type(child) is list:
            size += _nodes(child) - 1
    return size
