"""A deadline as a form tells it, with what an official's calendar adds."""

from datetime import date

from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.forms.duties import ReportEntry


def deadline(entry: ReportEntry) -> str:
    """「期限 2023-08-06（周末，宜在 08-04 前，宽松理解 08-07）」; the days named are included."""
    day = entry.strict_due
    last = last_working_day(day)
    hints = [
        day_off_name(day),
        f"宜在 {_short(last, day)} 前" if last and last != day else "",
        f"宽松理解 {_short(entry.lenient_due, day)}" if entry.lenient_due != day else "",
    ]
    told = "，".join(filter(None, hints))
    return f"期限 {day}" + (f"（{told}）" if told else "")


def _short(day: date, beside: date) -> str:
    """Month and day, with the year where it is another one."""
    return f"{day:%m-%d}" if day.year == beside.year else str(day)
