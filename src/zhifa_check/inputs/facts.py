"""What is known of one unit on the evening of the as-of date."""

from collections.abc import Callable
from datetime import date, datetime
from operator import is_
from typing import Any, TypeVar, cast

from zhifa_check.format.record import Record, S, Section
from zhifa_check.format.sections.people import Person, Training, TrainingClass
from zhifa_check.inputs.intake import Entry, Intake
from zhifa_check.inputs.lost import Lost

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class Facts:
    """The seen records of one unit, section by section, each filtered once."""

    def __init__(self, intake: Intake, as_of: date) -> None:
        self._intake = intake
        self._as_of = as_of
        self._seen: dict[str, list[Entry[Any]]] = {}
        self._computed: dict[object, Any] = {}

    @property
    def lost(self) -> Lost:
        """What could not be read."""
        return self._intake.lost

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """What several rules need of the same records, computed by the first of them."""
        if key not in self._computed:
            self._computed[key] = compute()
        return cast(T, self._computed[key])

    def of(self, section: type[S]) -> list[Entry[S]]:
        """The seen records of a section; people come with the classes that they attended among their trainings."""
        title = section.title
        if title not in self._seen:
            seen = [
                entry if record is entry.record else entry._replace(record=record)
                for entry in self._intake.sections[title]
                if (record := _as_seen(entry.record, self._as_of)) is not None
            ]
            self._seen[title] = self._with_classes(seen) if issubclass(section, Person) else seen
        return self._seen[title]

    def is_filed(self, section: type[Section]) -> bool:
        """Whether the unit filled in anything of a section."""
        return bool(self.of(section))

    def by(self, day: date) -> "Facts":
        """The facts without whoever came after a day: they owe nothing that was due by then."""
        if self.once("last to come", lambda: _last_to_come(self.of(Person))) <= day:
            return self
        # what is kept of a unit must not hold the unit, or its memory stays
        return Came(self, day, self.once(("came", day), lambda: _came_by(self.of(Person), day)))

    def answered_by(self, day: date, section: type[Section], answers: tuple[str, ...]) -> "Facts":
        """The facts as if what came after a day had not come, of some later facts in the records of a section."""
        if not answers:
            return self
        key = (section.title, answers, day)
        return Answered(self, key, self.once(key, lambda: _answered_by(self.of(section), day, answers)))

    def _with_classes(self, people: list[Entry[Person]]) -> list[Entry[Person]]:
        for_all: list[TrainingClass] = []
        attended: dict[str, list[Training]] = {}
        for entry in self.of(TrainingClass):
            if entry.record.attended is None:
                for_all.append(entry.record)
            else:
                for number in dict.fromkeys(entry.record.attended):
                    attended.setdefault(number, []).append(entry.record)
        if not for_all and not attended:
            return people
        found = []
        for one in people:
            person = one.record
            there = for_all if person.all_year else [held for held in for_all if person.on_roster(held.date)]
            trainings = [*(person.trainings or ()), *there, *attended.get(person.number, ())]
            found.append(one._replace(record=person.model_copy(update={"trainings": trainings})))
        return found


class Nothing(Facts):
    """A year in which it is known that nothing happened."""

    def __init__(self) -> None:
        super().__init__(Intake({}), date.min)

    def of(self, section: type[S]) -> list[Entry[S]]:
        """No record."""
        return []


class Part(Facts):
    """The facts of a unit as if some of its records were not there."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @property
    def lost(self) -> Lost:
        """As of the whole unit."""
        return self._facts.lost


class Came(Part):
    """The facts of a unit without the people who came after a day."""

    def __init__(self, facts: Facts, day: date, people: list[Entry[Person]]) -> None:
        super().__init__(facts)
        self._day = day
        self._people = people

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Kept with the facts of the unit, beside what is of all its people."""
        return self._facts.once((self._day, key), compute)

    def of(self, section: type[S]) -> list[Entry[S]]:
        """Of people those who had come."""
        return cast(list[Entry[S]], self._people) if issubclass(section, Person) else self._facts.of(section)

    def is_filed(self, section: type[Section]) -> bool:
        """As of the whole unit."""
        return self._facts.is_filed(section)

    def by(self, day: date) -> Facts:
        """Of the whole unit by another day."""
        return self._facts.by(day)


class Answered(Part):
    """The facts of a unit without what was added to the records of a section after a day."""

    def __init__(self, facts: Facts, key: tuple[str, tuple[str, ...], date], entries: list[Entry[Any]]) -> None:
        super().__init__(facts)
        self._key = key
        self._entries = entries

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Kept with the facts of the unit, beside what is of the records as they stand."""
        return self._facts.once((self._key, key), compute)

    def of(self, section: type[S]) -> list[Entry[S]]:
        """The records as they were, of other sections as they stand."""
        return self._entries if section.title == self._key[0] else self._facts.of(section)

    def is_filed(self, section: type[Section]) -> bool:
        """As of the whole unit."""
        return self._facts.is_filed(section)


class OneRecord(Part):
    """The facts of a unit as if a section held one record alone."""

    def __init__(self, facts: Facts, section: str, entry: Entry[Section]) -> None:
        super().__init__(facts)
        self._section = section
        self._entry = entry

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Worked out anew: what is kept is of all the records."""
        return compute()

    def of(self, section: type[S]) -> list[Entry[S]]:
        """The one record, of other sections all."""
        return [cast(Entry[S], self._entry)] if section.title == self._section else self._facts.of(section)

    def by(self, day: date) -> Facts:
        """Itself: the record was chosen from those that are judged."""
        return self


def _last_to_come(people: list[Entry[Person]]) -> date:
    return max((one.record.joined for one in people if one.record.joined is not None), default=date.min)


def _came_by(people: list[Entry[Person]], day: date) -> list[Entry[Person]]:
    return [one for one in people if one.record.joined is None or one.record.joined <= day]


def _answered_by(entries: list[Entry[S]], day: date, answers: tuple[str, ...]) -> list[Entry[S]]:
    """The same records in the same order."""
    seen = ((entry, as_known(entry.record, day, answers)) for entry in entries)
    return [entry if record is entry.record else entry._replace(record=record) for entry, record in seen]


def _as_seen(record: R, as_of: date) -> R | None:
    """The record without what is dated after ``as_of``; None where all of it is."""
    since = record.seen_from()
    if since is not None and since > as_of:
        return None
    return as_known(record, as_of, record.answers)


def as_known(record: R, as_of: date, answers: tuple[str, ...]) -> R:
    """The record without those of its later facts that are dated after ``as_of``."""
    changes: dict[str, Any] = {}
    for name in answers:
        value = getattr(record, name)
        seen = _answer_as_seen(value, as_of)
        if seen is not value:
            changes[name] = seen
    return record.model_copy(update=changes) if changes else record


def _answer_as_seen(value: Any, as_of: date) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        dated = value[0].dated if value else None
        seen = [one for one in value if getattr(one, dated) <= as_of] if dated else value
        if value and value[0].answers:
            seen = [_as_seen(one, as_of) or one for one in seen]
            return value if all(map(is_, seen, value)) and len(seen) == len(value) else seen
        return value if len(seen) == len(value) else seen
    if isinstance(value, Record):
        return _as_seen(value, as_of)
    day = value.date() if isinstance(value, datetime) else value
    return value if day <= as_of else None
