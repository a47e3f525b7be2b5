"""Remarks on what no rule forbids and is hardly so; both sides of each boundary."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

PLAN = """\
id: 云汀〔2023〕1号
title: 云汀2023年计划
year: 2023
issued: 2023-02-10
kinds: [镇, 司法局]
roles: [试点]
categories:
  人员类别: [执法人员]
  培训类别: [法律法规]
  培训专题: [裁量]
  执法行为类别: [行政许可, 行政处罚]
  平台录入类别: [行政许可, 行政处罚]
  审核结论: [通过, 不通过]
  处理方式: [清理]
reserved_sections: {通报不理想: [司法局]}
requirements:
  - id: T02.monthly
    title: 月报
    clauses: [{place: 附件2, quote: 每月6日前}]
    binds: {kinds: [镇]}
    rule: {kind: report, items: [月报], every: month, due: 每月6日前}
  - id: T04.named
    title: 没有被点名
    clauses: [{place: 附件4, quote: 两次点名的扣分}]
    binds: {roles: [试点]}
    rule: {kind: named, item: 月报, every: month, by: {kinds: [司法局]}, fewer_than: 2}
"""
UNITS = """\
units:
  - {id: jia, name: 甲镇, kind: 镇, roles: [试点]}
  - {id: yi, name: 乙镇, kind: 镇}
  - {id: sfj, name: 司法局, kind: 司法局}
"""


def remarks(zhifa: Run, top: Path, as_of: str = "2024-03-01", **texts: str) -> list[tuple[str | None, str]]:
    """The unit and the message of every remark that makes no verdict."""
    files = {"data/plan_2023.yaml": PLAN, "data/units.yaml": UNITS}
    files |= {f"submissions/{unit}/a.yaml": f"单位: {unit}\n年度: 2023\n{text}" for unit, text in texts.items()}
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    code, out, _ = zhifa("check", top / "submissions", "--as-of", as_of, "-f", "json")
    assert code in (0, 1)
    report: dict[str, Any] = json.loads(out)
    assert not [one for one in report["findings"] if one["status"] == "invalid"]
    found = [one for one in report["notices"] if one["kind"] == "plausibility"]
    for one in found:
        assert one["file"].endswith("a.yaml")
        assert "请核对" in one["message"]
    return [(one["unit"], one["message"]) for one in found]


def report(period: str, day: str) -> str:
    return f"报送:\n  - {{事项: 月报, 所属期: {period}, 日期: {day}}}\n"


@pytest.mark.parametrize(
    ("period", "day", "words"),
    [
        ("2023-02", "2023-02-09", "早于计划的印发（2023-02-10）"),
        ("2023-01", "2023-02-09", None),  # due on 6 February, before there was a plan
        ("2023-01", "2023-02-10", None),
        ("2023-05", "2023-05-30", "早于所属期的结束（2023-05-31）"),
        ("2023-05", "2023-05-31", None),
        ("2023-05", "2023-06-06", None),
    ],
)
def test_a_report_dated_too_early(zhifa: Run, tmp_path: Path, period: str, day: str, words: str | None) -> None:
    found = remarks(zhifa, tmp_path, 甲镇=report(period, day))
    assert [unit for unit, _ in found] == (["jia"] if words else [])
    assert all(words in message for _, message in found if words)


@pytest.mark.parametrize(
    ("day", "as_of", "said"),
    [("2023-12-06", "2023-07-20", True), ("2023-06-08", "2023-07-20", False), ("2023-12-06", "2023-06-06", False)],
)
def test_a_date_in_the_future_that_hides_a_record(zhifa: Run, tmp_path: Path, day: str, as_of: str, said: bool) -> None:
    found = remarks(zhifa, tmp_path, as_of, 甲镇=report("2023-05", day))
    assert [("另有一条日期在后（2023-12-06）" in message) for _, message in found] == ([True] if said else [])


@pytest.mark.parametrize(("hours", "said"), [("4", False), ("4.5", True)])
def test_a_day_has_24_hours(zhifa: Run, tmp_path: Path, hours: str, said: bool) -> None:
    text = (
        "人员:\n  - 编号: A1\n    姓名: 甲\n    类别: 执法人员\n"
        "    培训: [{日期: 2023-05-04, 课程: 一, 类别: 法律法规, 学时: 20}]\n"
        f"培训班:\n  - {{日期: 2023-05-04, 课程: 二, 类别: 法律法规, 学时: {hours}, 参训: 全体}}\n"
    )
    found = remarks(zhifa, tmp_path, 甲镇=text)
    assert [message for _, message in found if "24.5 学时" in message] == [message for _, message in found]
    assert len(found) == said


PERSON = "人员:\n  - {{编号: A1, 姓名: 甲, 类别: 执法人员, 执法证号: F001{more}}}\n"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("", "", True),
        (", 在岗止: 2023-06-30", ", 在岗起: 2023-07-01", False),
        (", 在岗止: 2023-07-01", ", 在岗起: 2023-07-01", True),
    ],
)
def test_one_certificate_on_duty_in_two_units(zhifa: Run, tmp_path: Path, first: str, second: str, said: bool) -> None:
    found = remarks(zhifa, tmp_path, 甲镇=PERSON.format(more=first), 乙镇=PERSON.format(more=second))
    assert len(found) == said
    assert all("F001" in message and "甲镇/a.yaml 第 4 行" in message for _, message in found)


DECISIONS = "重大决定:\n" + "".join(f"  - {{文号: {n}号, 类别: 行政处罚, 决定日期: 2023-05-0{n}}}\n" for n in (1, 2))


@pytest.mark.parametrize(
    ("volumes", "words"),
    [
        ("案卷:\n  - {执法主体: 甲队, 件数: {行政处罚: 2}}\n", []),
        ("案卷:\n  - {执法主体: 甲队, 件数: {行政处罚: 1}}\n", ["多于“案卷”里的 1 件"]),
        ("案卷:\n  - {执法主体: 甲队, 件数: {行政许可: 9}}\n", ["多于“案卷”里的 0 件"]),
        ("平台录入:\n  - {类别: 行政处罚, 办件: 2, 录入: 2}\n", []),
        ("平台录入:\n  - {类别: 行政处罚, 办件: 1, 录入: 1}\n", ["办件的 1 件"]),
        ("平台录入:\n  - {类别: 行政许可, 办件: 1, 录入: 1}\n", ["没有行政处罚这一类，“重大决定”里却有 2 件"]),
    ],
)
def test_more_decisions_than_other_sections_hold(zhifa: Run, tmp_path: Path, volumes: str, words: list[str]) -> None:
    found = [message for _, message in remarks(zhifa, tmp_path, 甲镇=DECISIONS + volumes)]
    assert len(found) == len(words)
    assert all(word in message for word, message in zip(words, found, strict=True))


@pytest.mark.parametrize(("named", "said"), [("甲镇", False), ("乙镇", True)])
def test_a_unit_named_without_the_role(zhifa: Run, tmp_path: Path, named: str, said: bool) -> None:
    text = f"通报不理想:\n  - {{事项: 月报, 单位: {named}, 所属期: 2023-05}}\n"
    found = remarks(zhifa, tmp_path, 司法局=text)
    assert [unit for unit, _ in found] == (["sfj"] if said else [])
    assert all("T04.named" in message and "乙镇" in message for _, message in found)


def test_two_processes_remark_the_same(zhifa: Run, tmp_path: Path) -> None:
    texts = {"甲镇": PERSON.format(more=""), "乙镇": PERSON.format(more="")}
    assert remarks(zhifa, tmp_path, 甲镇=texts["甲镇"], 乙镇=texts["乙镇"])
    args = ("check", tmp_path / "submissions", "--as-of", "2024-03-01", "-f", "json")
    assert zhifa(*args, "--jobs", "2") == zhifa(*args, "--jobs", "1")
