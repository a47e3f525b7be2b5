"""``attested``: a figure that the bureau enters, such as 满意率 or how often a unit was criticised."""

from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.calendar.periods import EVERY_NAMES, EVERY_TOLD, Every, Period, periods_of
from zhifa_check.format.values import fault
from zhifa_check.kinds.base import Annual, Case, Sections, Setting
from zhifa_check.kinds.bounds import WAYS, Bound, Bounded
from zhifa_check.kinds.due import PlanWords, check_due
from zhifa_check.kinds.phrase import Flag
from zhifa_check.kinds.verdict import Evidence, Verdict
from zhifa_check.words.figures import plain

#: Where the bureau enters it.
FILE = "data/attested.yaml"


class Attested(Bounded, Annual):
    """The figure of the unit for each period is within its bound; the one entered last counts.

    With ``added_up`` the entries of a period are occurrences that add up, and none is nought. Without, a figure that
    the bureau has not entered accuses nobody: once it is due a person decides. Never rolls.
    """

    about: ClassVar[str] = (
        "司法局填入的一个数（如满意率、被通报的次数）够不够；填在 data/attested.yaml，单位不填。到期没有填入的待认定。"
    )
    kind: Literal["attested"]
    called: Words = Field(title="叫什么", description="如 群众满意率；结论里怎样称呼它")
    unit: Words = Field("", title="量词", description="如 %、分、次；写 % 的是百分数")
    added_up: Flag = Field(False, title="各条相加", description="一件一件填的（如每次被通报），写 true：没有的是 0")
    every: Every = Field("year", title="多久一次", description=EVERY_TOLD)

    def check(self, words: PlanWords) -> None:
        check_due(self.due, self.every, self.periods(words.year))
        if len(self.bounds) != 1:
            raise fault(f"要求写 {'、'.join(WAYS)} 中的一个")

    def asks_nothing(self) -> bool:
        return self._bound.asks_nothing()

    def periods(self, year: int) -> list[Period]:
        return periods_of(year, self.every)

    def is_unreadable(self, verdict: Verdict, case: Case) -> bool:
        """Nothing that the unit handed in bears on it."""
        return False

    @property
    def _bound(self) -> Bound:
        return self.bounds[0]

    @property
    def _asked(self) -> str:
        return f"{self._bound.way.word} {plain(self._bound.value)}{self._unit}"

    @property
    def _unit(self) -> str:
        return self.unit if self.unit in ("", "%") else f" {self.unit}"

    def _kept(self, value: Decimal) -> bool:
        return self._bound.way.holds(value, self._bound.value)

    def judge(self, case: Case) -> Verdict:
        entries = sorted(case.attested(), key=lambda entry: entry.record.rank)
        if not entries and not self.added_up:
            return self._not_entered(case)
        counted = entries if self.added_up else entries[-1:]
        value = sum((entry.record.value for entry in counted), Decimal())
        # more may still come, which mends a number that is too small and spoils one that is small enough
        if (
            not self.added_up
            and len({one.record.value for one in entries if one.record.rank == entries[-1].record.rank}) > 1
        ):
            message = f"{self.called}在同一天填了不同的数，不知道以哪个为准；请司法局在 {FILE} 里改正"
            return Verdict([Evidence("disputed", message, entry=entries[-1], at=("value",), due=case.due)])
        if self.unit == "%" and value > 100:
            message = f"{self.called}填的是 {plain(value)}%，多于 100%，不知道是多少；请司法局在 {FILE} 里改正"
            return Verdict([Evidence("disputed", message, entry=entries[-1], at=("value",), due=case.due)])
        final = not self.added_up or self._bound.way.upper is not self._kept(value)
        if self._kept(value):
            return Verdict(progress=plain(value), otherwise="met" if final or not case.open else "pending")
        points = " 个百分点" if self.unit == "%" else self._unit
        by = f"（{counted[-1].record.attested_by} {counted[-1].record.attested_on}）" if counted else ""
        gap = f"{'多' if self._bound.way.upper else '少'} {plain(abs(value - self._bound.value))}{points}"
        if value == self._bound.value:
            gap = f"不含 {plain(value)}{self._unit}"
        message = f"{self.called} {plain(value)}{self._unit}，要求{self._asked}，{gap}{by}"
        piece = Evidence(
            "pending" if case.open and not final else "violated",
            message,
            entry=counted[-1] if counted else None,
            at=("value",) if counted else (),
            actual=plain(value),
            required=plain(self._bound.value),
            due=case.due,
        )
        return Verdict([piece], plain(value))

    def _not_entered(self, case: Case) -> Verdict:
        asked = "" if self.asks_nothing() else f"，要求{self._asked}"
        message = f"{self.called}（{case.period.chinese}）还没有填入{asked}；请司法局填进 {FILE}"
        return Verdict([Evidence("pending" if case.open else "disputed", message, due=case.due)])

    def formula(self, year: int) -> list[str]:
        period = "全年" if self.every == "year" else f"每{EVERY_NAMES[self.every]}"
        asked = "，不作要求，只用来计分" if self.asks_nothing() else self._asked
        how = "各条相加，没有的是 0" if self.added_up else "填了几次的以填入日最晚的为准"
        return [
            f"{period}的{self.called}{asked}，由司法局填在 {FILE}，单位不用填；{how}。",
            "到期以后还没有填入的待认定，不作未达标、未报。" if not self.added_up else "填入以后随时认定。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        return {}

    def attests(self, setting: Setting, *, good: bool) -> list[dict[str, Any]]:
        """What the bureau enters so that the rule is kept, or broken."""
        value = self._bound.good if good else self._bound.bad
        return [
            {
                "unit": setting.unit.name,
                "period": str(setting.period),
                "value": plain(value or Decimal()),
                "reason": "第三方测评",
                "document": f"某司发〔{setting.year}〕5号",
                "attested_by": "司法局",
                "attested_on": str(min(setting.period.end, setting.due.strict if setting.due else setting.period.end)),
            }
        ]
