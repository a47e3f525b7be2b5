"""Files of one unit to validated records, with everything refused on the way and what it may have cost."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from zhifa_check.bureau.units import Unit
from zhifa_check.cache.loading import load_cached
from zhifa_check.calendar.periods import Period, parse_period
from zhifa_check.format.format import HEAD, Format
from zhifa_check.format.problems import MOST_IN_A_FILE, Problem, at, unreadable
from zhifa_check.format.record import Record, Section
from zhifa_check.format.refusals import duplicate_key, refused, unknown_key
from zhifa_check.format.sections.reports import Report
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.owners import says_copy
from zhifa_check.source.document import Document, KeyPath, SourceError
from zhifa_check.source.files import read_limited, reason
from zhifa_check.source.loader import AGAIN
from zhifa_check.source.text import PRIVACY_IN_NAME, blemishes
from zhifa_check.words.identity import holds_identity
from zhifa_check.words.meant import nearest, quoted

R = TypeVar("R", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A submission file: where it is, how it is shown, and whose it is.

    ``refused`` says why it, or the folder that it stands for, was not looked at; ``told`` that this is said elsewhere.
    """

    path: Path
    shown: str
    unit: str | None
    refused: str | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """A valid record and the place it was read from."""

    record: R
    document: Document
    path: KeyPath
    subject: str | None = None


@dataclass(slots=True)
class Lost:
    """What could not be read: duties that rest on it cannot be judged.

    ``items`` are the 事项 of refused 报送 entries, each with the 所属期, None for one that
    could not be read.
    """

    everything: bool = False
    sections: set[str] = field(default_factory=set)
    items: dict[str, set[Period | None]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    unnamed: set[str] = field(default_factory=set)

    def touches(self, section: str, item: str | None = None, period: Period | None = None) -> bool:
        """Whether a duty that reads this section (of 报送 this 事项, for this 所属期) may rest on something lost."""
        if self.everything or section in self.sections:
            return True
        lost = self.items.get(item or "", ()) if section == Report.title else ()
        return any(one is None or period is None or one.overlaps(period) for one in lost)

    def may_hold(self, section: str, key: str) -> bool:
        """Whether a record of this key may be among those refused, so that a reference to it is no second fault."""
        return self.everything or section in self.unnamed or key in self.keys.get(section, ())

    def add(self, section: str, raw: object, vocabulary: Vocabulary) -> None:
        """Remember a refused record of a section."""
        model = vocabulary.format[section]
        key = raw.get(model.alias(model.key)) if model.key and isinstance(raw, dict) else None
        if isinstance(key, str):
            self.keys.setdefault(section, set()).add(key)
        elif model.key:
            self.unnamed.add(section)
        told = raw if model is Report and isinstance(raw, dict) else {}
        item = told.get(Report.alias("item"))
        if isinstance(item, str) and item in vocabulary.items:
            self.items.setdefault(item, set()).add(_period_of(told, item, vocabulary))
        else:
            self.sections.add(section)


def _period_of(told: Mapping[str, Any], item: str, vocabulary: Vocabulary) -> Period | None:
    """The 所属期 of a refused 报送 entry; None where the 事项 has none of that length or the date is against it."""
    try:
        period = parse_period(str(told.get(Report.alias("period"))))
    except ValueError:
        return None
    fits = period.year == vocabulary.year and period.every in vocabulary.items[item]
    with suppress(ValueError):
        fits = fits and date.fromisoformat(str(told.get(Report.alias("date")))) >= period.start
    return period if fits else None


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
            intake.lost.everything = True
            continue
        try:
            content = read_limited(file.path)
        except OSError as error:
            message = f"读不出文件（{reason(error)}）。请检查文件是否还在、是否有权限打开。"
            intake.problems.append(Problem("D.encoding", message, file.shown, 1, 1))
            intake.lost.everything = True
            continue
        for found in blemishes(content):
            told = intake.problems if found.certain else intake.remarks
            told.append(Problem(found.id, found.message, file.shown, found.line, found.column))
        try:
            document = load_cached(content, file.shown)
        except SourceError as error:
            intake.problems.append(unreadable(file.shown, error))
            intake.lost.everything = True
            continue
        _read_document(document, unit, vocabulary, intake)
    return intake


def read_documents(unit: Unit, documents: Iterable[Document], vocabulary: Vocabulary) -> Intake:
    """Validate what is loaded already."""
    intake = Intake({name: [] for name in vocabulary.format})
    for document in sorted(documents, key=lambda document: says_copy(document.file)):
        _read_document(document, unit, vocabulary, intake)
    return intake


def _read_document(document: Document, unit: Unit | None, vocabulary: Vocabulary, intake: Intake) -> None:
    intake.documents.append(document)
    if not isinstance(document.data, dict):
        intake.problems.append(_no_mapping(document))
        intake.lost.everything = True
        return
    head = list(_head_problems(document, document.data, unit, vocabulary))
    intake.problems += head
    if head or unit is None:
        intake.lost.everything = True
        return
    strangers = [key for key in document.data if key not in vocabulary.format and key not in HEAD]
    for key in strangers[:MOST_IN_A_FILE]:
        _stranger(document, key, vocabulary.format, intake)
    if len(strangers) > MOST_IN_A_FILE:
        message = f"还有 {len(strangers) - MOST_IN_A_FILE} 个名称不是提交格式里的。请先改正前面的，再检查一次。"
        intake.problems.append(at(document, "D.unknown-key", message, (strangers[MOST_IN_A_FILE],)))
        intake.lost.everything = True
        return
    for name in vocabulary.format:
        raw = document.data.get(name)
        if raw is not None:
            _read_section(document, vocabulary.format[name], raw, unit, vocabulary, intake)
    if any(isinstance(document.data[key], list) and nearest(key, vocabulary.format) is None for key in strangers):
        # A list under a name that nobody knows may be any section that the unit has nowhere else.
        intake.lost.sections |= {name for name, entries in intake.sections.items() if not entries}


def _head_problems(
    document: Document, data: dict[str, Any], owner: Unit | None, vocabulary: Vocabulary
) -> Iterator[Problem]:
    for key in HEAD:
        again = next((name for name in data if name.startswith(key + AGAIN)), None)
        if again:
            yield at(document, "D.duplicate-key", duplicate_key(document, (key,), (again,)), (again,))
        if data.get(key) is None:
            meant = next((name for name in data if name not in vocabulary.format and nearest(name, [key])), None)
            if meant is not None and key not in data:
                yield at(document, *unknown_key(meant, list(HEAD)), (meant,))
            else:
                example = {"单位": "市场监管局", "年度": str(vocabulary.year)}[key]
                yield at(document, "D.missing-key", f"缺少“{key}”。文件开头要有“{key}: {example}”这样一行。", (key,))
    unit, year = data.get("单位"), data.get("年度")
    if unit is not None and not (isinstance(unit, str) and unit.strip() in vocabulary.units):
        meant = nearest(unit, list(vocabulary.units)) if isinstance(unit, str) else None
        hint = f"是不是“{meant}”？请照单位名册填写" if meant else "请照单位名册里的名称填写"
        written = f"“单位”写的是“{unit[:40]}”，" if isinstance(unit, str) else "“单位”应是一个名称，"
        yield at(document, "D.unit", f"{written}单位名册里没有，{hint}。", ("单位",), value=True)
    elif isinstance(unit, str) and owner is not None and vocabulary.units[unit.strip()] != owner.id:
        message = (
            f"“单位”写的是“{unit.strip()}”，文件却放在“{owner.name}”的文件夹里，哪个单位的都不算。"
            f"写错的请改为“单位: {owner.name}”，放错的请移到那个单位的文件夹里。"
        )
        yield at(document, "D.unit", message, ("单位",), value=True)
    if year is not None and year != str(vocabulary.year):
        written = f"“年度”写的是“{year[:20]}”，" if isinstance(year, str) else "“年度”应是四位数字，"
        message = (
            f"{written}现在用的是 {vocabulary.year} 年度的计划。请改为“年度: {vocabulary.year}”，别年的文件请另放。"
        )
        yield at(document, "D.year", message, ("年度",), value=True)


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
        intake.lost.everything = True
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
        intake.problems.append(_no_list(document, name, raw))
        intake.lost.sections.add(name)
        intake.lost.unnamed.add(name)
        return
    intake.records += len(raw)
    many, one = _adapters(model)
    entries = intake.sections[name]
    try:
        entries += [
            Entry(record, document, (name, index))
            for index, record in enumerate(many.validate_python(raw, context=vocabulary))
        ]
        return
    except ValidationError as error:
        errors = error.errors(include_url=False)
    bad = {int(detail["loc"][0]) for detail in errors}
    intake.problems += refused(document, errors, model, (name,))
    for index, item in enumerate(raw):
        if index in bad:
            intake.lost.add(name, item, vocabulary)
        else:
            entries.append(Entry(one.validate_python(item, context=vocabulary), document, (name, index)))


@cache
def _adapters(model: type[Record]) -> tuple[TypeAdapter[list[Any]], TypeAdapter[Any]]:
    return TypeAdapter(list[model]), TypeAdapter(model)  # type: ignore[valid-type]


def _no_mapping(document: Document) -> Problem:
    data = document.data
    if isinstance(data, str) and "：" in data:
        message = "用了全角冒号“：”，YAML 需要半角冒号加一个空格“: ”。请切换到英文输入法重打冒号，并在后面空一格。"
    elif isinstance(data, list):
        message = "文件一开头就是列表。文件要以“单位: …”“年度: …”两行开头，列表放在“人员:”“报送:”等名称下面。"
    else:
        message = "文件不是“名称: 值”的形式。文件要以“单位: …”“年度: …”两行开头，冒号用英文半角，后面空一格。"
    return at(document, "D.syntax", message, ())


def _no_list(document: Document, name: str, raw: object) -> Problem:
    if isinstance(raw, dict):
        message = f"“{name}”下面应是列表，每条记录的第一行前面写“- ”。请在每条记录前加上“- ”。"
        return at(document, "D.value", message, (name,), value=True)
    full_width = isinstance(raw, str) and "：" in raw
    message = f"“{name}”写的是“{str(raw)[:40]}”，应是列表，每条记录前面写“- ”。没有内容的请删去这一行。"
    return at(document, "D.syntax" if full_width else "D.value", message, (name,), value=True)
