"""A period as JSON: the published document, version 1; an earlier one is what ``--previous`` takes."""

from collections.abc import Iterable
from typing import Any, TextIO

from zhifa_check.report.check.json_v1 import finding_object
from zhifa_check.report.json_text import HEAD, notice_object, picked, write_document
from zhifa_check.report.period.figures import DutyFigures, EventFigures, YearFigures
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend_words import trend_object
from zhifa_check.report.period.view import Fault


def write_json(report: Report, out: TextIO, color: str) -> None:
    """The figures, then every fault of the period with its fingerprint and the day it is about."""
    period, view = report.period, report.period.view
    head: dict[str, Any] = {
        **HEAD,
        "plan": {"id": view.plan.id, "year": view.plan.year, "sha256": view.plan_sha256},
        "as_of": str(view.as_of),
        "period": {
            "id": str(period.period),
            "from": str(period.period.start),
            "to": str(period.period.end),
            "over": period.is_over,
        },
        "summary": {
            "units": len(period.units),
            "problems": len(period.problems),
            "units_with_problems": period.concerned,
            "disputed": len(period.with_status("disputed")),
            "waived": len(period.with_status("waived")),
            "data_errors": len(period.data_errors),
        },
        "trend": trend_object(report.trend),
    }
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "duties": map(_duty, period.duties),
        "events": map(_events, period.events),
        "year": map(_year, period.years),
        "findings": map(fault_object, period.faults),
        "notices": map(notice_object, view.notices),
    }
    write_document(head, lists, out)


def _duty(one: DutyFigures) -> dict[str, Any]:
    units = [
        {"unit": each.unit.id, **picked(each, "period", "column", "strict_due", "lenient_due", "done")}
        for each in one.deliveries
    ]
    counts = {**picked(one, "item", "owed", "handed_in"), **one.columns, "rate": one.rate}
    return {"requirement": one.requirement.id, **counts, "units": units}


def _events(one: EventFigures) -> dict[str, Any]:
    records = [
        {"unit": unit.id, "subject": row.subject, "date": str(row.day)}
        | picked(row, "status", "answered", "strict_due", "lenient_due")
        for unit, row in one.rows
    ]
    return {
        "requirement": one.requirement.id,
        "events": len(one.rows),
        **picked(one, "met", "broken", "unanswered"),
        "by_status": dict(sorted(one.by_status.items())),
        "records": records,
        "unreadable_units": [unit.id for unit in one.unread],
    }


def _year(one: YearFigures) -> dict[str, Any]:
    figures = picked(one, "by_status", "done", "of", "rate")
    return {"requirement": one.requirement.id, "final": one.final, "units": one.bound, **figures}


def fault_object(fault: Fault) -> dict[str, Any]:
    """A finding as ``zhifa check`` publishes it, with the day it is about."""
    names = {fault.unit.id: fault.unit.name}
    return finding_object(fault.finding, fault.fingerprint, names) | {"event_date": str(fault.day)}
