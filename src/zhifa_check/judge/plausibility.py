"""What no rule forbids and is hardly so: remarks, each with what to check; they change no verdict."""

from array import array
from base64 import b85decode, b85encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from zlib import compress, decompress

from pydantic_core import from_json, to_json

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.format.record import Record
from zhifa_check.format.sections.decisions import Decision
from zhifa_check.format.sections.dossiers import Volume
from zhifa_check.format.sections.people import Person
from zhifa_check.format.sections.platform import PlatformEntry
from zhifa_check.format.sections.reports import Naming, Report
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry, Intake
from zhifa_check.judge.findings import Certificate, Notice, UnitResult
from zhifa_check.judge.frame import Frame
from zhifa_check.kinds.due import day_of
from zhifa_check.plan.requirement import Requirement
from zhifa_check.source.document import Document, SourceError
from zhifa_check.source.files import read_limited
from zhifa_check.source.loader import load
from zhifa_check.words.figures import plain

KIND = "plausibility"
_HOURS_OF_A_DAY = 24
_DAY = attrgetter("date")


class _Remark(NamedTuple):
    entry: Entry[Record]
    message: str
    key: str | None = None

    def notice(self, unit: str) -> Notice:
        """With its place."""
        path = (*self.entry.path, self.key) if self.key else self.entry.path
        return Notice(KIND, self.message, unit, self.entry.document.file, self.entry.document.locate(path)[0])


def look_closely(frame: Frame, unit: Unit, intake: Intake, facts: Facts, result: UnitResult) -> None:
    """Add to a judged unit's result what a person should check in its records, and its certificates."""
    remarks = [
        *_early_reports(frame, unit, facts),
        *_long_days(facts),
        *_volumes(frame, facts),
        *_strangers_named(frame, unit, facts),
        *_dated_ahead(frame, intake, result),
    ]
    result.notices += [remark.notice(unit.id) for remark in remarks]
    result.certificates = _packed(
        Certificate(
            entry.record.licence, entry.record.joined, entry.record.left, entry.document.file, int(entry.path[-1])
        )
        for entry in facts.of(Person)
        if entry.record.licence
    )


def _early_reports(frame: Frame, unit: Unit, facts: Facts) -> Iterator[_Remark]:
    asking = frame.scope.asking(unit)
    for entry in facts.of(Report):
        record = entry.record
        requirement = asking.get(record.item)
        if requirement is None:
            continue
        issued = frame.plan.source_of(requirement.id).issued
        due = requirement.rule.due_on(unit, record.period)
        # what was due before the issue may well have been handed in by then
        if record.date < issued and (due is None or day_of(due.strict) >= issued):
            message = f"{record.called()}写的日期 {record.date} 早于计划的印发（{issued}），请核对日期"
            yield _Remark(entry, message, "日期")
        elif record.date < record.period.end and _reports_on(requirement, unit, record.period):
            message = (
                f"{record.called()}写的日期 {record.date} 早于所属期的结束（{record.period.end}），"
                "那时情况还没有完，请核对日期和所属期"
            )
            yield _Remark(entry, message, "日期")


def _reports_on(requirement: Requirement, unit: Unit, period: Period) -> bool:
    """Whether what is handed in tells of the whole period: it falls due after it."""
    due = requirement.rule.due_on(unit, period)
    return due is not None and day_of(due.strict) > period.end


def _long_days(facts: Facts) -> Iterator[_Remark]:
    for entry in facts.of(Person):
        trainings = entry.record.trainings or ()
        if len(set(map(_DAY, trainings))) == len(trainings):
            continue  # none is longer than a day
        hours: Counter[date] = Counter()
        for training in trainings:
            hours[training.date] += training.hours  # type: ignore[assignment]
        for day, total in hours.items():
            if total > _HOURS_OF_A_DAY:
                message = (
                    f"{entry.record.name}（{entry.record.number}）{day} 一天的培训"
                    f"加起来有 {plain(Decimal(total))} 学时，请核对日期和学时，跨天的按天分开填"
                )
                yield _Remark(entry, message)


def _volumes(frame: Frame, facts: Facts) -> Iterator[_Remark]:
    """More decisions than dossiers or cases handled, and a category that 平台录入 leaves out."""
    decided: Counter[str] = Counter()
    first: dict[str, Entry[Record]] = {}
    for entry in facts.of(Decision):
        decided[entry.record.category] += 1
        first.setdefault(entry.record.category, entry)
    held: Counter[str] = Counter()
    dossiers = facts.of(Volume)
    for volume in dossiers:
        held.update(volume.record.counts)
    platform = {entry.record.category: entry for entry in facts.of(PlatformEntry)}
    for category, count in decided.items():
        if dossiers and not facts.lost.touches(Volume.title) and count > held[category]:
            message = f"“重大决定”里{category} {count} 件，多于“案卷”里的 {held[category]} 件，请核对件数"
            yield _Remark(first[category], message)
        if category in platform and count > platform[category].record.handled:
            handled = platform[category].record.handled
            message = f"“重大决定”里{category} {count} 件，多于“平台录入”里办件的 {handled} 件，请核对件数"
            yield _Remark(platform[category], message, "办件")
    if not platform or facts.lost.touches(PlatformEntry.title):
        return
    for category in frame.plan.categories.get("平台录入类别", ()):
        if category not in platform and (count := max(decided[category], held[category])):
            where = (Decision if decided[category] >= held[category] else Volume).title
            message = f"“平台录入”没有{category}这一类，“{where}”里却有 {count} 件，请核对是否漏填"
            yield _Remark(next(iter(platform.values())), message)


def _strangers_named(frame: Frame, unit: Unit, facts: Facts) -> Iterator[_Remark]:
    """Units named for poor results that no requirement about it binds: the naming would vanish."""
    asking = [
        requirement
        for requirement in frame.plan.requirements
        if (wanted := requirement.rule.foreign()) and wanted[0] == Naming.title and wanted[1].includes(unit)
    ]
    for entry in facts.of(Naming) if asking else ():
        named = frame.registry.by_id[entry.record.unit]
        about = [one for one in asking if entry.record.item in one.rule.item_lengths()]
        if not any(requirement.binds.includes(named) for requirement in about):
            ids = "、".join(one.id for one in about)
            message = (
                f"{named.name}因“{entry.record.item}”被通报，但名册里它没有相应的职责，不受{ids or '任何要求'}约束，"
                "这次通报没有计入，请核对单位名册里的职责"
            )
            yield _Remark(entry, message, "单位")


def _dated_ahead(frame: Frame, intake: Intake, result: UnitResult) -> Iterator[_Remark]:
    """Records of this year not seen yet where a duty is missing for want of them: the date may be mistyped."""
    told: set[int] = set()
    for outcome in result.outcomes:
        if outcome.status != "missing":
            continue
        rule = frame.rules[outcome.requirement]
        for section in rule.sections():
            for entry in intake.sections[section]:
                since = entry.record.seen_from()
                if since is None or since <= frame.as_of or since.year != frame.plan.year or id(entry) in told:
                    continue
                if section == Report.title and not _is_about(entry.record, outcome.period, rule.obliged_items()):
                    continue
                told.add(id(entry))
                message = (
                    f"{outcome.requirement}（{outcome.period}）现在是未报，另有一条日期在后（{since}），"
                    "还没有计入。请核对日期是否写错"
                )
                yield _Remark(entry, message)


def _is_about(record: Report, period: str, items: Sequence[str | None]) -> bool:
    return record.item in items and str(record.period) == period


def same_certificates(frame: Frame, results: Sequence[UnitResult]) -> Iterator[Notice]:
    """The same 执法证号 on duty in two units at one time."""
    line = _lines()
    held: dict[str, list[tuple[str, Certificate]]] = {}
    # a province's numbers would be a good part of the memory; two may share a hash, and are told apart below
    hashes = sorted(array("q", (hash(one.number) for result in results for one in _unpacked(result.certificates))))
    again = {one for one, following in pairwise(hashes) if one == following}
    for result in results if again else ():
        for one in _unpacked(result.certificates):
            if hash(one.number) in again:
                held.setdefault(one.number, []).append((result.unit or "", one))
    for number, holders in held.items():
        for later, (unit, one) in enumerate(holders):
            others = (before for other, before in holders[:later] if other != unit and one.overlaps(before))
            # the first of them is told: what a whole county copied would else be told of every pair
            if before := next(others, None):
                other = next(other for other, known in holders if known is before)
                message = (
                    f"执法证号 {number} 同时在{frame.registry.by_id[other].name}的名册里"
                    f"（{before.file} 第 {line(before)} 行），请核对证号；调动的，请两边填“在岗起”“在岗止”"
                )
                yield Notice(KIND, message, unit, one.file, line(one))


def _packed(certificates: Iterable[Certificate]) -> str:
    """Those of a unit, kept until all are judged: as records they would be most of what a run holds."""
    return b85encode(compress(to_json(tuple(certificates)), 1)).decode()


def _unpacked(certificates: str) -> Iterator[Certificate]:
    for number, first, last, file, row in from_json(decompress(b85decode(certificates))) if certificates else ():
        yield Certificate(number, first and date.fromisoformat(first), last and date.fromisoformat(last), file, row)


def _lines() -> Callable[[Certificate], int]:
    """Where a certificate stands; what was read of its file is gone by now, and is read again for what is told."""

    @lru_cache(maxsize=2)
    def document(file: str) -> Document | None:
        try:
            return load(read_limited(Path(file)), file)
        except (OSError, SourceError):
            return None

    def line(certificate: Certificate) -> int:
        there = document(certificate.file)
        return there.locate((Person.title, certificate.row, "执法证号"))[0] if there else 1

    return line
