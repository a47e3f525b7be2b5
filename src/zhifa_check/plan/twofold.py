"""Readings with two answers, held against what a rule has in store for the more lenient one."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from zhifa_check.kinds.all_categories import AllCategories
from zhifa_check.kinds.all_units import AllUnits
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.base import Kind
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark
from zhifa_check.words.meant import quoted

#: What of a rule is for the lenient reading alone.
_LENIENT = frozenset({"lenient", "lenient_since", "grace", "afterwards", "or_else"})
#: What every rule by a date does of itself.
_DAYS_OFF = ("休息日", "节假日")


def twofold(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """A question that is answered in two ways and a rule that knows one: whoever relies on the other is accused."""
    two = [
        name
        for name in requirement.readings
        if name in plan.readings
        and plan.readings[name].lenient
        and not any(word in plan.readings[name].question for word in _DAYS_OFF)
    ]
    ways = requirement.rule.ways()
    if any(way.restates() or (isinstance(way, Amount) and way.satisfying) for way in ways):
        return
    if requirement.doubt is None and not _is_lenient(requirement.rule) and len(two) > sum(map(_of_itself, ways)):
        said = f"的读法{quoted(two)}有宽松理解，规则里却没有（lenient、grace、doubt 等），只照严格的认定。请核对。"
        yield Remark(("readings",), said)


def _is_lenient(node: Any) -> bool:
    if isinstance(node, tuple):
        return any(map(_is_lenient, node))
    if not isinstance(node, BaseModel):
        return False
    values = {name: getattr(node, name) for name in type(node).model_fields}
    return any(values.get(name) is not None for name in _LENIENT) or any(map(_is_lenient, values.values()))


def _of_itself(rule: Kind) -> bool:
    """Whether the kind has two readings that its plan need not write: people who come and go, each time or together."""
    return isinstance(rule, AllUnits | AllCategories) or (isinstance(rule, Amount) and rule.per is not None)
