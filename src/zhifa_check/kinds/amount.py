"""``amount``: a count or a sum that must be large enough, small enough, or a share of another one."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.periods import EVERY_TOLD, Every, Period, periods_of
from zhifa_check.format.sections.people import TrainingClass
from zhifa_check.inputs.facts import Facts
from zhifa_check.kinds.amount_checks import check, check_sections
from zhifa_check.kinds.amount_example import example
from zhifa_check.kinds.amount_formula import formula
from zhifa_check.kinds.amount_measures import years_beside
from zhifa_check.kinds.amount_verdict import judge
from zhifa_check.kinds.asked import Asked
from zhifa_check.kinds.base import Annual, Case, Sections, Setting
from zhifa_check.kinds.conditions import NOT_THERE, THERE, Where
from zhifa_check.kinds.due import DueRules, PlanWords, check_due
from zhifa_check.kinds.fields import TIMES, referred
from zhifa_check.kinds.limits import Limit
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.numbers import Factor
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.phrase import Flag
from zhifa_check.kinds.steps import Steps
from zhifa_check.kinds.verdict import Status, Verdict


class Amount(Asked, Annual):
    """An amount keeps its bound, as a number or in percent ``over`` another, or reaches ``against``.

    ``per`` a record of the section, or a field: one amount each, else one for the unit. ``satisfying`` counts the
    people who keep another such rule. Never rolls. Of people those who left by the year's last day are not judged; who
    came during the year is judged by the whole demand and by its share by full months.
    """

    about: ClassVar[str] = (
        "条数或合计够不够：不少于、不多于多少，占另一个数的百分之几，或者达到另一个数、达到分级的要求。"
    )
    remedy: ClassVar[str] = "请安排补足，并说明原因；年度已过的，说明今后的措施。"
    kind: Literal["amount"]
    per: Words | None = Field(
        None,
        title="按什么",
        description="部分的名称（如 人员）：每条记录各自算；字段（如 执法主体）：每个值各自算，"
        "where 写明的每一类、引用的每一条都要有；不写：全单位",
    )
    among: Where = Field(
        {},
        title="只看哪些",
        description="per 引用（如 参训人）的那一部分里只认定这些，不写为全部；别的有多少都不看。"
        "要求不少于的，这些里一条记录也没有的按 0 算；一个这样的也没有的，不适用",
    )
    unit: Words = Field("", title="量词", description="结论里用的单位，如 学时、件、人、次")
    over: Measure | None = Field(None, title="占谁的", description="比例的分母；写了的，at_least 等是百分数")
    against: Measure | None = Field(None, title="与谁比", description="不少于这个数，或它分级要求的数")
    steps: Steps = Field((), title="各级", description="against 的分级，从小到大，最后一级不写 to")
    satisfying: Words | None = Field(
        None, title="满足哪一项", description="只数满足计划里另一项 kind 为 amount、per: 人员 的要求的人"
    )
    times: Factor | None = Field(None, title="几倍", description="against 的几倍，如每人 800 元的写 800")
    for_each: Factor | None = Field(
        None, title="每几个", description="每 10 名配 1 名的，写 times: 1、for_each: 10；不满的零头两种读法，待认定"
    )
    happens: Flag = Field(
        False,
        title="可能没有",
        description="这一部分（写了 per 的，还有 where 写明的一类）一条也没有填就是没有的，写 true",
    )
    prorated: Flag = Field(True, title="折算", description="年中到岗的人按整月折算是一种读法；不折算的写 false")
    since: Words | None = Field(
        None, title="从什么起", description="每条记录各算一段时间的，从哪个日期起，如 入职日期；不写 due，写 within"
    )
    until: Words | None = Field(
        None, title="到什么止", description="如 结案日期：从 since 起每过 within 都要够数，直到这一天；没有填的没有完"
    )
    within: Limit | None = Field(
        None,
        title="多长时间",
        description="从 since 起多长时间里的才算；不写 since 的，任何这么长的时间里都要够数、都不能多："
        "至少每 10 日一次写 {days: 10}、at_least: 1，间隔不少于 15 日写 {days: 15}、at_most: 1",
    )
    due: DueRules = Field(
        (), title="期限", description="文件没有写明的不顺延；每条记录当时就认定的（per 写部分）、写了 within 的不写"
    )
    every: Every = Field("year", title="多久一次", description=EVERY_TOLD)

    def check(self, words: PlanWords) -> None:
        check_sections(self)
        for led in self.paths():
            led.check(words.categories)
        check_due(self.due, self.every, self.periods(words.year))
        check(self)

    def paths(self) -> list[LedTo]:
        found = list(self.led_to(()))
        for name, one in (("over", self.over), ("against", self.against)):
            found += one.led_to((name,)) if one else ()
        if self.lenient and self.lenient.over:
            found += self.lenient.over.led_to(("lenient", "over"))
        if self.lenient and self.lenient.also:
            found += self.leniently.led_to(("lenient",))
        if self.target:
            found.append(LedTo(self.target, ""))
            found += [LedTo(self.target, key, condition=one, said_at=("among",)) for key, one in self.among.items()]
        if self.since:
            found.append(LedTo(self.section, self.since, TIMES, said_at=("since",)))
        if self.until:
            found.append(LedTo(self.section, self.until, TIMES, said_at=("until",)))
        if self.satisfying:
            # what people learned may stand with their classes
            found.append(LedTo(TrainingClass.title, ""))
        return found

    def each(self) -> str | None:
        return self.section if self.per == self.section else None

    @property
    def target(self) -> str | None:
        """The section whose records the field ``per`` names."""
        return referred(self.section, self.per) if self.per != self.section else None

    @property
    def classes(self) -> tuple[str, ...]:
        """The words of the field ``per`` each of which must be there, none of them left out."""
        named = self.where.get(self.per or "")
        if not isinstance(named, tuple) or {THERE, NOT_THERE}.issuperset(named) or self.against or self.happens:
            return ()
        return named

    @property
    def asks_for_some(self) -> bool:
        """Whether it asks the unit as a whole for a number of something."""
        return self.least is not None and not self.asks_nothing() and self.per is None and self.over is None

    def restates(self) -> str | None:
        return self.satisfying

    def other_years(self, year: int) -> Iterable[int]:
        return years_beside(self, year)

    def makes_good(self) -> tuple[str, ...]:
        return ("全覆盖",) if (self.over or self.per) and self.least == (100 if self.over else 1) else ()

    def asks_nothing(self) -> bool:
        return self.bound is not None and self.bound.asks_nothing()

    def periods(self, year: int) -> list[Period]:
        return periods_of(year, self.every)

    def amounts(self, facts: Facts, year: int) -> dict[object, Decimal]:
        """The exact amount of every record, by its number in the section."""
        return {key: one.value for key, one in self.sums(facts, year, self.per).items()}

    def judge(self, case: Case) -> Verdict:
        return judge(self, case)

    def is_certain(self, status: Status) -> bool:
        """Whether nothing that is not known of other years could change it."""
        if status == "met" and not self.window:
            return True  # what last year's file may add by another date accuses nobody
        return self.over is None and self.against is None and status == ("met" if self.most is None else "violated")

    def formula(self, year: int) -> list[str]:
        return formula(self, year)

    def example(self, setting: Setting, *, good: bool) -> Sections:
        return example(self, setting, good=good)
