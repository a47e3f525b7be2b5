"""Words of a quote that name something else than the rule: an error where they can be read one way, else a notice."""

from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.remarks import remarks
from zhifa_check.plan.source import read_source

PLAN = """\
id: 某政办发〔2026〕8号
title: 某县2026年方案
year: 2026
issued: 2026-01-15
kinds: [镇, 街道, 部门, 县司法局]
roles: ROLES
categories:
  人员类别: [执法人员, 辅助人员]
  培训类别: [法律法规, 业务知识, 执法技能, 其他]
  执法行为类别: [行政许可, 行政处罚, 行政强制, 其他]
  审核结论: [通过, 不通过]
  走访方式: [上门走访, 电话联系]
sections:
  重大决定: {extend: {公示日期: 日期, 撤下日期: 日期, 列异日期: 日期, 听证: 是否, 听证记录: 文字}}
  走访:
    dated: 日期
    fields: {日期: {type: 日期, required: true}, 企业: 文字, 走访方式: 走访方式, 走访人: {type: 人员, required: true}}
READINGS
requirements:
  - id: A01.one
    title: TITLE
    clauses: [{place: 第一条, quote: 'QUOTE'}]
    binds: BINDS
    rule: {RULE}
    EXTRA
"""
HOURS = "kind: amount, of: 人员.培训.学时, unit: 学时, due: {phrase: 年内, assumed: true}"
REPORT = "kind: report, items: [总结], due: {phrase: 年内, assumed: true}"
PUBLISH = "kind: within, section: 重大决定"
SCORE = "满分10分。总结未报送的扣3分，逾期报送的扣1分，最多扣6分"


def _remarked(
    folder: Path, quote: str, rule: str, extra: str = "", binds: str = "{kinds: [镇, 部门]}", title: str = "一项"
) -> list[tuple[bool, str]]:
    text = PLAN
    readings = f"readings: {{一: {{question: {title}, strict: 不, basis: 无}}}}" if "readings" in extra else ""
    parts = {"QUOTE": quote, "RULE": rule, "EXTRA": extra, "BINDS": binds, "TITLE": title, "READINGS": readings}
    parts["ROLES"] = "[重点部门]" if "重点部门" in binds else "[]"
    for name, value in parts.items():
        text = text.replace(name, value)
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return [(one.fatal, one.problem.message) for one in remarks(*load_plan(path))]


@pytest.mark.parametrize(
    ("quote", "where", "said"),
    [
        ("除辅助人员外，每名人员培训60学时", "{类别: {not: 辅助人员}}", False),
        ("除辅助人员外，每名人员培训60学时", "{类别: 辅助人员}", True),
        ("辅助人员以外的每名人员培训60学时", "{类别: 辅助人员}", True),
        ("辅助人员每名培训60学时", "{类别: 辅助人员}", False),
    ],
)
def test_all_but_one_class_is_written_as_such(tmp_path: Path, quote: str, where: str, said: bool) -> None:
    found = _remarked(tmp_path, quote, f"{HOURS}, per: 人员, at_least: 60, where: {where}")
    assert any("请写成 {not: 辅助人员}" in message for _, message in found) is said


@pytest.mark.parametrize(
    ("quote", "rule", "said", "fatal"),
    [
        # the event from which a limit counts, and the one that it ends
        ("决定自送达之日起七日内公示", "since: 送达日期, until: 公示日期, strict: {days: 7}", "", False),
        ("决定自送达之日起七日内公示", "since: 公示日期, until: 送达日期, strict: {days: 7}", "写反了", True),
        ("决定自送达之日起七日内公示", "since: 决定日期, until: 公示日期, strict: {days: 7}", "since 写的却是", False),
        ("决定应当在作出后7个工作日内公示", "since: 决定日期, until: 公示日期, strict: {workdays: 7}", "", False),
        # 列异 for 「列入…异常…」
        ("作出后7日内列入经营异常名录", "since: 决定日期, until: 列异日期, strict: {days: 7}", "", False),
        ("作出后7日内列入经营异常名录", "since: 决定日期, until: 公示日期, strict: {days: 7}", "“列异日期”", False),
        ("作出后7日内告知当事人", "since: 决定日期, until: 公示日期, strict: {days: 7}", "", False),
        ("决定应当在作出后7个工作日内公示", "since: 公示日期, until: 决定日期, strict: {workdays: 7}", "“作出”", True),
        (
            "决定应当在作出后7个工作日内公示",
            "since: 送达日期, until: 公示日期, strict: {workdays: 7}",
            "“决定日期”",
            False,
        ),
        ("公示期满后应当在3个工作日内撤下", "since: 公示日期, until: 撤下日期, strict: {workdays: 3}", "", False),
        ("决定自送达之日起七日内公示", "since: 送达日期, until: 撤下日期, strict: {days: 7}", "until 写的却是", False),
        (
            "自送达之日起七日内公示或者撤下",
            "since: 送达日期, until: 公示日期, strict: {days: 7}",
            "until 写的却是",
            False,
        ),
        (
            "自送达之日起七日内公示或者撤下",
            "since: 送达日期, until: [公示日期, 撤下日期], strict: {days: 7}",
            "",
            False,
        ),
        # of two limits of as many days one is the rule's
        (
            "自决定作出之日起七日内送达，自送达之日起七日内公示",
            "since: 决定日期, until: 送达日期, strict: {days: 7}",
            "",
            False,
        ),
        (
            "自决定作出之日起七日内送达，自送达之日起七日内公示",
            "since: 送达日期, until: 公示日期, strict: {days: 7}",
            "",
            False,
        ),
        # where the quote names none of them nothing is said
        ("自知道之日起七日内办结", "since: 送达日期, until: 撤下日期, strict: {days: 7}", "", False),
    ],
)
def test_events_are_those_of_the_quote(tmp_path: Path, quote: str, rule: str, said: str, fatal: bool) -> None:
    found = _remarked(tmp_path, quote, f"{PUBLISH}, {rule}")
    assert ([one[0] for one in found], said in "".join(one[1] for one in found)) == ([fatal] if said else [], True)


@pytest.mark.parametrize(
    ("step", "event", "said", "fatal"),
    [
        ("法制审核.日期", "决定日期", "", False),
        ("决定日期", "法制审核.日期", "写反了", True),
        ("法制审核.日期", "送达日期", "event 写的却是", False),
        ("公示日期", "决定日期", "step 写的却是", False),
    ],
)
def test_the_order_of_two_steps_is_that_of_the_quote(
    tmp_path: Path, step: str, event: str, said: str, fatal: bool
) -> None:
    rule = f"kind: before, section: 重大决定, step: {step}, event: {event}"
    found = _remarked(tmp_path, "作出决定前，应当进行法制审核", rule)
    assert bool(found) == bool(said)
    assert not said or (fatal, True) in [(one[0], said in one[1]) for one in found]


def test_of_two_orders_in_a_quote_one_is_the_rules(tmp_path: Path) -> None:
    rule = "kind: before, section: 重大决定, step: 法制审核.日期, event: 决定日期"
    assert _remarked(tmp_path, "法制审核前备齐材料，作出决定前应当进行法制审核", rule) == []


@pytest.mark.parametrize(
    ("quote", "field", "said"),
    [
        ("决定应当公示", "公示日期", ""),
        ("决定应当公示", "撤下日期", "field 写的却是“撤下日期”"),
        # on what day the event itself was is nothing that is to be filled in
        ("决定作出后应当报告", "撤下日期", ""),
        ("应当报告", "撤下日期", ""),
    ],
)
def test_the_date_to_be_filled_in_is_the_one_that_the_quote_names(
    tmp_path: Path, quote: str, field: str, said: str
) -> None:
    found = _remarked(tmp_path, quote, f"kind: stated, section: 重大决定, field: {field}")
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


@pytest.mark.parametrize(
    ("quote", "conditions", "said"),
    [
        ("行政强制决定七日内公示", "where: {类别: 行政强制}", ""),
        ("行政强制决定七日内公示", "where: {类别: 行政许可}", "“行政强制”"),
        ("行政强制决定七日内公示", "", "没有按“类别”写 where"),
        ("行政处罚、行政强制决定七日内公示", "where: {类别: 行政处罚}", "“行政强制”"),
        ("行政处罚、行政强制决定七日内公示", "where: {类别: [行政处罚, 行政强制]}", ""),
        ("行政处罚决定和其他决定七日内公示", "", ""),
        ("决定七日内公示", "where: {类别: 行政许可}", "没有说到“行政许可”"),
        ("许可决定七日内公示", "where: {类别: 行政许可}", ""),
        ("听证的决定七日内公示", "", "没有按“听证”写条件"),
        ("审核未通过的决定七日内公示", "", "没有看“法制审核.结论”"),
        # a condition stands before its limit; what is excepted is none
        ("经过听证的，自送达之日起七日内公示", "", "没有按“听证”写条件"),
        ("经过听证的，自送达之日起七日内公示", "where: {听证: 是}", ""),
        ("除听证的外，七日内公示", "", ""),
        ("除行政强制外，行政许可、行政处罚七日内公示", "where: {类别: [行政许可, 行政处罚]}", ""),
        ("除行政强制外，决定七日内公示", "where: {类别: [行政许可, 行政处罚]}", ""),
        ("除行政强制外，决定七日内公示", "where: {类别: 行政许可}", "没有说到“行政许可”"),
        ("听证的七日内公示", "where: {听证: 是}", ""),
        ("听证的七日内公示", "where: {听证记录: 有}", ""),
        ("听证的七日内公示", "where: {听证: 否}", "条件写的却是“听证: 否”"),
        ("未听证的七日内公示", "where: {听证: 是}", "“不听证”"),
    ],
)
def test_conditions_are_words_of_the_quote(tmp_path: Path, quote: str, conditions: str, said: str) -> None:
    rule = ", ".join(filter(None, (PUBLISH, conditions, "since: 送达日期, until: 公示日期, strict: {days: 7}")))
    found = _remarked(tmp_path, quote, rule)
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


def test_a_share_and_its_whole_are_each_of_the_class_that_the_quote_names(tmp_path: Path) -> None:
    for one, other, wrong in ("执法", "执法", 0), ("执法", "辅助", 1), ("辅助", "辅助", 2):
        where, over = f"where: {{类别: {one}人员, 考试: 有}}", f"over: {{of: 人员, where: {{类别: {other}人员}}}}"
        rule = f"kind: amount, of: 人员, unit: 人, {where}, {over}, at_least: 90, due: {{phrase: 年内, assumed: true}}"
        found = _remarked(tmp_path, "执法人员参考率不低于90%", rule)
        assert len(found) == wrong, found
        assert all("引文说到“执法人员”" in message for _, message in found)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("where: {走访方式: 上门走访}, over: {of: 走访}", ""),
        ("where: {走访方式: 上门走访, 企业: 有}, over: {of: 走访}", "over 里没有按“走访方式”写 where"),
        ("where: {走访方式: 上门走访}, over: {of: 重大决定}", "over 数的却是“重大决定”"),
    ],
)
def test_a_share_is_of_what_its_quote_names(tmp_path: Path, rule: str, said: str) -> None:
    full = f"kind: amount, of: 走访, unit: 户次, {rule}, at_least: 60, due: {{phrase: 年内, assumed: true}}"
    found = _remarked(tmp_path, "上门走访的户次占全年走访户次的比例不低于60%", full)
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


@pytest.mark.parametrize(
    ("more", "told"), [("", True), ("distinct: 走访人, ", False), ("per: 走访人, among: {}, ", False)]
)
def test_a_share_of_all_that_were_visited_counts_each_once(tmp_path: Path, more: str, told: bool) -> None:
    share = "over: {of: 人员}, at_least: 60, due: {phrase: 年内, assumed: true}"
    rule = f"kind: amount, of: 走访, {more}unit: 人, {share}"
    found = [message for _, message in _remarked(tmp_path, "参加走访的人员不少于人员总数的60%", rule)]
    assert any("只数一次的请写 distinct" in one for one in found) is told, found


def test_what_parts_the_entries_of_a_share_does_not_narrow_its_whole(tmp_path: Path) -> None:
    rule = f"{HOURS}, per: 人员, only: {{类别: 执法技能}}, over: {{of: 人员.培训.学时}}, at_least: 30"
    assert _remarked(tmp_path, "每人执法技能不低于总学时的30%", rule) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("[业务知识, 执法技能]", False),
        ("业务知识", True),
        ("[业务知识, 法律法规]", True),
        ("[业务知识, 执法技能, 其他]", False),
    ],
)
def test_every_class_that_stands_beside_the_number_is_counted(tmp_path: Path, words: str, said: bool) -> None:
    quote = "每人培训法律法规等，业务知识、执法技能不少于20学时"
    found = _remarked(tmp_path, quote, f"{HOURS}, per: 人员, only: {{类别: {words}}}, at_least: 20")
    assert ["“业务知识”、“执法技能”，" in message for _, message in found] == [True] * said


@pytest.mark.parametrize(
    ("quote", "rule", "fatal"),
    [
        ("每名人员培训不少于40学时", "per: 人员, at_least: 40", None),
        ("每名人员培训不少于40学时", "at_least: 40", True),
        ("人员每人每年培训不少于40学时", "at_least: 40", True),
        ("各单位人员累计培训不少于40学时，每少1学时通报", "at_least: 40", None),
        ("每次培训不少于40学时", "at_least: 40", False),
        # hours of people are nothing that a unit has together, unless the quote says so
        ("初次申领的人员学习不少于40学时", "where: {初次申领: 是}, at_least: 40", False),
        ("全体人员培训累计不少于40学时", "at_least: 40", None),
        ("每名人员每年培训，其中网上不少于40%", "over: {of: 人员.培训.学时}, at_least: 40", False),
        ("每名人员每年培训，其中网上不少于40%", "per: 人员, over: {of: 人员.培训.学时}, at_least: 40", None),
    ],
)
def test_what_is_asked_of_each_is_judged_of_each(tmp_path: Path, quote: str, rule: str, fatal: bool | None) -> None:
    found = _remarked(tmp_path, quote, f"{HOURS}, {rule}")
    assert [one[0] for one in found] == ([] if fatal is None else [fatal])
    assert all("没有写 per" in message for _, message in found)


@pytest.mark.parametrize(
    ("quote", "binds", "said"),
    [
        ("各行政执法部门报送总结", "{kinds: [部门]}", ""),
        ("各行政执法部门报送总结", "{kinds: [镇]}", "却没有“部门”"),
        ("各镇（街道）报送总结", "{kinds: [镇, 街道]}", ""),
        ("各镇（街道）报送总结", "{kinds: [镇]}", "却没有“街道”"),
        ("各镇报送总结", "{kinds: [镇, 部门]}", "没有说到“部门”"),
        ("各镇报送总结", "{kinds: [镇], roles: [重点部门]}", "没有说到“重点部门”"),
        ("12月底前，各镇、县各有关部门报送总结", "{kinds: [镇]}", "却没有“部门”"),
        ("县司法局报送总结", "{kinds: [县司法局]}", ""),
        ("县司法局报送总结", "{kinds: [部门]}", "却没有“县司法局”"),
        ("总结由各部门报送", "{kinds: [镇]}", "却没有“部门”"),
        # who is told, watched or helped is not who does it
        ("报送总结，报县司法局备案", "{kinds: [镇]}", ""),
        ("监督各部门报送总结", "{kinds: [县司法局]}", ""),
        ("对各部门的总结进行汇总", "{kinds: [县司法局]}", ""),
        # roles narrow a kind; words that are no kind say nothing
        ("各部门报送总结", "{roles: [重点部门]}", ""),
        ("各单位报送总结", "{kinds: [镇, 街道, 部门]}", ""),
        ("各区镇报送总结", "{kinds: [镇, 街道]}", ""),
    ],
)
def test_whom_a_quote_speaks_to_is_bound(tmp_path: Path, quote: str, binds: str, said: str) -> None:
    found = _remarked(tmp_path, quote, REPORT, binds=binds)
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


@pytest.mark.parametrize(
    ("quote", "rule", "said"),
    [
        ("各镇公示清单", "items: [清单公示]", ""),
        ("各镇主动公示清单，报县司法局备案", "items: [清单公示, 清单备案]", ""),
        ("各镇主动公示清单，报县司法局备案", "items: [清单备案]", "items 里没有一项是公示"),
        ("各镇向社会公布清单", "items: [清单]", "items 里没有一项是公示"),
        # whatever is handed in is filed with it
        ("各镇于年底前将总结报县司法局备案", "items: [总结]", ""),
        ("各镇正式发文后报送计划", "items: [计划]", "items 里没有一项是发文"),
        ("各镇正式发文后报送计划", "items: [计划], not_before: {计划: 发文日期}", ""),
    ],
)
def test_what_is_to_be_done_with_a_thing_is_reported(tmp_path: Path, quote: str, rule: str, said: str) -> None:
    due = "due: {phrase: 年内, assumed: true}"
    found = _remarked(tmp_path, quote, f"kind: report, {rule}, {due}", binds="{kinds: [镇]}")
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


def test_what_is_entered_each_time_is_added_up(tmp_path: Path) -> None:
    rule = "kind: attested, called: 被通报, unit: 次, at_most: 0, due: {phrase: 年内, assumed: true}"
    quote = "每被通报一次扣2分"
    assert ["added_up" in message for _, message in _remarked(tmp_path, quote, rule)] == [True]
    assert _remarked(tmp_path, quote, f"{rule}, added_up: true") == []


@pytest.mark.parametrize(
    ("rule", "extra", "told"),
    [
        ("strict: {days: 7}", "", True),
        ("strict: {days: 7}, lenient: {workdays: 7}", "", False),
        ("strict: {days: 7}", "doubt: {reading: 两可}", False),
    ],
)
def test_a_question_with_two_answers_has_a_rule_with_two(tmp_path: Path, rule: str, extra: str, told: bool) -> None:
    text = PLAN.replace("READINGS", "readings: {两可: {question: 七日, strict: 自然日, lenient: 工作日, basis: 无}}")
    for name, value in (("QUOTE", "自送达之日起七日内公示"), ("TITLE", "一项"), ("BINDS", "{kinds: [镇]}")):
        text = text.replace(name, value)
    text = text.replace("RULE", f"{PUBLISH}, since: 送达日期, until: 公示日期, {rule}").replace("ROLES", "[]")
    path = tmp_path / "plan.yaml"
    path.write_text(text.replace("EXTRA", f"readings: [两可]\n    {extra}"), encoding="utf-8")
    said = [one.problem.message for one in remarks(*load_plan(path))]
    assert ["有宽松理解，规则里却没有" in one for one in said] == [True] * told


TABLE = """\
关于印发某县2026年方案的通知

附件1

序号\t项目\t要求\t责任单位
1\t清单\t年内，公示清单。\t各镇、县各部门
2\t报告\t年内，重点部门、帮扶单位报送报告。\t重点部门、帮扶单位
3\t总结\t年内，报送总结。\t县各有关部门
"""


@pytest.mark.parametrize(
    ("row", "quote", "binds", "said"),
    [
        (1, "公示清单", "{kinds: [镇, 部门]}", ""),
        (1, "公示清单", "{kinds: [镇]}", "binds 里没有“部门”"),
        (1, "公示清单", "{kinds: [镇, 街道, 部门]}", "没有“街道”，binds 里却有"),
        (1, "公示清单", "{roles: [重点部门]}", "责任单位里有“重点部门”"),
        (2, "重点部门、帮扶单位报送报告", "{roles: [重点部门, 帮扶单位]}", ""),
        (2, "重点部门、帮扶单位报送报告", "{roles: [帮扶单位]}", "的引文说的是“重点部门”"),
        # of some it does not say which
        (3, "报送总结", "{kinds: [部门]}", ""),
    ],
)
def test_the_column_of_those_in_charge_and_the_roles_of_a_row_are_bound(
    tmp_path: Path, row: int, quote: str, binds: str, said: str
) -> None:
    text = PLAN.replace("第一条", f"附件1·{row}").replace("ROLES", "[重点部门, 帮扶单位]").replace("READINGS", "")
    rule = REPORT.replace("总结", "清单公示, 总结")
    for name, value in (("QUOTE", quote), ("TITLE", "一项"), ("BINDS", binds), ("RULE", rule), ("EXTRA", "")):
        text = text.replace(name, value)
    both = "A01.both\n    title: 报告\n    clauses: [{place: 附件1·2, quote: 重点部门、帮扶单位报送报告}]"
    text += (
        f"  - id: {both}\n    binds: {{roles: [重点部门, 帮扶单位]}}\n    rule: {{{REPORT.replace('总结', '报告')}}}\n"
    )
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    found = [one.problem.message for one in remarks(*load_plan(path), source=read_source(TABLE))]
    assert [said in message for message in found] == ([True] if said else []), found


VISITS = "kind: amount, of: 走访, unit: 次, due: 年内"


@pytest.mark.parametrize(
    ("quote", "rule", "said"),
    [
        ("年内每名执法人员走访不少于3次", "per: 走访人, at_least: 3", "只说“执法人员”，没有按“类别”写 among"),
        ("年内每名执法人员走访不少于3次", "per: 走访人, among: {类别: 执法人员}, at_least: 3", ""),
        ("年内每名人员走访不少于3次", "per: 走访人, at_least: 3", ""),
        ("年内对同一企业走访不得超过2次", "at_most: 2", "说“对同一”，规则没有写 per"),
        ("年内对同一企业走访不得超过2次", "per: 企业, at_most: 2", ""),
        ("年内同一企业走访不得超过2次", "at_most: 2", "说“同一企业”，规则没有写 per"),
        ("年内同一时间走访不得超过2次", "at_most: 2", ""),
    ],
)
def test_what_is_counted_is_counted_of_those_whom_the_quote_names(
    tmp_path: Path, quote: str, rule: str, said: str
) -> None:
    found = _remarked(tmp_path, quote, f"{VISITS}, {rule}")
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


@pytest.mark.parametrize(
    ("quote", "rule", "said", "fatal"),
    [
        ("6月底前走访3次", "where: {日期: {until: 2026-06-30}}, due: 6月底前", "", False),
        ("6月底前走访3次", "where: {日期: {until: 2026-05-30}}, due: 6月底前", "期限是 2026-06-30，", False),
        ("6月底前走访3次", "where: {日期: {until: 2025-06-30}}, due: 6月底前", "until: 2025-06-30", False),
        ("3月1日以后，6月底前走访3次", "where: {日期: {since: 2026-03-01}}, due: 6月底前", "", False),
        ("3月1日以后，6月底前走访3次", "where: {日期: {since: 2026-03-10}}, due: 6月底前", "since: 2026-03-10", False),
        ("6月底前走访3次", "where: {日期: {since: 2026-01-15}}, due: 6月底前", "", False),
        ("下半年走访3次", "where: {日期: {since: 2026-07-01}}, due: {phrase: 年内, assumed: true}", "", False),
        ("2025年1月至2026年12月走访3次", "window: {since: 2025-01-01}, due: {says: 2026年12月, on: 12-31}", "", False),
        ("2025年1月至2026年12月走访3次", "window: {years: 2}, due: {says: 2026年12月, on: 12-31}", "", False),
        (
            "2025年1月至2026年12月走访3次",
            "window: {since: 2026-01-01}, due: {says: 2026年12月, on: 12-31}",
            "从“2025年1月”起。请改成 since: 2025-01-01",
            True,
        ),
        ("近两年走访3次", "window: {since: 2025-06-01}, due: {phrase: 年内, assumed: true}", "没有这一天", False),
    ],
)
def test_days_of_a_rule_are_those_of_its_quote_or_its_deadline(
    tmp_path: Path, quote: str, rule: str, said: str, fatal: bool
) -> None:
    found = _remarked(tmp_path, quote, f"kind: amount, of: 走访, unit: 次, at_least: 3, {rule}")
    assert [(told, said in message) for told, message in found] == ([(fatal, True)] if said else [])


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("决定可以自送达之日起七日内公示", "“可以”"),
        ("鼓励自送达之日起七日内公示", "“鼓励”"),
        ("决定应当自送达之日起七日内公示，可以通过平台公示", ""),
        ("可以通过平台公示。决定自送达之日起七日内公示", ""),
    ],
)
def test_a_leave_is_no_duty(tmp_path: Path, quote: str, said: str) -> None:
    found = _remarked(tmp_path, quote, f"{PUBLISH}, since: 送达日期, until: 公示日期, strict: {{days: 7}}")
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


@pytest.mark.parametrize(
    ("score", "said", "fatal"),
    [
        ("points: 10, each_short: 3, each_late: 1, cap: 6", "", False),
        ("points: 10, each_short: 1, each_late: 3, cap: 6", "写反了", True),
        ("points: 3, each_short: 3, each_late: 1", "points 写的是 3", False),
        ("points: 10, each_short: 3, each_late: 1, cap: 3", "cap 写的是 3", False),
        ("points: 10, each_short: 6, each_late: 1, cap: 6", "each_short 写的是 6", False),
    ],
)
def test_points_are_what_the_quote_takes_them_for(tmp_path: Path, score: str, said: str, fatal: bool) -> None:
    found = _remarked(tmp_path, SCORE, REPORT, f"score: {{{score}}}")
    assert [(one[0], said in one[1]) for one in found] == ([(fatal, True)] if said else [])


def test_what_is_overdue_and_not_there_is_short_and_not_late(tmp_path: Path) -> None:
    quote = "总结逾期未报送的扣3分，逾期报送的，每次扣1分"
    assert _remarked(tmp_path, quote, REPORT, "score: {each_short: 3, each_late: 1}") == []


@pytest.mark.parametrize(
    ("title", "stale"),
    [
        ("决定七日内公示", []),
        ("决定7日内公示", []),
        ("决定10日内公示", ["10日"]),
        ("决定十个工作日内公示", ["10个工作日"]),
        ("60%的决定公示", ["60%"]),
        ("决定公示", []),
    ],
)
def test_numbers_told_to_units_are_those_of_the_document(tmp_path: Path, title: str, stale: list[str]) -> None:
    rule = f"{PUBLISH}, since: 送达日期, until: 公示日期, strict: {{days: 7}}"
    found = _remarked(tmp_path, "决定自送达之日起七日内公示", rule, "readings: [一]", title=title)
    assert [message for _, message in found if all(f"“{one}”" in message for one in stale)] == [m for _, m in found]
    assert [("名称" in message, "读法" in message) for _, message in found] == [(True, False), (False, True)] * bool(
        stale
    )


def test_what_follows_from_numbers_of_the_quote_is_no_stale_number(tmp_path: Path) -> None:
    quote, rule = "每人培训60学时，其中线下不少于60%", f"{HOURS}, per: 人员, over: {{of: 人员.培训.学时}}, at_least: 60"
    assert _remarked(tmp_path, quote, rule, title="线下 36 学时") == []
    assert len(_remarked(tmp_path, quote, rule, title="线下 48 学时")) == 1


PLANS = sorted(path for folder in ("data", "examples/*/data") for path in ROOT.glob(f"{folder}/plan_*.yaml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parts[-3])
def test_nothing_is_remarked_of_a_plan_that_is_right(path: Path) -> None:
    assert [one.problem.message for one in remarks(*load_plan(path))] == []


@pytest.mark.parametrize(
    ("quote", "more", "said"),
    [
        ("各单位报送总结，抄送县司法局", "", "没有写 afterwards"),
        ("各单位报送总结", "", ""),
        ("各单位报送总结，抄送县司法局", "afterwards: {field: 抄送日期, called: 抄送, months: 1, assumed: true}", ""),
        ("每月5日前报送上月总结", "every: year", "“上月”，every 却是 year"),
    ],
)
def test_a_report_is_judged_in_all_that_its_quote_asks(tmp_path: Path, quote: str, more: str, said: str) -> None:
    found = _remarked(tmp_path, quote, ", ".join(filter(None, (REPORT, more))))
    assert [(fatal, said in message) for fatal, message in found] == ([(False, True)] if said else [])


def test_a_notice_stands_at_the_line_of_the_plan(zhifa: Run, tmp_path: Path) -> None:
    for name in ("plan_2023.yaml", "source_plan_2023.txt"):
        text = (ROOT / "data" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace("since: 措施日期, until: 报告日期", "since: 措施日期, until: 措施日期")
        )
    plan = tmp_path / "plan_2023.yaml"
    line = plan.read_text(encoding="utf-8").split("until: 措施日期")[0].count("\n") + 1
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 0
    assert f"{plan.as_posix()}:{line}:" in out
    assert "注意：T13.measures 的引文说到“报告日期”，until 写的却是“措施日期”。请核对。" in out


@pytest.mark.parametrize("item", ["named, item: 告知承诺制实施数据", "all_units, item: 四张清单专项监督"])
def test_who_counts_reports_counts_them_by_the_periods_of_the_reports(tmp_path: Path, item: str) -> None:
    text = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    path = tmp_path / "plan.yaml"
    begin = text.index(f"kind: {item}")
    path.write_text(text[:begin] + text[begin:].replace("every: quarter", "every: half", 1), encoding="utf-8")
    found = [one for one in remarks(*load_plan(path)) if "请改成一样" in one.problem.message]
    assert [one.fatal for one in found] == [True]


@pytest.mark.parametrize(
    ("of", "every", "told"),
    [("案卷.件数", "half", True), ("案卷.件数", "year", False), ("走访", "half", False), ("人员", "half", False)],
)
def test_records_without_a_date_belong_to_no_period(tmp_path: Path, of: str, every: str, told: bool) -> None:
    due = "每半年" if every == "half" else "{phrase: 年内, assumed: true}"
    rule = f"kind: amount, of: {of}, unit: 件, at_least: 2, every: {every}, due: {due}"
    found = [message for _, message in _remarked(tmp_path, "每半年不少于2件", rule)]
    assert any("里的记录没有日期，每半年数的都是全年的" in one for one in found) is told


def test_a_verb_is_of_what_is_reported(tmp_path: Path) -> None:
    text = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    path = tmp_path / "plan.yaml"
    begin = text.index("\nverbs:")
    path.write_text(
        text[:begin] + "\nverbs: {公示: [没有的事项]}\n\n" + text[begin:].split("\n\n", 1)[1], encoding="utf-8"
    )
    said = [one.problem.message for one in remarks(*load_plan(path))]
    assert any("verbs 的“公示”里有“没有的事项”" in one for one in said), said


@pytest.mark.parametrize(
    ("quote", "more", "told"),
    [
        ("走访不同企业不少于3家", "", True),
        ("走访企业不少于3家（不重复计算）", "", True),
        ("走访不同企业不少于3家", "distinct: 走访人, ", False),
        ("走访不同企业不少于3家", "per: 走访人, among: {}, ", False),
        ("走访企业不少于3家，对不同情况分别处理", "", False),
    ],
)
def test_different_ones_are_counted_once(tmp_path: Path, quote: str, more: str, told: bool) -> None:
    rule = f"kind: amount, of: 走访, {more}unit: 家, at_least: 3, due: {{phrase: 年内, assumed: true}}"
    assert any("只数一次的请写 distinct" in message for _, message in _remarked(tmp_path, quote, rule)) is told


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("每人同时带教不超过3人", True),
        ("同时，每人带教不超过3人", False),
        ("每人带教不超过3人，同时做好记录", False),
    ],
)
def test_what_is_at_once_is_not_counted_in_turn(tmp_path: Path, quote: str, told: bool) -> None:
    rule = "kind: amount, of: 走访, per: 走访人, among: {}, unit: 人, at_most: 3, due: {phrase: 年内, assumed: true}"
    assert any("引文说“同时”" in message for _, message in _remarked(tmp_path, quote, rule)) is told


@pytest.mark.parametrize(
    ("quote", "due", "said"),
    [
        ("每月6日前报送，逢节假日顺延", "{strict: 每月6日前, days_off: keep}", (True, "没有写 days_off: shift")),
        ("每月6日前报送，逢节假日顺延", "每月6日前", (False, "没有写 days_off: shift")),
        ("每月6日前报送，逢节假日顺延", "{strict: 每月6日前, days_off: shift}", None),
        ("每月6日前报送，遇节假日不顺延", "{strict: 每月6日前, days_off: keep}", None),
        ("每月6日前报送", "{strict: 每月6日前, days_off: shift}", (False, "引文没有说顺延")),
        ("每月6日前报送", "{phrase: 每月8日前, assumed: true}", (False, "引文写了期限“每月6日前”")),
        ("每月报送，不迟于6日", "{phrase: 每月末前, assumed: true}", None),
    ],
)
def test_a_deadline_is_taken_as_its_quote_says(
    tmp_path: Path, quote: str, due: str, said: tuple[bool, str] | None
) -> None:
    found = _remarked(tmp_path, quote, f"kind: report, items: [月报], every: month, due: {due}")
    told = [(fatal, said[1] in message) for fatal, message in found if said] if said else found
    assert told == ([(said[0], True)] if said else [])


@pytest.mark.parametrize(
    ("words", "on", "told"),
    [
        ("9月中旬", "09-30", True),
        ("9月中旬", "09-20", False),
        ("每年1月31日前", "2027-01-31", False),
        ("国庆节前", "09-30", False),
    ],
)
def test_a_meaning_given_beside_words_that_mean_another_day_is_remarked_on(
    tmp_path: Path, words: str, on: str, told: bool
) -> None:
    rule = f"kind: report, items: [总结], every: year, due: {{says: {words}, on: {on}}}"
    assert any("on 写的是" in message for _, message in _remarked(tmp_path, f"{words}报送总结", rule)) is told
