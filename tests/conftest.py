"""What the tests share: the command run in process, from the root of the repository."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhifa_check.cli.app import app

ROOT = Path(__file__).parent.parent
Run = Callable[..., tuple[int, str, str]]


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
