"""Everything in a plan that is worth points, with the requirements by whose verdicts they are given."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from zhifa_check.kinds.due import Binds
from zhifa_check.plan.requirement import OF_FIGURES, Requirement, unfit
from zhifa_check.plan.score import Score
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import nearest, quoted

if TYPE_CHECKING:
    from zhifa_check.plan.model import Plan

Known = Mapping[str, Requirement]
NOBODY_ELSES: Known = MappingProxyType({})


class Worth(NamedTuple):
    """One item of an assessment; ``waiting`` are requirements of plans that are not in force.

    ``binds`` is who is assessed where that is not whoever the requirements bind; ``elsewhere`` is False for what the
    plan judges itself.
    """

    id: str
    title: str
    score: Score
    requirements: tuple[Requirement, ...]
    path: KeyPath
    binds: Binds | None = None
    waiting: tuple[str, ...] = ()
    elsewhere: bool = False

    def assesses_kind(self, kind: str) -> bool:
        """Whether units of a kind have it, as far as kinds tell."""
        if self.binds is not None and kind not in self.binds.kinds:
            return False
        return any(kind in one.binds.kinds for one in self.requirements)

    @property
    def goes_by_roles(self) -> bool:
        """Whether it takes the registry to tell who has it."""
        return bool(self.binds.roles if self.binds else any(one.binds.roles for one in self.requirements))


def worths(plan: "Plan", known: Known) -> Iterator[Worth]:
    """In the order of the plan, what it judges itself first; ``known`` are requirements by their ids."""
    for number, one in enumerate(plan.requirements):
        if one.score is not None:
            standing = tuple(known[name] for name in looked_at(plan, (one.id,), one.score) if name in known)
            yield Worth(one.id, one.title, one.score, standing or (one,), ("requirements", number))
    for number, entry in enumerate(plan.scores):
        of = looked_at(plan, entry.of, entry.score)
        found = tuple(known[name] for name in of if name in known)
        waiting = tuple(name for name in of if name not in known)
        yield Worth(entry.id, entry.title, entry.score, found, ("scores", number), entry.binds, waiting, elsewhere=True)


def looked_at(plan: "Plan", names: Sequence[str], score: Score) -> tuple[str, ...]:
    """Requirements with those that stand in the place of one; of a single figure, the last that does."""
    found = []
    for name in names:
        later = [one.id for one in plan.superseding(name)]
        found += later[-1:] or [name] if score.of_figures else [name, *later]
    return tuple(dict.fromkeys(found))


def amiss(plan: "Plan", known: Known) -> Iterator[tuple[KeyPath, str]]:
    """Points of requirements that are not ``known`` or do not fit them, and sums that the document does not have."""
    all_known = True
    for one in worths(plan, known):
        for name in one.waiting:
            all_known, meant = False, nearest(name, known)
            hint = f"是不是“{meant}”？" if meant else f"有的是：{quoted(known)}。" if known else ""
            yield (*one.path, "of"), f"同一年度的计划里没有编号为“{name}”的要求，{hint}请改正。"
        for each in one.requirements if one.elsewhere else ():
            if each.score is not None and any(each is own for own in plan.requirements):
                message = f"“{each.id}”自己写了 score，又在这里计分，就算了两次。请去掉一处。"
                yield (*one.path, "of"), message
            if one.score.of_figures and len(one.requirements) > 1:
                yield (*one.path, "of"), f"{OF_FIGURES} 看的是一个数，只能写一项要求。"
                break
            yield from (((*one.path, "score", *path), f"{message}。") for message, *path in unfit(one.score, each.rule))
        if one.binds and one.requirements and not _overlap(one.binds, one.requirements):
            theirs = "、".join(dict.fromkeys(str(each.binds) for each in one.requirements))
            yield (*one.path, "binds"), f"考核的是{one.binds}，所看的要求约束的是{theirs}，一个单位也不会计分。请改正。"
    if all_known:
        yield from _sums(plan, list(worths(plan, known)))


def _overlap(binds: Binds, requirements: tuple[Requirement, ...]) -> bool:
    theirs = [one.binds for one in requirements]
    if binds.roles or any(one.roles for one in theirs):
        # a role may be any unit's
        return True
    return any(set(binds.kinds) & set(one.kinds) for one in theirs)


def _sums(plan: "Plan", found: list[Worth]) -> Iterator[tuple[KeyPath, str]]:
    whole = plan.assessment.points if plan.assessment else None
    if whole is None or any(one.goes_by_roles for one in found):
        return
    for kind in plan.kinds:
        points = [one.score.full for one in found if one.assesses_kind(kind)]
        if points and sum(points, Decimal()) != whole:
            yield ("assessment", "points"), f"{kind}各项满分合计 {sum(points)} 分，不是 {whole} 分"
