"""What a list of due dates says, whatever its form: the agenda, who has done it, and the words for a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.judge.agenda import DueItem
from zhifa_check.judge.findings import Outcome
from zhifa_check.plan.model import Plan

#: An obligation that needs no more doing.
DONE = frozenset({"met", "waived", "not_applicable"})
NOBODY = "责任单位待确认"
WEEKDAYS = "一二三四五六日"

StatusOf = Callable[[DueItem, Unit], str]


@dataclass(frozen=True, slots=True)
class DueList:
    """An agenda to print; ``status_of`` is there where submissions were judged."""

    plan: Plan
    start: date
    end: date
    items: Sequence[DueItem]
    names: bool = False
    status_of: StatusOf | None = None
    color: str = "auto"


def statuses(outcomes: Sequence[Outcome]) -> StatusOf:
    """The status of every obligation of a judged view, looked up by what the agenda knows of it."""
    known: Mapping[tuple[str, str, str, str | None], str] = {
        (one.unit, one.requirement, one.period, one.item): one.status for one in outcomes
    }

    def status_of(item: DueItem, unit: Unit) -> str:
        several = len(item.requirement.rule.obliged_items()) > 1
        return known[unit.id, item.requirement.id, str(item.period), item.item if several else None]

    return status_of


def done_and_owing(item: DueItem, status_of: StatusOf) -> tuple[list[Unit], list[Unit]]:
    """The units of an item that need do no more, and those that still owe it."""
    done = [unit for unit in item.units if status_of(item, unit) in DONE]
    return done, [unit for unit in item.units if unit not in done]


def progress_object(item: DueItem, status_of: StatusOf) -> dict[str, list[str]]:
    """Who has done an item and who owes it, by id."""
    done, owing = done_and_owing(item, status_of)
    return {"done": [unit.id for unit in done], "owing": [unit.id for unit in owing]}


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
