"""Deadlines that a person explained or assumed, held against what the quotes say of them."""

import re
from collections.abc import Iterator

from zhifa_check.calendar.phrases import Deadline, parse_deadline
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.due import DueRule
from zhifa_check.plan.drafted_rules import deadlines_in
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, sentences
from zhifa_check.words.meant import quoted

_DAYS_OFF = re.compile("(?:节假日|休息日|双休日|周末)[^，。；]*?(?P<keep>不(?:再|予)?)?顺延")
_YEAR = re.compile("[0-9]{4}-")


def dues_said(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """What is said of days off and of deadlines, and the rule takes otherwise."""
    told = [*sentences(requirement)]
    for rule in requirement.rule.ways():
        for due in getattr(rule, "due", ()):
            if isinstance(due, DueRule):
                yield from _days_off(due, "".join(told))
                yield from _meanings(rule, due, told, plan)


def _days_off(due: DueRule, text: str) -> Iterator[Remark]:
    found = _DAYS_OFF.search(text)
    if found and not found["keep"] and due.days_off != "shift":
        yield Remark(
            ("rule", "due"), f"的引文说“{found[0]}”，期限没有写 days_off: shift。请写上。", due.days_off == "keep"
        )
    elif due.days_off == "shift" and (found is None or found["keep"]):
        yield Remark(("rule", "due"), "的期限写了 days_off: shift，引文没有说顺延。请核对。")


def _meanings(rule: Kind, due: DueRule, told: list[str], plan: Plan) -> Iterator[Remark]:
    for phrase in due.phrases:
        own = _days(phrase.deadline, rule, plan)
        if phrase.on is not None:
            try:
                meant = parse_deadline(phrase.words, plan.issued)
            except ValueError:
                continue
            days = _days(meant, rule, plan) if meant.every in (None, phrase.deadline.every) else own
            # of which year a day is, is what ``on`` is there to say
            if _YEAR.sub("", days) != _YEAR.sub("", own):
                yield Remark(("rule", "due"), f"的期限“{phrase.words}”是 {days}，on 写的是 {own}。请核对。")
        elif phrase.assumed:
            said = [words for sentence in told for words in deadlines_in(sentence)]
            alike = [words for words in said if parse_deadline(words, plan.issued).every == phrase.deadline.every]
            if alike and all(_days(parse_deadline(words, plan.issued), rule, plan) != own for words in alike):
                message = f"的引文写了期限{quoted(alike)}，规则按推定的“{phrase.words}”认定。请核对。"
                yield Remark(("rule", "due"), message)


def _days(deadline: Deadline, rule: Kind, plan: Plan) -> str:
    return "、".join(str(deadline.on(period)) for period in rule.periods(plan.year))
