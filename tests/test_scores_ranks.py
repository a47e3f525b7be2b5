"""Points by tiers of a figure of which less is better, and by ranks among all units."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from conftest import Run
from zhifa_check.plan.score import Score
from zhifa_check.words.numerals import ordinals

#: 「差错率低于1%得5分，1%—3%得3分」
_LESS = [{"less_than": "1", "points": "5"}, {"at_most": "3", "points": "3"}]


def _score(**given: Any) -> Score:
    return Score.model_validate(given)


@pytest.mark.parametrize(
    ("figure", "lost"), [("0", "0"), ("0.99", "0"), ("1", "2"), ("2.5", "2"), ("3", "2"), ("3.01", "5"), ("50", "5")]
)
def test_less_is_better(figure: str, lost: str) -> None:
    """Below 1 all five points, from 1 up to and with 3 three of them, above none."""
    score = _score(points="5", tiers=_LESS)
    is_met = Fraction(figure) <= 3
    assert score.deducted(Decimal(not is_met), 0, Fraction(figure)) == Decimal(lost)


@pytest.mark.parametrize(
    ("tiers", "figure", "lost"),
    [
        # what the rule asks is the lower tier: to keep it is not to have the upper one
        ([{"at_least": "90", "points": "10"}, {"at_least": "80", "points": "6"}], "85", "4"),
        ([{"at_least": "90", "points": "10"}, {"at_least": "80", "points": "6"}], "90", "0"),
        # 「超过90%得10分」
        ([{"more_than": "90", "points": "10"}, {"at_least": "80", "points": "6"}], "90", "4"),
        # the tiers are for those who fall short alone: whoever keeps the rule has all points
        ([{"at_least": "70", "points": "6"}], "85", "0"),
    ],
)
def test_a_kept_rule_has_the_points_of_its_tier(tiers: list[dict[str, str]], figure: str, lost: str) -> None:
    assert _score(points="10", tiers=tiers).deducted(Decimal(), 0, Fraction(figure)) == Decimal(lost)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"points": "5", "tiers": _LESS[::-1]}, "从好到差"),
        ({"points": "5", "tiers": [_LESS[0], {"at_least": "3", "points": "3"}]}, "各档要么"),
        ({"points": "5", "tiers": [{"points": "3"}]}, "写其中一项"),
        ({"points": "5", "tiers": [{"less_than": "1", "points": "5"}, {"at_most": "1", "points": "5"}]}, "从好到差"),
        ({"ranks": [{"first": "3", "more": "2"}, {"first": "1", "more": "3"}]}, "从第一名往后写"),
        ({"ranks": [{"first": "0", "more": "2"}]}, "大于 0"),
    ],
)
def test_tiers_and_ranks_in_no_order_are_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        _score(**given)


def test_tiers_and_ranks_are_told_whole() -> None:
    ranks = [{"first": "1", "more": "3"}, {"first": "3", "more": "2"}]
    assert list(_score(points="5", tiers=_LESS, ranks=ranks).words()) == [
        "满分 5 分",
        "少于 1 得 5 分",
        "不多于 3 得 3 分",
        "第 1 名加 3 分",
        "前 3 名加 2 分",
    ]


_PLAN = """
id: 某政办发〔2026〕7号
title: 某县2026年行政执法考核细则
year: 2026
issued: 2026-01-05
kinds: [镇]
binds: {kinds: [镇]}
requirements:
  - id: KH1.errors
    title: 差错率
    clauses: [{place: 第一条, quote: 案卷差错率低于1%得5分，1%—3%得3分，超过3%不得分}]
    rule: {kind: attested, called: 差错率, unit: '%', at_most: 3, due: {phrase: 年内, assumed: true}}
    score: {points: 5, tiers: [{less_than: 1, points: 5}, {at_most: 3, points: 3}]}
  - id: KH2.news
    title: 信息采用
    clauses: [{place: 第二条, quote: 信息采用篇数第一名加3分，第二、三名加2分}]
    rule: {kind: attested, called: 信息采用, unit: 篇, at_least: 0, added_up: true, due: {phrase: 年内, assumed: true}}
    score: {ranks: [{first: 1, more: 3}, {first: 3, more: 2}]}
  - id: KH3.days
    title: 平均办结天数
    clauses: [{place: 第三条, quote: 平均办结天数不超过20天，用时最短的前三名加1分}]
    rule: {kind: attested, called: 平均办结天数, unit: 天, at_most: 20, due: {phrase: 年内, assumed: true}}
    score: {ranks: [{first: 3, more: 1}]}
"""
_TEXT = """某政办发〔2026〕7号
某县2026年行政执法考核细则
第一条 案卷差错率低于1%得5分，1%—3%得3分，超过3%不得分。
第二条 信息采用篇数第一名加3分，第二、三名加2分。
第三条 平均办结天数不超过20天，用时最短的前三名加1分。
2026年1月5日
"""
_TOWNS = ["甲镇", "乙镇", "丙镇", "丁镇", "戊镇"]


def _county(folder: Path, figures: dict[str, list[str | None]], plan: str = _PLAN) -> Path:
    """Figures of the five towns, in their order; None is not entered."""
    data = folder / "data"
    data.mkdir()
    (data / "plan_2026.yaml").write_text(plan, encoding="utf-8")
    (data / "source_plan_2026.txt").write_text(_TEXT, encoding="utf-8")
    units = [f"  - {{id: u{n}, name: {name}, kind: 镇}}\n" for n, name in enumerate(_TOWNS)]
    (data / "units.yaml").write_text("units:\n" + "".join(units), encoding="utf-8")
    entries = [
        f"  - {{unit: {town}, requirement: {id_}, period: 2026, value: {value}, reason: 测评,"
        " document: 某司发〔2026〕9号, attested_by: 司法局, attested_on: 2026-12-20}\n"
        for id_, values in figures.items()
        for town, value in zip(_TOWNS, values, strict=True)
        if value is not None
    ]
    if entries:
        (data / "attested.yaml").write_text("attested:\n" + "".join(entries), encoding="utf-8")
    for town in _TOWNS:
        own = folder / "submissions" / town
        own.mkdir(parents=True)
        (own / "报送.yaml").write_text(f"单位: {town}\n年度: 2026\n报送: []\n", encoding="utf-8")
    return folder / "submissions"


def _sums(zhifa: Run, *given: object) -> dict[str, dict[str, str]]:
    """By town and requirement the sum worked out, and what is open."""
    code, out, err = zhifa("status", *given, "--scores", "--as-of", "2027-01-31", "-f", "json")
    assert code == 0, err
    return {
        one["name"]: {
            line["requirement"]: f"{line['sum']} {line['open'] or ''}".strip() for line in one["requirements"]
        }
        for one in json.loads(out)["units"]
    }


def test_less_is_better_in_the_whole_county(zhifa: Run, tmp_path: Path) -> None:
    got = _sums(zhifa, _county(tmp_path, {"KH1.errors": ["0.5", "1", "3", "3.2", None]}))
    assert [got[town]["KH1.errors"] for town in _TOWNS] == [
        "满分 5，得 5",
        "满分 5，实际 1，扣 2，得 3",
        "满分 5，实际 3，扣 2，得 3",
        "满分 5，实际 3.2，扣 5，得 0",
        "满分 5，得 5 {'disputed': 1}",
    ]


def test_those_with_equal_figures_share_a_place(zhifa: Run, tmp_path: Path) -> None:
    """8, 6, 6, 6, 0: one first, three second, of whom nobody is left out; who did nothing comes nowhere."""
    got = _sums(zhifa, _county(tmp_path, {"KH2.news": ["8", "6", "6", "6", None]}))
    assert [got[town]["KH2.news"] for town in _TOWNS] == [
        "不计满分，第 1 名加 3 分 ＝ 加 3，得 3",
        *["不计满分，前 3 名加 2 分 ＝ 加 2，得 2"] * 3,
        "不计满分，得 0",
    ]


def test_who_did_nothing_is_not_first_among_those_who_did_nothing(zhifa: Run, tmp_path: Path) -> None:
    got = _sums(zhifa, _county(tmp_path, {}))
    assert {got[town]["KH2.news"] for town in _TOWNS} == {"不计满分，得 0"}


def test_who_is_undecided_leaves_open_the_places_that_may_change(zhifa: Run, tmp_path: Path) -> None:
    """10, 12, 15, 18 days and one not entered, which may be any: the third may become the fourth, the first two not."""
    folder = _county(tmp_path, {"KH3.days": ["10", "12", "15", "18", None]})
    got = _sums(zhifa, folder)
    assert [got[town]["KH3.days"] for town in _TOWNS] == [
        "不计满分，前 3 名加 1 分 ＝ 加 1，得 1",
        "不计满分，前 3 名加 1 分 ＝ 加 1，得 1",
        "不计满分，得 0 {'unranked': 1}",
        "不计满分，得 0",
        "不计满分，得 0 {'disputed': 1}",
    ]
    _, out, _ = zhifa("status", folder, "--scores", "--as-of", "2027-01-31")
    assert "KH3.days 平均办结天数：不计满分，得 0；名次未定（有的单位没有认定，或者没有看全部单位），暂不加" in out


def test_one_unit_is_ranked_among_all(zhifa: Run, tmp_path: Path) -> None:
    folder = _county(tmp_path, {"KH3.days": ["10", "12", "15", "18", "19"]})
    assert list(_sums(zhifa, folder, "--unit", "丁镇")) == ["丁镇"]
    assert _sums(zhifa, folder, "--unit", "丁镇")["丁镇"]["KH3.days"] == "不计满分，得 0"
    assert _sums(zhifa, folder, "--unit", "丙镇")["丙镇"]["KH3.days"] == "不计满分，前 3 名加 1 分 ＝ 加 1，得 1"


def test_nobody_is_ranked_among_some(zhifa: Run, tmp_path: Path) -> None:
    folder = _county(tmp_path, {"KH3.days": ["10", "12", "15", "18", "19"]})
    assert _sums(zhifa, folder / "丁镇")["丁镇"]["KH3.days"] == "不计满分，得 0 {'unranked': 1}"


def test_tiers_and_ranks_are_proved_by_their_text(zhifa: Run, tmp_path: Path) -> None:
    _county(tmp_path, {})
    code, out, _ = zhifa("plan", "check", tmp_path / "data/plan_2026.yaml")
    assert (code, "与原文一致" in out) == (0, True), out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{less_than: 1, points: 5}", "{less_than: 2, points: 5}", "KH1.errors 的数字 2 不在所引的原文里"),
        ("{less_than: 1, points: 5}", "{at_most: 1, points: 5}", "1"),
        ("{at_most: 3, points: 3}", "{at_most: 4, points: 3}", "KH1.errors 的数字 4 不在所引的原文里"),
        ("{first: 3, more: 2}", "{first: 4, more: 2}", "KH2.news 的数字 4 不在所引的原文里"),
        ("{first: 1, more: 3}", "{first: 1, more: 4}", "KH2.news 的数字 4 不在所引的原文里"),
        ("[{first: 3, more: 1}]", "[{first: 5, more: 1}]", "KH3.days 的数字 5 不在所引的原文里"),
        ("{at_most: 3, points: 3}", "{at_least: 3, points: 3}", "各档要么都写达到多少"),
        (
            "added_up: true, due: {phrase: 年内,",
            "added_up: true, every: quarter, due: {phrase: 每季度,",
            "排名只用于一年一个数的",
        ),
        (
            "tiers: [{less_than: 1, points: 5}, {at_most: 3, points: 3}]",
            "tiers: [{more_than: 3, points: 5}, {at_least: 1, points: 3}]",
            "各档也要写 at_most、less_than",
        ),
    ],
)
def test_tiers_and_ranks_that_their_text_does_not_give_are_told(
    zhifa: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in _PLAN
    _county(tmp_path, {}, _PLAN.replace(old, new, 1))
    code, out, err = zhifa("plan", "check", tmp_path / "data/plan_2026.yaml")
    assert code == 1
    assert said in out + err


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("第一名加3分，第二、三名加2分", {1, 2, 3}),
        ("排名前三的加1分", {3}),
        ("排名前三的分别加3分、2分、1分", {1, 2, 3}),
        ("排名前5位的加1分", {5}),
        ("加2分", set()),
    ],
)
def test_places_are_read_however_they_are_written(text: str, places: set[int]) -> None:
    assert set(ordinals(text)) == places
