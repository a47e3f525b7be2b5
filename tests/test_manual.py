"""The manual for liaisons: every file in it does what it says, and no section, key or item is missing from it."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

import manual_tables
from conftest import ROOT, Run
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape
from zhifa_check.plan.load import load_plan

MANUAL = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
_YAML = r"```yaml\n(.*?)```"
#: Title, finding id, wrong file, where and what is said, right file.
ERRORS = re.findall(
    rf"^### \d+\. (.+?)（(D\.[a-z-]+)）\n\n{_YAML}\n\n第 (\d+) 行第 (\d+) 列：([^\n]+)\n\n改成：\n\n{_YAML}$",
    MANUAL,
    re.MULTILINE | re.DOTALL,
)
WRONG = {wrong for _, _, wrong, *_ in ERRORS}
RIGHT = [text for text in re.findall(rf"^{_YAML}$", MANUAL, re.MULTILINE | re.DOTALL) if text not in WRONG]


def _findings(zhifa: Run, file: Path, content: bytes) -> list[dict[str, object]]:
    file.write_bytes(content)
    args = ("check", file, "--units", "data/units.yaml", "--as-of", "2024-01-31", "--select", "D", "-f", "json")
    code, out, _ = zhifa(*args)
    found = json.loads(out)["findings"]
    assert code == bool(found)
    return list(found)


@pytest.mark.parametrize(("title", "id_", "wrong", "line", "column", "message", "right"), ERRORS)
def test_every_mistake_is_told_as_the_manual_says_and_mended_so(
    zhifa: Run, tmp_path: Path, title: str, id_: str, wrong: str, line: str, column: str, message: str, right: str
) -> None:
    encoding = "gbk" if "ANSI" in title else "utf-8"
    told = [
        (found["id"], str(found["line"]), str(found["column"]), found["message"])
        for found in _findings(zhifa, tmp_path / "报送.yaml", wrong.encode(encoding))
    ]
    expected = message.replace("报送.yaml", str(tmp_path / "报送.yaml"))
    assert told == [(id_, line, column, expected)]
    assert _findings(zhifa, tmp_path / "报送.yaml", right.encode()) == []


def test_fix_mends_what_the_manual_says_it_mends(zhifa: Run, tmp_path: Path) -> None:
    told = re.search(r"第 ([0-9、]+) 条只是写法的问题，`zhifa fix` 能替你改", MANUAL)
    assert told
    mended = []
    for number, (title, _, wrong, *_) in enumerate(ERRORS, 1):
        file = tmp_path / f"{number}.yaml"
        file.write_bytes(wrong.encode("gbk" if "ANSI" in title else "utf-8"))
        zhifa("fix", file, "--write")
        if not _findings(zhifa, file, file.read_bytes()):
            mended.append(str(number))
    assert mended == told[1].split("、")


@pytest.mark.parametrize("text", RIGHT)
def test_every_other_file_is_right(zhifa: Run, tmp_path: Path, text: str) -> None:
    assert _findings(zhifa, tmp_path / "某.yaml", text.encode()) == []


def test_the_manual_is_whole() -> None:
    numbers = re.findall(r"^### (\d+)\.", MANUAL, re.MULTILINE)
    assert [int(number) for number in numbers] == list(range(1, len(ERRORS) + 1))
    assert len(ERRORS) >= 20
    _, _, filled = MANUAL.partition("## 六、")
    filled, _, _ = filled.partition("## 七、")
    assert re.findall(r"^单位: .*$", filled, re.MULTILINE) == ["单位: 汇龙镇", "单位: 应急局", "单位: 司法局"]


@pytest.mark.parametrize("section", list(standard()))
def test_the_table_of_a_section_is_what_the_format_says(section: str) -> None:
    plan, _ = load_plan(ROOT / "data" / "plan_2023.yaml")
    text = manual_tables.of_section(standard()[section], plan.categories, plan.year)
    manual_tables.check(ROOT / "docs" / "使用手册.md", section, text)


@pytest.mark.parametrize("section", list(standard()))
def test_every_section_and_key_is_told_and_filled_in_somewhere(section: str) -> None:
    for key in _keys(standard()[section].shape()):
        assert key in MANUAL, f"docs/使用手册.md does not tell {section}.{key}"
    assert any(f"\n{section}:\n" in text for text in RIGHT), f"docs/使用手册.md has no example of {section} in 六"


def test_the_mapping_file_works(zhifa: Run, tmp_path: Path) -> None:
    text = re.search(r"```text\n(Sheet1:.*?)```", MANUAL, re.DOTALL)
    assert text is not None
    (tmp_path / "对照.yaml").write_text(text[1], "utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    book.active.append(["人员编号", "日期", "授课内容", "类别", "学时", "备注"])
    book.active.append(["HL-01", "2023-05-04", "行政处罚法", "法律法规", 8, "好"])
    book.create_sheet("Sheet2").append(["随手记的"])
    people = book.create_sheet("人员")
    people.append(["编号", "姓名", "类别"])
    people.append(["HL-01", "某甲", "执法人员"])
    book.save(tmp_path / "台账.xlsx")
    (tmp_path / "submissions").mkdir()
    options = ("--dir", tmp_path / "submissions", "--units", "data/units.yaml", "--plan", "data/plan_2023.yaml")
    mapping = ("--mapping", tmp_path / "对照.yaml")
    code, out, err = zhifa("import", tmp_path / "台账.xlsx", "--unit", "汇龙镇", *options, *mapping)
    assert code == 0, out + err


def test_the_table_of_items_is_what_the_plan_says() -> None:
    plan, _ = load_plan(ROOT / "data" / "plan_2023.yaml")
    manual_tables.check(ROOT / "docs" / "使用手册.md", "事项", manual_tables.of_items(plan))
    items = {item for requirement in plan.requirements for item in requirement.rule.item_lengths()}
    assert [item for item in sorted(items) if item not in MANUAL] == []


def _keys(record: Shape) -> set[str]:
    return {field.key for place in record.places for field in place.fields}


def test_every_command_told_exists(zhifa: Run) -> None:
    told = re.findall(r"`zhifa ([a-z]+)([^`]*)`", MANUAL)
    assert {"check", "new", "import", "fix", "due", "explain"} <= {command for command, _ in told}
    for command, rest in told:
        _, help_page, _ = zhifa(command, "--help")
        assert [option for option in re.findall(r"--[a-z-]+", rest) if option not in help_page] == []
