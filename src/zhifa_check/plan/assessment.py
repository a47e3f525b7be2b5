"""What the points of an assessment (考核) add up to, and the grades that sums are given."""

from collections.abc import Collection
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.values import fault
from zhifa_check.kinds.numbers import Amount
from zhifa_check.kinds.phrase import Flag


class Grade(Config):
    """What a sum of points is called."""

    about: ClassVar[str] = "一个等次。"
    name: Words = Field(title="名称", description="如 优秀")
    at_least: Amount = Field(Decimal(), title="达到多少分", description="最低的等次不写")


class Assessment(Config):
    """What the points add up to, and the grades that sums are given."""

    about: ClassVar[str] = "考核的总分和等次，原文在哪里。"
    place: Words = Field(title="位置")
    quote: Words = Field(title="原文")
    rescaled: Flag = Field(
        False, title="没有的折算", description="没有这类事项的不按满分，按其余各项的得分折算成总分的，写 true"
    )
    points: Amount | None = Field(None, title="总分", description="各项满分的合计，每一类单位的都应等于它")
    grades: tuple[Grade, ...] = Field((), title="等次", description="从高到低写；被一票否决的定为最后一个")

    @model_validator(mode="after")
    def _falling(self) -> Self:
        if any(one.at_least <= two.at_least for one, two in pairwise(self.grades)):
            raise fault("从高到低写，每个都低于前一个", "grades")
        if self.grades and self.grades[-1].at_least:
            raise fault("最后一个等次不写 at_least，低于前面各等次的都归它", "grades")
        return self

    def grade(self, got: Decimal, *, vetoed: bool, at_best: Collection[str] = ()) -> str | None:
        """The grade of a sum, no better than any of ``at_best``; None where the document has no grades."""
        if vetoed and self.grades:
            return self.grades[-1].name
        names = [grade.name for grade in self.grades]
        first = max((names.index(name) for name in at_best if name in names), default=0)
        return next((grade.name for grade in self.grades[first:] if got >= grade.at_least), None)
