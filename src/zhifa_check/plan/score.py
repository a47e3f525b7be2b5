"""What a requirement is worth in an assessment (考核), what falling short of it costs, and what more of it earns."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.values import fault
from zhifa_check.kinds.bounds import Bound
from zhifa_check.kinds.numbers import Amount
from zhifa_check.kinds.phrase import Flag
from zhifa_check.plan.score_limits import SharedLimit, Together
from zhifa_check.plan.score_steps import Rank, Tier, amiss_of, words_of
from zhifa_check.words.figures import decimal, plain


class Score(Config):
    """Points of a requirement; without ``each_short`` and ``each_late`` one shortfall costs all that can be lost.

    A requirement without ``points`` adds nothing to what can be had: it only costs (倒扣) or earns (加分).
    """

    about: ClassVar[str] = "考核：这项要求的满分，做不到时怎样扣分，做得多时怎样加分。"
    points: Amount | None = Field(None, title="满分", description="不写的不算在满分里，只扣分或者加分")
    each_short: Amount | None = Field(
        None, title="每少一次扣几分", description="每少一次、一件、一篇，或每有一个人、一份决定不符合要求"
    )
    step: Amount | None = Field(
        None,
        title="每差多少算一次",
        description="比例的是百分点，每低5个百分点扣1分的写 5，不足一次的不扣；按人算的，各人差的分别算。"
        "不写的，全单位一个数的差多少按多少扣，按人算的一人一次",
    )
    each_late: Amount | None = Field(None, title="每迟一次扣几分", description="不写的，迟了按少了扣")
    each_day_late: Amount | None = Field(
        None, title="每迟一天扣几分", description="按自然日，从期限的次日数到做到那天；与 each_late 一起写的，两样都扣"
    )
    each_workday_late: Amount | None = Field(
        None, title="每迟一个工作日扣几分", description="同上，只数工作日；与 each_day_late 写其中一个"
    )
    cap: Amount | None = Field(None, title="最多扣几分", description="不写的，扣完满分为止；没有满分的不封顶")
    together: Together | None = Field(
        None, title="合计封顶", description="几项合计的限度；各项自己的仍写 cap、most_more"
    )
    nothing_below: Amount | None = Field(None, title="低于多少不得分", description="不含本数；比例的是百分数")
    nothing_at_most: Amount | None = Field(None, title="多少以下不得分", description="含本数；或者写 nothing_below")
    given: Flag = Field(
        False, title="填的数就是得分", description="由司法局打分的写 true；rule 写 attested、at_least: 0"
    )
    tiers: tuple[Tier, ...] = Field(
        (),
        title="分档得分",
        description="按实际数在哪一档得分，从好到差写，哪一档都不在的不得分；越少越好的写 less_than、at_most。"
        "第一档就是满分的，做到 rule 要求的也按档；不是满分的，做到的得满分",
    )
    each_more: Amount | None = Field(None, title="每多一次加几分", description="多于 rule 要求的，每多一次、一件、一篇")
    most_more: Amount | None = Field(None, title="最多加几分", description="不写的不封顶")
    ranks: tuple[Rank, ...] = Field((), title="按名次加分", description="全单位一个数、一年一次的，在全部单位里排名")
    veto: Flag = Field(False, title="一票否决", description="有一次没有做到，就定为最低的等次")
    at_best: Words | None = Field(
        None, title="最高评为", description="有一次没有做到，最高只能评为这个等次；“不得评为优秀”的写优秀的下一个"
    )
    assumed: Flag = Field(False, title="推定", description="原文没有写明分值、由人推定的写 true")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.points is None:
            for name in ("tiers", "nothing_below", "nothing_at_most", "given"):
                if getattr(self, name):
                    raise fault("没有写满分 points，就没有得几分", name)
            if not self.settles and all(one is None for one in (self.each_short, *self._late(), *self.earns)):
                raise fault("没有写满分 points，也没有写扣几分、加几分，或者怎样影响等次（veto、at_best）")
        elif self.cap is not None and self.cap > self.points:
            raise fault(f"不能多于满分 {self.points}", "cap")
        for key, other in (("each_day_late", "each_workday_late"), ("nothing_below", "nothing_at_most")):
            if getattr(self, key) is not None and getattr(self, other) is not None:
                raise fault(f"与 {key} 写其中一个", other)
        each = any(one is not None for one in (self.each_short, *self._late()))
        if self.given and (each or self.tiers or self.nothing or self.earns):
            raise fault("填的数就是得分，不再写怎样扣分、加分、分档", "given")
        if self.tiers and each:
            raise fault("分档得分的不再写每少、每迟一次扣几分", "tiers")
        for key, message in amiss_of(self.tiers, self.ranks):
            raise fault(message, key)
        if self.tiers and self.points is not None and self.tiers[0].points > self.points:
            raise fault(f"不能多于满分 {self.points}", "tiers")
        for depth, one in enumerate(self.limits):
            if one.most_more is not None and one.cap is None and not self.earns:
                raise fault("没有写每多一次加几分 each_more", "together", *["part_of"] * depth, "most_more")
        if self.most_more is not None and not self.earns:
            raise fault("没有写每多一次加几分 each_more", "most_more")
        return self

    @property
    def earns(self) -> tuple[Decimal, ...]:
        """What may come on top of the full marks, one way or another."""
        return (*(() if self.each_more is None else (self.each_more,)), *(one.more for one in self.ranks))

    @property
    def costs(self) -> bool:
        """Whether falling short takes points off."""
        each = (self.points, self.each_short, *self._late())
        return not self.given and any(one is not None for one in each)

    @property
    def limits(self) -> tuple[SharedLimit, ...]:
        """What it shares with others, the wider one last."""
        return tuple(one for one in (self.together, self.together and self.together.part_of) if one)

    def _late(self) -> tuple[Decimal | None, Decimal | None]:
        return self.each_late, self.each_day

    @property
    def each_day(self) -> Decimal | None:
        """What each day late costs, whichever days count."""
        return self.each_day_late if self.each_workday_late is None else self.each_workday_late

    @property
    def settles(self) -> bool:
        """Whether one breach alone limits the grade."""
        return self.veto or self.at_best is not None

    @property
    def full(self) -> Decimal:
        """What is had where nothing is short."""
        return self.points or Decimal()

    def late_costs(self) -> Decimal | None:
        """What each late one costs by itself; None where it costs all that can be lost."""
        if self.each_late is None:
            return self.each_short if self.each_day is None else Decimal()
        return self.each_late

    def most(self) -> Decimal | None:
        """The most that can be lost; None where nothing ends it."""
        return self.points if self.cap is None else self.cap

    def deducted(self, short: Decimal, late: int, reached: Fraction | None = None, days: int = 0) -> Decimal:
        """What so many shortfalls and late ones cost, where so much was ``reached``; exact, at most ``most``.

        ``days``: by how many days that count all the late ones together are late.
        """
        is_met = not short and not late
        if self.given:
            got = self.full if reached is None else max(decimal(reached), Decimal())
            return max(self.full - got, Decimal())
        if is_met and (reached is None or not self.tiers or self.tiers[0].points < self.full):
            return Decimal()
        if self.tiers:
            held = (tier.points for tier in self.tiers if reached is not None and tier.has(reached))
            return self.full - next(held, Decimal())
        if self.is_below(reached):
            return self.full
        most, each_late = self.most(), self.late_costs()
        if (short and self.each_short is None) or (late and each_late is None):
            return most or Decimal()
        whole = self.sum_of(short, late, days)
        return whole if most is None else min(most, whole)

    def sum_of(self, short: Decimal, late: int, days: int) -> Decimal:
        """What they cost where no limit ends it."""
        each_short, each_late, each_day = self.each_short, self.late_costs(), self.each_day
        return short * (each_short or 0) + late * (each_late or 0) + days * (each_day or 0)

    @property
    def nothing(self) -> Bound | None:
        """Where there are no points."""
        if self.nothing_at_most is not None:
            return Bound("at_most", self.nothing_at_most)
        return None if self.nothing_below is None else Bound("less_than", self.nothing_below)

    def is_below(self, reached: Fraction | None) -> str:
        """Why there are no points for what was reached, or where nothing is known; else nothing."""
        bound = self.nothing
        if bound is None or not (reached is None or bound.way.holds(reached, Fraction(bound.value))):
            return ""
        return _no_points(bound)

    def by_rank(self, place: int) -> Rank | None:
        """What a place among all units earns."""
        return next((one for one in self.ranks if place <= one.first), None)

    def earned(self, more: int, rank: Rank | None = None) -> Decimal:
        """What so many more than asked for earn, and a rank."""
        whole = (self.each_more or Decimal()) * more + (rank.more if rank else 0)
        return whole if self.most_more is None else min(self.most_more, whole)

    @property
    def of_one_number(self) -> bool:
        """Whether it goes by how much was reached by the whole unit."""
        return bool(self.tiers or self.ranks or self.given or self.nothing) or self.each_more is not None

    @property
    def of_figures(self) -> bool:
        """Whether it goes by how much was reached, by the unit or by each of whom a rule judges."""
        return self.of_one_number or self.step is not None

    def steps(self, gap: Fraction) -> int:
        """How often a gap (in what the rule counts, or percentage points) costs or earns; part of a step does not."""
        return int(gap // Fraction(self.step or 1))

    def words(self) -> Iterator[str]:
        """The whole of it in sentences."""
        each = f"每差 {plain(self.step)} " if self.step is not None else "每少一次（每有一个不符合）"
        yield f"满分 {plain(self.points)} 分" if self.points is not None else "不算在满分里"
        if self.each_short is not None:
            yield f"{each}扣 {plain(self.each_short)} 分"
        if self.each_late is not None:
            yield f"每迟一次扣 {plain(self.each_late)} 分"
        if self.each_day is not None:
            yield f"每迟一{'天' if self.each_workday_late is None else '个工作日'}扣 {plain(self.each_day)} 分"
        if self.given:
            yield "由司法局打分，填的数就是得分"
        elif self.points is not None and self.each_short is None and not self.tiers:
            yield "没有做到的扣完"
        yield from words_of(self.tiers, ())
        if self.nothing:
            yield _no_points(self.nothing)
        if self.cap is not None:
            yield f"最多扣 {plain(self.cap)} 分"
        if self.each_more is not None:
            most = f"，最多加 {plain(self.most_more)} 分" if self.most_more is not None else ""
            yield f"每多 {plain(self.step or Decimal(1))} 加 {plain(self.each_more)} 分{most}"
        yield from words_of((), self.ranks)
        for one in self.limits:
            limits = (("扣", one.cap), ("加", one.most_more))
            yield from (f"“{one.name}”各项合计最多{how} {plain(n)} 分" for how, n in limits if n is not None)
        if self.veto:
            yield "有一次没有做到的，一票否决"
        if self.at_best:
            yield f"有一次没有做到的，最高评为{self.at_best}"


def _no_points(bound: Bound) -> str:
    return f"{'低于' if bound.way.excluded else '不多于'} {plain(bound.value)} 不得分"
