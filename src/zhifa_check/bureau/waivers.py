"""The bureau's waivers, ``data/waivers.yaml``: who is excused from what, by which document, until when."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Self, cast

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, Words, read_document, validate
from zhifa_check.bureau.units import Registry
from zhifa_check.calendar.periods import Period, parse_period
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, as_text, fault, unknown_word
from zhifa_check.source.document import Document


def _requirement(value: object, info: ValidationInfo) -> str:
    id_, known = as_text(value), cast(frozenset[str], info.context)
    if id_ not in known:
        raise unknown_word("不是计划里的要求，须写完整编号（D.* 不能核准不计）", sorted(known))
    return id_


def _period(value: object) -> Period:
    try:
        return parse_period(as_text(value))
    except ValueError:
        raise fault("应是所属期，如 2023、2023H1、2023Q2、2023-05") from None


PeriodWords = Annotated[Period, BeforeValidator(_period), Written("any_period")]


class Waiver(Config):
    """In force from ``approved_on`` to ``expires_on``, both included; without subject or period for all of them."""

    about: ClassVar[str] = "市司法局核准不计的一项，从批准日到到期日有效。"
    unit: Annotated[Words, Written("unit")] = Field(title="单位", description="核准不计的单位的名称或代号")
    requirement: Annotated[str, BeforeValidator(_requirement), Written("requirement")] = Field(
        title="要求", description="要求的完整编号；填写错误（D.*）不能核准不计"
    )
    subject: Words | None = Field(
        None, title="对象", description="只核准不计其中一个的，写它的编号、文号、事项等；不写为全部"
    )
    period: PeriodWords | None = Field(None, title="所属期", description="只核准不计一个所属期的，写它；不写为全部")
    reason: Words = Field(title="理由")
    document: Words = Field(title="批准文件", description="准予不计的文件的文号")
    approved_by: Words = Field(title="批准单位")
    approved_on: Day = Field(title="批准日", description="从这一天起有效，含当日")
    expires_on: Day = Field(title="到期日", description="到这一天止，含当日；不能早于批准日")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires_on < self.approved_on:
            raise fault("到期日 expires_on 早于批准日 approved_on", "expires_on")
        return self

    def in_force(self, as_of: date) -> bool:
        """Whether it holds on the as-of date."""
        return self.approved_on <= as_of <= self.expires_on

    def covers(self, requirement: str, subject: str | None, period: Period) -> bool:
        """Whether it speaks of this duty of its unit."""
        return (
            self.requirement == requirement
            and self.subject in (None, subject)
            and (self.period is None or self.period == period)
        )


class WaiverFile(Config):
    """The file as a whole."""

    about: ClassVar[str] = "市司法局核准不计的事项。单位不得自行填写。"
    waivers: tuple[Waiver, ...] = Field((), title="核准不计", description="一项一条；没有的写 waivers: []")


class Waivers:
    """All waivers of a file, by unit; which of them were used is remembered for the notices."""

    def __init__(self, document: Document | None, waivers: Sequence[Waiver], registry: Registry) -> None:
        self.document = document
        self.all = tuple(waivers)
        self.used: set[int] = set()
        self._units = [registry.ids.get(waiver.unit) for waiver in waivers]

    def unit_of(self, number: int) -> str | None:
        """The id of the unit that a waiver names; None for one that is not in the registry."""
        return self._units[number]

    def find(self, unit: str, requirement: str, subject: str | None, period: Period, as_of: date) -> int | None:
        """The number of a waiver in force that covers a duty; the one with the latest expiry."""
        found = [
            number
            for number, waiver in enumerate(self.all)
            if self._units[number] == unit and waiver.in_force(as_of) and waiver.covers(requirement, subject, period)
        ]
        return max(found, key=lambda number: (self.all[number].expires_on, -number), default=None)


def load_waivers(path: Path | None, requirements: frozenset[str], registry: Registry) -> Waivers:
    """Read the waivers; None stands for no file. Raises ConfigError with all its errors."""
    if path is None:
        return Waivers(None, (), registry)
    document = read_document(path)
    if not isinstance(document.data, dict):
        message = "核准不计文件要以“waivers:”开头，没有核准不计的写“waivers: []”。"
        raise ConfigError([Problem("D.syntax", message, document.file, 1, 1)])
    waivers = validate(WaiverFile, document, requirements).waivers
    return Waivers(document, waivers, registry)


def place(waivers: Waivers, number: int) -> tuple[str, int, int]:
    """File, line and column of a waiver."""
    assert waivers.document is not None
    problem = at(waivers.document, "", "", ("waivers", number))
    return problem.file, problem.line, problem.column
