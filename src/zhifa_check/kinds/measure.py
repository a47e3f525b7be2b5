"""What an ``amount`` counts or sums: records of a section, members of a list in them, or a number field of either."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import Field

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections.people import Person, TrainingClass
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.conditions import Where, is_open, matcher
from zhifa_check.kinds.fields import (
    Titled,
    field_of,
    format_of,
    list_field,
    reach,
    section_model,
    title_in,
    word_fields,
)
from zhifa_check.kinds.hours import ledger, summing
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.people import stays
from zhifa_check.kinds.window import Window

#: Whether a record, or a member of a list, is dated so that it counts; None where all do.
Keeps = Callable[[Record], bool] | None
#: The list of a person that comes with the classes which the person attended, and their section.
_WITH_CLASSES = ("培训", TrainingClass.title)


@dataclass(slots=True)
class Sum:
    """An exact amount, and a record that it comes from: of the unit's the last, else the first."""

    value: Decimal
    entry: Entry[Section] | None


class Measure(Config):
    """``of`` leads from a section over at most one list to a number (summed), or stops before it (counted)."""

    about: ClassVar[str] = "数什么：记录的条数、列表里的条数，或者其中一个数的合计。"
    of: Annotated[str, Titled] = Field(
        title="数什么",
        description="从部分起的路径：到数字的求和，如 人员.培训.学时、案卷抽查.件数；不到数字的数条数，如 案卷评查",
    )
    where: Where = Field({}, title="哪些记录", description="只看这些记录，如 {初次申领: 是}；不写为全部")
    only: Where = Field({}, title="哪些条目", description="of 经过列表的，只算这些条目；不写为全部")
    also: tuple[Words, ...] = Field((), title="另加", description="同一条记录里另加的数，如 [集中学习学时]")
    called: Words | None = Field(None, title="叫什么", description="结论里怎样称呼它；不写为 of 里的名称")
    window: Window | None = Field(None, title="哪几年的", description="不写的，只数本年度的")

    @cached_property
    def section(self) -> str:
        """The title of the section that it starts from."""
        return title_in(self.of.partition(".")[0], format_of(self.of))

    @cached_property
    def steps_through(self) -> tuple[str | None, str | None]:
        """The list that it goes through, and the number that it ends in."""
        _, *rest = self.of.split(".")
        if not rest:
            return None, None
        shape = section_model(self.section).shape().field(rest[0])
        if shape is not None and shape.shape.form == "list":
            return rest[0], ".".join(rest[1:]) or None
        return None, ".".join(rest)

    @cached_property
    def _plain_list(self) -> Callable[[Any], Any] | None:
        """How to read a list of names or of references that it goes through: nothing inside it can be asked for."""
        listed = self.steps_through[0]
        field = section_model(self.section).shape().field(listed or "")
        return field_of(section_model(self.section), listed or "").get if field and not field.shape.records else None

    @property
    def named(self) -> str:
        """How sentences call it."""
        return self.called or self.of.rpartition(".")[2]

    @property
    def counts(self) -> bool:
        """Whether it counts and does not sum."""
        return self.steps_through[1] is None

    @cached_property
    def is_whole(self) -> bool:
        """Whether it can only be a whole number."""
        path = self.of.partition(".")[2]
        return self.counts or reach(section_model(self.section), path).holds in (int, dict)

    def led_to(self, at: tuple[str, ...]) -> Iterator[LedTo]:
        """The keys that it reads."""
        listed, number = self.steps_through
        at_of = (*at, "of")
        yield LedTo(self.section, "", said_at=at_of)
        path = ".".join(filter(None, (listed, number)))
        if path:
            yield LedTo(self.section, path, (int, Decimal, dict) if number else (), said_at=at_of)
        yield from (LedTo(self.section, key, (int, Decimal), said_at=(*at, "also")) for key in self.also)
        yield from (LedTo(self.section, key, condition=one, said_at=(*at, "where")) for key, one in self.where.items())
        for key, one in self.only.items():
            inner = f"{listed}.{key}" if listed else key
            yield LedTo(self.section, inner, condition=one, said_at=(*at, "only"))
        if self.section == Person.title and listed == _WITH_CLASSES[0]:
            classes = title_in(_WITH_CLASSES[1], format_of(self.of))
            yield from (LedTo(classes, key) for key in filter(None, ("参训", number, *self.only)))

    @cached_property
    def is_open(self) -> bool:
        """Whether a record can leave open if it is meant."""
        listed, model = self.steps_through[0], section_model(self.section)
        inner = list_field(model, listed)[1] if listed and self.only and not self._plain_list else model
        return is_open(model, self.where) or is_open(inner, self.only)

    def records(
        self, facts: Facts, year: int, keeps: Keeps, *, loosely: bool = False
    ) -> list[tuple[int, Entry[Section]]]:
        """The records that it is about, each with its number in the section; of people those who stayed.

        ``loosely``: those too that may be meant, since they leave blank what the conditions ask for.
        """
        applies = matcher(section_model(self.section), self.where, loosely=loosely)
        return [
            (number, entry)
            for number, entry in enumerate(facts.of(section_model(self.section)))
            if applies(entry.record)
            and (not isinstance(entry.record, Person) or stays(entry.record, year))
            and (keeps is None or self.members_are_dated or keeps(entry.record))
        ]

    def blanks(self, facts: Facts, year: int, keeps: Keeps) -> list[Entry[Section]]:
        """The records that leave blank the number which is summed or the list: how much it is, nobody can say."""
        listed, number = self.steps_through
        get = self._plain_list
        if listed is None and number is not None:
            get = field_of(section_model(self.section), number).get
        if get is None:
            return []
        return [entry for _, entry in self.records(facts, year, keeps, loosely=True) if get(entry.record) is None]

    @cached_property
    def members_are_dated(self) -> bool:
        """Whether what it counts has dates of its own; a list without them happened when its record did."""
        listed = self.steps_through[0]
        model = section_model(self.section)
        return listed is not None and not self._plain_list and list_field(model, listed)[1].dated is not None

    def sums(
        self, facts: Facts, year: int, per: str | None, keeps: Keeps = None, *, loosely: bool = False
    ) -> dict[object, Sum]:
        """The amounts: one (None), one a record (its number), or one for each value of the field ``per``."""
        records = self.records(facts, year, keeps, loosely=loosely)
        if per is not None and per != self.section:
            return self._by_group(records, per, keeps, loosely=loosely)
        amount = self._amount(facts, keeps, loosely=loosely)
        each: dict[object, Sum] = {number: Sum(amount(number, entry.record), entry) for number, entry in records}
        if per == self.section or not records:
            return each
        return {None: Sum(sum((one.value for one in each.values()), Decimal()), records[-1][1])}

    def _amount(self, facts: Facts, keeps: Keeps, *, loosely: bool) -> Callable[[int, Any], Decimal]:
        """What one record adds, by its number in the section and itself."""
        model, (listed, number) = section_model(self.section), self.steps_through
        members, inner, taken = self._members(keeps, loosely=loosely)
        more = [field_of(model, key).get for key in self.also]
        in_words = not (loosely and is_open(inner, self.only)) and _words_alone(inner, self.only)
        if listed and number and keeps is None and issubclass(model, Person) and in_words:
            added_up, add = ledger(facts, listed, number, model), summing(listed, self.only, model)
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
        self, records: list[tuple[int, Entry[Section]]], per: str, keeps: Keeps, *, loosely: bool
    ) -> dict[object, Sum]:
        model, number = section_model(self.section), self.steps_through[1]
        members, inner, taken = self._members(keeps, loosely=loosely)
        more = [field_of(model, key).get for key in self.also]
        get, group = field_of(inner, number).get if number else None, self._group(per, model, inner)
        found: dict[object, Sum] = {}
        for _, entry in records:
            there = [(at, one) for at, one in enumerate(members(entry.record), start=1) if taken(one)]
            added = [(group(entry.record, one), Decimal(1) if get is None else _plain(get(one))) for _, one in there]
            if per == self.steps_through[0]:
                # each name of the list, or each member by itself, called by its record and its place in the list
                names = [one if self._plain_list else f"{entry.subject}第{at}条" for at, one in there]
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

    def _members(
        self, keeps: Keeps, *, loosely: bool
    ) -> tuple[Callable[[Any], Any], type[Record], Callable[[Any], bool]]:
        """What of a record is counted: how to read it, its model, and which of it is taken."""
        inner: type[Record] = section_model(self.section)
        members: Callable[[Any], Any] = lambda record: (record,)  # noqa: E731
        listed = self.steps_through[0]
        if (names := self._plain_list) is not None:
            return lambda record: dict.fromkeys(names(record) or ()), inner, lambda name: True
        if listed is not None:
            members, inner = list_field(inner, listed)
        applies = matcher(inner, self.only, loosely=loosely)
        if keeps is None or listed is None:
            return members, inner, applies
        return members, inner, lambda one: applies(one) and keeps(one)

    def _group(self, per: str, model: type[Record], inner: type[Record]) -> Callable[[Any, Any], Any]:
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
