"""The columns of a sheet put back into the groups that they have in YAML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from zhifa_check.format.record import Section
from zhifa_check.forms.columns import Column, Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """A key with keys of its own.

    ``optional`` groups are left out until they happen, ``list`` is a list of such groups, ``counts`` takes a number
    for each category that there is; the last two are required.
    """

    key: str
    form: Literal["optional", "list", "counts"]
    about: str
    members: tuple["Column | Group", ...]


Node = Column | Group


def tree(sheet: Sheet) -> tuple[Node, ...]:
    """The keys of one record, in order; the columns that say whose a nested row is are no keys of it."""
    columns = [column for column in sheet.columns if not column.owner]
    return _grown(columns, 0, sheet.grouped, _abouts(sheet.of))


def field_about(sheet: Sheet) -> str:
    """What the format says of the list that the rows of a nested sheet belong to."""
    return _abouts(sheet.of)[str(sheet.nested)]


def key_of(node: Node) -> str:
    """The key as YAML has it."""
    return node.key if isinstance(node, Group) else node.path[-1]


def _grown(columns: Iterable[Column], depth: int, grouped: str | None, about: Mapping[str, str]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for key, found in groupby(columns, key=lambda column: column.path[depth]):
        inner = tuple(found)
        if len(inner[0].path) == depth + 1:
            nodes += inner
            continue
        optional = any(column.required_with == key for column in inner)
        form: Literal["optional", "list", "counts"] = "list" if key == grouped else "optional" if optional else "counts"
        told = inner[0].about if form == "counts" else about[key]
        nodes.append(Group(key, form, told, _grown(inner, depth + 1, grouped, about)))
    return tuple(nodes)


def _abouts(section: type[Section]) -> dict[str, str]:
    return {field.key: field.about for field in section.shape().fields}
