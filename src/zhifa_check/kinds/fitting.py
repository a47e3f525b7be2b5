"""Records of examples, and members of lists in them, that meet the conditions of a measure or miss them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from zhifa_check.kinds.base import Setting
from zhifa_check.kinds.conditions import NOT_THERE, Compare, Condition
from zhifa_check.kinds.examples import different, example_of, fit, plain_number, put, some_day, varied
from zhifa_check.kinds.fields import End, reach
from zhifa_check.kinds.measure import Measure


def fitting(one: Measure, setting: Setting, number: int, unlike: Mapping[str, Condition] | None) -> dict[str, Any]:
    """The n-th of several records that a measure means; ``unlike``, that meets none of these conditions."""
    record = varied(example_of(one.section, setting), one.section, number, setting)
    if since := getattr(one, "since", None):
        put(record, one.section, since, setting)
    per = getattr(one, "per", None)
    if per and per != one.section and setting.format[one.section].shape().field(per):
        put(record, one.section, per, setting)
    if one.by and not one.members_are_dated:
        put(record, one.section, one.by, setting)
    if one.distinct and "." not in one.distinct_path:
        put(record, one.section, one.distinct, setting, different(one.section, one.distinct, number, setting))
    fit(record, one.section, one.where, setting)
    for path, condition in (unlike or {}).items():
        if path not in one.where:
            _miss(record, one, path, condition, setting)
    return record


def member_of(
    one: Measure, setting: Setting, listed: str, number: int, unlike: Mapping[str, Condition] | None
) -> dict[str, Any]:
    """The n-th of several members of a list that a measure means."""
    holder: dict[str, Any] = example_of(one.section, setting)
    put(holder, one.section, listed, setting)
    member: dict[str, Any] = holder[listed][0]
    if one.by and one.members_are_dated:
        member[one.by] = some_day(setting)
    for key, value in member.items():
        if isinstance(value, date):
            member[key] = value + timedelta(days=7 * number)
    if one.distinct and "." in one.distinct_path:
        member[one.distinct] = different(one.section, one.distinct_path, number, setting)
    fit(holder, one.section, {f"{listed}.{key}": condition for key, condition in one.only.items()}, setting)
    for key, condition in (unlike or {}).items():
        known = setting.categories.get(reach(setting.format[one.section], f"{listed}.{key}").words or "", ())
        member[key] = _another(one.only.get(key) or known, condition, member.get(key))
    return member


def _another(within: Condition | None, avoided: Condition, otherwise: Any) -> Any:
    """A word that is within one condition and not within the other."""
    words = within if isinstance(within, tuple) else ()
    return next((word for word in words if not isinstance(avoided, tuple) or word not in avoided), otherwise)


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
        put(record, one.section, path, setting, value)
    elif not needed:
        record.pop(head, None)


def _unlike(end: End, condition: Condition, setting: Setting) -> Any:
    """A value that does not meet a condition; None where that is one of no value, or of none that is known."""
    if isinstance(condition, Compare):
        return plain_number(condition.counterexample())
    if end.holds is bool:
        return "否" if "是" in condition else "是"
    return next((word for word in setting.categories.get(end.words or "", ()) if word not in condition), None)
