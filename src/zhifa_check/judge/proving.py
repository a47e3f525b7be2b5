"""Everything that speaks against a plan: held against its document, against those of its year, and tried out."""

from collections.abc import Sequence

from zhifa_check.format.problems import Problem, at
from zhifa_check.judge.rehearsal import rehearse
from zhifa_check.plan.joining import Read, known_of, point_at, steads_amiss
from zhifa_check.plan.proof import prove
from zhifa_check.plan.remarks import of_another_year, remarks
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.worth import amiss


def proved(own: Read, others: Sequence[Read], source: SourceText) -> tuple[list[Problem], list[Problem]]:
    """What is wrong, and what somebody should look at; ``others`` are the plans of its year, of which it may speak."""
    plan, document, _ = own
    if year := [one.problem for one in of_another_year(plan, document) if one.fatal]:
        # with another year hardly anything else would be amiss
        return year, []
    known = known_of([*others, own])
    wrong, to_look_at = prove(plan, document, source, known), list[Problem]()
    wrong += steads_amiss(own, others)
    if plan.scores:
        wrong += [point_at(document, path, message) for path, message in amiss(plan, known)]
    for one in remarks(plan, document, known, source):
        (wrong if one.fatal else to_look_at).append(one.problem)
    for tried in rehearse(plan):
        problem = at(document, "D.value", tried.message, ("requirements", tried.number, "rule"))
        (wrong if tried.fatal else to_look_at).append(problem)
    return wrong, to_look_at
