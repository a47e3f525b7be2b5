"""What a list of due dates says, whatever its form: the agenda, who has done it, and the words for a day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import parse_period
from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.judge.agenda import DueItem
from zhifa_check.judge.findings import Notice
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.plan.model import Plan
from zhifa_check.report.check.view import View

#: What needs no more doing; ``late`` is what was done after every reading's date.
DONE = frozenset({"met", "waived", "not_applicable", "late"})
NOBODY = "责任单位待确认"
WEEKDAYS = "一二三四五六日"

StatusOf = Callable[[DueItem, Unit], str]
_Key = tuple[str, str, str, str | None]


class DueList(NamedTuple):
    """An agenda to print; ``status_of`` is there where submissions were judged."""

    plan: Plan
    start: date
    end: date
    items: Sequence[DueItem]
    names: bool = False
    status_of: StatusOf | None = None
    color: str = "auto"
    notices: Sequence[Notice] = ()


def statuses(view: View) -> StatusOf:
    """The status of every obligation of a judged view, looked up by what the agenda knows of it, or ``late``."""
    known: dict[_Key, str] = {(one.unit, one.requirement, one.period, one.item): one.status for one in view.outcomes}
    known |= dict.fromkeys(_late(view), "late")

    def status_of(item: DueItem, unit: Unit) -> str:
        if item.subject is not None:
            return "pending"
        several = len(item.requirement.rule.obliged_items()) > 1
        return known[unit.id, item.requirement.id, str(item.period), item.item if several else None]

    return status_of


def _late(view: View) -> Iterator[_Key]:
    """The obligations that are violated for nothing but being late."""
    broken: dict[_Key, bool] = {}
    for finding in view.findings:
        if finding.status == "violated" and finding.unit is not None:
            key = (finding.unit, finding.id, finding.period or "", finding.item)
            late = bool(finding.actual and finding.lenient_due and _is_day(finding.actual)) and (
                (finding.actual or "") > (finding.lenient_due or "")
            )
            broken[key] = late and broken.get(key, True)
    return (key for key, late in broken.items() if late)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text[:10]))
    except ValueError:
        return False


def open_dates(view: View, units: Sequence[Unit], start: date, end: date) -> Iterator[DueItem]:
    """What follows from records and is not answered yet, by the day that counts now: strict, or lenient after it."""
    requirements = {one.id: one for one in view.plan.requirements}
    by_id = {unit.id: unit for unit in units}
    without_date = {
        (one.unit, one.requirement, one.period) for one in view.outcomes if one.strict_due is None and one.unit in by_id
    }
    for own in view.units:
        for finding in own.pending:
            if (own.id or "", finding.id, finding.period or "") not in without_date or not finding.strict_due:
                continue
            strict, lenient = datetime.fromisoformat(finding.strict_due), date.fromisoformat(finding.lenient_due or "")
            if any(start <= day <= end for day in (strict.date(), lenient)):
                yield DueItem(
                    strict.date(),
                    lenient,
                    requirements[finding.id],
                    None,
                    parse_period(finding.period or ""),
                    (by_id[own.id or ""],),
                    finding.subject or "",
                    strict if "T" in finding.strict_due else None,
                )


class Progress(NamedTuple):
    """The units of an item, each in one of ``done`` (``late`` among them), ``disputed`` and ``owing``."""

    done: list[Unit]
    late: list[Unit]
    disputed: list[Unit]
    owing: list[Unit]


def progress_of(item: DueItem, status_of: StatusOf) -> Progress:
    """Who need do no more, whom a person has still to judge, and who still has to do it."""
    found: dict[str, list[Unit]] = {"done": [], "late": [], "disputed": [], "owing": []}
    for unit in item.units:
        status = status_of(item, unit)
        found["done" if status in DONE else "disputed" if status == "disputed" else "owing"].append(unit)
        if status == "late":
            found["late"].append(unit)
    return Progress(**found)


def progress_object(item: DueItem, status_of: StatusOf) -> dict[str, list[str]]:
    """Where the units of an item stand, by id."""
    return {name: [unit.id for unit in units] for name, units in progress_of(item, status_of)._asdict().items()}


def progress_lines(item: DueItem, status_of: StatusOf) -> list[str]:
    """The same in words."""
    progress = progress_of(item, status_of)
    lines = [f"已办 {len(progress.done)}/{len(item.units)}"]
    if progress.late:
        lines.append(f"已办（逾期）：{names_of(progress.late)}")
    if progress.disputed:
        lines.append(f"待认定：{names_of(progress.disputed)}")
    if progress.owing:
        owing = "、".join(f"{unit.name}（{STATUS_NAMES[status_of(item, unit)]}）" for unit in progress.owing)
        lines.append(f"未办：{owing}")
    return lines


def names_of(units: Iterable[Unit]) -> str:
    """Names of units, as Chinese lists them."""
    return "、".join(unit.name for unit in units)


def day_words(day: date) -> str:
    """A date with its weekday and what is special about it: 休息日, 调休, 此前最后一个工作日."""
    text = f"{day} 周{WEEKDAYS[day.weekday()]}"
    name = day_off_name(day)
    last = last_working_day(day)
    text += f" {name}" if name else ""
    return text + (f"，此前最后一个工作日 {last}" if last and last != day else "")
