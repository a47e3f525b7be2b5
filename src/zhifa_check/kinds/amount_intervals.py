"""An ``amount`` within an interval of each record's own: 「自入职之日起六个月内不少于80学时」."""

from datetime import date
from typing import TYPE_CHECKING

from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.record import Section
from zhifa_check.inputs.facts import OneRecord
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.doubt import in_doubt
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.kinds.events import binding, nothing_filed, without_event
from zhifa_check.kinds.fields import field_of, section_model
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, satisfied
from zhifa_check.kinds.window import Window

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount
    from zhifa_check.kinds.base import Case


def in_intervals(rule: "Amount", case: "Case") -> Verdict:
    """Each record by what is dated from its ``since`` on, until its own deadline; lenient, a day off rolls on."""
    get = field_of(section_model(rule.section), rule.since or "").get

    def due_of(entry: Entry[Section]) -> Due | None:
        event: date | None = get(entry.record)
        if event is None or rule.within is None:
            return None
        strict = day_of(rule.within.after(event))
        return Due(strict, roll_forward(strict))

    def strictly(entry: Entry[Section]) -> date | None:
        due = due_of(entry)
        return due.strict if due else None

    all_of_them = [entry for _, entry in rule.records(case.facts, case.period.year, None, loosely=True)]
    entries = binding(all_of_them, case, strictly, lambda entry: get(entry.record))
    if not entries:
        return nothing_filed(rule.section, case, rule.named) or Verdict(otherwise="not_applicable")
    evidence: list[Evidence] = []
    statuses: set[Status] = set()
    for entry in entries:
        due = due_of(entry)
        if due is None:
            unknown = without_event(entry, rule.since or "", case, f"{rule.named}是否按时够数")
            evidence.append(in_doubt(rule.where, unknown))
            continue
        window = Window.model_construct(years=None, since=day_of(get(entry.record)))
        one = rule.model_copy(update={"since": None, "within": None, "window": window, "prorated": False})
        verdict = one.judge(case._replace(facts=OneRecord(case.facts, rule.section, entry), due=due))
        evidence += verdict.evidence
        statuses.add(verdict.otherwise if not verdict.evidence else verdict.status)
    otherwise: Status = "pending" if "pending" in statuses else "met"
    return Verdict(evidence, satisfied(evidence, len(entries)), otherwise)
