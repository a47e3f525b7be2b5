"""The list to draw from: every dossier of a period by unit, and the hash by which it is known."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.format.sections.catalogue import Dossier
from zhifa_check.format.sections.decisions import Decision
from zhifa_check.format.sections.dossiers import Volume
from zhifa_check.inputs.facts import Facts
from zhifa_check.plan.model import Plan

#: Of a unit that belongs to no stratum of the plan.
OTHERS = "其他"
#: Where the dossiers of a unit are known from.
SOURCES = {
    "catalogue": "案卷目录",
    "decisions": "重大决定文号",
    "volumes": "案卷件数（按序号）",
}


@dataclass(frozen=True, slots=True)
class UnitDossiers:
    """The dossiers of one unit, in the order of their ids."""

    unit: str
    name: str
    stratum: str
    source: str
    ids: tuple[str, ...]


def dossiers_of(plan: Plan, unit: Unit, facts: Facts, period: Period) -> UnitDossiers | None:
    """What a unit's dossiers are: its list, else its major decisions, else as many numbers as it has dossiers.

    A year's volume has no dates, so its numbers are the same in every period. None where the unit has none.
    """
    listed = {entry.record.number for entry in facts.of(Dossier) if period.includes(entry.record.date)}
    decided = {entry.record.number for entry in facts.of(Decision) if period.includes(entry.record.date)}
    counted = {
        f"{entry.record.body}/{category}/{number}"
        for entry in facts.of(Volume)
        for category, count in entry.record.counts.items()
        for number in range(1, count + 1)
    }
    # whoever keeps a list has said with it what there is, also where nothing of it is of this period
    found = {"catalogue": listed} if facts.of(Dossier) else {"decisions": decided, "volumes": counted}
    source = next((source for source, ids in found.items() if ids), None)
    if source is None:
        return None
    return UnitDossiers(unit.id, unit.name, stratum_of(plan, unit), source, tuple(sorted(found[source])))


def stratum_of(plan: Plan, unit: Unit) -> str:
    """The first stratum of the plan that a unit belongs to."""
    return next((stratum.name for stratum in plan.strata if stratum.binds.includes(unit)), OTHERS)


def frame_lines(frame: Sequence[UnitDossiers]) -> str:
    """The list as text, one dossier a line: unit, bar, id."""
    return "".join(f"{one.unit}|{id_}\n" for one in sorted(frame, key=lambda one: one.unit) for id_ in one.ids)


def frame_hash(frame: Sequence[UnitDossiers]) -> str:
    """SHA-256 of the list as text, in UTF-8."""
    return hashlib.sha256(frame_lines(frame).encode()).hexdigest()
