"""A limit that the document has once, and that several items of the plan have each for itself."""

import re
from collections.abc import Iterator, Sequence

from zhifa_check.plan.points_said import role_of
from zhifa_check.plan.quotes import find_quote
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.tokens import tokens

#: 「两项合计最多扣8分」; without such a word each may have the limit to itself.
_JOINT = re.compile("合计|累计|共|[两三几各]项")
_KEYS = {"cap": "cap", "most": "most_more"}


def doubled_limits(requirement: Requirement, told: Sequence[Requirement], source: SourceText) -> Iterator[Remark]:
    """Told at the first of ``told`` that has such a limit."""
    for (key, place), words in _own_limits(requirement, source).items():
        alike = [
            one
            for one in told
            if set(one.binds.kinds) & set(requirement.binds.kinds) and (key, place) in _own_limits(one, source)
        ]
        if len(alike) > 1 and alike[0].id == requirement.id:
            ids = "、".join(one.id for one in alike[1:])
            message = f"和 {ids} 引的是同一句“{words}”，{key} 却各写各的，合起来不止这么多。合计的请写 together。"
            yield Remark(("score", key), message, fatal=_JOINT.search(words) is not None)


def _own_limits(requirement: Requirement, source: SourceText) -> dict[tuple[str, int], str]:
    """Each limit that a score has for itself, by where it stands in the document, with the words that say it."""
    score = requirement.score
    own = {"cap": score.cap, "most_more": score.most_more} if score else {}
    found = {}
    for clause in requirement.clauses if any(one is not None for one in own.values()) else ():
        for start, end in find_quote(clause.quote, source).spans:
            for number in (one for token in tokens(source.text[start:end], start) for one in token.numbers):
                before = source.text[source.sentence(number.start)[0] : number.start]
                key = _KEYS.get(role_of(before), "")
                if number.unit == "分" and key and number.value == own[key]:
                    found[key, number.start] = f"{re.split('[，；：、（(]', before)[-1]}{number}"
    return found
