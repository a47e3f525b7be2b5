"""Whom a requirement binds and by when: deadline phrases of the plan, with both readings, to dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Every, Period
from zhifa_check.calendar.workdays import roll_forward, roll_forward_strictly
from zhifa_check.format.format import Format
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Written
from zhifa_check.format.values import as_text, fault, unknown_word
from zhifa_check.kinds.phrase import Phrase, PhraseText


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a plan declares at its top and its rules may use: the context in which rules are validated."""

    year: int
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    issued: date | None = None
    #: What submissions may hold, and the types that a field of a section may have which the plan declares.
    format: Format = dataclass_field(default_factory=standard)
    types: tuple[str, ...] = ()
    #: Whom a requirement binds that does not say so, as it stands in the file.
    binds: Any = None


class Due(NamedTuple):
    """The last moment in time, in both readings; a date means the whole of that day."""

    strict: date
    lenient: date

    def on_time(self, moment: date) -> tuple[bool, bool]:
        """Whether ``moment`` is in time: strictly, leniently."""
        return _by(moment, self.strict), _by(moment, self.lenient)

    def is_over(self, as_of: date) -> bool:
        """Whether no reading leaves time on the evening of ``as_of``."""
        return as_of > day_of(self.lenient)

    def told(self, moment: date) -> str:
        """How late something is, counted from the last moment of the reading it misses, and last the lenient one."""
        strictly, leniently = self.on_time(moment)
        if not leniently:
            return f"，{self}，迟 {_lateness(moment, self.lenient)}"
        if strictly:
            return ""
        late = _lateness(moment, self.strict)
        return f"：按 {stamp(self.strict)} 为限迟 {late}，按 {stamp(self.lenient)} 为限未迟，待认定"

    def __str__(self) -> str:
        """As messages tell it: 期限 2023-09-30（宽松理解 2023-10-07）."""
        return f"期限 {stamp(self.strict)}" + (
            f"（宽松理解 {stamp(self.lenient)}）" if self.lenient != self.strict else ""
        )


def _by(moment: date, limit: date) -> bool:
    if isinstance(moment, datetime) and isinstance(limit, datetime):
        return moment <= limit
    return day_of(moment) <= day_of(limit)


def _lateness(moment: date, limit: date) -> str:
    """Days; against a limit to the minute what there is of days, hours and minutes."""
    if not (isinstance(moment, datetime) and isinstance(limit, datetime)):
        return f"{(day_of(moment) - day_of(limit)).days} 天"
    late = moment - limit
    hours, minutes = divmod(late.seconds // 60, 60)
    return " ".join(f"{n} {unit}" for n, unit in ((late.days, "天"), (hours, "小时"), (minutes, "分钟")) if n)


def day_of(moment: date) -> date:
    """The calendar day of a date or a time."""
    return moment.date() if isinstance(moment, datetime) else moment


def stamp(moment: date) -> str:
    """A date, or a date with hours and minutes, for people."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else str(moment)


@lru_cache(maxsize=4096)
def iso(moment: date) -> str:
    """``2023-05-04``, or ``2023-05-04T09:30`` for a time."""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def declared(kind: str) -> Any:
    """Of a word that must stand in a list at the top of the plan."""

    def check(value: object, info: ValidationInfo) -> str:
        word, known = as_text(value), getattr(info.context, kind)
        if word not in known:
            raise unknown_word(f"没有在计划开头的 {kind} 里列出", known)
        return word

    return BeforeValidator(check)


class Binds(Config):
    """A unit is bound by its kind or by any of its roles."""

    about: ClassVar[str] = "约束哪些单位：类别在 kinds 里，或者有 roles 里的任一职责。至少写一项。"
    kinds: tuple[Annotated[str, declared("kinds")], ...] = Field(
        (), title="单位类别", description="计划开头 kinds 里的词"
    )
    roles: tuple[Annotated[str, declared("roles")], ...] = Field((), title="职责", description="计划开头 roles 里的词")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.kinds and not self.roles:
            raise fault("没有写约束哪些单位，请至少写一项 kinds 或 roles")
        return self

    def includes(self, unit: Unit) -> bool:
        """Whether the unit is bound."""
        return unit.kind in self.kinds or any(role in unit.roles for role in self.roles)

    def covers(self, other: "Binds") -> bool:
        """Whether whoever the other binds is bound, as far as the plan tells."""
        return {*other.kinds, *other.roles} <= {*self.kinds, *self.roles}

    def __str__(self) -> str:
        return "、".join((*self.kinds, *(f"{role}（职责）" for role in self.roles)))


class DueRule(Config):
    """The deadline of some or all of the units bound."""

    about: ClassVar[str] = "一部分或全部单位的期限；只写 strict 的，严格理解、宽松理解是同一天。"
    binds: Binds | None = Field(None, title="对谁", description="只对一部分单位的写；不写为全部")
    strict: PhraseText = Field(title="严格理解的期限")
    lenient: PhraseText | None = Field(None, title="宽松理解的期限", description="不写则与严格理解相同")

    days_off: Literal["shift", "keep"] | None = Field(
        None,
        title="遇休息日",
        description="文件写明顺延的写 shift，写明不顺延的写 keep；不写的，报送的宽松理解顺延，别的不顺延",
    )

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Both readings, the strict one first."""
        return (self.strict,) if self.lenient is None else (self.strict, self.lenient)


def _rules(value: object) -> object:
    if isinstance(value, str):
        return [{"strict": value}]
    if isinstance(value, dict) and ("phrase" in value or "says" in value):
        return [{"strict": value}]
    return [value] if isinstance(value, dict) else value


DueRules = Annotated[tuple[DueRule, ...], BeforeValidator(_rules), Written("due")]


def check_due(rules: tuple[DueRule, ...], every: Every, periods: list[Period]) -> None:
    """Refuse a phrase of another rhythm than the requirement has, or a day that does not exist. Raises a fault."""
    for rule in rules:
        for phrase in rule.phrases:
            deadline = phrase.deadline
            if deadline.every not in (None, every):
                raise fault(f"期限“{phrase.words}”与 every: {every} 的次数对不上", "due")
            if deadline.every is None and every == "year":
                # the month after what? after the issue, most likely, and not after the year
                said = f"“{phrase.words}”跟在每月、每季度后面才知道是哪一天；全年一次的请写明，如 on: 月-日"
                raise fault(said, "due")
            try:
                for period in periods:
                    deadline.on(period)
            except ValueError:
                raise fault(f"期限“{phrase.words}”里有不存在的日期", "due") from None


def due_for(rules: tuple[DueRule, ...], unit: Unit | None, period: Period, *, rolls: bool = False) -> Due | None:
    """The deadlines of a unit for a period; without a unit, those of the first rule.

    ``rolls``: the lenient one rolls to the next working day, where the document does not say otherwise.
    """
    for rule in rules:
        if rule.binds is None or unit is None or rule.binds.includes(unit):
            strict = rule.strict.deadline.on(period)
            lenient = rule.lenient.deadline.on(period) if rule.lenient else strict
            if rule.days_off == "shift":
                return Due(roll_forward_strictly(strict), roll_forward(lenient))
            return Due(strict, roll_forward(lenient) if rolls and rule.days_off is None else lenient)
    return None
