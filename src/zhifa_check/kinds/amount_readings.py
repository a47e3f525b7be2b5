"""What an ``amount`` judges: each record, or the whole, with all its readings worked out."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.adding import Sum
from zhifa_check.kinds.amount_measures import against_of, dated_like, keeps_of, over_of, unseen
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.bounds import Bound
from zhifa_check.kinds.conditions import left_open
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.people import full_months, months_between
from zhifa_check.kinds.readings import Reading
from zhifa_check.kinds.steps import needed
from zhifa_check.kinds.verdict import of_readings
from zhifa_check.kinds.window import with_other_years

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


_NOTHING = Decimal()

#: An amount, and what it is a share of.
Share = tuple[Decimal, Decimal | None]

#: The record judged, or None; how it is told; its readings.
Group = tuple[Entry[Section] | None, str, list[Reading]]


def when_its_day_is_over(case: Case) -> Case:
    """Of a rule without a deadline: what was dated until yesterday is judged."""
    over = min(case.as_of - timedelta(days=1), case.period.end)
    return case._replace(due=Due(over, over))


def judged(rule: "Amount", case: Case, due: Due) -> list[Group]:
    """Each with how it is told and its readings; worked out once a unit, also for the rule that asks who keeps it."""
    return case.facts.once((id(rule), due, case.period), lambda: list(_groups(rule, case, due)))


def _groups(rule: "Amount", case: Case, due: Due) -> Iterator[Group]:
    """What is judged: the record, how it is told, and the readings, the strict one first."""
    per, year = rule.per, case.period.year
    first = rule.window.first(year) if rule.window else case.period.start
    all_months = months_between(first, min(day_of(due.strict), case.period.end) if rule.due else case.period.end)

    def sums(one: Measure | None, until: date, *, since: date = date.min, loosely: bool = False) -> dict[object, Any]:
        if one is None:
            return {}
        one = dated_like(rule, one)
        keeps = keeps_of(rule, one, case, until, since=since, loosely=loosely)
        found = one.sums(case.facts, year, per, keeps, loosely=loosely)
        with_other_years(one, case, per, until, found, keeps, loosely=loosely)
        return found

    def with_open(one: Measure | None, until: date, certain: dict[object, Any]) -> dict[object, Any]:
        return sums(one, until, loosely=True) if one is not None and one.is_open else certain

    strict_until, lenient_until = day_of(due.strict), day_of(due.lenient)
    against = sums(against_of(rule), strict_until) if rule.against else {}
    over = sums(over_of(rule), strict_until) if rule.over else {}
    lenient_over = sums(rule.lenient.over, lenient_until) if rule.lenient and rule.lenient.over else over
    if rule.satisfying:
        own, leniently, everybody = _satisfied(rule, case)
        if not everybody[None].value:
            return
        over = lenient_over = everybody
    else:
        own = leniently = sums(rule, strict_until)
        # whether what was done before the document was issued is too much by it, its text does not say
        since = case.issued if rule.most is not None and not rule.over else date.min
        if rule.lenient or lenient_until != strict_until or since > case.period.start:
            leniently = sums(rule.leniently, lenient_until, since=since)
    more, more_over, more_against = leniently, over, against
    if not rule.satisfying:
        more = with_open(rule if leniently is own else rule.leniently, lenient_until, leniently)
        more_over = with_open(over_of(rule), strict_until, over)
        more_against = with_open(against_of(rule), strict_until, against)
    both = rule.lenient is not None or rule.for_each or leniently is not own or lenient_over is not over

    @cache
    def readings(strict: Share, lenient: Share, basis: Decimal | None, months: int) -> list[Reading]:
        """Worked out once for all who have done the same."""
        spans = dict.fromkeys(((all_months, all_months), (months, all_months)))
        found = [_reading(rule, *strict, basis, span) for span in spans]
        found += [_reading(rule, *lenient, basis, span, lenient=True) for span in spans if both]
        return list(dict.fromkeys(found))

    def at(key: object, *found: dict[object, Any]) -> list[Decimal]:
        return [one[key].value if key in one else _NOTHING for one in found]

    expected, called = expected_of(rule, case), named_by(rule, case)
    certain = _first_of(against, own, over, expected)
    somewhere = _first_of(certain, more_against, more, more_over)
    keys = [*against, *more_against] or [*own, *over, *expected, *more, *more_over]
    for key in dict.fromkeys(keys) if per else [None]:
        if per and called.get(key, None if rule.among else key) is None:
            continue  # nobody knows whose it is, which is told by itself; or nothing is asked of it
        entry = somewhere[key].entry if key in somewhere else None
        strict, lenient, whole, its_whole, high, high_whole = at(
            key, own, leniently, over, lenient_over, more, more_over
        )
        basis, high_basis = at(key, against, more_against) if rule.against else (None, None)
        exempt = per is not None and key not in certain
        if exempt:
            strict, lenient, whole, its_whole, basis = high, high, high_whole, high_whole, high_basis
        # nobody is judged, nothing happened; who did nothing at all has no share of it that is large enough
        if rule.over and not whole:
            people = rule.over.counts and per is None
            if people or (not strict and (rule.over.of != rule.of or rule.most is not None)):
                if not high_whole:
                    continue
                exempt = True
        if rule.against and rule.steps and not basis:
            if not high_basis:
                continue
            exempt, basis = True, high_basis
        named = expected[key].entry if key in expected else entry if per == rule.section else None
        whose = called.get(key)
        exempt = exempt or (whose is not None and bool(left_open(whose.record, rule.among)))
        person = named.record if named and isinstance(named.record, Person) else None
        months = full_months(person, case.unit, first, all_months) if person and rule.prorated else all_months
        found = readings(
            (strict, whole if rule.over else None), (lenient, its_whole if rule.over else None), basis, months
        )
        if exempt:
            found = [*found, found[-1]._replace(open=True, exempt=True)]
        if (high, high_whole, high_basis) != (lenient, whole, basis):
            # whatever was left blank may count, or may not
            wholes = dict.fromkeys((whole, high_whole)) if rule.over else (None,)
            shares = [(value, share) for value in dict.fromkeys((strict, high)) for share in wholes]
            opened = [readings(one, one, each_basis, months) for one in shares for each_basis in {basis, high_basis}]
            found = [*found, *(one._replace(open=True) for several in opened for one in several)]
        yield entry, "" if key is None else str(key), found


def _first_of(*found: dict[object, Any]) -> dict[object, Any]:
    """All groups, each as the first that has it gives it."""
    united: dict[object, Any] = {}
    for one in reversed(found):
        united |= one
    return united


def expected_of(rule: "Amount", case: Case) -> dict[object, Sum]:
    """Groups of which there must be some, though there be none: the classes named, or all that ``per`` refers to."""
    if rule.per in (None, rule.section) or not rule.least or rule.over:
        return {}
    # of a class without a number nobody knows whether it is none
    found: dict[object, Sum] = {word: Sum(Decimal(), None) for word in rule.classes if rule.counts}
    return found | {key: Sum(Decimal(), entry) for key, entry in named_by(rule, case).items() if entry}


def named_by(rule: "Amount", case: Case) -> dict[object, Entry[Section] | None]:
    """The records that ``per`` refers to by their names; None for those that ``among`` leaves out, or that left."""
    if rule.target is None:
        return {}
    wanted = Measure.model_construct(of=rule.target, where=rule.among, only={}, also=())
    model = section_model(rule.target)

    def found() -> dict[object, Entry[Section] | None]:
        everybody: dict[object, Entry[Section] | None] = {entry.subject: None for entry in case.facts.of(model)}
        meant = wanted.records(case.facts, case.period.year, None, loosely=True)
        return everybody | {entry.subject: entry for _, entry in meant}

    return case.facts.once((named_by, id(rule)), found)


def nobody_is_meant(rule: "Amount", case: Case) -> bool:
    """Whether the list of whom ``among`` chooses was filled in, or may be empty, and nobody on it may be meant."""
    if not rule.among or rule.target is None or any(named_by(rule, case).values()):
        return False
    model = section_model(rule.target)
    return case.facts.is_filed(model) or model.happens


def _reading(
    rule: "Amount",
    value: Decimal,
    whole: Decimal | None,
    basis: Decimal | None,
    span: tuple[int, int],
    *,
    lenient: bool = False,
) -> Reading:
    other = rule.lenient if lenient else None
    called, bound = rule.over.named if rule.over else "", rule.bound
    months, all_months = span
    if basis is not None:
        bound = Bound("at_least", demanded(rule, basis, lenient=lenient))
    elif other is not None and other.bounds:
        bound = rule.counted(other.bounds[0])
    assert bound is not None
    if other is not None and other.over is not None:
        called = other.over.named
    if other is not None and other.of_required is not None:
        whole, called = other.of_required * months / all_months, "要求的"
    if whole is None and basis is None and not bound.way.upper:
        share = bound.value * months / all_months
        bound = bound._replace(value=Decimal(int(share)) if rule.is_whole else share)
    prorated = (
        months < all_months
        and basis is None
        and (whole is None or (other is not None and other.of_required is not None))
    )
    said = f"在岗 {months} 个整月，按 {months}/{all_months} 折算" if prorated else ""
    return Reading(value, whole, bound, said, called, basis)


def demanded(rule: "Amount", basis: Decimal, *, lenient: bool = False) -> Decimal:
    """What is asked of so much of what it is compared with; a rest of ``for_each`` asks for one more, or for none."""
    if rule.steps:
        return Decimal(needed(rule.steps, int(basis)))
    if rule.for_each is None:
        return basis * (rule.times or 1)
    lots = (basis / rule.for_each).to_integral_value(ROUND_FLOOR if lenient else ROUND_CEILING)
    return lots * (rule.times or 1)


def _satisfied(rule: "Amount", case: Case) -> tuple[dict[object, Sum], dict[object, Sum], dict[object, Sum]]:
    """Who keeps another rule: strictly, leniently, and all whom it judges and no waiver covers."""
    other = case.rules[rule.satisfying or ""]
    assert isinstance(other, type(rule))
    assert case.due is not None
    measures = [one for one in (other, over_of(other), against_of(other)) if one]
    until = day_of(case.due.lenient)
    blank = {
        entry.subject
        for one in measures
        for entry in one.blanks(case.facts, case.period.year, keeps_of(other, one, case, until))
    }
    kept = []
    for entry, _, readings in judged(other, case, case.due):
        if entry is None or case.is_waived(rule.satisfying or "", entry.subject):
            continue
        kept.append([one.kept for one in readings])
        certain = other.is_certain(of_readings(*kept[-1]))
        # of whom something is blank, or a year's file was not seen, nobody knows
        if entry.subject in blank or (not certain and unseen(other, case, entry)):
            kept[-1] += [False, True]
    strict, lenient = sum(map(all, kept)), sum(map(any, kept))

    def one(number: int) -> dict[object, Sum]:
        return {None: Sum(Decimal(number), None)}

    return one(strict), one(lenient), one(len(kept))
