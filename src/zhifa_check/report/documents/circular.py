"""The circular on a period: what was owed and done, who fell short in what, and what is asked; a draft to be signed."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from zhifa_check.report.check.view import UnitView
from zhifa_check.report.documents import formal
from zhifa_check.report.documents.overall import overall
from zhifa_check.report.documents.template import Para, Values, fill
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.view import Fault, PeriodView

TEMPLATE = "通报.docx"
DRAFT = "草　稿"
#: More units than these are named with their number.
_MANY = 3


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
        "署名": formal.bureau_of(period.view.plan, report.registry),
        "日期": formal.unset_date(period.view.as_of),
        "文号": "　　　　　　　　",
        "签发人": "　　　　",
        "草稿标记": DRAFT,
        "期间": formal.chinese_period(period.period),
        "截至日期": formal.chinese_date(period.view.as_of),
        "计划名称": f"《{period.view.plan.title}》（{period.view.plan.id}）",
    }


def circular_values(report: Report) -> Values:
    """What each placeholder stands for."""
    period = report.period
    common = common_values(report)
    us = formal.bureau_or_us(period.view.plan, report.registry)
    return {
        "标题": f"{common['署名']}关于{common['期间']}行政执法监督工作计划落实情况的通报",
        "主送": addressees(report),
        "引言": [_opening(period, us)],
        "总体情况": list(overall(period, report.trend)),
        "主要问题": list(_problems(period)),
        "下一步要求": list(_demands(report, us)),
        "附件": [Para("附件：1.任务落实情况总表"), Para("　　　2.问题清单")],
        "抄送": "　　　　　　　　",
        **common,
    }


def rectify_by(report: Report) -> str:
    """The day by which things are to be put right, or room for it."""
    return formal.chinese_date(report.rectify_by) if report.rectify_by else "　　年　　月　　日"


def addressees(report: Report) -> str:
    """All kinds of unit that the registry has, but the bureau's own."""
    own = formal.supervising_kinds(report.period.view.plan)
    kinds = dict.fromkeys(unit.kind for unit in report.registry if unit.kind not in own)
    return "，".join(dict.fromkeys("各有关部门" if "部门" in kind else f"各{kind}" for kind in kinds))


def _opening(period: PeriodView, us: str) -> Para:
    plan = period.view.plan
    return Para(
        f"根据《{plan.title}》（{plan.id}）要求，{us}对"
        f"{formal.chinese_period(period.period)}到期的任务和发生的执法事项落实情况进行了核查"
        f"（期间为{formal.chinese_date(period.period.start)}至{formal.chinese_date(period.period.end)}，"
        f"数据截至{formal.chinese_date(period.view.as_of)}）。现将有关情况通报如下。",
    )


def _problems(period: PeriodView) -> Iterator[Para]:
    problems = period.problems
    if not problems:
        yield Para("本期未发现问题，各单位均按要求完成了到期的任务。")
        return
    titles = period.view.plan.task_titles
    tasks = [task for task in titles if any(fault.requirement.task == task for fault in problems)]
    for number, task in enumerate(tasks, 1):
        mine = [fault for fault in problems if fault.requirement.task == task]
        yield Para(f"（{formal.chinese_number(number)}）{titles[task] or mine[0].requirement.title}", style="二级标题")
        for index, faults in enumerate(_by_requirement(mine), 1):
            text = "。".join(_told(period, faults)) + "。" + formal.basis(faults[0], period.view.plan.id)
            yield Para(text, f"{index}.{faults[0].requirement.title}。")


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
        if formal.is_about_a_person(fault):
            people.setdefault(fault.unit.name, []).append(fault)
        else:
            words = formal.fault_words(fault, period.view.plan.year)
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
        counted = "、".join(f"{name}{len(found)}人（应达标{_judged(found[0])}人）" for name, found in people.items())
        yield f"{counted}未达到要求"


def _judged(fault: Fault) -> str:
    """How many people of the unit the requirement judges."""
    mine = (one.progress for one in fault.unit.outcomes if one.requirement == fault.requirement.id)
    return next((progress.rpartition("/")[2] for progress in mine if progress), "")


def _demands(report: Report, us: str) -> Iterator[Para]:
    demands = []
    if report.period.problems:
        demands.append(
            f"限期整改。请存在上述问题的单位逐项查明原因，于{rectify_by(report)}前完成整改，并将整改情况书面报送{us}；"
            "逾期事实不能改变的，请说明原因和今后的措施。"
        )
    demands.append(
        "按时报送。请各单位对照工作计划，按规定时限完成后续到期的任务，如实、完整填报，并做好台账资料的留存。"
    )
    demands.append(f"加强督促。{us}将继续对照工作计划开展日常监测，对整改不到位的予以督促。")
    for number, text in enumerate(demands, 1):
        lead, _, rest = text.partition("。")
        yield Para(rest, f"（{formal.chinese_number(number)}）{lead}。")
