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
    ],
)
def test_what_is_taken_for_each_time_or_day_is_as_it_is_said(
    zhifa: Run, tmp_path: Path, said: str, rule: str, score: str, told: str
) -> None:
    said = f"决定作出后7个工作日内公示（10分），{said}" if rule is _SHOWN else f"总结于12月10日前报送（10分），{said}"
    code, out, _ = zhifa("plan", "check", _county(tmp_path, [(said, rule, f"points: 10, {score}")]))
    assert told in out
    assert (code == 1) if told else "应写" not in out
