"""Identity numbers: found however they are typed, told, printed nowhere. Those here are the standard's examples."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from gitted import Clone, county
from zhifa_check.report.formats import CHECK
from zhifa_check.words.identity import identity_numbers, masked, may_hold_identity, unprinted

NUMBER = "11010519491231002X"
OLD = "110105491231002"
WIDE = NUMBER.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
FORMS = [
    NUMBER,
    NUMBER.lower(),
    WIDE,
    "110105 19491231 002X",
    "110105-19491231-002X",
    "1101 0519 4912 3100 2X",
    " ".join(NUMBER),
    "110105　1949　1231　002X",
    "110105—19491231—002X",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("around", ["{}", "张三{}（1）", "2023 {}", "第3号 {} 2024", "A{}B"])
def test_every_form_is_found_and_hidden(form: str, around: str) -> None:
    text = around.format(form)
    assert may_hold_identity(text.encode())
    (found,) = [one for one in identity_numbers(text) if one.certain]
    assert text[found.start : found.end] == form
    assert len(masked(text)) == len(text)
    assert form not in masked(text)
    assert form not in unprinted(text)


@pytest.mark.parametrize(
    "text",
    ["110105194912310021", "2023-05-04 2023-06-01 18", "0513-83312345 2023", "123456789012345", "1" * 40, "9" * 18],
)
def test_other_numbers_are_none(text: str) -> None:
    assert not [one for one in identity_numbers(text) if one.certain]
    assert masked(text) == unprinted(text) == text


@given(st.text("0123456789Xx０９ -—.:/年张", max_size=60))
def test_no_text_is_looked_over(text: str) -> None:
    """The quick look never says no where the patterns would find something; masks keep the length."""
    if list(identity_numbers(text)):
        assert may_hold_identity(text.encode())
    assert len(masked(text)) == len(text)
    assert not [one for one in identity_numbers(masked(text)) if one.certain]


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """A county in which such numbers stand in names of files and folders, and in values."""
    tree = county(tmp_path / "库")
    report = "报送:\n- {事项: 四张清单月报, 所属期: 2023-05, 日期: 2023-05-06, 文号: '110105 19491231 002X'}\n"
    people = f"人员:\n- {{编号: A1, 姓名: 王五 {OLD}, 类别: 执法人员}}\n"
    tree.write(f"submissions/甲镇/张三{NUMBER}.yaml", "单位: 甲镇\n年度: 2023\n" + report + people)
    tree.write(f"submissions/乙镇/{NUMBER}/一.yaml", "单位: 乙镇\n年度: 2023\n")
    tree.write(f"submissions/{NUMBER}/二.yaml", f"单位: {NUMBER}\n年度: 2023\n")
    tree.write(f"submissions/丙局/李四{NUMBER}.xlsx", "x")
    tree.write(f"王五{NUMBER}.yaml", "单位: 甲镇\n")
    tree.commit(at="2024-01-20T12:00:00+0800")
    monkeypatch.chdir(tree.top)
    return tree


@pytest.mark.parametrize("name", [name for name, writer in CHECK.items() if not writer.binary])
def test_no_format_prints_one(zhifa: Run, marked: Clone, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(marked.top)
    code, out, err = zhifa("check", "submissions", "--as-of", "2024-01-31", "--git-evidence", "-v", "-f", name)
    assert code == 1
    for secret in (NUMBER[:-1], "19491231 002", OLD):
        assert secret not in out + err
    if name == "json":
        report = json.loads(out)
        found = [one for one in report["findings"] if one["id"] == "D.privacy"]
        assert {one["unit"] for one in found} == {"jia", "yi", None}
        assert any("文件名或文件夹名里有" in one["message"] for one in found)
        assert [one["message"] for one in report["notices"] if "15 位数字" in one["message"]]


def test_no_other_command_prints_one(zhifa: Run, marked: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(marked.top)
    for args in (
        ("status", "submissions"),
        ("fix", "submissions"),
        ("check", f"没有{NUMBER}"),
        ("check", "--unit", NUMBER),
        ("check", "submissions", "--since", NUMBER),
        ("due", "--submissions", "submissions", "--month", "2023-06"),
        ("report", "submissions", "--period", "2023Q2"),
    ):
        _, out, err = zhifa(*args)
        assert NUMBER[:-1] not in out + err, args
        assert out + err
