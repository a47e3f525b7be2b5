"""The manual for whoever writes a plan: every file in it is written, every command run, and its output compared."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Run

sys.path.insert(0, str(ROOT / "scripts"))
import rule_reference

from zhifa_check.calendar.phrases import parse_deadline
from zhifa_check.kinds.phrase import SOME_DAY

MANUAL = (ROOT / "docs" / "计划编写手册.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"(?m)^```(\w+)(?: (\S+)( \+)?)?\n(.*?)^```$", re.DOTALL)


def _steps() -> Iterator[tuple[str, str, bool, str]]:
    """Every block that names a file or shows a console: language, file, whether it is added to it, text."""
    for language, file, more, text in _BLOCK.findall(MANUAL):
        if file or language == "console":
            yield language, file, bool(more), text


def test_the_whole_way_from_the_document_to_the_first_check(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZHIFA_AS_OF")
    told = 0
    for language, file, more, text in _steps():
        if language == "console":
            command, _, expected = text.removeprefix("$ zhifa ").partition("\n")
            _, out, err = zhifa(*shlex.split(command))
            if expected:
                assert out == expected, command
            assert "错误" not in err, err
            told += 1
        else:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text(encoding="utf-8") + "\n" if more else ""
            path.write_text(before + text, encoding="utf-8")
    assert told >= 6
    assert (tmp_path / "预览" / "日程.txt").is_file()


def test_every_spelling_of_the_table_is_understood() -> None:
    table = MANUAL.split("## 九、")[1].split("\n\n")[2]
    phrases = [phrase for row in table.splitlines()[2:] for phrase in re.findall("`([^`]+)`", row)]
    assert len(phrases) > 30
    for phrase in phrases:
        parse_deadline(phrase, SOME_DAY)


def test_the_reference_of_rules_is_what_the_rules_say_of_themselves() -> None:
    assert rule_reference.written(MANUAL) == MANUAL, "python scripts/rule_reference.py writes it anew"


@pytest.mark.parametrize("issued", ["2026-01-02", "2026-07-10"])
def test_every_line_to_look_up_is_proved_and_tried_out(zhifa: Run, tmp_path: Path, issued: str) -> None:
    part = MANUAL.partition("\n照着找：")[2].partition("<!--")[0]
    added = part.partition("```yaml\n")[2].partition("```")[0]
    rows = re.findall(r"^\| ([^|`]+) \| `(\{kind: .+\})` \|$", part, re.M)
    assert len(rows) > 10
    source = "某政办发〔2026〕8号\n\n关于某事的通知\n\n各镇人民政府：\n\n"
    places = [f"第{one}条" for one in "一二三四五六七八九十"] + [f"第十{one}条" for one in "一二三四五六七八九"]
    source += "".join(f"{place} {said}。\n" for place, (said, _) in zip(places, rows, strict=False))
    plan = f"id: 某政办发〔2026〕8号\ntitle: 某事\nyear: 2026\nissued: {issued}\nkinds: [镇]\n{added}requirements:\n"
    for number, (place, (said, rule)) in enumerate(zip(places, rows, strict=False), start=1):
        plan += f"  - id: A01.r{number}\n    title: {place}\n    clauses: [{{place: {place}, quote: {said}}}]\n"
        plan += f"    binds: {{kinds: [镇]}}\n    rule: {rule}\n"
    (tmp_path / "plan_2026.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "source_plan_2026.txt").write_text(
        f"{source}\n{int(issued[:4])}年{int(issued[5:7])}月{int(issued[8:])}日\n", encoding="utf-8"
    )
    code, out, err = zhifa("plan", "check", tmp_path / "plan_2026.yaml")
    assert (code, err) == (0, ""), out + err
    assert "与原文一致" in out
    assert "照规则写出" not in out
