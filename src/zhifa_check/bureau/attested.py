"""The bureau's figures, ``data/attested.yaml``: what no unit can say of itself, such as 满意率 and 被通报的次数."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.bureau.decisions import Decision, DecisionFile, Decisions, PeriodWords
from zhifa_check.calendar.periods import EVERY_NAMES, Every, Period, some_period
from zhifa_check.format.values import Day, Number, fault


class Attestation(Decision):
    """Seen on as-of dates from ``attested_on`` on; of several for one unit and 所属期 the plan says which count."""

    about: ClassVar[str] = "司法局填入的一个数，如满意率；从填入日起有效。"
    subject: Words | None = Field(None, title="对象", description="一件一件填的，写是哪一件")
    period: PeriodWords = Field(title="所属期", description="要求每季度一次的写 2026Q1 这样，全年的写年份")
    value: Number = Field(title="数值", description="只写数字，百分数不写百分号")
    reason: Words = Field(title="来由", description="怎样得来的，如 第三方测评")
    document: Words = Field(title="文件", description="写着这个数的文件的文号")
    attested_by: Words = Field(title="填入单位")
    attested_on: Day = Field(title="填入日", description="从这一天起有效，含当日")

    @model_validator(mode="after")
    def _of_the_length_asked_for(self, info: ValidationInfo) -> Self:
        # read with the requirements that ask for a figure, each with the length of its 所属期
        every: Every = info.context[self.requirement]  # type: ignore[index]
        if self.period.every != every:
            wanted = f"{EVERY_NAMES[every]}（如 {some_period(self.period.year, every)}）"
            raise fault(f"{self.requirement} 的所属期应是{wanted}，请改正", "period")
        return self

    @property
    def spell(self) -> tuple[date, date]:
        """From the day of entry on."""
        return self.attested_on, date.max

    def covers(self, requirement: str, subject: str | None, period: Period) -> bool:
        """Whether it is about a unit's duty, whichever occurrence it tells of."""
        return self.requirement == requirement and self.period == period


class AttestedFile(DecisionFile):
    """The file as a whole."""

    about: ClassVar[str] = "司法局填入的数。单位不得自行填写。"
    key, what = "attested", "填入的数"
    attested: tuple[Attestation, ...] = Field((), title="填入的数", description="一个一条；没有的写 attested: []")


Attested = Decisions[Attestation]
