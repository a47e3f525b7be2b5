"""Limits of points that several requirements share."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.values import fault
from zhifa_check.kinds.numbers import Amount


class SharedLimit(Config):
    """The most that several requirements cost, or earn, all together."""

    about: ClassVar[str] = "几项合计的限度，各项写得一样。"
    name: Words = Field(title="名称", description="几项写同一个，如 复议诉讼")
    cap: Amount | None = Field(None, title="合计最多扣几分")
    most_more: Amount | None = Field(None, title="合计最多加几分")

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.cap is None and self.most_more is None:
            raise fault("要写合计最多扣几分 cap，或者合计最多加几分 most_more")
        return self


class Together(SharedLimit):
    """A limit that several requirements share, and a wider one that they share with still others."""

    about: ClassVar[str] = "几项要求共同的限度，各项写得一样。"
    part_of: SharedLimit | None = Field(
        None, title="又在哪个合计里", description="这几项和别的项还有一个合计的限度的，写那个限度"
    )

    @model_validator(mode="after")
    def _is_no_part_of_itself(self) -> Self:
        if self.part_of and self.part_of.name == self.name:
            raise fault(f"“{self.name}”不能在自己里面", "part_of")
        return self
