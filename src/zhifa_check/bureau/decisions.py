"""The bureau's waivers, rulings and figures: which duty of which unit it decided about, why, by which document."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Generic, Literal, Self, TypeVar, cast

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, Words, headed, validate
from zhifa_check.bureau.units import Registry
from zhifa_check.calendar.periods import EVERY_NAMES, Every, Period, parse_period, some_period
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, Number, as_text, fault, unknown_word
from zhifa_check.source.document import Document


def _requirement(value: object, info: ValidationInfo) -> str:
    id_, known = as_text(value), cast(Collection[str], info.context)
    if id_ not in known:
        raise unknown_word("不是计划里可以这样写的要求，须写完整编号（D.* 只能改正，不能另作决定）", sorted(known))
    return id_


def _period(value: object) -> Period:
    try:
        return parse_period(as_text(value))
    except ValueError:
        raise fault("应是所属期：年份，或年份后面加 H1、Q2、-05 这样的半年、季度、月份") from None


PeriodWords = Annotated[Period, BeforeValidator(_period), Written("any_period")]


class Decision(Config):
    """About one duty of a unit; without subject or period about all of them."""

    unit: Annotated[Words, Written("unit")] = Field(title="单位", description="单位的名称或代号")
    requirement: Annotated[str, BeforeValidator(_requirement), Written("requirement")] = Field(
        title="要求", description="要求的完整编号；填写错误（D.*）只能改正"
    )
    subject: Words | None = Field(
        None, title="对象", description="只对其中一个的，写它的编号、文号、事项等；不写为全部"
    )
    period: PeriodWords | None = Field(None, title="所属期", description="只对一个所属期的，写它；不写为全部")
    reason: Words = Field(title="理由")
    document: Words = Field(title="文件", description="作出决定的文件的文号")

    @property
    def spell(self) -> tuple[date, date]:
        """The first and the last day on which it holds; ``date.max`` where it has no end."""
        raise NotImplementedError

    def in_force(self, as_of: date) -> bool:
        """Whether it holds on the as-of date."""
        first, last = self.spell
        return first <= as_of <= last

    @property
    def rank(self) -> date:
        """Of several that hold the one with the latest counts: by its end, or where none has one by its beginning."""
        first, last = self.spell
        return first if last == date.max else last

    def covers(self, requirement: str, subject: str | None, period: Period) -> bool:
        """Whether it speaks of this duty of its unit."""
        return (
            self.requirement == requirement
            and self.subject in (None, subject)
            and (self.period is None or self.period == period)
        )


class DecisionFile(Config):
    """A file whose one ``key`` holds a list of decisions; ``what`` they are, for whoever writes it."""

    key: ClassVar[str]
    what: ClassVar[str]


D = TypeVar("D", bound=Decision)


class Decisions(Generic[D]):
    """All of a file, by unit; None stands for no file."""

    def __init__(self, key: str, document: Document | None, decisions: Sequence[D], registry: Registry) -> None:
        self._key = key
        self.document = document
        self.all = tuple(decisions)
        self._units = [registry.ids.get(decision.unit) for decision in decisions]

    def unit_of(self, number: int) -> str | None:
        """The id of the unit that one names; None for one that is not in the registry."""
        return self._units[number]

    def find(self, unit: str, requirement: str, subject: str | None, period: Period, as_of: date) -> int | None:
        """The number of one in force that covers a duty; of several the one of the highest rank."""
        found = self.covering(unit, requirement, subject, period, as_of)
        return max(found, key=lambda number: (self.all[number].rank, -number), default=None)

    def covering(self, unit: str, requirement: str, subject: str | None, period: Period, as_of: date) -> Iterator[int]:
        """The numbers of all in force that cover a duty."""
        for number, one in enumerate(self.all):
            if self._units[number] == unit and one.in_force(as_of) and one.covers(requirement, subject, period):
                yield number

    def place(self, number: int) -> tuple[str, int]:
        """File and line of one."""
        assert self.document is not None
        return self.document.file, self.document.locate((self._key, number))[0]


def load_decisions(
    path: Path | Document | None, model: type[DecisionFile], requirements: Collection[str], registry: Registry
) -> Decisions[D]:
    """Read a file, or take one that was read; None stands for no file. Raises ConfigError with all its errors."""
    if path is None:
        return Decisions[D](model.key, None, (), registry)
    document = headed(path, model.key, f"{model.what}文件", model.what)
    return Decisions[D](model.key, document, getattr(validate(model, document, requirements), model.key), registry)


class Waiver(Decision):
    """In force from ``approved_on`` to ``expires_on``, both included."""

    about: ClassVar[str] = "市司法局核准不计的一项，从批准日到到期日有效。"
    approved_by: Words = Field(title="批准单位")
    approved_on: Day = Field(title="批准日", description="从这一天起有效，含当日")
    expires_on: Day = Field(title="到期日", description="到这一天止，含当日；不能早于批准日")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires_on < self.approved_on:
            raise fault("到期日 expires_on 早于批准日 approved_on", "expires_on")
        return self

    @property
    def spell(self) -> tuple[date, date]:
        """From approval to expiry."""
        return self.approved_on, self.expires_on


class WaiverFile(DecisionFile):
    """``data/waivers.yaml``: who is excused from what, by which document, until when."""

    about: ClassVar[str] = "市司法局核准不计的事项。单位不得自行填写。"
    key, what = "waivers", "核准不计"
    waivers: tuple[Waiver, ...] = Field((), title="核准不计", description="一项一条；没有的写 waivers: []")


Waivers = Decisions[Waiver]


#: What a ruling may say, and the status that it gives.
RESULTS: dict[str, Literal["met", "violated"]] = {"达标": "met", "未达标": "violated"}


def _result(value: object) -> str:
    word = as_text(value)
    if word not in RESULTS:
        raise unknown_word("不是认定的结果", list(RESULTS))
    return word


class Ruling(Decision):
    """It settles what is disputed, and nothing else, on as-of dates from ``decided_on`` on."""

    about: ClassVar[str] = "市司法局对一项待认定的认定，从认定日起有效。"
    result: Annotated[str, BeforeValidator(_result), Written("ruling_result")] = Field(
        title="结果", description="达标或未达标"
    )
    decided_by: Words = Field(title="认定单位")
    decided_on: Day = Field(title="认定日", description="从这一天起有效，含当日")

    @property
    def spell(self) -> tuple[date, date]:
        """From the day of the decision on."""
        return self.decided_on, date.max


class RulingFile(DecisionFile):
    """``data/rulings.yaml``: what the document leaves open, decided once for one duty of one unit."""

    about: ClassVar[str] = "市司法局对待认定事项的认定。单位不得自行填写。"
    key, what = "rulings", "认定"
    rulings: tuple[Ruling, ...] = Field((), title="认定", description="一项一条；没有的写 rulings: []")


Rulings = Decisions[Ruling]


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
    """``data/attested.yaml``: what no unit can say of itself, such as 满意率 and 被通报的次数."""

    about: ClassVar[str] = "司法局填入的数。单位不得自行填写。"
    key, what = "attested", "填入的数"
    attested: tuple[Attestation, ...] = Field((), title="填入的数", description="一个一条；没有的写 attested: []")


Attested = Decisions[Attestation]
