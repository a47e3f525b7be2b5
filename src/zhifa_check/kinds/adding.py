"""How an amount adds up: over all records, by each of them, or by the values of a field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.conditions import Where, is_open, matcher
from zhifa_check.kinds.fields import field_of, list_field, section_model, word_fields
from zhifa_check.kinds.hours import ledger, summing

if TYPE_CHECKING:
    from zhifa_check.kinds.measure import Keeps, Measure


@dataclass(slots=True)
class Sum:
    """An exact amount, and a record that it comes from: of the unit's the last, else the first."""

    value: Decimal
    entry: Entry[Section] | None


def add_up(
    measure: "Measure", facts: Facts, year: int, per: str | None, keeps: "Keeps", *, loosely: bool
) -> dict[object, Sum]:
    """The amounts: one (None), one a record (its number), or one for each value of the field ``per``."""
    records = measure.records(facts, year, keeps, loosely=loosely)
    if measure.distinct is not None:
        return _different(measure, measure.distinct, records, per, keeps, loosely=loosely)
    if per is not None and per != measure.section:
        return _by_group(measure, records, per, keeps, loosely=loosely)
    amount = _amount(measure, facts, keeps, loosely=loosely)
    each: dict[object, Sum] = {number: Sum(amount(number, entry.record), entry) for number, entry in records}
    if per == measure.section or not records:
        return each
    return {None: Sum(sum((one.value for one in each.values()), Decimal()), records[-1][1])}


def _amount(measure: "Measure", facts: Facts, keeps: "Keeps", *, loosely: bool) -> Callable[[int, Any], Decimal]:
    """What one record adds, by its number in the section and itmeasure."""
    model, (listed, number) = section_model(measure.section), measure.steps_through
    members, inner, taken = _members(measure, keeps, loosely=loosely)
    more = [field_of(model, key).get for key in measure.also]
    in_words = not (loosely and is_open(inner, measure.only)) and _words_alone(inner, measure.only)
    if listed and number and keeps is None and issubclass(model, Person) and in_words:
        added_up, add = ledger(facts, listed, number, model), summing(listed, measure.only, model)
        if not more:
            return lambda at, record: add(added_up[at])
        return lambda at, record: add(added_up[at]) + _all(more, record)
    get = field_of(inner, number).get if number else None

    def amount(_: int, record: Any) -> Decimal:
        there = list(filter(taken, members(record)))
        own = Decimal(len(there)) if get is None else sum((_plain(get(one)) for one in there), Decimal())
        return own + _all(more, record) if more else own

    return amount


def _by_group(
    measure: "Measure", records: list[tuple[int, Entry[Section]]], per: str, keeps: "Keeps", *, loosely: bool
) -> dict[object, Sum]:
    model, number = section_model(measure.section), measure.steps_through[1]
    members, inner, taken = _members(measure, keeps, loosely=loosely)
    more = [field_of(model, key).get for key in measure.also]
    get, group = field_of(inner, number).get if number else None, group_of(per, model, inner)
    found: dict[object, Sum] = {}
    for _, entry in records:
        there = [(at, one) for at, one in enumerate(members(entry.record), start=1) if taken(one)]
        added = [(group(entry.record, one), Decimal(1) if get is None else _plain(get(one))) for _, one in there]
        if per == measure.steps_through[0]:
            # each name of the list, or each member by itself, called by its record and its place in the list
            names = [one if measure.plain_list else f"{entry.subject}第{at}条" for at, one in there]
            added = [(name, value) for name, (_, value) in zip(names, added, strict=True)]
        elif any(isinstance(key, list) for key, _ in added):
            # one record may be of several: inspected at one go
            added = [(one, value) for keys, value in added for one in dict.fromkeys(keys or (None,))]
        for key, value in [*added, (None, _all(more, entry.record))] if more else added:
            one = found.setdefault(key, Sum(Decimal(), entry))
            one.value += value
            if key is None:
                one.entry = entry
    return found


def _different(
    measure: "Measure",
    distinct: str,
    records: list[tuple[int, Entry[Section]]],
    per: str | None,
    keeps: "Keeps",
    *,
    loosely: bool,
) -> dict[object, Sum]:
    """How many different values a field has; one that was left blank may be another one, or may not."""
    model = section_model(measure.section)
    members, inner, taken = _members(measure, keeps, loosely=loosely)
    value = group_of(distinct, model, inner)
    group = group_of(per, model, inner) if per not in (None, measure.section) else None
    found: dict[object, Sum] = {}
    seen: set[tuple[object, object]] = set()
    for number, entry in records:
        own = number if per else None
        if group is None:
            found.setdefault(own, Sum(Decimal(), entry))
        for one in filter(taken, members(entry.record)):
            keys = _each(group(entry.record, one) if group else own)
            for key, another in product(keys, _each(value(entry.record, one))):
                here = found.setdefault(key, Sum(Decimal(), entry))
                another = another.date() if isinstance(another, datetime) else another
                if (another is None and loosely) or (another is not None and (key, another) not in seen):
                    here.value += 1
                seen.add((key, another))
    return found


def _each(value: object) -> Iterable[Any]:
    return dict.fromkeys(value or (None,)) if isinstance(value, list | tuple) else (value,)


def _members(
    measure: "Measure", keeps: "Keeps", *, loosely: bool
) -> tuple[Callable[[Any], Any], type[Record], Callable[[Any], bool]]:
    """What of a record is counted: how to read it, its model, and which of it is taken."""
    inner: type[Record] = section_model(measure.section)
    members: Callable[[Any], Any] = lambda record: (record,)  # noqa: E731
    listed = measure.steps_through[0]
    if (names := measure.plain_list) is not None:
        return lambda record: dict.fromkeys(names(record) or ()), inner, lambda name: True
    if listed is not None:
        members, inner = list_field(inner, listed)
    applies = matcher(inner, measure.only, loosely=loosely)
    if keeps is None or listed is None or (measure.by and not measure.members_are_dated):
        return members, inner, applies
    return members, inner, lambda one: applies(one) and keeps(one)


def group_of(per: str, model: type[Record], inner: type[Record]) -> Callable[[Any, Any], Any]:
    """How to read the value of a field of a record, or of the member of its list where that has it."""
    if inner is not model and inner.shape().field(per) is not None:
        get = field_of(inner, per).get
        return lambda record, member: get(member)
    get = field_of(model, per).get
    return lambda record, member: get(record)


def _words_alone(inner: type[Record], where: Where) -> bool:
    known = word_fields(inner)
    return all(isinstance(one, tuple) and key in known for key, one in where.items())


def _plain(value: Any) -> Decimal:
    if isinstance(value, dict):
        return Decimal(sum(value.values()))
    return Decimal(value or 0)


def _all(getters: list[Callable[[Any], Any]], record: Any) -> Decimal:
    return sum((_plain(get(record)) for get in getters), Decimal())
