"""A loaded file: its data, and where each key and record of it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

#: Text, or None for a blank; YAML's own guesses at types are never made.
Node = "str | None | list[Node] | dict[str, Node]"
KeyPath = tuple[str | int, ...]


class Mark(Protocol):
    """Where an event starts, counted from 0, as PyYAML gives it."""

    @property
    def line(self) -> int: ...  # noqa: D102 - the protocol's own docstring says it
    @property
    def column(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class SourceError(Exception):
    """A file, or a place in it, that cannot be read. Line and column count from 1."""

    id: str
    message: str
    line: int = 1
    column: int = 1


@dataclass(slots=True)
class Document:
    """The data of one file; ``marks`` holds one mark a node in document order, keys included."""

    file: str
    data: object
    marks: list[Mark]
    _index: dict[KeyPath, tuple[Mark, Mark]] = field(default_factory=dict)

    def locate(self, path: KeyPath, *, value: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of a key or record (or of a key's value); the nearest parent where it is absent."""
        if not self._index:
            self._index = {where: (key, own) for where, key, own in self._walk(self.data, iter(self.marks), ())}
        while path and path not in self._index:
            path, value = path[:-1], False
        mark = self._index[path][value] if path in self._index else None
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def _walk(
        self, node: object, marks: Iterator[Mark], path: KeyPath, key: Mark | None = None
    ) -> Iterator[tuple[KeyPath, Mark, Mark]]:
        own = next(marks)
        yield path, key or own, own
        if isinstance(node, dict):
            for name, child in node.items():
                yield from self._walk(child, marks, (*path, name), next(marks))
        elif isinstance(node, list):
            for index, child in enumerate(node):
                yield from self._walk(child, marks, (*path, index))
