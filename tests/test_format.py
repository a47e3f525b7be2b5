"""The format is said once: a section that is added follows into every command, and what a class says is true of it."""

import ast
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pydantic import Field

from conftest import ROOT, Run
from zhifa_check.format import sections
from zhifa_check.format.record import Section
from zhifa_check.format.sections import SECTIONS, standard
from zhifa_check.format.sections.people import Person, TrainingClass
from zhifa_check.format.values import Day, DayInYear

PLAN = """\
id: 试〔2031〕1号
title: 试行计划
year: 2031
issued: 2031-01-02
kinds: [镇]
categories:
  人员类别: [执法人员]
  培训类别: [法律法规]
  培训专题: [基准]
  执法行为类别: [行政许可]
  平台录入类别: [行政许可]
  审核结论: [通过]
  处理方式: [清理]
requirements:
  - id: T01.answer
    title: 信访按时办结
    clauses: [{place: 附件1, quote: 信访件15日内办结}]
    binds: {kinds: [镇]}
    rule: {kind: within, section: 信访, since: 收到日期, until: 办结日期, strict: {days: 15}, lenient: {days: 15}}
"""
HEAD = "单位: 甲镇\n年度: 2031\n信访:\n"


class Petition(Section):
    """What somebody complained of."""

    title = "信访"
    file = "信访.yaml"
    about = "收到的信访件，一件一条。"
    label = "received"
    dated = "received"
    answers = ("settled",)
    told_apart = ("received",)
    declares = ("办结日期",)
    received: DayInYear = Field(alias="收到日期", description="收到那一天，如 {year}-05-04")
    settled: Day | None = Field(default=None, alias="办结日期", description="办结那一天")


@pytest.fixture
def county(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county whose plan asks for a section that the tool does not know."""
    monkeypatch.setattr(sections, "SECTIONS", (*SECTIONS, Petition))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plan_2031.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "data" / "units.yaml").write_text("units:\n  - {id: jia, name: 甲镇, kind: 镇}\n", "utf-8")
    (tmp_path / "submissions" / "甲镇").mkdir(parents=True)
    monkeypatch.setenv("ZHIFA_AS_OF", "2032-01-31")
    return tmp_path


def _check(zhifa: Run, county: Path, records: str) -> list[tuple[str, int, str]]:
    (county / "submissions/甲镇/信访.yaml").write_text(HEAD + records, "utf-8")
    _, out, err = zhifa("check", "-f", "json")
    assert not err, err
    return [(found["id"], found["line"], found["message"]) for found in json.loads(out)["findings"]]


def test_check_reads_judges_and_refuses_a_new_section(zhifa: Run, county: Path) -> None:
    assert _check(zhifa, county, "- {收到日期: 2031-05-04, 办结日期: 2031-05-19}\n") == []
    ((id_, line, message),) = _check(zhifa, county, "- {收到日期: 2031-05-04, 办结日期: 2031-05-20}\n")
    assert (id_, line) == ("T01.answer", 4)
    assert "办结在 2031-05-20" in message
    wrong = (
        "- {收到日期: 2031-05-04, 办结日期: 2031-05-06}\n" * 2 + "- {收到日期: 2030-05-04}\n- {受到日期: 2031-05-04}\n"
    )
    assert [found[:2] for found in _check(zhifa, county, wrong)] == [
        ("T01.answer", 2),
        ("D.duplicate-record", 5),
        ("D.value", 6),
        ("D.unknown-key", 7),
    ]


def test_new_writes_a_new_section_into_its_file(zhifa: Run, county: Path) -> None:
    code, out, err = zhifa("new", "甲镇")
    assert code == 0, out + err
    assert "信访.yaml" in out
    text = (county / "submissions/甲镇/信访.yaml").read_text("utf-8")
    assert "收到日期（必填）：收到那一天，如 2031-05-04" in text
    assert "\n信访:\n  #- {收到日期: , 办结日期: }\n" in text
    assert zhifa("check", "--select", "D")[0] == 0


def test_a_new_section_is_a_sheet_that_comes_back(zhifa: Run, county: Path) -> None:
    assert zhifa("new", "甲镇", "--xlsx", "甲镇.xlsx")[0] == 0
    book = openpyxl.load_workbook("甲镇.xlsx")
    page = book["信访"]
    assert [cell.value for cell in page[1]] == ["收到日期 *", "办结日期"]
    for column, day in enumerate((date(2031, 5, 4), date(2031, 5, 19)), 1):
        page.cell(2, column).value = day
    book.save("甲镇.xlsx")
    code, out, err = zhifa("import", "甲镇.xlsx", "--unit", "甲镇")
    assert code == 0, out + err
    text = (county / "submissions/甲镇/信访.yaml").read_text("utf-8")
    assert text.endswith("信访:\n  - 收到日期: 2031-05-04\n    办结日期: 2031-05-19\n")
    # corrected in the ledger: never a second event beside the first
    page.cell(2, 2).value = date(2031, 5, 12)
    book.save("甲镇.xlsx")
    code, out, err = zhifa("import", "甲镇.xlsx", "--unit", "甲镇")
    assert code == 1
    assert "“办结日期”文件里是“2031-05-19”，表里是“2031-05-12”" in out + err


def test_the_schema_and_the_explanation_tell_of_a_new_section(zhifa: Run, county: Path) -> None:
    schema = json.loads(zhifa("schema", "submission")[1])
    assert schema["properties"]["信访"]["description"] == "收到的信访件，一件一条。"
    assert list(schema["definitions"]["Petition"]["properties"]) == ["收到日期", "办结日期"]
    assert "T01.answer" in schema["definitions"]["Petition"]["properties"]["办结日期"]["markdownDescription"]
    code, out, err = zhifa("explain", "T01.answer")
    assert code == 0, err
    assert "收到日期: 2031-" in out


def test_fix_mends_the_form_of_a_new_section(zhifa: Run, county: Path) -> None:
    file = county / "submissions/甲镇/信访.yaml"
    file.write_text(HEAD + "- 收到日期：2031.5.4\n", "utf-8")
    assert zhifa("fix", file, "--write")[0] in (0, 1)
    assert file.read_text("utf-8") == HEAD + "- 收到日期: 2031-05-04\n"


@pytest.mark.parametrize("section", SECTIONS)
def test_what_a_section_says_of_its_fields_names_fields(section: type[Section]) -> None:
    names = {field.name for field in section.shape().fields}
    said = {section.key, section.label, section.dated, section.numbered, *section.told_apart, *section.answers}
    assert said - {None} <= names
    assert bool(section.key) != bool(section.told_apart), "either key or told_apart says what tells its records apart"
    for path in section.declares:
        shape = section.shape()
        for key in path.split("."):
            field = shape.field(key)
            assert field is not None, path
            shape = field.shape
        assert shape.form in ("date", "moment")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_reference_names_a_section_with_a_key(section: type[Section]) -> None:
    for place in section.shape().places:
        assert place.mark.refers is None or standard()[place.mark.refers].key


def _person(**days: date) -> Person:
    return Person.model_construct(number="A", name="某", **{"joined": None, "left": None} | days)


def test_those_on_the_roster_that_day_are_everybody() -> None:
    day = date(2023, 5, 4)
    held = TrainingClass.model_construct(date=day, attended=None)
    assert held.had(_person())
    assert held.had(_person(joined=day, left=day))
    assert not held.had(_person(joined=date(2023, 5, 5)))
    assert not held.had(_person(left=date(2023, 5, 3)))
    named = TrainingClass.model_construct(date=day, attended=("A",))
    assert named.had(_person(left=date(2023, 5, 3)))


@pytest.mark.parametrize("room", ["forms", "inputs", "judge", "kinds", "ledgers", "mend", "schema"])
def test_sections_are_named_by_their_classes(room: str) -> None:
    titles = {section.title for section in SECTIONS}
    for path in (ROOT / "src/zhifa_check" / room).glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_bytes())))
        in_sentences = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        found = {node.value for node in nodes if isinstance(node, ast.Constant) and node not in in_sentences} & titles
        # what is done with an item where a plan has no other word for it
        assert found <= ({"报送"} if path.name == "report_words.py" else set()), f"{path.name}: a class has this title"
