"""Every example is a whole repository without a line of Python; its transcript is what the commands in it print.

``UPDATE_GOLDENS=1`` writes the transcripts anew, to be read before they are committed.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT, Run

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/transcript.txt"))


def _commands(transcript: str) -> list[str]:
    return re.findall(r"(?m)^\$ zhifa (.*)$", transcript)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_commands_of_an_example_print_its_transcript(
    zhifa: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    transcript = folder / "transcript.txt"
    said = ""
    for command in _commands(transcript.read_text(encoding="utf-8")):
        code, out, err = zhifa(*shlex.split(command))
        assert err == ""
        hashed = re.sub(r"\b[0-9a-f]{64}\b", "…", re.sub(r'"version": "[^"]*"', '"version": "…"', out))
        said += f"$ zhifa {command}\n{hashed}[{code}]\n\n"
    if os.environ.get("UPDATE_GOLDENS"):
        transcript.write_text(said, encoding="utf-8")
    assert said == transcript.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_is_data_alone(folder: Path) -> None:
    assert not list(folder.rglob("*.py"))
    assert (folder / "README.md").is_file()
    assert "示例" in (folder / "README.md").read_text(encoding="utf-8")


def test_there_are_examples() -> None:
    assert EXAMPLES
