"""Points held against the words around them: days of which kind, limits, grades, and what is said twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

_HEAD = """\
id: 某政办发〔2026〕8号
title: 某县2026年考核方案
year: 2026
issued: 2026-01-05
kinds: [部门]
binds: {kinds: [部门]}
sections:
  重大决定: {extend: {公示日期: 日期}}
requirements:
"""
_YEAR = "due: {phrase: 年内, assumed: true}"
_SUMMARY = "kind: report, items: [总结], due: 12月10日前"
_SHOWN = "kind: within, section: 重大决定, since: 决定日期, until: 公示日期, strict: {workdays: 7}"
_ENTERED = f"kind: attested, called: 满意度, unit: 分, at_least: 90, {_YEAR}"
_TIMES = f"kind: attested, called: 通报, unit: 次, at_most: 0, added_up: true, {_YEAR}"
_PAPERS = f"kind: attested, called: 采用, unit: 篇, at_least: 0, added_up: true, {_YEAR}"

#: A sentence, a rule and its points.
Item = tuple[str, str, str]


def _county(folder: Path, items: list[Item], text: str = "", more: str = "") -> Path:
    """The plan of some items, beside its document: the whole ``text``, or else the sentences."""
    data = folder / "data"
    data.mkdir()
    said = text or "，".join(dict.fromkeys(sentence for sentence, _, _ in items))
    source = f"某政办发〔2026〕8号\n\n关于印发某县2026年考核方案的通知\n\n一、{said}\n\n某县人民政府\n2026年1月5日\n"
    (data / "source_plan_2026.txt").write_text(source, encoding="utf-8")
    written = "".join(
        f"  - {{id: A.n{number}, title: 一项, clauses: [{{place: 正文一, quote: '{sentence}'}}],\n"
        f"     rule: {{{rule}}}, score: {{{score}}}}}\n"
        for number, (sentence, rule, score) in enumerate(items, start=1)
    )
    (data / "plan_2026.yaml").write_text(_HEAD + written + more, encoding="utf-8")
    (data / "units.yaml").write_text("units:\n  - {id: jia, name: 甲局, kind: 部门}\n", encoding="utf-8")
    return data / "plan_2026.yaml"


def _points(zhifa: Run, folder: Path, filed: str, figures: dict[str, list[str]], as_of: str = "2027-02-01") -> Any:
    """What ``status --scores`` tells of 甲局, for which the bureau entered figures."""
    own = folder / "submissions/甲局"
    own.mkdir(parents=True)
    (own / "2026.yaml").write_text(f"单位: 甲局\n年度: 2026\n{filed}", encoding="utf-8")
    entries = [
        f"  - {{unit: 甲局, requirement: A.{id_}, period: 2026, value: {value}, reason: 测评,"
        " document: 某司发〔2026〕9号, attested_by: 司法局, attested_on: 2026-12-20}\n"
        for id_, values in figures.items()
        for value in values
    ]
    if entries:
        (folder / "data/attested.yaml").write_text("attested:\n" + "".join(entries), encoding="utf-8")
    _, out, err = zhifa("status", folder / "submissions", "--scores", "--as-of", as_of, "-f", "json")
    assert not err
    return json.loads(out)["units"][0]


@pytest.mark.parametrize(
    ("done", "score", "told"),
    [
        # due 22 September 2026: 23, 24, 28, 29, 30 September and 8, 9 October are worked
        ("2026-10-09", "6.5", "满分 10，迟的工作日 7 × 0.5 ＝ 扣 3.5，得 6.5"),
        ("2026-09-23", "9.5", "满分 10，迟的工作日 1 × 0.5 ＝ 扣 0.5，得 9.5"),
        # a Friday off and the Sunday after it are no days
        ("2026-09-27", "9", "满分 10，迟的工作日 2 × 0.5 ＝ 扣 1，得 9"),
        ("2026-09-22", "10", "满分 10，得 10"),
        ("2026-12-31", "0", "（封顶），得 0"),
    ],
)
def test_working_days_late_are_counted(zhifa: Run, tmp_path: Path, done: str, score: str, told: str) -> None:
    said = "决定作出后7个工作日内公示（10分），每逾期1个工作日扣0.5分"
    plan = _county(tmp_path, [(said, _SHOWN, "points: 10, each_workday_late: 0.5")])
    assert zhifa("plan", "check", plan)[0] == 0
    filed = f"重大决定:\n  - {{文号: 一号, 类别: 行政处罚, 决定日期: 2026-09-14, 公示日期: {done}}}\n"
    (line,) = _points(zhifa, tmp_path, filed, {})["requirements"]
    assert line["score"] == score
    assert line["sum"].endswith(told)


def test_days_of_which_nobody_knows_whether_they_are_worked_cost_nothing(zhifa: Run, tmp_path: Path) -> None:
    said = "每半年总结于次月10日前报送（10分），每迟报1个工作日扣0.5分"
    rule = "kind: report, items: [总结], every: half, due: 每半年次月10日前"
    _county(tmp_path, [(said, rule, "points: 10, each_workday_late: 0.5")])
    late = "  - {事项: 总结, 所属期: 2026H1, 日期: 2026-07-10}\n  - {事项: 总结, 所属期: 2026H2, 日期: 2027-01-29}\n"
    unit = _points(zhifa, tmp_path, f"报送:\n{late}", {})
    (line,) = unit["requirements"]
    assert line["score"] == "10"
    assert line["open"]["unknown_days"] > 0
    assert unit["open"]
    _, out, _ = zhifa("status", tmp_path / "submissions", "--scores", "--as-of", "2027-02-01")
    assert "放假安排未知、不知道是不是工作日的天数" in out


@pytest.mark.parametrize(
    ("said", "rule", "score", "told"),
    [
        ("每逾期1个工作日扣0.5分", _SHOWN, "each_day_late: 0.5", "按工作日扣的，应写 each_workday_late"),
        ("每逾期1日扣0.5分", _SHOWN, "each_workday_late: 0.5", "按自然日扣的，应写 each_day_late"),
        ("每逾期一个工作日，扣减0.5分", _SHOWN, "each_day_late: 0.5", "应写 each_workday_late"),
        ("每迟报1日扣0.5分", _SUMMARY, "each_late: 0.5", "按自然日扣的，应写 each_day_late"),
        ("逾期每日扣0.5分", _SUMMARY, "each_late: 0.5", "应写 each_day_late"),
        ("迟报的每个工作日扣0.5分", _SUMMARY, "each_short: 0.5", "应写 each_workday_late"),
        ("每迟报一次扣0.5分", _SUMMARY, "each_day_late: 0.5", "按次扣的，应写 each_late"),
        ("每迟报一次扣0.5分", _SUMMARY, "each_late: 0.5", ""),
        ("每迟报一天的扣0.5分", _SUMMARY, "each_day_late: 0.5", ""),
        ("未报送的每次扣0.5分", _SUMMARY, "each_short: 0.5", ""),
        ("每月5日前未报的扣0.5分", _SUMMARY, "each_short: 0.5", ""),
        ("每逾期5日扣0.5分", _SUMMARY, "each_day_late: 0.5", "“5日”没有规则用到"),
    ],
)
def test_what_is_taken_for_each_time_or_day_is_as_it_is_said(
    zhifa: Run, tmp_path: Path, said: str, rule: str, score: str, told: str
) -> None:
    said = f"决定作出后7个工作日内公示（10分），{said}" if rule is _SHOWN else f"总结于12月10日前报送（10分），{said}"
    code, out, _ = zhifa("plan", "check", _county(tmp_path, [(said, rule, f"points: 10, {score}")]))
    assert told in out
    assert (code == 1) if told else "应写" not in out


def test_a_limit_within_a_limit_is_worked_out_by_hand(zhifa: Run, tmp_path: Path) -> None:
    cases = "省级采用的每篇加1分，国家级采用的每篇加2分，两级合计最多加4分"
    whole = "加分项合计不超过5分"
    inner = "together: {name: 案例, most_more: 4, part_of: {name: 加分, most_more: 5}}"
    items = [
        (f"{cases}；{whole}", _PAPERS, f"each_more: 1, {inner}"),
        (f"{cases}；{whole}", _PAPERS, f"each_more: 2, {inner}"),
        (f"创新做法每项加1分；{whole}", _PAPERS, "each_more: 1, together: {name: 加分, most_more: 5}"),
    ]
    plan = _county(tmp_path, items, f"{cases}；创新做法每项加1分；{whole}")
    text = plan.read_text(encoding="utf-8").replace(f"{cases}；{whole}", f"{cases}…{whole}")
    plan.write_text(text, encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 0, out
    # 3 + 4 are 4 of the cases; of 3 more only 1 fits under 5
    unit = _points(zhifa, tmp_path, "", {"n1": ["3"], "n2": ["2"], "n3": ["3"]})
    assert [line["score"] for line in unit["requirements"]] == ["3", "1", "1"]
    assert unit["score"] == "5"


def test_a_limit_on_what_is_lost_within_another(zhifa: Run, tmp_path: Path) -> None:
    inner = "together: {name: 通报, cap: 4, part_of: {name: 扣分, cap: 6}}"
    items = [
        ("一", _TIMES, f"each_short: 3, {inner}"),
        ("一", _TIMES, f"each_short: 2, {inner}"),
        ("一", _TIMES, "each_short: 1, together: {name: 扣分, cap: 6}"),
    ]
    _county(tmp_path, items)
    unit = _points(zhifa, tmp_path, "", {"n1": ["1"], "n2": ["1"], "n3": ["5"]})
    # 3, then 1 of 2 up to 4, then 2 of 5 up to 6
    assert [line["score"] for line in unit["requirements"]] == ["-3", "-1", "-2"]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("{name: 甲, cap: 4, part_of: {name: 乙, cap: 6}}", "{name: 乙, cap: 5}", "“乙”各项写的应相同"),
        ("{name: 甲, cap: 4, part_of: {name: 乙, cap: 6}}", "{name: 甲, cap: 4}", "“甲”各项写的应相同"),
        (
            "{name: 甲, cap: 4, part_of: {name: 乙, cap: 6}}",
            "{name: 乙, cap: 6, part_of: {name: 甲, cap: 4}}",
            "各项写的应相同",
        ),
        ("{name: 甲, cap: 4, part_of: {name: 甲, cap: 4}}", "{name: 甲, cap: 4}", "不能在自己里面"),
    ],
)
def test_limits_that_do_not_fit_together_are_refused(
    zhifa: Run, tmp_path: Path, one: str, other: str, said: str
) -> None:
    items = [("一", _TIMES, f"each_short: 1, together: {limit}") for limit in (one, other)]
    code, out, err = zhifa("plan", "check", _county(tmp_path, items))
    assert code in (1, 2)
    assert said in out + err


@pytest.mark.parametrize(
    ("words", "key", "figure", "score"),
    [
        ("70分以下的不得分", "nothing_at_most", "70", "0"),
        ("70分以下的不得分", "nothing_at_most", "70.01", "4.001"),
        ("低于70分的不得分", "nothing_below", "70", "4"),
        ("低于70分的不得分", "nothing_below", "69.99", "0"),
        ("不足70分的不得分", "nothing_below", "70", "4"),
    ],
)
def test_where_there_are_no_points(zhifa: Run, tmp_path: Path, words: str, key: str, figure: str, score: str) -> None:
    said = f"满意度90分以上的得6分，每低1分扣0.1分，{words}"
    plan = _county(tmp_path, [(said, _ENTERED, f"points: 6, each_short: 0.1, {key}: 70")])
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 0, out
    (line,) = _points(zhifa, tmp_path, "", {"n1": [figure]})["requirements"]
    # 0.1 for each point below 90: 20 of them cost 2, 19.99 cost 1.999
    assert line["score"] == score


@pytest.mark.parametrize(
    ("words", "key", "other"),
    [
        ("70分以下的不得分", "nothing_below", "nothing_at_most"),
        ("70分以下（不含70分）的不得分", "nothing_at_most", "nothing_below"),
        ("不足70分的不得分", "nothing_at_most", "nothing_below"),
        ("低于70分的不得分", "nothing_at_most", "nothing_below"),
    ],
)
def test_whether_a_number_itself_gets_points_is_told(
    zhifa: Run, tmp_path: Path, words: str, key: str, other: str
) -> None:
    said = f"满意度90分以上的得6分，每低1分扣0.1分，{words}"
    plan = _county(tmp_path, [(said, _ENTERED, f"points: 6, each_short: 0.1, {key}: 70")])
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    assert f"写的是 {key}" in out
    assert f"应是 {other}" in out


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("群众满意度（6分），满意度90分以上的得6分，每低1分扣0.1分", 0),
        ("群众满意度，满分6分，满意度90分以上的计6分，每低1分扣0.1分", 0),
        # another number of points is no repetition, nor are points that are lost
        ("群众满意度（6分），满意度90分以上的得5分，每低1分扣0.1分", 1),
        ("群众满意度（6分），满意度90分以上的得满分，每低1分扣0.1分，弄虚作假的扣6分", 1),
    ],
)
def test_full_marks_may_be_said_twice(zhifa: Run, tmp_path: Path, said: str, code: int) -> None:
    plan = _county(tmp_path, [(said, _ENTERED, "points: 6, each_short: 0.1")])
    assert zhifa("plan", "check", plan)[0] == code


_GIVEN = f"kind: attested, called: 日常检查得分, unit: 分, at_least: 0, {_YEAR}"


@pytest.mark.parametrize(
    ("figure", "score", "told"),
    [
        (["9.5"], "9.5", "满分 10，打分 9.5，得 9.5"),
        (["10"], "10", "满分 10，打分 10，得 10"),
        (["0"], "0", "满分 10，打分 0，得 0"),
        (["12"], "10", "满分 10，打分 12，多于满分，按满分，得 10"),
        ([], "10", "满分 10，还没有填入，暂按满分，得 10"),
    ],
)
def test_points_that_the_bureau_gives_accuse_nobody(
    zhifa: Run, tmp_path: Path, figure: list[str], score: str, told: str
) -> None:
    said = "日常检查（10分）。由司法局根据检查情况打分"
    plan = _county(tmp_path, [(said, _GIVEN, "points: 10, given: true")])
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 0, out
    unit = _points(zhifa, tmp_path, "", {"n1": figure})
    (line,) = unit["requirements"]
    assert (line["score"], line["sum"]) == (score, told)
    assert unit["open"] is not bool(figure)
    _, out, _ = zhifa("check", tmp_path / "submissions", "--as-of", "2027-02-01", "-f", "json")
    found = [(one["status"], one["id"]) for one in json.loads(out)["findings"]]
    assert found == ([] if figure else [("disputed", "A.n1")])


@pytest.mark.parametrize(
    ("rule", "score", "said"),
    [
        (_GIVEN, "points: 10, given: true, each_short: 1", "填的数就是得分"),
        (_GIVEN, "given: true, each_short: 1", "没有写满分 points"),
        (_PAPERS, "points: 10, given: true", "不写 added_up"),
        (_GIVEN, "points: 10", "应大于 0"),
    ],
)
def test_given_points_that_make_no_sense_are_refused(
    zhifa: Run, tmp_path: Path, rule: str, score: str, said: str
) -> None:
    code, out, err = zhifa("plan", "check", _county(tmp_path, [("日常检查（10分）", rule, score)]))
    assert code in (1, 2)
    assert said in out + err


@pytest.mark.parametrize("format_", ["full", "markdown", "json"])
def test_figures_of_units_that_nobody_knows_are_told_beside_the_points(
    zhifa: Run, tmp_path: Path, format_: str
) -> None:
    _county(tmp_path, [("被通报的每次扣3分", _TIMES, "each_short: 3")])
    _points(zhifa, tmp_path, "", {"n1": ["1"]})
    entered = tmp_path / "data/attested.yaml"
    entered.write_text(entered.read_text(encoding="utf-8").replace("甲局", "甲中队"), encoding="utf-8")
    _, out, _ = zhifa("status", tmp_path / "submissions", "--scores", "--as-of", "2027-02-01", "-f", format_)
    assert "单位名册里没有“甲中队”" in out


_GRADES = """\
assessment:
  place: 正文一
  quote: 95分以上的为优秀，85分以上的为良好，70分以上的为合格，其余为不合格
  grades: [{name: 优秀, at_least: 95}, {name: 良好, at_least: 85}, {name: 合格, at_least: 70}, {name: 不合格}]
"""


@pytest.mark.parametrize(
    ("said", "score", "told"),
    [
        ("拒不履行裁判的，不得评为优秀", "at_best: 良好", ""),
        ("拒不履行裁判的，不得评为优秀", "at_best: 合格", "引文说“不得评为优秀”，应写 at_best: 良好"),
        ("拒不履行裁判的，不得评为优秀", "veto: true", "应写 at_best: 良好"),
        ("拒不履行裁判的，不得评为优秀，每次扣2分", "each_short: 2", "应写 at_best: 良好"),
        ("拒不履行裁判的，不得评定为优秀、良好等次", "at_best: 合格", ""),
        ("拒不履行裁判的，不得评定为优秀、良好等次", "at_best: 良好", "应写 at_best: 合格"),
        ("拒不履行裁判的，最高只能评为合格", "at_best: 良好", "应写 at_best: 合格"),
        ("拒不履行裁判的，最高只能评为合格", "at_best: 合格", ""),
        ("拒不履行裁判的，直接评为不合格", "veto: true", ""),
        ("拒不履行裁判的，直接评为不合格", "at_best: 合格", "应写 at_best: 不合格 或 veto: true"),
        ("拒不履行裁判的，一票否决，直接评为不合格", "veto: true", ""),
        ("拒不履行裁判的，一票否决", "at_best: 合格", "“一票否决”没有规则用到"),
        ("未拒不履行裁判的，直接评为优秀，每次扣2分", "each_short: 2", ""),
    ],
)
def test_the_best_grade_is_the_one_that_is_said(zhifa: Run, tmp_path: Path, said: str, score: str, told: str) -> None:
    grades = "95分以上的为优秀，85分以上的为良好，70分以上的为合格，其余为不合格"
    code, out, _ = zhifa("plan", "check", _county(tmp_path, [(said, _TIMES, score)], f"{grades}。{said}", _GRADES))
    assert code == bool(told), out
    assert told in out


_ALL = "被通报的，省级每次扣3分，市级每次扣2分，最多扣6分"
_TWO = "采用的每篇加1分，推广的每项加2分，加分项合计不超过5分"


@pytest.mark.parametrize(
    ("said", "rule", "one", "other", "told", "code"),
    [
        (_ALL, _TIMES, "together: {name: 通报, cap: 6}", "together: {name: 通报, cap: 6}", "", 0),
        (_ALL, _TIMES, "together: {name: 通报, cap: 6}", "together: {name: 通报批评, cap: 6}", "是不是“通报”？", 1),
        (_ALL, _TIMES, "together: {name: 通报, cap: 6}", "together: {name: 其他, cap: 6}", "只有这一项写了", 1),
        (_ALL, _TIMES, "together: {name: 通报, cap: 6}", "", "A.n2 的引文说最多扣 6 分，score 里没有", 1),
        (_ALL, _TIMES, "cap: 6", "cap: 6", "注意：A.n1 和 A.n2 引的是同一句“最多扣6分”", 0),
        (_TWO, _PAPERS, "together: {name: 加分, most_more: 5}", "together: {name: 加分, most_more: 5}", "", 0),
        (_TWO, _PAPERS, "together: {name: 加分, most_more: 5}", "", "A.n2 的引文说最多加 5 分，score 里没有", 1),
        (_TWO, _PAPERS, "most_more: 5", "most_more: 5", "A.n1 和 A.n2 引的是同一句“加分项合计不超过5分”", 1),
    ],
)
def test_a_limit_that_one_item_lacks_is_told(
    zhifa: Run, tmp_path: Path, said: str, rule: str, one: str, other: str, told: str, code: int
) -> None:
    each = ("each_short: 3", "each_short: 2") if rule is _TIMES else ("each_more: 1", "each_more: 2")
    items = [(said, rule, f"{each[0]}, {one}"), (said, rule, ", ".join(filter(None, (each[1], other))))]
    found, out, _ = zhifa("plan", "check", _county(tmp_path, items))
    assert found == code, out
    assert told in out


def test_a_second_limit_that_one_item_lacks_is_told_to_be_looked_at(zhifa: Run, tmp_path: Path) -> None:
    said = "采用的每篇加1分，最多加3分，推广的每项加2分，加分项合计不超过5分"
    items = [
        (said, _PAPERS, "each_more: 1, most_more: 3"),
        ("推广的每项加2分，加分项合计不超过5分", _PAPERS, "each_more: 2, together: {name: 加分, most_more: 5}"),
        ("推广的每项加2分，加分项合计不超过5分", _PAPERS, "each_more: 2, together: {name: 加分, most_more: 5}"),
    ]
    code, out, _ = zhifa("plan", "check", _county(tmp_path, items, said))
    assert code == 0, out
    assert "注意：A.n1 的引文说最多加 5 分，score 里没有" in out


def test_two_names_near_each_other_with_the_same_limit_are_told(zhifa: Run, tmp_path: Path) -> None:
    names = ("通报", "通报", "通报批评", "通报批评")
    items = [
        (_ALL, _TIMES, f"each_short: {3 - n % 2}, together: {{name: {name}, cap: 6}}") for n, name in enumerate(names)
    ]
    code, out, _ = zhifa("plan", "check", _county(tmp_path, items))
    assert code == 0, out
    assert out.count("限度相同，是不是同一个合计") == 1
