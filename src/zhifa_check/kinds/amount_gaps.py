"""An ``amount`` in every stretch of time: 「至少每10日更新一次」, by the gaps between one record and the next."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.amount_readings import expected_of
from zhifa_check.kinds.conditions import left_open
from zhifa_check.kinds.doubt import in_doubt, told
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.kinds.events import event_name, name_of, nothing_filed
from zhifa_check.kinds.examples import example_of, fit, put, varied
from zhifa_check.kinds.fields import field_of, section_model
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, of_readings

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount
    from zhifa_check.kinds.base import Case, Setting

_DAY = timedelta(days=1)
#: Days between records of an example, where more time would be allowed.
_MOST_APART = 90


def in_every_stretch(rule: "Amount", case: "Case") -> Verdict:
    """Each record has enough others soon after it; lenient, a day off rolls on.

    The first stretch begins on the day from which the rule binds; one that ends after the year, or after the rule, is
    not judged.
    """
    model = section_model(rule.section)
    groups, more = (_grouped(rule, case, loosely=loosely) for loosely in (False, True))
    if rule.per:
        groups.pop("", None)
    nobodys = more.pop("", []) if rule.per else []
    expected = {str(name): one.entry for name, one in expected_of(rule, case).items()}
    for name in expected:
        groups.setdefault(name, [])
    if not groups and rule.per is None and not model.happens:
        groups[""] = []
    if not groups and not nobodys:
        return nothing_filed(rule.section, case, rule.named) or Verdict(otherwise="not_applicable")
    evidence: list[Evidence] = []
    for name, entries in groups.items():
        whose, there = expected.get(name), more.get(name, entries)
        found = list(_of_group(rule, case, name, entries, whose))
        if len(there) > len(entries) and any(one.status in ("violated", "missing") for one in found):
            # what may count beside shortens gaps, and opens none
            certain = list(_of_group(rule, case, name, there, whose))
            keys = list(dict.fromkeys(key for one in there for key in left_open(one.record, rule.where)))
            found = (
                certain
                if any(one.status in ("violated", "missing") for one in certain)
                else [
                    one._replace(status="disputed", message=f"{one.message}；{told(keys)}")
                    if one.status != "pending"
                    else one
                    for one in found
                ]
            )
        evidence += (in_doubt(rule.among, one) if one.entry is whose else one for one in found)
    wrong = {piece.message.partition("：")[0] for piece in evidence if piece.status != "pending"}
    otherwise: Status = "pending" if case.as_of <= _end(case) else "met"
    if nobodys and (wrong or not groups):
        # whose they are may be whoever has too few
        message = f"{event_name(nobodys[0])}没有填“{rule.per}”，无法归到哪一个，请补上"
        missing: Status = "missing" if wrong or otherwise == "met" else "pending"
        evidence = [Evidence(missing, message, nobodys[0].subject, nobodys[0], blank=True)]
    return Verdict(evidence, f"{len(groups) - len(wrong)}/{len(groups)}" if rule.per and groups else None, otherwise)


def _grouped(rule: "Amount", case: "Case", *, loosely: bool) -> dict[str, list[Entry[Section]]]:
    """The records by the values of ``per``; under "" those of nobody, or all."""
    get = field_of(section_model(rule.section), rule.per).get if rule.per else None
    groups: dict[str, list[Entry[Section]]] = {}
    for _, entry in rule.records(case.facts, case.period.year, None, loosely=loosely):
        names = "" if get is None else get(entry.record) or ""
        for name in names if isinstance(names, list | tuple) else (names,):
            groups.setdefault(str(name), []).append(entry)
    return groups


def _end(case: "Case") -> date:
    return min(case.period.end, case.until)


def _of_group(
    rule: "Amount", case: "Case", name: str, entries: list[Entry[Section]], whose: Entry[Any] | None
) -> Iterator[Evidence]:
    assert rule.within is not None
    start, enough = max(case.period.start, case.issued, case.since), int(rule.least or 1)
    if whose is not None and isinstance(whose.record, Person) and whose.record.joined:
        start = max(start, whose.record.joined)
    dated = sorted(
        ((day_of(day), entry) for entry in entries if (day := rule.day(entry.record))), key=lambda pair: pair[0]
    )
    first = start - _DAY
    following = [(day, entry) for day, entry in dated if day > first]
    for number, since in enumerate([first, *(day for day, _ in following)]):
        strict = day_of(rule.within.after(since))
        due = Due(strict, roll_forward(strict))
        if strict > _end(case):
            continue
        next_day, entry = (
            following[number + enough - 1]
            if number + enough <= len(following)
            else (None, dated[-1][1] if dated else whose)
        )
        status: Status = of_readings(*due.on_time(next_day)) if next_day else _nothing_yet(due, case.as_of)
        if status == "violated" and not entries and whose is None:
            status = "missing"
        if status == "met":
            continue
        many = "" if enough == 1 else f"第 {enough} 次"
        late = due.told(next_day) if next_day else f"，{due}"
        from_when = f"{since} 之后" if number else f"{start} 起"
        found = f"{many}在 {next_day}" if next_day else f"还没有{many}"
        called = name_of(rule.section, rule.per, name, case) if name else ""
        who = f"{called}{rule.named}"
        message = f"{who}：{from_when}{found}{late}"
        if name and not number and whose is None and status == "violated" and dated[0][0] > first:
            status = "disputed"
            message += f"；在 {dated[0][0]} 第一次以前有没有{called}不知道，待认定"
        actual = str(next_day) if next_day else None
        subject = entry.subject if entry else name or None
        lenient = str(due.lenient) if due.lenient != strict else None
        yield Evidence(
            status,
            message,
            subject,
            entry,
            actual=actual,
            required=str(strict),
            lenient_required=lenient,
            due=due,
        )


def _nothing_yet(due: Due, as_of: date) -> Status:
    return "violated" if due.is_over(as_of) else "pending"


def spread(rule: "Amount", setting: "Setting", *, good: bool) -> list[dict[str, Any]]:
    """Records of an example: so many in every stretch of the year, or none after the first."""
    assert rule.within is not None
    model, day = setting.format[rule.section], setting.period.start
    records: list[dict[str, Any]] = []
    while day <= setting.period.end and (good or not records):
        for _ in range(int(rule.least or 1)):
            record = varied(example_of(rule.section, setting), rule.section, len(records), setting)
            if rule.per:
                put(record, rule.section, rule.per, setting)
            fit(record, rule.section, rule.where, setting)
            put(record, rule.section, model.alias(model.dated or ""), setting, day)
            records.append(record)
        day = min(day_of(rule.within.after(day)), day + timedelta(days=_MOST_APART))
    return records
