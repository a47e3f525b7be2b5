"""The kinds that a plan may use: the discriminated union is the registry."""

from typing import Annotated

from pydantic import Field

from zhifa_check.kinds.all_categories import AllCategories
from zhifa_check.kinds.all_units import AllUnits
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.answer_rate import AnswerRate
from zhifa_check.kinds.before import Before
from zhifa_check.kinds.certified import Certified
from zhifa_check.kinds.named import Named
from zhifa_check.kinds.report import Report
from zhifa_check.kinds.stated import Stated
from zhifa_check.kinds.within import Within

Rule = Annotated[
    AllCategories | AllUnits | AnswerRate | Amount | AnswerRate | Before | Certified | Named | Report | Stated | Within,
    Field(discriminator="kind"),
]
