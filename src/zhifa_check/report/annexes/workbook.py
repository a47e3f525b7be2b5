"""``-f xlsx:附件.xlsx``: the annexes of the circular, and what the bureau alone looks at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from zhifa_check.calendar.periods import parse_period
from zhifa_check.forms.book import new_book
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.annexes.records import approved, decisions, deliveries, dossiers, people
from zhifa_check.report.annexes.sheet import A3, Cell, Coloured, Rate, Sheets, Signed, day_cell, figure_cell
from zhifa_check.report.documents.formal import fault_words
from zhifa_check.report.period.figures import Deliveries
from zhifa_check.report.period.matrix import SIGNS, UnitLine, lines
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend import CHANGES
from zhifa_check.report.period.trend_words import MEANING, series_table
from zhifa_check.report.period.view import Fault, PeriodView
from zhifa_check.report.period.words import NOTES, title

_FAULT_HEADS = (
    *("序号", "任务", "要求", "单位", "所属期", "对象", "结论", "情况", "实际", "应为", "期限", "从宽计算的期限"),
    *("依据", "原文"),
)


def write_annexes(report: Report, out: BinaryIO, color: str) -> None:
    """The whole workbook; the same bytes for the same period."""
    plan = report.period.view.plan
    of = f"{title(report.period)}　{plan.title}（{plan.id}）"
    inside = f"{of}　内部使用，不随通报印发"
    with new_book(out, plan.issued, {"title": title(report.period)}) as book:
        sheets = Sheets(book)
        _overview(sheets, report.period, of)
        _faults(sheets, report.period, of)
        _questions(sheets, report.period, inside)
        for sheet in (deliveries, decisions, people, dossiers, approved):
            sheet(sheets, report.period, inside)
        _notes(sheets, report, inside)


def _overview(sheets: Sheets, period: PeriodView, of: str) -> None:
    """Units by tasks, to go out with the circular: what is still to be decided is not in it."""
    tasks = period.view.plan.task_titles
    found = lines(period)
    rows: list[list[Cell]] = [
        [line.unit.name, *(_square(line.squares.get(task, {})) for task in tasks), *_figures(line.duties, [line])]
        for line in found
    ]
    rows.append(["合计", *(None for _ in tasks), *_figures(period.deliveries(), found)])
    heads = ("单位", *(name or task for task, name in tasks.items()), "问题", "应报", "按期", "按期率")
    key = "　".join(f"{sign}{meaning}" for sort, (sign, meaning) in SIGNS.items() if sort != "disputed")
    sheets.add("总表", "任务落实情况总表", f"{of}　{key}（后面是件数）　正在核实的未列入", heads, rows, paper=A3)


def _square(square: Mapping[str, int]) -> Cell:
    sort = next((sort for sort in square if sort != "disputed"), None)
    return Signed(sort, SIGNS[sort][0], square[sort]) if sort else None


def _figures(duties: Deliveries, of: Sequence[UnitLine]) -> list[Cell]:
    """Behind the tasks: the problems of some units, and what of all that was to be handed in."""
    on_time = duties.columns["on_time"]
    rate = Rate(on_time, duties.decided) if duties.decided else None
    return [sum(line.count("problem") for line in of), duties.owed, on_time, rate]


def _faults(sheets: Sheets, period: PeriodView, of: str) -> None:
    """What units must put right, in the words of the circular."""
    year = period.view.plan.year
    rows = [
        _fault(period, number, fault, fault_words(fault, year, names=True))
        for number, fault in enumerate(period.problems, 1)
    ]
    sheets.add("问题清单", "问题清单", of, _FAULT_HEADS, rows, paper=A3, frozen=4)


def _questions(sheets: Sheets, period: PeriodView, of: str) -> None:
    """What the bureau must decide, with both readings."""
    found = period.with_status("disputed")
    rows = [_fault(period, number, fault, fault.finding.message) for number, fault in enumerate(found, 1)]
    sheets.add("待认定", "待认定", of, _FAULT_HEADS, rows, paper=A3, frozen=4)


def _fault(period: PeriodView, number: int, fault: Fault, words: str) -> list[Cell]:
    finding = fault.finding
    task = fault.requirement.task
    sort = "disputed" if finding.status == "disputed" else "problem"
    return [
        number,
        period.view.plan.task_titles[task] or task,
        fault.requirement.title,
        fault.unit.name,
        parse_period(finding.period).chinese if finding.period else "",
        finding.subject or "",
        Coloured(sort, STATUS_NAMES[finding.status]),
        words,
        figure_cell(finding.actual),
        figure_cell(finding.required),
        day_cell(finding.strict_due),
        day_cell(finding.lenient_due),
        finding.clause or "",
        finding.quote or "",
    ]


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
