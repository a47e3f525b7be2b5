"""Words around the numbers of a quote: of each or of all together, a duty or a leave, what is done with a thing."""

import re
from collections.abc import Iterator

from zhifa_check.kinds.all_units import AllUnits
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.named import Named
from zhifa_check.kinds.report import Report
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, counted, sentences

_EACH = re.compile(
    "每(?:名|人|位|件|户|家|次|例|宗|份|条)(?!扣|加|减)|单个|单一|人均|户均|[对向到]同一(?:[家个名户])?|同一(?:企业|单位|对象|主体|人)"
)
_SINGLE, _TOGETHER = ("单个", "单一"), re.compile("累计|合计|总共|共计|总学时|人次")
_MAY = re.compile("可以(?!延长|延期|适当延)|鼓励|提倡|倡导|酌情|视情|有条件的")
_MUST = re.compile("应当|应(?=[当于在自将按及每])|必须|须|需(?!求)|不得|不能|严禁|一律|至少|不少于|不低于|不超过|达到")
#: What a document asks to be done with a thing, and what else the rule may call it.
_ACTS = (("公示|公布", "公示"), ("正式发文", "发文"), ("备案", "备案"))
#: Counted one by one as they come: 「每被通报一次」.
_EACH_TIME = re.compile("每(?:被|有|发生|出现|发现)[^，。；扣加]{0,16}?[一1](?:次|篇|件|起|例|条)")
#: Of several that are one and the same, one counts.
_DIFFERENT = re.compile(
    "不同的?(?:单位|企业|经营主体|主体|对象|乡镇|镇街|村|人员|领域|行业|部门|日期)|不重复计?算?|去重"
)
_MONTHLY, _COPIED = re.compile("[当本上]月"), re.compile("抄送|抄报")


def wording(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """What the words around the numbers say and the rule does not."""
    yield from _of_each(requirement)
    yield from _leave(requirement)
    yield from _different(requirement)
    rule, text = requirement.rule, "，".join(sentences(requirement))
    if isinstance(rule, Attested) and not rule.added_up and (found := _EACH_TIME.search(text)):
        message = f"的引文说“{found[0]}”，规则没有写 added_up，只看最后填的一个数。请核对。"
        yield Remark(("rule",), message)
    if isinstance(rule, AllUnits | Named):
        reports = (one for each in plan.requirements for one in each.rule.ways() if isinstance(one, Report))
        lengths = {one.every for one in reports if rule.item in one.items}
        if lengths and rule.every not in lengths:
            message = (
                f"的 every 写的是 {rule.every}，报“{rule.item}”的要求却是 {'、'.join(sorted(lengths))}。请改成一样。"
            )
            yield Remark(("rule", "every"), message, fatal=True)
    if isinstance(rule, Report):
        if rule.every != "month" and (found := _MONTHLY.search(text)):
            yield Remark(("rule", "every"), f"的引文说“{found[0]}”，every 却是 {rule.every}。请核对。")
        yield from _acts(rule, plan, text)
        if rule.afterwards is None and (found := _COPIED.search(text)):
            yield Remark(("rule",), f"的引文说“{found[0]}”，规则没有写 afterwards，有没有{found[0]}不核对。请核对。")


def _acts(rule: Report, plan: Plan, text: str) -> Iterator[Remark]:
    """What is to be done with a thing, and no 事项, date or step of the rule is called so."""
    done = {verb for verb, items in plan.verbs.items() for item in items if item in rule.items}
    plain = all(not any(item in items for items in plan.verbs.values()) for item in rule.items)
    own = "，".join((*rule.items, *rule.dates, *rule.not_before.values(), *done))
    for words, name in _ACTS:
        # whatever is handed in is filed with it, unless the rule says that something else is done
        if name not in own and not (name == "备案" and plain) and (found := re.search(words, text)):
            yield Remark(("rule", "items"), f"的引文说“{found[0]}”，items 里没有一项是{name}。请核对。")


def _of_each(requirement: Requirement) -> Iterator[Remark]:
    """What is asked of each, and counted of all together."""
    whole = "".join(clause.quote for clause in requirement.clauses)
    for rule in requirement.rule.ways():
        if not isinstance(rule, Amount) or rule.per:
            continue
        of_people = rule.of.startswith("人员.")
        near = next(filter(None, map(_EACH.search, counted(requirement))), None)
        found = near or (_EACH.search(whole) if of_people else None)
        if rule.against:
            found = next((one for one in _EACH.finditer(whole) if one[0] in _SINGLE), None)
        elif rule.over:
            found = found if of_people else None
        elif found is None and of_people and not _TOGETHER.search(whole):
            yield Remark(("rule",), f"没有写 per，{rule.named}是全单位的人合起来算的。请核对。")
        if found:
            # hours of people can only be meant of each
            fatal = of_people and found is near and found[0] in ("每名", "每人", "每位") and not rule.over
            message = f"的引文说“{found[0]}”，规则没有写 per，是全单位合起来算的。请{'写上' if fatal else '核对'}。"
            yield Remark(("rule",), message, fatal)


def _different(requirement: Requirement) -> Iterator[Remark]:
    """What is asked of different ones, and counted as often as it comes."""
    found = next(filter(None, map(_DIFFERENT.search, counted(requirement))), None)
    for rule in requirement.rule.ways():
        if not isinstance(rule, Amount) or not rule.counts or rule.distinct or rule.per:
            continue
        whole = rule.over.section if rule.over and rule.over.counts else None
        names = [field.key for field in section_model(rule.section).shape().fields if field.shape.mark.refers == whole]
        if found or (whole and names):
            why = f"的引文说“{found[0]}”，" if found else f"的 over 数“{whole}”，"
            message = f"{why}规则数的是条数，同一个来几次就数几次。只数一次的请写 distinct。"
            yield Remark(("rule",), message)


def _leave(requirement: Requirement) -> Iterator[Remark]:
    pieces = counted(requirement)
    for sentence in sentences(requirement):
        own = [piece for piece in pieces if piece in sentence]
        if own and (found := _MAY.search(sentence)) and not _MUST.search(sentence):
            yield Remark(("clauses",), f"的引文说的是“{found[0]}”，不是必须做的。请核对它是不是一项要求。")
            return
