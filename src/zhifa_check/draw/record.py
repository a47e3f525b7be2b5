"""A draw as it is written down and read again, with all that is needed to do it anew."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhifa_check.calendar.periods import Period, parse_period
from zhifa_check.draw.sample import SOURCES, DrawError, Drawn, Sample, UnitDossiers, draw, frame_hash
from zhifa_check.source.files import reason


@dataclass(frozen=True, slots=True)
class Record:
    """One draw: from what, how, and what came out; ``strata`` are those asked for, none where all were."""

    plan: str
    year: int
    period: Period
    as_of: str
    strata: tuple[str, ...]
    frame: tuple[UnitDossiers, ...]
    sample: Sample

    @property
    def size(self) -> int:
        """How many dossiers there were to draw from."""
        return sum(len(one.ids) for one in self.frame)


def as_object(record: Record) -> dict[str, Any]:
    """The published form; the list and the sample come last."""
    sample = record.sample
    return {
        "plan": {"id": record.plan, "year": record.year},
        "period": str(record.period),
        "as_of": record.as_of,
        "strata": list(record.strata),
        "seed": sample.seed,
        "count": sample.count,
        "drawn": len(sample.drawn),
        "frame": {"sha256": frame_hash(record.frame), "size": record.size},
    }


def lists(record: Record) -> dict[str, list[dict[str, Any]]]:
    """The list, a unit each, and the sample, a dossier each."""
    units = [
        {
            "unit": one.unit,
            "name": one.name,
            "stratum": one.stratum,
            "source": one.source,
            "quota": record.sample.quotas[one.unit],
            "ids": list(one.ids),
        }
        for one in record.frame
    ]
    return {"units": units, "sample": [asdict(one) for one in record.sample.drawn]}


def read_record(path: Path) -> tuple[Record, str]:
    """A draw that was written down, and the hash that it gives for its list. Raises DrawError."""
    try:
        document = json.loads(path.read_bytes())
        frame = tuple(
            UnitDossiers(
                str(one["unit"]), str(one["name"]), str(one["stratum"]), one["source"], tuple(map(str, one["ids"]))
            )
            for one in document["units"]
        )
        if any(one.source not in SOURCES for one in frame):
            raise ValueError("source")
        sample = Sample(
            str(document["seed"]),
            int(document["count"]),
            {str(one["unit"]): int(one["quota"]) for one in document["units"]},
            tuple(Drawn(str(one["unit"]), str(one["id"]), str(one["rank"])) for one in document["sample"]),
        )
        plan, period = document["plan"], parse_period(document["period"])
        strata, as_of = tuple(map(str, document["strata"])), str(date.fromisoformat(document["as_of"]))
        record = Record(str(plan["id"]), int(plan["year"]), period, as_of, strata, frame, sample)
        return record, str(document["frame"]["sha256"])
    except OSError as error:
        raise DrawError(f"读不出 {path}（{reason(error)}）") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DrawError(f"{path} 不是抽取记录。--verify 要 zhifa draw -f json 存下的文件") from error


def differences(record: Record, told_hash: str, now: Sequence[UnitDossiers] | None) -> list[str]:
    """What does not come out again, in Chinese; ``now`` is the list of today's files, None where none were given."""
    found = []
    if frame_hash(record.frame) != told_hash:
        found.append("名单和它的哈希对不上：名单或哈希被改过")
    if now is not None and frame_hash(now) != told_hash:
        found += _changed(record.frame, now)
    try:
        again = draw(record.frame, record.sample.seed, record.sample.count)
    except DrawError as error:
        return [*found, str(error)]
    told, anew = set(record.sample.drawn), set(again.drawn)
    found += [f"{one.unit} {one.id} 在记录里，重抽没有抽到" for one in record.sample.drawn if one not in anew]
    found += [f"{one.unit} {one.id} 重抽抽到了，记录里没有（或排序值不同）" for one in again.drawn if one not in told]
    if len(record.sample.drawn) != len(told):
        found.append("记录里有重复的案卷")
    if dict(record.sample.quotas) != dict(again.quotas):
        found.append("各单位的件数和重算的不一样")
    return found


def _changed(before: Sequence[UnitDossiers], now: Sequence[UnitDossiers]) -> list[str]:
    then = {one.unit: set(one.ids) for one in before}
    today = {one.unit: set(one.ids) for one in now}
    names = {one.unit: one.name for one in (*now, *before)}
    found = []
    for unit, name in names.items():
        gone, new = then.get(unit, set()) - today.get(unit, set()), today.get(unit, set()) - then.get(unit, set())
        if gone or new:
            found.append(f"{name}的名单和现在的提交文件不同：少了 {len(gone)} 件，多了 {len(new)} 件")
    return found or ["名单和现在的提交文件不同"]
