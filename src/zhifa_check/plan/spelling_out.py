"""Numbers in titles and readings, which are told to units: none that stands in no quote and follows from no rule."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from pydantic import BaseModel

from zhifa_check.kinds.phrase import Phrase
from zhifa_check.plan.given_deadlines import deadlines_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Reading, Requirement
from zhifa_check.plan.said import sentences
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import quoted
from zhifa_check.words.numerals import in_digits

_FIGURE = re.compile(
    r"(?<![第后首每\d.])(\d+(?:\.\d+)?)(?:[%％]|个?工作日|个?自然日|个月|小时|学时|课时|[月日天周年次期篇件卷户人名份分])"
)


def spelled_out(plan: Plan) -> Iterator[tuple[KeyPath, str]]:
    """Each number of a title or a reading that the quotes of its requirements do not say, with its path."""
    for number, one in enumerate(plan.requirements):
        if stale := _stale((one.title,), (one,), plan):
            yield ("requirements", number, "title"), f"{one.id} 的名称里的{quoted(stale)}不在它的引文和规则里。请核对。"
    for name, reading in plan.readings.items():
        users = [one for one in plan.requirements if name in one.readings]
        if users and (stale := _stale(_texts(reading), users, plan)):
            message = f"读法“{name}”里的{quoted(stale)}不在用到它的要求的引文和规则里。请核对。"
            yield ("readings", name), message


def _texts(reading: Reading) -> tuple[str, ...]:
    return reading.question, reading.strict, reading.lenient or ""


def _stale(texts: Iterable[str], users: Iterable[Requirement], plan: Plan) -> list[str]:
    told = [found for text in texts for found in _FIGURE.finditer(in_digits(text))]
    if not told:
        return []
    known = {Decimal(1), Decimal(plan.year)}
    amounts, shares = set[Decimal](), set[Decimal]()
    for one in users:
        quotes = in_digits("，".join(sentences(one)))
        shares.update(Decimal(found[1]) for found in re.finditer(r"(\d+(?:\.\d+)?)[%％]", quotes))
        amounts.update(map(Decimal, re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.%％])", quotes)))
        known.update(_numbers(one.rule))
        known.update(_numbers(one.score))
        for period, words in product(one.rule.periods(plan.year), deadlines_of(one.rule)):
            day = words.phrase.deadline.on(period)
            known |= {Decimal(day.month), Decimal(day.day)}
    # 「60 学时的 60%，即 36 学时」
    known |= amounts | shares | {one * share / 100 for one, share in product(amounts, shares)}
    return list(dict.fromkeys(found[0] for found in told if Decimal(found[1]) not in known))


def _numbers(node: Any) -> Iterator[Decimal]:
    if isinstance(node, BaseModel) and not isinstance(node, Phrase):
        yield from (value for name in type(node).model_fields for value in _numbers(getattr(node, name)))
    elif isinstance(node, tuple | dict):
        yield from (value for one in (node.values() if isinstance(node, dict) else node) for value in _numbers(one))
    elif isinstance(node, int | Decimal) and not isinstance(node, bool):
        yield Decimal(node)
