"""What has changed from one plan to another, in Chinese, and what the units must do differently."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.kinds.due import Binds
from zhifa_check.plan.demands import Demand, demands, shown
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement

#: What changes in the plan and not in what a unit must do.
_NOT_THEIRS = ("原文", "编号", "出处", "责任单位", "人核对过的数字", "代替的要求")
#: How many dates of one requirement are told one by one.
_MOST_DATES = 4


class Term(NamedTuple):
    """A period with its last day in time (years after the plan's own, month, day), and whether that day binds."""

    name: str
    day: tuple[int, int, int]
    binds: bool


Days = list[Term]


class Line(NamedTuple):
    """What is different; ``whose`` has the kinds and roles that it is about, None where it is about all."""

    text: str
    whose: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement that is new, gone or different; ``lines`` say what is different.

    ``stays``: whom the new one does not bind stays bound by the old one.
    """

    old: Requirement | None
    new: Requirement | None
    lines: tuple[Line, ...] = ()
    stays: bool = False

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


def by_bound(old: Plan, new: Plan, found: Sequence[Change], overall: Sequence[Line]) -> Iterator[tuple[str, list[str]]]:
    """What units gain, lose and must do differently, by kind and by role; those for whom it is the same together.

    ``overall`` is what has changed in the plan as a whole.
    """
    words = dict.fromkeys((*new.kinds, *old.kinds)), dict.fromkeys((*new.roles, *old.roles))
    names = {word: word for word in words[0]} | {word: f"{word}（职责）" for word in words[1]}
    together: dict[tuple[str, ...], list[str]] = {}
    for word, name in names.items():
        theirs = [line.text for line in overall if line.whose is None or word in line.whose]
        if lines := (*theirs, *(line for change in found for line in _for(change, word, new))):
            together.setdefault(lines, []).append(name)
    yield from (("、".join(who), list(lines)) for lines, who in together.items())


def _for(change: Change, word: str, plan: Plan) -> Iterator[str]:
    was, is_ = (_binds(one, word) for one in (change.old, change.new))
    if is_ and not was:
        assert change.new is not None
        yield f"新增 {change.title}{_by(change.new, word, plan)}"
    elif was and not is_ and not change.stays:
        yield f"不再受约束 {change.title}"
    elif was and is_:
        for text, whose in change.lines:
            if not text.startswith(_NOT_THEIRS) and (whose is None or word in whose):
                yield f"{change.title}：{text}"


def _binds(requirement: Requirement | None, word: str) -> bool:
    return requirement is not None and word in (*requirement.binds.kinds, *requirement.binds.roles)


def _by(requirement: Requirement, word: str, plan: Plan) -> str:
    days = _days(plan, requirement, word)
    dates = [_iso(one.day, plan) for one in days if one.binds]
    if days and not dates:
        return f"，期限都在{plan.told_from(requirement)} 之前，今年不约束"
    return f"，期限 {'、'.join(dates)}" if dates else ""


def _iso(day: tuple[int, int, int], plan: Plan) -> str:
    years, month, number = day
    return f"{plan.year + years}-{month:02d}-{number:02d}"


def _different(old: Plan, new: Plan, before: Requirement, after: Requirement) -> Iterator[Line]:
    if before.id != after.id:
        yield Line(f"编号：{before.id} → {after.id}")
    if before.title != after.title:
        yield Line(f"名称：{before.title} → {after.title}")
    yield from demanded(old, new, before, after)
    for name in ("supersedes", "note", "by_hand"):
        one, two = getattr(before, name), getattr(after, name)
        if one != two:
            told = " → ".join(shown(value) if value else "没有" for value in (one, two))
            yield Line(f"{Requirement.model_fields[name].title}：{told}")
    yield from _dates(old, new, before, after)
    quotes = [
        {_of_its_year(clause.quote, plan): clause.quote for clause in one.clauses}
        for plan, one in ((old, before), (new, after))
    ]
    yield from (Line(f"原文去掉「{quotes[0][key]}」") for key in quotes[0] if key not in quotes[1])
    yield from (Line(f"原文新增「{quotes[1][key]}」") for key in quotes[1] if key not in quotes[0])
    places = ["、".join(clause.place for clause in one.clauses) for one in (before, after)]
    if quotes[0].keys() == quotes[1].keys() and places[0] != places[1]:
        yield Line(f"出处：{places[0]} → {places[1]}")


def demanded(old: Plan, new: Plan, before: Requirement, after: Requirement) -> Iterator[Line]:
    """What the one asks otherwise than the other."""
    yield from map(Line, lists("责任单位", _bound(before.binds), _bound(after.binds)))
    yield from compared(old, new, demands(before), demands(after))
    yield from map(Line, lists("读法", before.readings, after.readings))


def compared(old: Plan, new: Plan, first: Mapping[str, Demand], second: Mapping[str, Demand]) -> Iterator[Line]:
    """Values that are not the same in both, by what they are called."""
    for label in dict.fromkeys((*first, *second)):
        one, two = first.get(label), second.get(label)
        if _of_its_year(one.text if one else "", old) != _of_its_year(two.text if two else "", new):
            told = [demand.text if demand else "没有" for demand in (one, two)]
            whose = (two or one).binds  # type: ignore[union-attr]
            yield Line(
                f"{label}：{' → '.join(told)}{_moved(*told)}",
                frozenset((*whose.kinds, *whose.roles)) if whose else None,
            )


def _of_its_year(text: str, plan: Plan) -> str:
    """The text without white space, its own year without a number: that it is another year changes nothing."""
    plain = "".join(text.split())
    for years, word in enumerate(("本年", "次年")):
        plain = re.sub(f"{plan.year + years}(?:年|(?=-[0-9]{{2}}-))", word, plain)
    return plain


def _bound(binds: Binds) -> tuple[str, ...]:
    return (*binds.kinds, *(f"{role}（职责）" for role in binds.roles))


def lists(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Words that have come and gone."""
    if come := [word for word in new if word not in old]:
        yield f"{label}，新增：{'、'.join(come)}"
    if gone := [word for word in old if word not in new]:
        yield f"{label}，去掉：{'、'.join(gone)}"


def _moved(old: str, new: str) -> str:
    try:
        gap = Decimal(new) - Decimal(old)
    except ArithmeticError:
        return ""
    return f"（{'多' if gap > 0 else '少'} {abs(gap):f}）"


def _dates(old: Plan, new: Plan, before: Requirement, after: Requirement) -> Iterator[Line]:
    """Deadlines that fall on another day of the year, those that move one way together; the year does not count."""
    moved: dict[tuple[str, ...], list[str]] = {}
    both = [word for word in _bound_words(after) if word in _bound_words(before)]
    for word in both:
        terms = _days(old, before, word), _days(new, after, word)
        for line in (*_moved_days(*terms), *_bound_days(*terms, new.told_from(after))):
            moved.setdefault(line, []).append(word)
    for (way, days), words in moved.items():
        for_all = len(words) == len(both)
        whose = "" if for_all else f"（{'、'.join(words)}）"
        yield Line(f"期限{way}{whose}：{days}", None if for_all else frozenset(words))


def _bound_words(requirement: Requirement) -> tuple[str, ...]:
    return (*requirement.binds.kinds, *requirement.binds.roles)


def _moved_days(before: Days, after: Days) -> Iterator[tuple[str, str]]:
    moved: dict[str, list[str]] = {}
    for first, second in zip(before, after, strict=False):
        if first.day != second.day:
            way = "提前" if first.day > second.day else "推后"
            moved.setdefault(way, []).append(f"{first.name} {_day(first.day)} → {_day(second.day)}")
    yield from ((way, _some(lines)) for way, lines in moved.items())


def _bound_days(before: Days, after: Days, since: str) -> Iterator[tuple[str, str]]:
    """Days that bind in one plan and not in the other: those before the document, or outside the time it holds for."""
    pairs = list(zip(before, after, strict=False))
    if gone := [f"{two.name} {_day(two.day)}" for one, two in pairs if one.binds and not two.binds]:
        yield f"不再约束（{since} 以后的才约束，或不在适用的时间里）", _some(gone)
    if come := [f"{two.name} {_day(two.day)}" for one, two in pairs if two.binds and not one.binds]:
        yield "开始约束", _some(come)


def _some(lines: list[str]) -> str:
    return "、".join(lines[:_MOST_DATES]) + (f"等 {len(lines)} 期" if len(lines) > _MOST_DATES else "")


def _day(day: tuple[int, int, int]) -> str:
    years, month, number = day
    return f"{'次年' if years else ''}{month:02d}-{number:02d}"


def _days(plan: Plan, requirement: Requirement, word: str) -> Days:
    """The deadlines of a kind of units, or of those with a role."""
    binds = requirement.binds
    roles = (word,) if word in binds.roles else ()
    unit = Unit.model_construct(id=word, name=word, kind=word if word in binds.kinds else "", roles=roles)
    found = []
    binding = plan.binding(requirement)
    for period in requirement.rule.periods(plan.year):
        if (due := requirement.rule.due_on(unit, period)) is not None:
            name = period.chinese.removeprefix(f"{period.year}年") or "全年"
            day = due.strict.year - plan.year, due.strict.month, due.strict.day
            found.append(Term(name, day, binding(unit, period) is not None))
    return found
