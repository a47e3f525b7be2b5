"""Checks across the records of one unit: equal keys, references that name no record, reviews of more than there is."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from zhifa_check.format.problems import at
from zhifa_check.format.sections import SECTIONS
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.intake import Entry, Intake
from zhifa_check.source.document import KeyPath

Fault = tuple[str, str, KeyPath]


def check_links(intake: Intake, vocabulary: Vocabulary) -> None:
    """Refuse what does not fit together, in place; the first of two equal keys stands."""
    for section in SECTIONS:
        _refuse(intake, section, vocabulary, _repeated(intake, section))
    people = {entry.record.number for entry in intake.sections["人员"]}
    volumes = {entry.record.body: entry.record.counts for entry in intake.sections["案卷"]}

    def unknown_person(number: str) -> bool:
        return number not in people and not intake.lost.may_hold("人员", number)

    def attendance(entry: Entry[Any]) -> Iterator[Fault]:
        for index, number in enumerate(entry.record.attended or ()):
            if unknown_person(number):
                yield "D.reference", _nobody(number), ("参训", index)

    def handlers(entry: Entry[Any]) -> Iterator[Fault]:
        for index, number in enumerate(entry.record.handlers or ()):
            if unknown_person(number):
                yield "D.reference", _nobody(number), ("承办人", index)

    def measured(entry: Entry[Any]) -> Iterator[Fault]:
        if entry.record.person is not None and unknown_person(entry.record.person):
            yield "D.reference", _nobody(entry.record.person), ("人员编号",)

    def samples(entry: Entry[Any]) -> Iterator[Fault]:
        looked_at: Counter[tuple[str, str]] = Counter()
        for index, sample in enumerate(entry.record.samples):
            counts = volumes.get(sample.body)
            if counts is None:
                if not intake.lost.may_hold("案卷", sample.body):
                    message = f"执法主体“{sample.body}”在“案卷”里没有。请核对名称，或在“案卷”里补上它的件数。"
                    yield "D.reference", message, ("抽查", index, "执法主体")
                continue
            for category, count in sample.counts.items():
                looked_at[sample.body, category] += count
                if looked_at[sample.body, category] > counts.get(category, 0):
                    have, most = looked_at[sample.body, category], counts.get(category, 0)
                    message = f"一次评查抽查“{category}”{have} 件，多于案卷总数 {most} 件。请核对。"
                    yield "D.value", message, ("抽查", index, "件数", category)

    checks: dict[str, Callable[[Entry[Any]], Iterator[Fault]]] = {
        "培训班": attendance,
        "重大决定": handlers,
        "人员追责": measured,
        "案卷评查": samples,
    }
    for section, check in checks.items():
        faults = {number: found for number, e in enumerate(intake.sections[section]) if (found := list(check(e)))}
        _refuse(intake, section, vocabulary, faults)


def name_subjects(intake: Intake) -> None:
    """Give every record the name that findings call it by: its key, or its label with ``#n`` where that repeats."""
    for section, model in SECTIONS.items():
        name = model.key or model.label
        if not name:
            continue
        seen: Counter[str] = Counter()
        entries = intake.sections[section]
        for index, entry in enumerate(entries):
            text = str(getattr(entry.record, name))
            seen[text] += 1
            subject = text if seen[text] == 1 or section == "报送" else f"{text}#{seen[text]}"
            entries[index] = Entry(entry.record, entry.document, entry.path, subject)


def _repeated(intake: Intake, section: str) -> dict[int, list[Fault]]:
    key = SECTIONS[section].key
    faults: dict[int, list[Fault]] = {}
    first: dict[str, Entry[Any]] = {}
    for index, entry in enumerate(intake.sections[section]) if key else ():
        value = getattr(entry.record, key or "")
        stands = first.setdefault(value, entry)
        if stands is not entry:
            alias = str(SECTIONS[section].model_fields[key or ""].alias)
            line = stands.document.locate((*stands.path, alias))[0]
            message = (
                f"“{section}”里“{alias}: {value}”已在 {stands.document.file} 第 {line} 行写过，以那一条为准。"
                "请改正编号或删去其中一条。"
            )
            faults[index] = [("D.duplicate-id", message, (alias,))]
    return faults


def _refuse(intake: Intake, section: str, vocabulary: Vocabulary, faults: dict[int, list[Fault]]) -> None:
    if not faults:
        return
    entries = intake.sections[section]
    for index, found in faults.items():
        entry = entries[index]
        intake.problems += [
            at(entry.document, id_, message, (*entry.path, *where), value=True) for id_, message, where in found
        ]
        if found[0][0] == "D.duplicate-id":
            intake.lost.sections.add(section)
        else:
            raw: Any = entry.document.data
            for part in entry.path:
                raw = raw[part]
            intake.lost.add(section, raw, vocabulary)
    intake.sections[section] = [entry for index, entry in enumerate(entries) if index not in faults]


def _nobody(number: str) -> str:
    return f"编号“{number}”不在本单位“人员”名册里。请核对编号，或在“人员”里补上这个人。"
