"""The deadlines of a requirement in words and as dates, for explain and for whoever writes a plan."""

import re
from collections.abc import Iterator
from datetime import date

from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.due import day_of, due_for
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.superseding import steads

#: Of more dates than these only the first are told, and the last.
_MOST, _SHOWN = 12, 3
#: The first day of a stretch, of which a deadline has only the last: 「5月1日至5月31日」.
_BEGINNING = re.compile(
    "([0-9０-９一二三四五六七八九十]+月[0-9０-９一二三四五六七八九十]*[日号]?[上中下]?[旬初底]?)[至到~～—–-]"
)


def deadline_lines(plan: Plan, requirement: Requirement) -> Iterator[str]:
    """Every date of the year, a line for each group of units that shares them; those before the issue bind nobody."""
    lines = dict.fromkeys(line for rule in requirement.rule.ways() for line in _lines(plan, requirement, rule))
    yield from lines or ("按每件事情各自起算，见“怎样算”。",)
    first, last = plan.effective_for(requirement)
    if (first, last) != (date.min, date.max):
        since = f"{first} 起" if first != date.min else ""
        until = f"{last} 为止" if last != date.max else ""
        yield f"只约束 {since}{'、' if since and until else ''}{until}的期限和事情"
    yield from stead_lines(plan, requirement)


def stead_lines(plan: Plan, requirement: Requirement) -> Iterator[str]:
    """What it stands in the place of, and what stands in its place."""
    return (one.told(plan) for one in steads(plan) if requirement.id in (one.old.id, one.new.id))


def _lines(plan: Plan, requirement: Requirement, rule: Kind) -> Iterator[str]:
    for one in getattr(rule, "due", ()):
        words = " / ".join(phrase.words + ("（推定）" if phrase.assumed else "") for phrase in one.phrases)
        dates: list[str] = []
        before: list[str] = []
        after: list[str] = []
        first, last = plan.binds_from(requirement), plan.binds_until(requirement)
        for period in rule.periods(plan.year):
            due = due_for((one,), None, period, rolls=rule.rolls)
            assert due is not None
            strict, lenient = day_of(due.strict), day_of(due.lenient)
            said = str(strict) + (f"（宽松理解 {lenient}）" if lenient != strict else "")
            (before if strict < first else after if strict > last else dates).append(said)
        whose = f"{one.binds}：" if one.binds else ""
        never = f"；{_all(before)} 在{plan.told_from(requirement)} 之前，不约束" if before else ""
        never += f"；{_all(after)} 在 {last} 之后，不约束" if after else ""
        yield f"{whose}“{words}”，即 {_all(dates) or '没有'}{never}"
        if found := next(filter(None, (_BEGINNING.search(phrase.words) for phrase in one.phrases)), None):
            yield f"{whose}“{found[1]}”以前做的也算做到：期限只看最后一日"


def _all(dates: list[str]) -> str:
    if len(dates) <= _MOST:
        return "、".join(dates)
    return f"{'、'.join(dates[:_SHOWN])}……{dates[-1]}，共 {len(dates)} 次"


def never_due(plan: Plan, requirement: Requirement) -> list[date]:
    """The strict dates that lie before the issue of the document."""
    days = {
        one.strict.deadline.on(period)
        for one in getattr(requirement.rule, "due", ())
        for period in requirement.rule.periods(plan.year)
    }
    return sorted(day for day in days if day < plan.binds_from(requirement))
