"""The manual for liaisons: every file in it does what it says, and no section, key or item is missing from it."""

import json
import re
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.inputs.submission import SECTIONS, Record, aliases
from zhifa_check.plan.load import load_plan

MANUAL = (ROOT / "docs" / "填报说明.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"(?:^错误写法（(D\.[a-z-]+)）[^\n]*\n\n)?^```yaml\n(单位.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("wrong", "text"), BLOCKS)
def test_every_file_does_what_the_manual_says(zhifa: Run, tmp_path: Path, wrong: str, text: str) -> None:
    file = tmp_path / "某.yaml"
    file.write_text(text, encoding="utf-8")
    args = ("check", file, "--units", "data/units.yaml", "--as-of", "2024-01-31", "--select", "D", "-f", "json")
    code, out, _ = zhifa(*args)
    assert [finding["id"] for finding in json.loads(out)["findings"]] == ([wrong] if wrong else [])
    assert code == (1 if wrong else 0)


def test_there_are_right_files_and_wrong_ones() -> None:
    assert sum(not wrong for wrong, _ in BLOCKS) >= 3
    assert sum(bool(wrong) for wrong, _ in BLOCKS) >= 12


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_and_key_is_told(section: str) -> None:
    assert section in MANUAL
    for key in _keys(SECTIONS[section]):
        assert key in MANUAL


def test_every_item_is_told() -> None:
    plan, _ = load_plan(ROOT / "data" / "plan_2023.yaml")
    items = {item for requirement in plan.requirements for item in requirement.rule.item_lengths()}
    assert [item for item in sorted(items) if item not in MANUAL] == []


def _keys(model: type[Record]) -> set[str]:
    nested = {inner for inner in Record.__subclasses__() if inner.__name__ in str(model.model_fields)}
    return set(aliases(model)).union(*(aliases(inner) for inner in nested))
