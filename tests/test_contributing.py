"""CONTRIBUTING names files that are there, and every command is in the README's table."""

import ast
import re
from keyword import iskeyword
from pathlib import Path

import pytest

from conftest import ROOT
from zhifa_check.cli.app import COMMANDS
from zhifa_check.report import formats

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


def test_every_file_of_the_source_is_used_by_another() -> None:
    """A kind, a section, a format, a command that was written and not entered where such are listed."""
    source = ROOT / "src"
    names = {_name(path.relative_to(source)) for path in source.rglob("*.py")}
    used = {"zhifa_check.__main__"}
    used |= {f"zhifa_check.cli.{name}{'_' * iskeyword(name)}" for name in COMMANDS}
    known = (one for one in vars(formats).values() if isinstance(one, dict))
    writers = (one for listed in known for one in listed.values() if isinstance(one, formats.Writer))
    used |= {f"zhifa_check.report.{writer.module}" for writer in writers}
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                used |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    rooms = {name for name in names if (source / name.replace(".", "/")).is_dir()}
    left = sorted(names - rooms - used)
    lists = "cli/app.py, report/formats.py, kinds/registry.py, format/sections/__init__.py"
    assert not left, f"nothing uses {left}; commands, formats, kinds and sections are listed in {lists}"


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def test_every_room_has_a_row_in_the_readme() -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "zhifa_check").glob("*/__init__.py")}
    house = README.partition("## The house")[2]
    assert sorted(rooms - set(re.findall(r"`([a-z]+)`", house))) == []
