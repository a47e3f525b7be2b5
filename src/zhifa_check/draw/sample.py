"""The list to draw from, by unit and with its hash, and from it the sample: how many of each unit, then by rank."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.format.sections.catalogue import Dossier
from zhifa_check.format.sections.decisions import Decision
from zhifa_check.format.sections.dossiers import Volume
from zhifa_check.inputs.facts import Facts
from zhifa_check.plan.model import Plan
from zhifa_check.words.told import ToldError

#: Of a unit that belongs to no stratum of the plan.
OTHERS = "其他"
#: Where the dossiers of a unit are known from.
SOURCES = {
    "catalogue": "案卷目录",
    "decisions": "重大决定文号",
    "volumes": "案卷件数（按序号）",
}


class UnitDossiers(NamedTuple):
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


#: A seed that names where it comes from: some words, and a number too long to be chosen at will.
_PUBLIC = re.compile(r"(?=.*[一-龥]{2})(?=.*\d{5})", re.DOTALL)


class DrawError(ToldError):
    """Nothing can be drawn."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One dossier of the sample and its rank, a SHA-256 in hexadecimal digits."""

    unit: str
    id: str
    rank: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The dossiers drawn, by unit in the order of the list, the lowest ranks first."""

    seed: str
    count: int
    quotas: Mapping[str, int]
    drawn: tuple[Drawn, ...]


def draw(frame: Sequence[UnitDossiers], seed: str, count: int) -> Sample:
    """Draw ``count`` dossiers, at least one of each unit. Raises DrawError."""
    size = sum(len(one.ids) for one in frame)
    if not frame:
        raise DrawError("这段时间没有案卷可抽：各单位都没有案卷目录、重大决定或案卷件数")
    if count < len(frame):
        raise DrawError(f"有案卷的单位有 {len(frame)} 个，每个单位至少抽 1 件，--count 不能少于 {len(frame)}")
    quotas = _quotas(frame, min(count, size))
    drawn = []
    for one in frame:
        ranked = sorted((rank(seed, one.unit, id_), id_) for id_ in one.ids)
        drawn += [Drawn(one.unit, id_, hashed) for hashed, id_ in ranked[: quotas[one.unit]]]
    return Sample(seed, count, quotas, tuple(drawn))


def rank(seed: str, unit: str, id_: str) -> str:
    """``printf '%s' 'seed|unit|id' | sha256sum``."""
    return hashlib.sha256(f"{seed}|{unit}|{id_}".encode()).hexdigest()


def _quotas(frame: Sequence[UnitDossiers], count: int) -> dict[str, int]:
    """One of each unit; the rest over the strata, and within each over its units, by what they have left."""
    left = {one.unit: len(one.ids) - 1 for one in frame}
    by_stratum: dict[str, list[str]] = {}
    for one in frame:
        by_stratum.setdefault(one.stratum, []).append(one.unit)
    rest = count - len(frame)
    shares = apportion(rest, {name: sum(left[unit] for unit in units) for name, units in by_stratum.items()})
    quotas = dict.fromkeys(left, 1)
    for name, units in by_stratum.items():
        for unit, more in apportion(shares[name], {unit: left[unit] for unit in units}).items():
            quotas[unit] += more
    return quotas


def apportion(seats: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Seats by weight, whole parts first, then the largest remainders; of equal ones the earlier comes first.

    No more than the weight itself, as long as there are no more seats than the weights together.
    """
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    shares = {name: seats * weight // whole for name, weight in weights.items()}
    remainders = sorted(weights, key=lambda name: -(seats * weights[name] % whole))
    for name in remainders[: seats - sum(shares.values())]:
        shares[name] += 1
    return shares


def looks_public(seed: str) -> bool:
    """Whether a seed says where it comes from, so that nobody could have tried out several."""
    return _PUBLIC.search(seed) is not None
