"""``-f xlsx:附件.xlsx``: the annexes of the circular, and what the bureau alone looks at."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

from xlsxwriter import Workbook

from zhifa_check.calendar.periods import parse_period
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.base import STATUS_NAMES, plain
from zhifa_check.kinds.ladder import Ladder
from zhifa_check.report.annexes.sheet import A3, Cell, Coloured, Rate, Sheets, Signed
from zhifa_check.report.period.figures import DUTY_COLUMNS, Delivery
from zhifa_check.report.period.matrix import SIGNS, lines
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend import CHANGES
from zhifa_check.report.period.trend_words import MEANING, series_table
from zhifa_check.report.period.view import Fault, PeriodView
from zhifa_check.report.period.words import NOTES, title

#: Nothing that a person or a plan writes may become a formula, a link or a number.
_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DECISIONS = "重大决定"
_SORT = {"on_time": "met", "pending": "pending", "waived": "waived", "disputed": "disputed"}
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
    _deliveries(sheets, report.period, of)
    _decisions(sheets, report.period, of)
    _people(sheets, report.period, of)
    _dossiers(sheets, report.period, of)
    _approved(sheets, report.period, of)
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
                _figure(finding.actual),
                _figure(finding.required),
                _day(finding.strict_due),
                _day(finding.lenient_due),
                finding.clause or "",
                finding.quote or "",
            ]
        )
    sheets.add(name, name, of, _FAULT_HEADS, rows, paper=A3, frozen=4)


def _deliveries(sheets: Sheets, period: PeriodView, of: str) -> None:
    columns = [
        (duty, one) for duty in period.duties for one in dict.fromkeys(delivery.period for delivery in duty.deliveries)
    ]
    groups = [("单位", 1), *((duty.item, len({one.period for one in duty.deliveries})) for duty in period.duties)]
    found = {
        (delivery.unit.id, duty.requirement.id, duty.item, delivery.period): delivery
        for duty in period.duties
        for delivery in duty.deliveries
    }
    rows = [
        [
            unit.name,
            *(_delivery(found.get((unit.id, duty.requirement.id, duty.item, one))) for duty, one in columns),
        ]
        for unit in period.units
        if any((unit.id, duty.requirement.id, duty.item, one) in found for duty, one in columns)
    ]
    words = "日期是报送那一天；没有日期的写明情况"
    heads = ("单位", *(one.chinese for _, one in columns))
    sheets.add("报送情况", "报送情况", f"{of}　{words}", heads, rows, paper=A3, groups=groups)


def _delivery(one: Delivery | None) -> Cell:
    if one is None:
        return None
    sort = _SORT.get(one.column, "problem")
    return Coloured(sort, one.done if one.done is not None else DUTY_COLUMNS[one.column])


def _decisions(sheets: Sheets, period: PeriodView, of: str) -> None:
    rows: list[list[Cell]] = []
    for figures in period.events:
        if figures.section != _DECISIONS or not figures.has_deadline:
            continue
        for unit, row in figures.rows:
            answered = _day(row.answered)
            days = (answered - row.day).days if isinstance(answered, date) else None
            sort = {"met": "met", "disputed": "disputed", "pending": "pending", "waived": "waived"}
            rows.append(
                [
                    unit.name,
                    row.subject or "",
                    row.category or "",
                    row.day,
                    answered,
                    days,
                    _day(row.strict_due),
                    _day(row.lenient_due),
                    Coloured(sort.get(row.status, "problem"), STATUS_NAMES[row.status]),
                    figures.requirement.title,
                ]
            )
    heads = ("单位", "文号", "类别", "决定日期", "备案日期", "用了几天", "期限", "宽松理解期限", "结论", "要求")
    sheets.add("重大决定备案", "重大决定备案情况", of, heads, rows, frozen=2)


def _people(sheets: Sheets, period: PeriodView, of: str) -> None:
    plan = period.view.plan
    words = plan.categories["培训类别"]
    totals = [
        one
        for one in plan.requirements
        if any(one.id in person.sums for unit in period.units if unit.ledger for person in unit.ledger.people)
    ]
    told = _told_of_people(period)
    rows: list[list[Cell]] = []
    for unit in period.units:
        for person in unit.ledger.people if unit.ledger else ():
            row: list[Cell] = [unit.name, person.number, person.name, person.category]
            row += [person.hours.get(word, Decimal()) for word in words]
            for requirement in totals:
                finding = told.get((unit.id, requirement.id, person.number))
                sum_ = person.sums.get(requirement.id)
                row += [sum_, None if sum_ is None else _gap(finding)]
            exam = {True: "合格", False: "不合格", None: "未考"}[person.passed]
            rows.append([*row, exam])
    heads = ["单位", "编号", "姓名", "类别", *words]
    for requirement in totals:
        heads += [requirement.title, f"{requirement.title}缺口"]
    year = "年度累计，期限未到的是进度" if period.progress else "年度累计"
    sheets.add("培训学时", f"培训学时（{year}）", of, [*heads, "考试"], rows, paper=A3, frozen=3)


def _told_of_people(period: PeriodView) -> dict[tuple[str | None, str, str | None], Finding]:
    return {
        (finding.unit, finding.id, finding.subject): finding
        for unit in period.view.units
        for finding in (*unit.findings, *unit.pending)
    }


def _gap(finding: Finding | None) -> Cell:
    """How much is missing of what the strict reading asks; 0 where nothing is told."""
    if finding is None or finding.actual is None or finding.required is None:
        return 0
    try:
        return max(Decimal(finding.required) - Decimal(finding.actual), Decimal())
    except ArithmeticError:
        return None


def _dossiers(sheets: Sheets, period: PeriodView, of: str) -> None:
    final = any(isinstance(one.requirement.rule, Ladder) for one in period.final)
    rows: list[list[Cell]] = []
    for unit in period.units:
        for one in unit.ledger.volumes if unit.ledger else ():
            if one.needed is None:
                continue
            step = f"{one.volume} × {plain(one.share)}%，进为整数" if one.share is not None else "按件数"
            gap = max(one.needed - one.reviewed, 0)
            sort = "met" if not gap else "problem" if final else "pending"
            row: list[Cell] = [unit.name, one.body, one.volume, step if one.volume else "没有案卷"]
            rows.append([*row, one.needed, one.reviewed, Coloured(sort, gap)])
    heads = ("单位", "执法主体", "全年案卷", "按哪一级", "应评查", "已评查", "还差")
    sheets.add("案卷评查", "案卷评查比例（年度累计）", of, heads, rows, frozen=2)


def _approved(sheets: Sheets, period: PeriodView, of: str) -> None:
    rows: list[list[Cell]] = []
    for fault in period.faults:
        finding, waiver, ruling = fault.finding, fault.finding.waiver, fault.finding.ruling
        what: list[Cell] = [fault.unit.name, fault.requirement.title, finding.subject or ""]
        if ruling is not None:
            who: list[Cell] = [ruling.reason, ruling.document, ruling.decided_by, _day(ruling.decided_on), None]
            rows.append([*what, f"认定为{ruling.result}", finding.message, *who])
        if waiver is not None:
            who = [waiver.reason, waiver.document, waiver.approved_by]
            dates: list[Cell] = [_day(waiver.approved_on), _day(waiver.expires_on)]
            rows.append([*what, "核准不计", finding.message, *who, *dates])
    heads = ("单位", "要求", "对象", "结果", "情况", "理由", "文件", "批准（认定）人", "批准（认定）日期", "到期日期")
    sheets.add("豁免与认定", "豁免与认定", of, heads, rows)


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


def _day(text: str | None) -> date | str | None:
    """A date or a time of a finding as the sheet holds it."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text


def _figure(text: str | None) -> Cell:
    """A figure as a number, a date as a date, anything else as it is written."""
    if text is None:
        return None
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return Decimal(text)
    if text.endswith("%") and text[:-1].isdigit():
        return Rate(int(text[:-1]), 100)
    return _day(text)
