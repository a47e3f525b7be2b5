"""Verdicts on what, in one reading, the document does not ask for at all: at most a person decides."""

from zhifa_check.bureau.units import Unit
from zhifa_check.kinds.verdict import Verdict
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement


def doubted(plan: Plan, requirement: Requirement, unit: Unit, verdict: Verdict) -> Verdict:
    """The verdict, with what is violated or missing told as disputed where the requirement is in doubt for the unit."""
    name = requirement.doubt_for(unit)
    if name is None:
        return verdict
    reading = plan.readings[name]
    verdict.evidence = [
        piece._replace(status="disputed", message=f"{piece.message}；宽松理解：{reading.lenient}，待认定", blank=False)
        if piece.status in ("violated", "missing")
        else piece
        for piece in verdict.evidence
    ]
    return verdict
