"""Where a rule counts over another time than its quote may mean: all year for each half, in turn for at once."""

import re
from collections.abc import Iterator

from zhifa_check.calendar.periods import EVERY_NAMES
from zhifa_check.format.sections.people import Person
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.fields import section_model
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark

#: 「每人同时带教不超过3人」; 「同时」 between two sentences says nothing of time.
_AT_ONCE = re.compile("同时[^，。；：]{0,10}(?:不超过|不多于|不得超过|不得多于|至多|最多)")


def over_time(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """Amounts that are counted over a time that the quote may not mean."""
    at_once = any(_AT_ONCE.search(clause.quote) for clause in requirement.clauses)
    for rule in requirement.rule.ways():
        if not isinstance(rule, Amount):
            continue
        if message := _undated(rule):
            yield Remark(("rule",), message)
        if at_once and rule.most is not None:
            message = "引文说“同时”，规则数的是一共多少，先后几个也会算多。同时有几个请由人核对，写进 not_checked。"
            yield Remark(("rule",), message)


def _undated(rule: Amount) -> str | None:
    """What is said of records that belong to no half, quarter or month, and are counted in each."""
    if rule.every == "year" or rule.section == Person.title:
        return None
    if rule.by or rule.members_are_dated or section_model(rule.section).dated:
        return None
    often = EVERY_NAMES[rule.every]
    return (
        f"“{rule.section}”里的记录没有日期，每{often}数的都是全年的，一期做到了期期都算做到。"
        "请给这一部分写 dated，或者用 by 写明按哪个日期归到哪一期。"
    )
