"""The one orchestration: find, load, judge unit by unit, view."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa_check.bureau.places import Places, find_places
from zhifa_check.bureau.units import Unit
from zhifa_check.cache.loading import keep
from zhifa_check.cache.loading import use as use_cache
from zhifa_check.format.problems import PROBLEM_IDS
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Intake, SourceFile
from zhifa_check.inputs.owners import unit_of_path
from zhifa_check.judge.agenda import DueItem, agenda, closing
from zhifa_check.judge.astray import astray, unread
from zhifa_check.judge.engine import invalid, judge_unit, remarks
from zhifa_check.judge.findings import Notice, UnitResult
from zhifa_check.judge.frame import Frame, chosen_units, load_frame, received_of
from zhifa_check.judge.looking import look_at, no_submissions, submission_files, suppliers
from zhifa_check.judge.notices import attested_notices, frame_notices, ruling_notices, waiver_notices
from zhifa_check.judge.plausibility import look_closely, same_certificates
from zhifa_check.judge.taking_in import Foreign, foreign_of, take_in, years_of
from zhifa_check.judge.whose import files_by_unit
from zhifa_check.parallel import Judge, helpful, judged_in_processes
from zhifa_check.report.check.selection import Selection
from zhifa_check.report.check.view import PlanNote, View, build_view
from zhifa_check.source.files import shown

if TYPE_CHECKING:
    from zhifa_check.bureau.received import Received

#: How far ahead the summary looks.
NEXT_DAYS = 31


@dataclass(frozen=True, slots=True)
class Request:
    """What to judge, by what, as of when."""

    paths: tuple[Path, ...]
    as_of: date
    plan: Path | None = None
    units_file: Path | None = None
    waivers: Path | None = None
    rulings: Path | None = None
    calendar: Path | None = None
    year: int | None = None
    only_units: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    jobs: int | None = None
    since: str | None = None
    git_evidence: bool = False
    cache: Path | None = None
    executor: str | None = None
    ledgers: bool = False


Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Prepared:
    """What is known before the first unit is judged: by what, whom, and by which of their files."""

    places: Places
    frame: Frame
    received: "Received"
    units: list[str]
    notices: list[Notice]
    by_unit: Mapping[str | None, Sequence[SourceFile]]


def check(request: Request, progress: Progress = lambda done, total: None) -> View:
    """Judge and view. Raises CannotJudgeError, ConfigError or PlaceError where nothing can be judged."""
    prepared = prepare(request)
    results = []
    total = len(prepared.units)
    for result in judged(prepared, request, prepared.units):
        results.append(result)
        progress(len(results), total)
    results += nobodys(prepared, request)
    return conclude(prepared, request, results)


def places_of(request: Request) -> Places:
    """The files that a request is judged by. Raises PlaceError."""
    return find_places(
        request.paths, request.plan, request.units_file, request.waivers, request.rulings, request.calendar
    )


def prepare(request: Request) -> Prepared:
    """Everything but the judging. Raises CannotJudgeError, ConfigError or PlaceError where nothing can be judged."""
    if request.since is not None or request.git_evidence:
        from zhifa_check.git.command import start_counting

        start_counting()
    places = places_of(request)
    frame = load_frame(places, request.as_of, request.year)
    use_cache(request.cache)
    units = chosen_units(frame, request.only_units)
    request.selection.check([*frame.rules, *PROBLEM_IDS])
    seen, units, narrowed = look_at(frame, places, request.paths, units)
    files = submission_files(seen, places)
    if not files and not any(unit_of_path(frame.registry, places.name_of(one.path)) for one in seen.refused):
        raise no_submissions(request.paths, seen)
    by_unit, notices = files_by_unit(frame, places, files, seen.refused)
    notices += narrowed
    if request.since is None:
        notices += unread(frame.registry, places, seen, units)
        notices += astray(frame.registry, places, seen)
    else:
        from zhifa_check.history.changes import only_changed

        changed = only_changed(request.since, frame.registry, places, request.paths, units, by_unit)
        units, by_unit = changed.units, changed.by_unit
        notices = [*(one for one in notices if one.unit in (None, *units)), *changed.notices]
    # read in any case: the push that breaks the file is to be told, not every night after it
    received = received_of(frame, places)
    return Prepared(places, frame, received, units, notices, by_unit)


def conclude(prepared: Prepared, request: Request, results: Sequence[UnitResult]) -> View:
    """What only the results of all units together show, and the view of it all."""
    frame, units = prepared.frame, prepared.units
    notices = [*prepared.notices]
    notices += frame_notices(frame)
    notices += waiver_notices(frame, results, set(units))
    notices += ruling_notices(frame, results, set(units))
    notices += attested_notices(frame, set(units))
    notices += same_certificates(frame, results)
    if request.git_evidence:
        from zhifa_check.history.evidence import evidence_notices

        notices += evidence_notices(frame, prepared.received, results, set(units))
    chosen = [frame.registry.by_id[unit] for unit in units]
    assert frame.in_force is not None
    plans = [
        PlanNote(
            one.plan.id,
            one.plan.title,
            one.plan.year,
            one.plan.issued,
            shown(one.path),
            hashlib.sha256(one.path.read_bytes()).hexdigest(),
        )
        for one in frame.in_force.read
    ]
    return build_view(
        plan=frame.plan,
        plans=plans,
        as_of=request.as_of,
        registered=frame.registry.by_id,
        results=results,
        notices=notices,
        upcoming=[item for item in _upcoming(frame, chosen) if item.units],
        closing=[item for item in closing(frame.plan, chosen, frame.as_of) if item.units],
        selection=request.selection,
    )


def foreign_intakes(frame: Frame, by_unit: Mapping[str | None, Sequence[SourceFile]]) -> dict[str, Intake]:
    """The units whose sections the rules of others rest on, read first."""
    return {unit: take_in(frame, frame.registry.by_id[unit], by_unit.get(unit, ())) for unit in suppliers(frame)}


def judged(prepared: Prepared, request: Request, units: Sequence[str]) -> Iterator[UnitResult]:
    """The result of each of these units, in order. Raises CannotJudgeError."""
    frame, places, by_unit = prepared.frame, prepared.places, prepared.by_unit
    received = prepared.received if request.git_evidence else None
    intakes = foreign_intakes(frame, by_unit)
    foreign = foreign_of(frame, intakes)

    def judge(unit: str, files: Sequence[SourceFile]) -> UnitResult:
        return judge_one(frame, unit, files, foreign, intakes.pop(unit, None), received, ledgers=request.ledgers)

    jobs = helpful(len(units)) if request.jobs is None else request.jobs
    # a cache is one machine's
    elsewhere = replace(request, cache=None) if request.executor else request
    afresh = partial(_judge_afresh, places, elsewhere, {unit: by_unit.get(unit, ()) for unit in intakes})
    if request.executor is not None:
        from zhifa_check.cluster import judged_in_cluster

        yield from judged_in_cluster(request.executor, units, by_unit, afresh)
    elif jobs > 1 and len(units) > 1:
        yield from judged_in_processes(units, by_unit, jobs, judge, afresh)
    else:
        yield from (judge(unit, by_unit.get(unit, ())) for unit in units)
        keep()


def judge_one(
    frame: Frame,
    unit: str,
    files: Sequence[SourceFile],
    foreign: Foreign,
    intake: Intake | None = None,
    received: "Received | None" = None,
    *,
    ledgers: bool = False,
) -> UnitResult:
    """One unit from its files to its result; everything read is dropped on return.

    ``received`` asks git as well; ``ledgers`` keeps rows of the records for reports that list them.
    """
    owner = frame.registry.by_id[unit]
    intake = intake or take_in(frame, owner, files)
    facts = Facts(intake, frame.as_of)
    result = judge_unit(frame, owner, intake, foreign, facts, years_of(frame, owner, files))
    look_closely(frame, owner, intake, facts, result)
    result.files = sum(not file.told and file.year is None for file in files)
    if received is not None:
        from zhifa_check.history.evidence import gather_evidence

        gather_evidence(frame, unit, intake, files, received, result)
    if ledgers:
        from zhifa_check.judge.ledger import ledger_of

        result.ledger = ledger_of(frame, owner, facts, foreign, result)
    return result


def _judge_afresh(places: Places, request: Request, supplied: Mapping[str | None, Sequence[SourceFile]]) -> Judge:
    """Located documents do not travel between processes: one that shares nothing reads the configuration itself.

    ``supplied`` are the files of the units that others' rules rest on.
    """
    frame = load_frame(places, request.as_of, request.year)
    use_cache(request.cache)
    received = received_of(frame, places) if request.git_evidence else None
    foreign = foreign_of(frame, foreign_intakes(frame, supplied))
    return lambda unit, files: judge_one(frame, unit, files, foreign, received=received, ledgers=request.ledgers)


def nobodys(prepared: Prepared, request: Request) -> Iterator[UnitResult]:
    """What is to be said of the files that no unit answers for."""
    if (files := prepared.by_unit.get(None)) and not request.only_units:
        intake = take_in(prepared.frame, None, files)
        findings, notices = invalid(None, intake.problems), remarks(None, intake.remarks)
        yield UnitResult(None, findings=findings, notices=notices, files=len(files), records=intake.records)


def _upcoming(frame: Frame, units: Sequence[Unit]) -> list[DueItem]:
    start = frame.as_of + timedelta(days=1)
    return agenda(frame.plan, units, start, start + timedelta(days=NEXT_DAYS - 1))
