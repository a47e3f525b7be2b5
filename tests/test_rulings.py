"""Rulings and waivers settle a duty once; a calendar that nobody has published accuses nobody."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

PLAN = """\
id: 云汀〔{year}〕1号
title: 云汀{year}年计划
year: {year}
issued: {year}-01-02
kinds: [镇]
requirements:
  - id: T02.half
    title: 半年小结
    clauses: [{{place: 附件2, quote: 每半年末月10日前报送小结}}]
    binds: {{kinds: [镇]}}
    rule: {{kind: report, items: [小结], every: half, due: {{strict: "6月10日前、12月10日前"}}}}
  - id: T11.filing
    title: 备案
    clauses: [{{place: 附件11, quote: 十五日内备案}}]
    binds: {{kinds: [镇]}}
    rule:
      kind: within
      section: 重大决定
      since: 决定日期
      until: 备案.日期
      strict: {{days: 15}}
      lenient: {{days: 15}}
"""
UNITS = "units:\n  - {id: jia, name: 甲镇, kind: 镇}\n  - {id: yi, name: 乙镇, kind: 镇}\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def county(top: Path, year: int, reports: dict[str, str], decisions: str = "") -> Path:
    write(top / f"data/plan_{year}.yaml", PLAN.format(year=year))
    write(top / "data/units.yaml", UNITS)
    lines = "".join(f"  - {{事项: 小结, 所属期: {period}, 日期: {day}}}\n" for period, day in reports.items())
    write(top / "submissions/甲镇/a.yaml", f"单位: 甲镇\n年度: {year}\n报送:\n{lines}{decisions}")
    write(top / "submissions/乙镇/a.yaml", f"单位: 乙镇\n年度: {year}\n")
    return top


def judged(zhifa: Run, top: Path, as_of: str, *args: str | Path) -> dict[str, Any]:
    code, out, err = zhifa("check", top / "submissions", "--as-of", as_of, "-f", "json", "--unit", "甲镇", *args)
    assert (code in (0, 1), err) == (True, "")
    return dict(json.loads(out))


def statuses(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(one["requirement"], one["period"]): one["status"] for one in report["outcomes"]}


# 2023-06-10 is a Saturday: handed in on the Monday after, both halves are disputed in 2023 (12-10 is a Sunday)
@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    return county(tmp_path, 2023, {"2023H1": "2023-06-12", "2023H2": "2023-12-11"})


RULING = """\
  - unit: 甲镇
    requirement: T02.half
    period: 2023H1
    result: {result}
    reason: 休息日顺延
    document: 司函〔2023〕9号
    decided_by: 司法局
    decided_on: 2023-07-03
"""


@pytest.mark.parametrize(
    ("as_of", "result", "status"),
    [
        ("2023-07-02", "达标", "disputed"),
        ("2023-07-03", "达标", "met"),
        ("2023-07-03", "未达标", "violated"),
        ("2024-03-01", "达标", "met"),
    ],
)
def test_a_ruling_settles_one_question_from_its_day_on(
    zhifa: Run, disputed: Path, as_of: str, result: str, status: str
) -> None:
    write(disputed / "data/rulings.yaml", "rulings:\n" + RULING.format(result=result))
    report = judged(zhifa, disputed, as_of)
    assert statuses(report)["T02.half", "2023H1"] == status
    (outcome,) = [one for one in report["outcomes"] if one["period"] == "2023H1"]
    assert outcome["progress"] == (None if status == "met" else "0/1")
    (finding,) = [one for one in report["findings"] if one["period"] == "2023H1"]
    assert finding["status"] == status
    assert (finding["unit_name"], finding["event_date"]) == ("甲镇", "2023-06-10")
    if status == "disputed":
        assert "ruling" not in finding
        assert [one["kind"] for one in report["notices"] if one["kind"].startswith("ruling")] == ["ruling-not-yet"]
    else:
        assert finding["ruling"] == {
            "result": result,
            "reason": "休息日顺延",
            "document": "司函〔2023〕9号",
            "decided_by": "司法局",
            "decided_on": "2023-07-03",
        }
        assert "司函〔2023〕9号" in finding["message"]


FORMATS = ["full", "concise", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github", "gitlab"]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_it(zhifa: Run, disputed: Path, format_: str) -> None:
    write(disputed / "data/rulings.yaml", "rulings:\n" + RULING.format(result="达标"))
    code, out, _ = zhifa("check", disputed / "submissions", "--as-of", "2024-03-01", "--unit", "甲镇", "-f", format_)
    assert code == 0
    assert "司函〔2023〕9号" in out
    assert "休息日顺延" in out


def test_a_ruling_on_what_is_not_disputed_and_on_a_stranger(zhifa: Run, disputed: Path) -> None:
    others = RULING.format(result="达标").replace("2023H1", "2023").replace("T02.half", "T11.filing")
    stranger = RULING.format(result="达标").replace("甲镇", "丙镇")
    write(disputed / "data/rulings.yaml", "rulings:\n" + others + stranger)
    report = judged(zhifa, disputed, "2024-03-01")
    found = [(one["kind"], one["unit"], one["line"]) for one in report["notices"] if "ruling" in one["kind"]]
    assert sorted(found) == [("ruling-unknown-unit", None, 10), ("ruling-unused", "jia", 2)]
    assert statuses(report)["T02.half", "2023H1"] == "disputed"


def test_a_waiver_covers_what_a_ruling_found_wrong(zhifa: Run, disputed: Path) -> None:
    write(disputed / "data/rulings.yaml", "rulings:\n" + RULING.format(result="未达标"))
    write(
        disputed / "data/waivers.yaml",
        "waivers:\n  - {unit: 甲镇, requirement: T02.half, reason: 机构调整, document: 函2号, approved_by: 司法局,"
        " approved_on: 2023-07-10, expires_on: 2024-12-31}\n",
    )
    assert statuses(judged(zhifa, disputed, "2023-07-09"))["T02.half", "2023H1"] == "violated"
    report = judged(zhifa, disputed, "2023-07-10")
    assert statuses(report)["T02.half", "2023H1"] == "waived"
    (finding,) = [one for one in report["findings"] if one["period"] == "2023H1"]
    assert finding["ruling"]["result"] == "未达标"
    assert finding["waiver"]["document"] == "函2号"


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("rulings", "rulings:\n" + RULING.format(result="合格"), 5, "达标"),
        ("rulings", "rulings:\n" + RULING.format(result="达标").replace("T02.half", "D.value"), 3, "完整编号"),
        ("rulings", "- x\n", 1, "rulings:"),
        (
            "waivers",
            "waivers:\n  - {unit: 甲镇, requirement: T02.half, reason: 甲, document: 函2号, approved_by: 司法局,\n"
            "     approved_on: 2023-07-10,\n     expires_on: 2023-07-09}\n",
            4,
            "早于批准日",
        ),
        ("calendar", "years:\n  - {year: 二零, document: 甲, days_off: []}\n", 2, "四位数"),
        (
            "calendar",
            "years:\n  - year: 2031\n    document: 甲\n    days_off: [2032-01-01]\n    working_days: [2031-01-04]\n",
            4,
            "2032-01-01 不在 2031 年",
        ),
        (
            "calendar",
            "years:\n  - year: 2031\n    document: 甲\n    days_off: [2031-01-01]\n    working_days: [2030-01-05]\n",
            5,
            "2030-01-05 不在 2031 年",
        ),
        (
            "calendar",
            "years:\n  - year: 2031\n    document: 甲\n    days_off: [2031-01-04]\n    working_days: [2031-01-04]\n",
            5,
            "2031-01-04 既写了放假",
        ),
        (
            "calendar",
            "years:\n  - year: 2031\n    document: 甲\n    days_off: [{from: 2031-01-05, to: 2031-01-01}]\n",
            4,
            "早于",
        ),
        ("units", "units:\n  - {id: jia, name: 甲镇, kind: 镇}\n  - {id: 乙, name: 乙, kind: 镇}\n", 3, "组成的代号"),
        (
            "units",
            "units:\n  - {id: jia, name: 甲镇, kind: 镇}\n  - {id: y i, name: 乙镇, kind: 镇}\n",
            3,
            "组成的代号",
        ),
        (
            "calendar",
            "years:\n  - year: 2031\n    document: 甲\n    days_off: []\n    working_days: [2031-01-03]\n",
            5,
            "不是周六",
        ),
        (
            "calendar",
            "years:\n  - {year: 2031, document: 甲, days_off: []}\n  - {year: 2031, document: 乙, days_off: []}\n",
            3,
            "2031",
        ),
    ],
)
def test_what_is_wrong_in_the_bureaus_files_is_told_by_its_line(
    zhifa: Run, disputed: Path, name: str, text: str, line: int, words: str
) -> None:
    write(disputed / f"data/{name}.yaml", text)
    code, out, err = zhifa("check", disputed / "submissions", "--as-of", "2024-03-01")
    assert (code, out) == (2, "")
    assert f"data/{name}.yaml:{line}:" in err
    assert words in err


# 2031-06-10 is a Tuesday, in a year whose calendar nobody has published
@pytest.mark.parametrize(
    ("day", "status"),
    [("2031-06-10", "met"), ("2031-06-11", "disputed"), ("2031-06-24", "disputed"), ("2031-06-25", "violated")],
)
@pytest.mark.parametrize("shift", [False, True], ids=["unsaid", "shift"])
def test_a_year_without_a_calendar_accuses_nobody(
    zhifa: Run, tmp_path: Path, day: str, status: str, shift: bool
) -> None:
    """Nor does it acquit, where the document itself says that days off are shifted."""
    top = county(tmp_path, 2031, {"2031H1": day})
    if shift:
        plan = top / "data/plan_2031.yaml"
        text = plan.read_text("utf-8")
        plan.write_text(text.replace('12月10日前"}', '12月10日前", days_off: shift}'), "utf-8")
        assert plan.read_text("utf-8") != text
    report = judged(zhifa, top, "2031-09-01")
    assert statuses(report)["T02.half", "2031H1"] == status
    for finding in report["findings"]:
        assert "2031 年日历未公布" in finding["message"]
        assert (finding["strict_due"], finding["lenient_due"]) == ("2031-06-10", "2031-06-24")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2031-06-18", "met"), ("2031-06-19", "disputed"), ("2031-07-02", "disputed"), ("2031-07-03", "violated")],
)
def test_events_of_such_a_year(zhifa: Run, tmp_path: Path, day: str, status: str) -> None:
    decisions = f"重大决定:\n  - {{文号: 一号, 类别: 行政许可, 决定日期: 2031-06-03, 备案: {{日期: {day}}}}}\n"
    report = judged(zhifa, county(tmp_path, 2031, {"2031H1": "2031-06-10"}, decisions), "2031-09-01")
    assert statuses(report)["T11.filing", "2031"] == status


CALENDAR = """\
years:
  - year: 2031
    document: 国办发明电〔2030〕9号
    days_off: [{from: 2031-06-10, to: 2031-06-12}, 2031-06-16]
    working_days: [2031-06-14]
"""


@pytest.mark.parametrize(
    ("day", "status"), [("2031-06-11", "disputed"), ("2031-06-13", "disputed"), ("2031-06-14", "violated")]
)
def test_the_bureaus_calendar_is_the_calendar(zhifa: Run, tmp_path: Path, day: str, status: str) -> None:
    """The 10th to the 12th are off, so that the lenient date is Friday the 13th."""
    top = county(tmp_path, 2031, {"2031H1": day})
    write(top / "data/calendar.yaml", CALENDAR)
    report = judged(zhifa, top, "2031-09-01")
    assert statuses(report)["T02.half", "2031H1"] == status
    assert not [one for one in report["notices"] if one["kind"] == "calendar" and "2031" in one["message"]]
    elsewhere = tmp_path / "elsewhere.yaml"
    (top / "data/calendar.yaml").rename(elsewhere)
    assert statuses(judged(zhifa, top, "2031-09-01", "--calendar", elsewhere))["T02.half", "2031H1"] == status
    assert statuses(judged(zhifa, top, "2031-09-01"))["T02.half", "2031H1"] == "disputed"


def test_a_calendar_wins_over_what_ships(zhifa: Run, disputed: Path) -> None:
    write(
        disputed / "data/calendar.yaml",
        "years:\n  - {year: 2023, document: 甲, days_off: [], working_days: [2023-06-10]}\n",
    )
    assert statuses(judged(zhifa, disputed, "2024-03-01"))["T02.half", "2023H1"] == "violated"


# 2030-06-10 is a Monday and 2030-12-10 a Tuesday; nobody has published that year's days off
@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2030-06-10", "pending"), ("2030-06-11", "pending"), ("2030-06-24", "pending"), ("2030-06-25", "missing")],
)
def test_every_command_knows_that_a_calendar_is_not_known(zhifa: Run, tmp_path: Path, as_of: str, status: str) -> None:
    top = county(tmp_path, 2030, {})
    report = judged(zhifa, top, as_of)
    assert statuses(report)["T02.half", "2030H1"] == status
    assert [one["kind"] for one in report["notices"] if one["kind"] == "calendar"] == ["calendar"]
    here = ("--plan", top / "data/plan_2030.yaml", "--units", top / "data/units.yaml", "--as-of", as_of)
    code, out, err = zhifa("due", "--month", "2030-06", "-f", "json", *here)
    assert code == 0, err
    assert '"2030-06-10"' in out
    assert '"2030-06-24"' in out
    code, out, err = zhifa("due", "--month", "2030-06", *here)
    assert code == 0, err
    assert "放假安排未知" in out
    code, out, err = zhifa("status", top / "submissions", *here)
    assert code in (0, 1), err
    assert "2030 年日历未公布" in out + err
