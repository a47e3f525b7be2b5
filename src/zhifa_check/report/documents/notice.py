"""Each unit's notice: what became of last time's problems, what was found, how to put it right, a slip to return."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhifa_check.report.documents.circular import common_values, rectify_by
from zhifa_check.report.documents.formal import basis, bureau_or_us, fault_words, formal
from zhifa_check.report.documents.template import Block, Grid, Para, Values, write_letters
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend import Change, is_done_late
from zhifa_check.report.period.view import Fault

_EXPLAIN = "逾期的事实已不能改变，请说明原因和今后的措施。"
#: What became of last time's problems, in the words of a notice.
_BECAME = {
    "mended": "已整改",
    "handed_in": "已补报补办，逾期的事实不变",
    "done_late": "此前已补办，逾期的事实不变，无须再办",
    "open": "仍未整改",
    "waived": "已核准不计",
    "unreadable": "填报内容无法识别，未能核对",
}


def write_notices(report: Report, folder: Path) -> list[Path]:
    """One file for each unit with problems of the period or open ones of last time; the files written.

    Raises OutputError or OSError.
    """
    letters = []
    for unit in report.registry:
        problems = [fault for fault in report.period.problems if fault.unit.id == unit.id]
        before = [one for one in report.trend.changes if one.unit.id == unit.id and one.kind in _BECAME]
        if problems or any(one.kind == "open" for one in before):
            letters.append((unit, _values(report, unit.full_name or unit.name, problems, before)))
    return write_letters("整改通知", letters, report.templates, report.period.view.plan.issued, folder)


def _values(report: Report, name: str, problems: Sequence[Fault], before: Sequence[Change]) -> Values:
    common = common_values(report)
    by, to = rectify_by(report), bureau_or_us(report.period.view.plan, report.registry)
    opening = (
        f"根据{common['计划名称']}要求，{to}对你单位{common['期间']}的落实情况进行了核查"
        f"（数据截至{common['截至日期']}）。现将有关情况通知如下，请按要求整改。"
    )
    return {
        "标题": "关于限期整改行政执法监督有关问题的通知",
        "单位": name,
        "引言": [Para(opening)],
        "上次整改情况": list(_last_time(report, before)),
        "问题": list(_problems(report, problems, by, bool(before))),
        "整改要求": [
            Para(
                f"请逐项查明原因，按上述期限完成整改，填写所附回执，加盖公章后于{by}前报送{to}。"
                "对认定有异议的，请在同一期限内书面说明并附证明材料。",
            )
        ],
        "回执": [_slip(report, problems)] if problems else [],
        **common,
    }


def _last_time(report: Report, before: Sequence[Change]) -> Iterator[Para]:
    if not before:
        return
    yield Para("一、上次问题的整改情况", style="一级标题")
    year = report.period.view.plan.year
    for number, change in enumerate(before, 1):
        yield Para(f"{number}.{formal(change.message, year)}——{_BECAME[change.kind]}。")


def _problems(report: Report, problems: Sequence[Fault], by: str, second: bool) -> Block:
    if not problems:
        return [Para("本期没有发现新的问题。")]
    heading = f"{'二' if second else '一'}、本期发现的问题（共{len(problems)}处）"
    found = [Para(heading, style="一级标题")]
    plan = report.period.view.plan
    for number, fault in enumerate(problems, 1):
        text = f"{fault_words(fault, plan.year, names=True)}。{basis(fault, plan.id)}"
        found.append(Para(text, f"{number}.{fault.requirement.title}。"))
        found.append(Para(f"{_remedy(fault)}整改期限：{by}。", "整改要求："))
    return found


def _slip(report: Report, problems: Sequence[Fault]) -> Grid:
    year = report.period.view.plan.year
    rows = [
        (str(number), f"{fault.requirement.title}：{fault_words(fault, year, names=True)}", "", "", "")
        for number, fault in enumerate(problems, 1)
    ]
    return Grid(("序号", "问题", "原因", "整改措施和结果", "完成日期"), rows, (6, 34, 22, 26, 12))


def _remedy(fault: Fault) -> str:
    """How a unit puts a fault right: what can still be done, never a promise that lateness can be undone."""
    finding, rule = fault.finding, fault.requirement.rule
    if finding.status == "unreadable":
        return "请先改正填报内容，改正后重新提交核对。"
    if is_done_late(finding.actual, finding.lenient_required or finding.required):
        return rule.remedy if rule.kind == "before" else _EXPLAIN
    # a record that leaves blank what it would be judged by is missing too
    if finding.status == "missing" and rule.kind not in ("stated", "certified"):
        return "请立即补办、补报，并说明原因。"
    return rule.remedy
