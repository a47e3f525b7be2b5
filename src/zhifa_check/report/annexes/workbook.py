"""``-f xlsx:附件.xlsx``: the annexes of the circular, and what the bureau alone looks at."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import BinaryIO

from xlsxwriter import Workbook

from zhifa_check.calendar.periods import parse_period
from zhifa_check.kinds.base import STATUS_NAMES
from zhifa_check.report.annexes.records import approved, decisions, deliveries, dossiers, people
from zhifa_check.report.annexes.sheet import A3, Cell, Coloured, Rate, Sheets, Signed, day_cell, figure_cell
from zhifa_check.report.period.matrix import SIGNS, lines
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend import CHANGES
from zhifa_check.report.period.trend_words import MEANING, series_table
from zhifa_check.report.period.view import Fault, PeriodView
from zhifa_check.report.period.words import NOTES, title

#: Nothing that a person or a plan writes may become a formula, a link or a number.
_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FAULT_HEADS = (
    *("序号", "任务", "要求", "单位", "所属期", "对象", "结论", "情况", "实际", "应为", "期限", "宽松理解期限"),
    *("依据", "原文"),
)


def write_annexes(report: Report, out: BinaryIO, color: str) -> None:
    """The whole workbook; the same bytes for the same period."""
    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, **_AS_WRITTEN})
    plan = report.period.view.plan
    book.set_properties({"title": title(report.period), "created": datetime.combine(plan.issued, time())})
    sheets = Sheets(book)
    of = f"{title(report.period)}　{plan.title}（{plan.id}）"
    _overview(sheets, report.period, of)
    _faults(sheets, "问题清单", report.period.problems, of)
    _faults(sheets, "待认定", report.period.with_status("disputed"), of + "　内部使用，不随通报印发")
    deliveries(sheets, report.period, of)
    decisions(sheets, report.period, of)
    people(sheets, report.period, of)
    dossiers(sheets, report.period, of)
    approved(sheets, report.period, of)
    _notes(sheets, report, of)
    book.close()
    out.write(made.getvalue())


def _overview(sheets: Sheets, period: PeriodView, of: str) -> None:
    tasks = period.view.plan.task_titles
    rows: list[list[Cell]] = []
    for line in lines(period):
        squares: list[Cell] = [
            Signed(square.worst, SIGNS[square.worst][0], square.counts[square.worst])
            if (square := line.squares.get(task)) and square.worst
            else None
            for task in tasks
        ]
        rate = Rate(line.on_time, line.decided) if line.decided else None
        rows.append([line.unit.name, *squares, line.problems, line.disputed, line.owed, line.on_time, rate])
    found = lines(period)
    decided, on_time = sum(one.decided for one in found), sum(one.on_time for one in found)
    sums = (sum(one.problems for one in found), sum(one.disputed for one in found), sum(one.owed for one in found))
    rows.append(["合计", *(None for _ in tasks), *sums, on_time, Rate(on_time, decided) if decided else None])
    heads = ("单位", *(name or task for task, name in tasks.items()), "问题", "待认定", "应报", "按期", "按期率")
    key = "　".join(f"{sign}{meaning}" for sign, meaning in SIGNS.values())
    sheets.add("总表", "任务落实情况总表", f"{of}　{key}（后面是件数）", heads, rows, paper=A3)


def _faults(sheets: Sheets, name: str, faults: Sequence[Fault], of: str) -> None:
    rows: list[list[Cell]] = []
    for number, fault in enumerate(faults, 1):
        finding = fault.finding
        rows.append(
            [
                number,
                fault.requirement.task,
                fault.requirement.title,
                fault.unit.name,
                parse_period(finding.period).chinese if finding.period else "",
                finding.subject or "",
                Coloured("disputed" if finding.status == "disputed" else "problem", STATUS_NAMES[finding.status]),
                finding.message,
                figure_cell(finding.actual),
                figure_cell(finding.required),
                day_cell(finding.strict_due),
                day_cell(finding.lenient_due),
                finding.clause or "",
                finding.quote or "",
            ]
        )
    sheets.add(name, name, of, _FAULT_HEADS, rows, paper=A3, frozen=4)


def _notes(sheets: Sheets, report: Report, of: str) -> None:
    rows: list[list[Cell]] = [[note] for note in NOTES]
    rows += [[" ".join(map(str, row))] for row in _series(report)]
    if report.trend.past:
        rows.append([MEANING])
        rows += [
            [f"{name}：{change.unit.name} {change.requirement.title} {change.message}"]
            for kind, name in CHANGES.items()
            for change in report.trend.of_kind(kind)
        ]
    page = sheets.add("说明", "说明", of, ("数字的含义、各季度走势、与上次比较",), rows)
    page.set_column(0, 0, 120)


def _series(report: Report) -> Iterator[Sequence[str]]:
    table = series_table(report.trend)
    for row in table.rows:
        yield [row[0], *(f"{head} {text}" for head, text in zip(table.head[1:], row[1:], strict=True))]
