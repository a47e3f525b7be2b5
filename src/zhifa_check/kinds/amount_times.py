"""What findings and explanations say of when an ``amount`` is counted, where that is not the plan's year."""

from datetime import date
from typing import TYPE_CHECKING

from zhifa_check.calendar.periods import EVERY_NAMES
from zhifa_check.kinds.events import about_blank, said
from zhifa_check.kinds.fields import section_model
from zhifa_check.words.figures import plain

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


def when_told(rule: "Amount", year: int) -> str:
    """The time in which an amount is asked for, as a sentence about it begins."""
    if rule.within:
        if rule.until and rule.since:
            return f"{said(rule.since)}起每 {rule.within}，到{said(rule.until)}为止，"
        return f"{said(rule.since)}起 {rule.within}内" if rule.since else f"任何 {rule.within}里"
    if rule.window:
        return f"{rule.window.first(year)} 起"
    if not rule.due:
        return ""
    return "全年" if rule.every == "year" else f"每{EVERY_NAMES[rule.every]}"


def unknown(years: list[int]) -> str:
    """What is said of the years whose files nobody saw."""
    if not years:
        return ""
    named = "、".join(map(str, years))
    return f"；没有看到 {named} 年度填的，那时有多少不知道，待认定"


def times_told(rule: "Amount", year: int) -> list[str]:
    """From when to when it is counted, where that is not the plan's year."""
    if rule.within and rule.most and not rule.since:
        free = rule.within.after(date(year, 5, 4))
        return [
            "从计划约束的第一天起看，上一年度的看本单位那一年的文件；那一天以前的算不算，原文没有写，待认定。",
            f"例：{year}-05-04 {plain(rule.most)} 次，此后不早于 {free} 才可以再有一次。",
        ]
    if rule.within and not rule.since:
        last = rule.within.after(date(year, 5, 4))
        return [
            "从计划约束的第一天起看；到期在年度结束以后的不看。最后一日遇休息日的，宽松理解顺延到下一个工作日。",
            f"例：{year}-05-04 一次，此后第 {plain(rule.least or 1)} 次不晚于 {last}。",
        ]
    if rule.until and rule.since and rule.within:
        first = date(year, 5, 4)
        second = rule.within.after(first)
        return [
            f"严格理解：从上一次（第一次从{said(rule.since)}）起 {rule.within}内要有，当天不计入；"
            f"宽松理解：从{said(rule.since)}起 {rule.within}一段，每一段里有，遇休息日顺延到下一个工作日。",
            f"到期不早于{said(rule.until)}的、在年度结束以后的不看；没有填{said(rule.until)}的还没有完。",
            f"例：{first} 起，第一次不晚于 {second}；{second} 有了，下一次不晚于 {rule.within.after(second)}。",
            *about_blank(section_model(rule.section), rule.since, rule.where),
        ]
    if rule.since and rule.within:
        lines = [f"只数{said(rule.since)}当日起 {rule.within}内的；最后一日遇休息日的，宽松理解顺延到下一个工作日。"]
        return [*lines, *about_blank(section_model(rule.section), rule.since, rule.where)]
    if not rule.due:
        return ["每条记录过了那一天就认定；印发以前的不认定。"]
    if not any(one and one.window for one in (rule, rule.over, rule.against)):
        return []
    windows = [one for one in (rule, rule.over, rule.against) if one and one.window]
    told = "；".join(f"{one.named}从 {one.window.first(year)} 起数到期限" for one in windows if one.window)
    return [f"{told}，别的年度的看本单位那一年的文件；没有那一年文件、数又不够的，待认定。"]
