"""Everything that a requirement asks, value by value, in the words of its titles."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from zhifa_check.kinds.due import Binds, DueRule
from zhifa_check.kinds.limits import Limit
from zhifa_check.kinds.phrase import Phrase
from zhifa_check.plan.requirement import Requirement


class Demand(NamedTuple):
    """One value that a requirement asks, in words; ``binds`` where it is for some of the units bound only."""

    text: str
    binds: Binds | None = None


def demands(requirement: Requirement) -> dict[str, Demand]:
    """Everything that a requirement asks, by the titles that lead to it."""
    found = dict(leaves(requirement.rule, ""))
    for name in ("score", "effective", "doubt"):
        value = getattr(requirement, name)
        found.update(leaves(value, str(Requirement.model_fields[name].title)) if value is not None else ())
    return found


def leaves(node: Any, label: str) -> Iterator[tuple[str, Demand]]:
    """The values of a rule, each with the titles that lead to it."""
    if isinstance(node, Phrase):
        yield label, Demand(f"“{node.words}”{'（推定）' if node.assumed else ''}")
    elif isinstance(node, Binds):
        yield label, Demand(str(node))
    elif isinstance(node, DueRule):
        whose = f"{label}（{node.binds}）" if node.binds else label
        for name, phrase in (("", node.strict), ("·宽松理解", node.lenient)):
            if phrase is not None:
                yield from ((f"{whose}{name}", one._replace(binds=node.binds)) for _, one in leaves(phrase, ""))
    elif isinstance(node, Limit):
        yield label, Demand(_limit(node))
    elif isinstance(node, BaseModel):
        values = {name: getattr(node, name) for name in type(node).model_fields}
        if isinstance(strict := values.get("strict"), Limit):
            lenient = values.pop("lenient") or strict
            del values["strict"]
            also = "" if _limit(lenient) == _limit(strict) else f"（宽松理解 {_limit(lenient)}）"
            yield "时限", Demand(f"{_limit(strict)}{also}")
        for name, value in values.items():
            field = type(node).model_fields[name]
            if value is not None:
                yield from leaves(value, f"{label}·{field.title or name}" if label else field.title or name)
    elif isinstance(node, tuple) and any(isinstance(one, BaseModel) for one in node):
        numbered = len(node) > 1 and not isinstance(node[0], DueRule)
        for number, one in enumerate(node, start=1):
            yield from leaves(one, f"{label}{number}" if numbered else label)
    elif isinstance(node, tuple):
        yield label, Demand(shown(node))
    elif isinstance(node, dict):
        yield label, Demand("；".join(f"{key}：{shown(value)}" for key, value in node.items()))
    elif node is not False and node != "":
        yield label, Demand(shown(node))


def _limit(limit: Limit) -> str:
    return f"{limit}{'（推定）' if limit.assumed else ''}"


def shown(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(shown, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
