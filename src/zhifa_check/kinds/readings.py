"""The readings of an ``amount``: what the lenient one takes otherwise, and one reading worked out."""

from decimal import Decimal
from typing import ClassVar, NamedTuple

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.kinds.bounds import Bound, Bounded
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.numbers import Amount as Number

#: Percentages of thirds have no last place; what differs by more is another number.
_SAME = Decimal("1e-15")


class Lenient(Bounded):
    """What the lenient reading takes otherwise; what is not given is as in the strict one."""

    about: ClassVar[str] = "宽松理解不同的地方，没有写的与严格理解相同。"
    also: tuple[Words, ...] = Field((), title="另加", description="同一条记录里另加的数，如 [集中学习学时]")
    over: Measure | None = Field(None, title="占谁的")
    of_required: Number | None = Field(None, title="占多少的", description="不占实际的，占要求的这么多")


class Reading(NamedTuple):
    """One reading of one amount: the amount, what it is a share of, what is asked, and how the reading is told."""

    value: Decimal
    whole: Decimal | None
    bound: Bound
    said: str
    #: How a sentence calls the whole.
    called: str = ""
    basis: Decimal | None = None
    #: Counted otherwise only because of what was left blank; ``exempt``: by it, nothing is asked at all.
    open: bool = False
    exempt: bool = False

    @property
    def demand(self) -> Decimal:
        """The number that is asked, of a share in percent."""
        return self.bound.value

    @property
    def required(self) -> Decimal:
        """The amount that is asked."""
        return self.demand if self.whole is None else self.whole * self.demand / 100

    @property
    def kept(self) -> bool:
        """Whether it is satisfied; a share of nothing is not large enough, unless by full months nothing is asked."""
        if self.exempt:
            return True
        if self.whole is not None and not self.whole:
            return bool(self.said) or (self.bound.way.upper and not self.value)
        # two thirds of three are two
        slack = self.value - self.required
        return self.bound.way.holds(0 if abs(slack) <= _SAME else slack, 0)
