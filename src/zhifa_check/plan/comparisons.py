"""Which way a document compares a number, and whether the number itself is meant too.

By the custom of the law 「以上」 and 「不超过」 include it (《民法典》第1259条), 「不足」 and 「超过」 do not.
"""

import re

from zhifa_check.kinds.bounds import WAYS
from zhifa_check.plan.claims import Claim
from zhifa_check.plan.tokens import Number

_DENIED = re.compile("(?:不|未|没有?)(?:得|能|应当?|可以?|宜|允许|准)?$")
#: Each with what it says of a number, and what it says where it is denied.
_WORDS = (
    (re.compile("超过|高于|多于|大于|超出"), "more_than", "at_most"),
    (re.compile("(?:低于|少于|小于|短于)"), "less_than", "at_least"),
    (re.compile("达到"), "at_least", "less_than"),
    (re.compile("至少|最少"), "at_least", "at_least"),
    (re.compile("至多|最多"), "at_most", "at_most"),
    (re.compile("不足|不满|未满|不到"), "less_than", "less_than"),
)
#: What may stand between such a word and its number: 「不少于辖区企业总数的」; less where it may be of something else.
_BETWEEN, _CLOSE = re.compile("[^，。；、0-9]{0,12}$"), re.compile("[^，。；、0-9]{0,4}$")
_AFTER = re.compile("[^，。；0-9]{0,4}?(以上|以下|以内)(?:[（(](不)?含)?")
#: A sentence about what happens to who does not do it says the other way round what is asked.
_COSTS = re.compile("[^。；]{0,30}(?:扣|通报|约谈|责令|取消|不合格|不予|不得)")
_OTHERWISE = {"at_least": "less_than", "at_most": "more_than", "less_than": "at_least", "more_than": "at_most"}
#: The keys of a score for figures that get no points, each with how it compares.
NO_POINTS = {"nothing_below": "less_than", "nothing_at_most": "at_most"}
#: Groups of a rule that say which records are meant, and ask nothing of them.
_CHOOSES = {"where", "only", "among"}


def said_otherwise(claim: Claim, number: Number, text: str) -> str | None:
    """What a document says of a number where a rule compares it in another way: ``at_least`` and the like."""
    if claim.path[-1] in NO_POINTS:
        # 「60分以上的得3分」 says where there are none, too
        none = {one if WAYS[one].upper else _OTHERWISE[one] for one in _said(number, text)}
        names = [name for name, way in NO_POINTS.items() if way in none]
        return None if not names or claim.path[-1] in names else names[0]
    written = claim.path[-1] if claim.group is None else None  # a step is told by where the next one begins
    if written not in WAYS:
        return None
    said = _said(number, text)
    if not said or written in said:
        return None
    if not _CHOOSES.intersection(claim.path):
        # 「不足40学时的补训」 asks for 40; a bound that leaves its number out needs plainer words
        plainly = written in ("at_least", "at_most") or _COSTS.match(text, number.end)
        if plainly and _OTHERWISE[str(written)] in said:
            return None
    return said[0]


def _said(number: Number, text: str) -> list[str]:
    before = text[max(0, number.start - 20) : number.start]
    found: list[tuple[int, str]] = []
    for words, plain, denied in _WORDS:
        for word in words.finditer(before):
            is_denied = _DENIED.search(before, 0, word.start()) is not None
            near = _BETWEEN if is_denied or plain in ("at_least", "at_most") else _CLOSE
            if near.match(before, word.end()):
                found.append((word.start(), denied if is_denied else plain))
    said = [max(found)[1]] if found else []
    if after := _AFTER.match(text, number.end):
        included = "at_least" if after[1] == "以上" else "at_most"
        left_out = "more_than" if after[1] == "以上" else "less_than"
        said.append(left_out if after[2] else included)
    return said
