"""What may stand at each place of a submission, as far as its form goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from zhifa_check.format import shape as written
from zhifa_check.format.format import Format

#: ``text`` is free text, whose signs are evidence; ``word`` one of a list of words; ``tally`` numbers by category;
#: ``ids`` a list of 编号 or the word for everybody.
Kind = Literal["text", "word", "date", "moment", "number", "period", "record", "list", "tally", "ids"]

_KINDS: dict[str, Kind] = {
    "date": "date",
    "moment": "moment",
    "decimal": "number",
    "whole": "number",
    "yes_no": "word",
    "word": "word",
    "item": "word",
    "unit": "word",
    "period": "period",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One place: ``fields`` and ``required`` of a record, ``element`` of a list."""

    kind: Kind
    fields: Mapping[str, "Shape"] | None = None
    required: frozenset[str] = frozenset()
    element: "Shape | None" = None

    @property
    def holds_more(self) -> bool:
        """Whether a bracket at its beginning can only be structure."""
        return self.kind in ("record", "list", "tally", "ids")


TEXT = Shape("text")


@cache
def submission(known: Format) -> Shape:
    """The root of a submission file."""
    return _shape(known.shape)


def _shape(place: written.Shape) -> Shape:
    if place.form == "record":
        required = {field.key for field in place.fields if field.required}
        return Shape("record", {field.key: _shape(field.shape) for field in place.fields}, frozenset(required))
    if place.form == "persons":
        return Shape("ids", element=TEXT)
    if place.form == "mapping":
        return Shape("tally")
    if place.element:
        return Shape("list", element=_shape(place.element))
    return Shape(_KINDS[place.form]) if place.form in _KINDS else TEXT
