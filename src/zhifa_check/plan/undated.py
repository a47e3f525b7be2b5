"""Where a rule asks for something time and again of records that have no date: each time it counts all there are."""

from collections.abc import Iterator

from zhifa_check.calendar.periods import EVERY_NAMES
from zhifa_check.format.sections.people import Person
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.fields import section_model
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark


def undated(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """Amounts of every half, quarter or month that are counted of what belongs to none of them."""
    for rule in requirement.rule.ways():
        if not isinstance(rule, Amount) or rule.every == "year" or rule.section == Person.title:
            continue
        if rule.by or rule.members_are_dated or section_model(rule.section).dated:
            continue
        often = EVERY_NAMES[rule.every]
        message = (
            f"“{rule.section}”里的记录没有日期，每{often}数的都是全年的，一期做到了期期都算做到。"
            "请给这一部分写 dated，或者用 by 写明按哪个日期归到哪一期。"
        )
        yield Remark(("rule",), message)
