"""What an ``amount`` cannot count because nobody filled it in: it accuses nobody and clears nobody."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from zhifa_check.format.record import Section
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.adding import Sum
from zhifa_check.kinds.amount_measures import against_of, keeps_of, known, over_of
from zhifa_check.kinds.amount_readings import judged, named_by
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import left_open
from zhifa_check.kinds.doubt import told as told_of
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.events import event_name
from zhifa_check.kinds.fields import field_of, list_field, reach, section_model
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.verdict import Evidence
from zhifa_check.kinds.window import between, seen_years, with_other_years

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


def blank(rule: "Amount", case: Case) -> Iterator[tuple[Evidence, bool]]:
    """The records of the period that leave blank a number which is summed or compared, each once.

    With each, whether more of it could mend what is broken.
    """
    assert case.due is not None
    seen: dict[int, tuple[Entry[Section], str, bool]] = {}
    until = day_of(case.due.lenient)
    called = named_by(rule, case) if rule.among else {}
    # a larger whole makes a share smaller, a larger basis asks for more, but for that of a ladder
    mends = (rule.most is None, rule.most is not None, bool(rule.steps))
    for one, may_mend in zip((rule, over_of(rule), against_of(rule)), mends, strict=True):
        if one is None:
            continue
        keeps, key = keeps_of(rule, one, case, until, loosely=True), one.of.rpartition(".")[2]
        entries = one.blanks(known(rule, one, case, until), case.period.year, keeps)
        for year, facts, measure in seen_years(one, case, rule.per, until):
            there = measure.blanks(facts, year, keeps)
            if rule.per == rule.section:
                ours = {entry.subject for entry, _, _ in judged(rule, case, case.due) if entry}
                there = [entry for entry in there if entry.subject in ours]
            entries += there
        for entry in entries:
            _, first, before = seen.get(id(entry), (entry, key, False))
            seen[id(entry)] = entry, first, before or may_mend
    for entry, key, may_mend in seen.values():
        if not _is_of_others(rule, called, entry.record):
            message = f"{event_name(entry)}没有填“{key}”，无法核对{rule.named}，请补上"
            due = case.due if rule.due or rule.window else None
            yield Evidence(case.shortfall(absent=True), message, entry.subject, entry, due=due, blank=True), may_mend


def _is_of_others(rule: "Amount", called: Mapping[object, object], record: Section) -> bool:
    """Whether a record names only such as ``among`` leaves out."""
    if not called or type(record).shape().field(rule.per or "") is None:
        return False
    value = field_of(type(record), rule.per or "").get(record)
    names = value if isinstance(value, list) else [] if value is None else [value]
    return bool(names) and all(called.get(name) is None for name in names)


def left_blank(rule: "Amount", case: Case, entry: Entry[Section] | None, group: str) -> str:
    """What is said of keys that conditions ask for and records leave blank, where that decides."""
    keys: dict[str, None] = {}
    whose: dict[int, str] = {}
    for at, one in enumerate((rule, over_of(rule), against_of(rule))):
        if one is None:
            continue
        if entry is not None and rule.per == rule.section == one.section:
            keys |= dict.fromkeys(_open_keys(one, entry.record))
            continue
        # whoever is told of them, they are the same
        all_keys, theirs = case.facts.once((_open_records, id(rule), at), partial(_open_records, one, case))
        keys |= all_keys
        whose |= theirs
    if rule.among:
        # the record that the group is called by, and not the one that was counted in it
        named = named_by(rule, case).get(group)
        keys |= dict.fromkeys(left_open(named.record, rule.among) if named else ())
    first = next(iter(whose.values()), "") + (f"等 {len(whose)} 条" if len(whose) > 1 else "")
    return first + told_of([*keys])


def _open_records(one: Measure, case: Case) -> tuple[dict[str, None], dict[int, str]]:
    """The keys that any record of a measure leaves blank, and how each of those records is called."""
    records = one.records(case.facts, case.period.year, None, loosely=True)
    blanks = [(entry, keys) for _, entry in records if (keys := _open_keys(one, entry.record))]
    return dict.fromkeys(key for _, keys in blanks for key in keys), {id(one): event_name(one) for one, _ in blanks}


def _open_keys(one: Measure, record: Section) -> list[str]:
    """The keys without which nobody knows whether a record counts for a measure, or when."""
    blanks = left_open(record, one.where)
    blanks += [one.by] if one.by and not one.members_are_dated and one.day(record) is None else []
    listed = one.steps_through[0]
    members = list_field(type(record), listed)[0](record) if listed and one.is_of_members else ()
    if one.by and one.members_are_dated and any(one.day(member) is None for member in members):
        blanks.append(f"{listed}.{one.by}")
    if one.distinct and not all(reach(type(record), one.distinct_path).values(record)):
        blanks.append(one.distinct_path)
    return blanks + [f"{listed}.{key}" for member in members for key in left_open(member, one.only)]


def untold(rule: "Amount", case: Case) -> Iterator[Evidence]:
    """What was not filled in: the whole of a share, by what records are told apart, or a class that is named."""
    missing = case.shortfall(absent=True)
    if rule.over and not rule.happens and (empty := _unfilled(rule.over, case)):
        when = "" if rule.every == "year" else case.period.chinese
        yield Evidence(missing, f"没有填{when}的“{empty}”，无法核对{rule.named}", due=case.due)
        return
    if rule.per in (None, rule.section):
        return
    one = nobodys(rule, case)
    if one is not None and one.entry is not None:
        message = f"{event_name(one.entry)}没有填“{rule.per}”，无法归到哪一个，请补上"
        yield Evidence(missing, message, one.entry.subject, one.entry, blank=True)
    if rule.counts and not rule.over:
        return  # none is as many as there are
    model = section_model(rule.section)
    assert case.due is not None
    told = {name for _, name, _ in judged(rule, case, case.due)}
    for word in (word for word in rule.classes if word not in told):
        get = field_of(model, rule.per or "").get
        # one that was filled in with nothing in it is not judged, and nothing is missing
        if not any(get(entry.record) == word for entry in case.facts.of(model)):
            when = "" if rule.every == "year" else case.period.chinese
            message = f"没有填“{word}”的，无法核对{when}{rule.named}；确实没有的，请如实填 0"
            yield Evidence(missing, message, word, due=case.due)


def nobodys(rule: "Amount", case: Case) -> Sum | None:
    """What leaves blank the field by which it is told whose it is, counted as much as it may count."""
    assert case.due is not None
    until = day_of(case.due.lenient)
    keeps = keeps_of(rule, rule, case, until, loosely=True)
    sums = rule.sums(known(rule, rule, case, until), case.period.year, rule.per, keeps, loosely=True)
    with_other_years(rule, case, rule.per, until, sums, keeps, loosely=True)
    return sums.get(None)


def _unfilled(one: Measure, case: Case) -> str | None:
    """The section of which nothing was filed for a period of a year that has dates, and must not be empty."""
    model = section_model(one.section)
    if case.period.every == "year" or model.happens or not model.dated:
        return None
    keeps = between(case.period.start, case.period.end)
    assert keeps is not None
    return None if any(keeps(entry.record) for entry in case.facts.of(model)) else one.section
