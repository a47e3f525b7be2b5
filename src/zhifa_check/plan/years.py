"""Which plans judge a run: those of one year that are in force together, joined into one."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.bureau.units import KnownWords
from zhifa_check.calendar.periods import Every
from zhifa_check.format.problems import ConfigError
from zhifa_check.kinds.attested import Attested
from zhifa_check.plan.joining import Read, check_points, check_steads, in_order, joined, together_once
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan
from zhifa_check.source.document import SourceError
from zhifa_check.source.files import read_limited, shown
from zhifa_check.source.loader import load

_YEAR_IN_NAME = re.compile(r"plan_([0-9]{4})")


class Broken(NamedTuple):
    """A plan that cannot be used; ``year``, ``issued`` and the words of the registry as far as they can be told."""

    path: Path
    year: int | None
    issued: date | None
    known: KnownWords
    error: ConfigError


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
    left = in_order(one for one in chosen if one.plan.id not in replaced)
    names = {one.plan.id for one in read}
    years = {its_year for its_year, _ in known if its_year is not None} | {*filter(None, map(_year_of, others))}
    plan = joined(left)
    # what a plan of the year that cannot be read yet asks, nobody knows
    if not any(one.year == judged for one in broken):
        of_year = [one for one in read if one.plan.year == judged]
        check_steads(left, of_year)
        check_points([one for one in left if one.plan.scores], of_year, plan.known)
    return InForce(
        plan=plan,
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
    return KnownWords(together_once(one.kinds for one in known), together_once(one.roles for one in known))


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
