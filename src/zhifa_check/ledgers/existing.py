"""What a unit has handed in already, as far as new records are compared with it and put beside it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from zhifa_check.format.format import Format
from zhifa_check.format.problems import Problem, unreadable
from zhifa_check.format.record import Record
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.source.document import Document, SourceError, records_in
from zhifa_check.source.files import read_limited
from zhifa_check.source.loader import load


class Own(NamedTuple):
    """One file of the unit as it was read; ``content`` is None for one that is to be made."""

    path: Path
    content: bytes | None
    document: Document

    def records(self, section: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The entries of a section that are mappings, with their places in the list."""
        return records_in(self.document.data, section)


def read_own(files: Iterable[SourceFile]) -> tuple[list[Own], list[Problem]]:
    """The files of the unit, and what is wrong with those that no parser gets through. Raises OSError."""
    owned, problems = [], []
    for file in files:
        content = read_limited(file.path)
        try:
            owned.append(Own(file.path, content, load(content, file.shown)))
        except SourceError as error:
            problems.append(unreadable(file.shown, error))
    return owned, problems


class Same:
    """Whether two records mean the same, however their values are written."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @property
    def format(self) -> Format:
        """The sections that there are."""
        return self._vocabulary.format

    def meaning(self, model: type[Record], raw: dict[str, Any]) -> object:
        """What compares equal for records that mean the same; an invalid one means itself alone."""
        try:
            return model.model_validate(raw, context=self._vocabulary)
        except ValidationError:
            return raw

    def said(self, model: type[Record], raw: dict[str, Any], keys: Sequence[str]) -> tuple[object, ...]:
        """What a record says under some keys; an invalid one says it in its own spelling."""
        meaning = self.meaning(model, raw)
        if isinstance(meaning, Record):
            names = {one.key: one.name for one in model.shape().fields}
            return tuple(_unordered(getattr(meaning, names[key])) for key in keys)
        return tuple(_unordered(raw.get(key)) for key in keys)

    def differing(self, model: type[Record], there: dict[str, Any], here: dict[str, Any]) -> Sequence[str]:
        """The keys whose values mean different things; none for records that mean the same."""
        one, other = self.meaning(model, there), self.meaning(model, here)
        if _unordered(one) == _unordered(other):
            return ()
        if isinstance(one, Record) and isinstance(other, Record):
            fields = one.shape().fields
            return [f.key for f in fields if _unordered(getattr(one, f.name)) != _unordered(getattr(other, f.name))]
        return [key for key in dict.fromkeys((*there, *here)) if there.get(key) != here.get(key)]


def _unordered(value: object) -> object:
    """What is equal for lists in any order: who attended, which titles, which bodies were reviewed."""
    if isinstance(value, Record):
        return (type(value).__name__, *(_unordered(getattr(value, one.name)) for one in value.shape().fields))
    if isinstance(value, list | tuple):
        return tuple(sorted((_unordered(one) for one in value), key=repr))
    if isinstance(value, dict):
        return tuple(sorted(((key, _unordered(inner)) for key, inner in value.items()), key=repr))
    return value
