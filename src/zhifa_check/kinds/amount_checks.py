"""What an ``amount`` may not say: fields that contradict each other, or that nothing could follow from."""

from decimal import Decimal
from typing import TYPE_CHECKING

from zhifa_check.format.values import fault
from zhifa_check.kinds.bounds import WAYS, Bound
from zhifa_check.kinds.conditions import later_keys
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.steps import rising

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


def check(rule: "Amount") -> None:
    """Refuse what would mean nothing. Raises a fault."""
    _check_time(rule)
    if len(rule.bounds) + bool(rule.against) != 1:
        raise fault(f"要求写 {'、'.join(WAYS)}、against 中的一个")
    for bound in rule.bounds:
        if rule.over and (bound.value > 100 or bound == Bound("more_than", Decimal(100))):
            raise fault("写了 over 的是百分数，不能大于 100", bound.key)
    if rule.over and rule.against:
        raise fault("over 与 at_least 或 at_most 一起写", "over")
    rising(rule.steps, against=rule.against is not None)
    if rule.for_each is not None and (rule.against is None or rule.steps or not rule.for_each):
        raise fault("for_each 与 against 一起写，大于 0，不与 steps 一起写", "for_each")
    if rule.times is not None and (rule.against is None or rule.steps):
        raise fault("times 与 against 一起写，不与 steps 一起写", "times")
    if rule.per and rule.per != rule.section and not _is_field(rule, rule.per):
        raise fault(f"“{rule.section}”里没有字段“{rule.per}”", "per")
    for at, one in (((), rule), (("over",), rule.over), (("against",), rule.against)):
        if one is not None and one.distinct:
            _check_distinct(rule, one, at)
    _check_among(rule)
    _check_lenient(rule)


def check_sections(rule: "Amount") -> None:
    """Refuse sections that there are not, before anything is looked for in them. Raises a fault."""
    for at, one in (((), rule), (("over",), rule.over), (("against",), rule.against)):
        if one is not None:
            LedTo(one.section, "", said_at=(*at, "of")).check({})


def _check_distinct(rule: "Amount", one: Measure, at: tuple[str, ...]) -> None:
    if not one.counts or one.plain_list or one.also:
        raise fault("数有多少个不同的，of 写到部分或它里面的一张列表为止，不写 also", *at, "distinct")
    if one.by or one.window or rule.within:
        raise fault("同一个在两个年度里不知道算一个还是两个；写了 distinct 的不写 by、window、within", *at, "distinct")
    if rule.per and rule.per in (one.distinct, one.steps_through[0]):
        raise fault(f"按“{rule.per}”分的，每一个里只有一个", "per")


def _check_among(rule: "Amount") -> None:
    if (field := section_model(rule.section).shape().field(rule.per or "")) and field.shape.form == "persons":
        raise fault(f"“{rule.per}”可以写“全体”，不能按它分；按人算的请写 of: 人员.培训、per: 人员", "per")
    if rule.among and rule.target is None:
        raise fault("per 引用别的部分的才写 among", "among")
    narrowed = [key for key in rule.where if key != rule.per]
    if rule.target and narrowed and rule.least and not rule.over and "among" not in rule.model_fields_set:
        raise fault(
            f"where 看的是“{rule.section}”，没有说“{rule.target}”里哪些都要有，请加写 among，如 among: {{类别: 某类}}；"
            "全部都要有的写 among: {}",
            "per",
        )


def _is_field(rule: "Amount", path: str) -> bool:
    model = section_model(rule.section)
    shape, (listed, _) = model.shape(), rule.steps_through
    inner = next(iter(shape.field(listed).shape.records), shape) if listed else shape  # type: ignore[union-attr]
    return inner.field(path) is not None or shape.field(path) is not None


def _check_lenient(rule: "Amount") -> None:
    one = rule.lenient
    if one is None:
        return
    if (one.over or one.of_required is not None) and rule.over is None:
        raise fault("没有 over 的，宽松理解也没有", "lenient")
    if len(one.bounds) > 1:
        raise fault("宽松理解的要求写一个", "lenient")
    for bound in one.bounds:
        strict = rule.bounds[0] if rule.bounds else None
        word = "小" if bound.way.upper else "大"
        if (
            strict is None
            or strict.way.upper is not bound.way.upper
            or (bound.value > strict.value if not bound.way.upper else bound.value < strict.value)
            or (bound.value == strict.value and bound.way.excluded and not strict.way.excluded)
        ):
            raise fault(f"宽松理解的 {bound.key} 应不{word}于严格理解的", "lenient", bound.key)


def _check_time(rule: "Amount") -> None:
    if rule.since and not rule.within:
        raise fault("写了 since 的，要写 within", "since")
    if rule.within and (rule.due or rule.every != "year" or rule.window):
        raise fault("写了 within 的各有期限，不写 due、every、window", "within")
    if rule.within and not rule.within.at_least_days:
        raise fault("一段时间要大于 0", "within")
    if rule.within and not rule.since:
        _check_stretches(rule)
    if rule.until and not (rule.since and rule.counts and rule.least and not rule.over):
        raise fault("until 与 since、within、at_least 一起写，数带日期的条目，不写 over", "until")
    if rule.since and rule.per != rule.section:
        raise fault(f"写了 since 的，按每条记录算，请写 per: {rule.section}", "since")
    if rule.since and not rule.members_are_dated:
        raise fault(f"“{rule.of}”没有日期，看不出是不是在这段时间里的；请数带日期的条目，如 人员.培训", "of")
    one_by_one = rule.per == rule.section and section_model(rule.section).dated is not None
    if not rule.within and not rule.due and not (one_by_one and rule.every == "year" and not rule.window):
        raise fault("没有写，请照原文写上期限，如 due: 全年", "due")
    if rule.window and rule.every != "year":
        raise fault("跨年度的一年认定一次，不写 every", "window")
    for one, at in ((rule, ()), (rule.over, ("over",)), (rule.against, ("against",))):
        if one and one.window and one.of == one.section and section_model(one.section).dated is None:
            told = f"“{one.section}”没有日期，每个年度各有一份，跨年度数会重复；不写 window，看本年度的就行"
            raise fault(told, *at, "window")
    if rule.window and rule.per and rule.per == rule.steps_through[0]:
        raise fault("按列表里的每一条算的，每一条只在一个年度里，不写 window", "window")
    if rule.window and rule.per == rule.section and section_model(rule.section).key is None:
        raise fault(f"“{rule.section}”没有编号，认不出别的年度里的同一条，不能按每条记录跨年度算", "window")


def _check_stretches(rule: "Amount") -> None:
    if (
        not rule.counts
        or not (rule.least or rule.most)
        or rule.over
        or (rule.per and rule.per == rule.steps_through[0])
    ):
        raise fault("没有 since 的，数一部分里的记录或列表里的条目，写 at_least 或 at_most，都不为 0", "within")
    if rule.per == rule.section and not rule.members_are_dated:
        raise fault("一条记录只有一次，说不上隔多久；per 写字段，或者数列表里的条目", "per")
    if not rule.members_are_dated and (rule.steps_through[0] or not (rule.by or section_model(rule.section).dated)):
        raise fault(f"“{rule.section}”没有发生日期（dated），看不出隔了多久", "of")
    later = [key for key in later_keys(section_model(rule.section), rule.where) if key != rule.by]
    if rule.least and later:
        told = f"“{later[0]}”可以后来才填，到期那天有没有就看不准了；按那一天算的请写 by: {later[0]}"
        raise fault(told, "where", later[0])
