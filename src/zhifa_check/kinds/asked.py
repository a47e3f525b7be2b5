"""A measure with the bound that it must keep."""

from decimal import Decimal
from functools import cached_property

from pydantic import Field

from zhifa_check.kinds.bounds import Bound, Bounded
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.readings import Lenient


class Asked(Measure, Bounded):
    """So much of it is asked for, or so much at most allowed; the lenient reading may take both otherwise."""

    lenient: Lenient | None = Field(None, title="宽松理解")

    @property
    def leniently(self) -> Measure:
        """What the lenient reading counts."""
        also = self.lenient.also if self.lenient else ()
        own = {name: getattr(self, name) for name in Measure.model_fields}
        return Measure.model_construct(**own | {"also": also or self.also})

    def counted(self, bound: Bound) -> Bound:
        """A bound as it is compared: of what is counted, more than 3 are at least 4."""
        is_share = getattr(self, "over", None) is not None
        return bound if is_share or self.also or not self.is_whole else bound.of_whole_numbers()

    @cached_property
    def bound(self) -> Bound | None:
        """What is asked; None of what is held against another number."""
        return self.counted(self.bounds[0]) if self.bounds else None

    @property
    def least(self) -> Decimal | None:
        """How much is asked for, where there may be more."""
        return self.bound.value if self.bound and not self.bound.way.upper else None

    @property
    def most(self) -> Decimal | None:
        """How much may be, where there may be less."""
        return self.bound.value if self.bound and self.bound.way.upper else None
