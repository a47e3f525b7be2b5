"""The circular on a period: what was owed and done, who fell short in what, and what is asked; a draft to be signed."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from zhifa_check.kinds.base import percent
from zhifa_check.report.check.view import UnitView
from zhifa_check.report.documents.formal import (
    basis,
    bureau_of,
    chinese_date,
    chinese_number,
    chinese_period,
    fault_words,
    is_about_a_person,
    supervising_kinds,
    unset_date,
)
from zhifa_check.report.documents.template import Para, Values, fill
from zhifa_check.report.period.figures import YearFigures
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend import Trend
from zhifa_check.report.period.view import Fault, PeriodView

TEMPLATE = "通报.docx"
DRAFT = "草　稿"
#: More units than these are named with their number.
_MANY = 3
UNSET_DAY = "　　年　　月　　日"


def write_circular(report: Report, out: BinaryIO, color: str) -> None:
    """One document; nothing in it is still to be decided."""
    period = report.period
    values = circular_values(report)
    title = str(values["标题"])
    out.write(fill(report.templates.of(TEMPLATE), values, title, period.view.plan.issued))


def common_values(report: Report) -> dict[str, str]:
    """The placeholders that every document knows."""
    period = report.period
    return {
        "署名": bureau_of(period.view.plan, report.registry),
        "日期": unset_date(period.view.as_of),
        "文号": "　　　　　　　　",
        "签发人": "　　　　",
        "草稿标记": DRAFT,
        "期间": chinese_period(period.period),
        "截至日期": chinese_date(period.view.as_of),
        "计划名称": f"《{period.view.plan.title}》（{period.view.plan.id}）",
    }


def circular_values(report: Report) -> Values:
    """What each placeholder stands for."""
    period = report.period
    name = bureau_of(period.view.plan, report.registry)
    called = chinese_period(period.period)
    return {
        "标题": f"{name}关于{called}行政执法监督工作计划落实情况的通报",
        "主送": addressees(report),
        "引言": [_opening(period, name)],
        "总体情况": list(_overall(period, report.trend)),
        "主要问题": list(_problems(period)),
        "下一步要求": list(_demands(report, name)),
        "附件": [
            Para("公文正文", "附件：1.任务落实情况总表"),
            Para("公文正文", "　　　2.问题清单"),
        ],
        "抄送": "　　　　　　　　",
        **common_values(report),
    }


def addressees(report: Report) -> str:
    """All kinds of unit that the registry has, but the bureau's own."""
    own = supervising_kinds(report.period.view.plan)
    kinds = dict.fromkeys(unit.kind for unit in report.registry if unit.kind not in own)
    return "，".join(dict.fromkeys("各有关部门" if "部门" in kind else f"各{kind}" for kind in kinds))


def _opening(period: PeriodView, name: str) -> Para:
    plan = period.view.plan
    return Para(
        "公文正文",
        f"根据《{plan.title}》（{plan.id}）要求，{name.strip('　') or '我局'}对"
        f"{chinese_period(period.period)}到期的任务和发生的执法事项落实情况进行了核查"
        f"（期间为{chinese_date(period.period.start)}至{chinese_date(period.period.end)}，"
        f"数据截至{chinese_date(period.view.as_of)}）。现将有关情况通报如下。",
    )


def _overall(period: PeriodView, trend: Trend) -> Iterator[Para]:
    for lead, text in (
        ("报送事项。", _duties(period)),
        ("按件核查事项。", _events(period)),
        ("其他要求。", _year(period)),
    ):
        if text:
            yield Para("公文正文", text, lead)
    problems = period.problems
    if problems:
        units = len({fault.unit.id for fault in problems})
        others = "；其余单位未发现问题" if units < len(period.units) else ""
        text = f"共发现问题{len(problems)}处，涉及{units}个单位{others}。"
        yield Para("公文正文", text, "问题数量。")
    if trend.past and (words := _compared(trend)):
        yield Para("公文正文", words, "与上次相比。")
    if any(_has_rates(period)):
        yield Para("公文正文", "文中比率取至百分数小数点后两位，其后截去，不四舍五入。")


def _has_rates(period: PeriodView) -> Iterator[bool]:
    yield from (duty.rate is not None for duty in period.duties)
    yield from (year.rate is not None for year in period.final)


def _duties(period: PeriodView) -> str:
    owed = sum(duty.owed for duty in period.duties)
    if not owed:
        return ""
    sums = {column: sum(duty.columns[column] for duty in period.duties) for column in period.duties[0].columns}
    decided = sum(duty.decided for duty in period.duties)
    handed_in = sum(duty.handed_in for duty in period.duties)
    text = f"本期应报{owed}件，已报{handed_in}件。"
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
    if decided:
        left_out = owed - decided
        of = f"（按已核实的{decided}件计算）" if left_out else ""
        text += f"。按期率{percent(sums['on_time'], decided)}{of}"
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
    told = (
        ("mended", "已整改"),
        ("handed_in", "已补报补办"),
        ("done_late", "此前已补办、逾期事实不变"),
        ("open", "仍未整改"),
    )
    counts = [f"{word}{len(found)}处" for kind, word in told if (found := trend.of_kind(kind))]
    if trend.past is None or not trend.past.problems:
        return ""
    of = chinese_period(trend.past.period) if trend.past.period else "上次"
    text = f"{of}通报的{sum(bool(trend.of_kind(kind)) and len(trend.of_kind(kind)) for kind, _ in told)}处问题中，"
    return text + "、".join(counts) + "。" if counts else ""


def _problems(period: PeriodView) -> Iterator[Para]:
    problems = period.problems
    if not problems:
        yield Para("公文正文", "本期未发现问题，各单位均按要求完成了到期的任务。")
        return
    titles = period.view.plan.task_titles
    tasks = [task for task in titles if any(fault.requirement.task == task for fault in problems)]
    for number, task in enumerate(tasks, 1):
        yield Para("二级标题", f"（{chinese_number(number)}）{titles[task] or '有关任务'}")
        mine = [fault for fault in problems if fault.requirement.task == task]
        for index, faults in enumerate(_by_requirement(mine), 1):
            text = "。".join(_told(period, faults)) + "。" + basis(faults[0], period.view.plan.id)
            yield Para("公文正文", text, f"{index}.{faults[0].requirement.title}。")


def _by_requirement(faults: Sequence[Fault]) -> list[list[Fault]]:
    """Those of one requirement and one clause together: a clause may speak to some units only."""
    found: dict[tuple[str, str | None], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.requirement.id, fault.finding.clause), []).append(fault)
    return list(found.values())


def _told(period: PeriodView, faults: Sequence[Fault]) -> Iterator[str]:
    """Sentences that name units; units of which the same is to be said share them."""
    people: dict[str, list[Fault]] = {}
    said: dict[str, list[UnitView]] = {}
    for fault in faults:
        if is_about_a_person(fault):
            people.setdefault(fault.unit.name, []).append(fault)
        else:
            words = fault_words(fault, period.view.plan.year)
            units = said.setdefault(words, [])
            if fault.unit not in units:
                units.append(fault.unit)
    alike: dict[tuple[str, ...], list[str]] = {}
    for words, units in said.items():
        alike.setdefault(tuple(unit.name for unit in units), []).append(words)
    for names, sentences in alike.items():
        many = f"等{len(names)}个单位" if len(names) > _MANY else ""
        yield f"{'、'.join(names)}{many}：{'；'.join(sentences)}"
    if people:
        counted = "、".join(
            f"{name}{len(found)}人（全员{len(found[0].unit.ledger.people) if found[0].unit.ledger else 0}人）"
            for name, found in people.items()
        )
        yield f"{counted}未达到要求"


def _demands(report: Report, name: str) -> Iterator[Para]:
    by = chinese_date(report.rectify_by) if report.rectify_by else UNSET_DAY
    to = name.strip("　") or "我局"
    demands = []
    if report.period.problems:
        demands.append(
            f"限期整改。请存在上述问题的单位逐项查明原因，于{by}前完成整改，并将整改情况书面报送{to}；"
            "逾期事实不能改变的，请说明原因和今后的措施。"
        )
    demands.append(
        "按时报送。请各单位对照工作计划，按规定时限完成后续到期的任务，如实、完整填报，并做好台账资料的留存。"
    )
    demands.append(f"加强督促。{to}将继续对照工作计划开展日常监测，对整改不到位的予以督促。")
    for number, text in enumerate(demands, 1):
        lead, _, rest = text.partition("。")
        yield Para("公文正文", rest, f"（{chinese_number(number)}）{lead}。")
