"""Units judged side by side: how many processes help, who judges what, and what is said when one of them dies."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.cache.loading import keep
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.judge.findings import UnitResult

if TYPE_CHECKING:
    from concurrent.futures import Executor

Judge = Callable[[str, Sequence[SourceFile]], UnitResult]
#: Units with their files.
Portion = Sequence[tuple[str, Sequence[SourceFile]]]

#: Windows cannot wait for more.
_MOST_PROCESSES = 61
#: Fewer units than these are judged before another process is ready, where it can and cannot share what is loaded.
_UNITS_SHARED, _UNITS_AFRESH = 20, 200
#: A process is handed its units in so many portions, so that one with more to read is not waited for.
_PORTIONS = 8


def helpful(units: int) -> int:
    """How many processes judge so many units soonest."""
    most = min(_cores(), units // _UNITS_SHARED)
    return max(1, most if most < 2 or _can_share() else min(most, units // _UNITS_AFRESH))


def judged_in_processes(
    units: Sequence[str],
    by_unit: Mapping[str | None, Sequence[SourceFile]],
    jobs: int,
    here: Judge,
    afresh: Callable[[], Judge],
) -> Iterator[UnitResult]:
    """The result of each unit, in order. Raises CannotJudgeError where a process dies.

    ``here`` judges by what this process has loaded, which forked ones share; ``afresh`` loads it anew in the others.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    jobs = min(jobs, _MOST_PROCESSES)
    share = _can_share()
    _judge[:] = [here] if share else []
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("fork" if share else None),
        initializer=None if share else partial(_start, afresh),
    )
    with pool:
        yield from judged_by(pool, portions(units, by_unit, jobs * _PORTIONS))


def judged_by(pool: "Executor", shares: Sequence[Portion]) -> Iterator[UnitResult]:
    """The results of portions of units. Raises CannotJudgeError where a process dies."""
    from concurrent.futures import BrokenExecutor

    try:
        for results in pool.map(_work, shares):
            yield from results
    except BrokenExecutor as error:
        raise CannotJudgeError(
            "有一个核对进程中途被系统结束了（常见的原因是内存不够），没有得出结论。请用 --jobs 1 再运行一次"
        ) from error


def portions(units: Sequence[str], by_unit: Mapping[str | None, Sequence[SourceFile]], count: int) -> list[Portion]:
    """Units in order, parted into about so many portions of about as many bytes each."""
    whole = [(unit, by_unit.get(unit, ())) for unit in units]
    sizes = [1 + sum(map(_size, files)) for _, files in whole]
    enough = sum(sizes) / max(1, count)
    found: list[Portion] = []
    portion: list[tuple[str, Sequence[SourceFile]]] = []
    weight = 0
    for unit, size in zip(whole, sizes, strict=True):
        portion.append(unit)
        weight += size
        if weight >= enough:
            found.append(portion)
            portion, weight = [], 0
    return [*found, portion] if portion else found


_judge: list[Judge] = []


def _start(afresh: Callable[[], Judge]) -> None:
    _judge[:] = [afresh()]


def _work(share: Portion) -> list[UnitResult]:
    results = [_judge[0](unit, files) for unit, files in share]
    keep()
    return results


def _size(file: SourceFile) -> int:
    with suppress(OSError):
        return os.stat(file.path).st_size
    return 0


def _can_share() -> bool:
    """Whether a process can be forked safely: not beside threads, nor on systems whose libraries do not bear it."""
    import multiprocessing

    return (
        sys.platform == "linux"
        and threading.active_count() == 1
        and multiprocessing.get_start_method(allow_none=True) in (None, "fork")
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
