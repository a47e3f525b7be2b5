"""CONTRIBUTING names files that are there, and every command is in the README's table."""

import re

import pytest

from conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECIPES = re.findall(
    r"^## (Add [^\n]+)\n\n\| file \| what for \|\n\| --- \| --- \|\n((?:\| .+\n)+)", TEXT, re.MULTILINE
)


def test_the_five_tasks_are_told() -> None:
    assert [title for title, _ in RECIPES] == [
        "Add a section or a field",
        "Add a kind of rule",
        "Add an output format",
        "Add a plan",
        "Add a command",
    ]


@pytest.mark.parametrize(
    "path", sorted({path for _, table in RECIPES for path in re.findall(r"^\| `([^`]+)`", table, re.M)})
)
def test_every_file_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_room_has_a_row_in_the_readme() -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "zhifa_check").glob("*/__init__.py")}
    house = README.partition("## The house")[2]
    assert sorted(rooms - set(re.findall(r"`([a-z]+)`", house))) == []
