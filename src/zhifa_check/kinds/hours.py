"""A person's entries (trainings with their classes) added up once, by the words that rules ask for."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

from zhifa_check.format.record import Record
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.facts import Facts
from zhifa_check.kinds.conditions import Condition
from zhifa_check.kinds.fields import field_of, list_field, word_fields

#: Exact sums by the words of an entry, such as 类别 and 专题.
Sums = Mapping[tuple[str | None, ...], Decimal]
_NOTHING = Decimal()


def ledger(facts: Facts, listed: str, amount: str, people: type[Record] = Person) -> list[Sums]:
    """For everybody on the roster, in its order, the sums of ``amount`` over ``listed``; worked out once a unit."""
    return facts.once((people, listed, amount), lambda: _add_up(facts, listed, amount, people))


def _add_up(facts: Facts, listed: str, amount: str, people: type[Record]) -> list[Sums]:
    entries, model = list_field(people, listed)
    names = list(word_fields(model).values())
    get = field_of(model, amount).get
    words = _words(names)
    ledgers: list[Sums] = []
    for person in facts.of(Person):
        sums: dict[tuple[str | None, ...], Decimal] = {}
        for entry in entries(person.record):
            key = words(entry)
            sums[key] = sums.get(key, _NOTHING) + (get(entry) or _NOTHING)
        ledgers.append(sums)
    return ledgers


def _words(names: list[str]) -> Callable[[Any], tuple[str | None, ...]]:
    """How to read the words of an entry, always as a tuple."""
    if len(names) < 2:
        return lambda entry: tuple(getattr(entry, name) for name in names)
    return attrgetter(*names)


def summing(listed: str, where: Mapping[str, Condition], people: type[Record] = Person) -> Callable[[Sums], Decimal]:
    """The sum of the entries that have one of the words given for every field given."""
    fields = list(word_fields(list_field(people, listed)[1]))
    tests = [(fields.index(field), frozenset(words)) for field, words in where.items() if isinstance(words, tuple)]

    taken: dict[tuple[str | None, ...], bool] = {}

    def total(sums: Sums) -> Decimal:
        found = _NOTHING
        for key, amount in sums.items():
            if key not in taken:
                taken[key] = all(key[index] in words for index, words in tests)
            if taken[key]:
                found += amount
        return found

    return total
