"""Field paths of rules (``备案.日期``), checked against the submission models and compiled to plain attribute reads."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import PlainValidator, ValidationInfo

from zhifa_check.format.format import Format
from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape
from zhifa_check.format.values import as_text, fault
from zhifa_check.words.meant import nearest, quoted

Getter = Callable[[Any], Any]
Matcher = Callable[[Any], bool]


class Field(NamedTuple):
    """The end of a path: how to read it from a record, what type it has, and which list of words it draws on."""

    path: str
    get: Getter
    holds: type
    words: str | None
    model: type[Record]
    required: bool
    form: str
    blank_is_no: bool


class Title(str):
    """The title of a section as a rule gives it, with the format that it is of; pickled, copied and shown as a text."""

    known: Format

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def title_in(text: str, known: Format) -> Title:
    """A title, or a path that begins with one, of a format."""
    title = Title(text)
    title.known = known
    return title


def _titled(value: object, info: ValidationInfo) -> Title:
    return title_in(as_text(value), getattr(info.context, "format", None) or standard())


#: A title of a section, or a path that begins with one.
Titled = PlainValidator(_titled)


def format_of(title: str) -> Format:
    """The format that a title is of: the plan's where a rule gives it, else what ships."""
    return title.known if isinstance(title, Title) else standard()


def referred(section: str, path: str | None) -> str | None:
    """The section whose records a field names; None where it names none."""
    field = section_model(section).shape().field(path) if path else None
    if field is None:
        return None
    target = field.shape.mark.refers or (field.shape.element and field.shape.element.mark.refers)
    return title_in(target, format_of(section)) if target else None


def section_model(title: str) -> type[Section]:
    """The class of a section. Raises a fault naming the nearest one."""
    known = format_of(title)
    if title in known:
        return known[title]
    raise fault(f"提交格式里没有“{title}”这一部分，{meant(title, tuple(known))}")


@lru_cache(maxsize=512)
def field_of(model: type[Record], path: str) -> Field:
    """Follow a path of Chinese keys through single records. Raises a fault naming the keys that there are."""
    attributes: list[str] = []
    shape, required = model.shape(), True
    for part in path.split("."):
        if not shape.fields:
            why = "前面的是一张列表，有几条，不知道是哪一条的" if shape.records else "前面的不是一组内容"
            raise fault(f"字段“{path}”走不通：“{part}”{why}")
        found = shape.field(part)
        if found is None:
            raise fault(f"提交格式里没有字段“{part}”，{meant(part, _keys(shape))}")
        attributes.append(found.name)
        required = required and found.required
        shape = found.shape
    return Field(
        path,
        _reader(tuple(attributes)),
        shape.holds,
        shape.mark.words,
        model,
        required,
        shape.form,
        shape.mark.blank_is_no,
    )


class End(NamedTuple):
    """Where a path ends that may lead through lists: all values there, and what they are."""

    values: Callable[[Any], tuple[Any, ...]]
    holds: type
    words: str | None
    form: str
    blank_is_no: bool
    required: bool


@lru_cache(maxsize=512)
def reach(model: type[Record], path: str) -> End:
    """Follow a path through records and lists of them. Raises a fault naming the keys that there are."""
    first, _, rest = path.partition(".")
    field = model.shape().field(first)
    if rest and field is not None and field.shape.form == "list" and field.shape.records:
        get, inner = list_field(model, first)
        end = reach(inner, rest)
        return end._replace(values=lambda record: tuple(v for one in get(record) for v in end.values(one)))
    found = field_of(model, path)
    values = lambda record: (found.get(record),)  # noqa: E731
    return End(values, found.holds, found.words, found.form, found.blank_is_no, found.required)


def all_at(model: type[Record], path: str) -> Callable[[Any], list[Any]]:
    """All values at the end of a path, through lists too, but for blanks."""
    values = reach(model, path).values
    return lambda record: [one for one in values(record) if one is not None]


def shown(model: type[Record], path: str, record: Any) -> str:
    """What stands there as people read it."""
    told = ["是" if one is True else "否" if one is False else str(one) for one in all_at(model, path)(record)]
    return "、".join(told) or "没有填"


def place_of(model: type[Record], path: str) -> tuple[str, ...]:
    """The keys of a path as far as they lead to one place: of a list, to the list."""
    head = path.partition(".")[0]
    field = model.shape().field(head)
    return (head,) if field is not None and field.shape.form == "list" else tuple(path.split("."))


@lru_cache(maxsize=64)
def list_field(model: type[Record], path: str) -> tuple[Getter, type[Record]]:
    """A field that holds a list of records (培训, 考试): how to read it, never None, and the model of its records."""
    field = model.shape().field(path)
    if field is None or field.shape.form != "list" or not field.shape.records:
        raise fault(f"“{path}”不是一张列表，{meant(path, _keys(model.shape()))}")
    name = field.name
    return lambda record: getattr(record, name) or (), field.shape.records[0].holds


@lru_cache(maxsize=64)
def word_fields(model: type[Record]) -> dict[str, str]:
    """The fields that draw on a list of words, from Chinese key to attribute."""
    return {field.key: field.name for field in model.shape().fields if field.shape.mark.words}


def one_or_several(value: object) -> object:
    """A single word needs no brackets."""
    return (value,) if isinstance(value, str) else value


def _reader(attributes: tuple[str, ...]) -> Getter:
    first, *rest = attributes
    if not rest:
        return attrgetter(first)

    def read(record: Any) -> Any:
        value = getattr(record, first)
        for name in rest:
            if value is None:
                return None
            value = getattr(value, name)
        return value

    return read


def _keys(shape: Shape) -> tuple[str, ...]:
    return tuple(field.key for field in shape.fields)


def meant(word: str, known: tuple[str, ...]) -> str:
    """What a refusal says of a word that is not in its list."""
    meant = nearest(word, known)
    return f"是不是“{meant}”？" if meant else f"能用的有：{quoted(known)}"


#: The types that say when something happened.
TIMES = (date, datetime)
