"""A wheel installed elsewhere finds its plan, its registry and its words."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked where no checkout is near."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder


def _run(elsewhere: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(elsewhere / "site"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "zhifa_check", *args]
    return subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_the_data_and_nothing_of_the_workshop(elsewhere: Path) -> None:
    names = {path.relative_to(elsewhere / "site").as_posix() for path in (elsewhere / "site").rglob("*.*")}
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.*")} - {"data/rulings.yaml"}
    lacking = sorted(name for name in data if f"zhifa_check/{name}" not in names)
    assert not lacking, f"pyproject.toml does not take {lacking} into the wheel"
    assert "zhifa_check/data/rulings.yaml" not in names, "what the bureau ruled in the example county"
    assert not any(name.startswith(("tests/", "submissions/")) for name in names)


def test_it_judges_by_its_own_plan(elsewhere: Path) -> None:
    (elsewhere / "submissions").mkdir()
    (elsewhere / "submissions" / "汇龙镇.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    run = _run(elsewhere, "check", "--unit", "汇龙镇", "--as-of", "2024-01-31")
    assert run.returncode == 1, run.stderr
    assert "site/zhifa_check/data/units.yaml" in run.stdout
    assert "启政办发〔2023〕11号" in run.stdout


@pytest.mark.parametrize(
    "args", [("rules",), ("explain", "T08.sampling"), ("due", "--month", "9"), ("init", "repo"), ("--version",)]
)
def test_its_commands_run(elsewhere: Path, args: tuple[str, ...]) -> None:
    run = _run(elsewhere, *args)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout
