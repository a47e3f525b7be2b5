"""What falls due, shown: one table, four formats; with submissions, who has done it and who owes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from rich.cells import cell_len

from zhifa_check.calendar.periods import Period
from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.inputs.units import Unit
from zhifa_check.judge.agenda import DueItem
from zhifa_check.judge.findings import Outcome
from zhifa_check.kinds.base import STATUS_NAMES
from zhifa_check.plan.model import Plan
from zhifa_check.report.json_v1 import SCHEMA_VERSION, due_object, write_document
from zhifa_check.report.tables import write_csv_table, write_markdown_table
from zhifa_check.report.terminal import Terminal
from zhifa_check.report.wrap import pad

#: An obligation that needs no more doing.
DONE = frozenset({"met", "waived", "not_applicable"})
NOBODY = "责任单位待确认"
_UNKNOWN = "待确认"
WEEKDAYS = "一二三四五六日"
_HEADER = ("期限", "星期", "休息日", "此前最后工作日", "从宽期限", "编号", "事项", "所属期", "责任单位", "出处")

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


def write_full(due: DueList, out: TextIO) -> None:
    """A heading per day, a line per item."""
    terminal = Terminal(out, due.color)
    terminal.line(f"{due.plan.title}：{due.start} 至 {due.end} 到期", styles={due.plan.title: "bold"})
    if not due.items:
        terminal.line(f"这段时间没有到期的事项（计划年度是 {due.plan.year} 年）。")
        return
    rows = [_cells(item) for item in due.items]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    indent = " " * (widths[0] + 3)
    day = None
    for item, row in zip(due.items, rows, strict=True):
        if item.strict_due != day:
            day = item.strict_due
            terminal.line(_day(day), styles={str(day): "bold"})
        text = " ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True))
        terminal.line(f"  {text}".rstrip(), indent=indent, styles={item.requirement.id: "cyan"})
        if due.status_of is not None and item.units:
            for line in _progress(item, due.status_of):
                terminal.line(indent + line, indent=indent + "  ")
        elif due.names and len(item.units) > 1:
            terminal.line(indent + "、".join(unit.name for unit in item.units), indent=indent)
    if any(item.lenient_due != item.strict_due for item in due.items):
        terminal.line("→ 后面是从宽的期限（休息日顺延等），两个期限之间办完的待认定。", indent="   ")
    if not all(item.units for item in due.items):
        terminal.line(f"“{_UNKNOWN}”是{NOBODY}：单位名册里还没有单位标了相应的职责。", indent="   ")


def write_json(due: DueList, out: TextIO) -> None:
    """The published document; with submissions each item also says who is ``done`` and who is ``owing``."""
    items = []
    for item in due.items:
        found = due_object(item)
        if due.status_of is not None:
            done = [unit.id for unit in item.units if due.status_of(item, unit) in DONE]
            found |= {"done": done, "owing": [unit.id for unit in item.units if unit.id not in done]}
        items.append(found)
    head = {"schema_version": SCHEMA_VERSION, "from": str(due.start), "to": str(due.end)}
    write_document(head, {"due": items}, out)


def write_csv(due: DueList, out: TextIO) -> None:
    """For a spreadsheet."""
    write_csv_table(*_table(due), out)


def write_markdown(due: DueList, out: TextIO) -> None:
    """For a document."""
    write_markdown_table(*_table(due), out)


WRITERS: dict[str, Callable[[DueList, TextIO], None]] = {
    "full": write_full,
    "json": write_json,
    "csv": write_csv,
    "markdown": write_markdown,
}


def _table(due: DueList) -> tuple[list[str], list[list[str]]]:
    rows = []
    for item in due.items:
        last = last_working_day(item.strict_due)
        row = [
            str(item.strict_due),
            WEEKDAYS[item.strict_due.weekday()],
            day_off_name(item.strict_due),
            str(last) if last else "",
            str(item.lenient_due),
            item.requirement.id,
            _what(item),
            str(item.period),
            "、".join(unit.name for unit in item.units) or NOBODY,
            item.place,
        ]
        if due.status_of is not None:
            done = [unit.name for unit in item.units if due.status_of(item, unit) in DONE]
            row += ["、".join(done), "、".join(unit.name for unit in item.units if unit.name not in done)]
        rows.append(row)
    return [*_HEADER, *(("已办", "未办") if due.status_of is not None else ())], rows


def _day(day: date) -> str:
    text = f"{day} 周{WEEKDAYS[day.weekday()]}"
    name = day_off_name(day)
    last = last_working_day(day)
    text += f" {name}" if name else ""
    return text + (f"，此前最后一个工作日 {last}" if last and last != day else "")


def _what(item: DueItem) -> str:
    return item.item or item.requirement.title


def _short(period: Period) -> str:
    return period.chinese.partition("年")[2] or "全年"


def _cells(item: DueItem) -> tuple[str, ...]:
    who = item.units[0].name if len(item.units) == 1 else f"{len(item.units)} 个单位" if item.units else _UNKNOWN
    lenient = f"→{item.lenient_due:%m-%d}" if item.lenient_due != item.strict_due else ""
    return item.requirement.id, _what(item), _short(item.period), who, item.place, lenient


def _progress(item: DueItem, status_of: StatusOf) -> list[str]:
    done = [unit for unit in item.units if status_of(item, unit) in DONE]
    owing = [unit for unit in item.units if unit not in done]
    lines = [f"已办 {len(done)}/{len(item.units)}"]
    if owing:
        lines.append("未办：" + "、".join(f"{unit.name}（{STATUS_NAMES[status_of(item, unit)]}）" for unit in owing))
    return lines
