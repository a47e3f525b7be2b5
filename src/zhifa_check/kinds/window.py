"""``window``: an amount that is counted over more than the plan's year, from what each year's files say."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections.people import Person
from zhifa_check.format.values import Day, fault
from zhifa_check.inputs.facts import Facts, Nothing, OneRecord
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.numbers import Count

if TYPE_CHECKING:
    from zhifa_check.kinds.adding import Sum
    from zhifa_check.kinds.base import Case
    from zhifa_check.kinds.measure import Keeps, Measure


class Window(Config):
    """The plan's year with those before it, ``years`` in all, or everything ``since`` a day; until the deadline."""

    about: ClassVar[str] = (
        "跨年度的一段时间，到期限为止：连本年度在内的几年（years），或者从某一天起（since），写一项。"
        "别的年度的，看各单位那一年的文件；没有那一年文件的，不作未达标，待认定。"
    )
    years: Count | None = Field(None, title="连本年度在内几年", description="如近两年累计的写 2")
    since: Day | None = Field(None, title="从哪一天起", description="如 2025 年至 2027 年的写 2025-01-01")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.years is None) == (self.since is None):
            raise fault("写 years 或 since 中的一个")
        if self.years == 0:
            raise fault("连本年度在内至少是 1 年", "years")
        return self

    def first(self, year: int) -> date:
        """Its first day, for the plan of a year."""
        return self.since or date(year - (self.years or 1) + 1, 1, 1)


def between(first: date, until: date, one: "Measure | None" = None, *, loosely: bool = False) -> "Keeps":
    """Whether a record is dated from the first day to the last, by the date that a measure names.

    What has no date of its own counts; what leaves blank the one that is named may count.
    """
    undated = loosely or one is None or not one.by

    def keeps(record: Record) -> bool:
        day = one.day(record) if one is not None else getattr(record, record.dated) if record.dated else None
        return undated if day is None else first <= day_of(day) <= until

    return keeps


def with_other_years(
    one: "Measure",
    case: "Case",
    per: str | None,
    until: date,
    found: dict[object, "Sum"],
    keeps: "Keeps",
    *,
    loosely: bool = False,
) -> None:
    """Add what the files of other years say: to this year's records by their keys, to groups by their values."""
    by_record = per == one.section
    for year, facts, measure in seen_years(one, case, per, until):
        if not by_record:
            for key, more in measure.sums(facts, year, per, keeps, loosely=loosely).items():
                _add(found, key, more)
            continue
        there = facts.once((_by_key, one.section), partial(_by_key, facts, section_model(one.section)))
        for number, sum_ in found.items():
            # no more of the year than the record itself: what follows may ask for one record at a time
            if (entry := there.get(_key(sum_.entry))) is not None:
                alone = OneRecord(facts, one.section, entry)
                for more in measure.sums(alone, year, per, keeps, loosely=loosely).values():
                    _add(found, number, more)


def _add(found: dict[object, "Sum"], key: object, more: "Sum") -> None:
    here = found.get(key)
    found[key] = more if here is None else type(here)(here.value + more.value, here.entry)


def _by_key(facts: Facts, model: type[Section]) -> dict[Any, Entry[Section]]:
    return {_key(entry): entry for entry in facts.of(model)}


def seen_years(one: "Measure", case: "Case", per: str | None, until: date) -> "Iterator[tuple[int, Facts, Measure]]":
    """The other years of its window whose files there are, and what is measured in them."""
    first = one.first_file(case.period.year)
    if first is None:
        return
    # whoever is on this year's list is judged, whatever another year's list says of the same one
    measure = one.model_copy(update={"where": {}}) if per == one.section else one
    for year, facts in case.years.items():
        if first <= year <= until.year and year != case.period.year:
            yield year, measure.known(facts, until), measure


def unseen_years(
    one: "Measure", case: "Case", per: str | None, until: date, entry: Entry[Section] | None
) -> Iterator[int]:
    """The years of a window of which nobody knows how much there was, of the unit or of one of its people."""
    first, model = one.first_file(case.period.year), section_model(one.section)
    assert first is not None
    for year in range(first, min(until, case.as_of).year + 1):
        if year != case.period.year and not _is_seen(case.years.get(year), model, year, entry if per else None):
            yield year


def _is_seen(facts: Facts | None, model: type[Section], year: int, entry: Entry[Section] | None) -> bool:
    if isinstance(facts, Nothing):
        return True
    if facts is None or facts.lost.touches(model.title):
        return False
    if not (there := facts.of(model)):
        return model.happens
    person = entry.record if entry is not None else None
    if not isinstance(person, Person) or any(one.record.number == person.number for one in there):  # type: ignore[attr-defined]
        return True
    return person.joined is not None and person.joined.year > year


def _key(entry: Entry[Section] | None) -> Any:
    return getattr(entry.record, entry.record.key or "", None) if entry is not None else None
