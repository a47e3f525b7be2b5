"""How a unit puts a fault right, by what the fault is: never a promise that lateness can be undone."""

from zhifa_check.report.period.trend import is_done_late
from zhifa_check.report.period.view import Fault

_EXPLAIN = "逾期的事实已不能改变，请说明原因和今后的措施。"


def remedy(fault: Fault) -> str:
    """One or two sentences that ask for what can still be done."""
    finding, rule = fault.finding, fault.requirement.rule
    if finding.status == "unreadable":
        return "请先改正填报内容，改正后重新提交核对。"
    if is_done_late(finding.actual, finding.lenient_required or finding.required):
        return rule.remedy if rule.kind == "before" else _EXPLAIN
    # a record that leaves blank what it would be judged by is missing too
    if finding.status == "missing" and rule.kind not in ("stated", "certified"):
        return "请立即补办、补报，并说明原因。"
    return rule.remedy
