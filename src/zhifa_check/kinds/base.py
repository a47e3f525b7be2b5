"""What every kind of requirement shares: the case it judges and the verdict it gives."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple, Self, cast

from pydantic import Field, PrivateAttr, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.bureau.decisions import Attestation
from zhifa_check.bureau.units import Registry, Unit
from zhifa_check.calendar.periods import Every, Period, periods_of
from zhifa_check.format.format import Format
from zhifa_check.format.record import S
from zhifa_check.format.shape import Written
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.due import Binds, Due, DueRules, PlanWords, check_due, day_of, due_for
from zhifa_check.kinds.fields import Titled
from zhifa_check.kinds.paths import Leads, LedTo, paths_of
from zhifa_check.kinds.verdict import Status, Verdict

Sections = dict[str, list[dict[str, Any]]]
NO_OTHER_YEARS: Mapping[int, Facts] = MappingProxyType({})


class Case(NamedTuple):
    """Everything that a kind may look at: no file, no clock."""

    unit: Unit
    facts: Facts
    registry: Registry
    as_of: date
    period: Period
    item: str | None
    due: Due | None
    others: Mapping[str, Facts]
    rules: Mapping[str, "Kind"]
    verbs: Mapping[str, str]
    issued: date
    since: date
    until: date
    is_waived: Callable[[str, str | None], bool]
    #: What the bureau entered about the obligation, in the order of its file.
    attested: Callable[[], list[Entry[Attestation]]] = list
    #: What the unit's files of other years say, for rules that look beyond the plan's own.
    years: Mapping[int, Facts] = NO_OTHER_YEARS

    def told_by(self, section: type[S], by: Binds) -> list[Entry[S]]:
        """What the units ``by`` say in a section."""
        told = [self.others[unit.id] for unit in self.registry.units if by.includes(unit) and unit.id in self.others]
        return [entry for facts in told for entry in facts.of(section)]

    def due_by(self, due: Due | None) -> "Case":
        """The case by a deadline of its own, and of whoever had come by then."""
        if due is None:
            return self._replace(due=None)
        return self._replace(due=due, facts=self.facts.by(min(day_of(due.strict), self.period.end)))

    @property
    def open(self) -> bool:
        """Whether the due date is still to come, in the more lenient reading."""
        return self.due is not None and not self.due.is_over(self.as_of)

    def shortfall(self, absent: bool = False) -> Status:
        """The status of what is not there: ``pending`` until the due date, then ``missing`` or ``violated``."""
        return "pending" if self.open else "missing" if absent else "violated"


class Setting(NamedTuple):
    """What an example is made for."""

    year: int
    period: Period
    due: Due | None
    categories: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, "Kind"]
    unit: Unit
    registry: Registry
    format: Format
    #: The first and the last day of what the rule is about.
    since: date
    until: date

    @property
    def items(self) -> list[tuple[str, Every]]:
        """The 事项 of the plan with the lengths of their 所属期."""
        return [pair for rule in self.rules.values() for pair in rule.item_lengths().items()]

    def period_of(self, every: Every) -> Period:
        """The period of a length in which the examples' events lie."""
        return next(period for period in periods_of(self.year, every) if period.end >= date(self.year, 5, 4))


class Kind(Config):
    """One kind of requirement: its fields in the plan, its judgement, its words.

    ``stands_alone``: one valid record that breaks the rule proves the breach, whatever else could not be read.
    ``rolls``: the lenient date rolls to the next working day.
    ``remedy``: what a unit is asked to do about a breach, where something can still be done.
    """

    stands_alone: ClassVar[bool] = False
    rolls: ClassVar[bool] = False
    remedy: ClassVar[str] = "请查明原因，予以改正并报告。"
    kind: str
    _format: Format = PrivateAttr()

    @model_validator(mode="after")
    def _fits_the_plan(self, info: ValidationInfo) -> Self:
        words = cast(PlanWords, info.context)
        self._format = words.format
        self.check(words)
        return self

    def paths(self) -> list[LedTo]:
        """Every key that the rule names or reads, from its own fields."""
        return self._paths

    @cached_property
    def _paths(self) -> list[LedTo]:
        return list(paths_of(self, getattr(self, "section", None), self._format))

    def sections(self) -> tuple[str, ...]:
        """The sections of the unit itself that the judgement rests on."""
        return self._sections

    @cached_property
    def _sections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(led.section for led in self.paths()))

    def foreign(self) -> tuple[str, Binds] | None:
        """A section of other units that the judgement rests on, and whose."""
        return None

    def ways(self) -> tuple["Kind", ...]:
        """The rules of which one must be kept: most often itself alone."""
        return (self,)

    def each(self) -> str | None:
        """The section whose records it judges one by one; None where it judges the unit as a whole."""
        return None

    def restates(self) -> str | None:
        """The requirement whose findings this one only adds up: told with its figure, never as a fault of its own."""
        return None

    def other_years(self, year: int) -> Iterable[int]:
        """The years, beside the plan's own, whose files it looks into."""
        return ()

    def asks_nothing(self) -> bool:
        """Whether it only counts, for points: nobody can fall short of it."""
        return False

    def looks_at(self) -> tuple[str, ...]:
        """The keys that the judgement looks at (``重大决定.备案.日期``)."""
        return tuple(dict.fromkeys(f"{led.section}.{led.path}" for led in self.paths() if led.path))

    def makes_good(self) -> tuple[str, ...]:
        """Words of a document, other than numbers, that the rule sees kept."""
        return ()

    def speaks_of(self) -> tuple[Binds, ...]:
        """Units other than those bound that the registry must hold for the rule to mean anything."""
        return ()

    def item_lengths(self) -> dict[str, Every]:
        """The 事项 that the rule speaks of, with the length of their 所属期."""
        return {}

    def asks_of_report(self, item: str) -> dict[str, str]:
        """Keys that a 报送 entry of an item must have though the format lets them be left out, each with a sentence."""
        return {}

    def obliged_items(self) -> tuple[str | None, ...]:
        """One obligation each."""
        return (None,)

    def periods(self, year: int) -> list[Period]:
        """One obligation each."""
        return periods_of(year, "year")

    def due_on(self, unit: Unit | None, period: Period) -> Due | None:
        """When the obligation falls due in both readings; None for rules about events."""
        return None

    def judge(self, case: Case) -> Verdict:
        """The verdict on one obligation."""
        raise NotImplementedError

    def is_unreadable(self, verdict: Verdict, case: Case) -> bool:
        """Whether what was refused may have changed the verdict; a breach that one valid record proves alone stands."""
        lost = case.facts.lost
        if verdict.status == "violated" and self.stands_alone:
            return False
        if verdict.status == "missing" and any(piece.blank for piece in verdict.evidence):
            return False
        # a whole file that cannot be read may be about anything, also about what other units' sections say of this one
        if lost.everything:
            return True
        if not lost and not any(facts.lost for facts in case.others.values()):
            return False
        items: list[str | None] = [case.item] if case.item else [*self.item_lengths()] or [None]
        if any(lost.touches(section, item, case.period) for section in self.sections() for item in items):
            return True
        wanted = self.foreign()
        if wanted is None or (verdict.status == "met" and self.sections()):
            # what the unit's own records show needs nobody else's
            return False
        section, by = wanted
        suppliers = [case.others[one.id] for one in case.registry.units if by.includes(one) and one.id in case.others]
        return any(facts.lost.touches(section, item, case.period) for facts in suppliers for item in items)

    def formula(self, year: int) -> list[str]:
        """What is compared with what, in Chinese, a sentence a line; ``year`` dates its examples."""
        raise NotImplementedError

    def example(self, setting: Setting, *, good: bool) -> Sections:
        """Sections of a submission that satisfy the rule, or that break it; foreign sections included."""
        raise NotImplementedError

    def attests(self, setting: Setting, *, good: bool) -> list[dict[str, Any]]:
        """What the bureau enters beside the example, but for the requirement."""
        return []

    def check(self, words: PlanWords) -> None:
        """Refuse what the submissions cannot hold. Raises a fault; ``words`` are the plan's own."""
        for led in self.paths():
            led.check(words.categories)


class Annual(Kind):
    """A kind that is judged over the year, by a date that never rolls."""

    due: DueRules = Field(title="期限", description="一年一次的期限，文件没有写明的不顺延")

    def due_on(self, unit: Unit | None, period: Period) -> Due | None:
        """The date of the plan, for the unit."""
        return due_for(self.due, unit, period)

    def check(self, words: PlanWords) -> None:
        """Refuse a date that does not exist or that comes more than once a year."""
        super().check(words)
        check_due(self.due, "year", self.periods(words.year))


#: A section of the submission format.
SectionName = Annotated[str, Titled, Leads(whole=True), Written("section")]
