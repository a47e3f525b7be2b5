"""What falls due, shown: one table; with submissions, who has done it and who owes."""

from typing import TextIO

from rich.cells import cell_len

from zhifa_check.calendar.periods import Period
from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.judge.agenda import DueItem
from zhifa_check.report.check.verdict import notice_lines
from zhifa_check.report.due import listing
from zhifa_check.report.json_text import SCHEMA_VERSION, due_object, notice_object, write_document
from zhifa_check.report.tables import write_csv_table, write_markdown_table
from zhifa_check.report.terminal import Terminal
from zhifa_check.words.wrap import pad

_UNKNOWN = "待确认"
_HEADER = ("期限", "星期", "休息日", "此前最后工作日", "宽松理解期限", "编号", "事项", "所属期", "责任单位", "出处")
_PROGRESS = ("已办", "其中逾期", "待认定", "未办")


def write_full(due: listing.DueList, out: TextIO) -> None:
    """A heading per day, a line per item."""
    terminal = Terminal(out, due.color)
    terminal.line(f"{due.plan.title}：{due.start} 至 {due.end} 到期", styles={due.plan.title: "bold"})
    if not due.items:
        terminal.line(f"这段时间没有到期的事项（计划年度是 {due.plan.year} 年）。")
    else:
        _items(terminal, due)
    terminal.warn(notice_lines(due.notices))


def _items(terminal: Terminal, due: listing.DueList) -> None:
    rows = [_cells(item) for item in due.items]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    indent = " " * (widths[0] + 3)
    day = None
    for item, row in zip(due.items, rows, strict=True):
        if item.strict_due != day:
            day = item.strict_due
            terminal.line(listing.day_words(day), styles={str(day): "bold"})
        text = " ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True))
        terminal.line(f"  {text}".rstrip(), indent=indent, styles={item.requirement.id: "cyan"})
        if due.status_of is not None and item.units and item.subject is None:
            for line in listing.progress_lines(item, due.status_of):
                terminal.line(indent + line, indent=indent + "  ")
        elif due.names and len(item.units) > 1:
            terminal.line(indent + listing.names_of(item.units), indent=indent)
    if any(item.lenient_due != item.strict_due for item in due.items):
        terminal.line("→ 后面是宽松理解的期限（休息日顺延等），两个期限之间办完的待认定。", indent="   ")
    if not all(item.units for item in due.items):
        terminal.line(f"“{_UNKNOWN}”是{listing.NOBODY}：单位名册里还没有单位标了相应的职责。", indent="   ")


def write_json(due: listing.DueList, out: TextIO) -> None:
    """The published document; with submissions each item also says where its units stand."""
    items = []
    for item in due.items:
        found = due_object(item)
        if due.status_of is not None:
            found |= listing.progress_object(item, due.status_of)
        items.append(found)
    head = {"schema_version": SCHEMA_VERSION, "from": str(due.start), "to": str(due.end)}
    write_document(head, {"due": items, "notices": map(notice_object, due.notices)}, out)


def write_csv(due: listing.DueList, out: TextIO) -> None:
    """For a spreadsheet."""
    write_csv_table(*_table(due), out)


def write_markdown(due: listing.DueList, out: TextIO) -> None:
    """For a document."""
    write_markdown_table(*_table(due), out)


def _table(due: listing.DueList) -> tuple[list[str], list[list[str]]]:
    rows = []
    for item in due.items:
        last = last_working_day(item.strict_due)
        row = [
            str(item.strict_due),
            listing.WEEKDAYS[item.strict_due.weekday()],
            day_off_name(item.strict_due),
            str(last) if last else "",
            str(item.lenient_due),
            item.requirement.id,
            item.what,
            str(item.period),
            listing.names_of(item.units) or listing.NOBODY,
            item.place,
        ]
        if due.status_of is not None:
            progress = listing.progress_of(item, due.status_of)
            row += map(listing.names_of, (progress.done, progress.late, progress.disputed, progress.owing))
        rows.append(row)
    return [*_HEADER, *(_PROGRESS if due.status_of is not None else ())], rows


def _short(period: Period) -> str:
    return period.chinese.partition("年")[2] or "全年"


def _cells(item: DueItem) -> tuple[str, ...]:
    who = item.units[0].name if len(item.units) == 1 else f"{len(item.units)} 个单位" if item.units else _UNKNOWN
    lenient = f"→{item.lenient_due:%m-%d}" if item.lenient_due != item.strict_due else ""
    if item.moment is not None:
        lenient = f"{item.moment:%H:%M} 前{lenient}"
    return item.requirement.id, item.what, _short(item.period), who, item.place, lenient
