"""A unit judged once in a test process for all tests that hand in the same of it.

Tests of one thing wrong, or of what a report makes of a verdict, judge the same county again and again. All that a unit
is judged by is part of the key: the evening, the bureau's files, those of others that its rules rest on, its own, each
with its name and its bytes. What is known is handed over pickled, as one process of the product hands it to another.

Not for tests of what judging costs, keeps or repeats.
"""

import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from zhifa_check import run
from zhifa_check.source.files import shown

#: By the number of what a run is judged by, and what the unit hands in.
_known: dict[tuple[Any, ...], bytes] = {}
_numbers: dict[tuple[Any, ...], int] = {}


@pytest.fixture
def judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No unit of which the same was judged in this process is judged again."""
    prepare, judge_one = run.prepare, run.judge_one
    now: list[Any] = [None, 0]

    def preparing(request: run.Request) -> run.Prepared:
        prepared = prepare(request)
        judged_by = request.as_of, request.year, *_judged_by(prepared)
        now[:] = prepared.frame, _numbers.setdefault(judged_by, len(_numbers))
        return prepared

    def judging(frame: Any, unit: str, files: Any, *more: Any, ledgers: bool = False) -> Any:
        # what git knows of files does not stand in them
        if frame is not now[0] or more[2:] not in ((), (None,)):
            return judge_one(frame, unit, files, *more, ledgers=ledgers)
        key = now[1], unit, ledgers, tuple(files), _texts(file.path for file in files)
        if key not in _known:
            _known[key] = pickle.dumps(judge_one(frame, unit, files, *more, ledgers=ledgers))
        return pickle.loads(_known[key])

    monkeypatch.setattr(run, "prepare", preparing)
    monkeypatch.setattr(run, "judge_one", judging)


def _judged_by(prepared: run.Prepared) -> tuple[Any, ...]:
    """What every unit is judged by: the bureau's files, and those of units that the rules of others rest on."""
    ours = [*prepared.places.files]
    theirs = [file for unit in run.suppliers(prepared.frame) for file in prepared.by_unit.get(unit, ())]
    return *map(shown, ours), _texts(ours), *theirs, _texts(file.path for file in theirs)


def _texts(paths: Iterable[Path]) -> tuple[bytes | None, ...]:
    return tuple(path.read_bytes() if path.is_file() else None for path in paths)
