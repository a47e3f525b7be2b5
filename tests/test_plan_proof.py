"""The proof of a plan against its document: every number that is changed and every duty left out is noticed, once."""

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.format.problems import ConfigError
from zhifa_check.kinds.bounds import WAYS
from zhifa_check.plan.claims import Claim
from zhifa_check.plan.comparisons import said_otherwise
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.matching import matched
from zhifa_check.plan.model import Plan
from zhifa_check.plan.proof import prove
from zhifa_check.plan.quotes import find_quote
from zhifa_check.plan.source import SourceText, load_source, read_source
from zhifa_check.plan.tokens import tokens
from zhifa_check.source.document import Document

TEXT = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
SOURCE_TEXT = (ROOT / "data" / "source_plan_2023.txt").read_text(encoding="utf-8")
SOURCE = load_source(ROOT / "data" / "source_plan_2023.txt")


def _blocks() -> list[str]:
    body = TEXT[TEXT.index("\nrequirements:") : TEXT.index("\nnot_checked:")]
    return re.split(r"(?m)^(?=  - id: )", body)[1:]


@functools.cache
def _read(folder: Path, text: str) -> tuple[Plan, Document]:
    """What a plan says, which is tried with many a document."""
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return load_plan(path)


def _noticed(text: str, folder: Path, source: SourceText = SOURCE) -> list[str]:
    try:
        return [problem.message for problem in prove(*_read(folder.parent, text), source)]
    except ConfigError as refused:
        return [problem.message for problem in refused.problems]


@pytest.mark.parametrize("block", _blocks(), ids=lambda block: block.split()[2])
def test_a_requirement_left_out_is_noticed(block: str, tmp_path: Path) -> None:
    assert _noticed(TEXT.replace(block, ""), tmp_path)


def _swaps(block: str) -> Iterator[str]:
    """The block with each number of its rule in turn replaced by each other number of its quotes, and by its next."""
    head, rule = block.split("    rule:")
    rule, *rest = re.split(r"(?m)^(?=    (?:readings|note):|  # )", rule)
    quoted = set(re.findall(r"\d+", head.split("clauses:")[1]))
    for found in re.finditer(r"(?<![\d.T])\d+", re.sub(r"\d+(?=[^{}]*assumed)", lambda one: "_" * len(one[0]), rule)):
        for other in sorted(quoted | {str(int(found[0]) + 1)} - {found[0]}):
            if other != found[0]:
                yield head + "    rule:" + rule[: found.start()] + other + rule[found.end() :] + "".join(rest)


@pytest.mark.slow
@pytest.mark.parametrize("block", _blocks(), ids=lambda block: block.split()[2])
def test_no_number_of_a_rule_can_be_another_one(block: str, tmp_path: Path) -> None:
    for swapped in _swaps(block):
        said = _noticed(TEXT.replace(block, swapped), tmp_path)
        assert said, swapped
        assert len(said) == 1, said


def test_the_same_figure_of_another_measure_is_no_proof(tmp_path: Path) -> None:
    eighty = SOURCE_TEXT.replace("业务培训不少于60学时", "业务培训不少于80学时")
    plan = TEXT.replace("业务培训不少于60学时", "业务培训不少于80学时").replace(
        "      only: {类别: [法律法规, 业务知识, 执法技能]}\n      at_least: 60",
        "      only: {类别: [法律法规, 业务知识, 执法技能]}\n      at_least: 80",
    )
    body = "每年法律法规和业务能力提升培训不少于60学时"
    plan = plan.replace(body, body.replace("60", "80"))
    said = _noticed(plan, tmp_path, read_source(eighty.replace(body, body.replace("60", "80"))))
    assert len(said) == 1
    assert "T10.business-share 的数字 60 不在所引的原文里（原文的 60 是“60%”，说的不是一回事）" in said[0]


@pytest.mark.parametrize(
    ("words", "rule", "proved"),
    [
        ("在一周内备案", "strict: {days: 7}", True),
        ("在两周内备案", "strict: {days: 15}", False),
        ("在一周内备案", "strict: {days: 1}", False),
        ("在十五个工作日内备案", "strict: {workdays: 15}", True),
        ("在十五个工作日内备案", "strict: {days: 15}", False),
        ("在15日内备案", "strict: {workdays: 15}", False),
        ("在三个月内备案", "strict: {months: 3}", True),
        ("在半年内备案", "strict: {months: 6}", True),
        ("在一年内备案", "strict: {months: 12}", True),
    ],
)
def test_times_are_compared_by_what_they_measure(tmp_path: Path, words: str, rule: str, proved: bool) -> None:
    old = "重大行政处罚决定和其他重大行政执法决定在决定作出后15日内通过江苏省行政执法监督平台完成线上备案"
    block = next(one for one in _blocks() if "id: T11.filing\n" in one)
    changed = re.sub(r"strict: \{days: 15\}(, lenient: \{days: 15\})?", rule, block.replace(old, words))
    assert changed != block
    said = _noticed(TEXT.replace(block, changed), tmp_path, read_source(SOURCE_TEXT.replace(old, words)))
    own = [message for message in said if "T11.filing 的数字" in message]
    assert (not own) == proved, said


# --- what is left out of the document


@pytest.mark.parametrize(
    ("sentence", "token"),
    [
        ("各单位合格率不低于百分之九十五。", "百分之九十五"),
        ("各单位合格率不低于95％。", "95％"),
        ("各单位合格率达到九成。", "九成"),
        ("十二月二十日前报送总结。", "十二月二十日"),
        ("12．20前报送总结。", "12．20"),
        ("2026.6.30前报送总结。", "2026.6.30"),
        ("2026-06-30以前报送总结。", "2026-06-30"),
        ("6.30前报送总结。", "6.30"),
        ("6月末报送总结。", "6月末"),
        ("五个工作日内整改。", "五个工作日"),
        ("从事执法工作5年以上。", "5年"),
        ("每户拍摄3张照片。", "3张"),
        ("每人取得12学分。", "12学分"),
        ("视频不少于5分钟。", "5分钟"),
        ("评查案卷，每低5个百分点扣分。", "5个百分点"),
        ("一个月内整改。", "一个月"),
        ("半年内整改。", "半年内"),
        ("抽查不少于三次。", "三次"),
        ("每月评查十卷。", "十卷"),
        ("抽查企业二十户。", "二十户"),
        ("投入不少于5万元。", "5万元"),
        ("考核扣2分。", "2分"),
        ("公开期限不少于三年。", "三年"),
        ("抽查不少于三分之一。", "三分之一"),
        ("抽查覆盖半数单位。", "半数"),
        ("两周内整改。", "两周内"),
        ("第三季度开展评查。", "第三季度"),
        ("合格率不低于百分之九十九点五。", "百分之九十九点五"),
        ("检查人员不少于两人。", "两人"),
        ("执法中不得以罚代管。", "不得"),
        ("监督检查实现全覆盖。", "全覆盖"),
        ("执法人员须亮证执法。", "须"),
        ("严禁趋利性执法。", "严禁"),
        ("不能以罚代管。", "不能"),
        ("不允许选择性执法。", "不允许"),
        ("坚决杜绝逐利执法。", "杜绝"),
        ("执法人员应主动出示证件。", "应"),
        ("完成率力争达九成五。", "九成五"),
        ("双月报送台账。", "双月"),
        ("造成重大事件的，一票否决。", "一票否决"),
        # duties without a number
        ("各单位要及时更新清单。", "要"),
        ("不要搞层层加码。", "要"),
        ("重大案件逐案报审。", "逐案"),
        ("发现问题立即整改。", "立即"),
        ("检查结果当场告知企业。", "当场"),
        ("涉企检查全程录像。", "全程"),
        ("各单位务必重视。", "务必"),
        ("严防选择性执法。", "严防"),
        ("裁量基准定期评估。", "定期"),
        ("确保过罚相当。", "确保"),
        ("数据如实填报。", "如实"),
        ("台账由专人管理。", "专人"),
        ("整改不力的单位，予以约谈。", "予以”没有着落，“约谈"),
        ("全体执法人员参加轮训。", "全体"),
        ("各镇配备法制审核人员。", "配备"),
        ("凡新增事项，先论证。", "凡"),
        ("新进人员先培训后上岗。", "先培训后"),
        ("检查计划报县政府批准。", "报县政府批准"),
        ("处罚决定经集体讨论决定。", "经集体讨论决定"),
        ("按旬调度。", "按旬"),
    ],
)
def test_every_way_to_lay_down_a_duty_is_seen(sentence: str, token: str, tmp_path: Path) -> None:
    source = read_source(SOURCE_TEXT.replace("10. 监督各区镇", f"{sentence}\n\n10. 监督各区镇"))
    said = _noticed(TEXT, tmp_path, source)
    assert len(said) == 1, said
    assert f"“{token}”没有着落" in said[0]
    assert f"「{sentence.rstrip('。')}」" in said[0]


@pytest.mark.parametrize(
    "words",
    [
        "《办法（2023年12月修订）》",
        "苏政发〔2023〕5号",
        "第三批",
        "“三项制度”",
        "相应的反应",
        "反应在报告里，适应于实际，对应每项工作，应急管理，应用场景",
        "不能不说",
        "需求",
        "完成",
        "一人一档",
        "第十一条",
        "见附录2.10",
        "自2026年3月1日起施行",
        "已经2026年1月5日市政府第8次常务会议审议通过，现予",
        "主要做法，纲要提出，概要，简要说明，重要依据，要求，要点",
        "为确保工作实效",
        "先进单位带动后进单位，先后",
        "经县政府批准，现印发",
        "报县政府同意，现印发",
        "约谈制度",
        "人员配备情况",
    ],
)
def test_what_lays_down_nothing_is_left_alone(words: str) -> None:
    assert list(tokens(words)) == []


def test_whatever_no_part_of_the_plan_quotes_is_told(zhifa: Run, tmp_path: Path) -> None:
    plan, source = tmp_path / "plan_2023.yaml", tmp_path / "source_plan_2023.txt"
    plan.write_text(TEXT, encoding="utf-8")
    counts = []
    for added in ("", "推行说理式执法文书。"):
        source.write_text(SOURCE_TEXT.replace("10. 监督各区镇", f"{added}\n\n10. 监督各区镇"), encoding="utf-8")
        code, out, _ = zhifa("plan", "check", plan, "-v")
        counts.append(out.count("没有引用：「"))
        assert (code, f"原文另有 {counts[-1]} 处没有引用" in out, "「推行说理式执法文书」" in out) == (
            0,
            True,
            bool(added),
        )
    assert counts[1] == counts[0] + 1
    # half a sentence that a requirement no longer quotes is told, too
    half = "对现行适用的行政裁量权基准进行梳理汇总"
    plan.write_text(TEXT.replace(f"{half}，", "…"), encoding="utf-8")
    assert f"「{half}」" in zhifa("plan", "check", plan, "-v")[1]


def test_what_stands_behind_the_list_of_copies_is_read(tmp_path: Path) -> None:
    said = _noticed(TEXT, tmp_path, read_source(SOURCE_TEXT + "\n各镇每月15日前报送台账。\n"))
    assert len(said) == 1
    assert "“每月”没有着落，“15日”没有着落" in said[0]


def test_a_problem_of_the_document_stands_at_the_document_s_line(zhifa: Run, tmp_path: Path) -> None:
    source = tmp_path / "原文.txt"
    changed = SOURCE_TEXT.replace("10. 监督各区镇", "各镇每月15日前报送台账。\n10. 监督各区镇")
    source.write_text(changed, encoding="utf-8")
    line = changed[: changed.index("各镇每月15日")].count("\n") + 1
    code, out, _ = zhifa("plan", "check", "data/plan_2023.yaml", "--source", source)
    assert code == 1
    assert out.startswith(f"{source.as_posix()}:{line}:3 ")


def test_a_quote_that_is_out_of_date_is_told_once_with_what_stands_there_now(tmp_path: Path) -> None:
    source = read_source(
        SOURCE_TEXT.replace(
            "集中学习不少于40学时，岗位实训不少于120学时", "集中学习不少于45学时，岗位实训不少于120学时"
        )
    )
    said = _noticed(TEXT, tmp_path, source)
    assert len(said) == 2  # two requirements quote it
    assert all("最接近的是附件10·2（原文 第 89 行）：「" in message and "不少于45学时" in message for message in said)


@pytest.mark.parametrize(
    ("words", "stretches", "fault"),
    [
        ("第一段话…第三段话", [["第一段话", "第三段话"]], ""),
        ("…第二段话", [["第二段话"]], ""),
        ("第二段话…", [["第二段话"]], ""),
        ("第三段话…第一段话", [["第三段话"], ["第一段话"]], "不是这个次序"),
        ("第一段话…别的什么", [["第一段话"]], "「别的什么」"),
    ],
)
def test_a_quote_with_words_left_out_is_found_in_parts(words: str, stretches: list[list[str]], fault: str) -> None:
    source = read_source("1. 第一段话，第二段话。\n2. 第三段话。\n")
    quote = find_quote(words, source)
    assert [[source.text[slice(*span)] for span in spans] for spans in quote.found] == stretches
    assert (fault in quote.fault) if fault else not quote.fault


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("抽查企业", "抽查各类企业"),
        ("抽查学校", None),
        ("抽查学校的食堂", None),
        ("企检学户", None),
        # of several places with the longest words of it the one that is most like it; single signs are in any two
        ("完整调查报告48小时内报送", "完整调查报告36小时内报送"),
        ("各单位应在年内向局里报送查办的案件", None),
        # never beyond its cell
        ("每季度报送典型案例2至3篇", "每季度报送典型案例3篇"),
    ],
)
def test_what_is_nearest_to_a_quote_shares_most_of_it(words: str, near: str | None) -> None:
    source = read_source(
        "1. 抽查各类企业。\n2. 3日内报送完整调查报告，说明起因和有关人员的责任；完整调查报告36小时内报送。\n"
        "3\t每季度报送典型案例3篇\t各有关单位\n"
    )
    span = find_quote(words, source).nearest
    assert (source.text[slice(*span)] if span else None) == near


def test_equal_numbers_are_each_found_at_a_place_of_their_own() -> None:
    numbers = [one for token in tokens("培训不少于20人，其中业务骨干20人，抽查20人") for one in token.numbers]
    claims = [Claim(("rule", key), Decimal(20), frozenset({"amount"})) for key in ("at_least", "times", "of", "over")]
    starts = [number.start for number in numbers]
    assert len(starts) == 3
    # a fourth has no place left, and is the first again
    assert [number.start for _, number in matched(claims, numbers)] == [*starts, starts[0]]


def test_a_number_of_a_quote_that_no_rule_uses_is_listed(tmp_path: Path) -> None:
    said = _noticed(TEXT.replace("place: 附件12·3, quote: 等7个", "place: 附件12·3, quote: 个"), tmp_path)
    assert any("引文里的“7个”没有规则用到" in message for message in said)


SMALL = """\
id: 某政办发〔2026〕8号
title: 某县2026年方案
year: 2026
issued: 2026-01-05
kinds: [部门]
sections: {督查: {dated: 日期, fields: {日期: {type: 日期, required: true}, 件数: 整数, 办结日期: 日期}}}
requirements:
  - id: A.a
    title: 抽查
    binds: {kinds: [部门]}
    clauses: [{place: 正文一, quote: QUOTE}]
    rule: {RULE}
"""
STEPS = (
    "kind: amount, of: 督查, against: {of: 督查.件数}, due: {phrase: 年内, assumed: true}, "
    "steps: [{to: 100, share: 10}, {to: 500, share: 5}, {at_least: 30}]"
)


@pytest.mark.parametrize(
    ("quote", "rule", "unused"),
    [
        ("100件以下的查10%，101件至500件的查5%，501件以上的查30件", STEPS, None),
        ("100件以下的查10%，102件至500件的查5%，501件以上的查30件", STEPS, "102件"),
        ("100件以下的查10%，102件至500件的查5%，501件以上的查30件", f"{STEPS}}}\n    by_hand: [102", None),
        (
            "不足100件的全部抽查，其余抽查20件",
            "kind: amount, of: 督查, at_least: 20, due: {phrase: 年内, assumed: true}",
            "100件",
        ),
        (
            "不足100件的全部抽查，其余抽查20件",
            "kind: amount, of: 督查, at_least: 20, due: {phrase: 年内, assumed: true}}\n    by_hand: [100, 20",
            None,
        ),
        ("办结率达到100%", "kind: stated, section: 督查, field: 办结日期", None),
        ("全部办结", "kind: stated, section: 督查, field: 办结日期", None),
        ("办结率达到90%", "kind: stated, section: 督查, field: 办结日期", "90%"),
    ],
)
def test_a_number_is_used_by_a_step_by_all_or_by_hand(
    tmp_path: Path, quote: str, rule: str, unused: str | None
) -> None:
    by_hand = rule.rpartition("}\n")[2] if "by_hand" in rule else ""
    text = SMALL.replace("QUOTE", quote).replace("{RULE}", f"{{{rule}{']' if by_hand else '}'}")
    said = _noticed(text, tmp_path, read_source(f"一、{quote}。\n"))
    assert any(f"“{unused}”没有规则用到" in one for one in said) if unused else said == []


def test_a_month_that_may_be_either_must_be_named(tmp_path: Path) -> None:
    source = read_source(SOURCE_TEXT.replace("每月6日前及时报送上月", "每月25日前及时报送"))
    plan = TEXT.replace("每月6日前及时报送上月", "每月25日前及时报送")
    open_ = plan.replace("due: 每月6日前", "due: 每月25日前")
    assert ["当期还是上一期" in message for message in _noticed(open_, tmp_path, source)] == [True]
    told = plan.replace("due: 每月6日前", "due: {phrase: 每月25日前, in: same}")
    assert _noticed(told, tmp_path, source) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 40\n", "at_most: 40\n"),
        ("of: 案卷抽查.件数, called: 案卷抽查, unit: 件, at_least: 100", "of: 案卷抽查.件数, unit: 件, at_most: 100"),
        ("unit: 次, at_least: 2", "unit: 次, at_most: 2"),
    ],
)
def test_a_comparison_turned_round_is_noticed(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    assert ["说的相反" in message for message in _noticed(TEXT.replace(old, new), tmp_path)] == [True]


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("5万元以上", "at_least"),
        ("5万元以上（含5万元）", "at_least"),
        ("5万元以上（不含）", "more_than"),
        ("5万元以下", "at_most"),
        ("5万元以下（不含本数）", "less_than"),
        ("不足5万元", "less_than"),
        ("不满5万元", "less_than"),
        ("未满5万元", "less_than"),
        ("低于人民币5万元", "less_than"),
        ("少于5万元", "less_than"),
        ("超过5万元", "more_than"),
        ("高于5万元", "more_than"),
        ("不低于5万元", "at_least"),
        ("不少于5万元", "at_least"),
        ("不得超过5万元", "at_most"),
        ("达到5万元", "at_least"),
        ("未达到5万元", "less_than"),
        ("至多5万元", "at_most"),
    ],
)
def test_a_condition_compares_as_its_document_does_and_includes_the_number_as_it_does(words: str, right: str) -> None:
    text = f"处罚{words}的案件"
    number = next(one for token in tokens(text) for one in token.numbers)
    path = ("rule", "where", "罚款金额")
    said = {
        way: said_otherwise(Claim((*path, way), Decimal(50000), frozenset({"amount"})), number, text) for way in WAYS
    }
    assert said == dict.fromkeys(WAYS, right) | {right: None}


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        ("培训不足40学时的补训", "at_least", None),
        ("培训不足40学时的补训", "more_than", "less_than"),
        ("培训不足40学时的补训", "less_than", None),
        ("差错率低于5%", "at_most", "less_than"),
        ("差错率5%以上的扣2分", "less_than", None),
        ("差错率5%以上", "less_than", "at_least"),
        ("办理时间超过30日的扣2分", "at_most", None),
        ("培训超过40学时", "at_least", "more_than"),
        ("高于全县平均水平的乡镇抽查5户", "at_most", None),
        ("超过法定期限的案件不少于5件", "at_least", None),
        ("超过法定期限的案件不少于5件", "at_most", "at_least"),
    ],
)
def test_what_is_asked_may_be_told_by_what_falls_short_of_it(text: str, written: str, said: str | None) -> None:
    number = next(one for token in tokens(text) for one in token.numbers)
    claim = Claim(("rule", written), number.value, frozenset({number.measure}))
    assert said_otherwise(claim, number, text) == said


@pytest.mark.parametrize("unit", ["次", "件", "人", "户"])
def test_a_number_is_counted_in_the_unit_of_the_rule(tmp_path: Path, unit: str) -> None:
    old = "of: 人员.集中学习学时\n      called: 集中学习\n      unit: 学时"
    assert old in TEXT
    said = _noticed(TEXT.replace(old, old.replace("unit: 学时", f"unit: {unit}")), tmp_path)
    assert ["（原文的 40 是“40学时”，规则数的却不是“学时”，请看 unit）" in message for message in said] == [True]
    assert _noticed(TEXT.replace(old, old.replace("unit: 学时", "unit: 课时")), tmp_path) == []


def test_a_day_early_in_the_month_is_of_the_month_that_the_quote_names(tmp_path: Path) -> None:
    said, due = "每月6日前及时报送上月", "due: 每月6日前"
    source = read_source(SOURCE_TEXT.replace(said, "每月6日前及时报送当月"))
    plan = TEXT.replace(said, "每月6日前及时报送当月")
    assert ["引文却说当期" in message for message in _noticed(plan, tmp_path, source)] == [True]
    assert _noticed(plan.replace(due, "due: {phrase: 每月6日前, in: same}"), tmp_path, source) == []


@pytest.mark.parametrize(
    ("said", "in_", "wrong"),
    [
        ("上月", "same", True),
        ("上月", "next", False),
        ("当月", "next", False),
        ("当月", "same", False),
        ("", "same", False),
    ],
)
def test_the_period_chosen_is_the_one_that_the_quote_names(tmp_path: Path, said: str, in_: str, wrong: bool) -> None:
    old, new = "每月6日前及时报送上月", f"每月25日前及时报送{said}"
    plan = TEXT.replace(old, new).replace("due: 每月6日前", f"due: {{phrase: 每月25日前, in: {in_}}}")
    found = _noticed(plan, tmp_path, read_source(SOURCE_TEXT.replace(old, new)))
    assert [f"引文说的却是“{said}”" in message for message in found] == [True] * wrong


@pytest.mark.parametrize(
    ("words", "value", "proved"),
    [("千分之五", "0.5", True), ("千分之五", "5", False), ("5‰", "0.5", True), ("5‰", "5", False), ("5%", "5", True)],
)
def test_thousandths_are_no_hundredths(tmp_path: Path, words: str, value: str, proved: bool) -> None:
    block = next(one for one in _blocks() if "id: T10.pass-rate\n" in one)
    plan = TEXT.replace(block, block.replace("99%以上", f"{words}以上").replace("at_least: 99", f"at_least: {value}"))
    found = _noticed(plan, tmp_path, read_source(SOURCE_TEXT.replace("99%", words)))
    own = [message for message in found if "T10.pass-rate 的数字" in message]
    assert (not own) == proved, found


def test_the_meaning_beside_the_words_is_the_same_day(tmp_path: Path) -> None:
    beside = TEXT.replace("due: 10月底前", "due: {says: 10月底前, on: 10-31}")
    assert _noticed(beside, tmp_path) == []
    other = TEXT.replace("due: 10月底前", "due: {says: 10月底前, on: 11-30}")
    assert ["on 却是 11-30" in message for message in _noticed(other, tmp_path)] == [True]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("issued: 2023-03-14", "issued: 2023-04-14", "印发日期 2023-04-14 不是原文落款的日期（2023-03-14）"),
        ("id: 启政办发〔2023〕11号", "id: 启政办发〔2023〕12号", "原文是“启政办发〔2023〕11号”"),
    ],
)
def test_number_and_day_of_issue_are_the_document_s(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert [said in message for message in _noticed(TEXT.replace(old, new), tmp_path)] == [True]


# --- the layout of a document

CHAPTERS = """关于印发某县培训办法的通知
某政办发〔2026〕3号
第一章 总则
第一条 各单位应当每年组织培训。
第二章 培训
第二条 培训分两类：（一）初任培训；（二）在岗培训不少于20学时。
第三条 1、县级部门6月底前报送计划。
2、乡镇7月底前报送计划。
附件1
考核表
一、考核内容
（一）学时占40分。
附件2
1．名单另发，8月底前完成。
附件3
序号\t任务
1\t至少抽查10户
2\t至少抽查20户
"""


@pytest.mark.parametrize(
    ("words", "place", "others", "never"),
    [
        ("某政办发", "开头", ["正文"], ["第一条", "附件"]),
        ("每年组织培训", "第一条", ["第一章第一条", "正文第一条"], ["第二条", "第二章第一条", "开头"]),
        ("20学时", "第二条（二）", ["第二章第二条（二）", "第二条第（二）项", "第二条第一款第二项"], ["第二条（一）"]),
        ("6月底前", "第三条1", ["第二章第三条1"], ["第三条2"]),
        ("7月底前", "第三条2", [], ["第三条1"]),
        ("40分", "附件1（一）", ["附件1一（一）", "附件1·考核"], ["附件1·2", "正文附件1", "正文（一）"]),
        ("8月底前", "附件2·1", ["附件2"], ["附件1", "附件21", "附件22", "附件2·2"]),
        ("至少抽查20户", "附件3·2", ["附件3·2企业"], ["附件3·1", "附件3·22"]),
    ],
)
def test_the_layout_of_a_document_is_understood(words: str, place: str, others: list[str], never: list[str]) -> None:
    source = read_source(CHAPTERS)
    offset = source.text.index(words)
    for name in (place, *others):
        assert source.is_at(name, offset), source.place_of(offset)
    for name in ("第九条", *never):
        assert not source.is_at(name, offset), name
    assert source.is_at(source.place_of(offset), offset)


#: The sentences of an assessment, as most documents write them, and a plan that says them all.
_POINTS_TEXT = """某政办发〔2026〕7号
关于印发某县行政执法考核细则的通知
2026年1月5日
一、考核办法
（一）考核总分100分，90分以上为优秀，80分以上不满90分为良好，60分以上不满80分为合格，不满60分为不合格。
二、评分标准
（一）队伍建设（60分）
1．考试（60分）。合格率达到98%以上的得60分，95%以上不足98%的得30分，90%以上不足95%的得10分，不足90%的不得分。
（二）执法质量（40分）
2．案卷（40分）。优秀率不低于80%，每低5个百分点扣1分，低于50%的不得分。
三、一票否决
（一）引发重大群体性事件的，实行一票否决。
"""
_POINTS = """id: 某政办发〔2026〕7号
title: 某县行政执法考核细则
year: 2026
issued: 2026-01-05
kinds: [部门]
binds: {kinds: [部门]}
categories: {人员类别: [执法人员]}
readings: {}
requirements:
  - id: K1.test
    title: 考试
    clauses:
      - place: 二（一）
        quote: 考试（60分）。合格率达到98%以上的得60分，95%以上不足98%的得30分，90%以上不足95%的得10分，不足90%的不得分
    rule: {kind: attested, called: 合格率, unit: '%', at_least: 98, due: {phrase: 年内, assumed: true}}
    score: {points: 60, tiers: [{at_least: 98, points: 60}, {at_least: 95, points: 30}, {at_least: 90, points: 10}]}
  - id: K2.files
    title: 案卷
    clauses: [{place: 二（二）, quote: 案卷（40分）。优秀率不低于80%，每低5个百分点扣1分，低于50%的不得分}]
    rule: {kind: attested, called: 优秀率, unit: '%', at_least: 80, due: {phrase: 年内, assumed: true}}
    score: {points: 40, each_short: 1, step: 5, nothing_below: 50}
  - id: K3.veto
    title: 事件
    clauses: [{place: 三（一）, quote: 引发重大群体性事件的，实行一票否决}]
    rule: {kind: attested, called: 事件, unit: 起, at_most: 0, added_up: true, due: {phrase: 年内, assumed: true}}
    score: {veto: true}
assessment:
  place: 一（一）
  quote: 考核总分100分，90分以上为优秀，80分以上不满90分为良好，60分以上不满80分为合格，不满60分为不合格
  points: 100
  grades: [{name: 优秀, at_least: 90}, {name: 良好, at_least: 80}, {name: 合格, at_least: 60}, {name: 不合格}]
"""


def test_an_assessment_is_proved_as_documents_write_them(tmp_path: Path) -> None:
    assert _noticed(_POINTS, tmp_path, read_source(_POINTS_TEXT)) == []


_GRADES = "90分以上为优秀，80分以上不满90分为良好，60分以上不满80分为合格，不满60分为不合格"


@pytest.mark.parametrize(
    ("grades", "wrong"),
    [
        ("90—100分为优秀，80—89分为良好，60—79分为合格，0—59分为不合格", False),
        ("90分（含）以上为优秀，80-89.9分为良好，60-79.9分为合格，60分以下为不合格", False),
        ("90分以上为优秀，80分（含）至90分（不含）为良好，60分（含）至80分（不含）为合格，60分以下为不合格", False),
        ("60分以下为不合格，60—79分为合格，80—89分为良好，90分以上为优秀", False),
        ("80—90分为良好，90分以上为优秀，60—80分为合格，其余为不合格", False),
        ("90—100分为优秀，80—88分为良好，60—79分为合格，0—59分为不合格", True),
        ("90—100分为优秀，80—89分为合格，60—79分为良好，0—59分为不合格", True),
    ],
)
def test_grades_are_proved_by_the_ranges_that_documents_give(tmp_path: Path, grades: str, wrong: bool) -> None:
    plan, text = (one.replace(_GRADES, grades) for one in (_POINTS, _POINTS_TEXT))
    assert bool(_noticed(plan, tmp_path, read_source(text))) == wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("每人不少于40个学时", ["40学时"]),
        ("每人不少于四十个课时", ["40课时"]),
        ("于48个小时内报告", ["48小时"]),
        ("满意度在90%以上（含90%）", ["90%"]),
        ("满意度在90%（含）以上，合格率95%", ["90%", "95%"]),
        ("抽查20件以上（含20件）、评查3次", ["20件", "3次"]),
        ("抽查20件（其中许可含5件）", ["20件", "5件"]),
    ],
)
def test_a_number_is_read_with_its_unit_and_once(text: str, said: list[str]) -> None:
    assert [str(number) for token in tokens(text) for number in token.numbers] == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("step: 5", "step: 6", "数字 6 不在所引的原文里"),
        ("step: 5", "step: 40", "数字 40 不在所引的原文里"),
        (", step: 5", "", "“5个百分点”没有规则用到"),
        ("at_least: 95, points: 30", "at_least: 96, points: 30", "数字 96 不在"),
        (
            "name: 良好, at_least: 80}, {name: 合格, at",
            "name: 合格, at_least: 80}, {name: 良好, at",
            "起是良好，不是合格",
        ),
        (
            "at_least: 60}, {name: 不合格}",
            "at_least: 50}, {name: 不合格}",
            "assessment 的数字 50 不在所引的原文里（原文是“100分”、“90分”、“80分”、“60分”）。请改正、引全。",
        ),
        (_POINTS[_POINTS.index("  - id: K3") : _POINTS.index("assessment:")], "", "“实行一票否决”没有着落"),
    ],
)
def test_what_an_assessment_says_otherwise_is_noticed(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in _POINTS
    assert any(said in one for one in _noticed(_POINTS.replace(old, new), tmp_path, read_source(_POINTS_TEXT)))


_SHORT_TEXT = """某政办发〔2026〕7号
关于做好某县2026年行政执法工作的通知
2026年1月5日
一、自2026年7月1日起，各部门公开征求意见不少于三十日。
二、对公民罚款5千元以上的决定，各部门应当在15日内备案。
三、各部门近两年累计抽考不少于5次。
四、各部门案卷保存捌年以上。
"""
_SHORT = """id: 某政办发〔2026〕7号
title: 某县2026年行政执法工作
year: 2026
issued: 2026-01-05
kinds: [部门]
binds: {kinds: [部门]}
categories: {执法行为类别: [行政处罚]}
readings: {}
sections:
  意见: {fields: {开始: {type: 日期, required: true}, 结束: 日期, 年限: 整数}, dated: 开始, happens: true}
  抽考: {fields: {日期: {type: 日期, required: true}}, dated: 日期}
  重大决定: {extend: {罚款金额: 数字}}
requirements:
  - id: A1.opinion
    title: 征求意见
    clauses: [{place: 一, quote: 自2026年7月1日起，各部门公开征求意见不少于三十日}]
    effective: {from: 2026-07-01}
    rule: {kind: before, section: 意见, step: 开始, event: 结束, at_least: {days: 30}}
  - id: A2.fined
    title: 备案
    clauses: [{place: 二, quote: 对公民罚款5千元以上的决定，各部门应当在15日内备案}]
    rule: {kind: within, section: 重大决定, where: {罚款金额: {at_least: 5000}}, since: 决定日期, until: 备案.日期,
           strict: {days: 15}}
  - id: A3.tests
    title: 抽考
    clauses: [{place: 三, quote: 各部门近两年累计抽考不少于5次}]
    rule: {kind: amount, of: 抽考, unit: 次, window: {years: 2}, at_least: 5, due: {phrase: 年内, assumed: true}}
  - id: A4.kept
    title: 保存
    clauses: [{place: 四, quote: 各部门案卷保存捌年以上}]
    by_hand: [8]
    rule: {kind: amount, of: 意见.年限, unit: 年, per: 意见, at_least: 8, due: {phrase: 年内, assumed: true}}
"""


def test_numbers_are_read_as_documents_write_them(tmp_path: Path) -> None:
    assert _noticed(_SHORT, tmp_path, read_source(_SHORT_TEXT)) == []


@pytest.mark.parametrize(
    ("field", "value", "proved"),
    [
        ("罚款金额: 数字", "50000", True),
        ("罚款金额: 数字", "5", False),
        ("罚款金额: {type: 数字, about: 单位是万元}", "5", True),
        ("罚款金额: {type: 数字, about: 单位是万元}", "50000", False),
        ("罚款金额: 数字", "500000", False),
    ],
)
def test_money_is_counted_in_the_unit_that_its_field_declares(
    tmp_path: Path, field: str, value: str, proved: bool
) -> None:
    plan = _SHORT.replace("罚款金额: 数字", field).replace("at_least: 5000}", f"at_least: {value}}}")
    plan, text = (one.replace("5千元", "5万元") for one in (plan, _SHORT_TEXT))
    said = _noticed(plan, tmp_path, read_source(text))
    assert len(said) == (not proved), said
    assert proved or value != "5" or "应写多少元" in said[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # half of a quote left out, or one sign of it changed
        ("9月中旬：各执法部门对接南通市局，", ""),
        ("两次以上被通报不理想的单位在考核中予以扣分", "单位在考核中予以扣分"),
        ("10月底前：开展行政执法“三项制度”回头看，…", ""),
        ("每半年报送一次上述工作任务落实情况，分别于 6 月 1 日、12 月 1 日前报送", "每半年报送一次上述工作任务"),
        ("两次以上被通报", "两某以上被通报"),
        ("quote: 6月底前：再次", "quote: 某月底前：再次"),
        (
            "quote: 年内至少组织开展2次全类别行政执法案卷自查}\n    rule: {kind: all",
            "quote: 年内至}\n    rule: {kind: all",
        ),
    ],
)
def test_one_fault_of_a_quote_is_told_once(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    said = _noticed(TEXT.replace(old, new, 1), tmp_path)
    assert len(said) == 1, said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{days: 30}", "{days: 31}", "数字 31 不在"),
        ("at_least: 5000", "at_least: 500", "数字 500 不在"),
        ("years: 2", "years: 3", "数字 3 不在"),
        ("    by_hand: [8]\n", "", "数字 8 不在"),
        ("from: 2026-07-01", "from: 2026-08-01", "“2026年7月1日”没有规则用到"),
    ],
)
def test_a_number_that_is_another_one_is_noticed(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in _SHORT
    (message,) = _noticed(_SHORT.replace(old, new), tmp_path, read_source(_SHORT_TEXT))
    assert said in message


@pytest.mark.parametrize(
    ("sentence", "every", "due", "said"),
    [
        ("1月15日、7月15日前报送本半年安排", "half", "1月15日、7月15日前", "引文却说当期"),
        ("1月15日、7月15日前报送本半年安排", "half", "{phrase: 1月15日、7月15日前, in: same}", ""),
        ("1月15日、7月15日前报送上半年小结", "half", "1月15日、7月15日前", ""),
        ("6月1日、12月1日前报送本半年小结", "half", "6月1日、12月1日前", ""),
        ("次年1月15日前报送年报", "year", "{says: 次年1月15日前, on: 01-15}", "请加写 of: next_year"),
        ("次年1月15日前报送年报", "year", "{says: 次年1月15日前, on: 01-15, of: next_year}", ""),
        ("次年1月15日前报送年报", "year", "{says: 次年1月15日前, on: 2027-01-15}", ""),
    ],
)
def test_a_deadline_is_of_the_period_that_the_quote_names(
    tmp_path: Path, sentence: str, every: str, due: str, said: str
) -> None:
    counted = "各部门近两年累计抽考不少于5次"
    rule = "{kind: amount, of: 抽考, unit: 次, window: {years: 2}, at_least: 5, due: {phrase: 年内, assumed: true}}"
    plan = _SHORT.replace(counted, sentence).replace(
        rule, f"{{kind: report, items: [材料], every: {every}, due: {due}}}"
    )
    messages = _noticed(plan, tmp_path, read_source(_SHORT_TEXT.replace(counted, sentence)))
    messages = [message for message in messages if "上半年”没有规则" not in message]
    assert said in messages[0] if said else not messages, messages


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year: 2026", "year: 2025", "年度写的是 2025，名称里是 2026"),
        ("title: 征求意见", "title: 一句话说清要做什么", "“一句话说清要做什么”是草稿里留着要填的"),
        ("title: 某县2026年行政执法工作", "title: 待填", "“待填”是草稿里留着要填的"),
    ],
)
def test_what_a_draft_left_open_is_no_plan(zhifa: Run, tmp_path: Path, old: str, new: str, said: str) -> None:
    plan, source = tmp_path / "plan_2026.yaml", tmp_path / "source_plan_2026.txt"
    source.write_text(_SHORT_TEXT, encoding="utf-8")
    plan.write_text(_SHORT, encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert (code, "的数字 8 是人核对的" in out) == (0, True), out
    plan.write_text(_SHORT.replace(old, new), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    assert said in out


def test_what_is_due_before_a_requirement_holds_is_told_by_that_day(zhifa: Run, tmp_path: Path) -> None:
    """Not by the day of issue, which these deadlines come after."""
    counted = "各部门近两年累计抽考不少于5次"
    rule = "{kind: amount, of: 抽考, unit: 次, window: {years: 2}, at_least: 5, due: {phrase: 年内, assumed: true}}"
    report = "{kind: report, items: [抽考情况], every: quarter, due: 每季度末}\n    effective: {from: 2026-07-01}"
    plan, source = tmp_path / "plan_2026.yaml", tmp_path / "source_plan_2026.txt"
    source.write_text(_SHORT_TEXT.replace(counted, "每季度末报送抽考情况"), encoding="utf-8")
    plan.write_text(_SHORT.replace(counted, "每季度末报送抽考情况").replace(rule, report), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 0, out
    assert "A3.tests 的期限 2026-03-31、2026-06-30 在施行日期 2026-07-01 之前，不约束任何单位" in out


def test_a_title_may_name_another_year(zhifa: Run, tmp_path: Path) -> None:
    """What is issued and judged in 2026 may be about the year before, or about a law of 2021."""
    plan, source = tmp_path / "plan_2026.yaml", tmp_path / "source_plan_2026.txt"
    source.write_text(_SHORT_TEXT, encoding="utf-8")
    plan.write_text(_SHORT.replace("title: 某县2026年", "title: 某县2025年"), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 0, out
    assert "注意：年度写的是 2026，名称里是 2025" in out


def test_words_around_a_number_are_those_of_its_sentence(tmp_path: Path) -> None:
    quote = "督查不超过20件"
    text = SMALL.replace("QUOTE", quote)
    rule = "kind: amount, of: 督查, unit: 件, at_least: 20, due: {phrase: 年内, assumed: true}"
    said = _noticed(text.replace("RULE", rule), tmp_path, read_source(f"一、{quote}。\n（二）再说。\n"))
    assert any("原文“督查不超过20件”说的相反" in one for one in said), said


@pytest.mark.parametrize(
    ("title", "said"),
    [("某县2026年", "年度写的是 2025，名称里是 2026，2026-01-05 印发"), ("某县", "印发日期却是 2026-01-05")],
)
def test_a_year_that_is_wrong_is_told_alone(zhifa: Run, tmp_path: Path, title: str, said: str) -> None:
    plan, source = tmp_path / "plan_2025.yaml", tmp_path / "source_plan_2025.txt"
    source.write_text("某政办发〔2026〕8号\n一、6月底前抽查20件。\n2026年1月5日\n", encoding="utf-8")
    text = SMALL.replace("某县2026年", title).replace("year: 2026", "year: 2025").replace("QUOTE", "6月底前抽查20件")
    plan.write_text(text.replace("RULE", "kind: amount, of: 督查, at_least: 20, due: 6月底前"), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    first, last = out.splitlines()
    assert said in first
    assert last == "计划文件有 1 处问题。"


def test_points_of_a_chapter_are_those_of_what_it_holds(tmp_path: Path) -> None:
    text = _POINTS_TEXT.replace("执法质量（40分）", "执法质量（30分）")
    (said,) = _noticed(_POINTS, tmp_path, read_source(text))
    assert "（二）写的是“30分”，计划里它下面各项的满分合计 40 分" in said
