"""The README says what the program does: its output, its kinds, its commands."""

import re
import shlex

from conftest import ROOT, Run
from zhifa_check.kinds.registry import Rule

COMMANDS = [
    "check",
    "status",
    "due",
    "report",
    "draw",
    "explain",
    "rules",
    "new",
    "import",
    "fix",
    "init",
    "schema",
    "plan",
]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_output_shown_is_the_real_one(zhifa: Run) -> None:
    block = re.search(r"```console\n\$ zhifa (.+?)\n(.*?)\$ echo \$\?\n(\d)\n```", README, re.DOTALL)
    assert block
    code, out, _ = zhifa(*shlex.split(block[1]))
    assert (out, str(code)) == (block[2], block[3])


def test_every_option_shown_exists(zhifa: Run) -> None:
    table = re.findall(r"^\| `zhifa (\w+)(?: (check))?[^`]*` \|(.*)\|$", README, re.MULTILINE)
    assert [row[0] for row in table] == COMMANDS
    for command, sub, text in table:
        _, help_page, _ = zhifa(*filter(None, (command, sub)), "--help")
        for option in re.findall(r"--[a-z-]+", text):
            assert option in help_page


def test_every_command_is_shown(zhifa: Run) -> None:
    _, help_page, _ = zhifa("--help")
    assert re.findall(r"^  ([a-z]+) ", help_page.partition("命令：")[2], re.MULTILINE) == COMMANDS


def test_the_number_of_kinds_is_right() -> None:
    kinds = Rule.__origin__.__args__  # type: ignore[attr-defined]
    words = {17: "seventeen"}
    assert f"The {words[len(kinds)]} kinds of rule" in README


def test_the_requirement_shown_is_the_plans_own() -> None:
    block = re.search(r"```yaml\n(  - id: .*?)```", README, re.DOTALL)
    assert block
    plan = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    for line in block[1].splitlines():
        assert line in plan
