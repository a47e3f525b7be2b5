"""What a report on a period says in words, the same for the screen and for documents: tables, lines and notes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.verdict import notice_lines
from zhifa_check.report.check.view import ALWAYS_TOLD
from zhifa_check.report.period.figures import DUTY_COLUMNS, EventFigures, YearFigures
from zhifa_check.report.period.view import Fault, PeriodView

#: Always shown; the others only where somebody stands in them.
_DUTY_ALWAYS = ("on_time", "late", "missing")
_NONE = "—"
#: Kinds of notices without which the figures would be taken for more than they are.
_TOLD = ALWAYS_TOLD | {"no-unit", "calendar", "plan-over", "plan-broken"}

#: What each figure counts.
NOTES = (
    "应报＝本期内到期（按严格理解的期限）的报送事项，一个单位、一个事项、一个所属期算 1 件；"
    "未到期、核准不计的另列，不算在内。",
    "应报＝按期＋逾期＋不合要求＋未报＋待认定＋无法读取。已报＝其中有报送记录的，不论迟早。",
    "逾期＝期限后才报；不合要求＝报了但缺内容或先后颠倒；未报＝期限已过仍没有记录。",
    "按期率＝按期÷（应报－待认定－无法读取）；件数类按发生日期（决定日期、发生时间等）归入本期。",
    "各项比率截尾保留两位小数，不四舍五入。同一处问题只列一次，备案率、学时完成率只作汇总，不另列问题。",
)


class Table(NamedTuple):
    """A heading, column heads and rows of text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def title(period: PeriodView) -> str:
    """Of what, as of when."""
    return f"{period.period.chinese}情况（{period.period.start} 至 {period.period.end}），截至 {period.view.as_of}"


def headline(period: PeriodView) -> str:
    """How much was looked at and how many faults there are, each once."""
    problems = period.problems
    counted = [
        f"{STATUS_NAMES[status]} {count}"
        for status in ("violated", "missing", "unreadable", "disputed", "waived")
        if (count := len(period.with_status(status)))
    ]
    told = f"问题 {len(problems)} 处，涉及 {period.concerned} 个单位" if problems else "没有发现问题"
    return f"单位 {len(period.units)} 个；{told}" + (f"（{' · '.join(counted)}）" if counted else "")


def warnings(period: PeriodView) -> Iterator[str]:
    """What a reader must know before the figures."""
    if not period.is_over:
        yield f"本期到 {period.period.end} 才结束，现在的数字还会变化"
    if errors := len(period.data_errors):
        files = len({finding.file for finding in period.data_errors})
        yield f"有 {files} 份文件填写有误（{errors} 处），改正前有关事项无法读取，不作未报处理"
    yield from notice_lines(notice for notice in period.view.notices if notice.kind in _TOLD)
    for figures in period.events:
        if figures.unread:
            names = "、".join(unit.name for unit in figures.unread)
            yield f"{figures.requirement.title}：{names}有读不出的记录，件数不全"


def tables(period: PeriodView) -> list[Table]:
    """All tables that have rows."""
    found = [
        _duty_table(period),
        event_table(period.events),
        _year_table("本期到期的年度要求", period.final),
        _year_table("年度要求的进度（未到期）", period.progress),
    ]
    return [table for table in found if table.rows]


def _duty_table(period: PeriodView) -> Table:
    """应报、已报、按期、逾期、未报、按期率, a 事项 a row, and their sum."""
    duties = period.duties
    shown = [key for key in DUTY_COLUMNS if key in _DUTY_ALWAYS or any(one.columns[key] for one in duties)]
    rows = [
        (
            one.requirement.id,
            one.item,
            str(one.owed),
            str(one.handed_in),
            *(str(one.columns[key]) for key in shown),
            one.rate or _NONE,
        )
        for one in duties
    ]
    if len(rows) > 1:
        total = period.deliveries()
        counts = (total.owed, total.handed_in, *(total.columns[key] for key in shown))
        rows.append(("合计", "", *map(str, counts), total.rate or _NONE))
    head = ("编号", "事项", "应报", "已报", *(DUTY_COLUMNS[key] for key in shown), "按期率")
    return Table("报送事项", head, tuple(rows))


def event_table(events: Sequence[EventFigures]) -> Table:
    """件数、按期（符合）、逾期（不符合） of each rule about events."""
    others = [
        status for status in ("disputed", "pending", "waived") if any(one.by_status.get(status) for one in events)
    ]
    rows = [
        (
            one.requirement.id,
            one.requirement.title,
            str(len(one.rows)),
            str(one.met),
            str(one.broken),
            str(one.unanswered) if one.has_deadline else _NONE,
            *(str(one.by_status.get(status, 0)) for status in others),
        )
        for one in events
        if one.rows
    ]
    head = (
        "编号",
        "要求",
        "件数",
        "按期（符合）",
        "逾期（不符合）",
        "其中未办",
        *(STATUS_NAMES[one] for one in others),
    )
    return Table("按件核对", head, tuple(rows))


def _year_table(name: str, years: Sequence[YearFigures]) -> Table:
    statuses = [
        status
        for status in ("met", "violated", "missing", "unreadable", "disputed", "pending", "waived")
        if any(one.by_status.get(status) for one in years)
    ]
    rows = [
        (
            one.requirement.id,
            one.requirement.title,
            str(one.bound),
            *(str(one.by_status.get(status, 0)) for status in statuses),
            year_progress(one),
        )
        for one in years
        if one.bound
    ]
    head = ("编号", "要求", "单位", *(STATUS_NAMES[status] for status in statuses), "合计")
    return Table(name, head, tuple(rows))


def year_progress(one: YearFigures) -> str:
    """「226/255 人，88.62%」, or nothing where units have no figures that add up."""
    if one.rate is None:
        return ""
    return f"{one.done}/{one.of}{' 人' if one.counts_people else ''}，{one.rate}"


def _by_unit(period: PeriodView, *statuses: str) -> Iterator[tuple[str, list[Fault]]]:
    """Faults of these statuses by unit, in the order of the registry."""
    found = period.with_status(*statuses)
    for unit in period.units:
        if mine := [fault for fault in found if fault.unit.id == unit.id]:
            yield unit.name, mine


def fault_parts(period: PeriodView) -> Iterator[tuple[str, list[tuple[str, list[Fault]]]]]:
    """What is to be put right, what a person decides and what is approved not to count, each by unit."""
    for heading, statuses in (
        ("问题", ("violated", "missing", "unreadable")),
        ("待认定（由市司法局认定，不写入通报）", ("disputed",)),
        ("核准不计", ("waived",)),
    ):
        if found := list(_by_unit(period, *statuses)):
            yield heading, found


def fault_text(fault: Fault) -> str:
    """One fault in one line."""
    finding = fault.finding
    return f"{STATUS_NAMES[finding.status]} {finding.id} {finding.message}（{finding.clause}）"
