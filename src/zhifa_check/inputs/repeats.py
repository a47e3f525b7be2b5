"""The same record twice: copies and lines pasted again count once, nothing is dropped in silence.

The later one is refused; which of two files is the later one is settled by the order in which they are read.
"""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from zhifa_check.format.problems import at
from zhifa_check.format.record import Record, S, Section, how_to_tell_apart
from zhifa_check.format.sections.people import Person, Training, TrainingClass
from zhifa_check.format.shape import Field
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.intake import Entry, Intake
from zhifa_check.source.document import KeyPath


def refuse_repeats(intake: Intake, vocabulary: Vocabulary) -> None:
    """Refuse in place records of one key or number (D.duplicate-id), and those that say the same (D.duplicate-record).

    What is equal in everything loses nothing; two records of one key may contradict each other, and that is lost.
    """
    for section in vocabulary.format.sections:
        if not intake.sections[section.title]:
            continue
        name = section.key or section.numbered
        if name:
            _refuse_one_key(intake, section, name)
        if not section.key:
            _refuse_equal(intake, section)
        for field in section.shape().fields:
            if field.shape.form == "list" and field.shape.records:
                _refuse_equal_within(intake, section, field)


def refuse_attended(intake: Intake) -> None:
    """Refuse what people hand in as their own trainings and attended as a class of the unit."""
    classes: dict[date, list[Entry[TrainingClass]]] = {}
    for held in intake.sections[TrainingClass.title]:
        classes.setdefault(held.record.date, []).append(held)
    if not classes:
        return
    trainings = Person.alias("trainings")
    entries: list[Entry[Person]] = intake.sections[Person.title]
    for number, entry in enumerate(entries):
        again: dict[int, Entry[TrainingClass]] = {}
        for index, training in enumerate(entry.record.trainings or ()):
            for held in classes.get(training.date, ()):
                if _told(training) == _told(held.record) and held.record.had(entry.record):
                    again[index] = held
        for index, held in again.items():
            _tell(intake, entry, (*entry.path, trainings, index), held, held.path, Training, "本人参加的“培训班”")
        if again:
            entries[number] = _without(entry, "trainings", again)


def _told(training: Training) -> tuple[object, ...]:
    return training.date, training.course, training.hours


def _refuse_one_key(intake: Intake, section: type[Section], name: str) -> None:
    alias, read = section.alias(name), attrgetter(name)
    first: dict[str, Entry[Section]] = {}
    kept = []
    for entry in intake.sections[section.title]:
        value = read(entry.record)
        stands = first.setdefault(value, entry) if value is not None else entry
        if stands is entry or (not section.key and stands.record == entry.record):
            kept.append(entry)
            continue
        line = stands.document.locate((*stands.path, alias))[0]
        message = (
            f"“{section.title}”里“{alias}: {value}”已在 {stands.document.file} 第 {line} 行写过，以那一条为准。"
            f"请改正{alias}或删去其中一条。"
        )
        intake.problems.append(at(entry.document, "D.duplicate-id", message, (*entry.path, alias), value=True))
        intake.lost.sections.add(section.title)
    intake.sections[section.title] = kept


def _refuse_equal(intake: Intake, section: type[Section]) -> None:
    entries = intake.sections[section.title]
    again = dict(_again([entry.record for entry in entries], section))
    for index, first in again.items():
        _tell(intake, entries[index], entries[index].path, entries[first], entries[first].path, section)
    if again:
        intake.sections[section.title] = [entry for index, entry in enumerate(entries) if index not in again]


def _refuse_equal_within(intake: Intake, section: type[Section], field: Field) -> None:
    model: type[Record] = field.shape.records[0].holds
    entries = intake.sections[section.title]
    for number, entry in enumerate(entries):
        listed = getattr(entry.record, field.name)
        if not listed or not (again := dict(_again(listed, model))):
            continue
        for index, first in again.items():
            path = (*entry.path, field.key)
            _tell(intake, entry, (*path, index), entry, (*path, first), model)
        entries[number] = _without(entry, field.name, again)


def _again(records: Sequence[Record], model: type[Record]) -> Iterator[tuple[int, int]]:
    """The places of records that equal one before them, each with that one's."""
    if model.told_apart and len(set(map(attrgetter(model.told_apart[0]), records))) == len(records):
        return
    telling = attrgetter(*model.told_apart) if model.told_apart else repr
    keys: list[Hashable] = list(map(telling, records))
    if len(set(keys)) == len(keys):  # as good as always
        return
    alike: dict[Hashable, list[int]] = {}
    for index, key in enumerate(keys):
        before = alike.setdefault(key, [])
        first = next((one for one in before if records[one] == records[index]), None)
        if first is None:
            before.append(index)
        else:
            yield index, first


def _tell(
    intake: Intake,
    entry: Entry[Section],
    path: KeyPath,
    first: Entry[Section],
    there: KeyPath,
    model: type[Record],
    what: str = "那一条",
) -> None:
    line = first.document.locate(there)[0]
    how = how_to_tell_apart(model) or "确是两次的，请写出区别"
    message = f"与 {first.document.file} 第 {line} 行的{what}一样，只算一次。重复的请删去这一条；{how}。"
    intake.problems.append(at(entry.document, "D.duplicate-record", message, path))


def _without(entry: Entry[S], name: str, refused: dict[int, Any]) -> Entry[S]:
    left = [one for index, one in enumerate(getattr(entry.record, name)) if index not in refused]
    return entry._replace(record=entry.record.model_copy(update={name: left}))
