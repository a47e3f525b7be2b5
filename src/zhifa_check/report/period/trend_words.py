"""What a trend says in words: the year quarter by quarter, and what became of an earlier report's problems."""

from collections.abc import Iterator
from typing import Any

from zhifa_check.report.period.trend import CHANGES, Trend, by_task, by_unit
from zhifa_check.report.period.view import PeriodView
from zhifa_check.report.period.words import Table

#: What each kind of change means.
MEANING = (
    "新增＝上次没有列出的问题；已整改＝上次的问题现在没有了；补报＝上次没有做、期限后补做了；"
    "逾期已办＝早已补做、只是逾期的事实不变；仍未整改＝现在还是那样。按同一单位、同一要求、同一对象、同一所属期对应。"
)


def series_table(trend: Trend) -> Table:
    """The quarters of the year, as of now."""
    head = ("季度", "应报", "按期", "逾期", "未报", "按期率", "按件核对", "逾期（不符合）", "问题", "涉及单位")
    return Table("各季度走势", head, tuple(_quarter(one) for one in trend.series))


def quarter_figures(one: PeriodView) -> dict[str, Any]:
    """The sums of one quarter."""
    total = one.deliveries()
    return {
        "period": str(one.period),
        "owed": total.owed,
        "on_time": total.columns["on_time"],
        "late": total.columns["late"],
        "missing": total.columns["missing"],
        "rate": total.rate,
        "events": sum(len(figures.rows) for figures in one.events),
        "broken": sum(figures.broken for figures in one.events),
        "problems": len(one.problems),
        "units_with_problems": one.concerned,
        "over": one.is_over,
    }


def _quarter(one: PeriodView) -> tuple[str, ...]:
    figures = quarter_figures(one)
    name = one.period.chinese + ("" if one.is_over else "（未完）")
    keys = ("owed", "on_time", "late", "missing", "rate", "events", "broken", "problems", "units_with_problems")
    return name, *("—" if figures[key] is None else str(figures[key]) for key in keys)


def trend_table(trend: Trend) -> Table:
    """Changes by unit, and their sum."""
    shown = [kind for kind in CHANGES if trend.of_kind(kind)]
    rows = [(name, *(str(counts[kind]) for kind in shown)) for name, counts in by_unit(trend)]
    if len(rows) > 1:
        rows.append(("合计", *(str(len(trend.of_kind(kind))) for kind in shown)))
    return Table(since_words(trend), ("单位", *(CHANGES[kind] for kind in shown)), tuple(rows) if shown else ())


def trend_tables(trend: Trend) -> list[Table]:
    """Those that have rows."""
    return [table for table in (series_table(trend), trend_table(trend)) if table.rows]


def since_words(trend: Trend) -> str:
    """Compared with which report."""
    if trend.past is None:
        return ""
    of = f"{trend.past.period.chinese}的结果" if trend.past.period else "以前的结果"
    return f"与{of}（截至 {trend.past.as_of}，问题 {len(trend.past.problems)} 处）相比"


def trend_lines(trend: Trend) -> Iterator[str]:
    """Every change in a line, then by task, then what the words mean."""
    if trend.past is None:
        return
    if not trend.changes:
        yield f"{since_words(trend)}：没有变化"
    for kind, name in CHANGES.items():
        for change in trend.of_kind(kind):
            yield f"{name}：{change.unit.name} {change.requirement.id} {change.message}"
    for task, counts in by_task(trend):
        yield f"{task}：" + "、".join(f"{CHANGES[kind]} {count}" for kind, count in counts.items() if count)
    yield MEANING


def trend_object(trend: Trend) -> dict[str, Any]:
    """The published form."""
    found: dict[str, Any] = {"series": [quarter_figures(one) for one in trend.series]}
    if trend.past is not None:
        found["since"] = {
            "as_of": str(trend.past.as_of),
            "period": str(trend.past.period) if trend.past.period else None,
            "problems": len(trend.past.problems),
        }
        found["counts"] = {kind: len(trend.of_kind(kind)) for kind in CHANGES}
        found["changes"] = [
            {
                "change": one.kind,
                "unit": one.unit.id,
                "requirement": one.requirement.id,
                "subject": one.finding.subject if one.finding else None,
                "message": one.message,
            }
            for one in trend.changes
        ]
    return found
