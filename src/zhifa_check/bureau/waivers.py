"""The bureau's waivers, ``data/waivers.yaml``: who is excused from what, by which document, until when."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.bureau.decisions import Decision, DecisionFile, Decisions
from zhifa_check.format.values import Day, fault


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
    """The file as a whole."""

    about: ClassVar[str] = "市司法局核准不计的事项。单位不得自行填写。"
    key, what = "waivers", "核准不计"
    waivers: tuple[Waiver, ...] = Field((), title="核准不计", description="一项一条；没有的写 waivers: []")


Waivers = Decisions[Waiver]
