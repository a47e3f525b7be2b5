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
