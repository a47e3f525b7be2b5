"""What has changed from one plan to another, in Chinese, and what the units must do differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from zhifa_check.kinds.due import Binds, DueRule
from zhifa_check.kinds.phrase import Phrase
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement

#: What changes in the plan and not in what a unit must do.
_NOT_THEIRS = ("原文", "编号", "出处", "责任单位")
#: How many dates of one requirement are told one by one.
_MOST_DATES = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement that is new, gone or different; ``lines`` say what is different."""

    old: Requirement | None
    new: Requirement | None
    lines: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The requirement as the newer of the two plans names it."""
        one = self.new or self.old
        assert one is not None
        return f"{one.id} {one.title}"


def changes(old: Plan, new: Plan) -> list[Change]:
    """Every requirement that is not the same in both, in the order of the new plan; those that are gone come last."""
    before = {one.id: one for one in old.requirements}
    named = {one.title: one for one in old.requirements if one.id not in {other.id for other in new.requirements}}
    found: list[Change] = []
    kept: set[str] = set()
    for one in new.requirements:
        earlier = before.get(one.id) or named.get(one.title)
        if earlier is None:
            found.append(Change(None, one))
            continue
        kept.add(earlier.id)
        if lines := tuple(_different(old, new, earlier, one)):
            found.append(Change(earlier, one, lines))
    return found + [Change(one, None) for one in old.requirements if one.id not in kept]


def heads(old: Plan, new: Plan) -> Iterator[str]:
    """What has changed in the plan as a whole."""
    for name in ("id", "title", "year", "issued"):
        label = Plan.model_fields[name].title
        if getattr(old, name) != getattr(new, name):
            yield f"{label}：{getattr(old, name)} → {getattr(new, name)}"
    for name in ("kinds", "roles"):
        yield from _lists(str(Plan.model_fields[name].title), getattr(old, name), getattr(new, name))
    for name in dict.fromkeys((*old.categories, *new.categories)):
        yield from _lists(f"词表“{name}”", old.categories.get(name, ()), new.categories.get(name, ()))
    yield from _lists("部分和字段", *(list(_declared(plan)) for plan in (old, new)))
    gone, come = ({one.quote for one in plan.not_checked} for plan in (old, new))
    yield from (f"不由机器核对，新增：「{quote}」" for quote in sorted(come - gone))
    yield from (f"不由机器核对，去掉：「{quote}」" for quote in sorted(gone - come))


def _declared(plan: Plan) -> Iterator[str]:
    """The fields that a plan adds to the format, each with its section and its type."""
    for title, one in plan.sections.items():
        for key, field in (one.extend | one.fields).items():
            kind = f"[{field.type.name}]" if field.type.many else field.type.name
            yield f"{title}.{key}（{kind}{'，必填' if field.required else ''}）"


def by_bound(old: Plan, new: Plan, found: Sequence[Change]) -> Iterator[tuple[str, list[str]]]:
    """What units gain, lose and must do differently, by kind and by role; those for whom it is the same together."""
    words = dict.fromkeys((*new.kinds, *old.kinds)), dict.fromkeys((*new.roles, *old.roles))
    names = {word: word for word in words[0]} | {word: f"{word}（职责）" for word in words[1]}
    together: dict[tuple[str, ...], list[str]] = {}
    for word, name in names.items():
        if lines := tuple(line for change in found for line in _for(change, word, new)):
            together.setdefault(lines, []).append(name)
    yield from (("、".join(who), list(lines)) for lines, who in together.items())


def _for(change: Change, word: str, plan: Plan) -> Iterator[str]:
    was, is_ = (_binds(one, word) for one in (change.old, change.new))
    if is_ and not was:
        assert change.new is not None
        yield f"新增 {change.title}{_by(change.new, plan)}"
    elif was and not is_:
        yield f"不再受约束 {change.title}"
    elif was and is_:
        yield from (f"{change.title}：{line}" for line in change.lines if not line.startswith(_NOT_THEIRS))


def _binds(requirement: Requirement | None, word: str) -> bool:
    return requirement is not None and word in (*requirement.binds.kinds, *requirement.binds.roles)


def _by(requirement: Requirement, plan: Plan) -> str:
    dates = [
        due.strict for period in requirement.rule.periods(plan.year) if (due := requirement.rule.due_on(None, period))
    ]
    return f"，期限 {'、'.join(map(str, dates))}" if dates else ""


def _different(old: Plan, new: Plan, before: Requirement, after: Requirement) -> Iterator[str]:
    if before.id != after.id:
        yield f"编号：{before.id} → {after.id}"
    if before.title != after.title:
        yield f"名称：{before.title} → {after.title}"
    yield from _lists("责任单位", _bound(before.binds), _bound(after.binds))
    first, second = dict(_demands(before)), dict(_demands(after))
    for label in dict.fromkeys((*first, *second)):
        one, two = first.get(label), second.get(label)
        if _of_its_year(one or "", old) != _of_its_year(two or "", new):
            yield f"{label}：{one or '没有'} → {two or '没有'}{_moved(one, two)}"
    yield from _dates(old, new, before, after)
    quotes = [
        {_of_its_year(clause.quote, plan): clause.quote for clause in one.clauses}
        for plan, one in ((old, before), (new, after))
    ]
    yield from (f"原文去掉「{quotes[0][key]}」" for key in quotes[0] if key not in quotes[1])
    yield from (f"原文新增「{quotes[1][key]}」" for key in quotes[1] if key not in quotes[0])
    places = ["、".join(clause.place for clause in one.clauses) for one in (before, after)]
    if quotes[0].keys() == quotes[1].keys() and places[0] != places[1]:
        yield f"出处：{places[0]} → {places[1]}"


def _of_its_year(text: str, plan: Plan) -> str:
    """The text without white space, its own year without a number: that it is another year changes nothing."""
    return "".join(text.split()).replace(f"{plan.year}年", "本年")


def _bound(binds: Binds) -> tuple[str, ...]:
    return (*binds.kinds, *(f"{role}（职责）" for role in binds.roles))


def _lists(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    if come := [word for word in new if word not in old]:
        yield f"{label}，新增：{'、'.join(come)}"
    if gone := [word for word in old if word not in new]:
        yield f"{label}，去掉：{'、'.join(gone)}"


def _demands(requirement: Requirement) -> Iterator[tuple[str, str]]:
    """Everything that a requirement asks, with the titles that lead to it."""
    yield from _leaves(requirement.rule, "")
    for name in ("score", "effective", "doubt"):
        value = getattr(requirement, name)
        yield from _leaves(value, str(Requirement.model_fields[name].title)) if value is not None else ()


def _leaves(node: Any, label: str) -> Iterator[tuple[str, str]]:
    """The values of a rule, each with the titles that lead to it."""
    if isinstance(node, Phrase):
        yield label, f"“{node.words}”{'（推定）' if node.assumed else ''}"
    elif isinstance(node, Binds):
        yield label, str(node)
    elif isinstance(node, DueRule):
        whose = f"{label}（{node.binds}）" if node.binds else label
        yield from _leaves(node.strict, whose)
        yield from _leaves(node.lenient, f"{whose}·宽松理解") if node.lenient else ()
    elif isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            value = getattr(node, name)
            if value is not None:
                yield from _leaves(value, f"{label}·{field.title or name}" if label else field.title or name)
    elif isinstance(node, tuple) and any(isinstance(one, BaseModel) for one in node):
        numbered = len(node) > 1 and not isinstance(node[0], DueRule)
        for number, one in enumerate(node, start=1):
            yield from _leaves(one, f"{label}{number}" if numbered else label)
    elif isinstance(node, tuple):
        yield label, "、".join(map(str, node))
    elif isinstance(node, dict):
        yield label, "；".join(f"{key}：{_shown(value)}" for key, value in node.items())
    elif node not in (False, ""):
        yield label, _shown(node)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _moved(old: str | None, new: str | None) -> str:
    try:
        gap = Decimal(new or "") - Decimal(old or "")
    except ArithmeticError:
        return ""
    return f"（{'多' if gap > 0 else '少'} {abs(gap):f}）"


def _dates(old: Plan, new: Plan, before: Requirement, after: Requirement) -> Iterator[str]:
    """Deadlines that fall on another day of the year, those that move one way together; the year does not count."""
    moved: dict[str, list[str]] = {}
    for (name, first), (_, second) in zip(_days(old, before), _days(new, after), strict=False):
        if first != second:
            way = "提前" if first > second else "推后"
            moved.setdefault(way, []).append(f"{name} {_day(first)} → {_day(second)}")
    for way, lines in moved.items():
        more = f"等 {len(lines)} 期" if len(lines) > _MOST_DATES else ""
        yield f"期限{way}：{'、'.join(lines[:_MOST_DATES])}{more}"


def _day(day: tuple[int, int, int]) -> str:
    years, month, number = day
    return f"{'次年' if years else ''}{month:02d}-{number:02d}"


def _days(plan: Plan, requirement: Requirement) -> list[tuple[str, tuple[int, int, int]]]:
    """Each period with its last day in time: years after the plan's own, month, day."""
    found = []
    for period in requirement.rule.periods(plan.year):
        if (due := requirement.rule.due_on(None, period)) is not None:
            name = period.chinese.removeprefix(f"{period.year}年") or "全年"
            found.append((name, (due.strict.year - plan.year, due.strict.month, due.strict.day)))
    return found
