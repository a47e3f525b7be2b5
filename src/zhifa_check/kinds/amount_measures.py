"""What an ``amount`` is counted of, and which records of what time count."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from zhifa_check.calendar.workdays import roll_forward
from zhifa_check.format.record import Section
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import Where
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.measure import Keeps, Measure
from zhifa_check.kinds.window import between, unseen_years

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


def years_beside(rule: "Amount", year: int) -> Iterable[int]:
    """The years whose files its windows reach into, or the intervals of its records."""
    last = [phrase.deadline.on(rule.periods(year)[-1]).year for due in rule.due for phrase in due.phrases]
    found = [one.first_file(year) for one in (rule, rule.over, rule.against) if one]
    windows = [first for first in found if first is not None]
    if rule.within is not None and rule.since:
        reach = rule.within.at_most_years
        windows, last = [year - reach], [year if rule.until else year + reach]
    elif rule.within is not None and rule.most:
        windows, last = [year - rule.within.at_most_years], [year]
    return range(min(windows), max([year, *last]) + 1) if windows else ()


def unseen(rule: "Amount", case: Case, entry: Entry[Section] | None) -> list[int]:
    """The years of its windows of which the unit's files say nothing."""
    assert case.due is not None
    measures = [one for one in (rule, rule.over, rule.against) if one and one.first_file(case.period.year)]
    if not measures:
        return []
    until = day_of(case.due.lenient)
    return sorted({year for one in measures for year in unseen_years(one, case, rule.per, until, entry)})


def known(rule: "Amount", one: Measure, case: Case, until: date) -> Facts:
    """The unit's facts of which conditions are asked; without a deadline all that is known."""
    return one.known(case.facts, until) if rule.due or rule.window else case.facts


def over_of(rule: "Amount") -> Measure | None:
    """The measure that the amount is a share of."""
    # what is judged one by one is judged where the conditions hold; of a whole they say which part is meant
    one_by_one = rule.per == rule.section
    each = rule.where if one_by_one else {key: one for key, one in rule.where.items() if key == rule.per}
    return _like(rule, rule.over, each)


def against_of(rule: "Amount") -> Measure | None:
    """The measure that the amount is held against."""
    return _like(rule, rule.against, rule.where)


def _like(rule: "Amount", other: Measure | None, where: Where) -> Measure | None:
    """Another measure of the same records, narrowed as they are."""
    if other is None:
        return None
    if other.section == rule.section and not other.where:
        other = other.model_copy(update={"where": where})
    return dated_like(rule, other)


def dated_like(rule: "Amount", other: Measure) -> Measure:
    """Another measure of the same records, in whose period they are by the same date."""
    same = rule.by and not other.by and other.section == rule.section
    return other.model_copy(update={"by": rule.by}) if same else other


def keeps_of(
    rule: "Amount", one: Measure, case: Case, until: date, *, since: date = date.min, loosely: bool = False
) -> Keeps:
    """Which dated records count: those of the window or the period, until the deadline and not before ``since``."""
    if one.window:
        return between(one.window.first(case.period.year), until, one, loosely=loosely)
    first, last = max(case.period.start, since), min(until, case.period.end)
    if not rule.due:
        first = max(first, case.issued)
    counts_towards = rule.due and not rule.over and rule.most is None and (one is rule or one is rule.leniently)
    if not counts_towards:
        # what was done before the rule is in force helps to reach a number, and breaks nothing
        first, last = max(first, case.since), min(last, case.until)
    elif any(due.days_off == "shift" for due in rule.due) and until == roll_forward(case.period.end):
        last = until  # the document itself gives the days after its last one
    whole_year = (first, last) == (case.period.start, case.period.end) and case.period.every == "year"
    return None if whole_year and not one.by else between(first, last, one, loosely=loosely)
