"""Points by how far a figure got: by tiers of it, and by its rank among those of all units."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.format.values import fault
from zhifa_check.kinds.bounds import Bound, Bounded
from zhifa_check.kinds.numbers import Amount, Count
from zhifa_check.words.figures import plain


class Tier(Bounded):
    """Points for a figure that keeps a bound: for having reached so much, or, where less is better, no more."""

    about: ClassVar[str] = "分档计分的一档，at_least 等四项写其中一项。比例的是百分数。"
    points: Amount = Field(title="得几分")

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if len(self.bounds) != 1:
            raise fault("at_least、more_than、at_most、less_than 写其中一项")
        return self

    @property
    def bound(self) -> Bound:
        """The only one."""
        return self.bounds[0]

    def has(self, figure: Fraction) -> bool:
        """Whether a figure is in it, or in one above it."""
        return bool(self.bound.way.holds(figure, Fraction(self.bound.value)))

    @property
    def rank(self) -> tuple[Decimal, bool]:
        """The harder to reach, the greater: of less and less, and the bound itself left out."""
        return (-self.bound.value if self.bound.way.upper else self.bound.value), self.bound.way.excluded


class Rank(Config):
    """Points for the units whose figures are the best."""

    about: ClassVar[str] = "按名次加分：这个数在全部单位里排在前几名的，加几分。"
    first: Count = Field(title="前几名", description="并列的都算；还有单位没有认定、名次会变的，暂不加")
    more: Amount = Field(title="加几分")

    def __str__(self) -> str:
        """As sums and explanations tell it."""
        return f"{'第 1 名' if self.first == 1 else f'前 {self.first} 名'}加 {plain(self.more)} 分"


def amiss_of(tiers: Sequence[Tier], ranks: Sequence[Rank]) -> Iterator[tuple[str, str]]:
    """What is wrong with their order: the key, and a message."""
    if len({tier.bound.way.upper for tier in tiers}) > 1:
        yield "tiers", "各档要么都写达到多少，要么都写不超过多少"
    elif any(one.rank <= two.rank or one.points <= two.points for one, two in pairwise(tiers)):
        yield "tiers", "从好到差写，得分也从高到低"
    if any(one.first >= two.first or one.more <= two.more for one, two in pairwise(ranks)):
        yield "ranks", "从第一名往后写，加分从高到低"
    if any(not one.first or not one.more for one in ranks):
        yield "ranks", "前几名、加几分都要大于 0"


def words_of(tiers: Sequence[Tier], ranks: Sequence[Rank]) -> Iterator[str]:
    """All of them, a sentence each."""
    for tier in tiers:
        bound = tier.bound
        how = "达到" if bound.key == "at_least" else bound.way.word
        yield f"{how} {plain(bound.value)} 得 {plain(tier.points)} 分"
    yield from map(str, ranks)
