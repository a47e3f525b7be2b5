"""``docs/ci.md``: every command in it is run, in order, and says what the page says."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
_MARK = "@@ "


def _steps() -> list[tuple[str, int, list[str]]]:
    """Command, exit code and lines shown (those left out aside), for every command of the page."""
    steps: list[tuple[str, int, list[str]]] = []
    for line in "".join(BLOCKS).splitlines():
        if line.startswith("$ "):
            command, _, code = line[2:].partition("    # exit ")
            steps.append((command, int(code or 0), []))
        elif line != "…":
            steps[-1][2].append(line)
    return steps


def test_the_page_tells_what_happens(tmp_path: Path) -> None:
    steps = _steps()
    program = tmp_path / "bin" / "zhifa"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m zhifa_check "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    place = tmp_path / "place"
    place.mkdir()
    who = {f"GIT_{role}_{what}": "x@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GITEA_"))}
    environment |= who | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.fspath(ROOT / "src"),
        "PYTHONUTF8": "1",
        "ZHIFA_AS_OF": "2023-09-30",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    script = "".join(f"{command}\nprintf '\\n%s\\n' \"{_MARK}$?\"\n" for command, _, _ in steps)
    done = subprocess.run(
        ["bash"], input=script, cwd=place, env=environment, capture_output=True, text=True, check=True
    )
    told = re.split(rf"\n{_MARK}(\d+)\n", done.stdout)
    codes = [int(code) for code in told[1::2]]
    assert codes == [code for _, code, _ in steps], done.stderr
    for (command, _, expected), output in zip(steps, told[::2], strict=False):
        lines = iter(output.splitlines())
        assert [line for line in expected if line not in lines] == [], (command, output)
    assert any(lines for _, _, lines in steps)
