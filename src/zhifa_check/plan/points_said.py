"""What the words around the points of a quote say of them, held against the name that the score has for them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.attested import Attested
from zhifa_check.plan.claims import Claim, numbers_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, sentences
from zhifa_check.plan.tokens import Number, tokens

_COSTS = re.compile("([^，。；、]*?)，?(?:扣减|扣除|扣|减)$")
_MORE = re.compile("(?:加|奖励)$")
_MOST = "最多|最高|至多|上限为?|不(?:得|能)?超过|不高于"
#: 「最多扣」「合计不超过」: if not by its own words, a limit is of what the sentence takes off or adds before.
_LIMIT = re.compile(f"(?:(?:{_MOST}|累计|合计)[^，。；]{{0,6}}?(扣减|扣|加|奖励)(?:分为?)?|(?:{_MOST})|扣完|封顶)$")
_WAY = re.compile("扣|减|加|奖励")
#: 「逾期未报送」 is not there at all.
_LATE = re.compile("(?:逾期|超期|超过期限)(?!仍?[未不])|迟|延期|未按[时期]")
#: 「每逾期1个工作日」「迟报一天」「每日」; 「每逾期5日」 is of several at a time, which no score can tell.
_DAY = "个?(工作日|自然日|日|天)的?$"
_BY_DAY = re.compile(f"(?:每|逾期|超期|迟报?|延迟)(?!月|季)[^，。；、半0-9０-９]{{0,8}}?[1１一]?{_DAY}")
_BY_DAYS = re.compile(f"(?:[2-9２-９]|[1-9１-９][0-9０-９]+|[二两三四五六七八九十]+){_DAY}")
#: What points of a name may be in a quote.
_ROLES = {
    "points": {"full", "cap"},
    "cap": {"cap", "full"},
    "each_short": {"short", "late"},
    "each_late": {"late", "short"},
    "each_day_late": {"day"},
    "each_workday_late": {"workday"},
}
#: What is late is one of these, and its words leave no doubt which.
_TIMED = {"late": "each_late", "day": "each_day_late", "workday": "each_workday_late"}
_TOLD = {"late": "按次扣", "day": "按自然日扣", "workday": "按工作日扣"}


class Points(NamedTuple):
    """Points of a quote with what they are: full marks, taken for what is short or late, added, a limit."""

    number: Number
    role: str


def points_said(requirement: Requirement, _: Plan) -> Iterator[Remark]:
    """Points under another name than the quote has for them, and what is late taken for what is missing."""
    said = list(points_of(requirement))
    claims = [one for one in numbers_of(requirement) if one.path[0] == "score" and not one.implied]
    roles = {claim.path: {one.role for one in said if claim.fits(one.number)} for claim in claims}
    for claim in claims:
        if timed := _timed_otherwise(requirement, claim, roles[claim.path]):
            yield timed
        elif _is_otherwise(str(claim.path[-1]), roles[claim.path], {one.role for one in said}):
            message = f"的 {claim.path[-1]} 写的是 {claim.value:f}，引文里的 {claim.value:f} 分却是另一回事。请核对。"
            yield Remark(claim.path, message)
    if roles.get(("score", "each_short")) == {"late"} and roles.get(("score", "each_late")) == {"short"}:
        yield Remark(
            ("score",), "的 each_short 和 each_late 写反了：原文迟的扣分和少的扣分与此相反。请改正。", fatal=True
        )


def _timed_otherwise(requirement: Requirement, claim: Claim, roles: set[str]) -> Remark | None:
    """Points for each time, each day or each working day late that the quote takes for another of these."""
    name = str(claim.path[-1])
    if len(roles) != 1 or name not in ("each_short", *_TIMED.values()):
        return None
    (role,) = roles
    # whoever enters or counts days falls short of a number
    is_number = name == "each_short" and isinstance(requirement.rule, Amount | Attested)
    if role not in _TIMED or role in _ROLES[name] or is_number:
        return None
    points = f"{claim.value:f}"
    message = f"的 {name} 写的是 {points}，引文的 {points} 分是{_TOLD[role]}的，应写 {_TIMED[role]}。请改正。"
    return Remark(claim.path, message, fatal=True)


def _is_otherwise(name: str, roles: set[str], known: set[str]) -> bool:
    """Whether the quote has these points as something else, and other ones as what they are called."""
    return name in _ROLES and bool(roles) and not roles & _ROLES[name] and bool(known & _ROLES[name])


def points_of(requirement: Requirement) -> Iterator[Points]:
    """The points of the quotes."""
    for sentence in sentences(requirement):
        for number in (number for token in tokens(sentence) for number in token.numbers if number.unit == "分"):
            yield Points(number, role_of(sentence[: number.start]))


def role_of(before: str) -> str:
    """What points are, by the words of the sentence before them."""
    if limit := _LIMIT.search(before):
        way = limit[1] or next(reversed(_WAY.findall(before)), "")
        return "full" if not way else "most" if way in ("加", "奖励") else "cap"
    if costs := _COSTS.search(before):
        if _BY_DAYS.search(costs[1]):
            return "days"
        if day := _BY_DAY.search(costs[1]):
            return "workday" if day[1] == "工作日" else "day"
        return "late" if _LATE.search(costs[1]) else "short"
    return "more" if _MORE.search(before) else "full"
