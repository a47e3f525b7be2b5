"""The README says what the program does: its output, its kinds, its commands."""

import re
import shlex

from conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_output_shown_is_the_real_one(zhifa: Run) -> None:
    block = re.search(r"```console\n\$ zhifa (.+?)\n(.*?)\$ echo \$\?\n(\d)\n```", README, re.DOTALL)
    assert block
    code, out, _ = zhifa(*shlex.split(block[1]))
    assert (out, str(code)) == (block[2], block[3])


def test_every_command_has_its_rows_in_the_order_of_help_and_every_option_shown_exists(zhifa: Run) -> None:
    table = re.findall(r"^\| `zhifa (\w+)(?: ([a-z]+))?[^`]*` \|(.*)\|$", README, re.MULTILINE)
    _, help_page, _ = zhifa("--help")
    commands = re.findall(r"^  ([a-z]+) ", help_page.partition("命令：")[2], re.MULTILINE)
    told = list(dict.fromkeys(command for command, *_ in table))
    assert told == commands, f"README.md: the table of commands lacks {set(commands) - set(told) or 'their order'}"
    for command, sub, text in table:
        _, page, _ = zhifa(command, *([sub] if command == "plan" else []), "--help")
        for option in re.findall(r"--[a-z-]+", text):
            assert option in page


def test_the_requirement_shown_is_the_plans_own() -> None:
    block = re.search(r"```yaml\n(  - id: .*?)```", README, re.DOTALL)
    assert block
    plan = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    for line in block[1].splitlines():
        assert line in plan
