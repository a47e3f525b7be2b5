"""An ``amount`` in every stretch of time, by the gaps between times: 「至少每10日更新一次」, 「间隔不少于15日」."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.amount_readings import expected_of, named_by
from zhifa_check.kinds.conditions import left_open
from zhifa_check.kinds.doubt import told
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.kinds.events import event_name, name_of, nothing_filed
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.occurrences import Occurrence, grouped
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, of_readings

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount
    from zhifa_check.kinds.base import Case

_DAY = timedelta(days=1)
_WRONG = ("violated", "missing")


class Course(NamedTuple):
    """The time through which an amount is asked for in every stretch: after ``first``, until ``last``.

    ``said`` is how a sentence tells of its beginning. What is due before ``bound`` is not judged.
    """

    first: date
    last: date
    said: str
    bound: date = date.min


def in_every_stretch(rule: "Amount", case: "Case") -> Verdict:
    """Each time has enough others soon after it, or not too many; what only a blank decides is left to a person.

    The first stretch begins on the day from which the rule binds; one that ends after the year, or after the rule, is
    not judged.
    """
    groups = grouped(rule, case.facts, case.period.year)
    nobodys = groups.pop("", []) if rule.per else []
    expected = {str(name): one.entry for name, one in expected_of(rule, case).items()}
    if rule.per == rule.section:
        there = rule.records(case.facts, case.period.year, None, loosely=True)
        expected = {str(entry.subject): entry for _, entry in there}
    for name in expected:
        groups.setdefault(name, [])
    for key, entry in named_by(rule, case).items():
        if entry is None:
            groups.pop(str(key), None)
        else:
            expected.setdefault(str(key), entry)
    if not groups and rule.per is None and rule.least and not section_model(rule.section).happens:
        groups[""] = []
    if not groups and not nobodys:
        return nothing_filed(rule.section, case, rule.named) or Verdict(otherwise="not_applicable")
    perhaps = [one._replace(blanks=(*one.blanks, rule.per or "")) for one in nobodys]

    def judged(more: Sequence[Occurrence]) -> dict[str, list[Evidence]]:
        judge = _of_group if rule.least else _of_limit
        return {name: judge(rule, case, name, [*times, *more], expected.get(name)) for name, times in groups.items()}

    found = judged(() if rule.least else perhaps)
    evidence = list(chain(*found.values()))
    wrong = [name for name, pieces in found.items() if any(one.status != "pending" for one in pieces)]
    otherwise: Status = "pending" if case.as_of <= _end(case) else "met"
    if rule.least and nobodys and (wrong or not groups):
        # whose they are may be whoever has too few, but for those who had too few with all of them
        first = nobodys[0].entry
        message = f"{event_name(first)}没有填“{rule.per}”，无法归到哪一个，请补上"
        missing: Status = "missing" if wrong or otherwise == "met" else "pending"
        evidence = [one for one in chain(*judged(perhaps).values()) if one.status in _WRONG]
        evidence.append(Evidence(missing, message, first.subject, first, blank=True))
    return Verdict(evidence, f"{len(groups) - len(wrong)}/{len(groups)}" if rule.per and groups else None, otherwise)


def _end(case: "Case") -> date:
    return min(case.period.end, case.until)


def _dated(times: Iterable[Occurrence], *, certain: bool) -> list[tuple[date, Entry[Any]]]:
    found = [(one.day, one.entry) for one in times if one.day is not None and not (certain and one.blanks)]
    return sorted(found, key=lambda pair: pair[0])


def _left_open(times: Iterable[Occurrence], piece: Evidence) -> Evidence:
    blanks = list(dict.fromkeys(key for one in times for key in one.blanks))
    return piece._replace(status="disputed", message=f"{piece.message}；{told(blanks)}")


def _of_group(
    rule: "Amount", case: "Case", name: str, times: Sequence[Occurrence], whose: Entry[Any] | None
) -> list[Evidence]:
    """The stretches of the plan's year in which there is too little."""
    start = max(case.period.start, case.issued, case.since)
    if whose is not None and isinstance(whose.record, Person) and whose.record.joined:
        start = max(start, whose.record.joined)
    return of_course(rule, case, name, times, whose, Course(start - _DAY, _end(case), f"{start} 起"))


def of_course(
    rule: "Amount", case: "Case", name: str, times: Sequence[Occurrence], whose: Entry[Any] | None, course: Course
) -> list[Evidence]:
    """The stretches of a course in which there is too little."""
    found = list(_gaps(rule, case, name, _dated(times, certain=True), whose, course))
    if any(one.blanks for one in times) and any(one.status in _WRONG for one in found):
        # what may count beside shortens gaps, and opens none
        certain = list(_gaps(rule, case, name, _dated(times, certain=False), whose, course))
        if all(one.day for one in times) and any(one.status in _WRONG for one in certain):
            found = certain
        else:
            found = [_left_open(times, one) if one.status in _WRONG else one for one in found]
    return _unless_meant(rule, whose, found)


def _unless_meant(rule: "Amount", whose: Entry[Any] | None, found: list[Evidence]) -> list[Evidence]:
    """What accuses somebody of whom nobody knows whether anything is asked is left to a person."""
    conditions = rule.where if rule.per == rule.section else rule.among
    keys = left_open(whose.record, conditions) if whose is not None else []
    more = f"；{told(keys)}" if keys else ""
    return [
        one._replace(status="disputed", message=one.message + more, blank=False)
        if keys and one.status in _WRONG
        else one
        for one in found
    ]


def _gaps(
    rule: "Amount",
    case: "Case",
    name: str,
    dated: list[tuple[date, Entry[Any]]],
    whose: Entry[Any] | None,
    course: Course,
) -> Iterator[Evidence]:
    assert rule.within is not None
    first, enough = course.first, int(rule.least or 1)
    following = [(day, entry) for day, entry in dated if day > first]
    for number, since in enumerate([first, *(day for day, _ in following)]):
        strict = day_of(rule.within.after(since))
        due = Due(strict, roll_forward(strict))
        if not course.bound <= strict <= course.last:
            continue
        next_day, entry = (
            following[number + enough - 1]
            if number + enough <= len(following)
            else (None, dated[-1][1] if dated else whose)
        )
        status: Status = of_readings(*due.on_time(next_day)) if next_day else _nothing_yet(due, case.as_of)
        if status == "violated" and not dated and whose is None:
            status = "missing"
        if status == "met":
            continue
        many = "" if enough == 1 else f"第 {enough} 次"
        late = due.told(next_day) if next_day else f"，{due}"
        from_when = f"{since} 之后" if number else course.said
        found = f"{many}在 {next_day}" if next_day else f"还没有{many}"
        message = f"{_who(rule, case, name, whose)}：{from_when}{found}{late}"
        if name and not number and whose is None and status == "violated" and dated[0][0] > first:
            status = "disputed"
            called = name_of(rule.section, rule.per, name, case)
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


def _of_limit(
    rule: "Amount", case: "Case", name: str, times: Sequence[Occurrence], whose: Entry[Any] | None
) -> list[Evidence]:
    """The times that come too soon after as many as there may be, in the files of the years before too."""
    before = [
        one
        for year, facts in case.years.items()
        if year < case.period.year
        for one in facts.once((grouped, id(rule)), partial(grouped, rule, facts, year)).get(name, ())
    ]
    every = [*before, *times]
    found = _unless_meant(rule, whose, list(_too_soon(rule, case, name, _dated(every, certain=True), whose)))
    if not any(one.blanks for one in every):
        return found
    known = {(id(one.entry), one.actual) for one in found}
    perhaps = _too_soon(rule, case, name, _dated(every, certain=False), whose)
    found += [_left_open(every, one) for one in perhaps if (id(one.entry), one.actual) not in known]
    undated = next((one for one in times if one.day is None), None)
    if undated is not None and not found and len(every) > int(rule.most or 0):
        message = f"{_who(rule, case, name, whose)}：{event_name(undated.entry)}看不出隔了多久"
        found.append(_left_open(every, Evidence("violated", message, undated.entry.subject, undated.entry)))
    return found


def _too_soon(
    rule: "Amount", case: "Case", name: str, dated: list[tuple[date, Entry[Any]]], whose: Entry[Any] | None
) -> Iterator[Evidence]:
    assert rule.within is not None
    most, start = int(rule.most or 0), max(case.period.start, case.issued, case.since)
    for (earlier, _), (day, entry) in zip(dated, dated[most:], strict=False):
        free = day_of(rule.within.after(earlier))
        if day >= free or not start <= day <= _end(case):
            continue
        which = "上一次" if most == 1 else f"前面第 {most} 次"
        message = (
            f"{_who(rule, case, name, whose)}：{day} 离{which}（{earlier}）{(day - earlier).days} 天，"
            f"{rule.within}里不多于 {most} {rule.unit}的，应不早于 {free}"
        )
        status: Status = "violated"
        if earlier < start:
            status, message = "disputed", f"{message}；{start} 以前的算不算，原文没有写，待认定"
        yield Evidence(status, message, entry.subject, entry, actual=str(day), required=str(free))


def _who(rule: "Amount", case: "Case", name: str, whose: Entry[Any] | None) -> str:
    if whose is not None and rule.per == rule.section:
        return f"{event_name(whose)}{rule.named}"
    return (name_of(rule.section, rule.per, name, case) if name else "") + rule.named
