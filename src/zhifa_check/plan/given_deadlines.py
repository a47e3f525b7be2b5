"""The deadlines of a rule, in the document's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from zhifa_check.kinds.phrase import Phrase
from zhifa_check.source.document import KeyPath


@dataclass(frozen=True, slots=True)
class Words:
    """A deadline of a rule; one that is ``assumed`` need not stand in the document."""

    path: KeyPath
    phrase: Phrase


def deadlines_of(rule: BaseModel) -> list[Words]:
    """Every deadline phrase of a rule."""
    return list(_deadlines(rule, ("rule",)))


def _deadlines(node: Any, path: KeyPath) -> Iterator[Words]:
    if isinstance(node, Phrase):
        yield Words(path, node)
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _deadlines(getattr(node, name), (*path, name))
    elif isinstance(node, tuple):
        for index, child in enumerate(node):
            yield from _deadlines(child, (*path, index))
