"""The first part of a circular: how much was owed, done in time, late and found wrong, in sentences that add up."""

from collections.abc import Iterator

from zhifa_check.report.documents.formal import chinese_period
from zhifa_check.report.documents.template import Para
from zhifa_check.report.period.figures import YearFigures
from zhifa_check.report.period.trend import Trend
from zhifa_check.report.period.view import PeriodView


def overall(period: PeriodView, trend: Trend) -> Iterator[Para]:
    """One paragraph for each sort of figures that there is."""
    for lead, text in (
        ("报送事项。", _duties(period)),
        ("按件核查事项。", _events(period)),
        ("其他要求。", _year(period)),
    ):
        if text:
            yield Para(text, lead)
    problems = period.problems
    if problems:
        units = period.concerned
        others = "；其余单位未发现问题" if units < len(period.units) else ""
        text = f"共发现问题{len(problems)}处，涉及{units}个单位{others}。"
        yield Para(text, "问题数量。")
    if trend.past and (words := _compared(trend)):
        yield Para(words, "与上次相比。")
    if any(duty.rate for duty in period.duties) or any(year.rate for year in period.final):
        yield Para("文中比率取至百分数小数点后两位，其后截去，不四舍五入。")


def _duties(period: PeriodView) -> str:
    total = period.deliveries()
    owed, sums = total.owed, total.columns
    if not owed:
        return ""
    text = f"本期应报{owed}件，已报{total.handed_in}件。"
    if sums["on_time"] == owed:
        return text + "各单位均按时报送，按期率100%。"
    parts = [f"按期{sums['on_time']}件"]
    parts += [
        f"{word}{sums[column]}件"
        for column, word in (
            ("late", "逾期"),
            ("incomplete", "报送不合要求"),
            ("missing", "未报"),
            ("unreadable", "因填报内容无法识别未能核对"),
        )
        if sums[column]
    ]
    text += f"应报的{owed}件中，{'、'.join(parts)}"
    if sums["disputed"]:
        text += f"，另有{sums['disputed']}件正在核实"
    if total.rate:
        of = f"（按已核实的{total.decided}件计算）" if total.decided < owed else ""
        text += f"。按期率{total.rate}{of}"
    return text + "。"


def _events(period: PeriodView) -> str:
    parts = []
    for figures in period.events:
        if not figures.rows:
            continue
        number = len(figures.rows)
        good, bad = ("按期", "逾期") if figures.has_deadline else ("符合", "不符合")
        open_ = number - figures.met - figures.broken - figures.by_status.get("disputed", 0)
        text = f"{figures.requirement.title}应核{number}件，{good}{figures.met}件"
        if figures.broken:
            text += f"、{bad}{figures.broken}件"
            text += f"（其中至今未办{figures.unanswered}件）" if figures.unanswered else ""
        if open_:
            text += f"、未到期或核准不计{open_}件"
        if disputed := figures.by_status.get("disputed", 0):
            text += f"，另有{disputed}件正在核实"
        parts.append(text)
    return "；".join(parts) + "。" if parts else ""


def _year(period: PeriodView) -> str:
    parts = [_one_of_the_year(period, one) for one in period.final if one.bound]
    return "；".join(parts) + "。" if parts else ""


def _one_of_the_year(period: PeriodView, one: YearFigures) -> str:
    title = one.requirement.title
    if one.rate is not None and one.is_a_rate:
        text = f"{title}{one.rate}（{one.done}/{one.of}）"
    elif one.rate is not None and one.counts_people:
        text = f"{title}应达标{one.of}人，达标{one.done}人，占{one.rate}"
        open_ = [fault for fault in period.with_status("disputed") if fault.requirement.id == one.requirement.id]
        text += f"，另有{len(open_)}人正在核实" if open_ else ""
    else:
        unsure = one.by_status.get("disputed", 0)
        text = f"{title}涉及{one.bound}个单位，达标{one.by_status.get('met', 0)}个"
        return text + (f"，另有{unsure}个正在核实" if unsure else "")
    absent = one.by_status.get("missing", 0) + one.by_status.get("unreadable", 0)
    return text + (f"，另有{absent}个单位没有可核对的内容" if absent else "")


def _compared(trend: Trend) -> str:
    """What became of last time's problems; those that are undecided again are counted alone."""
    before = [change for change in trend.changes if change.kind != "new"]
    if trend.past is None or not before:
        return ""
    told = (
        ("mended", "已整改"),
        ("handed_in", "已补报补办"),
        ("done_late", "此前已补办、逾期事实不变"),
        ("open", "仍未整改"),
        ("waived", "经核准不计"),
    )
    counts = [f"{word}{len(found)}处" for kind, word in told if (found := trend.of_kind(kind))]
    if rest := len(before) - sum(len(trend.of_kind(kind)) for kind, _ in told):
        counts.append(f"正在核实{rest}处")
    of = chinese_period(trend.past.period) if trend.past.period else "上次"
    return f"{of}列出的{len(before)}处问题中，{'、'.join(counts)}。"
