"""What whoever makes next year's plan runs: a draft from the text, the difference from last year's, a preview."""

import re
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.plan.drafted_rules import deadline_in, likely_rules
from zhifa_check.plan.drafting import draft
from zhifa_check.plan.model import Plan
from zhifa_check.plan.source import load_source, read_source
from zhifa_check.plan.tokens import tokens

PLAN = ROOT / "data" / "plan_2023.yaml"
TEXT = PLAN.read_text(encoding="utf-8")

CIRCULAR = """某县人民政府办公室文件
某政办发〔2026〕8号

关于印发某县2026年行政执法人员轮训方案的通知

各镇人民政府，县各行政执法部门：

第一条 每名行政执法人员每年培训不少于40学时。
第二条 各单位每季度末报送轮训情况，12月20日前报送总结。
第三条 不得以会代训。

某县人民政府办公室
2026年1月15日
"""


# --- new


def test_a_draft_has_the_head_of_the_document_and_every_sentence_that_obliges(zhifa: Run, tmp_path: Path) -> None:
    source, plan = tmp_path / "source_plan_2026.txt", tmp_path / "plan_2026.yaml"
    source.write_text(CIRCULAR, encoding="utf-8")
    code, out, _ = zhifa("plan", "new", source, "-o", plan)
    assert code == 0
    assert "3 句话要处理" in out
    text = plan.read_text(encoding="utf-8")
    assert "id: 某政办发〔2026〕8号\ntitle: 某县2026年行政执法人员轮训方案\nyear: 2026\nissued: 2026-01-15\n" in text
    assert "第一条（原文第 8 行）：每年、40学时" in text
    assert "rule: {kind: report, items: [事项的名称], every: quarter, due: 每季度末}" in text
    assert "有数据能核对的写规则（before、stated、certified" in text


def test_a_draft_counts_for_nothing_until_somebody_has_worked_on_it(zhifa: Run, tmp_path: Path) -> None:
    source, plan = tmp_path / "source_plan_2026.txt", tmp_path / "plan_2026.yaml"
    source.write_text(CIRCULAR, encoding="utf-8")
    zhifa("plan", "new", source, "-o", plan)
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    assert "requirements" in out


def test_a_draft_with_its_signs_removed_is_a_plan_and_its_check_lists_the_rest(zhifa: Run, tmp_path: Path) -> None:
    source, plan = tmp_path / "source_plan_2026.txt", tmp_path / "plan_2026.yaml"
    source.write_text(CIRCULAR, encoding="utf-8")
    zhifa("plan", "new", source, "-o", plan)
    first, *_ = re.findall(r"(?m)(?:^  # .*\n)+", plan.read_text(encoding="utf-8").split("requirements:")[1])
    enabled = "".join(line.replace("# ", "", 1) for line in first.splitlines(keepends=True)[1:] if "或者" not in line)
    text = plan.read_text(encoding="utf-8").split("requirements:")[0] + "requirements:\n" + enabled
    plan.write_text(text.replace("[镇, 街道, 部门, 司法局]", "[部门]"), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    *of_the_text, left_open, _ = (line for line in out.splitlines() if "注意：" not in line)
    assert [re.findall("“([^”]+)”没有着落", line) for line in of_the_text] == [["每季度", "12月20日"], ["不得"]], out
    assert "“一句话说清要做什么”是草稿里留着要填的" in left_open


def test_no_plan_is_written_over(zhifa: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan_2026.yaml"
    plan.write_text("mine", encoding="utf-8")
    code, _, err = zhifa("plan", "new", "data/source_plan_2023.txt", "-o", plan)
    assert code == 2
    assert "不覆盖" in err
    assert plan.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        (
            "每年培训不少于40学时。",
            ["amount, of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员, at_least: 40, due: 每年", "report"],
        ),
        (
            "考试合格率不低于95%。",
            [
                "amount, of: 人员, called: 合格, unit: 人, where: {考试.合格: 是}, over: {of: 人员}, at_least: 95,"
                " due: {phrase: 年内, assumed: true}"
            ],
        ),
        (
            "作出决定后15日内备案。",
            ["within, section: 重大决定, since: 决定日期, until: 备案.日期, strict: {days: 15}"],
        ),
        (
            "发生后24小时内报告。",
            ["within, section: 新的部分, since: 发生时刻, until: 完成时刻, strict: {hours: 24}"],
        ),
        ("每年评查2次。", ["amount, of: 案卷评查, unit: 次, at_least: 2, due: 每年", "report"]),
        ("每年检查2次。", ["report, items: [事项的名称], every: year, due: 每年"]),
        ("每季度抽查案卷30件。", ["amount, of: 案卷抽查.件数, unit: 件, at_least: 30, due: 每年", "report"]),
        ("每季度办理案件30件。", ["report, items: [事项的名称], every: quarter, due: 每季度"]),
        (
            "每季度末报送典型案例3篇。",
            ["report, items: [事项的名称], every: quarter, due: 每季度末, count: {of: 典型案例, at_least: 3}"],
        ),
        ("每季度末报送典型案例材料3份。", ["report, items: [事项的名称], every: quarter, due: 每季度末"]),
        ("每季度末报送信息3篇。", ["report, items: [事项的名称], every: quarter, due: 每季度末"]),
        ("抽查企业20家。", []),
        # what is at least or at most so much is counted
        (
            "每季度抽查企业不少于4户次。",
            ["amount, of: 新的部分, unit: 户次, at_least: 4, every: quarter, due: 每季度", "report"],
        ),
        ("对同一企业的检查每年不得超过2次。", ["amount, of: 新的部分, unit: 次, at_most: 2, due: 每年", "report"]),
        (
            "A类企业的抽查占全年抽查的比例不超过20%。",
            ["amount, of: 新的部分, over: {of: 新的部分}, at_most: 20, due: 全年", "report"],
        ),
        (
            "考试参考率不低于95%，合格率不低于90%。",
            [
                "amount, of: 人员, called: 参考, unit: 人, where: {考试: 有}, over: {of: 人员}, at_least: 95,"
                " due: {phrase: 年内, assumed: true}",
                "amount, of: 人员, called: 合格, unit: 人, where: {考试.合格: 是}, over: {of: 人员}, at_least: 90,"
                " due: {phrase: 年内, assumed: true}",
            ],
        ),
        (
            "群众满意率不低于90%。",
            ["attested, called: 满意率, unit: '%', at_least: 90, due: {phrase: 年内, assumed: true}"],
        ),
        ("公示专栏每15日更新一次。", ["amount, of: 新的部分, unit: 次, within: {days: 15}, at_least: 1"]),
        # each of several deadlines, and none of them the time that something takes
        (
            "3月底前报送计划，每半年结束后10个工作日内报送统计表。",
            [
                "report, items: [事项的名称], every: year, due: 3月底前",
                "report, items: [事项的名称], every: half, due: 每半年结束后10个工作日内",
            ],
        ),
        (
            "每季度末会同司法局等3个部门报送典型案例不少于2个。",
            ["report, items: [事项的名称], every: quarter, due: 每季度末, count: {of: 典型案例, at_least: 2}"],
        ),
    ],
)
def test_what_rules_a_draft_offers_follows_from_the_numbers_of_the_sentence(sentence: str, rules: list[str]) -> None:
    offered = list(likely_rules(sentence, list(tokens(sentence))))
    assert len(offered) == len(rules)
    for one, begins in zip(offered, rules, strict=True):
        assert one == f"{{kind: {begins}}}" or (begins == "report" and one.startswith("{kind: report, "))


@pytest.mark.parametrize(
    ("letter", "kinds"),
    [
        ("各镇人民政府、街道办事处，县直各行政执法部门：", "镇, 街道, 部门"),
        ("各市市场监督管理局，省局直属各局：", "市市场监督管理局, 省局直属局"),
        ("县各行政执法部门：", "部门"),
        ("根据部署，现就有关事项通知如下：", "镇, 街道, 部门, 司法局"),
    ],
)
def test_a_draft_binds_those_to_whom_the_letter_is_sent(letter: str, kinds: str) -> None:
    text = draft(read_source(f"关于做好检查的通知\n{letter}\n一、6月底前检查20次。\n"))
    assert f"\nkinds: [{kinds}]\n" in text
    usual = "部门" if "部门" in kinds else kinds.split(",")[0]
    assert f"binds: {{kinds: [{usual}]}}" in text


def test_a_draft_binds_whom_the_sentence_names() -> None:
    text = draft(read_source("关于做好检查的通知\n一、各乡镇6月底前检查20次。\n二、各部门6月底前检查20次。\n"))
    assert [line.split(": ", 1)[1] for line in text.splitlines() if "binds:" in line] == [
        "{kinds: [镇]}",
        "{kinds: [部门]}",
    ]


def test_every_token_of_the_document_stands_in_its_draft(zhifa: Run) -> None:
    code, out, _ = zhifa("plan", "new", "data/source_plan_2023.txt")
    assert code == 0
    source = load_source(ROOT / "data" / "source_plan_2023.txt")
    told = [token.text for token in tokens(source.text) if not source.is_silent(token.start)]
    heads = "".join(re.findall(r"(?m)^  # ---- .*$", out))
    assert [text for text in told if text not in heads] == []


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("各镇每月6日前报送", "每月6日前"),
        ("各单位分别于6月1日、12月1日前报送", "6月1日、12月1日前"),
        ("每季度第一个月上旬各部门报送", "每季度第一个月上旬"),
        ("应于季度结束后10个工作日内报送", "于季度结束后10个工作日内"),
        ("不得以会代训", None),
        ("2025年1月至2026年12月集中轮训一次", "2025年1月至2026年12月"),
    ],
)
def test_the_deadline_of_a_sentence_is_found(sentence: str, phrase: str | None) -> None:
    assert (deadline_in(sentence) or "").removeprefix("于") == (phrase or "").removeprefix("于")


# --- diff


def _next_year(folder: Path, *edits: tuple[str, str]) -> Path:
    text = (
        TEXT.replace("year: 2023", "year: 2024").replace("到2023年底", "到2024年底").replace("2023年3月", "2024年3月")
    )
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "plan_2024.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_plan_has_no_differences(zhifa: Run) -> None:
    assert zhifa("plan", "diff", PLAN, PLAN) == (0, "两份计划的要求相同。\n", "")


def test_a_plan_of_the_next_year_differs_in_its_head_and_quotes_alone(zhifa: Run, tmp_path: Path) -> None:
    _, out, _ = zhifa("plan", "diff", PLAN, _next_year(tmp_path))
    assert "年度：2023 → 2024" in out
    assert "期限提前" not in out
    assert "期限推后" not in out


_ALL = "镇、园区、街道、部门"


@pytest.mark.parametrize(
    ("edit", "said", "whose"),
    [
        (("at_least: 120", "at_least: 160"), "不少于：120 → 160（多 40）", _ALL),
        (("due: 10月底前", "due: 9月底前"), "期限提前：全年 10-31 → 09-30", "司法局"),
        (("due: 每月6日前", "due: 每月8日前"), "期限推后：1月 02-06 → 02-08", _ALL),
        (
            ("strict: {days: 15}, lenient: {days: 15}", "strict: {workdays: 10}"),
            "时限：15 日 → 10 个工作日",
            _ALL,
        ),
        (
            ("strict: {days: 7}", "strict: {days: 5}"),
            "时限：7 日（宽松理解 7 个工作日） → 5 日（宽松理解 7 个工作日）",
            _ALL,
        ),
        (("[执法监督联系点]", "[执法监督联系点名单]"), "事项：执法监督联系点 → 执法监督联系点名单", "司法局"),
        (
            (
                "called: 抄送市司法局, months: 1, assumed: true}\n      due: [",
                "called: 抄送市司法局, months: 2, assumed: true}\n      due: [",
            ),
            "1 → 2（多 1）",
            _ALL,
        ),
    ],
)
def test_what_has_changed_is_told_and_whom_it_is_for(
    zhifa: Run, tmp_path: Path, edit: tuple[str, str], said: str, whose: str
) -> None:
    code, out, _ = zhifa("plan", "diff", PLAN, _next_year(tmp_path, edit))
    assert code == 0
    assert said in out
    theirs = out.split("各单位要改什么")[1]
    assert f"  {whose}\n" in theirs
    assert said in theirs


def test_a_deadline_of_some_is_told_to_them_alone(zhifa: Run, tmp_path: Path) -> None:
    own = ("strict: 5月31日、11月30日前, lenient: 6 月 1 日、12 月 1 日前", "strict: 5月20日、11月20日前")
    towns = ("街道]}, strict: 6 月 1 日、12 月 1 日前", "街道]}, strict: 6月15日、12月15日前")
    _, out, _ = zhifa("plan", "diff", PLAN, _next_year(tmp_path, own, towns))
    theirs = dict(part.split("\n", 1) for part in re.split(r"(?m)^  (?=\S)", out.split("各单位要改什么")[1])[1:])
    assert "期限推后（镇、园区、街道）：上半年 06-01 → 06-15、下半年 12-01 → 12-15" in theirs["镇、园区、街道"]
    assert "期限提前（部门）：上半年 05-31 → 05-20、下半年 11-30 → 11-20" in theirs["部门"]
    assert "05-31" not in theirs["镇、园区、街道"]
    assert "06-15" not in theirs["部门"]


def test_a_new_duty_comes_with_the_dates_of_each(zhifa: Run, tmp_path: Path) -> None:
    later = _next_year(tmp_path)
    text = TEXT[: TEXT.index("  - id: T15.progress")] + TEXT[TEXT.index("\nnot_checked:") :]
    (tmp_path / "plan_2023.yaml").write_text(text.replace("  T15: 半年报送\n", ""), encoding="utf-8")
    _, out, _ = zhifa("plan", "diff", tmp_path / "plan_2023.yaml", later)
    theirs = out.split("各单位要改什么")[1]
    assert "新增 T15.progress 任务清单落实情况半年报，期限 2024-05-31、2024-11-30" in theirs.split("  部门")[1]
    assert "新增 T15.progress 任务清单落实情况半年报，期限 2024-06-01、2024-12-01" in theirs.split("  部门")[0]


def test_what_a_shortfall_costs_is_compared_too(zhifa: Run, tmp_path: Path) -> None:
    plan = ROOT / "examples" / "assessment" / "data" / "plan_2026.yaml"
    text = plan.read_text(encoding="utf-8")
    later = tmp_path / "plan_2027.yaml"
    later.write_text(text.replace("each_late: 0.5", "each_late: 1"), encoding="utf-8")
    _, out, _ = zhifa("plan", "diff", plan, later)
    assert "考核分值·每迟一次扣几分：0.5 → 1（多 0.5）" in out


def test_who_gains_and_who_loses_a_duty_is_told(zhifa: Run, tmp_path: Path) -> None:
    path = _next_year(tmp_path, ("binds: {kinds: [镇]}", "binds: {kinds: [街道]}"))
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - id: T12.contacts"), text.index("  - id: T13.first")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    _, out, _ = zhifa("plan", "diff", PLAN, path)
    theirs = out.split("各单位要改什么")[1]
    parts = dict(part.split("\n", 1) for part in re.split(r"(?m)^  (?=\S)", theirs)[1:])
    assert "    不再受约束 T14.town" in parts["镇"]
    assert "    新增 T14.town 镇年度监督计划与检查计划，期限 2024-03-31" in parts["街道"]
    assert "  司法局\n    不再受约束 T12.contacts" in theirs
    assert "取消的要求\n  T12.contacts 执法监督联系点" in out


def test_a_new_id_for_the_same_requirement_is_no_new_duty(zhifa: Run, tmp_path: Path) -> None:
    _, out, _ = zhifa("plan", "diff", PLAN, _next_year(tmp_path, ("id: T08.bureau", "id: T08.sample")))
    assert "编号：T08.bureau → T08.sample" in out
    assert "新增 0 项，取消 0 项" in out


#: A plan in which everything is said that a plan can say, and for each of its keys an edit and what is told of it.
_WHOLE = """id: 某政办发〔2026〕5号
title: 某县2026年行政执法考核细则
year: 2026
issued: 2026-01-05
replaces: 某政办发〔2026〕1号
effective: {from: 2026-02-01}
kinds: [镇, 部门]
roles: [重点]
binds: {kinds: [镇, 部门]}
tasks: {KH1: 月报, KH2: 评查, KH9: 培训}
categories: {人员类别: [执法人员, 辅助人员], 执法行为类别: [行政处罚]}
verbs: {公示: [月报]}
sections: {投诉: {fields: {编号: 文字}, key: 编号}}
reserved_sections: {案卷抽查: [部门]}
readings:
  休息日: {question: 顺延吗, strict: 不顺延, lenient: 顺延, basis: 民法典}
requirements:
  - {id: KH1.monthly, title: 月报, clauses: [{place: 一, quote: 略}], readings: [休息日],
     rule: {kind: report, items: [月报], every: month, due: 次月8日前}, score: {points: 6, each_short: 1, cap: 4}}
  - {id: KH2.reviews, title: 评查, clauses: [{place: 一, quote: 略}], binds: {roles: [重点]},
     effective: {to: 2026-12-31},
     rule: {kind: amount, of: 案卷评查, unit: 次, at_least: 3, due: 全年}, score: {points: 4, each_short: 2}}
scores:
  - {id: KH9.hours, title: 培训, of: T10.hours, clauses: [{place: 一, quote: 略}], binds: {kinds: [镇]},
     score: {points: 5, each_short: 1}}
assessment: {place: 一, quote: 考核, points: 10, grades: [{name: 优秀, at_least: 9}, {name: 合格}]}
not_checked: [{place: 一, quote: 其余, reason: 无数据}]
strata: [{name: 镇, binds: {kinds: [镇]}}]
evidence: {tolerance_days: 5, assumed: true}
"""
_EVERYBODY = "镇、部门"


@pytest.mark.parametrize(
    ("key", "old", "new", "said", "whose"),
    [
        ("id", "〔2026〕5号", "〔2026〕6号", "文号：某政办发〔2026〕5号 → 某政办发〔2026〕6号", None),
        ("title", "考核细则", "考核办法", "标题：某县2026年行政执法考核细则 → ", None),
        ("year", "year: 2026", "year: 2027", "年度：2026 → 2027", None),
        ("issued", "issued: 2026-01-05", "issued: 2026-01-06", "印发日期：2026-01-05 → 2026-01-06", None),
        ("issued", "issued: 2026-01-05", "issued: 2026-03-09",
         "KH1.monthly 月报：期限不再约束（印发日期 2026-03-09 以后的才约束，或不在适用的时间里）：2月 03-08",
         _EVERYBODY),
        ("replaces", "replaces: 某政办发〔2026〕1号\n", "", "代替：某政办发〔2026〕1号 → 没有", None),
        ("effective", "from: 2026-02-01", "from: 2026-03-01", "施行的时间·从：2026-02-01 → 2026-03-01", _EVERYBODY),
        ("kinds", "kinds: [镇, 部门]\nroles", "kinds: [镇, 部门, 街道]\nroles", "单位类别，新增：街道", None),
        ("roles", "roles: [重点]\nbinds: {kinds: [镇, 部门]}", "roles: [重点, 难点]\nbinds: {kinds: [镇, 部门], "
         "roles: [难点]}", "职责，新增：难点", None),
        ("binds", "binds: {kinds: [镇, 部门]}", "binds: {kinds: [镇]}", "不再受约束 KH1.monthly 月报", "部门"),
        ("tasks", "KH2: 评查", "KH2: 案卷", "任务，新增：KH2 案卷", None),
        ("categories", ", 辅助人员]", "]", "词表“人员类别”，去掉：辅助人员", None),
        ("verbs", "公示: [月报]", "备案: [月报]", "动词“备案”，新增：月报", None),
        ("sections", "编号: 文字}", "编号: 文字, 日期: 日期}", "部分和字段，新增：投诉.日期（日期）", None),
        ("reserved_sections", "案卷抽查: [部门]", "案卷抽查: [镇]", "专用部分“案卷抽查”，新增：镇", None),
        ("readings", "lenient: 顺延,", "lenient: 顺延到星期一,",
         "读法“休息日”（KH1.monthly）宽松理解：顺延 → 顺延到星期一", _EVERYBODY),
        ("readings", "basis: 民法典", "basis: 惯例", "读法“休息日”（KH1.monthly）依据：民法典 → 惯例", None),
        ("requirements", "readings: [休息日],\n", "\n", "KH1.monthly 月报：读法，去掉：休息日", _EVERYBODY),
        ("requirements", "cap: 4", "cap: 5", "考核分值·最多扣几分：4 → 5（多 1）", _EVERYBODY),
        ("requirements", "each_short: 2}", "each_short: 2, assumed: true}", "考核分值·推定：没有 → 是", "重点（职责）"),
        ("requirements", "to: 2026-12-31", "to: 2026-06-30", "适用的时间·到：2026-12-31 → 2026-06-30", "重点（职责）"),
        ("scores", "of: T10.hours", "of: [T10.hours, T10.exam]",
         "KH9.hours 培训：看哪项要求：T10.hours → T10.hours、T10.exam", "镇"),
        ("scores", "binds: {kinds: [镇]},\n     score", "binds: {kinds: [部门]},\n     score",
         "KH9.hours 培训：考核哪些单位：镇 → 部门", _EVERYBODY),
        ("scores", "score: {points: 5", "score: {points: 6", "KH9.hours 培训：满分：5 → 6（多 1）", "镇"),
        ("assessment", "points: 10,", "points: 11,", "考核总分：10 → 11（多 1）", "镇、部门、重点（职责）"),
        ("assessment", "at_least: 9", "at_least: 8.5", "等次“优秀”要达到的分：9 → 8.5（少 0.5）",
         "镇、部门、重点（职责）"),
        ("assessment", "quote: 考核,", "quote: 考核, rescaled: true,", "没有这类事项的：按满分 → 按其余各项折算",
         "镇、部门、重点（职责）"),
        ("not_checked", "quote: 其余", "quote: 另外", "不由机器核对，新增：「另外」", None),
        ("strata", "{name: 镇, binds", "{name: 乡, binds", "案卷抽取的分层，新增：乡（镇）", None),
        ("evidence", "tolerance_days: 5", "tolerance_days: 7", "日期的对照·相差几天：5 → 7（多 2）", None),
    ],
)  # fmt: skip
def test_no_key_of_a_plan_changes_in_silence(
    zhifa: Run, tmp_path: Path, key: str, old: str, new: str, said: str, whose: str | None
) -> None:
    assert _WHOLE.count(old) == 1 or key == "readings"
    before, after = tmp_path / "plan_2026.yaml", tmp_path / "plan_2027.yaml"
    before.write_text(_WHOLE, encoding="utf-8")
    after.write_text(_WHOLE.replace(old, new, 1), encoding="utf-8")
    code, out, err = zhifa("plan", "diff", before, after)
    assert code == 0, err
    told, _, theirs = out.partition("各单位要改什么\n")
    if whose is None:
        assert said in told
        assert said not in theirs
    else:
        parts = dict(part.split("\n", 1) for part in re.split(r"(?m)^  (?=\S)", theirs)[1:])
        assert said in parts[whose]


def test_every_key_of_a_plan_is_tried() -> None:
    marks = test_no_key_of_a_plan_changes_in_silence.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(Plan.model_fields)


def test_the_same_assessment_in_another_year_is_no_change(zhifa: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "plan_2026.yaml", tmp_path / "plan_2027.yaml"
    before.write_text(_WHOLE, encoding="utf-8")
    after.write_text(_WHOLE.replace("2026", "2027"), encoding="utf-8")
    _, out, _ = zhifa("plan", "diff", before, after)
    assert "新增 0 项，取消 0 项，改了 0 项" in out
    assert "各单位要改什么" not in out


# --- preview


def test_a_preview_shows_dates_forms_and_explanations(zhifa: Run) -> None:
    code, out, _ = zhifa("plan", "preview", PLAN, "--units", "data/units.yaml")
    assert code == 0
    assert "2023-09-20 周三" in out
    assert "报送 四张清单月报：2023-04-06、" in out
    assert "  T10.hours 年度培训学时（镇、园区、街道、部门）" in out


def test_a_preview_needs_no_registry_yet(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "plan_2023.yaml").write_text(TEXT, encoding="utf-8")
    code, _, err = zhifa("plan", "preview", tmp_path / "plan_2023.yaml", "-o", tmp_path / "预览")
    assert code == 0, err
    names = {path.name for path in (tmp_path / "预览").iterdir()}
    assert {"日程.txt", "日历.ics", "T10.hours.txt", "填报表-某部门.xlsx"} <= names
    assert "这样填就达标" in (tmp_path / "预览" / "T10.hours.txt").read_text(encoding="utf-8")


def test_a_broken_plan_is_not_previewed(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(TEXT.replace("kind: certified", "kind: certifed"), encoding="utf-8")
    code, out, err = zhifa("plan", "preview", tmp_path / "plan.yaml")
    assert (code, out) == (2, "")
    assert "plan.yaml:" in err


def test_a_plan_for_several_years_is_drafted_for_the_first(zhifa: Run, tmp_path: Path) -> None:
    source, plan = tmp_path / "source.txt", tmp_path / "plan.yaml"
    source.write_text(
        "某政办发〔2026〕8号\n关于印发某县行政执法人员三年轮训方案（2026—2028年）的通知\n一、每人每年培训不少于40学时。\n",
        encoding="utf-8",
    )
    code, _, err = zhifa("plan", "new", source, "-o", plan)
    assert code == 0, err
    assert "\nyear: 2026\n" in plan.read_text(encoding="utf-8")
