"""What may stand at each place of a submission, as far as its form goes, derived from the pydantic models."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import PlainValidator

from zhifa_check.calendar.periods import Period
from zhifa_check.format.sections import SECTIONS, Record
from zhifa_check.format.values import Attendance, StatedText
from zhifa_check.inputs.intake import HEAD

#: ``text`` is free text, whose signs are evidence; ``word`` one of a list of words; ``tally`` numbers by category;
#: ``ids`` a list of 编号 or the word for everybody.
Kind = Literal["text", "word", "date", "moment", "number", "period", "record", "list", "tally", "ids"]

_LEAVES: dict[object, Kind] = {
    date: "date",
    datetime: "moment",
    Decimal: "number",
    int: "number",
    bool: "word",
    Period: "period",
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
NUMBER = Shape("number")


@cache
def submission() -> Shape:
    """The root of a submission file."""
    sections = {name: Shape("list", element=_record(model)) for name, model in SECTIONS.items()}
    return Shape("record", {**dict(zip(HEAD, (Shape("word"), NUMBER), strict=True)), **sections}, frozenset(HEAD))


@cache
def _record(model: type[Record]) -> Shape:
    hints = get_type_hints(model, include_extras=True)
    fields = {str(field.alias): _shape(hints[name]) for name, field in model.model_fields.items()}
    required = {str(field.alias) for field in model.model_fields.values() if field.is_required()}
    return Shape("record", fields, frozenset(required))


def _shape(hint: Any) -> Shape:
    if hint == Attendance:
        return Shape("ids", element=TEXT)
    if hint in (str, StatedText):
        return TEXT
    if get_origin(hint) in (Union, types.UnionType):
        return _shape(next(one for one in get_args(hint) if one is not types.NoneType))
    if get_origin(hint) is list:
        return Shape("list", element=_shape(get_args(hint)[0]))
    if get_origin(hint) is dict:
        return Shape("tally")
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record(hint)
    base, *marks = get_args(hint) or (hint,)
    checked = any(isinstance(mark, PlainValidator) for mark in marks)
    return Shape(_LEAVES.get(base, "word" if checked else "text"))
