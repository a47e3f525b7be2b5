"""Verdicts on what, in one reading, the document does not ask for at all: at most a person decides."""

from zhifa_check.judge.scope import Obligation
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.verdict import Verdict
from zhifa_check.plan.model import Plan


def doubted(plan: Plan, obligation: Obligation, verdict: Verdict) -> Verdict:
    """The verdict, with what is violated or missing told as disputed where it may not be asked of the unit."""
    requirement = obligation.requirement
    name = requirement.doubt_for(obligation.unit)
    reading = f"宽松理解：{plan.readings[name].lenient}" if name is not None else _asked_of_a_part(plan, obligation)
    if reading is None:
        return verdict
    verdict.evidence = [
        piece._replace(status="disputed", message=f"{piece.message}；{reading}，待认定", blank=False)
        if piece.status in ("violated", "missing")
        else piece
        for piece in verdict.evidence
    ]
    return verdict


def _asked_of_a_part(plan: Plan, obligation: Obligation) -> str | None:
    """What is said of a month, a quarter or a half that had begun before anything was asked of the unit."""
    unit, requirement, period, rule = (
        obligation.unit,
        obligation.requirement,
        obligation.period,
        obligation.requirement.rule,
    )
    if obligation.due is None or period.every == "year":
        return None
    if isinstance(rule, Amount) and (rule.most is not None or rule.over or rule.against):
        return None  # only what was done since is held against it
    since, what = max(
        (plan.effective_for(requirement, unit)[0], "施行") if not requirement.supersedes else (period.start, ""),
        (unit.first or period.start, "设立"),
    )
    if not period.start < since <= period.end:
        return None
    return f"{period.chinese}从 {since} {what}起只有一部分，要不要做原文没有写"
