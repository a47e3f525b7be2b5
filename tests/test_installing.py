"""The package that a repository keeps: built, checked, installed without any index, and brought up to date."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from conftest import Run
from zhifa_check import __version__
from zhifa_check.repository.hosts import HOSTS
from zhifa_check.repository.wheel import own_name, own_wheel

WHEEL = f"ci/wheels/{own_name()}"


@pytest.fixture
def laid(zhifa: Run, tmp_path: Path) -> Path:
    zhifa("init", tmp_path / "库", "--ci", "gitlab")
    return tmp_path / "库"


def install(folder: Path, package: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The install step of the CI, without any index."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PIP_NO_INDEX": "1",
        "ZHIFA_PACKAGE": package,
        **more,
    }
    command = ["bash", "-eo", "pipefail", "ci/zhifa.sh", "install"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def pip_log(tmp_path: Path) -> tuple[Path, str]:
    """A python3 that notes what pip is told; its path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    log = tmp_path / "pip.log"
    (folder / "python3").write_text(f'#!/bin/bash\nprintf "%s\\n" "$*" >>"{log}"\n')
    (folder / "python3").chmod(0o755)
    return log, f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_the_same_source_gives_the_same_package() -> None:
    assert own_wheel() == own_wheel()


def test_the_package_is_whole(laid: Path) -> None:
    content = (laid / WHEEL).read_bytes()
    assert (laid / "ci/wheels/SHA256SUMS").read_text() == f"{hashlib.sha256(content).hexdigest()}  {own_name()}\n"
    with zipfile.ZipFile(laid / WHEEL) as archive:
        names = archive.namelist()
        metadata = archive.read(f"zhifa_check-{__version__}.dist-info/METADATA").decode()
    for name in (
        "zhifa_check/cli/app.py",
        "zhifa_check/data/plan_2023.yaml",
        "zhifa_check/repository/templates/zhifa.sh",
    ):
        assert name in names
    assert not [name for name in names if ".pyc" in name or name.startswith("/") or ".." in name]
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nRequires-Dist: pydantic" in metadata


@pytest.mark.slow
def test_it_is_installed_with_no_index_at_all(laid: Path, tmp_path: Path) -> None:
    """Where what zhifa needs is there already, as in an image of the bureau's, nothing is asked of anybody."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    (own,) = (home / "lib").glob("python3*/site-packages")
    needed = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (own / "needed.pth").write_text(f"{needed}\n")
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    # an editable zhifa among them would count as installed
    done = install(laid, WHEEL, PATH=path, PIP_IGNORE_INSTALLED="0", PIP_FORCE_REINSTALL="1", PIP_NO_DEPS="1")
    assert done.returncode == 0, done.stderr
    said = subprocess.run([home / "bin" / "zhifa", "rules"], cwd=laid, capture_output=True, text=True, check=True)
    assert "T10.hours" in said.stdout
    where = [home / "bin" / "python", "-c", "import zhifa_check; print(zhifa_check.__file__)"]
    assert str(home) in subprocess.run(where, cwd=laid, capture_output=True, text=True, check=True).stdout


def test_a_package_that_somebody_changed_is_not_installed(laid: Path, pip_log: tuple[Path, str]) -> None:
    log, path = pip_log
    (laid / WHEEL).write_bytes((laid / WHEEL).read_bytes() + b"\0")
    done = install(laid, WHEEL, PATH=path)
    assert done.returncode == 2
    assert "对不上" in done.stderr
    assert not log.exists()
    page = (laid / "zhifa-report/failed.md").read_text(encoding="utf-8")
    assert "没有做成：install" in page
    assert "轮到谁" in page
    assert "各单位不用改自己的文件" in page


@pytest.mark.parametrize("name", ["zhifa-check", "zhifa-check==0.2.0", "zhifa_check", ""])
def test_a_bare_name_is_not_installed(laid: Path, zhifa: Run, pip_log: tuple[Path, str], name: str) -> None:
    log, path = pip_log
    assert install(laid, name, PATH=path).returncode == 2
    assert not log.exists()
    code, _, err = zhifa("init", laid.parent / "别处", "--package", name)
    assert code == 2
    assert "谁都可以在那里登记" in err
    assert not (laid.parent / "别处").exists()


def test_a_package_of_somewhere_else(zhifa: Run, tmp_path: Path) -> None:
    wheel = tmp_path / "zhifa_check-9.9-py3-none-any.whl"
    wheel.write_bytes(b"PK\5\6" + b"\0" * 18)
    assert zhifa("init", tmp_path / "a", "--package", wheel)[0] == 0
    assert (tmp_path / "a/ci/wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    assert f"ZHIFA_PACKAGE: 'ci/wheels/{wheel.name}'" in (tmp_path / "a/.github/workflows/zhifa.yml").read_text()
    address = "https://example.invalid/zhifa_check-9.9-py3-none-any.whl"
    code, out, _ = zhifa("init", tmp_path / "b", "--package", address, "--ci", "gitee")
    assert code == 0
    assert "没有写 #sha256=" in out
    assert not (tmp_path / "b/ci/wheels").exists()
    for job in ("push", "nightly", "quarter"):
        assert f"ZHIFA_PACKAGE: '{address}'" in (tmp_path / f"b/.workflow/zhifa-{job}.yml").read_text()
    assert "没有写 #sha256=" not in zhifa("init", tmp_path / "c", "--package", f"{address}#sha256={'0' * 64}")[1]
    assert zhifa("init", tmp_path / "d", "--package", tmp_path / "zhifa_check-1-py3-none-any.whl")[0] == 2


def test_a_second_init_puts_no_second_package_beside_the_first(laid: Path, zhifa: Run) -> None:
    (laid / "ci/zhifa.json").write_text(json.dumps({"package": "ci/wheels/alt.whl", "files": {}, "host": "gitlab"}))
    (laid / WHEEL).unlink()
    code, out, _ = zhifa("init", laid, "--ci", "gitlab")
    assert code == 0
    assert "--update" in out
    assert not (laid / WHEEL).exists()


# --- bringing a repository up to date


def older(folder: Path) -> None:
    """As an older version would have left it."""
    record = json.loads((folder / "ci/zhifa.json").read_text(encoding="utf-8"))
    old = "ci/wheels/zhifa_check-0.1.0-py3-none-any.whl"
    (folder / WHEEL).rename(folder / old)
    record["files"][old] = record["files"].pop(WHEEL)
    for name in ("ci/zhifa.sh", "ci/wheels/SHA256SUMS"):
        (folder / name).write_text("# 旧的\n", encoding="utf-8")
        record["files"][name] = hashlib.sha256("# 旧的\n".encode()).hexdigest()
    (folder / "ci/zhifa.json").write_text(json.dumps(record), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("host", HOSTS)
def test_an_update_gives_what_an_init_of_today_gives(zhifa: Run, tmp_path: Path, host: str) -> None:
    zhifa("init", tmp_path, "--ci", host)
    wanted = tree(tmp_path)
    older(tmp_path)
    (tmp_path / "submissions/汇龙镇/一.yaml").write_text("单位: 汇龙镇\n", encoding="utf-8")
    code, out, err = zhifa("init", tmp_path, "--update")
    assert (code, err) == (0, "")
    assert "换成现在的版本：ci/zhifa.sh" in out
    assert "删去旧的：ci/wheels/zhifa_check-0.1.0-py3-none-any.whl" in out
    found = tree(tmp_path)
    assert found.pop("submissions/汇龙镇/一.yaml")
    assert found == wanted
    code, out, _ = zhifa("init", tmp_path, "--update")
    assert code == 0
    assert all(line.startswith("已经是现在的版本：") for line in out.splitlines())


def test_what_people_changed_is_left_and_named_every_time(laid: Path, zhifa: Run) -> None:
    older(laid)
    mine = (laid / ".gitlab-ci.yml").read_text(encoding="utf-8").replace("30 minutes", "5 minutes")
    (laid / ".gitlab-ci.yml").write_text(mine, encoding="utf-8")
    (laid / "ci/zhifa.sh").write_text("# 我改的\n", encoding="utf-8")
    for _ in range(2):
        code, out, _ = zhifa("init", laid, "--update", "--package", "https://example.invalid/x.whl")
        assert code == 1
        assert "没有动（有人改过，请对照现在的样子自己改）：.gitlab-ci.yml" in out
        assert "没有动（有人改过，请对照现在的样子自己改）：ci/zhifa.sh" in out
        assert (laid / ".gitlab-ci.yml").read_text(encoding="utf-8") == mine
        assert (laid / "ci/zhifa.sh").read_text(encoding="utf-8") == "# 我改的\n"


def test_line_ends_of_windows_are_no_change(laid: Path, zhifa: Run) -> None:
    script = laid / "ci/zhifa.sh"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    assert zhifa("init", laid, "--update")[0] == 0


def test_an_update_follows_no_link(laid: Path, zhifa: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    shutil.copytree(laid / "ci", elsewhere)
    shutil.rmtree(laid / "ci")
    (laid / "ci").symlink_to(elsewhere)
    before = tree(elsewhere)
    code, _, err = zhifa("init", laid, "--update")
    assert code == 2
    assert "链接" in err
    assert tree(elsewhere) == before


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 1}'])
def test_a_broken_record_is_no_reason_to_overwrite(laid: Path, zhifa: Run, text: str) -> None:
    (laid / "ci/zhifa.json").write_text(text)
    before = tree(laid)
    code, _, err = zhifa("init", laid, "--update")
    assert code == 2
    assert "ci/zhifa.json" in err
    assert tree(laid) == before


def test_there_must_be_something_to_update(zhifa: Run, tmp_path: Path) -> None:
    code, _, err = zhifa("init", tmp_path, "--update")
    assert code == 2
    assert "请先运行 zhifa init" in err
    assert list(tmp_path.iterdir()) == []
