"""A real cluster on this machine gives what one process gives, also where a worker is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

pytestmark = pytest.mark.slow
distributed = pytest.importorskip("distributed")

UNITS = 80


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True, host="127.0.0.1"
    ) as cluster:
        yield cluster


@pytest.fixture
def county(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    units = "".join(f"  - {{id: u{n}, name: 示例{n}局, kind: 部门}}\n" for n in range(UNITS))
    (tmp_path / "data" / "units.yaml").write_text("units:\n" + units, encoding="utf-8")
    for n in range(UNITS):
        people = "".join(
            f"  - {{编号: A{k}, 姓名: 某{k}, 类别: 执法人员, 执法证号: F{n}-{k}, 培训: [{{日期: 2023-05-04, 课程: 某,"
            f" 类别: 业务知识, 学时: {50 + k % 20 if k % 7 else 'x'}}}]}}\n"
            for k in range(60)
        )
        folder = tmp_path / "submissions" / f"示例{n}局"
        folder.mkdir(parents=True)
        (folder / "人员.yaml").write_text(f"单位: 示例{n}局\n年度: 2023\n人员:\n{people}", encoding="utf-8")
    return tmp_path


def _command(*more: str) -> list[str]:
    args = ("check", "submissions", "--units", "data/units.yaml", "--as-of", "2024-01-31", "-f", "json", *more)
    return [sys.executable, "-m", "zhifa_check", *args]


def _address(cluster: Any) -> str:
    return "dask://" + str(cluster.scheduler_address).removeprefix("tcp://")


def _run(county: Path, *more: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(_command(*more), cwd=county, capture_output=True, timeout=120, check=False)


def test_the_verdict_is_the_same(cluster: Any, county: Path) -> None:
    alone, spread = _run(county, "--jobs", "1"), _run(county, "--executor", _address(cluster))
    assert (spread.returncode, spread.stdout) == (alone.returncode, alone.stdout) != (2, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_what_a_killed_worker_had_is_done_by_another(cluster: Any, county: Path) -> None:
    alone = _run(county, "--jobs", "1")
    pids = [worker.pid for worker in cluster.workers.values()]
    before = len(cluster.scheduler.tasks)
    with subprocess.Popen(
        _command("--executor", _address(cluster)), cwd=county, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            states = [task.state for task in cluster.scheduler.tasks.values()]
            if len(states) > before and "processing" in states and "memory" in states:
                break
            time.sleep(0.01)
        os.kill(pids[0], signal.SIGKILL)
        out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (alone.returncode, alone.stdout), err.decode()
    assert "processing" in states


def test_other_versions_are_refused(cluster: Any, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhifa_check import cluster as ours
    from zhifa_check.bureau.places import CannotJudgeError

    monkeypatch.setattr(ours, "__version__", "9.9.9")
    with pytest.raises(CannotJudgeError, match=r"zhifa-check 是 .*，这里是 9\.9\.9"):
        list(ours.judged_in_cluster(_address(cluster), [], {}, lambda: lambda unit, files: None))  # type: ignore[arg-type,return-value]


def test_a_folder_that_the_workers_do_not_see(cluster: Any, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhifa_check import cluster as ours

    monkeypatch.setattr("os.getcwd", lambda: "/nowhere/at/all")
    with pytest.raises(Exception, match="打不开 /nowhere/at/all"):
        list(ours.judged_in_cluster(_address(cluster), ["u1"], {}, lambda: lambda unit, files: None))  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("dask://127.0.0.1:1", "连不上集群"),
        ("tcp://127.0.0.1:8786", "应写成 dask://主机:端口"),
        ("dask://", "应写成"),
        ("dask://a b:1", "应写成"),
    ],
)
def test_an_address_that_leads_nowhere(
    address: str, said: str, county: Path, zhifa: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhifa_check.cluster._PATIENCE", 1)
    monkeypatch.chdir(county)
    code, out, err = zhifa("check", "--units", "data/units.yaml", "--as-of", "2024-01-31", "--executor", address)
    assert (code, out) == (2, "")
    assert said in err
