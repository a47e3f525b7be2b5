"""The cache gives the time back and changes nothing, whatever is done to it."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run
from zhifa_check.cache import loading, store
from zhifa_check.source.fast import load_fast
from zhifa_check.source.loader import load

PEOPLE = "".join(f"  - {{编号: A{n}, 姓名: 某{n}, 类别: 执法人员, 执法证号: F{n}}}\n" for n in range(40))
TEXTS = {
    "甲局": f"单位: 甲局\n年度: 2023\n人员:\n{PEOPLE}",
    "乙局": f"单位: 乙局\n年度: 2023\n人员:\n{PEOPLE}  - {{编号: A1, 姓名: 重复, 类别: 执法人员}}\n",
    "丙局": f"单位: 丙局\n年度: 2023\n# {'长' * 600}\n人员: [",
    "丁局": f"单位: 丁局\n年度: 2023\n人员:\n{PEOPLE}  - 编号: B\n    性别: 男\n    姓名: 11010519491231002X\n",
}


@pytest.fixture
def county(tmp_path: Path) -> list[str]:
    (tmp_path / "data").mkdir()
    units = "".join(f"  - {{id: u{n}, name: {name}, kind: 部门}}\n" for n, name in enumerate(TEXTS))
    (tmp_path / "data" / "units.yaml").write_text("units:\n" + units, encoding="utf-8")
    for name, text in TEXTS.items():
        (tmp_path / "submissions" / name).mkdir(parents=True)
        (tmp_path / "submissions" / name / "人员.yaml").write_text(text, encoding="utf-8")
    units_file = os.fspath(tmp_path / "data" / "units.yaml")
    return ["check", os.fspath(tmp_path / "submissions"), "--units", units_file, "--as-of", "2024-01-31", "-f", "json"]


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """The folder that --cache-dir names."""
    return tmp_path / "cache"


def _file(there: Path) -> Path:
    return there / "zhifa-check" / store.FILE


def _kept(there: Path) -> int:
    with sqlite3.connect(_file(there)) as file:
        return int(file.execute("SELECT count(*) FROM parsed").fetchone()[0])


def test_cold_warm_and_without_say_the_same(county: list[str], there: Path, zhifa: Run) -> None:
    without = zhifa(*county, "--no-cache")
    cold = zhifa(*county, "--cache-dir", there)
    kept = _kept(there)
    assert cold == without
    assert kept == 2, "what cannot be read, or holds an identity number, is not kept"
    for jobs in ("1", "2"):
        assert zhifa(*county, "--cache-dir", there, "--jobs", jobs) == without
        assert _kept(there) == kept


def test_a_changed_file_is_read_anew(county: list[str], there: Path, zhifa: Run, tmp_path: Path) -> None:
    zhifa(*county, "--cache-dir", there)
    file = tmp_path / "submissions" / "甲局" / "人员.yaml"
    file.write_text(TEXTS["甲局"].replace("姓名: 某3,", ""), encoding="utf-8")
    assert zhifa(*county, "--cache-dir", there) == zhifa(*county, "--no-cache")


def test_what_is_kept_is_the_users_alone_and_holds_no_identity_number(
    county: list[str], there: Path, zhifa: Run
) -> None:
    zhifa(*county, "--cache-dir", there)
    file = _file(there)
    if os.name == "posix":
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert all(stat.S_IMODE(one.stat().st_mode) & 0o077 == 0 for one in file.parent.iterdir())
    content = b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert "某3".encode() in content
    assert b"11010519491231002X" not in content


@pytest.mark.parametrize(
    "damage",
    ["truncated", "foreign", "swapped"]
    + [pytest.param(name, marks=pytest.mark.slow) for name in ("empty", "noise", "layout", "flipped", "folder")],
)
def test_a_damaged_cache_costs_the_speed_alone(damage: str, county: list[str], there: Path, zhifa: Run) -> None:
    without = zhifa(*county, "--no-cache")
    zhifa(*county, "--cache-dir", there)
    file = _file(there)
    with sqlite3.connect(file) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole.close()
    content = file.read_bytes()
    if damage == "empty":
        file.write_bytes(b"")
    elif damage == "truncated":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "noise":
        file.write_bytes(os.urandom(5000))
    elif damage == "folder":
        store.remove(file.parent)
        file.mkdir()
    else:
        with sqlite3.connect(file) as other:
            if damage == "foreign":
                other.execute("PRAGMA application_id = 7")
            elif damage == "layout":
                other.execute("PRAGMA user_version = 99")
            elif damage == "flipped":
                other.execute("UPDATE parsed SET content = substr(content, 1, 40) || x'00' || substr(content, 42)")
            else:
                contents = [row[0] for row in other.execute("SELECT content FROM parsed ORDER BY rowid")]
                for n in range(1, len(contents) + 1):
                    other.execute("UPDATE parsed SET content = ? WHERE rowid = ?", (contents[n % len(contents)], n))
                assert other.total_changes == 2
        other.close()
    for _ in range(2):
        assert zhifa(*county, "--cache-dir", there) == without
    assert damage == "folder" or _kept(there) == 2


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
class TestSomebodyElses:
    def test_a_folder_open_to_others_is_closed_and_emptied(self, county: list[str], there: Path, zhifa: Run) -> None:
        without = zhifa(*county, "--no-cache")
        zhifa(*county, "--cache-dir", there)
        with sqlite3.connect(_file(there)) as file:
            file.execute("INSERT INTO parsed VALUES (x'00', x'00')")
        file.close()
        _file(there).parent.chmod(0o777)
        assert zhifa(*county, "--cache-dir", there) == without
        assert stat.S_IMODE(_file(there).parent.stat().st_mode) == 0o700
        assert _kept(there) == 2

    def test_a_link_is_not_followed(self, county: list[str], there: Path, zhifa: Run, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        there.mkdir()
        (there / "zhifa-check").symlink_to(elsewhere)
        assert zhifa(*county, "--cache-dir", there) == zhifa(*county, "--no-cache")
        assert not list(elsewhere.iterdir())


def test_a_locked_cache_is_not_waited_for_long(county: list[str], there: Path, zhifa: Run) -> None:
    without = zhifa(*county, "--no-cache")
    zhifa(*county, "--cache-dir", there)
    with sqlite3.connect(_file(there)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert zhifa(*county, "--cache-dir", there) == without
        other.rollback()
    other.close()
    assert _kept(there) == 2


@pytest.mark.slow
def test_many_at_once(county: list[str], there: Path, zhifa: Run) -> None:
    code, out, _ = zhifa(*county, "--no-cache")
    command = [sys.executable, "-m", "zhifa_check", *county, "--cache-dir", os.fspath(there)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(6)]
    for run in runs:
        said, _ = run.communicate(timeout=60)
        assert (run.returncode, json.loads(said)["outcomes"]) == (code, json.loads(out)["outcomes"])
    assert zhifa(*county, "--cache-dir", there)[:2] == (code, out)


def test_it_is_bounded(tmp_path: Path) -> None:
    kept = store.Store(tmp_path / "c", most=200_000)
    for n in range(100):
        kept.put(bytes([n]), bytes(10_000))
        kept.keep()
    size = sum(file.stat().st_size for file in (tmp_path / "c").iterdir() if file.name == store.FILE)
    assert size < 400_000
    assert kept.get(bytes([99])) == bytes(10_000)
    assert kept.get(bytes([0])) is None


@pytest.mark.parametrize(
    "more", ["", "说明: 一\n  二\n", "说明:\n\n说 明: |\n  一\n\n"], ids=["usual", "folded", "block"]
)
def test_places_are_those_of_the_file(more: str, there: Path) -> None:
    content = (TEXTS["乙局"] + more + "培训班: []\n备注:\n  甲: [~, {乙: 丙}]\n").encode()
    assert (load_fast(content.decode()) is not None) == (not more)
    loading.use(there)
    try:
        plain = load(content, "x")
        assert loading.recall(content, "x") is None
        loading.remember(content, plain)
        kept = loading.recall(content, "x")
    finally:
        loading.use(None)
    assert kept is not None
    assert kept.data == plain.data
    assert [(mark.line, mark.column) for mark in kept.marks] == [(mark.line, mark.column) for mark in plain.marks]
    for path in (("单位",), ("人员", 0), ("人员", 40, "姓名"), ("备注", "甲", 1, "乙"), ("培训班",), ("无",)):
        for value in (False, True):
            assert kept.locate(path, value=value) == plain.locate(path, value=value)


def test_a_ci_keeps_nothing_unless_asked(
    county: list[str], zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, os.fspath(tmp_path / "home"))
    zhifa(*county)
    assert not (tmp_path / "home").exists()
    monkeypatch.delenv("CI")
    zhifa(*county)
    (file,) = (tmp_path / "home").rglob(store.FILE)
    code, out, _ = zhifa("cache", "clear")
    assert code == 0
    assert "清掉了" in out
    assert not file.exists()
    assert "没有缓存" in zhifa("cache", "clear")[1]
