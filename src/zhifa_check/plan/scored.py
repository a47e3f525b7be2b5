"""Points for what another plan of the year asks: that plan's verdicts are counted, and nothing is judged twice."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.shape import Written
from zhifa_check.format.values import fault
from zhifa_check.kinds.due import Binds
from zhifa_check.kinds.fields import one_or_several
from zhifa_check.kinds.numbers import Amount as Number
from zhifa_check.plan.requirement import Clause, Requirement, RequirementId
from zhifa_check.plan.score import Score
from zhifa_check.source.document import KeyPath

if TYPE_CHECKING:
    from zhifa_check.plan.model import Plan


class Scored(Config):
    """Points by the verdicts on requirements that stand elsewhere, most often in another document of the year."""

    about: ClassVar[str] = "按同一年度别的计划里的要求计分：做到没有由那份计划认定，这里只写分值，不重复核对。"
    id: RequirementId = Field(title="编号", description="一组的代号、点、英文名，如 KH1.training，不能与要求重复")
    title: Words = Field(title="名称", description="考核的项目")
    of: Annotated[
        tuple[Words, ...], BeforeValidator(one_or_several), Written("one_or_several"), Field(min_length=1)
    ] = Field(title="看哪项要求", description="要求的编号，如 T10.hours；几项合在一起计分的写列表")
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)] = Field(
        title="原文", description="考核方案里的话，一处一条"
    )
    binds: Binds | None = Field(
        None, title="考核哪些单位", description="不写的，是整份文件的 binds；也没有的，是那几项要求约束的单位"
    )
    score: Score = Field(title="考核分值")
    by_hand: tuple[Number, ...] = Field((), title="人核对过的数字", description="与要求里的相同")

    @model_validator(mode="before")
    @classmethod
    def _assesses_whom_the_plan_does(cls, value: object, info: ValidationInfo) -> object:
        binds: Any = info.context.binds  # type: ignore[union-attr]
        return {"binds": binds, **value} if isinstance(value, dict) and binds is not None else value

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if again := [name for number, name in enumerate(self.of) if name in self.of[:number]]:
            raise fault(f"“{again[0]}”写了两次", "of")
        return self


class Referring(Requirement):
    """What an assessment says of a requirement that stands elsewhere, as the proof of its document reads it."""

    judged_elsewhere: ClassVar[bool] = True

    @classmethod
    def of_each(cls, scored: Scored, known: Mapping[str, Requirement]) -> Iterator["Referring"]:
        """One for each requirement that is ``known``; the points stand at the first."""
        own = {"id": scored.id, "title": scored.title, "clauses": scored.clauses}
        for number, one in enumerate(known[name] for name in scored.of if name in known):
            values = {name: field.default for name, field in cls.model_fields.items()} | own
            points = {} if number else {"score": scored.score, "by_hand": scored.by_hand}
            yield cls.model_construct(**values | points | {"binds": scored.binds or one.binds, "rule": one.rule})


def told_of(plan: "Plan", known: Mapping[str, Requirement]) -> Iterator[tuple[KeyPath, Requirement]]:
    """Everything that a plan quotes its document for, with the path to it: what it asks, and what it gives points for.

    Points for what is not ``known`` are left out: that is told already.
    """
    yield from ((("requirements", number), one) for number, one in enumerate(plan.requirements))
    for number, entry in enumerate(plan.scores):
        yield from ((("scores", number), one) for one in Referring.of_each(entry, {**known, **plan.known}))
