"""A year's plan: requirements with their clauses, readings, and what no machine judges."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self, cast

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from zhifa_check.calendar.periods import Every, Period
from zhifa_check.inputs.config import Config
from zhifa_check.inputs.units import KnownWords, Registry, Unit
from zhifa_check.inputs.values import Day, Written, as_text, fault, quoted
from zhifa_check.inputs.vocabulary import CATEGORY_LISTS, Vocabulary
from zhifa_check.kinds.base import Count, Kind, Words
from zhifa_check.kinds.due import Binds, Due, Flag, PlanWords, day_of
from zhifa_check.kinds.registry import Rule


def _id(value: object) -> str:
    item, _, name = as_text(value).partition(".")
    if not (len(item) == 3 and item[0] == "T" and item[1:].isdigit() and name.replace("-", "").isalpha()):
        raise fault("应是 T 加两位附件序号、点、英文名，如 T10.hours")
    return as_text(value)


class Clause(Config):
    """Words of the document and where they stand; verbatim but for white space, ``…`` leaves words out.

    With ``binds`` they speak to some of the units bound only, and findings of the others cite another clause.
    """

    place: Words
    quote: Words
    binds: Binds | None = None


class Reading(Config):
    """A question that the text leaves open, one answer or both, and what they rest on."""

    question: Words
    strict: Words
    lenient: Words | None = None
    basis: Words


class Requirement(Config):
    """One demand of the plan: whom it binds, where it stands, and the rule that judges it."""

    id: Annotated[str, BeforeValidator(_id), Written("requirement_id")]
    title: Words
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    binds: Binds
    rule: Rule
    readings: tuple[Words, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _rule_fits_the_plan(self, info: ValidationInfo) -> Self:
        self.rule.check(cast(PlanWords, info.context))
        return self

    def clause_for(self, unit: Unit | None) -> Clause:
        """The one that findings about a unit cite: the first that speaks to it."""
        spoken = (clause for clause in self.clauses if not (clause.binds and unit) or clause.binds.includes(unit))
        return next(spoken, self.clauses[0])


class NotChecked(Config):
    """A number or date of the document that no data can show to be kept."""

    place: Words
    quote: Words
    reason: Words


class EvidenceTolerance(Config):
    """How many days a declared date may lie before the commit that first shows it, until a person is asked to look."""

    tolerance_days: Count
    assumed: Flag = False


class Plan(Config):
    """Everything that one document asks of a year."""

    id: Words
    title: Words
    year: Count
    issued: Day
    kinds: Annotated[tuple[Words, ...], Field(min_length=1)]
    roles: tuple[Words, ...] = ()
    categories: Annotated[dict[str, Annotated[tuple[Words, ...], Field(min_length=1)]], Written("category_lists")]
    reserved_sections: dict[str, tuple[Words, ...]] = {}
    readings: dict[str, Reading] = {}
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    not_checked: tuple[NotChecked, ...] = ()
    evidence: EvidenceTolerance | None = None

    @field_validator("categories")
    @classmethod
    def _all_lists(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if unknown := [name for name in value if name not in CATEGORY_LISTS]:
            raise fault(f"没有{quoted(unknown)}这样的词表，能用的有：{quoted(CATEGORY_LISTS)}")
        if absent := [name for name in CATEGORY_LISTS if name not in value]:
            raise fault(f"缺少词表{quoted(absent)}")
        return value

    @property
    def rules(self) -> dict[str, Kind]:
        """The rule of every requirement."""
        return {requirement.id: requirement.rule for requirement in self.requirements}

    @property
    def known_words(self) -> KnownWords:
        """What the registry may say."""
        return KnownWords(self.kinds, self.roles)

    def vocabulary(self, registry: Registry) -> Vocabulary:
        """What submissions may say."""
        items: dict[str, set[Every]] = {}
        for requirement in self.requirements:
            for item, every in requirement.rule.item_lengths().items():
                items.setdefault(item, set()).add(every)
        lengths: Mapping[str, frozenset[Every]] = {item: frozenset(found) for item, found in items.items()}
        return Vocabulary(self.year, self.categories, lengths, registry.ids, self.reserved_sections)

    def binding_due(self, requirement: Requirement, unit: Unit | None, period: Period) -> Due | None:
        """The deadlines of a period; None where the strict one lies before the plan was issued and so binds nobody."""
        due = requirement.rule.due_on(unit, period)
        return None if due is not None and day_of(due.strict) < self.issued else due


def selects(prefixes: Sequence[str], id_: str) -> bool:
    """Whether ``--select`` or ``--ignore`` names an id, by itself (``T10.hours``) or by its group (``T10``, ``D``)."""
    return any(id_ == prefix or id_.startswith(prefix + ".") for prefix in prefixes)
