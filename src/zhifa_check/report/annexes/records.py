"""The sheets that list records: reports, decisions, people, dossiers, approvals and rulings."""

from datetime import date
from decimal import Decimal

from zhifa_check.format.sections.decisions import Decision
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.annexes.sheet import A3, Cell, Coloured, Sheets, day_cell
from zhifa_check.report.period.figures import DUTY_COLUMNS, Delivery
from zhifa_check.report.period.view import PeriodView
from zhifa_check.words.figures import plain

#: The colours of columns and statuses; every other one is a problem.
_SORT = {"on_time": "met", "met": "met", "pending": "pending", "waived": "waived", "disputed": "disputed"}


def deliveries(sheets: Sheets, period: PeriodView, of: str) -> None:
    """Units by 事项 and 所属期: the day on which each was handed in."""
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


def decisions(sheets: Sheets, period: PeriodView, of: str) -> None:
    """Each major decision with both dates."""
    rows: list[list[Cell]] = []
    for figures in period.events:
        if figures.section != Decision.title or not figures.has_deadline:
            continue
        for unit, row in figures.rows:
            answered = day_cell(row.answered)
            days = (answered - row.day).days if isinstance(answered, date) else None
            rows.append(
                [
                    unit.name,
                    row.subject or "",
                    row.category or "",
                    row.day,
                    answered,
                    days,
                    day_cell(row.strict_due),
                    day_cell(row.lenient_due),
                    Coloured(_SORT.get(row.status, "problem"), STATUS_NAMES[row.status]),
                    figures.requirement.title,
                ]
            )
    heads = ("单位", "文号", "类别", "决定日期", "备案日期", "用了几天", "期限", "宽松理解期限", "结论", "要求")
    sheets.add("重大决定备案", "重大决定备案情况", of, heads, rows, frozen=2)


def people(sheets: Sheets, period: PeriodView, of: str) -> None:
    """Each person's hours by 类别, and what is missing of what every rule asks."""
    plan = period.view.plan
    everybody = [person for unit in period.units if unit.ledger for person in unit.ledger.people]
    # a plan need not list the words that no rule of it asks for
    words = plan.categories.get("培训类别") or sorted({word for person in everybody for word in person.hours})
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


def dossiers(sheets: Sheets, period: PeriodView, of: str) -> None:
    """The ladder worked out for each enforcement body."""
    final = any(isinstance(one.requirement.rule, Amount) and one.requirement.rule.steps for one in period.final)
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


def approved(sheets: Sheets, period: PeriodView, of: str) -> None:
    """What the bureau approved not to count, and how it ruled on what was disputed."""
    rows: list[list[Cell]] = []
    for fault in period.faults:
        finding, waiver, ruling = fault.finding, fault.finding.waiver, fault.finding.ruling
        what: list[Cell] = [fault.unit.name, fault.requirement.title, finding.subject or ""]
        if ruling is not None:
            who: list[Cell] = [ruling.reason, ruling.document, ruling.decided_by, day_cell(ruling.decided_on), None]
            rows.append([*what, f"认定为{ruling.result}", finding.message, *who])
        if waiver is not None:
            who = [waiver.reason, waiver.document, waiver.approved_by]
            dates: list[Cell] = [day_cell(waiver.approved_on), day_cell(waiver.expires_on)]
            rows.append([*what, "核准不计", finding.message, *who, *dates])
    heads = ("单位", "要求", "对象", "结果", "情况", "理由", "文件", "批准（认定）人", "批准（认定）日期", "到期日期")
    sheets.add("豁免与认定", "豁免与认定", of, heads, rows)
