"""What became of an earlier report's problems and what is new, by fingerprint; and the year quarter by quarter."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from zhifa_check.calendar.periods import Period, parse_period, periods_of
from zhifa_check.judge.findings import Finding, Outcome
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.check.view import UnitView, View
from zhifa_check.report.period.view import PROBLEMS, PeriodView, all_faults, build_period
from zhifa_check.source.files import reason
from zhifa_check.words.told import ToldError

#: What may have become of a problem, in the order in which it is told.
CHANGES = {
    "new": "新增",
    "mended": "已整改",
    "handed_in": "补报",
    "done_late": "逾期已办",
    "open": "仍未整改",
    "disputed": "转待认定",
    "waived": "转核准不计",
    "unreadable": "无法核对",
}


class PastProblem(NamedTuple):
    """A problem as an earlier report told it."""

    id: str
    unit: str
    period: str
    actual: str | None
    required: str | None
    lenient_required: str | None
    message: str


class Past(NamedTuple):
    """An earlier report: of which period (None: of everything until then), and its problems by fingerprint."""

    as_of: date
    period: Period | None
    problems: Mapping[str, PastProblem]


class Change(NamedTuple):
    """What became of one problem: ``finding`` is how it stands now, None where nothing of it is left."""

    kind: str
    unit: UnitView
    requirement: Requirement
    message: str
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The changes since an earlier report, and the periods of the year until now."""

    past: Past | None
    changes: tuple[Change, ...]
    series: tuple[PeriodView, ...]

    def of_kind(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [one for one in self.changes if one.kind == kind]


def past_of_view(period: PeriodView) -> Past:
    """An earlier state that was judged again."""
    problems = {fault.fingerprint: _problem(fault.finding._asdict()) for fault in period.problems}
    return Past(period.view.as_of, period.period, problems)


def _problem(finding: Mapping[str, Any]) -> PastProblem:
    """Of a finding as it is, or as it was published."""
    told = (finding[name] for name in PastProblem._fields)
    return PastProblem(*(None if one is None else str(one) for one in told))  # type: ignore[arg-type]


def past_of_file(path: Path, plan: Plan, as_of: date) -> Past:
    """An earlier ``-f json`` of ``zhifa report`` or ``zhifa check``. Raises ToldError."""
    try:
        document = json.loads(path.read_bytes())
        past = _past(document)
        year = document["plan"]["year"]
    except OSError as error:
        raise ToldError(f"读不出 {path}（{reason(error)}）") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ToldError(
            f"{path} 不是以前的结果。--previous 要 zhifa report -f json 或 zhifa check -f json 存下的文件"
        ) from error
    if year != plan.year:
        raise ToldError(f"{path} 是 {year} 年度的结果，现在按 {plan.year} 年度的计划，两个年度不能比较")
    if past.as_of > as_of:
        raise ToldError(f"{path} 截至 {past.as_of}，晚于现在的 {as_of}，请核对用的是哪一份、--as-of 是哪一天")
    return past


def _past(document: Any) -> Past:
    period = document.get("period")
    problems = {
        str(one["fingerprint"]): _problem(one)
        for one in document["findings"]
        if one["status"] in PROBLEMS and one["unit"] is not None
    }
    as_of = date.fromisoformat(document["as_of"])
    return Past(as_of, None if period is None else parse_period(period["id"]), problems)


def build_trend(period: PeriodView, past: Past | None) -> Trend:
    """Compare with an earlier report, where there is one, and line up the quarters of the year until now."""
    view = period.view
    changes = tuple(_changes(period, past)) if past else ()
    return Trend(past, changes, series_of(view))


def _changes(period: PeriodView, past: Past) -> Iterator[Change]:
    view = period.view
    requirements = {one.id: one for one in view.plan.requirements}
    units = {unit.id: unit for unit in view.units}
    now = {fault.fingerprint: fault for fault in all_faults(view)}
    for fingerprint, problem in past.problems.items():
        if problem.unit not in units or problem.id not in requirements or requirements[problem.id].rule.restates():
            continue
        fault = now.get(fingerprint)
        finding = fault.finding if fault else None
        kind = _became(problem, finding, view.outcomes)
        message = finding.message if finding else problem.message
        yield Change(kind, units[problem.unit], requirements[problem.id], message, finding)
    # what fell due in the earlier period and came to light after its report is new as well
    since = min(past.period.start if past.period else date.min, period.period.start)
    for fingerprint, fault in now.items():
        is_problem = fault.finding.status in PROBLEMS
        if is_problem and fingerprint not in past.problems and since <= fault.day <= period.period.end:
            yield Change("new", fault.unit, fault.requirement, fault.finding.message, fault.finding)


def _became(problem: PastProblem, now: Finding | None, outcomes: Iterable[Outcome]) -> str:
    if now is None:
        duty = (problem.unit, problem.id, problem.period)
        unread = any((one.unit, one.requirement, one.period) == duty and one.status == "unreadable" for one in outcomes)
        return "unreadable" if unread else "mended"
    if now.status in ("disputed", "waived", "unreadable"):
        return now.status
    if is_done_late(now.actual, now.lenient_required or now.required):
        was_late = is_done_late(problem.actual, problem.lenient_required or problem.required)
        return "done_late" if was_late else "handed_in"
    return "open"


def is_done_late(actual: str | None, required: str | None) -> bool:
    """Whether the deed was done after its date: nothing is left to do, and nothing can undo it."""
    try:
        done, due = date.fromisoformat((actual or "")[:10]), date.fromisoformat((required or "")[:10])
    except ValueError:
        return False
    return (done, actual or "") > (due, required or "") if "T" in (required or "") else done > due


def by_unit(trend: Trend) -> list[tuple[str, dict[str, int]]]:
    """How many changes of each kind a unit has; those without any are left out."""
    return _counted((one.unit.name, one.kind) for one in trend.changes)


def by_task(trend: Trend) -> list[tuple[str, dict[str, int]]]:
    """How many changes of each kind a task has, by its short name."""
    names = trend.series[0].view.plan.task_titles if trend.series else {}
    changes = sorted(trend.changes, key=lambda one: one.requirement.task)
    return _counted((names.get(one.requirement.task) or one.requirement.task, one.kind) for one in changes)


def _counted(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, dict[str, int]]]:
    found: dict[str, dict[str, int]] = {}
    for name, kind in pairs:
        counts = found.setdefault(name, dict.fromkeys(CHANGES, 0))
        counts[kind] += 1
    return list(found.items())


def series_of(view: View) -> tuple[PeriodView, ...]:
    """The quarters of the plan's year that have begun."""
    quarters = [one for one in periods_of(view.plan.year, "quarter") if one.start <= view.as_of]
    return tuple(build_period(view, quarter) for quarter in quarters)
