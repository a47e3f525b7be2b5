"""``zhifa due -f ics``: read back by two parsers that know nothing of each other."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from conftest import ROOT, Run

YEAR = ("--as-of", "2024-01-31")
Ics = Callable[..., str]
Facts = tuple[str, str, str, date, date, datetime, timedelta | None]


@pytest.fixture
def ics(zhifa: Run, tmp_path: Path) -> Ics:
    """The calendar for some arguments, byte for byte as it lies in its file."""

    def run(*args: str | Path) -> str:
        file = tmp_path / "out.ics"
        assert zhifa("due", *YEAR, "-f", f"ics:{file}", *args) == (0, "", "")
        return file.read_bytes().decode()

    return run


def _by_icalendar(text: str) -> list[Facts]:
    def facts(event: Any) -> Facts:
        alarms = [component for component in event.subcomponents if component.name == "VALARM"]
        return (
            str(event["UID"]),
            str(event["SUMMARY"]),
            str(event["DESCRIPTION"]),
            event["DTSTART"].dt,
            event["DTEND"].dt,
            event["DTSTAMP"].dt,
            alarms[0]["TRIGGER"].dt if alarms else None,
        )

    return [facts(event) for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]


def _by_vobject(text: str) -> list[Facts]:
    def facts(event: Any) -> Facts:
        return (
            event.uid.value,
            event.summary.value,
            event.description.value,
            event.dtstart.value,
            event.dtend.value,
            event.dtstamp.value,
            event.valarm.trigger.value if hasattr(event, "valarm") else None,
        )

    return [facts(event) for event in vobject.readOne(text).vevent_list]


def _event(ics: Ics, unit: str, summary: str, *args: str) -> Facts:
    (found,) = [facts for facts in _by_icalendar(ics("--unit", unit, *args)) if summary in facts[1]]
    return found


@pytest.mark.parametrize("args", [("--unit", "合作镇"), ("--unit", "市场监管局"), ("--unit", "司法局"), ()])
def test_two_parsers_read_the_same_events(ics: Ics, args: tuple[str, ...]) -> None:
    text = ics(*args)
    found = _by_icalendar(text)
    assert found == _by_vobject(text)
    assert len(found) > 10
    assert len({facts[0] for facts in found}) == len(found)
    for _, _, _, start, end, stamp, _ in found:
        assert type(start) is date
        assert end - start == timedelta(days=1)
        assert stamp == datetime(2023, 3, 14, tzinfo=UTC)


def test_the_calendar_says_what_the_list_says(zhifa: Run, ics: Ics) -> None:
    args = ("--unit", "农业农村局", "--from", "2023-01-01", "--to", "2024-12-31")
    _, listed, _ = zhifa("due", *YEAR, *args, "-f", "csv")
    days = [(line.split(",")[0], line.split(",")[6]) for line in listed.splitlines()[1:]]
    found = _by_icalendar(ics(*args))
    assert days == [(str(facts[3]), facts[1].partition("（")[0]) for facts in found]
    assert found == _by_icalendar(ics("--unit", "农业农村局")), "without a window: all of the plan"


def test_lines_are_folded_at_octets_and_no_character_is_torn(ics: Ics) -> None:
    raw = ics().encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
        assert b"\n" not in line
    assert "作出重大执法决定前" not in raw.decode(), "rules about events have no date"
    whole = raw.decode().replace("\r\n ", "")
    assert "依据：附件2·3「各区镇、市各行政执法部门每月6日前及时报送上月开展情况有关数据」" in whole


def test_a_day_off_is_told_with_the_last_working_day_and_the_lenient_date(ics: Ics) -> None:
    _, _, description, day, _, _, trigger = _event(ics, "市场监管局", "三项制度自查")
    assert day == date(2023, 9, 30)
    assert "期限：2023-09-30 周六 节假日，此前最后一个工作日 2023-09-28" in description
    assert "宽松理解期限：2023-10-07 周六 调休上班。两个期限之间办完的待认定" in description
    assert "依据：附件6·2「9月底前：各部门开展" in description
    # Monday the 25th at nine, three working days before Thursday the 28th: in the holiday it would be too late
    assert trigger == -timedelta(days=4, hours=15)


@pytest.mark.parametrize(
    ("summary", "reminded"),
    [
        ("四张清单月报（2023年4月）", "2023-04-28T09:00"),  # 05-06 is a Saturday on which everybody works
        ("四张清单月报（2023年7月）", "2023-08-01T09:00"),  # 08-06 is a Sunday, 08-04 the last working day
        ("四张清单月报（2023年10月）", "2023-11-01T09:00"),
    ],
)
def test_the_reminder_counts_working_days(ics: Ics, summary: str, reminded: str) -> None:
    facts = _event(ics, "合作镇", summary)
    assert facts[6] is not None
    start = datetime.combine(facts[3], datetime.min.time())
    assert (start + facts[6]).isoformat(timespec="minutes") == reminded


def test_uids_do_not_depend_on_who_else_is_asked_for(ics: Ics) -> None:
    alone = {facts[0]: facts[1] for facts in _by_icalendar(ics("--unit", "合作镇"))}
    all_units = {facts[0]: facts[1] for facts in _by_icalendar(ics())}
    assert alone.items() <= all_units.items()
    half = [facts for facts in _by_icalendar(ics()) if "任务清单落实情况（2023年上半年）" in facts[1]]
    assert len({facts[0] for facts in half}) == 2, "departments and towns have dates of their own"
    assert {str(facts[3]) for facts in half} == {"2023-05-31", "2023-06-01"}


def test_uids_outlive_a_mended_date_and_not_another_plan(ics: Ics, tmp_path: Path) -> None:
    def self_check(old: str, new: str) -> Facts:
        plan = tmp_path / "plan_2023.yaml"
        text = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
        assert old in text
        plan.write_text(text.replace(old, new), encoding="utf-8")
        return _event(ics, "合作镇", "任务清单落实情况（2023年上半年）", "--plan", str(plan))

    given = _event(ics, "合作镇", "任务清单落实情况（2023年上半年）")
    mended = self_check("strict: 6 月 1 日、12 月 1 日前", "strict: 6月8日、12月1日前")
    assert (mended[0], mended[3]) == (given[0], date(2023, 6, 8))
    assert self_check("id: 启政办发〔2023〕11号", "id: 启政办发〔2023〕12号")[0] != given[0]


def test_what_is_done_stays_and_no_longer_reminds(ics: Ics) -> None:
    args = ("--submissions", "submissions", "--unit", "近海镇", "--from", "2023-06-01", "--to", "2023-12-31")
    found = {facts[1]: facts for facts in _by_icalendar(ics(*args))}
    done, owed = found["［已办］四张清单更新备案（2023年）到期"], found["基层综合执法自查整改（2023年）到期"]
    assert done[6] is None
    assert owed[6] is not None
    assert "待认定：近海镇" in owed[2]
    plain = {facts[0] for facts in _by_icalendar(ics("--unit", "近海镇"))}
    assert {facts[0] for facts in found.values()} <= plain, "taken in again, the events are replaced"


def test_hostile_names_stay_text(ics: Ics, tmp_path: Path) -> None:
    units = tmp_path / "units.yaml"
    name = "甲,乙;丙\\\\n镇😀" + "很长" * 40
    units.write_text(f'units:\n  - {{id: a, name: "{name}", kind: 镇}}\n', encoding="utf-8")
    text = ics("--units", units, "--unit", "a")
    assert _by_icalendar(text) == _by_vobject(text)
    assert "责任单位：甲,乙;丙\\n镇😀" in _by_icalendar(text)[0][2]
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75


def test_a_calendar_goes_to_a_file_beside_the_list_on_the_screen(zhifa: Run, tmp_path: Path) -> None:
    file = tmp_path / "合作镇 2023.ics"
    code, out, _ = zhifa("due", *YEAR, "--unit", "合作镇", "--month", "9", "-f", "full", "-f", f"ics:{file}")
    assert code == 0
    assert "四张清单月报" in out
    assert "BEGIN" not in out
    assert re.findall(rb"DTSTART;VALUE=DATE:(\d+)\r\n", file.read_bytes()) == [b"20230906"]


def test_an_empty_calendar_is_said(zhifa: Run) -> None:
    code, out, err = zhifa("due", "--month", "2025-06", "-f", "ics")
    assert (code, err) == (0, "提示：2025-06-01 至 2025-06-30 没有到期的事项，日历是空的。\n")
    assert out.startswith("BEGIN:VCALENDAR")
