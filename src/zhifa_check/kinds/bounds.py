"""Bounds of a number: which way it must lie, and whether the bound itself will do."""

import operator
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.format.values import fault
from zhifa_check.kinds.numbers import Amount


class Way(NamedTuple):
    """One of the ways to compare: in words, as a sign, and worked out."""

    word: str
    sign: str
    holds: Callable[[Any, Any], bool]
    upper: bool
    excluded: bool


WAYS: dict[str, Way] = {
    "at_least": Way("不少于", "≥", operator.ge, upper=False, excluded=False),
    "more_than": Way("多于", ">", operator.gt, upper=False, excluded=True),
    "at_most": Way("不多于", "≤", operator.le, upper=True, excluded=False),
    "less_than": Way("少于", "<", operator.lt, upper=True, excluded=True),
}


class Bound(NamedTuple):
    """One bound of one rule."""

    key: str
    value: Decimal

    @property
    def way(self) -> Way:
        """How it compares."""
        return WAYS[self.key]

    def of_whole_numbers(self) -> "Bound":
        """The same where there is nothing between two whole numbers: more than 3 are at least 4."""
        if not self.way.excluded:
            return self
        if self.way.upper:
            return Bound("at_most", self.value.to_integral_value(ROUND_CEILING) - 1)
        return Bound("at_least", self.value.to_integral_value(ROUND_FLOOR) + 1)

    def asks_nothing(self) -> bool:
        """Whether nought is enough."""
        return self.key == "at_least" and not self.value

    @property
    def good(self) -> Decimal:
        """A number that keeps it, as near as examples need."""
        if not self.way.excluded:
            return self.value
        return self.value + 1 if not self.way.upper else self.value - 1 if self.value >= 1 else self.value / 2

    @property
    def bad(self) -> Decimal | None:
        """A number that does not; None where every number does."""
        if self.way.excluded:
            return self.value
        return self.value + 1 if self.way.upper else self.value - 1 if self.value >= 1 else None


class Bounded(Config):
    """A group that compares a number; which of the bounds it may have at once is its own to say."""

    at_least: Amount | None = Field(None, title="不少于", description="以上、不低于，含本数")
    more_than: Amount | None = Field(None, title="多于", description="超过、高于，不含本数")
    at_most: Amount | None = Field(None, title="不多于", description="以下、不超过，含本数")
    less_than: Amount | None = Field(None, title="少于", description="不足、不满、低于，不含本数")

    @model_validator(mode="after")
    def _one_each_way(self) -> Self:
        for first, second in (("at_least", "more_than"), ("at_most", "less_than")):
            if getattr(self, first) is not None and getattr(self, second) is not None:
                raise fault(f"{first}（含本数）和 {second}（不含本数）写其中一个", second)
        if self.less_than == 0:
            raise fault("没有比 0 还少的", "less_than")
        return self

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Those that are given."""
        return tuple(Bound(key, value) for key in WAYS if (value := getattr(self, key)) is not None)
