"""Days that a rule names, held against those of its quotes and of its own deadline."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from zhifa_check.calendar.periods import Period
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.conditions import Compare
from zhifa_check.kinds.due import day_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, sentences
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import quoted
from zhifa_check.words.numerals import in_digits

_DAY = re.compile(
    "(?:(?P<year>20[0-9]{2})年)?(?:(?P<month>1[0-2]|0?[1-9])月(?:份?(?P<day>[0-9]{1,2})[日号])?"
    "|(?P<half>[上下])半年|第?(?P<quarter>[1-4])季度)|(?P<whole>20[0-9]{2})年(?![0-9])"
)
#: Where a stretch of years begins: 「2025年1月至2026年12月」「自2025年1月1日起」.
_BEGINS = re.compile("度?(?:[-—–~～至到]|起|以来)")
#: Years that are told by their distance to the plan's own.
_BESIDE = (("上年", -1), ("上一年", -1), ("去年", -1), ("次年", 1), ("明年", 1), ("翌年", 1))
_ONE = timedelta(days=1)


class _Told(NamedTuple):
    """A day, a month or a year of a quote: its words, first and last day, and whether a stretch begins with it."""

    words: str
    first: date
    last: date
    begins: bool


class _Named(NamedTuple):
    """A day of a rule: where it stands, and whether it is the first or the last of what counts."""

    path: KeyPath
    key: str
    day: date


def days_said(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """Days that neither the quotes of a requirement nor its deadlines give."""
    told = [one for sentence in sentences(requirement) for one in _told(in_digits(sentence), plan.year)]
    ways = requirement.rule.ways()
    for rule in ways:
        if isinstance(rule, Amount) and rule.window:
            first, begins = rule.window.first(plan.year), [one for one in told if one.begins]
            if begins and all(one.first != first for one in begins):
                said = quoted([one.words for one in begins])
                message = f"的 window 从 {first} 起，引文却从{said}起。请改成 since: {begins[0].first}。"
                yield Remark(("rule", "window") if len(ways) == 1 else ("rule",), message, fatal=len(begins) == 1)
                continue
        own = list(_own(requirement, rule, plan))
        for one in _days(rule):
            known = [day for each in told for day in _bounds(each, one.key)] + own
            if one.day not in known:
                dues = sorted({day for day in own if one.key == "until"} & {*_dues(rule, plan)})
                due = f"期限是 {'、'.join(map(str, dues))}，" if dues else ""
                message = f"写的是 {one.key}: {one.day}，{due}引文里没有这一天。请核对。"
                yield Remark(("rule", *one.path) if len(ways) == 1 else ("rule",), message)


def _told(text: str, year: int) -> Iterator[_Told]:
    years = {year, *(year + by for word, by in _BESIDE if word in text)}
    for found in _DAY.finditer(text):
        begins = _BEGINS.match(text, found.end()) is not None
        if found["whole"]:
            of = int(found["whole"])
            years.add(of)
            yield _Told(found[0], date(of, 1, 1), date(of, 12, 31), begins)
            continue
        years |= {int(found["year"])} if found["year"] else set()
        for of in [int(found["year"])] if found["year"] else sorted(years):
            period, day = _period(of, found), None
            if found["day"]:
                day = period.start + timedelta(days=int(found["day"]) - 1)
            yield _Told(found[0], day or period.start, day or period.end, begins and found["year"] is not None)


def _period(year: int, found: re.Match[str]) -> Period:
    if found["half"]:
        return Period(year, "half", "上下".index(found["half"]) + 1)
    return (
        Period(year, "quarter", int(found["quarter"]))
        if found["quarter"]
        else Period(year, "month", int(found["month"]))
    )


def _bounds(one: _Told, key: str) -> tuple[date, ...]:
    """What it may be the first or the last day of: 「7月1日前」 ends on the day itself or on the one before."""
    if one.first == one.last:
        return (one.first, one.first + (_ONE if key == "since" else -_ONE))
    return (one.first, one.last + _ONE) if key == "since" else (one.last,)


def _days(rule: Kind) -> Iterator[_Named]:
    for led in rule.paths():
        if isinstance(led.condition, Compare):
            for key in ("since", "until"):
                if (day := getattr(led.condition, key)) is not None:
                    yield _Named((*led.said_at, led.path, key), key, day)
    if isinstance(rule, Amount) and rule.window and rule.window.since:
        yield _Named(("window", "since"), "since", rule.window.since)


def _own(requirement: Requirement, rule: Kind, plan: Plan) -> Iterator[date]:
    """Its deadlines, its periods, the year, when the plan was issued, and the days between which it holds."""
    yield from (date(plan.year, 1, 1), date(plan.year, 12, 31), plan.issued)
    yield from plan.effective_for(requirement)
    yield from _dues(rule, plan)
    for period in rule.periods(plan.year):
        yield from (period.start, period.end)


def _dues(rule: Kind, plan: Plan) -> Iterator[date]:
    for period in rule.periods(plan.year):
        if due := rule.due_on(None, period):
            yield from map(day_of, (due.strict, due.lenient))
