"""Which way a document compares a number: at least, or at most."""

import re

from zhifa_check.plan.claims import Claim
from zhifa_check.plan.tokens import Number

_MOST = re.compile("(?:不(?:得|能|应|可)?(?:超过|高于|多于|大于|超出)|至多|最多)[^，。；、0-9]{0,12}$")
_LEAST = re.compile("(?:不(?:得|能|应|可)?(?:少于|低于|小于|短于)|至少|最少|达到)[^，。；、0-9]{0,12}$")
_LEAST_AFTER, _MOST_AFTER = re.compile("[^，。；0-9]{0,3}以上"), re.compile("[^，。；0-9]{0,3}(?:以内|以下)")


def turned_round(claim: Claim, number: Number, text: str) -> bool:
    """Whether a rule says at least of a number of which the document says at most, or the other way."""
    before = text[max(0, number.start - 20) : number.start]
    least = bool(_LEAST.search(before) or _LEAST_AFTER.match(text, number.end))
    most = bool(_MOST.search(before) or _MOST_AFTER.match(text, number.end))
    name = claim.path[-1] if claim.group is None else None  # a step is told by where the next one begins
    return (name == "at_least" and most and not least) or (name == "at_most" and least and not most)
