"""What an ``amount`` judges: each record, or the whole, with all its readings worked out."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.adding import Sum
from zhifa_check.kinds.amount_measures import against_of, keeps_of, known, over_of, unseen
from zhifa_check.kinds.amount_sums import Figures, Groups, Sums, added_up, united
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

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


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
    sums = _satisfied(rule, case) if rule.satisfying else added_up(rule, case, due)
    if rule.satisfying and not sums.at(None).whole:
        return
    first = rule.window.first(case.period.year) if rule.window else case.period.start
    all_months = months_between(first, min(day_of(due.strict), case.period.end) if rule.due else case.period.end)
    two = rule.lenient is not None or rule.for_each is not None or sums.two_readings

    @cache
    def readings(strict: Share, lenient: Share, basis: Decimal | None, months: int) -> list[Reading]:
        """Worked out once for all who have done the same."""
        spans = dict.fromkeys(((all_months, all_months), (months, all_months)))
        found = [_reading(rule, *strict, basis, span) for span in spans]
        found += [_reading(rule, *lenient, basis, span, lenient=True) for span in spans if two]
        return list(dict.fromkeys(found))

    expected, called = expected_of(rule, case), named_by(rule, case)
    certain, somewhere = united(sums.certain, expected), united(sums.certain, expected, sums.everything)
    keys = united(sums.against, sums.more_against) or united(sums.own, sums.over, expected, sums.everything)
    for key in keys if rule.per else (None,):
        if rule.per and called.get(key, None if rule.among else key) is None:
            continue  # nobody knows whose it is, which is told by itself; or nothing is asked of it
        one, exempt = sums.at(key), rule.per is not None and key not in certain
        if exempt:
            one = one.with_blanks()
        if nothing_of := _is_of_nothing(rule, one):
            # nobody is judged and nothing happened, but for what was left blank
            if not (one.high_basis if sums.against is not None else one.high_whole):
                continue
            exempt, one = True, one._replace(basis=one.high_basis)
        entry = somewhere[key].entry if key in somewhere else None
        named = expected[key].entry if key in expected else entry if rule.per == rule.section else None
        whose = called.get(key)
        exempt = exempt or nothing_of or (whose is not None and bool(left_open(whose.record, rule.among)))
        person = named.record if named and isinstance(named.record, Person) else None
        months = full_months(person, case.unit, first, all_months) if person and rule.prorated else all_months
        found = readings((one.strict, one.whole), (one.lenient, one.lenient_whole), one.basis, months)
        if exempt:
            found = [*found, found[-1]._replace(open=True, exempt=True)]
        if (one.high, one.high_whole, one.high_basis) != (one.lenient, one.whole, one.basis):
            # whatever was left blank may count, or may not
            shares = product(dict.fromkeys((one.strict, one.high)), dict.fromkeys((one.whole, one.high_whole)))
            opened = (
                readings(share, share, basis, months) for share in shares for basis in {one.basis, one.high_basis}
            )
            found = [*found, *(each._replace(open=True) for several in opened for each in several)]
        yield entry, "" if key is None else str(key), found


def _is_of_nothing(rule: "Amount", one: Figures) -> bool:
    """Whether there is nothing that it could be a share of; who did nothing at all has no large enough share."""
    if rule.over and not one.whole:
        people = rule.over.counts and rule.per is None
        return people or (not one.strict and (rule.over.of != rule.of or rule.most is not None))
    return rule.against is not None and bool(rule.steps) and not one.basis


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
    wanted = Measure.model_construct(of=rule.target, where=rule.among, only={}, also=(), by=None)
    model = section_model(rule.target)
    facts = known(rule, wanted, case, day_of(case.due.lenient)) if case.due else case.facts

    def found() -> dict[object, Entry[Section] | None]:
        everybody: dict[object, Entry[Section] | None] = {entry.subject: None for entry in facts.of(model)}
        meant = wanted.records(facts, case.period.year, None, loosely=True)
        return everybody | {entry.subject: entry for _, entry in meant}

    return facts.once((named_by, id(rule)), found)


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


def _satisfied(rule: "Amount", case: Case) -> Sums:
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
    strict, lenient, everybody = map(_of_unit, (sum(map(all, kept)), sum(map(any, kept)), len(kept)))
    return Sums(strict, lenient, lenient, everybody, everybody, everybody)


def _of_unit(number: int) -> Groups:
    return {None: Sum(Decimal(number), None)}
