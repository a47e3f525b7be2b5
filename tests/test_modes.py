"""However the units are spread over processes, the verdict is the same, and a process that dies gives none."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from zhifa_check import parallel, run
from zhifa_check.inputs.intake import SourceFile

#: A county small enough to be written here, large enough for portions: most units hand in nothing.
UNITS = "units:\n" + "".join(f"  - {{id: u{n}, name: 示例{n}局, kind: 部门}}\n" for n in range(60))


@pytest.fixture
def county(tmp_path: Path) -> list[str]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.yaml").write_text(UNITS, encoding="utf-8")
    for n in range(0, 60, 3):
        folder = tmp_path / "submissions" / f"示例{n}局"
        folder.mkdir(parents=True)
        people = "".join(f"  - {{编号: A{k}, 姓名: 某, 类别: 执法人员, 执法证号: F{n}-{k}}}\n" for k in range(n))
        bad = "  - {编号: X, 性别: 男}\n" if n % 2 else ""
        text = f"单位: 示例{n}局\n年度: 2023\n人员:\n{people}{bad}" if n else "单位: [\n"
        (folder / "人员.yaml").write_text(text, encoding="utf-8")
    places = ("--units", os.fspath(tmp_path / "data" / "units.yaml"), "--as-of", "2024-01-31")
    return [os.fspath(tmp_path / "submissions"), *places]


def test_processes_say_what_one_says(county: list[str], zhifa: Run) -> None:
    alone = zhifa("check", *county, "-f", "json", "--jobs", "1")
    assert alone[0] == 1
    for jobs in ("2", "3"):
        assert zhifa("check", *county, "-f", "json", "--jobs", jobs) == alone
    assert zhifa("check", *county, "-f", "json") == alone


@pytest.mark.skipif(sys.platform != "linux", reason="needs a process that shares what the tests replace in it")
def test_a_process_that_is_killed_ends_with_2(county: list[str], zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    parent, judge_one = os.getpid(), run.judge_one

    def dying(frame: Any, unit: str, *rest: Any, **more: Any) -> Any:
        if unit == "u30" and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return judge_one(frame, unit, *rest, **more)

    monkeypatch.setattr(run, "judge_one", dying)
    code, out, err = zhifa("check", *county, "--jobs", "2")
    assert (code, out) == (2, "")
    assert err.startswith("错误：有一个核对进程中途被系统结束了")
    assert len(err.splitlines()) == 1


def test_processes_are_started_where_they_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 4)
    monkeypatch.setattr(parallel, "_can_share", lambda: True)
    assert [parallel.helpful(units) for units in (0, 19, 20, 39, 40, 79, 80, 1000)] == [1, 1, 1, 1, 2, 3, 4, 4]
    monkeypatch.setattr(parallel, "_can_share", lambda: False)
    assert [parallel.helpful(units) for units in (100, 399, 400, 5000)] == [1, 1, 2, 4]


def test_no_process_is_forked_beside_a_thread() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not parallel._can_share()
    finally:
        done.set()
        thread.join()


def test_portions_are_of_about_equal_size_and_in_order(tmp_path: Path) -> None:
    sizes = {"a": 5000, "b": 10, "c": 10, "d": 5000, "e": 5000}
    by_unit: dict[str | None, list[SourceFile]] = {}
    for unit, size in sizes.items():
        file = tmp_path / f"{unit}.yaml"
        file.write_bytes(b"x" * size)
        by_unit[unit] = [SourceFile(file, file.name, unit)]
    assert parallel.portions(list(sizes), by_unit, 3) == [("a", "b"), ("c", "d"), ("e",)]
    assert parallel.portions([*sizes, "gone"], by_unit, 1) == [("a", "b", "c", "d", "e", "gone")]
    assert parallel.portions([], by_unit, 3) == []
