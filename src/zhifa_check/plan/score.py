"""What a requirement is worth in an assessment (考核), and what falling short of it costs."""

from decimal import Decimal
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.format.values import fault
from zhifa_check.kinds.conditions import Amount
from zhifa_check.kinds.phrase import Flag


class Score(Config):
    """Points of a requirement; without ``each_short`` and ``each_late`` one shortfall costs all that can be lost."""

    about: ClassVar[str] = "考核：这项要求的满分，和做不到时怎样扣分。"
    points: Amount = Field(title="满分")
    each_short: Amount | None = Field(
        None, title="每少一次扣几分", description="每少一次、一件、一篇，或每有一个人、一份决定不符合要求"
    )
    each_late: Amount | None = Field(None, title="每迟一次扣几分", description="不写的，迟了按少了扣")
    cap: Amount | None = Field(None, title="最多扣几分", description="不写的，扣完满分为止")
    assumed: Flag = Field(False, title="推定", description="原文没有写明分值、由人推定的写 true")

    @model_validator(mode="after")
    def _cap_within_points(self) -> Self:
        if self.cap is not None and self.cap > self.points:
            raise fault(f"不能多于满分 {self.points}", "cap")
        return self

    @property
    def most(self) -> Decimal:
        """The most that can be lost."""
        return self.points if self.cap is None else self.cap

    def deducted(self, short: Decimal, late: int) -> Decimal:
        """What so many shortfalls and so many late ones cost; exact, and never more than ``most``."""
        each_late = self.each_short if self.each_late is None else self.each_late
        if (short and self.each_short is None) or (late and each_late is None):
            return self.most
        return min(self.most, short * (self.each_short or 0) + late * (each_late or 0))
