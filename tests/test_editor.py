"""The real yaml-language-server on what the tool lays out for editors: completion, hover, diagnostics in Chinese."""

import json
import shutil
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from conftest import COUNTY, ROOT, NpmPackage
from language_server import LanguageServer
from zhifa_check.bureau.places import find_places
from zhifa_check.judge.frame import load_frame
from zhifa_check.schema.editor import editor_files, modeline

pytestmark = pytest.mark.slow

VERSION = "1.25.0"
HEAD = "单位: 市场监管局\n年度: 2023\n"
FRAME = load_frame(find_places([COUNTY / "submissions"]), date(2024, 1, 31))
FILES = editor_files(FRAME)


@pytest.fixture(scope="module")
def package(npm_package: NpmPackage) -> Path:
    return npm_package("yaml-language-server", VERSION)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with everything laid out for editors, in a folder with a Chinese name and a space."""
    root = tmp_path_factory.mktemp("editor") / "启东市 提交"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def editor(package: Path, repository: Path) -> Iterator[LanguageServer]:
    """A server with the settings that lie in the repository."""
    settings = json.loads((repository / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    with LanguageServer(node(), package, repository, settings, "zh-cn") as server:
        yield server


def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed, so the language server cannot be driven")
    return found


def place(text: str, words: str) -> tuple[int, int]:
    """Line and column, from 0, of the end of some words."""
    before = text[: text.index(words) + len(words)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def messages(found: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Line, from 1, and text of each diagnostic."""
    return sorted((one["range"]["start"]["line"] + 1, one["message"]) for one in found)


def test_the_files_of_the_example_county_are_clean_but_for_the_one_that_is_wrong(editor: LanguageServer) -> None:
    files = sorted((COUNTY / "submissions").rglob("*.yaml"))
    paths = [file.relative_to(COUNTY).as_posix() for file in files]
    for path, file in zip(paths, files, strict=True):
        editor.show(path, file.read_text(encoding="utf-8"))
    wrong = [path for path in paths if editor.diagnostics(path)]
    assert wrong == ["submissions/启隆镇/平台录入.yaml"]


@pytest.mark.parametrize("name", ["units.yaml", "plan_2023.yaml", "waivers.yaml"])
def test_the_shipped_data_is_clean(name: str, editor: LanguageServer) -> None:
    assert editor.open(f"data/{name}", (ROOT / "data" / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "报送:\n  - {事项: 四张清单月报, 所属期: 2023-03, 日期: 2023-04-04}\n",
        HEAD + "报送:\n  - {事项: 三项制度自查, 所属期: 2023, 日期: 2023-09-12, 抄送日期: }\n人员:\n培训班: []\n",
        HEAD
        + "人员:\n  - {编号: 0513, 姓名: 甲, 类别: 执法人员, 初次申领: true, 考试: [{日期: 2023-11-06, 合格: 是}]}\n",
    ],
)
def test_what_people_write_plainly_is_clean(text: str, editor: LanguageServer) -> None:
    assert editor.open(f"submissions/市场监管局/{zlib.crc32(text.encode())}.yaml", text) == []


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("{事项: 四张清单月报, 所属期: 2023-03, 日期: 2023-04-04, 日其: 1}", "能用的名称只有：事项*、所属期*、日期*、"),
        ("{事项: 四张清单月抱, 所属期: 2023-03, 日期: 2023-04-04}", "不是计划里的事项"),
        ("{事项: 四张清单月报, 所属期: 2023Q1, 日期: 2023-04-04}", "应是 2023 年度的所属期，如 2023-05"),
        ("{事项: 四张清单月报, 所属期: 三月, 日期: 2023-04-04}", "应是 2023 年度的所属期，如 2023-05"),
        ("{事项: 四张清单月报, 所属期: 2023-01, 日期: 2023-02-30}", "日历上没有的日子也不行"),
        ("{事项: 四张清单月报, 所属期: 2023-05, 日期: 2023-04-04}", "日期早于2023年5月的开始"),
        ("{事项: 四张清单月报, 所属期: 2023-03}", "缺少“日期”"),
        ("四张清单月报", "这里要写“名称: 值”"),
    ],
)
def test_one_mistake_gets_one_message_in_chinese(record: str, said: str, editor: LanguageServer) -> None:
    path = f"submissions/市场监管局/{zlib.crc32(record.encode())}.yaml"
    [(line, message)] = messages(editor.open(path, f"{HEAD}报送:\n  - {record}\n"))
    assert line == 4
    assert said in message


def test_mistakes_of_every_kind_are_told_at_their_lines(editor: LanguageServer) -> None:
    text = (
        "单位: 市场监管\n年度: 2022\n"
        "人原: []\n"
        "人员:\n"
        "  - {编号: A01, 姓名: 甲, 类别: 执法员}\n"
        "  - {编号: A02, 姓名: 乙, 类别: 执法人员, 执法证号: 无}\n"
        "  - {编号: A03, 姓名: 丙, 类别: 执法人员, 考试: 合格}\n"
        "  - {编号: A04, 姓名: 丁, 类别: 执法人员, 初次申领: 有}\n"
        "培训班:\n"
        "  - {日期: 2023-05-04, 课程: 法, 类别: 其他, 学时: 4学时, 参训: 所有人}\n"
        "影响事件:\n"
        "  - {编号: E-1, 发生时间: 2023-05-04}\n"
        "案卷: 5\n"
    )
    found = messages(editor.open("submissions/市场监管局/多.yaml", text))
    assert [line for line, _ in found] == [1, 2, 3, 5, 6, 7, 8, 10, 10, 12, 13]
    assert not [message for _, message in found if message.isascii()]


def test_sections_of_the_bureau_are_refused_to_others(editor: LanguageServer) -> None:
    section = "案卷抽查:\n  - {日期: 2023-05-04, 单位: 汇龙镇, 件数: 3}\n"
    [(line, message)] = messages(editor.open("submissions/市场监管局/抽查.yaml", HEAD + section))
    assert (line, message) == (4, "“案卷抽查”只由“司法局”填写，请删去这一部分")
    bureau = "单位: 司法局\n年度: 2023\n" + section
    assert editor.open("submissions/司法局/抽查.yaml", bureau) == []


def test_sections_keys_and_values_are_completed(editor: LanguageServer) -> None:
    path = "submissions/市场监管局/补.yaml"
    text = (
        HEAD + "报送:\n  - 事项: 四张清单季报\n    所属期: \n  - 事项: \n  - \n"
        "人员:\n  - 编号: A01\n    初次申领: \n    \n\n"
    )
    editor.open(path, text)
    assert {"重大决定", "案卷", "平台录入"} <= set(editor.complete(path, len(text.splitlines()) - 1, 0))
    items = editor.complete(path, *place(text, "所属期: \n  - 事项: "))
    assert set(items) == set(FRAME.vocabulary.items)
    assert "附件2·3「" in items["四张清单月报"]["documentation"]["value"]
    assert set(editor.complete(path, *place(text, "    所属期: "))) == {"2023Q1", "2023Q2", "2023Q3", "2023Q4"}
    assert set(editor.complete(path, *place(text, "初次申领: "))) == {"是", "否"}
    person = editor.complete(path, *place(text, "初次申领: \n    "))
    assert {"姓名", "类别", "执法证号", "培训"} <= set(person)
    assert "编号" not in person
    assert "执法人员还是辅助人员" in person["类别"]["documentation"]["value"]
    new = editor.complete(path, *place(text, "事项: \n  - "))
    assert new["新的一条（必填的各项）"]["insertText"].splitlines()[0] == "事项: $1"


def test_hovers_show_what_to_fill_in_and_the_clause(editor: LanguageServer) -> None:
    path = "submissions/市场监管局/看.yaml"
    text = (
        HEAD + "人员:\n  - 编号: A01\n    姓名: 甲\n    类别: 执法人员\n    培训:\n"
        "      - {日期: 2023-05-04, 课程: 法, 类别: 法律法规, 专题: 包容审慎执法, 学时: 4}\n"
    )
    editor.open(path, text)
    hours = editor.hover(path, *place(text, ", 学"))
    assert "#### 学时" in hours
    assert "这一次培训的学时，只写数字" in hours
    assert "附件10·2「每名行政执法（辅助）人员每年法律法规和业务培训不少于60学时」" in hours
    topic = editor.hover(path, *place(text, ", 专"))
    assert topic.startswith("#### 专题\n")
    assert "T10.lenient-hours" in topic
    assert "一人一条，执法人员和辅助人员都填。" in editor.hover(path, *place(text, "人"))


def test_the_registry_and_the_waivers_are_completed(editor: LanguageServer) -> None:
    text = "units:\n  - id: a\n    name: 甲\n    kind: \n    roles: [重点部门]\n"
    [(line, message)] = [found for found in messages(editor.open("data/units.yaml", text)) if "职责" in found[1]]
    assert line == 5
    assert "重点执法部门" in message
    assert set(editor.complete("data/units.yaml", *place(text, "kind: "))) == set(FRAME.plan.kinds)
    text = "waivers:\n  - unit: 市场监管局\n    requirement: \n"
    editor.open("data/waivers.yaml", text)
    requirements = editor.complete("data/waivers.yaml", *place(text, "requirement: "))
    assert set(requirements) == set(FRAME.rules)
    assert requirements["T10.hours"]["documentation"]["value"].startswith("年度培训学时：附件10·2「")


def test_next_years_plan_is_helped_along(editor: LanguageServer) -> None:
    path = "data/plan_2024.yaml"
    plan = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    start = plan[: plan.index("  - id: T01.review")]
    clause = "  - id: T01.a\n    title: 某\n    clauses: [{place: 附件1, quote: 某}]\n    binds: {kinds: [部门]}\n"
    text = start + clause + "    rule:\n      kind: amount\n      at_leest: 5\n      due: 九月半\n      \n"
    found = [message for _, message in messages(editor.open(path, text))]
    assert any("能用的名称只有：" in one for one in found)
    assert any("看不懂这个期限。能用的写法有：“9月中旬”" in one for one in found)
    assert any("缺少“of”" in one for one in found)
    kinds = editor.complete(path, *place(text, "      kind: "))
    assert kinds["amount"]["documentation"]["value"].startswith("条数或合计够不够")
    assert "9月中旬" in editor.complete(path, *place(text, "      due: "))
    assert {"called", "per", "of"} <= set(editor.complete(path, *place(text, "due: 九月半\n      ")))
    per = editor.complete(path, *place(text, "due: 九月半\n      "))["per"]
    assert "每条记录各自算" in per["documentation"]


def test_the_modeline_leads_any_editor_to_the_schema(package: Path, repository: Path) -> None:
    file = repository / "submissions" / "汇龙镇" / "人员.yaml"
    line = modeline(file, repository)
    assert line == "# yaml-language-server: $schema=../../data/schema/submission.schema.json"
    with LanguageServer(node(), package, repository, {"yaml.schemaStore.enable": False}, "en") as editor:
        text = "单位: 汇龙镇\n年度: 2023\n人员: []\n人原: []\n"
        assert editor.open("别处/a.yaml", text) == []
        [(number, message)] = messages(editor.open("submissions/汇龙镇/人员.yaml", f"{line}\n{text}"))
    assert number == 5
    assert "能用的名称只有：单位*、年度*、人员、" in message


def test_a_modeline_holds_no_blank_even_where_the_path_does(repository: Path) -> None:
    other = repository.parent / "另 处" / "甲.yaml"
    way = f"../{quote(repository.name)}/data/schema/submission.schema.json"
    assert modeline(other, repository) == f"# yaml-language-server: $schema={way}"
    assert " " in repository.name


def test_what_is_laid_out_is_complete() -> None:
    assert list(FILES) == [
        ".vscode/settings.json",
        ".vscode/extensions.json",
        "data/schema/submission.schema.json",
        "data/schema/units.schema.json",
        "data/schema/plan.schema.json",
        "data/schema/waivers.schema.json",
        "data/schema/rulings.schema.json",
        "data/schema/attested.schema.json",
        "data/schema/calendar.schema.json",
    ]
    settings = json.loads(FILES[".vscode/settings.json"])
    assert set(settings["yaml.schemas"]) == {path for path in FILES if path.startswith("data/")}
    assert settings["yaml.schemaStore.enable"] is False
    assert settings["yaml.format.enable"] is False
    assert settings["files.encoding"] == "utf8"
