"""What is compared with what in an ``amount``: both readings, and worked examples."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from zhifa_check.calendar.periods import MONTHS, periods_of
from zhifa_check.format.sections.people import Person
from zhifa_check.kinds.amount_times import times_told, when_told
from zhifa_check.kinds.amount_words import filled_in_later, share_told
from zhifa_check.kinds.conditions import of_which
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import reach, section_model
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.people import months_between
from zhifa_check.kinds.steps import edges, needed, told
from zhifa_check.words.figures import cut, plain, rate

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount

#: By how much the examples of explanations fall short.
_SHORT = Decimal("1.5")


def formula(rule: "Amount", year: int) -> list[str]:
    """What is compared with what, both readings, and a worked example."""
    unit = f" {rule.unit}" if rule.unit else ""
    each = f"每{'个人' if rule.per == Person.title else f'条“{rule.section}”'}各自" if rule.per == rule.section else ""
    each = each or (f"每个{rule.per}{of_which(rule.among)}各自" if rule.per else "全单位")
    period = when_told(rule, year)
    lines = [f"{each}：{period}{_told(rule)}{_asks(rule, unit)}。"]
    if rule.satisfying:
        lines[0] = f"{period}达到 {rule.satisfying} 的{rule.unit or '条'}数{_asks(rule, unit)}；核准不计的不计入。"
    if rule.section == Person.title:
        lines.append(("" if "类别" in rule.where else "名册含辅助人员；") + "年度最后一日前已离岗的不计。")
        if rule.every == "year" and _months(rule, year) < MONTHS["year"]:
            lines.append("期限以后到岗的不计。")
    if rule.per == Person.title and rule.over is None and rule.prorated and rule.within is None and rule.most is None:
        lines.append("年中到岗的，按全额和按在岗整月折算是两种读法。")
    if rule.of.startswith("人员.培训"):
        lines.append("本人的“培训”与所参加的“培训班”相加" + ("。" if rule.counts else "，按小数精确计算，不四舍五入。"))
    if rule.classes:
        lines.append(
            f"{'、'.join(rule.classes)}，每一类都要有；一条也没有填的，"
            + ("按 0 算。" if rule.counts and not rule.over else "为未报。")
        )
    lines += dict.fromkeys(_once(one) for one in (rule, rule.over, rule.against) if one and one.distinct)
    lines += times_told(rule, year)
    if keys := filled_in_later(rule):
        lines.append(f"{keys}看到期限那天为止，以后才有的按没有算。")
    dated = rule.members_are_dated or section_model(rule.section).dated
    if rule.most is not None and rule.due and not rule.over and dated:
        lines.append("计划印发以前的算不算，原文没有写：宽松理解不算。")
    lines += _lenient(rule, unit)
    return [*lines, *([] if rule.within and not rule.since else _worked(rule, unit, year))]


def _once(one: Measure) -> str:
    required = reach(section_model(one.section), one.distinct_path).required
    blank = "" if required else "；没有填的不知道是不是另一个，够不够要看它的，待认定"
    return f"“{one.distinct}”相同的只算一个{blank}。"


def _told(one: Measure) -> str:
    listed = of_which(one.only)
    more = "".join(f"＋{key}" for key in one.also)
    by = f"，按“{one.by}”算" if one.by else ""
    different = f"里不同的“{one.distinct}”" if one.distinct else ""
    what = f"“{one.of}”{of_which(one.where)}{listed}{different}"
    return f"{one.named}（{'数' if one.counts else '合计'}{what}{more}{by}）"


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


def _months(rule: "Amount", year: int) -> int:
    """How many months of the year there are until its deadline."""
    due = rule.due_on(None, periods_of(year, "year")[0])
    return months_between(date(year, 1, 1), min(day_of(due.strict), date(year, 12, 31)) if due else date(year, 12, 31))


def _worked(rule: "Amount", unit: str, year: int) -> list[str]:
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
        months = _months(rule, year)
        there = months // 2 + 1
        lines.append(
            f"例：{months - there + 1} 月 1 日到岗的，在岗 {there} 个整月，按 {there}/{months} 折算"
            f"应满 {share_told(demand * there / months, unit)}；满这个数而不满 {plain(demand)}{unit}的，待认定。"
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
