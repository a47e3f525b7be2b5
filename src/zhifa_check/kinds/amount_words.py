"""What findings and explanations say of an ``amount``."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.amount_times import times_told, when_told
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.conditions import of_which
from zhifa_check.kinds.events import event_name, name_of
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.steps import edges, needed, told
from zhifa_check.words.figures import cut, plain, rate

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount
    from zhifa_check.kinds.readings import Reading

#: By how much the examples of explanations fall short.
_SHORT = Decimal("1.5")


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
    return "；".join(dict.fromkeys(line for line in lines if line))


def _one(rule: "Amount", one: "Reading") -> str:
    unit = f" {rule.unit}" if rule.unit else ""
    if one.whole is not None:
        gap = _gap(one, whole=rule.is_whole)
        if not one.whole:
            return f" {plain(one.value)}{unit}，{one.called}是 0{unit}，要求{_demand(one)}%，{_verdict(one)}"
        share = f"{one.called} {_cut(one.whole, unit)}{'' if unit else ' '}的 {rate(one.value, one.whole)}"
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
        return f"{one.said}应满 {_cut(one.demand)}，有 {plain(one.value)}，{_gap(one)}"
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


def _cut(number: Decimal, unit: str = "") -> str:
    shown = cut(number)
    return f"{shown}{unit}" + ("" if Decimal(shown) == number else "（截尾）")


def _verdict(one: "Reading") -> str:
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
    return f"{plain(whole)}{unit}中至多 {allowed}{unit}可以不{rule.named}"


def formula(rule: "Amount", year: int) -> list[str]:
    """What is compared with what, both readings, and a worked example."""
    unit = f" {rule.unit}" if rule.unit else ""
    each = f"每{'个人' if rule.per == Person.title else f'条“{rule.section}”'}各自" if rule.per == rule.section else ""
    each = each or (f"每个{rule.per}各自" if rule.per else "全单位")
    period = when_told(rule, year)
    lines = [f"{each}：{period}{_told(rule)}{_asks(rule, unit)}。"]
    if rule.satisfying:
        lines[0] = f"{period}达到 {rule.satisfying} 的{rule.unit or '条'}数{_asks(rule, unit)}；核准不计的不计入。"
    if rule.section == Person.title:
        lines.append(("" if "类别" in rule.where else "名册含辅助人员；") + "年度最后一日前已离岗的不计。")
    if rule.per == Person.title and rule.over is None and rule.prorated and rule.within is None and rule.most is None:
        lines.append("年中到岗的，按全额和按在岗整月折算是两种读法。")
    if rule.of.startswith("人员.培训"):
        lines.append("本人的“培训”与所参加的“培训班”相加" + ("。" if rule.counts else "，按小数精确计算，不四舍五入。"))
    if rule.classes:
        lines.append(
            f"{'、'.join(rule.classes)}，每一类都要有；一条也没有填的，"
            + ("按 0 算。" if rule.counts and not rule.over else "为未报。")
        )
    lines += times_told(rule, year)
    dated = rule.members_are_dated or section_model(rule.section).dated
    if rule.most is not None and rule.due and not rule.over and dated:
        lines.append("计划印发以前的算不算，原文没有写：宽松理解不算。")
    lines += _lenient(rule, unit)
    return [*lines, *([] if rule.within and not rule.since else _worked(rule, unit))]


def _told(one: Measure) -> str:
    listed = of_which(one.only)
    more = "".join(f"＋{key}" for key in one.also)
    by = f"，按“{one.by}”算" if one.by else ""
    return f"{one.named}（{'数' if one.counts else '合计'}“{one.of}”{of_which(one.where)}{listed}{more}{by}）"


def _asks(rule: "Amount", unit: str) -> str:
    if rule.against is not None and rule.steps:
        return f" ≥ 按{rule.against.named}分级应有的数：{told(rule.steps, rule.unit)}；不足一的进为一"
    if rule.against is not None:
        if rule.for_each is not None:
            return f" ≥ {_told(rule.against)}每 {plain(rule.for_each)} 个 {plain(rule.times or 1)}{unit}"
        times = f" 的 {plain(rule.times)} 倍" if rule.times is not None else ""
        return f" ≥ {_told(rule.against)}{times}"
    assert rule.bound is not None
    sign, demand = rule.bound.way.sign, rule.bound.value
    if rule.over is not None:
        return f" ÷ {_told(rule.over)} {sign} {cut(demand)}%"
    return f" {sign} {plain(demand)}{unit}"


def _lenient(rule: "Amount", unit: str) -> list[str]:
    one = rule.lenient
    if one is None:
        return []
    lines = []
    if one.also:
        lines.append(f"宽松理解：另加{'、'.join(one.also)}。")
    if one.over is not None:
        lines.append(f"宽松理解：除以{_told(one.over)}。")
    if one.of_required is not None:
        enough = one.of_required * (rule.least or 0) / 100
        lines.append(f"宽松理解：占要求的 {plain(one.of_required)}{unit}，即不少于 {plain(enough)}{unit}。")
    for bound in one.bounds:
        word = bound.way.word if bound.way.excluded is not bool(rule.bound and rule.bound.way.excluded) else ""
        lines.append(f"宽松理解：要求{word} {plain(bound.value)}{unit}。")
    return [*lines, "两种读法都满足为达标，都不满足为未达标，一满足一不满足为待认定。"]


def _worked(rule: "Amount", unit: str) -> list[str]:
    if rule.steps:
        volumes = "，".join(f"{v}{unit}应有 {needed(rule.steps, v)}{unit}" for v in edges(rule.steps))
        return [f"例：{volumes}。"]
    if rule.against is not None and rule.for_each is not None:
        lot, one = plain(rule.for_each), rule.times or Decimal(1)
        more = plain(rule.for_each + 1)
        return [
            f"例：{rule.against.named} {lot}，应有 {plain(one)}{unit}；{more} 的，严格理解应有 {plain(2 * one)}{unit}，"
            f"宽松理解仍是 {plain(one)}{unit}。"
        ]
    if rule.against is not None and rule.times is not None:
        return [f"例：{rule.against.named} 40、{rule.named} {plain(40 * rule.times)}，正好够。"]
    if rule.against is not None:
        return [f"例：{rule.against.named} 40、{rule.named} 38，{rate(38, 40)}，少 2。"]
    assert rule.bound is not None
    demand, way = rule.bound.value, rule.bound.way
    if rule.over is not None and rule.lenient and rule.lenient.of_required is not None:
        required = rule.lenient.of_required
        total, part = 2 * required, demand * required / 100
        return [
            f"例：{rule.over.named} {plain(total)}{unit}、其中 {plain(part)}{unit}的，严格理解 {rate(part, total)}，"
            f"不够；宽松理解 {plain(part)}{unit}，够；待认定。"
        ]
    if rule.over is not None:
        shown = "；".join(_around(rule, unit, whole) for whole in (100, 99, 37))
        nothing = "" if way.upper else "；分母为 0 的不达标"
        return [f"例：{shown}（不进位）{nothing}。"]
    if way.upper:
        exactly = "为未达标，再少才达标" if way.excluded else "为达标，再多为未达标"
        return [f"例：正好 {plain(demand)}{unit}{exactly}。"]
    if rule.is_whole:
        return [f"例：{plain(demand - 1)}{unit}，少 1{unit}；正好 {plain(demand)}{unit}为达标。"]
    short, exactly = max(demand - _SHORT, Decimal()), "为未达标，再多才达标" if way.excluded else "为达标"
    lines = [
        f"例：{plain(short)}/{plain(demand)}{unit}，少 {plain(demand - short)}；正好 {plain(demand)}{unit}{exactly}。"
    ]
    if rule.lenient and rule.lenient.also:
        more = "、".join(rule.lenient.also)
        lines.append(
            f"例：{plain(short)}{unit}、另有{more} {plain(_SHORT)}{unit}的，严格理解不够、宽松理解够，待认定。"
        )
    if (
        rule.per == Person.title
        and rule.prorated
        and rule.since is None
        and rule.window is None
        and rule.every == "year"
    ):
        share = demand * 7 / 12
        lines.append(
            f"例：6 月 1 日到岗的，在岗 7 个整月，按 7/12 折算应满 {_cut(share, unit)}；"
            f"满这个数而不满 {plain(demand)}{unit}的，待认定。"
        )
    return lines


def _around(rule: "Amount", unit: str, whole: int) -> str:
    """The last share that is enough and the first that is not."""
    assert rule.bound is not None
    way, exact = rule.bound.way, whole * rule.bound.value / 100
    enough = int(exact.to_integral_value(ROUND_FLOOR if way.upper else ROUND_CEILING))
    if way.excluded and enough == exact:
        enough += -1 if way.upper else 1
    beyond, wrong = (enough + 1, "多了") if way.upper else (enough - 1, "不够")
    shown = f"{whole}{unit}中 {enough}{unit}，{rate(enough, whole)}，{'可以' if way.upper else '够'}"
    return f"{shown}，{beyond}{unit}，{rate(beyond, whole)}，{wrong}" if 0 <= beyond <= whole else shown
