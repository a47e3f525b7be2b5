"""The folder for installing without network: complete for its target, and tried for this machine."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow

SCRIPT = ROOT / "scripts" / "wheelhouse.py"


@pytest.fixture(scope="module")
def wheelhouse() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wheelhouse", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real folder for this machine; skipped where pip has no index to download from."""
    made = tmp_path_factory.mktemp("wheels")
    done = subprocess.run([sys.executable, SCRIPT, made], capture_output=True, text=True, check=False)
    if done.returncode == 3:
        pytest.skip(f"nothing could be downloaded: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    return made


def test_it_installs_without_an_index_and_judges(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "环境"
    venv.create(home)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    clean |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    install = ["install", "-q", "--no-index", "--find-links", ".", "zhifa-check"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, *install],
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (tmp_path / "汇龙镇.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    check = [python, "-m", "zhifa_check", "check", ".", "--unit", "汇龙镇", "--as-of", "2024-01-31"]
    done = subprocess.run(check, cwd=tmp_path, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "启政办发〔2023〕11号" in done.stdout


def test_the_checksums_are_those_of_all_wheels(folder: Path) -> None:
    listed = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS.txt").read_text().splitlines())
    wheels = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.whl")}
    assert listed == wheels
    assert len(wheels) > 9


def test_old_wheels_are_not_mixed_with_new_ones(folder: Path) -> None:
    done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "is not empty" in done.stderr


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "path" / "hatchling"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise SystemExit('no build today')")
    command, environment = (
        [sys.executable, SCRIPT, tmp_path / "wheels"],
        {**os.environ, "PYTHONPATH": str(broken.parent)},
    )
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr == "the wheel of zhifa-check could not be built:\nno build today\n"


# --- what the target needs


def wheel(folder: Path, name: str, version: str, *needs: str) -> None:
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        lines = [
            "Metadata-Version: 2.1",
            f"Name: {name}",
            f"Version: {version}",
            *(f"Requires-Dist: {one}" for one in needs),
        ]
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n")


def test_markers_are_those_of_the_target(wheelhouse: ModuleType, tmp_path: Path) -> None:
    """Downloading on Linux, pip would leave out what only Windows or only an older Python needs."""
    wheel(tmp_path, "zhifa_check", "0.1.0", "alpha>=2", 'tests; extra == "test"')
    wheel(tmp_path, "alpha", "2.1", 'colours; sys_platform == "win32"', 'older; python_version < "3.12"')

    def lacking(platform: str, python: str) -> list[str]:
        return [one.name for one in wheelhouse.missing(tmp_path, wheelhouse.environment_of(platform, python))]

    assert lacking("win_amd64", "3.11") == ["colours", "older"]
    assert lacking("win_amd64", "3.13") == ["colours"]
    assert lacking("manylinux2014_x86_64", "3.13") == []


def test_versions_extras_and_the_wheels_that_they_bring_are_followed(wheelhouse: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "zhifa_check", "0.1.0", "Beta[fast]>=3", "gamma.one")
    wheel(tmp_path, "beta", "2.0")
    wheel(tmp_path, "gamma_one", "1.0", "delta")
    environment = wheelhouse.environment_of(None, wheelhouse.HERE)
    assert [one.name for one in wheelhouse.missing(tmp_path, environment)] == ["Beta", "delta"]
    wheel(tmp_path, "beta", "3.0", 'rapid; extra == "fast"', 'slow; extra == "slow"')
    assert [one.name for one in wheelhouse.missing(tmp_path, environment)] == ["delta", "rapid"]


def test_the_instructions_are_for_notepad(wheelhouse: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "zhifa_check", "0.1.0")
    wheelhouse.write_notes(tmp_path, "win_amd64", ["3.12", "3.13"])
    raw = (tmp_path / "安装说明.txt").read_bytes()
    text = raw.decode("utf-8-sig")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert "Python 3.12、3.13 中的一种" in text
    assert r"py -m venv %USERPROFILE%\zhifa" in text
    assert "py -m pip install --no-index --find-links . zhifa-check" in text
    assert "://" not in text
