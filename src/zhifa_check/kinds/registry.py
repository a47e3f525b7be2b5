"""The kinds that a plan may use: the discriminated union is the registry."""

from typing import Annotated

from pydantic import Field

from zhifa_check.kinds.answer_rate import AnswerRate
from zhifa_check.kinds.any_of import AnyOf
from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.single import Single

Rule = Annotated[Single | AnswerRate | AnyOf | Attested, Field(discriminator="kind")]
