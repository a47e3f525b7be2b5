"""A county of thirty units that a dice filled in: every figure of a quarter counted again from the files, by hand."""

import json
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from chinese_calendar import is_workday

from conftest import Run
from report.county import decision, lay_out

PERIOD, START, END, AS_OF = "2023Q3", date(2023, 7, 1), date(2023, 9, 30), date(2023, 11, 30)
UNITS = [(f"u{number:02d}", f"{number}号单位", "镇" if number % 2 else "部门") for number in range(30)]


def rolled(day: date) -> date:
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def column(done: date | None, strict: date, lenient: date) -> str:
    if done is None:
        return "missing" if lenient < AS_OF else "pending"
    return "on_time" if done <= strict else "disputed" if done <= lenient else "late"


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_recounts(tmp_path: Path, zhifa: Run, seed: int) -> None:
    dice = random.Random(seed)
    duties: Counter[str] = Counter()
    filings: Counter[str] = Counter()
    problems = 0
    files = {}
    for _, name, _ in UNITS:
        reports, decisions = [], []
        for month in range(1, 12):
            strict = date(2023, month + 1, 6)
            done = None if dice.random() < 0.15 else strict + timedelta(days=dice.randint(-3, 4))
            if done:
                reports.append(f"  - {{事项: 四张清单月报, 所属期: 2023-{month:02d}, 日期: {done}}}\n")
            if START <= strict <= END:
                found = column(done, strict, rolled(strict))
                duties[found] += 1
                problems += found in ("late", "missing")
        for number in range(dice.randint(0, 4)):
            decided = date(2023, 6, 15) + timedelta(days=dice.randint(0, 140))
            due = decided + timedelta(days=15)
            filed = None if dice.random() < 0.3 else decided + timedelta(days=dice.randint(0, 19))
            decisions.append(decision(f"{name}罚{number}号", str(decided), str(filed) if filed else None))
            if START <= decided <= END:
                lenient = rolled(due)
                found = column(filed if filed and filed <= AS_OF else None, due, lenient)
                filings["broken" if found in ("late", "missing") else found] += 1
                problems += found in ("late", "missing")
        sections = [f"{head}:\n{''.join(rows)}" for head, rows in (("报送", reports), ("重大决定", decisions)) if rows]
        files[name] = "".join(sections)
    registry = "units:\n" + "".join(f"  - {{id: {id_}, name: {name}, kind: {kind}}}\n" for id_, name, kind in UNITS)
    submissions = lay_out(tmp_path / "county", files, registry)
    _, out, _ = zhifa("report", submissions, "--period", PERIOD, "--as-of", str(AS_OF), "-f", "json")
    told: Any = json.loads(out)
    (monthly,) = [row for row in told["duties"] if row["requirement"] == "T02.monthly"]
    assert {key: monthly[key] for key in ("on_time", "late", "missing", "disputed", "pending")} == {
        key: duties[key] for key in ("on_time", "late", "missing", "disputed", "pending")
    }
    assert monthly["owed"] == sum(duties.values()) == 90
    filing = next(row for row in told["events"] if row["requirement"] == "T11.filing")
    assert (filing["events"], filing["met"], filing["broken"]) == (
        sum(filings.values()),
        filings["on_time"],
        filings["broken"],
    )
    own = {"T02.monthly", "T11.filing"}
    faults = [one for one in told["findings"] if one["id"] in own and one["status"] in ("violated", "missing")]
    assert len(faults) == problems
