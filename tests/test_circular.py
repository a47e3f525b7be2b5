"""A circular in mid-year: it goes by what the plan in force declares, changes its numbers and adds duties."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

PLAN = """\
id: 云汀〔2031〕1号
title: 2031年案卷评查方案
year: 2031
issued: 2031-01-10
kinds: [镇, 部门]
binds: {kinds: [镇, 部门]}
categories:
  评查结果: [合格, 不合格]
sections:
  评查卷: {key: 卷号, dated: 评查日期, fields: {卷号: 文字, 评查日期: 日期, 结果: {type: 评查结果, required: true}}}
  监督问题: {key: 编号, dated: 发现日期, happens: true, fields: {编号: 文字, 发现日期: 日期, 整改日期: 日期}}
  重大决定: {extend: {公布日期: 日期}}
requirements:
  - id: B1.bad
    title: 不合格率
    clauses: [{place: 正文一, quote: 不合格案卷占评查案卷的比例应当低于5%}]
    rule: {kind: amount, of: 评查卷, called: 不合格案卷, unit: 件,
      where: {结果: 不合格}, over: {of: 评查卷}, less_than: 5, due: {phrase: 年内, assumed: true}}
  - id: B2.fix
    title: 整改
    clauses: [{place: 正文二, quote: 自发现之日起30日内整改}]
    rule: {kind: within, section: 监督问题, since: 发现日期, until: 整改日期, strict: {days: 30}}
  - id: B3.report
    title: 季报
    clauses: [{place: 正文三, quote: 每季度结束后10日内报送季报}]
    rule: {kind: report, items: [季报], every: quarter, due: 每季度结束后10日内}
"""
HEAD = """\
id: 云汀〔2031〕9号
title: 2031年案卷评查补充通知
year: 2031
issued: 2031-06-24
kinds: [镇, 部门]
binds: {kinds: [镇, 部门]}
"""
CIRCULAR = (
    HEAD
    + """\
requirements:
  - id: X1.all
    title: 合格率
    clauses: [{place: 正文一, quote: 合格案卷占评查案卷的比例不低于90%}]
    rule: {kind: amount, of: 评查卷, called: 合格案卷, unit: 件,
      where: {结果: 合格}, over: {of: 评查卷}, at_least: 90, due: {phrase: 年内, assumed: true}}
  - id: X2.open
    title: 公开
    clauses: [{place: 正文二, quote: 自决定之日起7个工作日内公布}]
    rule: {kind: within, section: 重大决定, since: 决定日期, until: 公布日期, strict: {workdays: 7}}
"""
)
UNITS = "units:\n  - {id: jia, name: 甲镇, kind: 镇}\n  - {id: yi, name: 乙局, kind: 部门}\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def source(number: str, day: str, *sentences: str) -> str:
    said = "\n".join(f"{one}、{said}。" for one, said in zip("一二三四五六", sentences, strict=False))
    return f"{number}\n\n关于案卷评查的通知\n\n各镇、各部门：\n\n{said}\n\n{day}\n"


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "data/plan_2031.yaml", PLAN)
    write(tmp_path / "data/plan_2031_补充.yaml", CIRCULAR)
    write(tmp_path / "data/units.yaml", UNITS)
    said = ["合格案卷占评查案卷的比例不低于90%", "自决定之日起7个工作日内公布"]
    write(tmp_path / "data/source_plan_2031_补充.txt", source("云汀〔2031〕9号", "2031年6月24日", *said))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def submitted(county: Path, text: str, unit: str = "甲镇") -> None:
    write(county / f"submissions/{unit}/2031.yaml", f"单位: {unit}\n年度: 2031\n{text}")


def judged(zhifa: Run, as_of: str, *args: str) -> dict[str, Any]:
    code, out, err = zhifa("check", "submissions", "--as-of", as_of, "-f", "json", *args)
    assert (code in (0, 1), err) == (True, "")
    return dict(json.loads(out))


def verdicts(report: dict[str, Any], unit: str = "jia") -> dict[tuple[str, str], str]:
    """By requirement and period."""
    return {(one["requirement"], one["period"]): one["status"] for one in report["outcomes"] if one["unit"] == unit}


DOSSIERS = "评查卷:\n" + "".join(
    f"  - {{卷号: A{n}, 评查日期: 2031-0{n % 9 + 1}-05, 结果: {'不合格' if n == 3 else '合格'}}}\n" for n in range(20)
)


def test_a_circular_goes_by_sections_fields_and_words_of_the_plan(zhifa: Run, county: Path) -> None:
    code, out, err = zhifa("plan", "check", "data/plan_2031_补充.yaml")
    assert (code, err) == (0, ""), out
    submitted(
        county, DOSSIERS + "重大决定:\n  - {文号: J1, 类别: 行政处罚, 决定日期: 2031-07-01, 公布日期: 2031-08-30}\n"
    )
    for plans in ((), ("--plan", "data/plan_2031_补充.yaml")):
        report = judged(zhifa, "2032-01-31", "--unit", "甲镇", *plans)
        assert {id_: one for (id_, _), one in verdicts(report).items() if id_[0] == "X"} == {
            "X1.all": "met",
            "X2.open": "violated",
        }
        assert not [one for one in report["findings"] if one["id"].startswith("D.")]


def test_a_section_misspelt_is_told_with_those_of_the_plan(zhifa: Run, county: Path) -> None:
    wrong = CIRCULAR.replace("of: 评查卷, called", "of: 评察卷, called")
    write(county / "data/plan_2031_补充.yaml", wrong)
    code, out, _ = zhifa("plan", "check", "data/plan_2031_补充.yaml")
    assert code == 1
    assert "没有“评察卷”这一部分，是不是“评查卷”" in out
    write(county / "data/plan_2031_补充.yaml", CIRCULAR.replace("结果: 合格}", "结果: 合格了}"))
    assert "是不是“合格”" in zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]


def test_a_plan_does_not_see_what_a_later_one_adds(zhifa: Run, county: Path) -> None:
    write(
        county / "data/plan_2031_补充.yaml",
        CIRCULAR.replace("requirements", "sections:\n  回访: {key: 号, fields: {号: 文字}}\nrequirements"),
    )
    submitted(county, "回访:\n  - {号: 1}\n")
    for as_of, refused in (("2031-06-23", True), ("2031-06-24", False)):
        found = judged(zhifa, as_of)["findings"]
        assert bool([one for one in found if one["id"].startswith("D.")]) is refused


def test_sections_of_a_plan_replaced_stay_for_the_circular_that_goes_by_them(zhifa: Run, county: Path) -> None:
    whole = PLAN.replace("1号", "20号").replace("2031-01-10", "2031-09-01\nreplaces: 云汀〔2031〕1号")
    head, _, rest = whole.partition("categories:")
    write(county / "data/plan_2031_新.yaml", head + "requirements:\n" + rest[rest.index("  - id: B3") :])
    submitted(county, DOSSIERS)
    report = judged(zhifa, "2032-01-31")
    assert [one["id"] for one in report["plans"]] == ["云汀〔2031〕9号", "云汀〔2031〕20号"]
    assert verdicts(report)["X1.all", "2031"] == "met"
    assert not [one for one in report["findings"] if one["id"].startswith("D.")]


CHANGED = (
    HEAD
    + """\
requirements:
  - id: X1.bad
    title: 不合格率
    supersedes: B1.bad
    clauses: [{place: 正文一, quote: 不合格案卷占评查案卷的比例由低于5%调整为低于20%}]
    rule: {kind: amount, of: 评查卷, called: 不合格案卷, unit: 件, where: {结果: 不合格}, over: {of: 评查卷},
      less_than: 20, due: {phrase: 年内, assumed: true}}
  - id: X2.fix
    title: 整改
    supersedes: [B2.fix]
    effective: {from: 2031-07-01}
    clauses: [{place: 正文二, quote: 自2031年7月1日起，自发现之日起30日内整改调整为20日内整改}]
    rule: {kind: within, section: 监督问题, since: 发现日期, until: 整改日期, strict: {days: 20}}
  - id: X3.report
    title: 季报
    supersedes: [B3.report]
    clauses: [{place: 正文三, quote: 季报由每季度结束后10日内报送调整为每季度结束后5日内报送}]
    rule: {kind: report, items: [季报], every: quarter, due: 每季度结束后5日内}
"""
)
SAID = [
    "不合格案卷占评查案卷的比例由低于5%调整为低于20%",
    "自2031年7月1日起，自发现之日起30日内整改调整为20日内整改",
    "季报由每季度结束后10日内报送调整为每季度结束后5日内报送",
]


@pytest.fixture
def changed(county: Path) -> Path:
    """The circular changes every number of the plan."""
    write(county / "data/plan_2031_补充.yaml", CHANGED)
    write(county / "data/source_plan_2031_补充.txt", source("云汀〔2031〕9号", "2031年6月24日", *SAID))
    asked = ["不合格案卷占评查案卷的比例应当低于5%", "自发现之日起30日内整改", "每季度结束后10日内报送季报"]
    write(county / "data/source_plan_2031.txt", source("云汀〔2031〕1号", "2031年1月10日", *asked))
    return county


def test_what_a_circular_changes_is_judged_by_it_from_its_issue_on(zhifa: Run, changed: Path) -> None:
    reports = "".join(
        f"  - {{事项: 季报, 所属期: 2031Q{n}, 日期: {day}}}\n"
        for n, day in ((1, "2031-04-10"), (2, "2031-07-28"), (3, "2031-10-05"), (4, "2032-01-05"))
    )
    submitted(changed, DOSSIERS + "报送:\n" + reports)
    before = verdicts(judged(zhifa, "2031-06-23"))
    assert {id_ for id_, _ in before} == {"B1.bad", "B2.fix", "B3.report"}
    assert before["B1.bad", "2031"] == "pending"
    after = verdicts(judged(zhifa, "2032-01-31"))
    # 1 of 20 is not below 5 %, and below 20 %; of the reports the first fell due before the circular
    assert {key: one for key, one in after.items() if key[0][1:] not in (".fix",)} == {
        ("B2.fix", "2031"): "not_applicable",
        ("B3.report", "2031Q1"): "met",
        ("X1.bad", "2031"): "met",
        ("X2.fix", "2031"): "not_applicable",
        ("X3.report", "2031Q2"): "violated",
        ("X3.report", "2031Q3"): "met",
        ("X3.report", "2031Q4"): "met",
    }


@pytest.mark.parametrize(
    ("found", "mended", "by"),
    [
        ("2031-06-30", "2031-07-30", []),
        ("2031-06-30", "2031-08-30", ["B2.fix"]),
        ("2031-07-01", "2031-07-21", []),
        ("2031-07-01", "2031-08-30", ["X2.fix"]),
    ],
)
def test_an_event_is_judged_by_what_held_on_its_day(
    zhifa: Run, changed: Path, found: str, mended: str, by: list[str]
) -> None:
    submitted(changed, f"监督问题:\n  - {{编号: W1, 发现日期: {found}, 整改日期: {mended}}}\n")
    findings = judged(zhifa, "2032-01-31", "--unit", "甲镇", "--select", "B2", "--select", "X2")["findings"]
    assert [one["id"] for one in findings if one["status"] == "violated"] == by


def test_it_is_told_everywhere_what_stands_in_the_place_of_what(zhifa: Run, changed: Path) -> None:
    submitted(changed, DOSSIERS)
    said = [
        "X1.bad 从 2031-06-24 起代替 B1.bad：那天起到期的按 X1.bad 认定，以前的仍按 B1.bad",
        "X2.fix 从 2031-07-01 起代替 B2.fix：那天起发生的按 X2.fix 认定，以前的仍按 B2.fix",
    ]
    for name in ("plan_2031.yaml", "plan_2031_补充.yaml"):
        code, out, err = zhifa("plan", "check", f"data/{name}")
        assert (code, err) == (0, ""), out
        assert all(f"注意：{one}" in out for one in said)
    for format_ in ("full", "markdown"):
        out = zhifa("rules", "--as-of", "2031-07-01", "-f", format_)[1]
        assert all(out.count(one) == 2 for one in said)
    rules = json.loads(zhifa("rules", "--as-of", "2031-07-01", "-f", "json")[1])["rules"]
    assert {one["id"]: one["supersedes"] for one in rules}["X1.bad"] == ["B1.bad"]
    for id_ in ("B1.bad", "X1.bad"):
        assert said[0] in zhifa("explain", id_, "--as-of", "2031-07-01")[1]
    assert said[0] not in zhifa("explain", "B1.bad", "--as-of", "2031-06-23")[1]
    (notice,) = [one for one in judged(zhifa, "2031-07-01")["notices"] if one["kind"] == "plan-supersedes"]
    assert all(one in notice["message"] for one in said)
    due = json.loads(zhifa("due", "--as-of", "2031-07-01", "--month", "7", "-f", "json")[1])["due"]
    assert [(one["requirement"], one["strict_due"]) for one in due] == [("X3.report", "2031-07-05")]


def test_whoever_the_circular_does_not_bind_stays_bound_by_the_plan(zhifa: Run, changed: Path) -> None:
    text = CHANGED.replace("    supersedes: B1.bad\n", "    supersedes: B1.bad\n    binds: {kinds: [镇]}\n")
    write(changed / "data/plan_2031_补充.yaml", text)
    for unit in ("甲镇", "乙局"):
        submitted(changed, DOSSIERS, unit)
    report = judged(zhifa, "2032-01-31", "--select", "B1", "--select", "X1")
    assert verdicts(report) == {("X1.bad", "2031"): "met"}
    assert verdicts(report, "yi") == {("B1.bad", "2031"): "violated"}
    assert "起代替 B1.bad（只对镇）" in zhifa("plan", "check", "data/plan_2031.yaml")[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("supersedes: B1.bad", "supersedes: B1.bed", "没有编号为“B1.bed”的要求，代替不了。是不是“B1.bad”？（看过"),
        ("supersedes: B1.bad", "supersedes: X2.fix", "“X2.fix”就在这份计划里"),
        ("issued: 2031-06-24", "issued: 2031-01-10", "不比这份早"),
        ("supersedes: B1.bad\n", "supersedes: B1.bad\n    binds: {kinds: [园区]}\n", "没有一个单位相同"),
    ],
)
def test_what_cannot_be_superseded_is_refused(zhifa: Run, changed: Path, old: str, new: str, said: str) -> None:
    text = CHANGED.replace("kinds: [镇, 部门]\nbinds", "kinds: [镇, 部门, 园区]\nbinds").replace(old, new)
    write(changed / "data/plan_2031_补充.yaml", text)
    code, out, _ = zhifa("plan", "check", "data/plan_2031_补充.yaml")
    assert code == 1
    assert said in out
    submitted(changed, DOSSIERS)
    code, _, err = zhifa("check", "submissions", "--as-of", "2032-01-31")
    assert code == 2
    assert said in err


def test_a_second_circular_takes_over_from_the_first(zhifa: Run, changed: Path) -> None:
    third = CHANGED.replace("9号", "15号").replace("2031-06-24", "2031-10-08").replace("id: X", "id: Y")
    write(
        changed / "data/plan_2031_三.yaml", third[: third.index("  - id: Y2")].replace("20%", "4%").replace("20,", "4,")
    )
    submitted(changed, DOSSIERS)
    code, _, err = zhifa("check", "submissions", "--as-of", "2032-01-31")
    assert (code, "“B1.bad”已经由“X1.bad”代替，请写 supersedes: X1.bad" in err) == (2, True)
    text = (changed / "data/plan_2031_三.yaml").read_text("utf-8").replace("supersedes: B1", "supersedes: X1")
    write(changed / "data/plan_2031_三.yaml", text)
    for as_of, id_, status in (("2031-10-07", "X1.bad", "pending"), ("2032-01-31", "Y1.bad", "violated")):
        assert verdicts(judged(zhifa, as_of, "--select", id_[:2])) == {(id_, "2031"): status}


def test_points_go_on_with_what_stands_in_the_place(zhifa: Run, changed: Path) -> None:
    own = PLAN.replace("    title: 不合格率\n", "    title: 不合格率\n    score: {points: 6, each_short: 2}\n")
    write(changed / "data/plan_2031.yaml", own)
    other = HEAD.replace("9号", "30号").replace("2031-06-24", "2031-02-01") + (
        "scores:\n  - id: K1.report\n    title: 报送\n    of: B3.report\n    score: {points: 4, each_short: 1}\n"
        "    clauses: [{place: 正文一, quote: 季报4分}]\n"
    )
    write(changed / "data/plan_2031_考核.yaml", other)
    submitted(changed, DOSSIERS)
    out = zhifa("status", "submissions", "--scores", "--as-of", "2032-01-31", "--unit", "甲镇")[1]
    # 5 % would be too much by the plan, and is not by the circular
    assert "6 / 6 分" in out
    # one report short by the plan, three by the circular
    assert "K1.report 报送：满分 4，少 4 × 1 ＝ 扣 4，得 0" in out
    write(
        changed / "data/plan_2031_补充.yaml",
        CHANGED.replace("    supersedes: B1.bad\n", "    supersedes: B1.bad\n    score: {points: 6, each_short: 2}\n"),
    )
    code, _, err = zhifa("check", "submissions", "--as-of", "2032-01-31")
    assert (code, "再写 score 就算了两次" in err) == (2, True)


def test_a_document_replaced_that_no_plan_is_is_told_when_the_plan_is_checked(zhifa: Run, changed: Path) -> None:
    for number, told in (("7号", True), ("1号", False)):
        text = CHANGED.replace("year:", f"replaces: 云汀〔2031〕{number}\nyear:").replace("supersedes", "#")
        write(changed / "data/plan_2031_补充.yaml", text)
        out = zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]
        assert (f"replaces 写的“云汀〔2031〕{number}”不是 data 里任何一份计划的文号" in out) is told
        gone = "起整份代替 云汀〔2031〕1号，那一份的 3 项要求这里没有，那天起不再核对：B1.bad、B2.fix、B3.report"
        assert (gone in out) is not told


def test_the_difference_tells_what_a_circular_adds_and_that_the_rest_goes_on(zhifa: Run, changed: Path) -> None:
    more = "  - id: X4.self\n    title: 自查\n    binds: {kinds: [镇]}\n"
    more += "    clauses: [{place: 正文四, quote: 8月31日前报送自查报告}]\n"
    text = CHANGED[: CHANGED.index("  - id: X3")].replace(
        "    supersedes: [B2.fix]\n", "    supersedes: [B2.fix]\n    binds: {kinds: [镇]}\n"
    )
    text = text.replace("requirements", "sections:\n  重大决定: {extend: {上传日期: 日期}}\nrequirements")
    rule = "    rule: {kind: report, items: [自查报告], every: year, due: 8月31日前}\n"
    write(changed / "data/plan_2031_补充.yaml", text + more + rule)
    code, out, err = zhifa("plan", "diff", "data/plan_2031.yaml", "data/plan_2031_补充.yaml")
    assert (code, err) == (0, "")
    assert (
        out
        == """\
云汀〔2031〕9号 与 云汀〔2031〕1号 是同一年度的两份文件，没有写 replaces：两份同时有效，\
云汀〔2031〕1号 的要求除写明代替的以外都照旧。\
整个代替的，请写 replaces。
文件
  部分和字段，新增：重大决定.上传日期（日期）
新增的要求
  X4.self 自查（镇）：正文四「8月31日前报送自查报告」
代替的要求
  X1.bad 从 2031-06-24 起代替 B1.bad：那天起到期的按 X1.bad 认定，以前的仍按 B1.bad
    少于：5 → 20（多 15）
  X2.fix 从 2031-07-01 起代替 B2.fix（只对镇）：那天起发生的按 X2.fix 认定，以前的仍按 B2.fix
    责任单位，去掉：部门
    时限：30 日 → 20 日
    适用的时间·从：没有 → 2031-07-01
各单位要改什么
  镇
    X1.bad 不合格率：少于：5 → 20（多 15）
    X2.fix 整改：时限：30 日 → 20 日
    X2.fix 整改：适用的时间·从：没有 → 2031-07-01
    新增 X4.self 自查，期限 2031-08-31
  部门
    X1.bad 不合格率：少于：5 → 20（多 15）
新增 1 项，代替 2 项，照旧 1 项。
"""
    )


@pytest.mark.parametrize("how", ["replaces: 云汀〔2031〕1号\n", "", "number", "year"])
def test_what_does_not_hold_beside_the_other_is_compared_as_before(zhifa: Run, changed: Path, how: str) -> None:
    text = CHANGED.replace("    supersedes: B1.bad\n", "")
    if how == "number":
        text = text.replace("〔2031〕9号", "〔2031〕1号")
    elif how == "year":
        text = PLAN[: PLAN.index("  - id: B3")].replace("2031", "2032")
    else:
        # of equal ids only one can be in force
        text = text.replace("year:", f"{how}year:") if how else text.replace("X3.report\n", "B3.report\n")
    write(changed / "data/plan_2031_补充.yaml", text)
    out = zhifa("plan", "diff", "data/plan_2031.yaml", "data/plan_2031_补充.yaml")[1]
    assert "同时有效" not in out
    assert "取消" in out


def test_records_that_a_narrower_condition_leaves_without_a_rule_are_told(zhifa: Run, changed: Path) -> None:
    text = CHANGED.replace("section: 监督问题,", "section: 监督问题, where: {整改日期: 有},")
    write(changed / "data/plan_2031_补充.yaml", text)
    said = "X2.fix 的条件和它代替的 B2.fix 不同：从 2031-07-01 起"
    assert said in zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]
    assert said not in zhifa("plan", "check", "data/plan_2031.yaml")[1]
    rest = text[text.index("  - id: X2") : text.index("  - id: X3")].replace("id: X2", "id: X4")
    write(changed / "data/plan_2031_补充.yaml", text + rest.replace("整改日期: 有", "整改日期: 无"))
    assert said not in zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]


def test_what_is_overlooked_beside_a_change_is_told(zhifa: Run, changed: Path) -> None:
    more = (
        "  - id: B4.rate\n    title: 整改率\n    clauses: [{place: 正文四, quote: 按时整改率达到100%}]\n"
        "    rule: {kind: answer_rate, requirement: B2.fix, section: 监督问题, at_least: 100}\n"
        "  - id: B5.card\n    title: 证号\n    clauses: [{place: 正文五, quote: 都要登记证号}]\n"
        "    rule: {kind: stated, section: 人员, field: 执法证号}\n"
    )
    write(changed / "data/plan_2031.yaml", PLAN + more)
    card = "  - {id: X5.card, title: 证期, supersedes: B5.card, clauses: [{place: 正文四, quote: 都要登记有效期}],\n"
    card += "     rule: {kind: stated, section: 人员, field: 证件有效期至}}\n"
    write(changed / "data/plan_2031_补充.yaml", CHANGED + card)
    out = zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]
    assert "注意：B4.rate 按 B2.fix 算，没有一起代替，从 2031-07-01 起仍按原来的数。请核对。" in out
    assert "B5.card 看的记录没有日期，分不出是不是 2031-06-24 以前的" in out
    assert "B2.fix 看的记录没有日期" not in out


def test_a_plan_that_replaces_the_one_a_circular_changed_holds_by_its_own_numbers(zhifa: Run, changed: Path) -> None:
    whole = PLAN.replace("1号", "20号").replace("2031-01-10", "2031-09-01\nreplaces: 云汀〔2031〕1号")
    write(changed / "data/plan_2031_a.yaml", whole)
    submitted(changed, DOSSIERS)
    report = judged(zhifa, "2032-01-31", "--select", "B1", "--select", "X1")
    assert verdicts(report) == {("X1.bad", "2031"): "met", ("B1.bad", "2031"): "violated"}


def test_a_period_that_neither_judges_is_told(zhifa: Run, changed: Path) -> None:
    text = CHANGED.replace("issued: 2031-06-24", "issued: 2031-07-06")
    write(changed / "data/plan_2031_补充.yaml", text)
    out = zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]
    said = "2031年第2季度：B3.report 在 2031-07-06 以后到期，X3.report 在那以前已经到期，两项都不核对"
    assert said in out
    submitted(changed, DOSSIERS)
    found = verdicts(judged(zhifa, "2032-01-31", "--select", "B3", "--select", "X3"))
    assert set(found) == {("B3.report", "2031Q1"), ("X3.report", "2031Q3"), ("X3.report", "2031Q4")}
    write(changed / "data/plan_2031_补充.yaml", CHANGED)
    assert "两项都不核对" not in zhifa("plan", "check", "data/plan_2031_补充.yaml")[1]
