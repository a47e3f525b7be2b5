"""What nobody expected ends with 2, which is no verdict, and with one Chinese line; never with 1, "findings"."""

import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import zhifa_check
from conftest import ROOT, Run
from zhifa_check.cli.app import COMMANDS, app
from zhifa_check.report import formats

#: Every command, in a form that reaches the configuration.
TRIED = {
    "check": ("check", "--as-of", "2024-01-31"),
    "check in processes": ("check", "--as-of", "2024-01-31", "--jobs", "2"),
    "cache": ("cache", "clear", "--cache-dir", "{}"),
    "merge": ("merge", "part.jsonl"),
    "status": ("status", "--as-of", "2024-01-31"),
    "due": ("due", "--month", "9", "--as-of", "2023-09-01"),
    "explain": ("explain", "T10.hours"),
    "rules": ("rules",),
    "new": ("new", "汇龙镇", "--dir", "{}"),
    "import": ("import", f"{ROOT}/README.md", "--unit", "汇龙镇"),
    "fix": ("fix", "submissions"),
    "init": ("init", "{}/x"),
    "schema": ("schema", "submission"),
    "report": ("report", "--period", "2023Q3", "--as-of", "2023-10-01"),
    "serve": ("serve", "--no-browser"),
    "draw": ("draw", "--period", "2023Q3", "--seed", "x"),
    "plan check": ("plan", "check", "data/plan_2023.yaml"),
}


#: What every command comes to; whoever imported them has names of its own for them.
_REPLACED = {"find_places", "load_plan"}


def _every_module() -> Iterator[ModuleType]:
    """All of the package, imported before anything is replaced: none may keep for ever what replaced it."""
    for found in pkgutil.walk_packages(zhifa_check.__path__, "zhifa_check."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def test_every_command_is_tried() -> None:
    tried = {name.split()[0] for name in TRIED}
    assert tried == set(COMMANDS), f"TRIED has no arguments for {set(COMMANDS) - tried}, or some for no command"


@pytest.mark.parametrize("command", TRIED)
@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_is_no_finding(
    command: str, debug: bool, zhifa: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def bug(*given: object, **named: object) -> None:
        raise KeyError("不得显示的内容")

    for module in list(_every_module()):
        for name in _REPLACED & vars(module).keys():
            monkeypatch.setattr(module, name, bug)
    for place in ("shards._read", "cache.store.remove"):
        monkeypatch.setattr(f"zhifa_check.{place}", bug)
    args = [arg.format(tmp_path) for arg in TRIED[command]]
    code, out, err = zhifa(*args, *(["--debug"] if debug else []))
    assert (code, out) == (2, "")
    line = err.splitlines()[-1]
    assert re.match(r"错误：程序内部出错（KeyError，test_unexpected.py 第 \d+ 行），没有得出结论。", line)
    if debug:
        assert "Traceback" in err
    else:
        assert err.splitlines() == [line]
        assert "--debug" in line
        assert "不得显示" not in err


@pytest.mark.parametrize(("value", "told"), [("1", True), ("0", False), ("", False)])
def test_a_variable_asks_for_the_traceback(value: str, told: bool, zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("zhifa_check.bureau.places.find_places", bug)
    monkeypatch.setenv("ZHIFA_DEBUG", value)
    code, _, err = zhifa("rules")
    assert (code, "Traceback" in err) == (2, told)


def test_debug_may_stand_before_the_command_and_changes_nothing(zhifa: Run) -> None:
    plain = zhifa("check", "--as-of", "2024-01-31", "-q")
    assert zhifa("--debug", "check", "--as-of", "2024-01-31", "-q") == plain
    assert zhifa("check", "--debug", "--as-of", "2024-01-31", "-q") == plain
    code, _, err = zhifa("check", "--", "--debug")
    assert code == 2
    assert "找不到 --debug" in err


@pytest.mark.parametrize("command", ["check", "status", "due", "rules"])
def test_help_names_every_format(command: str, zhifa: Run) -> None:
    writers = getattr(formats, command.upper())
    _, out, _ = zhifa(command, "--help")
    words = re.sub(r"\s+", "", out)
    listed = re.search(r"输出格式：(.+?)；写", words)
    assert listed is not None
    assert [re.sub(r"（.*", "", name) for name in listed[1].split("、")] == list(writers)


def test_every_format_has_its_writer() -> None:
    for writer in [*formats.CHECK.values(), *formats.STATUS.values(), *formats.DUE.values(), *formats.RULES.values()]:
        assert callable(getattr(import_module(f"zhifa_check.report.{writer.module}"), writer.function))


def _run(script: str, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHON": sys.executable, **more}
    return subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="closes and deletes what Windows keeps open")
class TestTheSystem:
    @pytest.mark.parametrize("args", ["check submissions --as-of 2024-01-31", "--version", "rules", "--help"])
    def test_closed_standard_output(self, args: str) -> None:
        done = _run(f'"$PYTHON" -m zhifa_check {args} >&-')
        assert (done.returncode, done.stderr) == (2, "错误：标准输出是关着的，结果没有地方写。\n")

    @pytest.mark.parametrize("args", ["check", "status", "rules", "due", "fix", "new 汇龙镇"])
    def test_a_working_directory_that_is_gone(self, args: str, tmp_path: Path) -> None:
        gone = tmp_path / "gone"
        script = f'mkdir "{gone}"; cd "{gone}"; rmdir "{gone}"; "$PYTHON" -m zhifa_check {args}'
        done = _run(script, PYTHONPATH=str(ROOT / "src"))
        assert done.returncode == 2
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line.startswith(("错误：当前文件夹已经", "错误：找不到 submissions"))


def test_the_version_is_answered_before_anything_is_imported() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "zhifa_check", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert re.fullmatch(r"zhifa \d+\.\d+\.\d+\n", done.stdout)
    assert "typer" not in done.stderr
    assert CliRunner().invoke(app, ["--version"]).stdout == done.stdout
