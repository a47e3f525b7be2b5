"""What the judgement of every unit has in common: plans, registry, waivers, rulings, as of when."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from zhifa_check.bureau.decisions import (
    Attested,
    AttestedFile,
    RulingFile,
    Rulings,
    WaiverFile,
    Waivers,
    load_decisions,
)
from zhifa_check.bureau.holidays import load_calendar
from zhifa_check.bureau.places import UNITS, CannotJudgeError, Places
from zhifa_check.bureau.units import Registry, load_registry
from zhifa_check.calendar.periods import Every
from zhifa_check.calendar.workdays import use
from zhifa_check.format.problems import ConfigError
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.judge.scope import Scope
from zhifa_check.kinds.base import Kind
from zhifa_check.plan.model import Plan
from zhifa_check.plan.years import InForce, plans_in_force
from zhifa_check.source.files import shown
from zhifa_check.words.meant import nearest

if TYPE_CHECKING:
    from zhifa_check.bureau.received import Received


class Frame(NamedTuple):
    """What the judgement of every unit has in common; ``in_force`` tells how its plan was found."""

    plan: Plan
    registry: Registry
    waivers: Waivers
    rulings: Rulings
    as_of: date
    rules: Mapping[str, Kind]
    vocabulary: Vocabulary
    scope: Scope
    verbs: Mapping[str, str]
    attested: Attested
    in_force: InForce | None = None
    borrows_units: bool = False
    #: By the years beside the plan's own whose files its rules look into, what those may say.
    other_years: Mapping[int, Vocabulary] = MappingProxyType({})

    def is_of_another_year(self, year: str | None) -> bool:
        """Whether a file of this 年度 is another plan's: no error, and nothing to be judged here."""
        years = self.in_force.years if self.in_force else frozenset()
        return year is not None and year != str(self.plan.year) and year in map(str, years)


def frame_of(
    plan: Plan, registry: Registry, waivers: Waivers, rulings: Rulings, attested: Attested, as_of: date
) -> Frame:
    """What follows from plan and registry alone is worked out once."""
    words = plan.vocabulary(registry)
    ways = (way for rule in plan.rules.values() for way in rule.ways())
    years = {year for way in ways for year in way.other_years(plan.year)} - {plan.year}
    frame = Frame(plan, registry, waivers, rulings, as_of, plan.rules, words, Scope(plan), plan.verb_of, attested)
    return frame._replace(other_years={year: words._replace(year=year) for year in years})


def load_frame(places: Places, as_of: date, year: int | None = None, *, drafts: bool = False) -> Frame:
    """The plans in force of a year, registry, calendar, and what the bureau decided and entered.

    With ``drafts`` a plan of the year asked for need not be issued yet. Raises CannotJudgeError or ConfigError.
    """
    in_force = plans_in_force(places.plans, as_of, year, others=places.other_plans, drafts=drafts)
    plan = in_force.plan
    use(load_calendar(places.calendar))
    registry = _registry(places, in_force)
    waivers: Waivers = load_decisions(places.waivers, WaiverFile, in_force.ids, registry)
    rulings: Rulings = load_decisions(places.rulings, RulingFile, in_force.ids, registry)
    attested: Attested = load_decisions(places.attested, AttestedFile, in_force.figures, registry)
    frame = frame_of(plan, registry, waivers, rulings, attested, as_of)
    return frame._replace(in_force=in_force, borrows_units=places.borrows_units)


def _registry(places: Places, in_force: InForce) -> Registry:
    try:
        return load_registry(places.units_of(in_force.plan.year), in_force.known)
    except ConfigError:
        if not places.borrows_units:
            raise
        folder = shown(places.plans[0].parent)
        message = f"{folder} 里没有单位名册 {UNITS}，随程序带的名册是别的市县的，与这份计划对不上"
        raise CannotJudgeError(f"{message}。请放上本地的名册，或用 --units 指定") from None


def chosen_units(frame: Frame, names: Sequence[str]) -> list[str]:
    """Ids of the units named, all where none is. Raises CannotJudgeError for an unknown one."""
    if not names:
        return list(frame.registry.by_id)
    unknown = [name for name in names if name not in frame.registry.ids]
    if unknown:
        meant = nearest(unknown[0], list(frame.registry.ids))
        hint = f"是不是“{meant}”？" if meant else ""
        raise CannotJudgeError(
            f"单位名册里没有“{'”“'.join(unknown)}”，{hint}"
            f"请用 {shown(Path(frame.registry.document.file))} 里的代号或名称"
        )
    wanted = {frame.registry.ids[name] for name in names}
    return [unit for unit in frame.registry.by_id if unit in wanted]


def received_of(frame: Frame, places: Places) -> "Received":
    """What the bureau got by mail. Raises ConfigError."""
    from zhifa_check.bureau.received import load_received

    # what came by mail may be about another year's items
    others = dict.fromkeys(frame.in_force.items if frame.in_force else (), frozenset[Every]())
    vocabulary = frame.vocabulary._replace(items=others | dict(frame.vocabulary.items))
    return load_received(places.received, vocabulary, frame.registry)
