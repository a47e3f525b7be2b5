"""``amount``: a count or a sum that must be large enough, small enough, or a share of another one."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.periods import EVERY_TOLD, Every, Period, periods_of
from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person, TrainingClass
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.amount_blanks import blank, left_blank, untold
from zhifa_check.kinds.amount_checks import check, check_sections
from zhifa_check.kinds.amount_courses import in_each_course
from zhifa_check.kinds.amount_example import example
from zhifa_check.kinds.amount_formula import formula
from zhifa_check.kinds.amount_gaps import in_every_stretch
from zhifa_check.kinds.amount_intervals import in_intervals
from zhifa_check.kinds.amount_measures import unseen, years_beside
from zhifa_check.kinds.amount_readings import Group, judged, nobody_is_meant, when_its_day_is_over
from zhifa_check.kinds.amount_times import unknown
from zhifa_check.kinds.amount_words import shortfall
from zhifa_check.kinds.asked import Asked
from zhifa_check.kinds.base import Annual, Case, Sections, Setting
from zhifa_check.kinds.conditions import NOT_THERE, THERE, Where
from zhifa_check.kinds.due import DueRules, PlanWords, check_due
from zhifa_check.kinds.events import nothing_filed
from zhifa_check.kinds.fields import TIMES, referred, section_model
from zhifa_check.kinds.limits import Limit
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.numbers import Factor
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.phrase import Flag
from zhifa_check.kinds.readings import Reading
from zhifa_check.kinds.steps import Steps
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, of_readings, satisfied
from zhifa_check.words.figures import cut, plain


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
        if nobody_is_meant(self, case):
            return Verdict(otherwise="not_applicable")
        if self.within:
            judge = in_each_course if self.until else in_intervals if self.since else in_every_stretch
            return judge(self, case)
        if case.due is None:
            if not self._is_there(self.section, case):
                return nothing_filed(self.section, case, self.named) or Verdict(otherwise="not_applicable")
            case = when_its_day_is_over(case)
        assert case.due is not None
        measures = [one for one in (self, self.over, self.against) if one is not None]
        sections = dict.fromkeys(one.section for one in measures)
        absent = [section for section in sections if not self._is_there(section, case)]
        happens = self.happens or any(section_model(section).happens for section in absent)
        # nothing at all is short of a number of something
        if absent and (self.asks_nothing() or (happens and not self.asks_for_some)):
            return Verdict(otherwise="not_applicable")
        if absent:
            when = "" if self.every == "year" else case.period.chinese
            message = f"没有填“{'”和“'.join(absent)}”，无法核对{when}{self.named}"
            required = plain(self.least) if self.asks_for_some and self.least else None
            piece = Evidence(case.shortfall(absent=True), message, required=required, due=case.due)
            return Verdict([piece], None if self.per or self.over or self.against else f"0/{required or 0}")
        groups = judged(self, case, case.due)
        left_out = list(untold(self, case))
        if not groups:
            return Verdict(left_out, f"0/{len(left_out)}" if self.classes else None, "not_applicable")
        unknown = list(blank(self, case))
        unsure = {piece.subject for piece in unknown} if self.per == self.section else ()
        told = [
            self._piece(case, *group)
            for group in self._not_simply_kept(case, groups)
            if getattr(group[0], "subject", "") not in unsure
        ]
        if unknown and self.per != self.section:
            # more can only help a number asked for; whatever else it is, the blank may undo or mend it
            enough = self.over is None and self.against is None and self.most is None and not any(told)
            told, unknown = [], [] if enough else unknown
        evidence = [*(piece for piece in told if piece is not None), *unknown, *left_out]
        progress = satisfied(evidence, len(groups) + len(left_out)) if self.per else self._progress(groups[0][2][0])
        if any(piece.blank for piece in left_out) and (self.most is None or self.over):
            evidence = [*unknown, *left_out]  # what is nobody's may be of whoever has too little
        return Verdict(evidence, progress, "pending" if case.open and not self._is_final() else "met")

    def _is_there(self, section: str, case: Case) -> bool:
        years = case.years.values() if self.window and self.per != self.section else ()
        return any(facts.is_filed(section_model(section)) for facts in (case.facts, *years))

    def _is_final(self) -> bool:
        """Whether nothing that happens later can undo what is kept now; a roster is taken to be as it stands."""
        of_roster = self.over is not None and self.over.section == Person.title and self.per is None
        return self.least is not None and (self.over is None or of_roster)

    def _not_simply_kept(self, case: Case, groups: list[Group]) -> Iterator[Group]:
        """Those of whom there may be something to tell; who did the same share their readings, looked at once."""
        kept: dict[int, bool] = {}
        looks_back = bool(self.other_years(case.period.year))
        for group in groups:
            readings = group[2]
            if id(readings) not in kept:
                kept[id(readings)] = not looks_back and all(one.kept for one in readings)
            if not kept[id(readings)]:
                yield group

    def _piece(self, case: Case, entry: Entry[Section] | None, told: str, readings: list[Reading]) -> Evidence | None:
        status: Status = of_readings(*(one.kept for one in readings))
        certain = [one for one in readings if not one.open]
        if case.open and not (status == "violated" and self.most is not None and self.over is None):
            if status == "met":
                return None
            status = "pending"
        absent = unseen(self, case, entry) if status != "pending" else []
        if absent and not self.is_certain(status):
            status = "disputed"
        if status == "met":
            return None
        first, last = certain[0], certain[-1]
        more = unknown(absent) if status == "disputed" else ""
        if (
            status == "disputed"
            and of_readings(*(one.kept for one in certain)) != status
            and len(certain) < len(readings)
        ):
            more += f"；{left_blank(self, case, entry, told)}"
        lenient = None
        if last.required != first.required or last.whole != first.whole:
            in_percent = self.lenient is not None and self.lenient.over is not None
            lenient = f"{cut(last.demand)}%" if in_percent else cut(last.required)
        return Evidence(
            status,
            shortfall(self, case, entry, told, certain) + more,
            (entry.subject if entry and self.per == self.section else told) or None,
            entry if self.per or self.over is None else None,
            actual=self._progress(first) if first.whole is not None else plain(first.value),
            required=f"{cut(first.demand)}%" if first.whole is not None else plain(first.demand),
            lenient_required=lenient,
            due=case.due if self.due or self.window else None,
        )

    def is_certain(self, status: Status) -> bool:
        """Whether nothing that is not known of other years could change it."""
        if status == "met" and not self.window:
            return True  # what last year's file may add by another date accuses nobody
        return self.over is None and self.against is None and status == ("met" if self.most is None else "violated")

    def _progress(self, one: Reading) -> str:
        if one.whole is None and (self.most is not None or not one.demand):
            return plain(one.value)
        return f"{plain(one.value)}/{plain(one.demand if one.whole is None else one.whole)}"

    def formula(self, year: int) -> list[str]:
        return formula(self, year)

    def example(self, setting: Setting, *, good: bool) -> Sections:
        return example(self, setting, good=good)
