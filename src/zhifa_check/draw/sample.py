"""From the list to the sample: how many of each unit, then by rank."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhifa_check.draw.frame import UnitDossiers
from zhifa_check.words.told import ToldError

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
