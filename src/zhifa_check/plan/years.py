"""Which plans judge a run: those of one year that are in force together, joined into one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.bureau.units import KnownWords
from zhifa_check.calendar.periods import Every
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.kinds.attested import Attested
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan
from zhifa_check.plan.sections import together
from zhifa_check.source.document import Document, SourceError
from zhifa_check.source.files import read_limited, shown
from zhifa_check.source.loader import load

_YEAR_IN_NAME = re.compile(r"plan_([0-9]{4})")

K = TypeVar("K")


class Broken(NamedTuple):
    """A plan that cannot be used; ``year``, ``issued`` and the words of the registry as far as they can be told."""

    path: Path
    year: int | None
    issued: date | None
    known: KnownWords
    error: ConfigError


class Read(NamedTuple):
    """A plan with its place."""

    plan: Plan
    document: Document
    path: Path


class InForce(NamedTuple):
    """The plan to judge by: one, or several of a year ``joined``; and what is known of the plans of other years.

    ``years`` are those whose files are no errors. ``ids`` and ``items`` are those of all plans, ``figures``
    those of their requirements that ask the bureau for a figure, each with the length of its 所属期, ``known`` the
    words that the registry may use for any of them. ``broken`` are plans of other years, ``astray`` those that
    replace what no plan is.
    """

    plan: Plan
    read: tuple[Read, ...]
    years: frozenset[int]
    ids: frozenset[str]
    items: frozenset[str]
    figures: Mapping[str, Every]
    known: KnownWords
    broken: tuple[Broken, ...]
    astray: tuple[Read, ...]
    #: Plans that another one stands in the place of, each with that one.
    replaced: tuple[tuple[Read, Read], ...] = ()


def plans_in_force(
    paths: Sequence[Path], as_of: date, year: int | None = None, *, others: Sequence[Path] = (), drafts: bool = False
) -> InForce:
    """The plans of the year asked for, else of the latest year that has one issued on or before the as-of date.

    ``others`` are plans that only tell which years there are; with ``drafts`` one of a year asked for need not be
    issued yet. Raises CannotJudgeError where there is none, ConfigError for a broken one or ids that collide.
    """
    read: list[Read] = []
    broken: list[Broken] = []
    for path in paths:
        try:
            read.append(Read(*load_plan(path), path))
        except ConfigError as error:
            broken.append(_broken(path, error))
    whole = [(one.plan.year, one.plan.issued) for one in read]
    known = [*whole, *((one.year, one.issued) for one in broken)]
    issued = [its_year for its_year, day in known if its_year is not None and day is not None and day <= as_of]
    if unknown := [one for one in broken if one.year is None]:
        raise unknown[0].error
    judged = year if year is not None else max(issued, default=None)
    early = drafts and year is not None
    for one in broken:
        if one.year == judged and (early or one.issued is None or one.issued <= as_of):
            raise one.error
    chosen = [one for one in read if one.plan.year == judged and (early or one.plan.issued <= as_of)]
    if not chosen:
        raise _none(paths, as_of, year, read, broken)
    replaced = {one.plan.replaces for one in chosen}
    left = [one for one in sorted(chosen, key=lambda one: one.plan.issued) if one.plan.id not in replaced]
    names = {one.plan.id for one in read}
    years = {its_year for its_year, _ in known if its_year is not None} | {*filter(None, map(_year_of, others))}
    return InForce(
        plan=joined(left),
        read=tuple(left),
        years=frozenset(years),
        ids=frozenset(id_ for one in read for id_ in one.plan.rules),
        figures={id_: rule.every for one in read for id_, rule in one.plan.rules.items() if isinstance(rule, Attested)},
        items=frozenset(item for one in read for rule in one.plan.rules.values() for item in rule.item_lengths()),
        known=_words([*(one.plan.known_words for one in read), *(one.known for one in broken)]),
        broken=tuple(broken),
        replaced=tuple((old, new) for new in left for old in chosen if old.plan.id == new.plan.replaces),
        astray=tuple(one for one in left if one.plan.replaces is not None and one.plan.replaces not in names),
    )


def _none(
    paths: Sequence[Path], as_of: date, year: int | None, read: Sequence[Read], broken: Sequence[Broken]
) -> CannotJudgeError | ConfigError:
    if not read and broken:
        return broken[0].error
    names = "、".join(map(shown, paths))
    what = f"{year} 年度的计划" if year is not None else "印发的计划"
    return CannotJudgeError(f"{as_of} 时还没有{what}（找过 {names}）。请检查 --as-of、--year，或用 --plan 指定")


def _broken(path: Path, error: ConfigError) -> Broken:
    data: Any = None
    with suppress(OSError, SourceError):
        data = load(read_limited(path), shown(path)).data
    data = data if isinstance(data, dict) else {}
    year, issued = data.get("year"), data.get("issued")
    if not (isinstance(year, str) and re.fullmatch("[0-9]{4}", year)):
        year = _named(path)
    try:
        day = date.fromisoformat(issued) if isinstance(issued, str) else None
    except ValueError:
        day = None
    known = KnownWords(*(tuple(filter(_is_text, data.get(key) or ())) for key in ("kinds", "roles")))
    return Broken(path, int(year) if year else None, day, known, error)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _words(known: Sequence[KnownWords]) -> KnownWords:
    return KnownWords(_together(one.kinds for one in known), _together(one.roles for one in known))


def _named(path: Path) -> str | None:
    found = _YEAR_IN_NAME.match(path.name)
    return found[1] if found else None


def _year_of(path: Path) -> int | None:
    from zhifa_check.source.events import head

    try:
        told = head(read_limited(path), "year") or _named(path) or ""
    except OSError:
        told = _named(path) or ""
    return int(told) if re.fullmatch("[0-9]{4}", told) else None


def joined(read: Sequence[Read]) -> Plan:
    """One plan of several: each requirement keeps its own document's issue. Raises ConfigError for equal ids."""
    plans = [one.plan for one in read]
    if len(plans) == 1:
        return plans[0]
    problems = list(_collisions(read))
    if problems:
        raise ConfigError(problems)
    return plans[0].joined_with(
        plans[1:],
        {
            "id": "、".join(plan.id for plan in plans),
            "title": "、".join(plan.title for plan in plans),
            "issued": min(plan.issued for plan in plans),
            "kinds": _together(plan.kinds for plan in plans),
            "roles": _together(plan.roles for plan in plans),
            "tasks": _first(plan.tasks for plan in plans),
            "categories": _lists(plan.categories for plan in plans),
            "sections": together(plan.sections for plan in plans),
            "verbs": _lists(plan.verbs for plan in plans),
            "reserved_sections": _lists(plan.reserved_sections for plan in plans),
            "readings": _first(plan.readings for plan in plans),
            "requirements": tuple(one for plan in plans for one in plan.requirements),
            "not_checked": tuple(one for plan in plans for one in plan.not_checked),
            "evidence": next((plan.evidence for plan in plans if plan.evidence), None),
        },
    )


def _collisions(read: Sequence[Read]) -> Iterable[Problem]:
    """Requirements of one id, and readings of one name that say something else."""
    for what, key, names in (
        ("要求", "requirements", lambda plan: {one.id: one for one in plan.requirements}),
        ("读法", "readings", lambda plan: plan.readings),
        ("部分", "sections", lambda plan: {title: one for title, one in plan.sections.items() if one.fields}),
        (
            "字段",
            "sections",
            lambda plan: {f"{t}.{k}": f for t, one in plan.sections.items() for k, f in one.extend.items()},
        ),
    ):
        first: dict[str, tuple[Read, Any]] = {}
        for one in read:
            for number, (name, value) in enumerate(names(one.plan).items()):
                before = first.setdefault(name, (one, value))
                if before[0] is one or (key != "requirements" and before[1] == value):
                    continue
                message = (
                    f"{what}“{name}”在 {shown(before[0].path)} 里也有，两份计划同时有效，名称不能相同。"
                    "请改成不重复的；如果这一份代替那一份，请写 replaces: 那一份的文号。"
                )
                path = (key, number, "id") if key == "requirements" else (key, name.partition(".")[0])
                yield at(one.document, "D.duplicate-id", message, path)


def _together(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in parts for word in part))


def _lists(parts: Iterable[dict[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, words in part.items():
            found[name] = _together((found.get(name, ()), words))
    return found


def _first(parts: Iterable[dict[str, K]]) -> dict[str, K]:
    found: dict[str, K] = {}
    for part in parts:
        found = part | found
    return found
