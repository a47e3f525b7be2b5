"""The JSON Schemas for editors: drawn from the models, valid themselves, and of one mind with the tool."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import BaseModel

from conftest import COUNTY, ROOT, Run, case_file, examples
from editor_yaml import editor_load
from zhifa_check.bureau.decisions import WaiverFile, load_decisions
from zhifa_check.bureau.units import Registry, RegistryFile, load_registry
from zhifa_check.calendar.periods import MONTHS, periods_of
from zhifa_check.calendar.phrases import ACCEPTED, grammar, parse_deadline
from zhifa_check.format.problems import ConfigError, Problem
from zhifa_check.format.sections import SECTIONS, standard
from zhifa_check.format.unread import PLACEHOLDERS
from zhifa_check.inputs.intake import read_documents
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan
from zhifa_check.schema import patterns
from zhifa_check.schema.editor import SCHEMAS
from zhifa_check.schema.plan import plan_schema
from zhifa_check.schema.registry import units_schema, waivers_schema
from zhifa_check.schema.submission import submission_schema
from zhifa_check.source.document import SourceError
from zhifa_check.source.loader import load

PLAN = load_plan(ROOT / "data" / "plan_2023.yaml")[0]
BAD = ROOT / "tests" / "bad_inputs"
MANY = examples(200)

#: What the tool refuses and no schema can: how a number is spelled, the order of two dates, one number against another,
#: and what stands in other records.
BEYOND_VALUES = {
    "培训班的学时": {"1e1", "1E1", "1e-3", ".nan", "0x10", "0o7"},
    "成绩": {"1e2"},
    "件数": {"1e2"},
    "平台录入（坏）": {"类别: 行政许可, 办件: 3, 录入: 4"},
    "评查件数": {"6", "0"},
    "备案不早于决定": {"2023-12-29", "2022-12-30"},
    "追责报告不早于措施": {"2023-12-29"},
    "事件报告不早于事件": {
        "初步报告: 2023-05-04 09:29",
        "完整报告: 2023-05-04 09:29",
        "完整报告: 2023-05-03 23:59",
    },
    "抄送不早于报送": {"抄送日期: 2023-09-19"},
    "抄送不早于通报": {"抄送日期: 2023-06-11"},
}
BEYOND_IDS = {
    "D.duplicate-key",
    "D.duplicate-id",
    "D.duplicate-record",
    "D.reference",
    "D.privacy",
    "D.syntax",
    "D.limit",
    "D.encoding",
}
BEYOND_CASES = {
    "年度带小数",
    "坏了一类录入",
    "评查得比案卷还多",
    "在岗止不能早于在岗起",
    "知悉时间不能早于发生时间",
    "一件也没有抽查的评查",
    "部首补充和兼容汉字",
    "注释里的零宽字不碍事，改变方向的不行",
}
RAW_BYTE = re.compile("[\udc00-\udcff]")
#: The same, as the intake says it.
BEYOND_MESSAGES = ("不能早于", "录入不能多于办件", "一件案卷也没有抽查")


@cache
def registry(path: Path) -> Registry:
    return load_registry(path, PLAN.known_words)


@cache
def submissions(units: Path) -> Draft7Validator:
    return Draft7Validator(submission_schema(PLAN, registry(units)))


EXAMPLE_UNITS, BAD_UNITS = ROOT / "data" / "units.yaml", BAD / "units.yaml"


def problems_of(text: str, units: Path, unit: str) -> list[Problem]:
    """What the intake says of one file by itself, without what hangs together with other records."""
    document = load(text.encode(), "某.yaml")
    vocabulary = PLAN.vocabulary(registry(units))
    return read_documents(registry(units).by_id[unit], [document], vocabulary).problems


# --- the schemas themselves


#: Every schema by the command, in one process: its start takes longer than all of them.
WRITE_ALL = """
import sys
from zhifa_check.cli.app import app

for kind in sys.argv[2:]:
    app(["schema", kind, "--as-of", "2024-01-31", "-o", f"{sys.argv[1]}/{kind}.json"], standalone_mode=False)
"""


@pytest.fixture(scope="module")
def written_twice(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folders = [tmp_path_factory.mktemp("schemas") for _ in range(2)]
    for seed, folder in enumerate(folders, start=1):
        command = [sys.executable, "-c", WRITE_ALL, str(folder), *SCHEMAS]
        subprocess.run(command, cwd=COUNTY, env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True)
    return folders


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_schema_is_valid_and_the_same_each_time(kind: str, written_twice: list[Path]) -> None:
    texts = [(folder / f"{kind}.json").read_bytes() for folder in written_twice]
    assert texts[0] == texts[1]
    schema = json.loads(texts[0])
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    assert "x-form" not in texts[0].decode()


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in get_args(annotation):
        yield from models_in(part)


@pytest.mark.parametrize(
    ("schema", "roots"),
    [
        (submission_schema(PLAN, registry(EXAMPLE_UNITS)), list(SECTIONS)),
        (plan_schema(), [Plan]),
        (units_schema(PLAN), [RegistryFile]),
        (waivers_schema(PLAN, registry(EXAMPLE_UNITS)), [WaiverFile]),
    ],
    ids=["submission", "plan", "units", "waivers"],
)
def test_every_key_of_the_models_is_there_with_a_chinese_text(
    schema: dict[str, Any], roots: list[type[BaseModel]]
) -> None:
    models = dict.fromkeys(model for root in roots for model in models_in(root))
    assert models
    for model in models:
        drawn = schema["definitions"].get(model.__name__, schema)
        wanted = {field.alias or name: field for name, field in model.model_fields.items()}
        assert list(drawn["properties"]) == list(wanted), model
        required = [part["required"][0] for part in drawn.get("allOf", ()) if "required" in part and "if" not in part]
        assert required == [key for key, field in wanted.items() if field.is_required()], model
        assert drawn["additionalProperties"] is False
        assert not drawn["description"].isascii(), model
        for key, node in drawn["properties"].items():
            assert key == "kind" or not f"{node['title']}{node.get('description', '')}".isascii(), (model, key)


def test_the_keys_that_requirements_look_at_cite_the_document() -> None:
    schema = submission_schema(PLAN, registry(EXAMPLE_UNITS))
    models = schema["definitions"]
    hours = models["Training"]["properties"]["学时"]["markdownDescription"]
    assert "T10.hours 年度培训学时" in hours
    assert "附件10·2「每名行政执法（辅助）人员每年法律法规和业务培训不少于60学时」" in hours
    assert "15日内" in models["Decision"]["properties"]["备案"]["markdownDescription"]
    item = models["Report"]["properties"]["事项"]
    monthly = item["markdownEnumDescriptions"][item["enum"].index("四张清单月报")]
    assert "每月6日前" in monthly
    assert "附件2·3「" in monthly
    text = json.dumps(schema, ensure_ascii=False)
    assert [one.id for one in PLAN.requirements if one.id not in text] == []


def test_a_plan_of_another_year_gives_another_schema() -> None:
    later = PLAN.model_copy(update={"year": 2024})
    validator = Draft7Validator(submission_schema(later, registry(EXAMPLE_UNITS)))
    record = {"文号": "甲", "类别": "其他", "决定日期": "2024-02-29"}
    assert validator.is_valid({"单位": "司法局", "年度": 2024, "重大决定": [record]})
    assert not validator.is_valid({"单位": "司法局", "年度": 2023, "重大决定": [record]})


# --- agreement with the tool on the files that there are


@pytest.mark.parametrize("path", sorted((COUNTY / "submissions").rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_example_county_is_judged_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    unit = registry(EXAMPLE_UNITS).ids[path.parent.name]
    # an editor sees a file, not the folder that it lies in
    problems = [one for one in problems_of(text, EXAMPLE_UNITS, unit) if one.id != "D.unit"]
    assert submissions(EXAMPLE_UNITS).is_valid(editor_load(text)) == (not problems)


def test_good_files_and_blank_sections_are_accepted() -> None:
    for text in ((BAD / "good.yaml").read_text(encoding="utf-8"), "单位: scjg\n年度: '2023'\n人员:\n报送: []\n"):
        units = BAD_UNITS if "市场局" in text else EXAMPLE_UNITS
        assert not list(submissions(units).iter_errors(editor_load(text)))


def tables() -> Iterator[Any]:
    for table in case_file(BAD / "values.yaml"):
        yield pytest.param(table, id=table["name"])


@pytest.mark.parametrize("table", list(tables()))
def test_values_on_both_sides_of_every_boundary(table: dict[str, Any]) -> None:
    wrongly_accepted = set()
    for value in (*table["accepted"], *table["refused"]):
        text = table["head"] + table["record"].replace("@", value).replace("<i>", "1")
        valid = submissions(BAD_UNITS).is_valid(editor_load(text))
        if value in table["accepted"]:
            assert valid, value
        elif valid:
            wrongly_accepted.add(value)
    assert wrongly_accepted == BEYOND_VALUES.get(table["name"], set())


def cases() -> Iterator[Any]:
    for path in sorted(BAD.glob("cases/*.yaml")):
        for case in case_file(path):
            # \udcXX stands for a raw byte there, and no editor gets that far
            if "text" in case and "encoding" not in case and not RAW_BYTE.search(case["text"]):
                yield pytest.param(case, id=f"{path.stem}-{case['name']}")


@pytest.mark.parametrize("case", list(cases()))
def test_the_clumsy_files(case: dict[str, Any]) -> None:
    ids = {id_ for found in case["expect"] for id_ in (found["id"] if isinstance(found["id"], list) else [found["id"]])}
    try:
        data = editor_load(case["text"])
    except yaml.YAMLError:
        return  # an editor says so by itself
    valid = submissions(BAD_UNITS).is_valid(data)
    assert not valid or not ids or ids & BEYOND_IDS or case["name"] in BEYOND_CASES
    if not ids:
        assert valid


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        (plan_schema(), "plan_2023"),
        (units_schema(PLAN), "units"),
        (waivers_schema(PLAN, registry(EXAMPLE_UNITS)), "waivers"),
    ],
)
def test_the_shipped_data_is_accepted(schema: dict[str, Any], name: str) -> None:
    text = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert not list(Draft7Validator(schema).iter_errors(editor_load(text)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("section: 重大决定, since", "section: 重大决订, since"),
        ("due: 每年}", "due: 每两年}"),
        ("kind: certified", "kind: certifed"),
        ("kind: certified, ", ""),
        ("T11.filing, at_least: 100", "T11.filing, at_least: 199"),
        ("T11.filing, at_least: 100", "T11.filing, at_least: 0"),
        ("at_least: 99", "at_least: 九十九"),
        ("issued: 2023-03-14", "issued: 2023-3-14"),
        ("issued: 2023-03-14", "issued: 2023-02-30"),
        ("  审核结论: [通过, 不通过]\n", "  审核的结论: [通过, 不通过]\n"),
        ("binds: {kinds: [协同部门, 司法局]}", "bind: {kinds: [协同部门, 司法局]}"),
        ("id: T15.progress", "id: T15"),
        ("every: month", "every: monthly"),
        ("assumed: true", "assumed: maybe"),
        ("year: 2023\n", ""),
        ("fewer_than: 2", "fewer_than: -2"),
        ("items: [四张清单月报]", "items: 四张清单月报"),
        ("strict: {days: 15}", "strict: {day: 15}"),
        ("rule: {kind: certified, category: 执法人员}", "rule: {kind: any_of, rules: []}"),
        ("rule: {kind: certified, category: 执法人员}", "rule: {kind: any_of, rules: [{kind: any_of, rules: []}]}"),
        ("rule: {kind: certified, category: 执法人员}", "rule: {kind: any_of, rules: [{kind: certified}]}"),
    ],
)
def test_a_wrong_plan_is_refused_by_both(old: str, new: str, tmp_path: Path) -> None:
    text = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "plan_2023.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError):
        load_plan(path)
    assert not Draft7Validator(plan_schema()).is_valid(editor_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("unit", "right"),
    [
        ("{id: a, name: 甲镇, kind: 镇}", True),
        ("{id: 7, name: 甲镇, full_name: , kind: 部门, roles: [重点执法部门]}", True),
        ("{id: a, name: 甲镇, kind: 乡}", False),
        ("{id: 甲, name: 甲镇, kind: 镇}", False),
        ("{id: '-', name: 甲镇, kind: 镇}", False),
        ("{id: a, kind: 镇}", False),
        ("{id: a, name: , kind: 镇}", False),
        ("{id: a, name: 甲镇, kind: 镇, roles: 重点执法部门}", False),
        ("{id: a, name: 甲镇, kind: 镇, roles: [重点部门]}", False),
        ("{id: a, name: 甲镇, kind: 镇, role: []}", False),
    ],
)
def test_a_registry_is_judged_alike(unit: str, right: bool, tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(f"units:\n  - {unit}\n", encoding="utf-8")
    try:
        load_registry(path, PLAN.known_words)
        accepted = True
    except ConfigError:
        accepted = False
    assert accepted == right
    assert Draft7Validator(units_schema(PLAN)).is_valid(editor_load(path.read_text(encoding="utf-8"))) == right


WAIVER = {
    "unit": "市场监管局",
    "requirement": "T10.hours",
    "subject": "SC-003",
    "period": "2023",
    "reason": "挂职",
    "document": "启司函〔2023〕5号",
    "approved_by": "市司法局",
    "approved_on": "2023-06-01",
    "expires_on": "2024-03-31",
}


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"subject": "", "period": ""}, True),
        ({"period": "2023-05"}, True),
        ({"period": "2023Q2"}, True),
        ({"period": "2023-13"}, False),
        ({"period": "五月"}, False),
        ({"requirement": "T10"}, False),
        ({"requirement": "D.value"}, False),
        ({"approved_on": "2023-6-1"}, False),
        ({"expires_on": "2023-06-31"}, False),
        ({"reason": ""}, False),
        ({"reasons": "挂职"}, False),
    ],
)
def test_waivers_are_judged_alike(change: dict[str, str], right: bool, tmp_path: Path) -> None:
    lines = [f"{key}: {value}" for key, value in (WAIVER | change).items()]
    text = "waivers:\n  - " + "\n    ".join(lines) + "\n"
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    units = registry(EXAMPLE_UNITS)
    try:
        load_decisions(path, WaiverFile, frozenset(PLAN.rules), units)
        accepted = True
    except ConfigError:
        accepted = False
    assert accepted == right
    assert Draft7Validator(waivers_schema(PLAN, units)).is_valid(editor_load(text)) == right


# --- agreement with the tool on whatever hypothesis writes

DAYS = st.one_of(
    st.dates(date(2022, 11, 1), date(2025, 2, 1)).map(str),
    st.sampled_from(["2023-02-29", "2024-02-29", "2023-13-01", "2023-5-4", "2023.05.04", "九月", "", "20230504"]),
)
MOMENTS = st.one_of(
    st.tuples(st.dates(date(2022, 12, 30), date(2024, 1, 2)), st.times()).map(
        lambda pair: f"{pair[0]} {pair[1]:%H:%M}"
    ),
    st.sampled_from(["2023-05-04 24:00", "2023-05-04 9:30", "2023-05-04", "2023-02-30 10:00"]),
)
NUMBERS = st.one_of(
    st.integers(-2, 200),
    # 4.0 for a whole number is a matter of spelling
    st.integers(0, 300_000).filter(lambda number: number % 1000).map(lambda number: number / 1000),
    st.sampled_from(["8", "4.5", "4学时", "", "八", None, 24, 24.5, 150, 150.5, 10**9 - 1, 10**9]),
)
TEXTS = st.sampled_from(
    ["A01", "甲", "0513", 513, True, "", "null", None, "无", " 无 ", "n/a", "2023-05-04", "a: b", []]
)
WORDS = st.sampled_from(
    [word for words in PLAN.categories.values() for word in words] + ["是", "否", True, False, "yes", "全体", None, 1]
)
PERIODS = st.sampled_from(
    [str(period) for every in MONTHS for period in periods_of(2023, every)] + [2023, 2022, "2023Q5", "2022-05", "五月"]
)
ITEMS = st.sampled_from([*PLAN.vocabulary(registry(BAD_UNITS)).items, "月报", None])
UNITS = st.sampled_from([*registry(BAD_UNITS).ids, "某局", "", 5])
#: What may stand at a key, right or wrong; whatever is not named here is a text or a word.
LIKELY = {
    "学时": NUMBERS,
    "成绩": NUMBERS,
    "集中学习学时": NUMBERS,
    "岗位实训学时": NUMBERS,
    "办件": NUMBERS,
    "录入": NUMBERS,
    "所属期": PERIODS,
    "事项": ITEMS,
    "单位": UNITS,
    "覆盖单位": st.lists(UNITS, max_size=2),
    "发生时间": MOMENTS,
    "初步报告": MOMENTS,
    "完整报告": MOMENTS,
    "承办人": st.lists(TEXTS, max_size=2),
    "典型案例": st.lists(TEXTS, max_size=2) | TEXTS,
    "参训": st.lists(TEXTS, max_size=2) | WORDS,
}


def values(key: str, annotation: Any) -> st.SearchStrategy[Any]:
    inner = next((model for model in models_in(annotation)), None)
    if inner is not None:
        one = records(inner)
        return st.lists(one, max_size=2) if "list" in str(annotation) else one | TEXTS
    if key == "件数" and "dict" in str(annotation):
        return st.dictionaries(WORDS.filter(lambda word: isinstance(word, str)), NUMBERS, max_size=2)
    if key == "件数":
        return NUMBERS
    return LIKELY.get(key, DAYS if "日期" in key or key == "证件有效期至" else TEXTS | WORDS)


class WithoutAliases(yaml.SafeDumper):
    """The same empty list twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@st.composite
def records(draw: st.DrawFn, model: type[BaseModel]) -> dict[str, Any]:
    """A record that may be right: each key mostly there, with a value of its kind."""
    record: dict[str, Any] = {}
    for field in model.model_fields.values():
        if draw(st.integers(0, 9)) < (9 if field.is_required() else 4):
            record[str(field.alias)] = draw(values(str(field.alias), field.annotation))
    if draw(st.integers(0, 19)) == 0:
        record["别的"] = "甲"
    return record


@examples(400)
@given(st.data(), st.sampled_from(list(standard())), st.sampled_from(["yunxi", "shichang", "sifa"]))
def test_whatever_is_written_is_judged_alike(data: st.DataObject, section: str, unit: str) -> None:
    name = registry(BAD_UNITS).by_id[unit].name
    whole = {"单位": name, "年度": 2023, section: [data.draw(records(standard()[section]))]}
    text = yaml.dump(whole, Dumper=WithoutAliases, allow_unicode=True, sort_keys=False)
    found = problems_of(text, BAD_UNITS, unit)
    valid = submissions(BAD_UNITS).is_valid(editor_load(text))
    if valid:
        assert all(any(words in problem.message for words in BEYOND_MESSAGES) for problem in found), (text, found)
    else:
        assert found, (text, [error.message for error in submissions(BAD_UNITS).iter_errors(editor_load(text))])


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
@MANY
def test_the_pattern_of_days_is_the_calendar(year: int, month: int, day: int) -> None:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    try:
        exists = bool(date.fromisoformat(text))
    except ValueError:
        exists = False
    assert Draft7Validator({"pattern": patterns.DAY}).is_valid(text) == exists
    assert Draft7Validator({"pattern": patterns.day_in(2024)}).is_valid(text) == (exists and year == 2024)


@given(st.integers(1, 9998), st.booleans())
@MANY
def test_the_last_of_february(year: int, leap: bool) -> None:
    day = f"{year:04d}-02-{29 if leap else 28}"
    try:
        exists = bool(date.fromisoformat(day))
    except ValueError:
        exists = False
    assert Draft7Validator({"pattern": patterns.DAY}).is_valid(day) == exists


@given(st.sampled_from([period for every in MONTHS for period in periods_of(2023, every)]), DAYS)
@MANY
def test_a_report_lies_within_a_year_of_its_period(period: Any, day: str) -> None:
    inside = Draft7Validator({"pattern": patterns.within_a_year_of(period)}).is_valid(day)
    try:
        moment = date.fromisoformat(day) if len(day) == 10 and day[4] == "-" else None
    except ValueError:
        return
    assert inside == (moment is None or period.start <= moment <= period.end + relativedelta(years=1))


@pytest.mark.parametrize("word", sorted(PLACEHOLDERS))
def test_words_for_nothing_are_no_statement(word: str) -> None:
    stated = Draft7Validator({"pattern": patterns.stated()})
    assert not stated.is_valid(word)
    assert not stated.is_valid(f" {word} ")
    assert stated.is_valid(f"{word}甲{word}")


@given(st.sampled_from(ACCEPTED) | st.text(alphabet="年月日底前旬中上下每季度半次内到第一个0123456789、 ", max_size=9))
@MANY
def test_the_pattern_of_phrases_is_the_grammar(phrase: str) -> None:
    # 「每季度第四个月」 is one sign away from right, and left to the tool
    assume(not ("季度第" in phrase and set(phrase) & set("四五六")))
    try:
        parse_deadline(phrase, date(2023, 3, 14))
        understood = True
    except ValueError:
        understood = False
    # white space within a number is understood, and never written
    assume(not re.search(r"[0-9]\s+[0-9]", phrase))
    assert Draft7Validator({"pattern": f"^(?:{grammar()})$"}).is_valid(phrase) == understood


# --- the command


def test_a_schema_goes_to_standard_output_or_into_a_file(zhifa: Run, tmp_path: Path) -> None:
    code, out, err = zhifa("schema", "submission", "--as-of", "2024-01-31")
    assert (code, err) == (0, "")
    path = tmp_path / "某.json"
    assert zhifa("schema", "submission", "--as-of", "2024-01-31", "-o", path) == (0, "", "")
    assert path.read_bytes().decode() == out
    assert "市场监管局" in out


def test_what_cannot_be_done_is_said_and_ends_with_2(zhifa: Run, tmp_path: Path) -> None:
    assert zhifa("schema", "rules")[0::2] == (
        2,
        "错误：没有“rules”这种文件，能用的有：submission、units、plan、waivers、rulings、attested、calendar。\n",
    )
    assert zhifa("schema", "units", "--as-of", "2024-01-31", "-o", tmp_path)[0] == 2
    code, _, err = zhifa("schema", "units", "--as-of", "2020-01-01")
    assert code == 2
    assert "还没有印发的计划" in err


def test_a_plan_that_is_not_valid_yet_does_not_hinder_writing_it(zhifa: Run, tmp_path: Path) -> None:
    broken = tmp_path / "plan_2024.yaml"
    broken.write_text("id: 甲\n", encoding="utf-8")
    assert zhifa("schema", "plan", "--plan", broken)[0] == 0
    assert zhifa("schema", "units", "--plan", broken)[0] == 2


def test_a_file_that_no_parser_reads_is_no_matter_of_the_schema() -> None:
    with pytest.raises(SourceError):
        problems_of("单位: [", BAD_UNITS, "yunxi")


@pytest.mark.parametrize(("name", "code"), [("calendar", 0), ("plan", 0), ("units", 2)])
def test_what_hangs_on_no_plan_needs_none(zhifa: Run, name: str, code: int) -> None:
    assert zhifa("schema", name, "--as-of", "2000-01-01")[0] == code
