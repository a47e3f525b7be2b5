"""What the tests share: the command run in process, from the root of the repository."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhifa_check.cli.app import app

ROOT = Path(__file__).parent.parent
Run = Callable[..., tuple[int, str, str]]
NpmPackage = Callable[[str, str], Path]


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def zhifa(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``zhifa`` with arguments in the repository; exit code, standard output and standard error."""
    monkeypatch.chdir(ROOT)
    for name in ("ZHIFA_AS_OF", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str | Path) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [os.fspath(arg) for arg in args], prog_name="zhifa")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture(scope="session")
def npm_package() -> NpmPackage:
    """The folder of an npm package in exactly one version; installed once, into the user's cache."""

    def folder(name: str, version: str) -> Path:
        installed = [Path(path) for path in os.environ.get("NODE_PATH", "").split(os.pathsep) if path]
        home = _cache() / "zhifa-check" / "npm" / f"{name.replace('/', '+')}@{version}"
        for modules in (*installed, home / "node_modules"):
            if _has_version(modules / name, version):
                return modules / name
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"npm is not installed, so {name} cannot be tried")
        home.parent.mkdir(parents=True, exist_ok=True)
        # into a folder of its own first: another test process may be installing the same package
        with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
            command = [npm, "install", "--no-audit", "--no-fund", "--prefix", scratch, f"{name}@{version}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            if not _has_version(home / "node_modules" / name, version):
                shutil.rmtree(home, ignore_errors=True)
                shutil.copytree(scratch, home, symlinks=True)
        return home / "node_modules" / name

    return folder


def _cache() -> Path:
    """Where the system keeps what a user's programs can fetch again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def _has_version(package: Path, version: str) -> bool:
    manifest = package / "package.json"
    return manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8"))["version"] == version
