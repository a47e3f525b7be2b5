"""Units judged by the workers of a dask cluster: the same function, the same verdict, a lost worker's share done anew.

Files are read by the workers themselves, by their paths: the folder of the run has to lie at the same place for all,
as on a shared disk. Results alone travel.
"""

import os
import platform
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pydantic
import yaml

from zhifa_check import __version__
from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.judge.findings import UnitResult
from zhifa_check.parallel import Judge, Portion, portions

_ADDRESS = re.compile(r"dask://([\w.-]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})")
#: Each worker is handed its units in so many portions: a lost one costs no more than one of them.
_PORTIONS = 16
#: Seconds to wait for the scheduler.
_PATIENCE = 10
#: So often a portion whose worker died is tried with another one.
_RETRIES = 3


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker needs to be ready: once a run."""

    token: str
    folder: str
    afresh: Callable[[], Judge]


def judged_in_cluster(
    address: str,
    units: Sequence[str],
    by_unit: Mapping[str | None, Sequence[SourceFile]],
    afresh: Callable[[], Judge],
) -> Iterator[UnitResult]:
    """The result of each unit, in order. Raises CannotJudgeError where the cluster cannot be had or does not fit."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise CannotJudgeError(f"--executor 应写成 dask://主机:端口，写的是“{address}”")
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise CannotJudgeError("要用集群，请先安装：pip install 'zhifa-check[dask]'") from error
    try:
        client = Client(f"tcp://{found[1]}:{found[2]}", timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise CannotJudgeError(f"连不上集群 {address}。请核对主机和端口，看调度程序是否在运行") from error
    with client:
        _check_workers(client)
        job = _Job(uuid.uuid4().hex, os.getcwd(), afresh)
        shares = portions(units, by_unit, len(client.nthreads()) * _PORTIONS)
        executor = client.get_executor(pure=False, retries=_RETRIES)
        try:
            for results in executor.map(partial(_work, job), shares):
                yield from results
        except KilledWorker as error:
            raise CannotJudgeError("集群里核对的进程一再中途结束（常见的原因是内存不够），没有得出结论") from error


def _versions() -> dict[str, str]:
    """What has to be the same everywhere for a verdict to be."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, "zhifa-check": __version__, "pydantic": pydantic.VERSION, "PyYAML": yaml.__version__}


def _check_workers(client: Any) -> None:
    try:
        found = client.run(_versions)
    except Exception as error:  # whatever unpickling fails with on a machine without this package
        raise CannotJudgeError(
            f"集群里有的机器没有装 zhifa-check {__version__}，或者装的是别的版本。请各台装同一个版本"
        ) from error
    if not found:
        raise CannotJudgeError("集群里没有一台机器在工作，请先启动 dask worker")
    own = _versions()
    for worker, versions in sorted(found.items()):
        for name, version in own.items():
            if versions.get(name) != version:
                other = versions.get(name, "没有")
                raise CannotJudgeError(f"集群里 {worker} 的 {name} 是 {other}，这里是 {version}。请装同一个版本")


#: One run at a time, and one thread: the working directory and the calendar are the process's.
_lock = threading.Lock()
_ready: dict[str, Judge] = {}


def _work(job: _Job, share: Portion) -> list[UnitResult]:
    with _lock:
        if job.token not in _ready:
            try:
                os.chdir(job.folder)
            except OSError as error:
                message = f"集群里的机器打不开 {job.folder}。提交文件要放在各台都看得到的共享文件夹里，路径相同"
                raise CannotJudgeError(message) from error
            _ready.clear()
            _ready[job.token] = job.afresh()
        judge = _ready[job.token]
        return [judge(unit, files) for unit, files in share]
