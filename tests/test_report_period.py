"""``zhifa report``: a period's figures worked out by hand, both sides of its edges, and what became of the last."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from gitted import Clone
from report.county import FILES, decision, lay_out, monthly

AUTUMN = "2023-11-30"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "county")


@pytest.fixture
def report(zhifa: Run) -> Any:
    """The JSON of a period."""

    def run(submissions: Path, period: str, as_of: str, *more: str | Path) -> Any:
        code, out, err = zhifa("report", submissions, "--period", period, "--as-of", as_of, "-f", "json", *more)
        assert code == 0, err
        return json.loads(out)

    return run


def _row(found: Any, table: str, requirement: str) -> Any:
    (row,) = [one for one in found[table] if one["requirement"] == requirement]
    return row


def test_the_third_quarter_counts_what_fell_due_and_happened_in_it(county: Path, report: Any) -> None:
    found = report(county, "2023Q3", AUTUMN)
    monthly_reports = _row(found, "duties", "T02.monthly")
    # June, July and August of three units: those of September fall due in October
    assert {one["period"] for one in monthly_reports["units"]} == {"2023-06", "2023-07", "2023-08"}
    figures = {key: monthly_reports[key] for key in ("owed", "handed_in", "on_time", "late", "missing", "rate")}
    assert figures == {"owed": 9, "handed_in": 8, "on_time": 7, "late": 1, "missing": 1, "rate": "77.77%"}
    circular = _row(found, "duties", "T12.circular")
    assert (circular["owed"], circular["on_time"], circular["incomplete"], circular["rate"]) == (2, 1, 1, "50%")
    filing = _row(found, "events", "T11.filing")
    assert (filing["events"], filing["met"], filing["broken"], filing["unanswered"]) == (4, 2, 2, 1)
    assert {one["subject"] for one in filing["records"]} == {"农罚2号", "农罚3号", "农罚4号", "交罚1号"}
    review = _row(found, "events", "T06.legal-review")
    assert (review["events"], review["broken"]) == (4, 1)
    assert found["summary"]["problems"] == 6
    assert found["summary"]["units_with_problems"] == 3


def test_every_row_adds_up_and_nothing_is_of_another_period(county: Path, report: Any) -> None:
    for period in ("2023Q1", "2023Q2", "2023Q3", "2023Q4", "2023H1", "2023H2", "2023-07", "2023"):
        found = report(county, period, AUTUMN)
        start, end = found["period"]["from"], found["period"]["to"]
        for row in found["duties"]:
            columns = ("on_time", "late", "incomplete", "missing", "disputed", "unreadable")
            assert sum(row[column] for column in columns) == row["owed"]
            assert row["owed"] + row["pending"] + row["waived"] == len(row["units"])
            assert all(start <= one["strict_due"] <= end for one in row["units"])
        for row in found["events"]:
            assert sum(row["by_status"].values()) == row["events"] == len(row["records"])
            assert all(start <= one["date"] <= end for one in row["records"])
        assert all(start <= one["event_date"] <= end for one in found["findings"])


def test_quarters_together_are_the_year(county: Path, report: Any) -> None:
    quarters = [report(county, f"2023Q{number}", "2024-01-31") for number in (1, 2, 3, 4)]
    year = report(county, "2023", "2024-01-31")
    for requirement in ("T02.monthly", "T12.circular"):
        rows = [one for quarter in quarters for one in quarter["duties"] if one["requirement"] == requirement]
        whole = _row(year, "duties", requirement)
        for key in ("owed", "on_time", "late", "missing"):
            assert sum(row[key] for row in rows) == whole[key]
    told = [one["fingerprint"] for quarter in quarters for one in quarter["findings"]]
    assert sorted(told) == sorted(one["fingerprint"] for one in year["findings"])


def test_one_fault_is_told_once_and_rates_stand_in_the_summary(county: Path, report: Any) -> None:
    found = report(county, "2023", "2024-01-31")
    assert {"T11.filing-rate", "T10.completion"}.isdisjoint(one["id"] for one in found["findings"])
    completion = _row(found, "year", "T10.completion")
    assert (completion["done"], completion["of"], completion["rate"]) == (3, 4, "75%")


def test_persons_and_hours_are_final_at_years_end_and_progress_before(county: Path, report: Any) -> None:
    before, after = report(county, "2023Q3", AUTUMN), report(county, "2023Q4", "2024-01-31")
    assert _row(before, "year", "T10.hours")["final"] is False
    assert _row(after, "year", "T10.hours")["final"] is True
    assert not [one for one in before["findings"] if one["id"].startswith(("T10", "T08"))]
    hours = [(one["subject"], one["actual"]) for one in after["findings"] if one["id"] == "T10.hours"]
    assert hours == [("N2", "58.5")]
    sampling = [(one["subject"], one["actual"], one["required"]) for one in after["findings"] if one["id"][:3] == "T08"]
    assert sampling == [("农业执法大队", "19", "20")]


def test_what_lies_between_the_two_readings_is_counted_apart(tmp_path: Path, report: Any) -> None:
    # the 6th of August 2023 is a Sunday: the 7th is in time leniently
    files = FILES | {"东镇": "报送:\n" + monthly(late={"2023-07": "2023-08-07"})}
    found = report(lay_out(tmp_path / "county", files), "2023-08", AUTUMN)
    row = _row(found, "duties", "T02.monthly")
    assert (row["owed"], row["on_time"], row["disputed"], row["rate"]) == (3, 2, 1, "100%")
    assert found["summary"] | {"problems": 1, "disputed": 1} == found["summary"]


def test_what_is_not_due_yet_is_not_owed(county: Path, report: Any) -> None:
    row = _row(report(county, "2023Q3", "2023-09-01"), "duties", "T02.monthly")
    assert (row["owed"], row["pending"], row["rate"]) == (6, 3, "83.33%")


def test_a_file_that_cannot_be_read_accuses_nobody(tmp_path: Path, report: Any) -> None:
    files = FILES | {"东镇": "报送：\n  - {事项: 四张清单月报}\n"}
    found = report(lay_out(tmp_path / "county", files), "2023Q3", AUTUMN)
    row = _row(found, "duties", "T02.monthly")
    assert (row["missing"], row["unreadable"], row["rate"]) == (0, 3, "100%")


@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_shows_every_figure(county: Path, zhifa: Run, monkeypatch: Any, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN)
    assert code == 0
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line.split()}
    assert lines["T02.monthly"][1:] == ["四张清单月报", "9", "8", "7", "1", "0", "1", "77.77%"]
    assert "问题 6 处，涉及 3 个单位" in out
    assert "截尾" in out
    assert "待认定（由" not in out


def test_a_report_on_some_units_says_so_wherever_it_goes(county: Path, zhifa: Run, tmp_path: Path) -> None:
    arguments = ("report", county / "东镇", "--period", "2023Q3", "--as-of", AUTUMN)
    _, out, _ = zhifa(*arguments)
    assert "注意：只看了" in out
    _, out, err = zhifa(*arguments, "-f", "json", "-f", f"docx:{tmp_path / '通报.docx'}")
    assert "注意：只看了" in err
    assert "narrowed" in [one["kind"] for one in json.loads(out)["notices"]]


def test_markdown_has_the_same_tables(county: Path, zhifa: Run) -> None:
    code, out, _ = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "-f", "markdown")
    assert code == 0
    assert "| T02.monthly | 四张清单月报 | 9 | 8 | 7 | 1 | 0 | 1 | 77.77% |" in out


MENDED = FILES | {
    # July handed in at last; the circular copied as it should have been; one decision filed late, one never
    "东镇": FILES["东镇"].replace("报送:\n", "报送:\n  - {事项: 四张清单月报, 所属期: 2023-07, 日期: 2023-12-05}\n"),
    "农业局": FILES["农业局"]
    .replace("所属期: 2023Q3, 日期: 2023-09-20", "所属期: 2023Q3, 日期: 2023-09-20, 抄送日期: 2023-09-25")
    .replace(decision("农罚3号", "2023-09-01", "2023-09-20"), decision("农罚3号", "2023-09-01", "2023-09-10")),
}


@pytest.mark.parametrize("how", ["previous", "check", "revision"])
def test_what_became_of_last_quarters_problems(tmp_path: Path, zhifa: Run, report: Any, how: str) -> None:
    now = lay_out(tmp_path / "now", MENDED)
    if how == "revision":
        tree = Clone(tmp_path / "tree")
        then = lay_out(tree.top / "county")
        tree.git("init", "-q")
        tree.commit()
        for file in then.rglob("*.yaml"):
            file.write_bytes((now / file.relative_to(then)).read_bytes())
        now, against = then, ("--since-period", "2023Q3", "--revision", "HEAD")
    else:
        earlier = tmp_path / "earlier.json"
        command = ("report", "--period", "2023Q3") if how == "previous" else ("check",)
        then = lay_out(tmp_path / "then")
        zhifa(command[0], then, *command[1:], "--as-of", AUTUMN, "-f", f"json:{earlier}")
        against = ("--previous", str(earlier))
    found = report(now, "2023Q4", "2024-01-31", *against)
    changes = {(one["unit"], one["subject"] or one["message"][:10]): one["change"] for one in found["trend"]["changes"]}
    by_kind: dict[str, int] = {kind: count for kind, count in found["trend"]["counts"].items() if count}
    # never filed, still not; the review after the decision cannot be undone
    assert changes["nyj", "农罚4号"] == ("new" if how == "revision" else "open")
    assert changes["jtj", "交罚1号"] == "done_late"
    assert changes["nyj", "农罚5号"] == ("open" if how == "check" else "new")
    assert changes["nyj", "N2"] == "new"
    assert by_kind["handed_in"] == 1
    assert by_kind["mended"] == (1 if how == "revision" else 2)


def test_the_year_quarter_by_quarter(county: Path, report: Any) -> None:
    series = report(county, "2023Q4", AUTUMN)["trend"]["series"]
    assert [one["period"] for one in series] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert [one["over"] for one in series] == [True, True, True, False]
    assert series[2] | {"owed": 11, "on_time": 8, "late": 1, "missing": 1, "problems": 6} == series[2]


@pytest.mark.parametrize(
    ("as_of", "period"),
    [("2023-03-31", "2023Q1"), ("2023-04-01", "2023Q2"), ("2023-12-31", "2023Q4"), ("2024-05-04", "2023Q4")],
)
def test_without_a_period_it_is_the_quarter_of_the_day(county: Path, zhifa: Run, as_of: str, period: str) -> None:
    _, out, _ = zhifa("report", county, "--as-of", as_of, "-f", "json")
    assert json.loads(out)["period"]["id"] == period


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--period", "2023Q5"), "2023Q3"),
        (("--period", "2024Q1"), "2023 年度"),
        (("--period", "2023Q4", "--as-of", "2023-05-04"), "还没有到"),
        (("--period", "2023Q3", "--revision", "HEAD"), "--since-period"),
        (("--period", "2023Q3", "--rectify-by", AUTUMN), "不晚于"),
        (("--period", "2023Q3", "--since-period", "2023Q4"), "晚于"),
        (("--period", "2023Q3", "--previous", "nothing.json"), "nothing.json"),
        (("--period", "2023Q3", "--previous", "broken.json"), "不是以前的结果"),
        (("--period", "2023Q3", "--since-period", "2023Q2", "--revision", "HEAD"), "git"),
    ],
)
def test_a_wrong_question_is_refused(
    county: Path, zhifa: Run, monkeypatch: Any, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(county.parent)
    Path("broken.json").write_text('{"findings": 3}', encoding="utf-8")
    code, out, err = zhifa(
        "report", "submissions", *(("--as-of", AUTUMN) if "--as-of" not in arguments else ()), *arguments
    )
    assert code == 2
    assert out == ""
    assert message in err
