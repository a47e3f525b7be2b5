"""The points of one item of one unit, with the sum that they come to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.base import Kind
from zhifa_check.plan.score import Score
from zhifa_check.plan.score_steps import Rank
from zhifa_check.plan.worth import Worth
from zhifa_check.words.figures import cut, decimal, plain

#: Days late of which nobody knows whether they are working days.
UNKNOWN_DAYS = "unknown_days"
#: Statuses that are listed beside a sum, in this order.
OPEN = ("disputed", "unreadable", "waived", "pending", UNKNOWN_DAYS)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one unit: shortfalls, late ones, what is more, and how many duties stand open, by status.

    ``broken``: something was done wrong, and not merely left blank. ``blank``: nothing was filed of what costs by the
    person or the record, so that nobody can say how many there are. ``reached`` is the least that was reached where it
    was not enough, ``days`` by how many days that count the late ones are late; ``left`` and ``left_to_earn`` are what
    may still be lost and earned together with other requirements; None: no limit. ``counts`` is False for what does not
    apply where the others are rescaled in its place.
    """

    item: Worth
    short: Decimal
    late: int
    open: Mapping[str, int]
    applies: bool
    broken: bool = False
    blank: bool = False
    more: int = 0
    reached: Fraction | None = None
    counts: bool = True
    days: int = 0
    left: Decimal | None = None
    left_to_earn: Decimal | None = None
    rank: Rank | None = None

    @property
    def score(self) -> Score:
        """What it is worth."""
        return self.item.score

    @property
    def sections(self) -> tuple[str, ...]:
        """What a unit files for it."""
        return tuple(dict.fromkeys(name for one in self.item.requirements for name in one.rule.sections()))

    @property
    def deducted(self) -> Decimal:
        """What is lost."""
        alone = self.score.deducted(self.short, self.late, self.reached, self.days)
        if self.blank:
            alone = self.score.most() or alone
        return alone if self.left is None else min(alone, self.left)

    @property
    def earned(self) -> Decimal:
        """What is had beyond the full marks."""
        alone = self.score.earned(self.more, self.rank)
        return alone if self.left_to_earn is None else min(alone, self.left_to_earn)

    @property
    def full(self) -> Decimal:
        """What can be had."""
        return self.score.full if self.counts else Decimal()

    @property
    def got(self) -> Decimal:
        """What is had in the end; below nought where a requirement without full marks costs points."""
        return self.full - self.deducted + self.earned

    @property
    def vetoed(self) -> bool:
        """Whether this alone makes the grade the lowest."""
        return self.score.veto and self.broken

    @property
    def at_best(self) -> str | None:
        """The best grade that it leaves."""
        return self.score.at_best if self.broken else None

    @property
    def sum(self) -> str:
        """The sum worked out: 「少 2 × 1 ＋ 迟 1 × 0.5 ＝ 扣 2.5，得 2.5」."""
        score = self.score
        told = [f"满分 {plain(self.full)}" if score.points is not None and self.counts else "不计满分"]
        if score.given:
            told.append(self._given())
        elif self.reached is not None and self.deducted:
            told.append(f"{'实际' if self.less_is_better else '达到'} {cut(decimal(self.reached))}")
        below = score.is_below(self.reached)
        if below and self.deducted:
            told.append(below)
        elif score.step is not None and self.short:
            told.append(f"每差 {plain(score.step)} 算一次")
        costs = (
            ("多" if self.less_is_better else "少", self.short, score.each_short),
            ("迟", self.late, score.late_costs()),
            (
                "迟的天数" if score.each_workday_late is None else "迟的工作日",
                self.days if score.each_day else 0,
                score.each_day,
            ),
        )
        parts = [
            f"{word} {plain(count)}" + (f" × {plain(each)}" if each is not None else "")
            for word, count, each in costs
            if count and (each is None or each) and not score.tiers and not below and not self.blank
        ]
        if self.blank:
            told.append("没有填，不知道有多少，按做不到扣完")
        if self.deducted and not score.given:
            capped = "（封顶）" if self._is_capped() else ""
            told.append(f"{' ＋ '.join(parts)} ＝ 扣 {plain(self.deducted)}{capped}".lstrip(" ＝"))
        gains: list[str] = []
        uncapped = self.more * (score.each_more or 0) + (self.rank.more if self.rank else 0)
        if self.more and score.each_more is not None:
            gains.append(f"多 {self.more} × {plain(score.each_more)}")
        if self.rank:
            gains.append(str(self.rank))
        if gains:
            most = "（封顶）" if self.earned < uncapped else ""
            told.append(f"{' ＋ '.join(gains)} ＝ 加 {plain(self.earned)}{most}")
        if self.vetoed:
            told.append("一票否决")
        if self.at_best:
            told.append(f"最高评为{self.at_best}")
        return "，".join([*told, f"得 {plain(self.got)}"])

    @property
    def less_is_better(self) -> bool:
        """Whether it is about what there should be little of."""
        return all(less_is_better(one.rule) for one in self.item.requirements)

    def _given(self) -> str:
        """What the bureau gave."""
        if self.reached is None:
            return "还没有填入，暂按满分"
        figure = decimal(self.reached)
        return f"打分 {plain(figure)}" + ("，多于满分，按满分" if figure > self.full else "")

    def _is_capped(self) -> bool:
        score = self.score
        by_step = score.sum_of(self.short, self.late, self.days)
        limits = (score.most(), self.left)
        return (
            not score.tiers and not score.is_below(self.reached) and self.deducted in limits and self.deducted < by_step
        )


def together(item: Worth, lines: Sequence[Line]) -> Line:
    """What several requirements make that are one item; a figure is that of the only one."""
    first, *others = lines
    for line in others:
        counts = Counter(first.open) + Counter(line.open)
        first = replace(
            first,
            short=first.short + line.short,
            late=first.late + line.late,
            days=first.days + line.days,
            open={status: counts[status] for status in OPEN if counts[status]},
            applies=first.applies or line.applies,
            broken=first.broken or line.broken,
            blank=first.blank or line.blank,
        )
    return replace(first, item=item)


def less_is_better(rule: Kind) -> bool:
    """Whether a rule sets a limit, and asks for nothing to be reached."""
    return isinstance(rule, Amount | Attested) and any(bound.way.upper for bound in rule.bounds)
