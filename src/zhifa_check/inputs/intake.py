"""Files of one unit to validated records, with everything refused on the way and what it may have cost."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from zhifa_check.bureau.units import Unit
from zhifa_check.cache.loading import recall, remember
from zhifa_check.format.format import HEAD, Format
from zhifa_check.format.problems import MOST_IN_A_FILE, Problem, at, unreadable
from zhifa_check.format.record import Record, Section
from zhifa_check.format.refusals import duplicate_key, refused, unknown_key
from zhifa_check.format.remembered import accepting
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.lost import MISHEADED, UNREAD, Lost
from zhifa_check.inputs.owners import says_copy
from zhifa_check.inputs.root import head_problems, no_list, no_mapping
from zhifa_check.source.document import Document, KeyPath, SourceError
from zhifa_check.source.files import read_limited, reason
from zhifa_check.source.loader import AGAIN, load
from zhifa_check.source.text import PRIVACY_IN_NAME, blemishes
from zhifa_check.words.identity import holds_identity
from zhifa_check.words.meant import nearest, quoted

R = TypeVar("R", bound=BaseModel, covariant=True)


class SourceFile(NamedTuple):
    """A submission file: where it is, how it is shown, and whose it is.

    ``refused`` says why it, or the folder that it stands for, was not looked at; ``told`` that this is said elsewhere.
    ``year`` is that of a file of another year than the one judged, which rules look back into.
    """

    path: Path
    shown: str
    unit: str | None
    refused: str | None = None
    told: bool = False
    year: int | None = None


class Entry(NamedTuple, Generic[R]):
    """A valid record and the place it was read from."""

    record: R
    document: Document
    path: KeyPath
    subject: str | None = None


@dataclass(slots=True)
class Intake:
    """All that one unit handed in."""

    sections: dict[str, list[Entry[Any]]]
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    lost: Lost = field(default_factory=Lost)
    documents: list[Document] = field(default_factory=list)
    records: int = 0


def read_unit(unit: Unit | None, files: Iterable[SourceFile], vocabulary: Vocabulary) -> Intake:
    """Read and validate the files of one unit, in the order given but for copies, which come last.

    Whatever hangs between records is looked at afterwards.
    """
    intake = Intake({name: [] for name in vocabulary.format})
    for file in sorted(files, key=lambda file: says_copy(file.shown)):
        if holds_identity(file.shown):
            intake.problems.append(Problem("D.privacy", PRIVACY_IN_NAME, file.shown, 1, 1))
        if file.refused is not None:
            if not file.told:
                intake.problems.append(Problem("D.encoding", f"{file.refused}。", file.shown, 1, 1))
            intake.lost.everything = UNREAD
            continue
        try:
            content = read_limited(file.path)
        except OSError as error:
            message = f"读不出文件（{reason(error)}）。请检查文件是否还在、是否有权限打开。"
            intake.problems.append(Problem("D.encoding", message, file.shown, 1, 1))
            intake.lost.everything = UNREAD
            continue
        document = recall(content, file.shown) or _loaded(content, file.shown, intake)
        if document is not None:
            _read_document(document, unit, vocabulary, intake)
    return intake


def _loaded(content: bytes, shown: str, intake: Intake) -> Document | None:
    """A file that was not met before, with everything that is to be said of it; None where it cannot be read."""
    found = list(blemishes(content))
    for one in found:
        told = intake.problems if one.certain else intake.remarks
        told.append(Problem(one.id, one.message, shown, one.line, one.column))
    try:
        document = load(content, shown)
    except SourceError as error:
        intake.problems.append(unreadable(shown, error))
        intake.lost.everything = UNREAD
        return None
    if not found:
        remember(content, document)
    return document


def read_documents(unit: Unit, documents: Iterable[Document], vocabulary: Vocabulary) -> Intake:
    """Validate what is loaded already."""
    intake = Intake({name: [] for name in vocabulary.format})
    for document in sorted(documents, key=lambda document: says_copy(document.file)):
        _read_document(document, unit, vocabulary, intake)
    return intake


def _read_document(document: Document, unit: Unit | None, vocabulary: Vocabulary, intake: Intake) -> None:
    intake.documents.append(document)
    if not isinstance(document.data, dict):
        intake.problems.append(no_mapping(document))
        intake.lost.everything = UNREAD
        return
    head = list(head_problems(document, document.data, unit, vocabulary))
    intake.problems += head
    if head or unit is None:
        intake.lost.everything = MISHEADED
        return
    strangers = [key for key in document.data if key not in vocabulary.format and key not in HEAD]
    for key in strangers[: MOST_IN_A_FILE + 1]:
        _stranger(document, key, vocabulary.format, intake)
    if len(strangers) > MOST_IN_A_FILE:
        # no form at all; each name costs a look for the one that was meant
        intake.lost.everything = UNREAD
        return
    for name in vocabulary.format:
        raw = document.data.get(name)
        if raw is not None:
            _read_section(document, vocabulary.format[name], raw, unit, vocabulary, intake)
    if any(isinstance(document.data[key], list) and nearest(key, vocabulary.format) is None for key in strangers):
        # A list under a name that nobody knows may be any section that the unit has nowhere else.
        intake.lost.sections |= {name for name, entries in intake.sections.items() if not entries}


def _stranger(document: Document, key: str, known: Format, intake: Intake) -> None:
    """A key of the root that is no section: said, and whatever it may have been is lost."""
    if AGAIN in key:
        name = key.partition(AGAIN)[0]
        intake.problems.append(at(document, "D.duplicate-key", duplicate_key(document, (name,), (key,)), (key,)))
        if name in known:
            intake.lost.sections.add(name)
            intake.lost.unnamed.add(name)
        return
    id_, message = unknown_key(key, list(known))
    intake.problems.append(at(document, id_, message, (key,)))
    if id_ == "D.syntax":
        intake.lost.everything = UNREAD
    elif section := nearest(key, known):
        intake.lost.sections.add(section)
        intake.lost.unnamed.add(section)


def _read_section(
    document: Document, model: type[Section], raw: object, unit: Unit, vocabulary: Vocabulary, intake: Intake
) -> None:
    name = model.title
    owners = vocabulary.reserved.get(name)
    if owners and unit.kind not in owners:
        message = f"“{name}”只由{quoted(list(owners))}填写，{unit.name}不填。请删去这一部分。"
        intake.problems.append(at(document, "D.unknown-key", message, (name,)))
        return
    if not isinstance(raw, list):
        intake.problems.append(no_list(document, name, raw))
        intake.lost.sections.add(name)
        intake.lost.unnamed.add(name)
        return
    intake.records += len(raw)
    entries = intake.sections[name]
    try:
        accepted = accepting(model, vocabulary).validate_python(raw, context=vocabulary)
        entries += [Entry(record, document, (name, index)) for index, record in enumerate(accepted)]
        return
    except (ValidationError, TypeError):
        many = _adapter_of_many(model)
    try:
        accepted = many.validate_python(raw, context=vocabulary)
        entries += [Entry(record, document, (name, index)) for index, record in enumerate(accepted)]
        return
    except ValidationError as error:
        errors = error.errors(include_url=False)
    bad = {int(detail["loc"][0]) for detail in errors}
    intake.problems += refused(document, errors, model, (name,))
    for index, item in enumerate(raw):
        if index in bad:
            intake.lost.add(name, item, vocabulary)
        else:
            entries.append(Entry(model.model_validate(item, context=vocabulary), document, (name, index)))


@cache
def _adapter_of_many(model: type[Record]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]
