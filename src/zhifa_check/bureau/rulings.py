"""The bureau's rulings, ``data/rulings.yaml``: what the document leaves open, decided once for one duty of one unit."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from zhifa_check.bureau.config import Words
from zhifa_check.bureau.decisions import Decision, DecisionFile, Decisions
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, as_text, unknown_word

#: What a ruling may say, and the status that it gives.
RESULTS: dict[str, Literal["met", "violated"]] = {"达标": "met", "未达标": "violated"}


def _result(value: object) -> str:
    word = as_text(value)
    if word not in RESULTS:
        raise unknown_word("不是认定的结果", list(RESULTS))
    return word


class Ruling(Decision):
    """It settles what is disputed, and nothing else, on as-of dates from ``decided_on`` on."""

    about: ClassVar[str] = "市司法局对一项待认定的认定，从认定日起有效。"
    result: Annotated[str, BeforeValidator(_result), Written("ruling_result")] = Field(
        title="结果", description="达标或未达标"
    )
    decided_by: Words = Field(title="认定单位")
    decided_on: Day = Field(title="认定日", description="从这一天起有效，含当日")

    @property
    def spell(self) -> tuple[date, date]:
        """From the day of the decision on."""
        return self.decided_on, date.max


class RulingFile(DecisionFile):
    """The file as a whole."""

    about: ClassVar[str] = "市司法局对待认定事项的认定。单位不得自行填写。"
    key, what = "rulings", "认定"
    rulings: tuple[Ruling, ...] = Field((), title="认定", description="一项一条；没有的写 rulings: []")


Rulings = Decisions[Ruling]
