"""What a plan adds to another of its year that stays in force beside it."""

from typing import Any

from zhifa_check.plan.changes import Change, Line, demanded
from zhifa_check.plan.changes_overall import overall
from zhifa_check.plan.model import Plan


def adds_to(old: Plan, new: Plan) -> bool:
    """Whether both are in force together: other documents of one year, of which none takes the other's place."""
    apart = old.id != new.id and old.id != new.replaces and new.id != old.replaces
    return apart and old.year == new.year and not old.known.keys() & new.known.keys()


def additions(old: Plan, new: Plan) -> list[Change]:
    """What a plan asks that adds to another: of what stands in the place of the other's what is different."""
    found: list[Change] = []
    for one in new.requirements:
        before = [old.known[name] for name in one.supersedes if name in old.known]
        found += [Change(each, one, tuple(demanded(old, new, each, one)), stays=True) for each in before]
        found += [] if before else [Change(None, one)]
    return found


def added_overall(old: Plan, new: Plan) -> list[Line]:
    """What it adds as a whole: sections, words, readings, points for what others ask."""
    shared: dict[str, Any] = {"requirements": ()}
    for name, field in Plan.model_fields.items():
        one, its = getattr(new, name), getattr(old, name)
        if isinstance(one, dict):
            shared[name] = {key: value for key, value in one.items() if its.get(key) == value}
        elif isinstance(one, tuple):
            shared[name] = tuple(value for value in one if value in its)
        elif not field.is_required():
            shared[name] = field.default
    return list(overall(new.model_copy(update=shared), new))
