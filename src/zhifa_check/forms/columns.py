"""The sheets of a workbook and their columns, derived from the models of the submission.

One sheet a section. A list of records inside a record that has a key (培训 of a person) is a sheet of its own, whose
first columns name that record. A list inside a record without a key (抽查 of a 案卷评查) shares the sheet: one row a
member, and the rows of one record repeat its values. A single record inside a record is columns that carry its name
(法制审核日期), and a number for each category is a column a category.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from rich.cells import cell_len

from zhifa_check.format.sections import SECTIONS, Record
from zhifa_check.format.values import (
    EVERYBODY,
    Attendance,
    CategoryOf,
    DayInYear,
    Item,
    MomentInYear,
    RefersTo,
    UnitRef,
    Written,
)
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.forms.cell_kinds import HINTS, KINDS, LISTS, WIDTHS, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, and the keys that lead from the row's record to the value.

    ``required``: no row may leave it blank. ``required_with`` names the optional record inside the row's that cannot
    do without it; ``one_of`` the record of which at least one column must be filled in. ``words`` are all that may be
    written, for lists of people the word for the whole roster. ``in_year`` marks days and times that must lie in the
    plan's year. ``refers_to`` names the section whose key is written here. ``owner`` marks the columns that say whose
    a nested row is; their path begins at the owner. ``width`` is in cells of a terminal, which are those of a
    spreadsheet too. ``about`` is what the format says of the key, ``at_most`` the largest number where there is one.
    """

    header: str
    path: tuple[str, ...]
    kind: Kind
    required: bool
    width: int
    hint: str
    words: tuple[str, ...] = ()
    required_with: str | None = None
    one_of: str | None = None
    in_year: bool = False
    refers_to: str | None = None
    owner: bool = False
    about: str = ""
    at_most: Decimal | None = None

    @property
    def title(self) -> str:
        """The header as a form writes it: required columns have a star."""
        return f"{self.header} *" if self.required else self.header


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``model`` is what a row makes, or adds to. ``nested`` is the key of the list in the section's records
    that its rows belong to; ``grouped`` the key of the list whose members are rows, so that several rows make one
    record.
    """

    name: str
    section: str
    columns: tuple[Column, ...]
    model: type[Record]
    nested: str | None = None
    grouped: str | None = None

    @property
    def prefilled(self) -> tuple[Column, ...]:
        """Columns that a form fills in itself: a row in which nothing else is written is still a blank one."""
        key = SECTIONS[self.section].key
        first = self.columns[0]
        if self.section == "报送":
            return tuple(column for column in self.columns if column.kind in ("item", "period"))
        return (first,) if key and first.kind == "word" and not self.nested else ()


def sheets(vocabulary: Vocabulary) -> tuple[Sheet, ...]:
    """Every sheet, in the order of the format; a nested one follows its section's."""
    return tuple(sheet for section, model in SECTIONS.items() for sheet in _sheets(section, model, vocabulary))


def _sheets(section: str, model: type[Record], vocabulary: Vocabulary) -> Iterator[Sheet]:
    lists = {
        key: inner for key, inner, _, _ in _fields(model) if (get_origin(inner) is list and _record(_inner(inner)))
    }
    grouped = next(iter(lists), None) if model.key is None else None
    yield Sheet(section, section, tuple(_columns(model, vocabulary, grouped=grouped)), model, grouped=grouped)
    if grouped is None:
        owner = tuple(_owner(section, model, vocabulary))
        for key, inner in lists.items():
            columns = (*owner, *_columns(_inner(inner), vocabulary))
            yield Sheet(key, section, columns, _inner(inner), nested=key)


def _owner(section: str, model: type[Record], vocabulary: Vocabulary) -> Iterator[Column]:
    """The columns that name the record which a nested row belongs to: its key, and its name for the eye."""
    for key, annotation, _, _ in _fields(model):
        if key == _alias(model, model.key):
            about = f"“{section}”里的{key}"
            yield _column(
                section + key, (key,), annotation, vocabulary, required=True, refers_to=section, owner=True, about=about
            )
        elif key == _alias(model, model.label):
            yield _column(key, (key,), annotation, vocabulary, owner=True, about="可不填，方便核对")


def _columns(
    model: type[Record],
    vocabulary: Vocabulary,
    *,
    prefix: str = "",
    path: tuple[str, ...] = (),
    optional: str | None = None,
    grouped: str | None = None,
) -> Iterator[Column]:
    for key, annotation, required, about in _fields(model):
        here = (*path, key)
        if get_origin(annotation) is dict:
            word, number = get_args(annotation)
            for category in _words(word, vocabulary):
                one_of = key if required else None
                yield _column(prefix + category, (*here, category), number, vocabulary, one_of=one_of, about=about)
        elif get_origin(annotation) is list and _record(_inner(annotation)):
            if key == grouped:
                yield from _columns(_inner(annotation), vocabulary, path=here)
        elif _record(annotation):
            within = key if not required else optional
            yield from _columns(annotation, vocabulary, prefix=prefix + key, path=here, optional=within)
        else:
            always = required and optional is None
            needed = optional if required else None
            yield _column(
                prefix + key, here, annotation, vocabulary, required=always, required_with=needed, about=about
            )


def _column(
    header: str,
    path: tuple[str, ...],
    annotation: Any,
    vocabulary: Vocabulary,
    *,
    required: bool = False,
    required_with: str | None = None,
    one_of: str | None = None,
    refers_to: str | None = None,
    owner: bool = False,
    about: str = "",
) -> Column:
    kind = _kind(annotation)
    words = (EVERYBODY,) if annotation == Attendance else _words(annotation, vocabulary)
    return Column(
        header=header,
        path=path,
        kind=kind,
        required=required,
        width=max(WIDTHS[kind], cell_len(header) + 4, *(cell_len(word) + 4 for word in words), 0),
        hint=HINTS[kind],
        words=words,
        required_with=required_with,
        one_of=one_of,
        in_year=annotation in (DayInYear, MomentInYear),
        refers_to="人员" if kind == "persons" else refers_to or _refers_to(annotation),
        owner=owner,
        about=about,
        at_most=next((part.at_most for part in _metadata(annotation) if isinstance(part, Written)), None),
    )


def _kind(annotation: Any) -> Kind:
    if annotation == Attendance:
        return "persons"
    if get_origin(annotation) is list:
        inner = _inner(annotation)
        return "persons" if _refers_to(inner) == "人员" else LISTS[_kind(inner)]
    if annotation == Item:
        return "item"
    if annotation == UnitRef:
        return "unit"
    if any(isinstance(part, CategoryOf) for part in _metadata(annotation)):
        return "word"
    return KINDS[_base(annotation)]


def _words(annotation: Any, vocabulary: Vocabulary) -> tuple[str, ...]:
    if annotation == Item:
        return tuple(vocabulary.items)
    if _base(annotation) is bool:
        return ("是", "否")
    return next((tuple(vocabulary.categories[p.name]) for p in _metadata(annotation) if isinstance(p, CategoryOf)), ())


def _refers_to(annotation: Any) -> str | None:
    return next((part.section for part in _metadata(annotation) if isinstance(part, RefersTo)), None)


def _fields(model: type[Record]) -> Iterator[tuple[str, Any, bool, str]]:
    """Key, annotation without the ``None`` of what may be left out, whether it must be there, what it is for."""
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        yield str(field.alias), _present(hints[name]), field.is_required(), field.description or ""


def _present(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _metadata(annotation: Any) -> tuple[Any, ...]:
    return tuple(getattr(annotation, "__metadata__", ()))


def _base(annotation: Any) -> Any:
    return get_args(annotation)[0] if _metadata(annotation) else annotation


def _inner(annotation: Any) -> Any:
    return get_args(annotation)[0]


def _record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Record)


def _alias(model: type[Record], name: str | None) -> str | None:
    return None if name is None else str(model.model_fields[name].alias)
