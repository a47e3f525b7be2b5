"""What an ``amount`` counts or sums: records of a section, members of a list in them, or a number field of either."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import Field

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections.people import Person, TrainingClass
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.adding import Sum, add_up
from zhifa_check.kinds.conditions import THERE, Where, is_open, later_facts, matcher
from zhifa_check.kinds.fields import (
    TIMES,
    Titled,
    field_of,
    format_of,
    list_field,
    reach,
    section_model,
    title_in,
)
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.people import stays
from zhifa_check.kinds.window import Window

#: Whether a record, or a member of a list, is dated so that it counts; None where all do.
Keeps = Callable[[Record], bool] | None
#: The list of a person that comes with the classes which the person attended, and their section.
_WITH_CLASSES = ("培训", TrainingClass.title)


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
    by: Words | None = Field(
        None, title="按哪个日期", description="归到哪一期按这个日期，如 送达日期、发证日期；不写的按记录本身的日期"
    )
    distinct: Words | None = Field(
        None, title="不同的什么", description="只数这个字段有多少个不同的，如 检查对象、日期；同一个的只数一次"
    )
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
    def plain_list(self) -> Callable[[Any], Any] | None:
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
        if self.by:
            inner = f"{listed}.{self.by}" if self.members_are_dated else self.by
            yield LedTo(self.section, inner, TIMES, said_at=(*at, "by"))
        if self.distinct:
            yield LedTo(self.section, self.distinct_path, (str, list, *TIMES), said_at=(*at, "distinct"))
        yield from (LedTo(self.section, key, (int, Decimal), said_at=(*at, "also")) for key in self.also)
        yield from (LedTo(self.section, key, condition=one, said_at=(*at, "where")) for key, one in self.where.items())
        for key, one in self.only.items():
            inner = f"{listed}.{key}" if listed else key
            yield LedTo(self.section, inner, condition=one, said_at=(*at, "only"))
        if self.section == Person.title and listed == _WITH_CLASSES[0]:
            classes = title_in(_WITH_CLASSES[1], format_of(self.of))
            yield from (LedTo(classes, key) for key in filter(None, ("参训", number, self.by, *self.only)))

    @cached_property
    def distinct_path(self) -> str:
        """Where the field is of which the different values count: in the members of the list, else in the record."""
        listed, model, key = self.steps_through[0], section_model(self.section), self.distinct or ""
        inside = self.is_of_members and list_field(model, listed or "")[1].shape().field(key) is not None
        return f"{listed}.{key}" if inside else key

    @cached_property
    def is_open(self) -> bool:
        """Whether a record can leave open if it is meant."""
        listed, model = self.steps_through[0], section_model(self.section)
        inner = list_field(model, listed)[1] if listed and self.only else model
        blank = self.distinct is not None and not reach(model, self.distinct_path).required
        return is_open(model, self.where) or is_open(inner, self.only) or bool(self.by) or blank

    def known(self, facts: Facts, until: date) -> Facts:
        """The facts of which its conditions are asked: what was there when the deadline was over."""
        model, listed = section_model(self.section), self.steps_through[0]
        named = {key: one for key, one in self.where.items() if key != self.by}
        if self.is_of_members and not self.by and later_facts(list_field(model, listed or "")[1], self.only):
            named[listed or ""] = (THERE,)
        return facts.answered_by(until, model, later_facts(model, named))

    def records(
        self, facts: Facts, year: int, keeps: Keeps, *, loosely: bool = False
    ) -> list[tuple[int, Entry[Section]]]:
        """The records that it is about, each with its number in the section; of people those who stayed.

        ``loosely``: those too that may be meant, since they leave blank what the conditions ask for.
        """

        def meant() -> list[tuple[int, Entry[Section]]]:
            applies = matcher(section_model(self.section), self.where, loosely=loosely)
            return [
                (number, entry)
                for number, entry in enumerate(facts.of(section_model(self.section)))
                if applies(entry.record) and (not isinstance(entry.record, Person) or stays(entry.record, year))
            ]

        found = facts.once(("records", self.section, (*self.where.items(),), year, loosely), meant)
        if keeps is None or self.members_are_dated:
            return found
        return [(number, entry) for number, entry in found if keeps(entry.record)]

    def blanks(self, facts: Facts, year: int, keeps: Keeps) -> list[Entry[Section]]:
        """The records that leave blank the number which is summed or the list: how much it is, nobody can say."""
        listed, number = self.steps_through
        get = self.plain_list
        if listed is None and number is not None:
            get = field_of(section_model(self.section), number).get
        if get is None:
            return []
        return [entry for _, entry in self.records(facts, year, keeps, loosely=True) if get(entry.record) is None]

    @cached_property
    def is_of_members(self) -> bool:
        """Whether it counts records in a list, of which something can be asked."""
        return self.steps_through[0] is not None and not self.plain_list

    @cached_property
    def members_are_dated(self) -> bool:
        """Whether what it counts has dates of its own; a list without them happened when its record did."""
        listed = self.steps_through[0]
        if listed is None or not self.is_of_members:
            return False
        inner = list_field(section_model(self.section), listed)[1]
        return inner.shape().field(self.by) is not None if self.by else inner.dated is not None

    def day(self, record: Record) -> date | None:
        """The date by which a record, or a member of a list, belongs to a period."""
        if self.by:
            found: date | None = field_of(type(record), self.by).get(record)
            return found
        return getattr(record, record.dated) if record.dated else None

    def first_file(self, year: int) -> int | None:
        """The first of the years beside a plan's own whose files may hold some of it; None where there is none."""
        # what was done last year may be dated this year by another date
        return self.window.first(year).year if self.window else year - 1 if self.by else None

    def sums(
        self, facts: Facts, year: int, per: str | None, keeps: Keeps = None, *, loosely: bool = False
    ) -> dict[object, Sum]:
        """The amounts: one (None), one a record (its number), or one for each value of the field ``per``."""

        def added() -> dict[object, Sum]:
            return add_up(self, facts, year, per, keeps, loosely=loosely)

        # what other years' files may be added to is worked out anew
        if keeps is not None or self.first_file(year) is not None:
            return added()
        conditions = (*self.where.items(),), (*self.only.items(),)
        return facts.once(("sums", self.of, *conditions, self.also, self.distinct, year, per, loosely), added)
