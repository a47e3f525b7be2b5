"""What waivers and rulings share: which duty of which unit the bureau decided about, why, by which document."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Generic, TypeVar, cast

from pydantic import BeforeValidator, Field, ValidationInfo

from zhifa_check.bureau.config import Config, Words, headed, validate
from zhifa_check.bureau.units import Registry
from zhifa_check.calendar.periods import Period, parse_period
from zhifa_check.format.shape import Written
from zhifa_check.format.values import as_text, fault, unknown_word
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
