"""What of a plan its numbers do not show: words of a quote that name something else than the rule does."""

from collections.abc import Iterator
from typing import NamedTuple

from zhifa_check.format.problems import Problem, at
from zhifa_check.plan.addressed import addressed
from zhifa_check.plan.choices import choices
from zhifa_check.plan.model import Plan
from zhifa_check.plan.spelling_out import spelled_out
from zhifa_check.plan.wording import wording
from zhifa_check.source.document import Document


class Remarked(NamedTuple):
    """At a place of the plan; ``fatal`` where its document can be read in one way only, else to be looked at."""

    problem: Problem
    fatal: bool


def remarks(plan: Plan, document: Document) -> Iterator[Remarked]:
    """Everything to be looked at, in the order of the plan."""
    for number, requirement in enumerate(plan.requirements):
        for check in (addressed, choices, wording):
            for path, message, fatal in check(requirement, plan):
                said = f"{requirement.id} {message}"
                yield Remarked(at(document, "D.value", said, ("requirements", number, *path)), fatal)
    for path, message in spelled_out(plan):
        yield Remarked(at(document, "D.value", message, path, value=True), fatal=False)
