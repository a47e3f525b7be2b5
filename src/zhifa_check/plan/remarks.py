"""What of a plan its numbers do not show: words of a quote that name something else than the rule does."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from zhifa_check.format.problems import Problem, at
from zhifa_check.plan.addressed import addressed
from zhifa_check.plan.bound import bound
from zhifa_check.plan.choices import choices
from zhifa_check.plan.days_said import days_said
from zhifa_check.plan.doubled_limits import doubled_limits
from zhifa_check.plan.drafting import LEFT_OPEN
from zhifa_check.plan.dues_said import dues_said
from zhifa_check.plan.limits_said import limits_said
from zhifa_check.plan.model import Plan
from zhifa_check.plan.over_time import over_time
from zhifa_check.plan.points_said import points_said
from zhifa_check.plan.scored import told_of
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.spelling_out import spelled_out
from zhifa_check.plan.twofold import twofold
from zhifa_check.plan.wording import wording
from zhifa_check.plan.worth import NOBODY_ELSES, Known
from zhifa_check.source.document import Document, KeyPath
from zhifa_check.words.figures import plain
from zhifa_check.words.meant import quoted


class Remarked(NamedTuple):
    """At a place of the plan; ``fatal`` where its document can be read in one way only, else to be looked at."""

    problem: Problem
    fatal: bool


def remarks(
    plan: Plan, document: Document, known: Known = NOBODY_ELSES, source: SourceText | None = None
) -> Iterator[Remarked]:
    """Everything to be looked at, in the order of the plan; ``known`` are the requirements of all plans of the year."""
    told = list(told_of(plan, known))
    for own, requirement in told:
        of_points, of_rule = (
            (points_said, limits_said),
            (addressed, choices, days_said, dues_said, over_time, wording, twofold),
        )
        checks = of_points if requirement.judged_elsewhere else (*of_rule, *of_points)
        found = [one for check in checks for one in check(requirement, plan)]
        if source is not None and not requirement.judged_elsewhere:
            found += bound(requirement, plan, source)
        if source is not None:
            found += doubled_limits(requirement, [one for _, one in told], source)
        for path, message, fatal in found:
            said = f"{requirement.id} {message}"
            yield Remarked(at(document, "D.value", said, (*own, *path)), fatal)
        if requirement.by_hand:
            numbers = "、".join(map(plain, requirement.by_hand))
            said = f"{requirement.id} 的数字 {numbers} 是人核对的，没有与原文比对。"
            yield Remarked(at(document, "D.value", said, (*own, "by_hand")), fatal=False)
    for path, message in _left_open(document.data, ()):
        yield Remarked(at(document, "D.value", message, path, value=True), fatal=True)
    items = {item for one in plan.requirements for item in one.rule.item_lengths()}
    for verb, done in plan.verbs.items():
        if idle := [item for item in done if item not in items]:
            message = f"verbs 的“{verb}”里有{quoted(idle)}，没有一条要求的 items 里有。请照抄事项的名称。"
            yield Remarked(at(document, "D.value", message, ("verbs", verb), value=True), fatal=False)
    yield from of_another_year(plan, document)
    for path, message in spelled_out(plan):
        yield Remarked(at(document, "D.value", message, path, value=True), fatal=False)


def of_another_year(plan: Plan, document: Document) -> Iterator[Remarked]:
    """Its year held against its title and the day on which it was issued; whatever it says is amiss if it is wrong."""
    years = re.findall(r"(20\d{2})(?=年|[-—–~～至到]+20\d{2}年)", plan.title)
    if years and not min(years) <= str(plan.year) <= max(years):
        issued = f"，{plan.issued} 印发" if plan.issued.year != plan.year else ""
        message = f"年度写的是 {plan.year}，名称里是 {'、'.join(years)}{issued}。请改正。"
        # a title may name another year: what is assessed, or the year of a law
        alone = plan.issued.year != plan.year and f"〔{plan.year}〕" not in plan.id
        yield Remarked(at(document, "D.value", message, ("year",), value=True), fatal=alone)
    elif plan.issued.year > plan.year and not (years or plan.assessment or plan.scores):
        message = f"年度写的是 {plan.year}，印发日期却是 {plan.issued}：在印发以前的期限不约束任何单位。请核对。"
        yield Remarked(at(document, "D.value", message, ("year",), value=True), fatal=True)


def _left_open(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Where the words of a draft still stand in place of its author's."""
    if isinstance(node, dict | list):
        for key, one in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _left_open(one, (*path, key))
    elif isinstance(node, str) and node in LEFT_OPEN:
        yield path, f"“{node}”是草稿里留着要填的。请填上。"
