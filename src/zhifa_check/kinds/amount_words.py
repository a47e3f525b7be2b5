"""What findings say of an ``amount``."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from zhifa_check.format.record import Section
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import later_keys
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.events import event_name, name_of
from zhifa_check.kinds.fields import section_model
from zhifa_check.words.figures import cut, plain, rate

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount
    from zhifa_check.kinds.readings import Reading


def shortfall(rule: "Amount", case: Case, entry: Entry[Section] | None, group: str, readings: "list[Reading]") -> str:
    """Who, how much of how much, by how much too little or too much; other readings after it."""
    strict, *others = readings
    who = name_of(rule.section, rule.per, group, case) if rule.per else ""
    who = event_name(entry) if rule.per == rule.section and entry else who
    when = "" if rule.every == "year" else f"（{case.period.chinese}）"
    if rule.window and case.due:
        when = f"（{rule.window.first(case.period.year)} 至 {case.due.strict}）"
    lines = [f"{who}{rule.named}{when}{_one(rule, strict)}"]
    lines += [_other(rule, one, strict) for one in others]
    if strict.whole and rule.counts and not rule.per and rule.least is not None:
        lines.append(_who_may_fail(rule, strict.whole))
    if case.due and (keys := filled_in_later(rule)):
        lines.append(f"{keys}看到 {day_of(case.due.strict)} 为止")
    return "；".join(dict.fromkeys(line for line in lines if line))


def filled_in_later(rule: "Amount") -> str:
    """The dates that conditions ask for, where those after the deadline change nothing; as sentences call them."""
    measures = [one for one in (rule, rule.over, rule.against) if one and (rule.due or rule.window)]
    keys = [key for one in measures for key in later_keys(section_model(one.section), one.where) if key != one.by]
    return "、".join(f"“{key}”" for key in dict.fromkeys(keys))


def _one(rule: "Amount", one: "Reading") -> str:
    unit = f" {rule.unit}" if rule.unit else ""
    if one.whole is not None:
        gap = _gap(one, whole=rule.is_whole)
        if not one.whole:
            return f" {plain(one.value)}{unit}，{one.called}是 0{unit}，要求{_demand(one)}%，{_verdict(one)}"
        share = f"{one.called} {share_told(one.whole, unit)}{'' if unit else ' '}的 {rate(one.value, one.whole)}"
        return f" {plain(one.value)}{unit}，占{share}，要求{_demand(one)}%，{gap}"
    basis = ""
    if one.basis is not None and rule.against is not None and rule.steps:
        basis = f"（{rule.against.named} {plain(one.basis)}{unit}）"
    shown = f"，{rate(one.value, one.demand)}" if rule.against is not None and not rule.steps and one.demand else ""
    if one.bound.way.excluded:
        return f" {plain(one.value)}{unit}，要求{_demand(one)}{unit}，{_gap(one)}"
    return f" {plain(one.value)}/{plain(one.demand)}{unit}{shown}{basis}，{_gap(one)}"


def _other(rule: "Amount", one: "Reading", strict: "Reading") -> str:
    if one.said and one.whole is None:
        return f"{one.said}应满 {share_told(one.demand)}，有 {plain(one.value)}，{_gap(one)}"
    if one.whole is not None and (one.whole, one.called) != (strict.whole, strict.called):
        said = f"（{one.said}）" if one.said else ""
        return f"宽松理解{_one(rule, one).replace(' ', '', 0)}{said}".replace(
            "宽松理解 ", f"宽松理解：{rule.named} ", 1
        )
    if one.whole is None and one.value != strict.value:
        more = rule.lenient.also if rule.lenient and rule.lenient.also else ()
        fewer = "宽松理解不数计划印发以前的" if one.value < strict.value else "宽松理解"
        what = f"计入{'、'.join(more)}" if more else fewer
        return f"{what} {plain(one.value)}/{plain(one.demand)}，{_gap(one)}"
    if one.demand != strict.demand:
        return f"宽松理解要求{_demand(one)}，{_gap(one)}"
    if one.value != strict.value:
        return f"宽松理解{_one(rule, one)}"
    return ""


def _demand(one: "Reading") -> str:
    way = one.bound.way
    return (f"{way.word} " if way.upper or way.excluded else " ") + cut(one.demand)


def share_told(number: Decimal, unit: str = "") -> str:
    """A number with few places, and whether some were cut off."""
    shown = cut(number)
    return f"{shown}{unit}" + ("" if Decimal(shown) == number else "（截尾）")


def _verdict(one: "Reading") -> str:
    if one.bound.way.upper:
        return "没有超" if one.kept else "超了"
    return "够" if one.kept else "不够"


def _gap(one: "Reading", *, whole: bool = False) -> str:
    if one.kept:
        return "够" if not one.bound.way.upper else "没有超"
    upper, exact = one.bound.way.upper, one.required
    required = exact.to_integral_value(ROUND_FLOOR if upper else ROUND_CEILING) if whole else exact
    if whole and one.bound.way.excluded and required == exact:
        required += -1 if upper else 1
    if one.value == required:
        return f"不含 {cut(required)}"
    gap = cut(abs(required - one.value), ROUND_CEILING)
    return f"多 {gap}" if upper else f"少 {gap}"


def _who_may_fail(rule: "Amount", whole: Decimal) -> str:
    assert rule.bound is not None
    exact = whole * (100 - rule.bound.value) / 100
    allowed = int(exact.to_integral_value(ROUND_FLOOR)) - (rule.bound.way.excluded and exact == int(exact))
    unit = f" {rule.unit}" if rule.unit else ""
    if not allowed:
        return f"{plain(whole)}{unit}须全部{rule.named}"
    return f"{plain(whole)}{unit}中至多 {allowed}{unit}可以{'没有' if rule.distinct else f'不{rule.named}'}"
