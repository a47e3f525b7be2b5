"""Every rule that can be written is refused or loads, explains itself, and its two examples are judged as they should.

The rules are made from the declarations of the format, so that a new section or field is tried without a word here.
"""

import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhifa_check.format.problems import ConfigError
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape
from zhifa_check.judge.example import work_out
from zhifa_check.judge.rehearsal import rehearse
from zhifa_check.plan.load import load_plan
from zhifa_check.report.explain.page import explain_requirement

Rule = dict[str, Any]
DAYS, LIMIT = (date, datetime), {"strict": {"days": 10}, "lenient": {"workdays": 10}}
HEAD = """
id: 测政〔2031〕1号
title: 测试市2031年度计划
year: 2031
issued: 2031-01-05
kinds: [乡, 局, 司法局]
categories:
  人员类别: [执法人员, 辅助人员]
  培训类别: [法律, 业务]
  培训专题: [柔性执法]
  执法行为类别: [许可, 处罚]
  平台录入类别: [许可, 处罚, 强制, 检查]
  审核结论: [通过, 不通过]
  处理方式: [清理, 完善]
"""


def _ends(shape: Shape, types: tuple[type, ...]) -> Iterator[str]:
    for field in shape.fields:
        if field.shape.fields:
            yield from (f"{field.key}.{inner}" for inner in _ends(field.shape, types))
        elif field.shape.holds in types:
            yield field.key


def _listed(shape: Shape, types: tuple[type, ...]) -> Iterator[str]:
    for field in shape.fields:
        if field.shape.form == "list" and field.shape.records:
            yield from (f"{field.key}.{inner}" for inner in _ends(field.shape.records[0], types))


def _rules() -> Iterator[Rule]:
    for title in standard():
        shape = standard()[title].shape()
        days = list(_ends(shape, DAYS))
        yield from (
            {"kind": "within", "section": title, "since": one, "until": other, **LIMIT}
            for one in days
            for other in days
            if one != other
        )
        yield from (
            {"kind": "before", "section": title, "step": one, "event": other}
            for one in days
            for other in days
            if one != other
        )
        # who has left is no longer judged by what a roster says
        everything = [one for one in _ends(shape, (*DAYS, str, bool, int, Decimal, list, dict)) if one != "在岗止"]
        yield from ({"kind": "stated", "section": title, "field": one} for one in everything)
        yield from ({"kind": "stated", "section": title, "field": one, "due": "9月底前"} for one in everything)
        if any((standard()[title].key, standard()[title].dated, standard()[title].numbered)):
            yield {"kind": "amount", "of": title, "at_least": 3, "due": "年内"}
            yield {"kind": "amount", "of": title, "at_most": 3, "due": "年内"}
        yield {"kind": "amount", "of": title, "at_least": 1, "due": "年内"}
        numbers = [*_ends(shape, (int, Decimal)), *_listed(shape, (int, Decimal, dict))]
        for path in numbers:
            yield {"kind": "amount", "of": f"{title}.{path}", "at_least": 30, "due": "年内"}
            yield {"kind": "amount", "of": f"{title}.{path}", "per": title, "at_least": 15, "due": "6月底前"}
        words = [field for field in shape.fields if field.shape.mark.words or field.shape.holds is bool]
        for field in words:
            if field.name == standard()[title].key:
                continue  # no two records have the same key
            word = "是" if field.shape.holds is bool else None
            for found in _categories(field.shape.mark.words or "") if word is None else (word,):
                where = {field.key: found}
                yield {"kind": "amount", "of": title, "where": where, "at_least": 2, "due": "年内"}
                yield {
                    "kind": "amount",
                    "of": title,
                    "where": where,
                    "over": {"of": title},
                    "at_least": 50,
                    "due": "年内",
                }


@cache
def _lists() -> dict[str, list[str]]:
    return dict(yaml.safe_load(HEAD)["categories"])


def _categories(name: str) -> tuple[str, ...]:
    return tuple(_lists()[name][:1])


ALL = list(_rules())


def _plan(folder: Path, rule: Rule) -> Path:
    requirement = {
        "id": "A1.one",
        "title": "某项要求",
        "clauses": [{"place": "正文1", "quote": "某句话"}],
        "binds": {"kinds": ["司法局" if "抽查" in str(rule) or "通报" in str(rule) else "局"]},
        "rule": rule,
    }
    report = dict(
        requirement, id="A2.two", rule={"kind": "report", "items": ["小结"], "every": "half", "due": "每半年"}
    )
    path = folder / "plan.yaml"
    # JSON is YAML without the anchors that our loader refuses
    text = json.dumps([requirement, report], ensure_ascii=False)
    path.write_text(f"{HEAD}requirements: {text}\n", encoding="utf-8")
    return path


def _name(rule: Rule) -> str:
    return "-".join(str(value) for value in rule.values() if isinstance(value, str))


@pytest.mark.parametrize("section", [*standard()])
def test_every_rule_that_can_be_written_holds(tmp_path: Path, section: str) -> None:
    amiss = []
    tried = 0
    for rule in ALL:
        if section != str(rule.get("section", rule.get("of"))).partition(".")[0]:
            continue
        try:
            plan, _ = load_plan(_plan(tmp_path, rule))
        except ConfigError:
            continue
        tried += 1
        requirement = plan.requirements[0]
        explain_requirement(plan, requirement, io.StringIO(), "never")
        good, bad = (work_out(plan, requirement, good=one).status for one in (True, False))
        # an order of dates that the format itself forbids or demands is told by the rehearsal of the plan
        told = rule["kind"] in ("within", "before") and any(True for _ in rehearse(plan))
        if not told and (good != "met" or bad in ("met", "pending")):
            amiss.append((good, bad, rule))
    assert tried
    assert not amiss, "\n".join(map(str, amiss))
