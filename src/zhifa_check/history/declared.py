"""The dates by which a unit says that it did something in time, each with what makes it one declaration."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from zhifa_check.calendar.periods import Period
from zhifa_check.format.format import Format
from zhifa_check.format.record import Record
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.source.document import KeyPath


class Declared(NamedTuple):
    """A date that a record declares.

    ``known_by`` leads, from the record, to the values that say which record it is; ``at`` to the date. They make up
    the declaration: it stood in a version where all of them stood together.
    """

    what: str
    day: date
    entry: Entry[Record]
    known_by: tuple[KeyPath, ...]
    at: KeyPath
    item: str | None = None
    document: str | None = None
    period: Period | None = None

    @property
    def values(self) -> tuple[KeyPath, ...]:
        """Where all that makes up the declaration stands, from the record."""
        return (*self.known_by, self.at)


def declared_dates(facts: Facts, known: Format) -> Iterator[Declared]:
    """Every date that the format says a unit declares, of the records that are seen on the as-of date."""
    for section in known.sections:
        names = [section.key] if section.key else section.told_apart
        fields = {field.name: field for field in section.shape().fields}
        known_by = tuple((fields[name].key,) for name in names if fields[name].required)
        for path in section.declares:
            for entry in facts.of(section):
                *groups, (key, day) = _along(entry.record, path.split("."))
                if day is not None:
                    what = f"{entry.record.called()}的{''.join(name for name, _ in groups)}{key}"
                    yield Declared(what, day, entry, known_by, tuple(path.split(".")), *_about(entry.record, groups))


def _along(record: Record, keys: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The keys of a path, each with what stands there; None behind what is not there."""
    value: Any = record
    for key in keys:
        field = value.shape().field(key) if value is not None else None
        value = getattr(value, field.name) if field else None
        yield key, value


def _about(record: Record, groups: Sequence[tuple[str, Any]]) -> tuple[str | None, str | None, Period | None]:
    """What a receipt may name: the 事项, the 文号 nearest to the date, the 所属期."""
    by_form = {field.shape.form: getattr(record, field.name) for field in record.shape().fields}
    documents = [
        getattr(one, field.name)
        for one in (*(value for _, value in reversed(groups) if value is not None), record)
        if (field := one.shape().field("文号"))
    ]
    return by_form.get("item"), next(iter(documents), None), by_form.get("period")
