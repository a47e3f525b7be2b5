"""The sheets of a workbook and their columns, derived from the models of the submission.

One sheet a section. A list of records inside a record that has a key (培训 of a person) is a sheet of its own, whose
first columns name that record. A list inside a record without a key (抽查 of a 案卷评查) shares the sheet: one row a
member, and the rows of one record repeat its values. A single record inside a record is columns that carry its name
(法制审核日期), and a number for each category is a column a category.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, cast

from rich.cells import cell_len

from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections.people import Person
from zhifa_check.format.sections.reports import Report
from zhifa_check.format.shape import Shape
from zhifa_check.format.values import EVERYBODY
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.forms.cell_kinds import KINDS, LISTS, Kind


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


class Group(NamedTuple):
    """A key with keys of its own: ``optional`` ones are left out until they happen, a ``list`` is one of such groups,
    ``counts`` takes a number for each category that there is.
    """

    key: str
    form: Literal["record", "optional", "list", "counts"]
    about: str
    members: tuple["Column | Group", ...]


Node = Column | Group


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``of`` is the section that its rows belong to, ``model`` what a row makes, or adds to, ``nodes`` the
    keys of that. ``nested`` is the key of the list in the section's records that its rows belong to, whose records the
    columns of ``owner`` name; ``grouped`` the key of the list whose members are rows, so that several rows make one
    record.
    """

    name: str
    of: type[Section]
    nodes: tuple[Node, ...]
    model: type[Record]
    owner: tuple[Column, ...] = ()
    nested: str | None = None
    grouped: str | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All of them as they stand beside each other."""
        return (*self.owner, *leaves(self.nodes))

    @property
    def about(self) -> str:
        """What the format says of its rows."""
        return next((one.about for one in self.of.shape().fields if one.key == self.nested), self.of.about)

    @property
    def section(self) -> str:
        """The title of the section."""
        return self.of.title

    @property
    def prefilled(self) -> tuple[Column, ...]:
        """Columns that a form fills in itself: a row in which nothing else is written is still a blank one."""
        first = self.columns[0]
        if issubclass(self.of, Report):
            return tuple(column for column in self.columns if column.kind in ("item", "period"))
        return (first,) if self.of.key and first.kind == "word" and not self.nested else ()


def sheets(vocabulary: Vocabulary) -> tuple[Sheet, ...]:
    """Every sheet, in the order of the format; a nested one follows its section's."""
    return tuple(sheet for section in vocabulary.format.sections for sheet in _sheets(section, vocabulary))


def key_of(node: Node) -> str:
    """The key as YAML has it."""
    return node.key if isinstance(node, Group) else node.path[-1]


def leaves(nodes: Iterable[Node]) -> Iterator[Column]:
    """The columns that keys come to."""
    for node in nodes:
        yield from leaves(node.members) if isinstance(node, Group) else [node]


def _sheets(section: type[Section], vocabulary: Vocabulary) -> Iterator[Sheet]:
    lists = [field for field in section.shape().fields if _lists_records(field.shape)]
    grouped = lists[0].key if lists and section.key is None else None
    yield Sheet(
        section.title, section, tuple(_nodes(section.shape(), vocabulary, grouped=grouped)), section, grouped=grouped
    )
    if grouped is None:
        owner = tuple(_owner(section, vocabulary))
        for field in lists:
            (inner,) = field.shape.records
            yield Sheet(field.key, section, tuple(_nodes(inner, vocabulary)), inner.holds, owner, nested=field.key)


def _owner(section: type[Section], vocabulary: Vocabulary) -> Iterator[Column]:
    """The columns that name the record which a nested row belongs to: its key, and its name for the eye."""
    for field in section.shape().fields:
        if field.name == section.key:
            about = f"“{section.title}”里的{field.key}"
            column = _column(section.title + field.key, (field.key,), field.shape, vocabulary, about)
            yield replace(column, required=True, refers_to=section.title, owner=True)
        elif field.name == section.label:
            column = _column(field.key, (field.key,), field.shape, vocabulary, "可不填，方便核对")
            yield replace(column, owner=True)


def _nodes(
    record: Shape,
    vocabulary: Vocabulary,
    *,
    prefix: str = "",
    path: tuple[str, ...] = (),
    optional: str | None = None,
    grouped: str | None = None,
) -> Iterator[Node]:
    for field in record.fields:
        here, shape, told = (*path, field.key), field.shape, field.told(vocabulary.year)
        if shape.keys and shape.element:
            one_of = field.key if field.required else None
            columns = tuple(
                replace(_column(prefix + word, (*here, word), shape.element, vocabulary, told), one_of=one_of)
                for word in words_of(shape.keys, vocabulary)
            )
            if columns:
                yield Group(field.key, "counts", told, columns)
        elif _lists_records(shape):
            if field.key == grouped:
                yield Group(field.key, "list", field.about, tuple(_nodes(shape.records[0], vocabulary, path=here)))
        elif shape.fields:
            within = optional if field.required else field.key
            inner = _nodes(shape, vocabulary, prefix=prefix + field.key, path=here, optional=within)
            yield Group(field.key, "record" if field.required else "optional", field.about, tuple(inner))
        else:
            column = _column(prefix + field.key, here, shape, vocabulary, told)
            required = field.required and optional is None
            yield replace(column, required=required, required_with=optional if field.required else None)


def _column(header: str, path: tuple[str, ...], shape: Shape, vocabulary: Vocabulary, about: str) -> Column:
    """A column that may be left blank."""
    kind, words = _kind(shape), words_of(shape, vocabulary)
    if kind == "word" and not words:
        kind = "text"
    hint, width = KINDS[kind]
    return Column(
        header=header,
        path=path,
        kind=kind,
        required=False,
        width=max(width, cell_len(header) + 4, *(cell_len(word) + 4 for word in words), 0),
        hint=hint.format(year=vocabulary.year),
        words=words,
        in_year=shape.mark.in_year,
        refers_to=shape.mark.refers or (shape.element.mark.refers if shape.element else None),
        about=about,
        at_most=shape.mark.at_most,
    )


def words_of(shape: Shape, vocabulary: Vocabulary) -> tuple[str, ...]:
    """All that may be written at a place where words are listed; of people the word for everybody."""
    if shape.mark.words:
        return vocabulary.categories.get(shape.mark.words, ())
    listed = {"persons": (EVERYBODY,), "item": tuple(vocabulary.items), "yes_no": ("是", "否")}
    return listed.get(shape.form, ())


def _kind(shape: Shape) -> Kind:
    if shape.form == "list" and shape.element:
        return "persons" if shape.element.mark.refers == Person.title else LISTS[_kind(shape.element)]
    # the other forms of the format are kinds of cells
    return cast(Kind, "text" if shape.form == "stated" else shape.form)


def _lists_records(shape: Shape) -> bool:
    return shape.form == "list" and bool(shape.records)
