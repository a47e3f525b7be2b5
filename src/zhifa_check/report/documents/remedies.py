"""How a unit puts a fault right, by what the fault is: never a promise that lateness can be undone."""

from zhifa_check.report.period.trend import is_done_late
from zhifa_check.report.period.view import Fault

_EXPLAIN = "逾期的事实已不能改变，请说明原因和今后的措施。"
#: By kind of rule, where the unit can still do something.
_BY_KIND = {
    "report": "请补齐所缺内容或材料，并说明原因。",
    "within": "请立即补办并报告，同时说明逾期原因。",
    "before": "请对有关决定进行复核，说明原因，完善作出决定前的审核程序。",
    "stated": "请核对原件，确有记载的如实补充填报，没有记载的说明原因。",
    "certified": "请核实承办人员的执法资格，对有关决定进行复核，今后由持有效证件的人员承办。",
    "amount": "请安排补足，并说明原因；年度已过的，说明今后的措施。",
    "all_categories": "请对遗漏的类别补充评查。",
    "all_units": "请对遗漏的单位补充开展。",
    "named": "请汇总分析，提出整改措施并报告。",
}


def remedy(fault: Fault) -> str:
    """One or two sentences that ask for what can still be done."""
    finding = fault.finding
    if finding.status == "unreadable":
        return "请先改正填报内容，改正后重新提交核对。"
    if is_done_late(finding.actual, finding.lenient_required or finding.required):
        return _BY_KIND["before"] if fault.requirement.rule.kind == "before" else _EXPLAIN
    # a record that leaves blank what it would be judged by is missing too
    if finding.status == "missing" and fault.requirement.rule.kind not in ("stated", "certified"):
        return "请立即补办、补报，并说明原因。"
    return _BY_KIND.get(fault.requirement.rule.kind, "请查明原因，予以改正并报告。")
