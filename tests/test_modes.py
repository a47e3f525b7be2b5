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
from zhifa_check.report.formats import CHECK

#: A county small enough to be written here, large enough for portions: most units hand in nothing.
UNITS = "units:\n" + "".join(f"  - {{id: u{n}, name: 示例{n}局, kind: 部门}}\n" for n in range(60))


@pytest.fixture
def county(tmp_path: Path) -> list[str]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.yaml").write_text(UNITS, encoding="utf-8")
    for n in range(0, 60, 3):
        folder = tmp_path / "submissions" / f"示例{n}局"
        folder.mkdir(parents=True)
        people = "".join(f"  - {{编号: A{k}, 姓名: 某, 类别: 执法人员, 执法证号: F{n}-{k}}}\n" for k in range(n // 4))
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


def _shards(county: list[str], count: int, zhifa: Run, folder: Path) -> list[Path]:
    files = []
    for number in range(1, count + 1):
        code, out, err = zhifa("check", *county, "--shard", f"{number}/{count}")
        assert (code, err) == (0, "")
        files.append(folder / f"{number} of {count}.jsonl")
        files[-1].write_text(out, encoding="utf-8")
    return files


@pytest.mark.slow
def test_shards_merged_say_what_one_run_says(county: list[str], zhifa: Run, tmp_path: Path, shards: list[Path]) -> None:
    places = ("--units", tmp_path / "data" / "units.yaml")
    files = [part for name in CHECK for part in ("-f", f"{name}:{tmp_path / f'out.{name}'}")]
    more = ("--statistics", "-v", "--color", "always", "--ignore", "T15", *files)
    said = []
    for args in (("check", *county), ("merge", *shards, *places)):
        code, _, _ = zhifa(*args, *more)
        assert code == 1
        said.append({name: (tmp_path / f"out.{name}").read_bytes() for name in CHECK})
    for name in CHECK:
        assert said[0][name] == said[1][name], name
        assert len(said[0][name]) > 1000, name


@pytest.fixture
def shards(county: list[str], zhifa: Run, tmp_path: Path) -> list[Path]:
    stray = tmp_path / "submissions" / "别的" / "文件.yaml"
    stray.parent.mkdir()
    stray.write_text("年度: 2023\n人员: 3\n", encoding="utf-8")
    return _shards(county, 3, zhifa, tmp_path)


def test_one_shard_or_many_and_in_any_order(county: list[str], zhifa: Run, tmp_path: Path, shards: list[Path]) -> None:
    places = ("--units", tmp_path / "data" / "units.yaml", "-f", "json")
    whole = zhifa("check", *county, "-f", "json")
    assert zhifa("merge", *reversed(shards), *places) == whole
    assert zhifa("merge", *_shards(county, 1, zhifa, tmp_path), *places) == whole
    assert zhifa("merge", *_shards(county, 5, zhifa, tmp_path), *places) == whole
    assert zhifa("check", *county, "-f", "json", "--select", "T99")[0] == 2
    assert zhifa("merge", *shards, *places, "--select", "T99")[0] == 2


def test_what_is_no_whole_run_is_not_merged(county: list[str], zhifa: Run, tmp_path: Path, shards: list[Path]) -> None:
    places = ("--units", tmp_path / "data" / "units.yaml")

    def refused(*files: Path) -> str:
        code, out, err = zhifa("merge", *files, *places)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        return err

    one, two, three = shards
    text = two.read_text(encoding="utf-8")
    assert "缺第 2 片" in refused(one, three)
    assert "写了两次" in refused(one, two, two, three)
    for damaged in (text[:-30], "", text + text, "{}\n", "[1]\n", "\0", text.replace('"whole": ', '"whole": 1')):
        two.write_text(damaged, encoding="utf-8")
        assert "不是完整的分片" in refused(one, two, three)
    two.write_text(text.replace("2024-01-31", "2024-01-30"), encoding="utf-8")
    assert "不是同一次核对" in refused(one, two, three)
    two.write_text(text, encoding="utf-8")
    assert "读不出" in refused(one, two, tmp_path / "absent")
    with (tmp_path / "data" / "units.yaml").open("a", encoding="utf-8") as registry:
        registry.write("  - {id: more, name: 新局, kind: 部门}\n")
    assert "和分片核对时的不一样" in refused(one, two, three)


@pytest.mark.parametrize("name", ["waivers", "rulings", "calendar", "received", "attested"])
def test_what_the_bureau_added_since_is_told_when_shards_are_merged(
    county: list[str], zhifa: Run, tmp_path: Path, shards: list[Path], name: str
) -> None:
    added = tmp_path / "data" / f"{name}.yaml"
    added.write_text(f"{'years' if name == 'calendar' else name}: []\n", encoding="utf-8")
    code, _, err = zhifa("merge", *shards, "--units", tmp_path / "data" / "units.yaml")
    assert (code, "和分片核对时的不一样" in err) == (2, True), err


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "1/", "-1/2", "1/0", "１/２"])
def test_a_share_that_is_none(shard: str, county: list[str], zhifa: Run) -> None:
    code, out, err = zhifa("check", *county, "--shard", shard)
    assert (code, out) == (2, "")
    assert "应写成 i/n" in err


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

    def parted(units: list[str], count: int) -> list[str]:
        shares = parallel.portions(units, by_unit, count)
        assert all(files == by_unit.get(unit, ()) for share in shares for unit, files in share)
        return ["".join(unit for unit, _ in share) for share in shares]

    assert parted(list(sizes), 3) == ["ab", "cd", "e"]
    assert parted([*sizes, "x"], 1) == ["abcdex"]
    assert parted([], 3) == []
