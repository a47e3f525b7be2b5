"""A plan that adds a section and extends another: every command follows, and what is declared wrongly is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import Run
from gitted import Clone

PLAN = """\
id: 试〔2031〕2号
title: 信访和公示计划
year: 2031
issued: 2031-01-02
kinds: [镇]
categories:
  执法行为类别: [行政处罚, 行政许可]
  信访类别: [环保, 住建]
sections:
  信访:
    about: 收到的信访件，一件一条。
    key: 编号
    dated: 收到日期
    happens: true
    fields:
      编号: 文字
      收到日期: {type: 日期, about: "收到那一天，如 {year}-05-04"}
      类别: {type: 信访类别, required: true}
      办结日期: {type: 日期, evidence: true}
      承办人: [人员]
      涉及单位: 单位
      涉及决定: 重大决定
      满意: 是否
      回访时刻: 时刻
      办理期限: {type: 日期, planned: true}
  重大决定:
    extend:
      罚款金额: 数字
      公布日期: {type: 日期, about: 在网站公布那一天}
      牵头信访: 信访
requirements:
  - id: T01.answer
    title: 环保信访按时办结
    clauses: [{place: 附件1, quote: 环保信访件15日内办结}]
    binds: {kinds: [镇]}
    rule: {kind: within, section: 信访, where: {类别: 环保}, since: 收到日期, until: 办结日期, strict: {days: 15}}
  - id: T02.publish
    title: 大额罚款公布
    clauses: [{place: 附件2, quote: 五万元以上的罚款20日内公布}]
    binds: {kinds: [镇]}
    rule: {kind: within, section: 重大决定, where: {罚款金额: {at_least: 50000}},
      since: 决定日期, until: 公布日期, strict: {days: 20}}
  - id: T03.count
    title: 信访件满意率
    clauses: [{place: 附件3, quote: 12月底前满意的信访件不少于2件}]
    binds: {kinds: [镇]}
    rule: {kind: amount, of: 信访, where: {满意: 是}, at_least: 2, due: 12月底前}
"""
HEAD = "单位: 甲镇\n年度: 2031\n"
GOOD = """\
信访:
  - {编号: X-1, 收到日期: 2031-05-04, 类别: 环保, 办结日期: 2031-05-19, 满意: 是}
  - {编号: X-2, 收到日期: 2031-05-04, 类别: 住建, 满意: 是, 办理期限: 2033-01-01, 涉及决定: 甲字1号}
"""
DECISIONS = """\
重大决定:
  - {文号: 甲字1号, 类别: 行政处罚, 决定日期: 2031-05-04, 罚款金额: 49999.99}
  - {文号: 甲字2号, 类别: 行政处罚, 决定日期: 2031-05-04, 罚款金额: 50000, 公布日期: 2031-05-24, 牵头信访: X-1}
"""


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county by the plan above, with one unit that has handed in nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plan_2031.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "data" / "units.yaml").write_text("units:\n  - {id: jia, name: 甲镇, kind: 镇}\n", "utf-8")
    (tmp_path / "submissions" / "甲镇").mkdir(parents=True)
    monkeypatch.setenv("ZHIFA_AS_OF", "2032-01-31")
    return tmp_path


def _found(zhifa: Run, county: Path, text: str, *more: str) -> list[tuple[str, int, str]]:
    (county / "submissions/甲镇/全部.yaml").write_text(HEAD + text, "utf-8")
    _, out, err = zhifa("check", "-f", "json", *more)
    assert not err, err
    return [(found["id"], found["line"], found["message"]) for found in json.loads(out)["findings"]]


def test_check_judges_what_the_plan_adds(zhifa: Run, county: Path) -> None:
    assert _found(zhifa, county, GOOD + DECISIONS) == []
    late = (GOOD + DECISIONS).replace("05-19", "05-20").replace("05-24", "05-25")
    assert [found[:2] for found in _found(zhifa, county, late)] == [("T01.answer", 4), ("T02.publish", 8)]
    assert _found(zhifa, county, late, "--jobs", "2") == _found(zhifa, county, late)
    unhappy = (GOOD + DECISIONS).replace("住建, 满意: 是", "住建, 满意: 否")
    ((id_, _, message),) = _found(zhifa, county, unhappy)
    assert id_ == "T03.count"
    assert "1" in message
    assert "2" in message


def test_a_date_beyond_the_day_of_the_check_is_nothing_done(zhifa: Run, county: Path) -> None:
    early = GOOD.replace("05-19", "05-12") + DECISIONS
    assert _found(zhifa, county, early, "--as-of", "2031-05-11", "--select", "T01") == []
    later = GOOD.replace("05-19", "06-19") + DECISIONS
    ((id_, _, message),) = _found(zhifa, county, later, "--as-of", "2031-06-05", "--select", "T01")
    assert id_ == "T01.answer"
    assert "之后没有办结" in message


@pytest.mark.parametrize(
    ("old", "new", "id_", "said"),
    [
        ("类别: 环保", "类别: 环报", "D.value", "是不是“环保”"),
        ("办结日期: 2031-05-19", "办结日期: 2031.5.19", "D.value", "2031-05-19"),
        ("收到日期: 2031-05-04, 类别: 环保", "收到日期: 2030-05-04, 类别: 环保", "D.value", "2031"),
        ("满意: 是}\n  - {编号: X-2", "满意: 好}\n  - {编号: X-2", "D.value", "应是“是”或“否”"),
        ("编号: X-2", "编号: X-1", "D.duplicate-id", "X-1"),
        ("涉及决定: 甲字1号", "涉及决定: 甲字9号", "D.reference", "甲字9号"),
        ("牵头信访: X-1", "牵头信访: X-7", "D.reference", "X-7"),
        ("罚款金额: 50000", "罚款金额: 5万", "D.value", "应是数字"),
        ("罚款金额: 50000", "罚款全额: 50000", "D.unknown-key", "罚款金额"),
        ("涉及决定: 甲字1号", "承办人: [A9]", "D.reference", "A9"),
        ("涉及决定: 甲字1号", "涉及单位: 乙镇", "D.reference", "甲镇"),
    ],
)
def test_intake_refuses_what_the_added_fields_cannot_hold(
    zhifa: Run, county: Path, old: str, new: str, id_: str, said: str
) -> None:
    text = (GOOD + DECISIONS).replace(old, new, 1)
    assert text != GOOD + DECISIONS
    messages = [message for found, _, message in _found(zhifa, county, text) if found == id_]
    assert any(said in message for message in messages), messages


def test_new_writes_what_the_plan_adds(zhifa: Run, county: Path) -> None:
    code, out, err = zhifa("new", "甲镇")
    assert code == 0, out + err
    text = (county / "submissions/甲镇/信访.yaml").read_text("utf-8")
    assert "收到日期（必填）：收到那一天，如 2031-05-04" in text
    assert "类别（必填）：只能写 环保、住建" in text
    assert "罚款金额：" in (county / "submissions/甲镇/重大决定.yaml").read_text("utf-8")
    assert zhifa("check", "--select", "D")[0] == 0


def test_the_workbook_has_what_the_plan_adds_and_comes_back(zhifa: Run, county: Path) -> None:
    assert zhifa("new", "甲镇", "--xlsx", "甲镇.xlsx")[0] == 0
    book = openpyxl.load_workbook("甲镇.xlsx")
    _fill(book["信访"], 编号="X-1", 收到日期=date(2031, 5, 4), 类别="环保", 办结日期=date(2031, 5, 19), 满意="是")
    _fill(
        book["重大决定"], 文号="甲字2号", 类别="行政处罚", 决定日期=date(2031, 5, 4), 罚款金额=60000.5, 牵头信访="X-1"
    )
    book.save("甲镇.xlsx")
    code, out, err = zhifa("import", "甲镇.xlsx", "--unit", "甲镇")
    assert code == 0, out + err
    text = (county / "submissions/甲镇/信访.yaml").read_text("utf-8")
    assert "  - 编号: X-1\n    收到日期: 2031-05-04\n    类别: 环保\n    办结日期: 2031-05-19\n    满意: 是\n" in text
    assert "罚款金额: 60000.5\n" in (county / "submissions/甲镇/重大决定.yaml").read_text("utf-8")
    _, out, _ = zhifa("check", "-f", "json")
    assert [one["id"] for one in json.loads(out)["findings"]] == ["T03.count", "T02.publish"]


def _fill(page: Any, **values: object) -> None:
    headers = {str(cell.value).removesuffix(" *"): cell.column for cell in page[1]}
    for header, value in values.items():
        page.cell(2, headers[header]).value = value


def test_the_schema_and_the_explanation_tell_of_what_the_plan_adds(zhifa: Run, county: Path) -> None:
    schema = json.loads(zhifa("schema", "submission")[1])
    assert schema["properties"]["信访"]["description"] == "收到的信访件，一件一条。"
    reference = json.dumps(schema["properties"]["信访"])
    name = reference.partition("#/definitions/")[2].partition('"')[0]
    fields = schema["definitions"][name]["properties"]
    assert list(fields)[:3] == ["编号", "收到日期", "类别"]
    assert fields["类别"]["enum"] == ["环保", "住建"]
    assert "T01.answer" in fields["办结日期"]["markdownDescription"]
    assert "T02.publish" in schema["definitions"]["Decision"]["properties"]["公布日期"]["markdownDescription"]
    for id_, said in (("T01.answer", "收到日期: 2031-"), ("T02.publish", "罚款金额: 50000"), ("T03.count", "满意: 是")):
        code, out, err = zhifa("explain", id_)
        assert code == 0, out + err
        assert said in out


def test_fix_mends_the_form_of_what_the_plan_adds(zhifa: Run, county: Path) -> None:
    file = county / "submissions/甲镇/信访.yaml"
    file.write_text(HEAD + "信访:\n- 编号：X-1\n  收到日期：2031.5.4\n  类别: 环保\n", "utf-8")
    assert zhifa("fix", file, "--write")[0] in (0, 1)
    assert file.read_text("utf-8") == HEAD + "信访:\n- 编号: X-1\n  收到日期: 2031-05-04\n  类别: 环保\n"


def test_every_rule_of_the_plan_is_tried_on_its_own_examples(zhifa: Run, county: Path) -> None:
    source = county / "source.txt"
    quotes = ("环保信访件15日内办结", "五万元以上的罚款20日内公布", "12月底前满意的信访件不少于2件")
    text = "".join(f"附件{number}\n{quote}。\n" for number, quote in enumerate(quotes, 1))
    source.write_text(text, "utf-8")
    code, out, err = zhifa("plan", "check", "data/plan_2031.yaml", "--source", "source.txt")
    assert code == 0, out + err
    assert "与原文一致" in out
    # what the plan says of the added field is held against the document too
    wrong = (county / "data/plan_2031.yaml").read_text("utf-8").replace("50000", "60000")
    (county / "data/plan_2031.yaml").write_text(wrong, "utf-8")
    code, out, err = zhifa("plan", "check", "data/plan_2031.yaml", "--source", "source.txt")
    assert code == 1
    assert "60000" in out + err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("满意: 是否", "满意: 是非", "是不是“是否”"),
        ("满意: 是否", "满意: [人员, 文字]", "方括号里只写一种类型"),
        ("  重大决定:\n    ext", "  重大决定:\n    happens: true\n    ext", "只能用 extend 添字段"),
        ("  重大决定:\n    ext", "  空的: {happens: true}\n  重大决定:\n    ext", "没有写字段"),
        ("    key: 编号", "    told_apart: [编号]\n    key: 编号", "请删去 told_apart"),
        ("    key: 编号", "    key: 收到日期", "编号字段的类型应是 文字"),
        ("涉及决定: 重大决定", "涉及决定: 重大决订", "是不是“重大决定”"),
        ("类别: {type: 信访类别", "类别: {type: 信访类型", "是不是“信访类别”"),
        ("罚款金额: 数字", "决定日期: 日期", "“重大决定”里已有“决定日期”"),
        ("罚款金额: 数字", "备案日期: 日期", "“重大决定”里已有“备案日期”"),
        ("    key: 编号", "    key: 编码", "fields 里没有“编码”，是不是“编号”"),
        ("    dated: 收到日期", "    dated: 类别", "发生日期的类型应是 日期 或 时刻"),
        ("  重大决定:\n    extend", "  重大决订:\n    extend", "是不是“重大决定”"),
        ("  重大决定:\n    ext", "  培训: {fields: {甲: 文字}}\n  重大决定:\n    ext", "“培训”是“人员”里"),
        ("  重大决定:\n    ext", "  培训: {extend: {甲: 文字}}\n  重大决定:\n    ext", "如 培训.某字段"),
        ("    key: 编号", "    file: ../x.yaml\n    key: 编号", "不能做文件名"),
        ("承办人: [人员]", "承办人: [日期]", "[日期] 不能用"),
        ("      满意: 是否", "      a.b: 是否", "“a.b”不能做名称"),
        ("      满意: 是否", "      满意: {type: 是否, evidence: true}", "只有类型是 日期 或 时刻 的才能写"),
        ("涉及决定: 重大决定", "上一件: {type: 信访, required: true}", "谁也填不成"),
        ("罚款金额: {at_least", "罚款全额: {at_least", "罚款金额"),
        ("where: {类别: 环保}", "where: {类别: 环报}", "是不是“环保”"),
        ("  信访类别: [环保, 住建]", "  信访类别: [环保, 住建]\n  来源类别: [网]", "“来源类别”"),
        ("  信访类别: [环保, 住建]", "  信访类别: [环保, 住建]\n  日期: [网]", "“日期”"),
    ],
)
def test_a_wrong_declaration_is_refused_once_with_its_line(
    zhifa: Run, county: Path, old: str, new: str, said: str
) -> None:
    text = PLAN.replace(old, new, 1)
    assert text != PLAN
    (county / "data/plan_2031.yaml").write_text(text, "utf-8")
    (county / "submissions/甲镇/全部.yaml").write_text(HEAD + GOOD, "utf-8")
    code, out, err = zhifa("check")
    assert code == 2
    problems = [line for line in (out + err).splitlines() if "plan_2031.yaml:" in line]
    assert said in (out + err).replace("\n", "").replace(" " * 4, ""), out + err
    assert len(problems) == 1, problems


def test_two_plans_of_a_year_add_to_one_section(zhifa: Run, county: Path) -> None:
    second = """\
id: 试〔2031〕3号
title: 补充通知
year: 2031
issued: 2031-02-01
kinds: [镇]
sections:
  重大决定: {extend: {归档日期: 日期}}
requirements:
  - id: B01.file
    title: 归档
    clauses: [{place: 附件1, quote: 30日内归档}]
    binds: {kinds: [镇]}
    rule: {kind: within, section: 重大决定, since: 决定日期, until: 归档日期, strict: {days: 30}}
"""
    (county / "data/plan_2031_b.yaml").write_text(second, "utf-8")
    found = _found(zhifa, county, GOOD + DECISIONS.replace("牵头信访: X-1", "牵头信访: X-1, 归档日期: 2031-06-03"))
    assert [one[:2] for one in found] == [("B01.file", 7)]


def test_the_difference_of_two_plans_names_what_they_add(zhifa: Run, county: Path) -> None:
    other = PLAN.replace("罚款金额: 数字", "罚款金额: 整数").replace(
        "      满意: 是否\n", "      满意: {type: 是否, required: true}\n"
    )
    (county / "other.yaml").write_text(other, "utf-8")
    _, out, err = zhifa("plan", "diff", "data/plan_2031.yaml", "other.yaml")
    assert not err, err
    assert "部分和字段，新增：信访.满意（是否，必填）、重大决定.罚款金额（整数）" in out
    assert "部分和字段，去掉：信访.满意（是否）、重大决定.罚款金额（数字）" in out


NO_LISTS = """\
id: 试〔2032〕1号
title: 不用词表的计划
year: 2032
issued: 2032-01-02
kinds: [镇]
sections:
  巡查:
    told_apart: [日期, 备注]
    dated: 日期
    fields: {日期: 日期, 人数: 整数, 参加: [人员], 期: 所属期, 备注: 文字, 地点: [文字], 邻镇: [单位]}
  报送: {extend: {上网日期: 日期}}
requirements:
  - id: T01.sum
    title: 巡查人数
    clauses: [{place: 附件1, quote: 每季度巡查30人}]
    binds: {kinds: [镇]}
    rule: {kind: amount, of: 巡查.人数, at_least: 30, every: quarter, due: 每季度}
  - id: T02.said
    title: 写明裁量
    clauses: [{place: 附件2, quote: 写明裁量基准}]
    binds: {kinds: [镇]}
    rule: {kind: stated, section: 重大决定, field: 裁量基准}
  - id: T03.report
    title: 季报上网
    clauses: [{place: 附件3, quote: 每季度上网}]
    binds: {kinds: [镇]}
    rule: {kind: report, items: [季报], every: quarter, dates: [日期, 上网日期], due: 每季度}
"""


def test_lists_of_words_that_no_rule_uses_need_not_be_there(zhifa: Run, county: Path) -> None:
    plan = county / "data/plan_2032.yaml"
    plan.write_text(NO_LISTS, "utf-8")
    records = """\
重大决定:
  - {文号: 乙字1号, 类别: 随便什么, 决定日期: 2032-03-01, 裁量基准: 从轻}
巡查:
  - {日期: 2032-03-01, 人数: 20, 备注: 上午, 地点: [东村, 西村], 期: 2032Q1}
  - {日期: 2032-03-01, 人数: 10, 备注: 下午}
  - {日期: 2032-03-01, 人数: 10, 备注: 下午}
报送:
  - {事项: 季报, 所属期: 2032Q1, 日期: 2032-03-30, 上网日期: 2032-04-20}
"""
    (county / "submissions/甲镇/今年.yaml").write_text(HEAD.replace("2031", "2032") + records, "utf-8")
    _, out, err = zhifa("check", "--year", "2032", "--as-of", "2032-05-01", "-f", "json")
    assert not err, err
    assert [one["id"] for one in json.loads(out)["findings"]] == ["D.duplicate-record", "T03.report"]
    for command in (["new", "甲镇", "--xlsx", "甲镇.xlsx"], ["schema", "submission"], ["explain", "T03.report"]):
        code, out, err = zhifa(
            *command, "--year" if command[0] == "new" else "--plan", "2032" if command[0] == "new" else plan
        )
        assert code == 0, out + err
    # a rule that goes by words needs their list
    plan.write_text(NO_LISTS.replace("field: 裁量基准", "field: 裁量基准, where: {类别: 行政处罚}"), "utf-8")
    code, out, err = zhifa("check", "--year", "2032", "--as-of", "2032-05-01")
    assert code == 2
    assert "词表“执法行为类别”在计划的 categories 里没有" in out + err


def test_a_date_that_the_plan_marks_is_held_against_git(zhifa: Run, county: Path) -> None:
    plan = county / "data/plan_2031.yaml"
    plan.write_text(PLAN + "evidence: {tolerance_days: 7}\n", "utf-8")
    (county / "submissions/甲镇/全部.yaml").write_text(HEAD + GOOD + DECISIONS, "utf-8")
    tree = Clone(county)
    tree.git("init", "-q")
    tree.git("add", "-A")
    tree.git("commit", "-q", "-m", "all", at="2031-06-20T12:00:00+0800")
    _, out, err = zhifa("check", "-f", "json", "--git-evidence")
    assert not err, err
    hints = [notice["message"] for notice in json.loads(out)["notices"] if notice["kind"] == "git-evidence"]
    # 公布日期 is not marked
    assert len(hints) == 1, hints
    assert "信访 X-1 的办结日期" in hints[0]


def test_processes_beside_each_other_judge_what_the_plan_adds_alike(zhifa: Run, county: Path) -> None:
    names = [f"{sign}镇" for sign in "甲乙丙丁"]
    lines = [f"  - {{id: u{number}, name: {name}, kind: 镇}}\n" for number, name in enumerate(names)]
    (county / "data/units.yaml").write_text("units:\n" + "".join(lines), "utf-8")
    for name in names:
        (county / "submissions" / name).mkdir(exist_ok=True)
        text = HEAD.replace("甲镇", name) + GOOD.replace("05-19", "05-25") + DECISIONS
        (county / "submissions" / name / "全部.yaml").write_text(text, "utf-8")
    alone, beside = (json.loads(zhifa("check", "-f", "json", "--jobs", jobs)[1]) for jobs in ("1", "3"))
    assert len(alone["findings"]) == 4
    assert alone["findings"] == beside["findings"]


def test_a_ledger_that_says_something_else_is_no_second_record(zhifa: Run, county: Path) -> None:
    file = county / "submissions/甲镇/信访.yaml"
    file.write_text(HEAD + GOOD, "utf-8")
    assert zhifa("new", "甲镇", "--xlsx", "甲镇.xlsx")[0] == 0
    book = openpyxl.load_workbook("甲镇.xlsx")
    _fill(book["信访"], 办结日期=date(2031, 5, 30))
    book.save("甲镇.xlsx")
    code, out, err = zhifa("import", "甲镇.xlsx", "--unit", "甲镇")
    assert code == 1
    assert "“办结日期”文件里是“2031-05-19”，表里是“2031-05-30”" in out + err


def test_two_plans_that_mean_different_things_by_one_field_are_refused(zhifa: Run, county: Path) -> None:
    second = PLAN.replace("2号", "3号").replace("T0", "B0").replace("公布日期: {type: 日期", "公布日期: {type: 时刻")
    (county / "data/plan_2031_b.yaml").write_text(second, "utf-8")
    code, out, err = zhifa("check")
    assert code == 2
    assert "字段“重大决定.公布日期”" in out + err
    assert "信访" not in out + err


def test_what_a_required_reference_needs_is_in_the_example(zhifa: Run, county: Path) -> None:
    plan = PLAN.replace("牵头信访: 信访", "牵头信访: {type: 信访, required: true}").replace(
        "承办人: [人员]", "承办人: {type: [人员], required: true}"
    )
    (county / "data/plan_2031.yaml").write_text(plan, "utf-8")
    code, out, err = zhifa("explain", "T02.publish")
    assert code == 0, out + err
    assert "这样填就达标" in out
    good = out.split("这样填就达标")[1]
    assert good.index("人员:") < good.index("信访:") < good.index("重大决定:")
