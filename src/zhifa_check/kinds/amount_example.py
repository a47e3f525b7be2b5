"""The examples of an ``amount``: records that reach what is asked, and records that do not."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from zhifa_check.calendar.periods import Period
from zhifa_check.kinds.amount_readings import demanded
from zhifa_check.kinds.base import Sections, Setting
from zhifa_check.kinds.conditions import Condition
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.examples import example_of, fit, names, plain_number, put, sections_with, varied
from zhifa_check.kinds.fields import list_field, reach
from zhifa_check.kinds.fitting import fitting, member_of
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.steps import edges

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount

_VOLUME, _FEW, _SHORT = Decimal(40), Decimal(10), Decimal(2)
#: More hours than one training may have are split.
_LONGEST = Decimal(20)
_DAY = timedelta(days=1)
#: Days between the times of an example, where more would be allowed.
_MOST_APART = 90


def example(rule: "Amount", setting: Setting, *, good: bool) -> Sections:
    """Sections of a submission that satisfy the rule, or that break it; each class that is asked for is in them."""
    found = _of_each_class(rule, setting, good=good)
    if rule.among and rule.target:
        # somebody is meant, though there be no record of him
        if rule.target not in found:
            found = sections_with(rule.target, [example_of(rule.target, setting)], setting) | found
        for record in found[rule.target]:
            fit(record, rule.target, rule.among, setting)
    return found


def _of_each_class(rule: "Amount", setting: Setting, *, good: bool) -> Sections:
    if len(rule.classes) < 2:
        return _example(rule, setting, good=good)
    found: Sections = {}
    for number, word in enumerate(rule.classes):
        one = rule.model_copy(update={"where": {**rule.where, rule.per: (word,)}})
        for section, records in _example(one, setting, good=good or number > 0).items():
            before = found.setdefault(section, [])
            before += [
                varied(record, section, len(before) + at, setting) if section == rule.section else record
                for at, record in enumerate(records)
                if record not in before
            ]
    return found


def _example(rule: "Amount", setting: Setting, *, good: bool) -> Sections:
    if rule.within and (rule.until or not rule.since):
        return _sections(rule, _spread(rule, setting, good=good), setting)
    if rule.window and rule.window.first(setting.year) > date(setting.year, 5, 4):
        setting = setting._replace(period=Period(setting.year, "month", 12))
    if rule.satisfying:
        return setting.rules[rule.satisfying].example(setting, good=good)
    if rule.against is not None:
        volume = Decimal(edges(rule.steps)[-1]) if rule.steps else Decimal(1) if rule.against.counts else _VOLUME
        volume *= rule.for_each or 1
        need = demanded(rule, volume)
        need = need.to_integral_value(ROUND_CEILING) if rule.is_whole else need
        have = need if good else max(need - _SHORT if not rule.steps else need - 1, Decimal())
        return _two(rule, rule.against, have, volume, setting)
    if rule.over is not None:
        return _share(rule, rule.over, setting, good=good)
    assert rule.bound is not None
    much = rule.bound.good
    if not good:
        way = rule.bound.way
        less = Decimal() if way.excluded else Decimal(1) if rule.counts or way.upper else min(_SHORT, much)
        much = rule.bound.value + (less if way.upper else -less)
    return _sections(rule, _records(rule, much, setting), setting)


def _course_of(rule: "Amount", event: date, setting: Setting, *, good: bool) -> tuple[list[date], date]:
    """The days of an example that goes through two stretches and then ends, and its end."""
    assert rule.within is not None
    first = day_of(rule.within.after(day_of(event)))
    second = day_of(rule.within.after(first))
    ended = min(second + timedelta(days=20), setting.period.end)
    days = [day for day in (first, second) for _ in range(int(rule.least or 1)) if day <= ended]
    return (days if good else []), ended


def _spread(rule: "Amount", setting: Setting, *, good: bool) -> list[dict[str, Any]]:
    """Records, or members of a list in one, each on its day."""
    listed, days = rule.steps_through[0], _days_apart(rule, setting, good=good)
    model = setting.format[rule.section]
    if listed is None:
        records = [fitting(rule, setting, number, None) for number in range(len(days))]
        for record, day in zip(records, days, strict=True):
            put(record, rule.section, rule.by or model.alias(model.dated or ""), setting, day)
        return records
    inner, record = list_field(model, listed)[1], fitting(rule, setting, 0, None)
    if rule.until and rule.since:
        event: Any = record
        for part in rule.since.split("."):
            event = event[part]
        days, ended = _course_of(rule, event, setting, good=good)
        put(record, rule.section, rule.until, setting, ended)
    members = [member_of(rule, setting, listed, number, None) for number in range(len(days))]
    dated = rule.by or inner.alias(inner.dated or "")
    return [record | {listed: [member | {dated: day} for member, day in zip(members, days, strict=True)]}]


def _days_apart(rule: "Amount", setting: "Setting", *, good: bool) -> list[date]:
    """The days of an example: as many as there must be in every stretch of the year, or as there may be in one."""
    assert rule.within is not None
    day, last = setting.period.start, setting.period.end
    if rule.most is not None:
        day = max(day, setting.since)
        free = day_of(rule.within.after(day))
        again = free if good else min(free - _DAY, last)
        return [day] * int(rule.most) + [again] * (again <= last)
    days: list[date] = []
    while day <= last and (good or not days):
        days += [day] * int(rule.least or 1)
        day = min(day_of(rule.within.after(day)), day + timedelta(days=_MOST_APART))
    return days


def _share(rule: "Amount", over: Measure, setting: Setting, *, good: bool) -> Sections:
    """Enough of it or too little; where hours are summed, as many as the lenient reading asks."""
    required = rule.lenient.of_required if rule.lenient and rule.lenient.of_required else _VOLUME
    assert rule.bound is not None
    way, asked = rule.bound.way, rule.bound.value
    much = good is not way.upper
    if over.section == rule.section and not rule.counts and over.of == rule.of:
        whole = _records(rule if much else over, required, setting, unlike=None if much else rule.only)
        return _sections(rule, whole, setting)
    if over.section == rule.section and rule.counts:
        if much:
            return _sections(rule, _records(rule, Decimal(1), setting), setting)
        return _sections(over, _records(over, Decimal(1), setting, unlike=rule.where), setting)
    volume = _FEW if rule.counts and over.counts else required
    part = volume if much else Decimal()
    if good:
        exact = volume * asked / 100
        part = exact.to_integral_value(ROUND_CEILING if much else ROUND_FLOOR)
        if way.excluded and part == exact:
            part += 1 if much else -1
    part = max(part, Decimal())
    if not part and not rule.counts and reach(setting.format[rule.section], rule.of.partition(".")[2]).holds is dict:
        # a review of no dossier at all is refused
        part = Decimal(1)
    return _two(rule, over, part, volume, setting)


def _two(rule: Measure, other: Measure, have: Decimal, volume: Decimal, setting: Setting) -> Sections:
    """Two amounts, in one record where they stand in one section."""
    if rule.section == other.section and rule.counts and other.counts:
        both = rule.model_copy(update={"where": {**other.where, **rule.where}})
        counted = [fitting(both, setting, n, None) for n in range(int(have))]
        rest = [fitting(other, setting, n, rule.where) for n in range(int(have), int(volume))]
        return _sections(rule, counted + rest, setting)
    if rule.section == other.section:
        (record,) = _records(other.model_copy(update={"where": {**rule.where, **other.where}}), volume, setting)
        for one in _records(rule, have, setting):
            record = {**one, **record} | {key: value for key, value in one.items() if key == rule.of.rpartition(".")[2]}
        return _sections(rule, [record], setting)
    # whom the records of the one name is there, too
    first = sections_with(other.section, _records(other, volume, setting), setting)
    own = _sections(rule, _records(rule, have, setting), setting)
    return first | {title: records for title, records in own.items() if title not in first}


def _sections(rule: Measure, records: list[dict[str, Any]], setting: Setting) -> Sections:
    return sections_with(rule.section, records, setting) | {rule.section: records}


def _records(
    one: Measure, amount: Decimal, setting: Setting, unlike: Mapping[str, Condition] | None = None
) -> list[dict[str, Any]]:
    listed, number = one.steps_through
    if number is None and listed in (None, getattr(one, "per", None)):
        return [fitting(one, setting, number, unlike) for number in range(int(amount))]
    record = fitting(one, setting, 0, None)
    if listed and not setting.format[one.section].shape().field(listed).shape.records:  # type: ignore[union-attr]
        record[listed] = names(one.section, listed, int(amount), setting)
        return [record]
    if listed is None:
        return _summed(one, amount, number or "", setting)
    left = amount
    members: list[dict[str, Any]] = []
    while left > 0 or not members:
        member = member_of(one, setting, listed, len(members), unlike)
        part = left if number is None else min(left, _LONGEST) if number == "学时" else left
        if number:
            member[number] = _number(one, part, setting)
        members.append(member)
        left -= Decimal(1) if number is None else max(part, Decimal(1))
    record[listed] = members if amount or number else []
    return [record]


def _summed(one: Measure, amount: Decimal, number: str, setting: Setting) -> list[dict[str, Any]]:
    """Records whose number adds up to an amount, none above what the format lets one hold."""
    records: list[dict[str, Any]] = []
    shape = setting.format[one.section].shape()
    field = shape.field(number)
    most = _LONGEST if field is not None and field.shape.mark.at_most is not None else amount
    while amount > 0 or not records:
        part = min(amount, most)
        record = fitting(one, setting, len(records), None)
        for other in shape.fields:
            if other.required and other.shape.holds in (int, Decimal):
                record[other.key] = max(record[other.key], plain_number(part))
        put(record, one.section, number, setting, _number(one, part, setting))
        records.append(record)
        amount -= max(part, Decimal(1))
    return records


def _number(one: Measure, amount: Decimal, setting: Setting) -> Any:
    path = one.of.partition(".")[2]
    if reach(setting.format[one.section], path).holds is dict:
        return {setting.categories.get("执法行为类别", ("某类",))[0]: plain_number(amount)}
    return plain_number(amount)
