"""The words of a ``report``: what is asked and how it is judged, and what is said of nothing at all."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from zhifa_check.calendar.periods import EVERY_NAMES, Period
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.due import Due, due_for
from zhifa_check.kinds.verdict import Evidence

if TYPE_CHECKING:
    from zhifa_check.kinds.report import Afterwards, Report


#: The word for what is done with an item where the plan names no other.
REPORTED = "报送"


def what_of(case: Case) -> str:
    """Item and period."""
    return f"{case.item}（{case.period.chinese}）"


def verb_of(case: Case) -> str:
    """What is done with the item."""
    return case.verbs.get(case.item or "", REPORTED)


def nothing(case: Case, due: Due) -> Evidence:
    """What is said where there is no entry."""
    status, verb = case.shortfall(absent=True), verb_of(case)
    if status == "missing":
        # of what is done and not handed in the lack of a record proves no more than that
        none, since = (f"{what_of(case)}没有报送", "逾期") if verb == REPORTED else (f"没有{what_of(case)}的记录", "过")
        message = f"{none}，{due}，至 {case.as_of} 已{since} {(case.as_of - due.lenient).days} 天"
    elif case.as_of > due.strict:
        message = f"{what_of(case)}尚未{verb}，{due.strict} 已过，按较宽的期限 {due.lenient} 仍未到期，请尽快{verb}"
    else:
        message = f"{what_of(case)}尚未{verb}，{due}"
    other = str(due.lenient) if due.lenient != due.strict else None
    return Evidence(status, message, case.item, required=str(due.strict), lenient_required=other, due=due)


def formula(rule: "Report", year: int) -> list[str]:
    """What is compared with what, and a worked example of a step that follows."""
    lines = [
        f"每{'年' if rule.every == 'year' else EVERY_NAMES[rule.every]}一次，在“报送”里各有一条："
        + "、".join(f"“{item}”" for item in rule.items)
        + "。",
        f"“{'”和“'.join(rule.dates)}”不晚于期限为按时；{'；'.join(_days_off(rule))}。",
    ]
    asks = {text: item for item in rule.items for text in rule.asks_of_report(item).values()}
    for text, item in asks.items():
        lines.append((f"{item}：" if item in rule.not_before and len(rule.items) > 1 else "") + f"{text}。")
    if rule.afterwards:
        lines += _told_afterwards(rule, rule.afterwards, rule.periods(year)[-1])
    lines.append("同一事项、同一所属期填了几条的，有一条按时且完整就算达标，否则按最好的一条认定。")
    return lines


_DAYS_OFF = {
    None: "严格理解不顺延，宽松理解顺延到下一个工作日",
    "shift": "文件写明顺延，顺延到下一个工作日",
    "keep": "文件写明不顺延，不顺延",
}


def _days_off(rule: "Report") -> Iterator[str]:
    several = len({one.days_off for one in rule.due}) > 1
    for one in dict.fromkeys((one.binds if several else None, one.days_off) for one in rule.due):
        whose = f"{one[0]}的" if one[0] else ""
        yield f"{whose}期限遇周末、法定节假日（调休上班日除外）的，{_DAYS_OFF[one[1]]}"


def _told_afterwards(rule: "Report", step: "Afterwards", last: Period) -> Iterator[str]:
    called, which = step.called, "" if rule.every == "year" else f"如{last.chinese}，"
    for one in rule.due:
        found = due_for((one,), None, last, rolls=True)
        assert found is not None
        due = step.extends(found)
        yield (
            f"{f'{one.binds}：' if one.binds else ''}{called}没有另写日期：{which}严格理解不晚于 {due.strict}；"
            f"宽松理解再给 {step.months} 个月，不晚于 {due.lenient}；其间的待认定，再晚的为未达标。"
        )
        after = due.strict + timedelta(days=1)
        yield f"例：{due.strict} 做完、{after} {called}的，严格理解迟了，宽松理解没有迟，待认定。"
