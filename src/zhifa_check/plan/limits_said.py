"""Limits and grades that a quote names, held against a score that has others, or none."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from zhifa_check.plan.claims import numbers_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.points_said import points_of
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, named, sentences
from zhifa_check.plan.score import Score
from zhifa_check.words.meant import nearest

_RATED = "(?:评选|评定|评|确定|认定|定|列)(?:为)?([^，。；]{1,12})"
_NOT = re.compile(f"(?:不得|不能|不予|不可)[^，。；]{{0,4}}?{_RATED}")
_AT_BEST = re.compile(f"(?:最高|至多|最多|只能|仅能)[^，。；]{{0,4}}?{_RATED}")
_LOWEST = re.compile(f"(?:直接|一律){_RATED}")


def limits_said(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """What the quotes of a requirement say of limits and grades, and its score does not."""
    if score := requirement.score:
        yield from _left_out(requirement, score, plan)
        yield from _alone(score, plan)
    if requirement.score or not requirement.judged_elsewhere:
        yield from _graded(requirement, plan)


def _left_out(requirement: Requirement, score: Score, plan: Plan) -> Iterator[Remark]:
    """Limits of the quote that the score has not, and others have; what nobody has is told as a number left over."""
    claims = [one for one in numbers_of(requirement) if one.path[0] == "score"]
    bounded = {"cap": ("扣", score.costs), "most": ("加", bool(score.earns))}
    others = {figure for one in _scores(plan) for own in _limits(one).values() for figure in own}
    said = list(points_of(requirement))
    own = _limits(score)
    for number, role in said:
        what, is_meant = bounded.get(role, ("", False))
        known = number.value in requirement.by_hand or any(one.fits(number) for one in claims)
        # a limit that the quote does not have is told by itself
        told = {one.number.value for one in said}.issuperset(own.get(role, ()))
        if is_meant and not known and number.value in others and told:
            message = f"的引文说最多{what} {number.value:f} 分，score 里没有。请补上，或在引文里用“…”略去。"
            yield Remark(("score",), message, fatal=not own[role])


def _limits(score: Score) -> dict[str, list[Decimal]]:
    """The limits of a score, its own and the shared ones, by what they limit."""
    caps = [score.cap, *(one.cap for one in score.limits)]
    most = [score.most_more, *(one.most_more for one in score.limits)]
    return {"cap": [one for one in caps if one is not None], "most": [one for one in most if one is not None]}


def _scores(plan: Plan) -> list[Score]:
    return [one.score for one in plan.requirements if one.score] + [one.score for one in plan.scores]


def _alone(score: Score, plan: Plan) -> Iterator[Remark]:
    """Names of limits that no other item has, so that nothing is limited together: most often misspelt."""
    scores = _scores(plan)
    users = Counter(limit.name for one in scores for limit in one.limits)
    for depth, limit in enumerate(score.limits):
        path = ("score", "together", *["part_of"] * depth, "name")
        others = [name for name in users if name != limit.name]
        meant = nearest(limit.name, others)
        if users[limit.name] == 1:
            hint = f"是不是“{meant}”？" if meant else ""
            message = f"的合计“{limit.name}”只有这一项写了，没有合计。{hint}一项自己的限度写 cap、most_more。"
            yield Remark(path, message, fatal=True)
        elif meant and list(users).index(meant) < list(users).index(limit.name):
            first = next(one for one in scores if any(each.name == limit.name for each in one.limits))
            same = {(each.cap, each.most_more) for one in scores for each in one.limits if each.name == meant}
            if first is score and same == {(limit.cap, limit.most_more)}:
                yield Remark(path, f"的合计“{limit.name}”和“{meant}”限度相同，是不是同一个合计。请核对。")


def _graded(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """The best grade that a quote leaves, and the score does not."""
    grades = [grade.name for grade in plan.assessment.grades] if plan.assessment else []
    score = requirement.score
    for sentence in sentences(requirement):
        vetoed = bool(score and score.veto)
        for said, best in _at_best(sentence, grades):
            lowest = best == grades[-1]
            is_kept = (score and score.at_best == best) or (vetoed and (lowest or "一票否决" in sentence))
            if not is_kept:
                should = f"at_best: {best}" + (" 或 veto: true" if lowest else "")
                yield Remark(("score",), f"的引文说“{said}”，应写 {should}。请改正。", fatal=True)


def _at_best(sentence: str, grades: list[str]) -> Iterator[tuple[str, str]]:
    """Words that leave a grade at best, with the grade."""
    for words, below in ((_NOT, 1), (_AT_BEST, 0), (_LOWEST, 0)):
        for found in words.finditer(sentence):
            places = [grades.index(name) for name in named(grades, found[1])]
            place = max(places, default=-1) + below
            # 「直接评为优秀」 is an honour
            if places and 0 < place < len(grades) and (words is not _LOWEST or place == len(grades) - 1):
                yield found[0], grades[place]
