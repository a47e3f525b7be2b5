"""A loaded file: its data, and where each key and record of it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

#: Text, or None for a blank; YAML's own guesses at types are never made.
Node = "str | None | list[Node] | dict[str, Node]"
KeyPath = tuple[str | int, ...]


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


# not frozen: whatever passes an exception on, as contextlib does, sets its traceback
@dataclass(eq=False)
class SourceError(Exception):
    """A file, or a place in it, that cannot be read. Line and column count from 1."""

    id: str
    message: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, and what is needed to find the place of any part of it when somebody asks.

    ``marks`` holds one mark a node in document order, keys included.
    """

    file: str
    data: object
    marks: Sequence[Mark]
    #: How many nodes each list and mapping holds, itself included, by its identity; counted when first asked for.
    _sizes: dict[int, int] = field(default_factory=dict)
    _known: dict[int, dict[str | int, tuple[object, int, int]]] = field(default_factory=dict)

    def locate(self, path: KeyPath, *, value: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of a key or record (or of a key's value); the nearest parent where it is absent."""
        node, key, own = self.data, 0, 0
        for part in path:
            found = self._children(node, own).get(part)
            if found is None:
                value = False
                break
            node, key, own = found
        if not self.marks:
            return 1, 1
        mark = self.marks[own if value else key]
        return mark.line + 1, mark.column + 1

    def _children(self, node: object, at: int) -> dict[str | int, tuple[object, int, int]]:
        """Each child of a node with the numbers of its key's and its own mark; worked out once for each node asked."""
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = dict(self._walk(node, at + 1))
        return known

    def _walk(self, node: object, at: int) -> Iterator[tuple[str | int, tuple[object, int, int]]]:
        if isinstance(node, dict):
            for name, child in node.items():
                yield name, (child, at, at + 1)
                at += 1 + self._size(child)
        elif isinstance(node, list):
            for index, child in enumerate(node):
                yield index, (child, at, at)
                at += self._size(child)

    def _size(self, node: object) -> int:
        if type(node) not in _CONTAINERS:
            return 1
        if not self._sizes:
            self._count(self.data)
        return self._sizes[id(node)]

    def _count(self, node: Any) -> int:
        in_mapping = type(node) is dict
        size = 1 + len(node) * (1 + in_mapping)
        for child in node.values() if in_mapping else node:
            if type(child) in _CONTAINERS:
                size += self._count(child) - 1
        self._sizes[id(node)] = size
        return size


_CONTAINERS = (dict, list)
