"""``zhifa due``: what falls due, when, for whom."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from conftest import Run

pytestmark = pytest.mark.usefixtures("judged_once")

SEPTEMBER = {
    ("2023-09-06", "T02.monthly", "四张清单月报", "2023-08"),
    ("2023-09-20", "T01.review", "裁量权基准梳理备案", "2023"),
    ("2023-09-20", "T01.review", "裁量权基准公示", "2023"),
    ("2023-09-20", "T02.supervise", "四张清单专项监督", "2023Q3"),
    ("2023-09-30", "T01.authorise", "裁量权基准赋权委托发文", "2023"),
    ("2023-09-30", "T01.publish", "裁量权基准公示", "2023"),
    ("2023-09-30", "T01.training", "裁量权基准业务培训", "2023"),
    ("2023-09-30", "T02.nantong", "四张清单抽查情况报送南通", "2023Q3"),
    ("2023-09-30", "T04.quarterly", "告知承诺制实施数据", "2023Q3"),
    ("2023-09-30", "T05.supervise", "行政执法委托专项监督", "2023"),
    ("2023-09-30", "T06.self-check", "三项制度自查", "2023"),
    ("2023-09-30", "T12.circular", "执法监督情况通报", "2023Q3"),
}


def _due(zhifa: Run, *args: str) -> list[dict[str, object]]:
    code, out, _ = zhifa("due", *args, "-f", "json")
    assert code == 0
    document = json.loads(out)
    assert document["schema_version"] == 1
    return list(document["due"])


def test_september_has_exactly_these_requirements(zhifa: Run) -> None:
    found = _due(zhifa, "--month", "9")
    assert {(d["strict_due"], d["requirement"], d["item"], d["period"]) for d in found} == SEPTEMBER
    assert len(found) == len(SEPTEMBER)


def test_a_role_that_nobody_holds_is_listed_without_units(zhifa: Run) -> None:
    nobodys = {d["requirement"] for d in _due(zhifa, "--month", "9") if not d["units"]}
    assert nobodys == {"T01.authorise", "T01.publish", "T01.training", "T04.quarterly"}
    assert "责任单位待确认" in zhifa("due", "--month", "9")[1]


@pytest.mark.parametrize(
    ("requirement", "period", "strict", "lenient"),
    [
        ("T02.monthly", "2023-04", "2023-05-06", "2023-05-06"),  # a Saturday on which everybody works
        ("T02.monthly", "2023-07", "2023-08-06", "2023-08-07"),  # a Sunday
        ("T02.monthly", "2023-09", "2023-10-06", "2023-10-07"),  # in a holiday that ends with a working Saturday
        ("T02.monthly", "2023-12", "2024-01-06", "2024-01-08"),
        ("T02.quarterly", "2023Q4", "2024-01-10", "2024-01-10"),
        ("T04.quarterly", "2023Q1", "2023-03-31", "2023-05-04"),  # 30 April itself is in a holiday
        ("T10.hours", "2023", "2023-12-31", "2023-12-31"),  # annual sums never roll
        ("T09.rectify", "2023", "2023-12-31", "2024-01-02"),
    ],
)
def test_both_dates(zhifa: Run, requirement: str, period: str, strict: str, lenient: str) -> None:
    found = _due(zhifa, "--from", "2023-01-01", "--to", "2024-12-31")
    dates = {
        (d["strict_due"], d["lenient_due"]) for d in found if (d["requirement"], d["period"]) == (requirement, period)
    }
    assert dates == {(strict, lenient)}


def test_departments_and_towns_have_their_own_half_year_dates(zhifa: Run) -> None:
    found = [d for d in _due(zhifa, "--from", "2023-05-31", "--to", "2023-06-01") if d["requirement"] == "T15.progress"]
    assert [(d["strict_due"], d["lenient_due"], len(list(d["units"]))) for d in found] == [  # type: ignore[call-overload]
        ("2023-05-31", "2023-06-01", 13),
        ("2023-06-01", "2023-06-01", 12),
    ]


def test_what_fell_due_before_the_plan_was_issued_binds_nobody(zhifa: Run) -> None:
    assert _due(zhifa, "--from", "2023-01-01", "--to", "2023-03-13") == []
    assert _due(zhifa, "--month", "3")[0]["strict_due"] == "2023-03-20"


def test_nothing_due_is_said(zhifa: Run) -> None:
    code, out, _ = zhifa("due", "--month", "2025-06")
    assert code == 0
    assert "没有到期的事项" in out


def test_with_submissions_who_has_done_it_and_who_owes(zhifa: Run) -> None:
    args = ("--month", "8", "--submissions", "submissions", "--as-of", "2024-01-31")
    (july,) = _due(zhifa, *args)
    assert july["late"] == ["hezuo"]
    assert (july["disputed"], july["owing"]) == ([], [])
    assert july["done"] == july["units"]
    assert "已办（逾期）：合作镇" in zhifa("due", *args)[1]


def test_waivers_rulings_and_calendar_are_those_that_are_given(zhifa: Run, tmp_path: Path) -> None:
    args = ("--month", "8", "--submissions", "submissions", "--as-of", "2023-08-07")
    days = tmp_path / "days.yaml"
    days.write_text("years:\n  - {year: 2023, document: 某通知, days_off: [2023-08-07], working_days: []}\n")
    (july,) = (one for one in _due(zhifa, *args, "--calendar", days) if one["requirement"] == "T02.monthly")
    assert july["lenient_due"] == "2023-08-08"
    for option in ("--waivers", "--rulings", "--calendar"):
        code, _, err = zhifa("due", *args, option, tmp_path / "没有.yaml")
        assert code == 2
        assert "找不到文件" in err
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text("waivers: [\n")
    assert zhifa("due", *args, "--waivers", waivers)[0] == 2


@pytest.mark.parametrize(("as_of", "day"), [("2023-05-07", False), ("2023-05-08", True), ("2023-05-16", True)])
def test_what_follows_from_a_record_is_listed_while_it_is_open(zhifa: Run, as_of: str, day: bool) -> None:
    """A measure of 15 May is to be reported by the 22nd, or by the 24th if working days are meant."""
    args = ("--month", "5", "--submissions", "submissions", "--as-of", as_of)
    found = [one for one in _due(zhifa, *args) if "subject" in one]
    assert ("示王鲍罚〔2023〕1号" in {one["subject"] for one in found}) is (as_of == "2023-05-16")
    for one in found:
        assert len(one["units"]) == 1  # type: ignore[arg-type]
        assert one["owing"] == one["units"]
        assert str(one["subject"]) in zhifa("due", *args)[1]


def test_only_the_units_whose_folder_is_named(zhifa: Run) -> None:
    found = _due(zhifa, "--month", "8", "--submissions", "submissions/合作镇", "--as-of", "2024-01-31")
    assert [one["units"] for one in found] == [["hezuo"]]


def test_the_list_of_one_unit_names_its_own_duties_alone(zhifa: Run) -> None:
    found = _due(zhifa, "--month", "9", "--unit", "汇龙镇")
    assert [d["requirement"] for d in found] == ["T02.monthly"]


def test_csv_reads_back_and_starts_with_a_byte_order_mark(zhifa: Run) -> None:
    _, out, _ = zhifa("due", "--month", "9", "-f", "csv")
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert len(rows) == len(SEPTEMBER)
    assert rows[-1]["期限"] == "2023-09-30"
    assert rows[-1]["休息日"] == "节假日"
    assert date.fromisoformat(rows[-1]["此前最后工作日"]) == date(2023, 9, 28)


def test_markdown_is_a_table(zhifa: Run) -> None:
    _, out, _ = zhifa("due", "--month", "9", "-f", "markdown")
    lines = out.splitlines()
    assert len(lines) == len(SEPTEMBER) + 2
    assert {line.count("|") for line in lines} == {11}


@pytest.mark.parametrize(
    "args",
    [
        ("--month", "13"),
        ("--month", "0"),
        ("--month", "九"),
        ("--from", "2023-01-01"),
        ("--from", "2023-02-01", "--to", "2023-01-01"),
        ("--from", "2023-02-30", "--to", "2023-03-01"),
        ("--month", "9", "--from", "2023-01-01", "--to", "2023-02-01"),
        ("-f", "xml"),
        ("--unit", "没有的单位"),
        ("--as-of", "2023-03-13"),
    ],
)
def test_bad_usage_is_said_in_chinese_and_ends_with_2(zhifa: Run, args: tuple[str, ...]) -> None:
    code, out, err = zhifa("due", *args)
    assert (code, out) == (2, "")
    assert err.startswith("错误：")
