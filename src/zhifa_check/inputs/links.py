"""Checks across the records of one unit: equal keys, references that name no record, reviews of more than there is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from zhifa_check.format.problems import at
from zhifa_check.format.record import Fault, S, Section
from zhifa_check.format.sections.reports import Report
from zhifa_check.format.shape import Shape
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.intake import Intake
from zhifa_check.inputs.repeats import refuse_attended, refuse_repeats
from zhifa_check.source.document import KeyPath


def check_links(intake: Intake, vocabulary: Vocabulary) -> None:
    """Refuse in place what does not fit together, and name what is left."""
    refuse_repeats(intake, vocabulary)
    _name_subjects(intake, vocabulary)
    _check_references(intake, vocabulary)
    refuse_attended(intake)


def _check_references(intake: Intake, vocabulary: Vocabulary) -> None:
    by_key: dict[str, Mapping[str, Any]] = {}

    def known(section: type[S]) -> Mapping[str, S]:
        if section.title not in by_key:
            entries = intake.sections[section.title]
            by_key[section.title] = {getattr(entry.record, section.key or ""): entry.record for entry in entries}
        return by_key[section.title]

    for section in vocabulary.format.sections:
        if not (entries := intake.sections[section.title]):
            continue
        references = list(_references(section.shape()))
        refused = {}
        for number, entry in enumerate(entries):
            faults = [*entry.record.faults_beside(known)]
            for way, refers in references:
                target = vocabulary.format[refers]
                there = known(target)
                for place, value in _values(entry.record, way):
                    if value not in there and not intake.lost.may_hold(refers, value):
                        faults.append(("D.reference", target.absent.format(value), place))
            if faults:
                refused[number] = faults
        _refuse(intake, section, vocabulary, refused)


#: What leads from a record to a place in it: keys with their attributes.
Way = tuple[tuple[str, str], ...]


def _references(shape: Shape, way: Way = ()) -> Iterator[tuple[Way, str]]:
    """Every place of a record that names a record of another section, and that section."""
    for field in shape.fields:
        here = (*way, (field.key, field.name))
        if refers := field.shape.mark.refers or (field.shape.element and field.shape.element.mark.refers):
            yield here, refers
        for record in field.shape.records:
            yield from _references(record, here)


def _values(record: Any, way: Way, at: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every value at the end of a way, with the keys and numbers that lead to it."""
    if record is None:
        return
    if isinstance(record, (list, tuple)):
        for index, one in enumerate(record):
            yield from _values(one, way, (*at, index))
    elif way:
        (key, name), *rest = way
        yield from _values(getattr(record, name), tuple(rest), (*at, key))
    else:
        yield at, record


def _name_subjects(intake: Intake, vocabulary: Vocabulary) -> None:
    """Give every record the name that findings call it by: its key, or its label with ``#n`` where that repeats."""
    for section in vocabulary.format.sections:
        name = section.key or section.label
        if not name:
            continue
        seen: Counter[str] = Counter()
        entries = intake.sections[section.title]
        for index, entry in enumerate(entries):
            text = str(getattr(entry.record, name))
            seen[text] += 1
            subject = text if seen[text] == 1 or issubclass(section, Report) else f"{text}#{seen[text]}"
            entries[index] = entry._replace(subject=subject)


def _refuse(intake: Intake, section: type[Section], vocabulary: Vocabulary, faults: dict[int, list[Fault]]) -> None:
    if not faults:
        return
    entries = intake.sections[section.title]
    for index, found in faults.items():
        entry = entries[index]
        intake.problems += [
            at(entry.document, id_, message, (*entry.path, *where), value=True) for id_, message, where in found
        ]
        raw: Any = entry.document.data
        for part in entry.path:
            raw = raw[part]
        intake.lost.add(section.title, raw, vocabulary)
    intake.sections[section.title] = [entry for index, entry in enumerate(entries) if index not in faults]
