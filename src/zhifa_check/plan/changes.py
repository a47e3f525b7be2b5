"""What has changed from one plan to another, in Chinese, and what the units must do differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.kinds.due import Binds
from zhifa_check.plan.demands import demands
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement

#: What changes in the plan and not in what a unit must do.
_NOT_THEIRS = ("原文", "编号", "出处", "责任单位")
#: How many dates of one requirement are told one by one.
_MOST_DATES = 4
#: Each period with its last day in time: years after the plan's own, month, day.
Days = list[tuple[str, tuple[int, int, int]]]


class Line(NamedTuple):
    """What is different; ``whose`` has the kinds and roles that it is about, None where it is about all."""

    text: str
    whose: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement that is new, gone or different; ``lines`` say what is different."""

    old: Requirement | None
    new: Requirement | None
    lines: tuple[Line, ...] = ()

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
            for path, inner in ((key, field), *((f"{key}.{name}", member) for name, member in field.fields.items())):
                kind = f"[{inner.type.name}]" if inner.type.many else inner.type.name
                yield f"{title}.{path}（{kind}{'，必填' if inner.required else ''}）"


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
        yield f"新增 {change.title}{_by(change.new, word, plan)}"
    elif was and not is_:
        yield f"不再受约束 {change.title}"
    elif was and is_:
        for text, whose in change.lines:
            if not text.startswith(_NOT_THEIRS) and (whose is None or word in whose):
                yield f"{change.title}：{text}"


def _binds(requirement: Requirement | None, word: str) -> bool:
    return requirement is not None and word in (*requirement.binds.kinds, *requirement.binds.roles)


def _by(requirement: Requirement, word: str, plan: Plan) -> str:
    dates = [_iso(day, plan) for _, day in _days(plan, requirement, word)]
    return f"，期限 {'、'.join(dates)}" if dates else ""


def _iso(day: tuple[int, int, int], plan: Plan) -> str:
    years, month, number = day
    return f"{plan.year + years}-{month:02d}-{number:02d}"


def _different(old: Plan, new: Plan, before: Requirement, after: Requirement) -> Iterator[Line]:
    if before.id != after.id:
        yield Line(f"编号：{before.id} → {after.id}")
    if before.title != after.title:
        yield Line(f"名称：{before.title} → {after.title}")
    yield from map(Line, _lists("责任单位", _bound(before.binds), _bound(after.binds)))
    first, second = demands(before), demands(after)
    for label in dict.fromkeys((*first, *second)):
        one, two = first.get(label), second.get(label)
        if _of_its_year(one.text if one else "", old) != _of_its_year(two.text if two else "", new):
            told = [demand.text if demand else "没有" for demand in (one, two)]
            whose = (two or one).binds  # type: ignore[union-attr]
            yield Line(
                f"{label}：{' → '.join(told)}{_moved(*told)}",
                frozenset((*whose.kinds, *whose.roles)) if whose else None,
            )
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
        for line in _moved_days(_days(old, before, word), _days(new, after, word)):
            moved.setdefault(line, []).append(word)
    for (way, days), words in moved.items():
        for_all = len(words) == len(both)
        whose = "" if for_all else f"（{'、'.join(words)}）"
        yield Line(f"期限{way}{whose}：{days}", None if for_all else frozenset(words))


def _bound_words(requirement: Requirement) -> tuple[str, ...]:
    return (*requirement.binds.kinds, *requirement.binds.roles)


def _moved_days(before: Days, after: Days) -> Iterator[tuple[str, str]]:
    moved: dict[str, list[str]] = {}
    for (name, first), (_, second) in zip(before, after, strict=False):
        if first != second:
            way = "提前" if first > second else "推后"
            moved.setdefault(way, []).append(f"{name} {_day(first)} → {_day(second)}")
    for way, lines in moved.items():
        more = f"等 {len(lines)} 期" if len(lines) > _MOST_DATES else ""
        yield way, f"{'、'.join(lines[:_MOST_DATES])}{more}"


def _day(day: tuple[int, int, int]) -> str:
    years, month, number = day
    return f"{'次年' if years else ''}{month:02d}-{number:02d}"


def _days(plan: Plan, requirement: Requirement, word: str) -> Days:
    """The deadlines of a kind of units, or of those with a role."""
    binds = requirement.binds
    roles = (word,) if word in binds.roles else ()
    unit = Unit.model_construct(id=word, name=word, kind=word if word in binds.kinds else "", roles=roles)
    found = []
    for period in requirement.rule.periods(plan.year):
        if (due := requirement.rule.due_on(unit, period)) is not None:
            name = period.chinese.removeprefix(f"{period.year}年") or "全年"
            found.append((name, (due.strict.year - plan.year, due.strict.month, due.strict.day)))
    return found
