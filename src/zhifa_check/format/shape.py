"""What may stand at each place of a file, read once from what pydantic is told of a model.

Whatever else describes a file – the columns of a form, the schema of an editor, the paths of a rule, the messages of a
refusal, what ``fix`` may touch – is made from these shapes.
"""

import types
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo


class Written(NamedTuple):
    """The mark of an annotation: how a value is written where its type does not say it.

    ``words`` names the plan's list of words that it draws on, ``refers`` the section whose key it repeats; ``at_most``
    is the largest number, ``in_year`` says that a day must lie in the plan's year, ``blank_is_no`` that what is
    left out is an answer: 否, or none of the words.
    """

    form: str
    words: str | None = None
    refers: str | None = None
    at_most: Decimal | None = None
    in_year: bool = False
    blank_is_no: bool = False


class Field(NamedTuple):
    """One key of a record: as files have it (``key``), as Python has it (``name``), and what it is for."""

    key: str
    name: str
    title: str
    about: str
    required: bool
    #: Whether a blank stands for what is not there.
    optional: bool
    shape: "Shape"
    example: str | None = None

    def told(self, year: int) -> str:
        """What it is for, in the words of a plan's year."""
        return self.about.replace("{year}", str(year))


class Shape(NamedTuple):
    """What may stand at one place.

    ``form`` is ``record``, ``list``, ``mapping``, ``choice`` (one of several records), ``literal`` (one of ``known``)
    or the form of a single value. ``holds`` is its Python type, ``element`` the shape of a list's members or of a
    mapping's values, ``keys`` that of its keys; ``least`` is how many a list needs.
    """

    form: str
    holds: type
    mark: Written
    fields: tuple[Field, ...] = ()
    element: "Shape | None" = None
    keys: "Shape | None" = None
    choices: tuple["Shape", ...] = ()
    known: tuple[str, ...] = ()
    least: int = 0

    def field(self, key: str) -> Field | None:
        """The field of a key; None where there is none."""
        return next((field for field in self.fields if field.key == key), None)

    @property
    def member(self) -> "Shape | None":
        """The shape of a list's members; None where no list stands."""
        return None if self.keys else self.element

    @property
    def holds_more(self) -> bool:
        """Whether a bracket at its beginning can only be structure."""
        return bool(self.fields or self.element)

    @property
    def is_text(self) -> bool:
        """Whether free text stands here, whose signs are evidence."""
        return self.form in ("text", "stated")

    @property
    def records(self) -> tuple["Shape", ...]:
        """The records that stand here: one, those of a list, or one of several."""
        if self.fields:
            return (self,)
        inner = (*self.choices, *([self.element] if self.element else ()))
        return tuple(record for one in inner for record in one.records)

    @property
    def places(self) -> Iterator["Shape"]:
        """This place and all that are inside it."""
        yield self
        for inner in (self.keys, self.element, *self.choices, *(field.shape for field in self.fields)):
            if inner:
                yield from inner.places


_PLAIN = Written("text")


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """The shape of a model's records, in the order of its fields."""
    hints = get_type_hints(model, include_extras=True)
    return Shape("record", model, _PLAIN, tuple(_field(name, hints[name], f) for name, f in model.model_fields.items()))


def _field(name: str, hint: Any, info: FieldInfo) -> Field:
    key = info.alias or name
    example = info.examples[0] if info.examples else None
    blank = not info.is_required() and types.NoneType in get_args(hint)
    return Field(key, name, info.title or key, info.description or "", info.is_required(), blank, _shape(hint), example)


def _shape(hint: Any, mark: Written | None = None) -> Shape:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        marks = [one for one in args[1:] if isinstance(one, Written)]
        lengths = [m.min_length for one in args[1:] for m in getattr(one, "metadata", ()) if hasattr(m, "min_length")]
        return _shape(args[0], mark or (marks[-1] if marks else None))._replace(least=max(lengths, default=0))
    if origin in (Union, types.UnionType):
        one, *more = [_shape(arg, mark) for arg in args if arg is not types.NoneType]
        return one if not more else Shape("choice", object, mark or _PLAIN, choices=(one, *more))
    said = mark or _PLAIN
    if origin in (list, tuple):
        return Shape(mark.form if mark else "list", origin, said, element=_shape(args[0]))
    if origin is dict:
        return Shape(mark.form if mark else "mapping", dict, said, keys=_shape(args[0]), element=_shape(args[1]))
    if origin is Literal:
        return Shape("literal", str, said, known=args)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return shape_of(hint)._replace(form=mark.form, mark=mark) if mark else shape_of(hint)
    return Shape(said.form, hint, said)
