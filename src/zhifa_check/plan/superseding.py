"""Requirements that stand in the place of another document's from a day on: which, since when, and whether they may."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import section_model
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement, unfit
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import nearest, quoted


class Stead(NamedTuple):
    """One requirement in the place of another, both being in force."""

    old: Requirement
    new: Requirement

    def told(self, plan: Plan) -> str:
        """Since when, for whom and what becomes of the other, in the words of the plan joined of all in force."""
        whose = "" if self.new.binds.covers(self.old.binds) else f"（只对{self.new.binds}）"
        what = "、".join(dict.fromkeys("到期" if one.has_deadline else "发生" for one in self))
        return (
            f"{self.new.id} 从 {plan.binds_from(self.new)} 起代替 {self.old.id}{whose}："
            f"那天起{what}的按 {self.new.id} 认定，以前的仍按 {self.old.id}"
        )


def doubts(plan: Plan) -> Iterator[tuple[Requirement, str]]:
    """What may have been overlooked where one takes another's place: that one, and a message."""
    for one in steads(plan):
        (old, new), since = one, plan.binds_from(one.new)
        alone = [each for each in plan.superseding(old.id) if old.id in each.supersedes] == [new]
        if alone and getattr(old.rule, "where", None) != getattr(new.rule, "where", None):
            message = f"{new.id} 的条件和它代替的 {old.id} 不同：从 {since} 起，原来管而不在新条件里的没有要求认定。"
            yield new, f"{message}仍要管的请另写一项，也写 supersedes: {old.id}"
        if not old.has_deadline and _is_undated(old.rule):
            yield (
                new,
                f"{old.id} 看的记录没有日期，分不出是不是 {since} 以前的，代替以后仍按 {old.id} 和 {new.id} 都核对",
            )
        if periods := "、".join(_unjudged(one, plan)):
            yield (
                new,
                f"{periods}：{old.id} 在 {since} 以后到期，{new.id} 在那以前已经到期，两项都不核对。请看是不是这样",
            )
        for other in plan.requirements:
            if other.rule.restates() == old.id and not plan.superseding(other.id):
                yield new, f"{other.id} 按 {old.id} 算，没有一起代替，从 {since} 起仍按原来的数。请核对"


def _unjudged(one: Stead, plan: Plan) -> Iterator[str]:
    """The periods whose old deadline is given up for one that was over before it could bind."""
    since, binding_due = plan.binds_from(one.new), plan.binding(one.new)
    periods = {str(period): period for period in one.new.rule.periods(plan.year)}
    for period in one.old.rule.periods(plan.year):
        due, same = one.old.rule.due_on(None, period), periods.get(str(period))
        if due and day_of(due.strict) >= since and same and one.new.has_deadline and not binding_due(None, same):
            yield period.chinese


def _is_undated(rule: Kind) -> bool:
    """Whether nothing says when that was which it judges record by record."""
    section: str | None = getattr(rule, "section", None)
    told = any(getattr(rule, name, None) for name in ("since", "event", "members_are_dated"))
    return section is not None and not told and not section_model(section).dated


def steads(plan: Plan) -> Iterator[Stead]:
    """Everything that stands in the place of something in a plan joined of those in force."""
    for old in plan.requirements:
        yield from (Stead(old, new) for new in plan.superseding(old.id) if old.id in new.supersedes)


def replaces_nothing(plan: Plan) -> str:
    """Of a plan that takes the place of a document that no plan is."""
    return f"replaces 写的“{plan.replaces}”不是 data 里任何一份计划的文号，没有代替什么"


def misplaced(plan: Plan, others: Sequence[Plan]) -> Iterator[tuple[KeyPath, str]]:
    """What a plan cannot supersede of the ``others`` of its year: the path to it, and a message."""
    # of equal ids the earlier: a later document may have taken the place of the whole one
    by_issue = sorted(others, key=lambda other: other.issued, reverse=True)
    theirs = {one.id: (one, other) for other in by_issue for one in other.requirements}
    for number, new in enumerate(plan.requirements):
        for name in new.supersedes:
            path: KeyPath = ("requirements", number, "supersedes")
            if name in plan.known:
                yield path, f"“{name}”就在这份计划里，请直接改它，或写 effective。"
            elif name not in theirs:
                meant = nearest(name, theirs)
                hint = f"是不是“{meant}”？" if meant else f"有的是：{quoted(theirs)}。" if theirs else ""
                yield path, f"同一年度的别的计划里没有编号为“{name}”的要求，代替不了。{hint}"
            else:
                yield from ((path, message) for message in _unfit(plan, new, *theirs[name], others))


def _unfit(plan: Plan, new: Requirement, old: Requirement, its: Plan, others: Sequence[Plan]) -> Iterator[str]:
    if its.issued >= plan.issued:
        yield f"“{old.id}”所在的 {its.id} 印发于 {its.issued}，不比这份早，这份代替不了它。"
    if not (new.binds.roles or old.binds.roles or set(new.binds.kinds) & set(old.binds.kinds)):
        yield f"“{old.id}”约束的是{old.binds}，这一项约束的是{new.binds}，没有一个单位相同。请核对 binds。"
    for each in (one for other in others for one in other.requirements if other.issued < plan.issued):
        if old.id in each.supersedes and each.id not in new.supersedes and each.binds.covers(new.binds):
            yield f"“{old.id}”已经由“{each.id}”代替，请写 supersedes: {each.id}。"
    if new.score and (old.score or any(old.id in entry.of for one in (its, *others) for entry in one.scores)):
        yield f"“{old.id}”已经有考核分值，代替它的接着按那里计分，再写 score 就算了两次。请去掉 score。"
    for message, *_ in unfit(old.score, new.rule) if old.score else ():
        yield f"“{old.id}”的考核分值接着用在这一项上，可是{message}。"
