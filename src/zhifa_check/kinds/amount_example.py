"""The examples of an ``amount``: records that reach what is asked, and records that do not."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from zhifa_check.calendar.periods import Period
from zhifa_check.kinds.amount_gaps import spread
from zhifa_check.kinds.amount_readings import demanded
from zhifa_check.kinds.base import Sections, Setting
from zhifa_check.kinds.conditions import NOT_THERE, THERE, Compare, Condition
from zhifa_check.kinds.examples import example_of, names, plain_number, put, sections_with, some_day, value_of, varied
from zhifa_check.kinds.fields import End, reach
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.steps import edges

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount

_VOLUME, _FEW, _SHORT = Decimal(40), Decimal(10), Decimal(2)
#: More hours than one training may have are split.
_LONGEST = Decimal(20)


def example(rule: "Amount", setting: Setting, *, good: bool) -> Sections:
    """Sections of a submission that satisfy the rule, or that break it; each class that is asked for is in them."""
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
    if rule.within and not rule.since:
        return _sections(rule, spread(rule, setting, good=good), setting)
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
        counted = [_fitting(both, setting, n, None) for n in range(int(have))]
        rest = [_fitting(other, setting, n, rule.where) for n in range(int(have), int(volume))]
        return _sections(rule, counted + rest, setting)
    if rule.section == other.section:
        (record,) = _records(other.model_copy(update={"where": {**rule.where, **other.where}}), volume, setting)
        for one in _records(rule, have, setting):
            record = {**one, **record} | {key: value for key, value in one.items() if key == rule.of.rpartition(".")[2]}
        return _sections(rule, [record], setting)
    first = sections_with(other.section, _records(other, volume, setting), setting)
    return first | {rule.section: _records(rule, have, setting)}


def _sections(rule: Measure, records: list[dict[str, Any]], setting: Setting) -> Sections:
    return sections_with(rule.section, records, setting) | {rule.section: records}


def _records(
    one: Measure, amount: Decimal, setting: Setting, unlike: Mapping[str, Condition] | None = None
) -> list[dict[str, Any]]:
    listed, number = one.steps_through
    if number is None and listed in (None, getattr(one, "per", None)):
        return [_fitting(one, setting, number, unlike) for number in range(int(amount))]
    record = _fitting(one, setting, 0, None)
    if listed and not setting.format[one.section].shape().field(listed).shape.records:  # type: ignore[union-attr]
        record[listed] = names(one.section, listed, int(amount), setting)
        return [record]
    if listed is None:
        return _summed(one, amount, number or "", setting)
    left = amount
    members: list[dict[str, Any]] = []
    while left > 0 or not members:
        member = _member(one, setting, listed, len(members), unlike)
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
        record = _fitting(one, setting, len(records), None)
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
        return {setting.categories["执法行为类别"][0]: plain_number(amount)}
    return plain_number(amount)


def _fitting(one: Measure, setting: Setting, number: int, unlike: Mapping[str, Condition] | None) -> dict[str, Any]:
    record = varied(example_of(one.section, setting), one.section, number, setting)
    if since := getattr(one, "since", None):
        put(record, one.section, since, setting)
    per = getattr(one, "per", None)
    if per and per != one.section and setting.format[one.section].shape().field(per):
        put(record, one.section, per, setting)
    if one.by and not one.members_are_dated:
        put(record, one.section, one.by, setting)
    for path, condition in one.where.items():
        _fit(record, one.section, path, condition, setting)
    for path, condition in (unlike or {}).items():
        if path not in one.where:
            _miss(record, one, path, condition, setting)
    return record


def _member(
    one: Measure, setting: Setting, listed: str, number: int, unlike: Mapping[str, Condition] | None
) -> dict[str, Any]:
    holder: dict[str, Any] = example_of(one.section, setting)
    put(holder, one.section, listed, setting)
    member: dict[str, Any] = holder[listed][0]
    if one.by and one.members_are_dated:
        member[one.by] = some_day(setting)
    for key, value in member.items():
        if isinstance(value, date):
            member[key] = value + timedelta(days=7 * number)
    for key, condition in one.only.items():
        member[key] = value_of(condition)
    for key, condition in (unlike or {}).items():
        known = setting.categories.get(reach(setting.format[one.section], f"{listed}.{key}").words or "", ())
        member[key] = _another(one.only.get(key) or known, condition, member.get(key))
    return member


def _another(within: Condition | None, avoided: Condition, otherwise: Any) -> Any:
    """A word that is within one condition and not within the other."""
    words = within if isinstance(within, tuple) else ()
    return next((word for word in words if not isinstance(avoided, tuple) or word not in avoided), otherwise)


def _fit(record: dict[str, Any], section: str, path: str, condition: Condition, setting: Setting) -> None:
    if condition == (THERE,):
        put(record, section, path, setting)
    elif condition != (NOT_THERE,):
        _set(record, section, path, value_of(condition), setting)


def _set(record: dict[str, Any], section: str, path: str, value: Any, setting: Setting) -> None:
    """Set a value; in a list that of its first member."""
    head, _, rest = path.partition(".")
    field = setting.format[section].shape().field(head)
    if rest and field is not None and field.shape.form == "list":
        put(record, section, head, setting)
        record[head][0][rest] = value
    else:
        put(record, section, path, setting, value)


def _miss(record: dict[str, Any], one: Measure, path: str, condition: Condition, setting: Setting) -> None:
    """Let a record of a measure miss a condition that is none of its own."""
    head = path.partition(".")[0]
    end, field = reach(setting.format[one.section], path), setting.format[one.section].shape().field(head)
    assert field is not None
    value = _unlike(end, condition, setting)
    needed = field.required or any(own.partition(".")[0] == head for own in one.where)
    if condition == (NOT_THERE,):
        put(record, one.section, path, setting)
    elif value is not None:
        _set(record, one.section, path, value, setting)
    elif not needed:
        record.pop(head, None)


def _unlike(end: End, condition: Condition, setting: Setting) -> Any:
    """A value that does not meet a condition; None where that is one of no value, or of none that is known."""
    if isinstance(condition, Compare):
        return plain_number(condition.counterexample())
    if end.holds is bool:
        return "否" if "是" in condition else "是"
    return next((word for word in setting.categories.get(end.words or "", ()) if word not in condition), None)
