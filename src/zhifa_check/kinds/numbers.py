"""Numbers as a plan writes them."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from zhifa_check.format.shape import Written
from zhifa_check.format.values import as_text, fault

#: 「三分之二」, as a percentage without a last place.
_PART = re.compile("([1-9][0-9]{0,2})/([1-9][0-9]{0,2})")


def as_decimal(value: object) -> Decimal:
    """A number of a plan. Raises a fault."""
    text = as_text(value)
    if found := _PART.fullmatch(text):
        return Decimal(found[1]) * 100 / Decimal(found[2])
    if not text.replace(".", "", 1).isdigit() or not text.isascii() or len(text) > 9:
        raise fault("应是数字，只写数字，不带单位和正负号，如 24")
    return Decimal(text)


Amount = Annotated[Decimal, BeforeValidator(as_decimal), Written("amount")]


def _factor(value: object) -> Decimal:
    if "/" in as_text(value):
        raise fault("应是数字；几个配一个的，如每 10 名配 1 名，写 times: 1 和 for_each: 10")
    return as_decimal(value)


Factor = Annotated[Decimal, BeforeValidator(_factor), Written("amount")]


def _whole(value: object) -> int:
    text = as_text(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise fault("应是整数")
    return int(text)


def _percent(value: object) -> Decimal:
    number = as_decimal(value)
    if not 0 < number <= 100:
        raise fault("应是 0 到 100 之间的百分数，只写数字")
    return number


Count = Annotated[int, BeforeValidator(_whole), Written("count")]
Percent = Annotated[Decimal, BeforeValidator(_percent), Written("percent")]
