"""A deadline of a plan held against the quotes that give it."""

import re
from collections.abc import Sequence

from zhifa_check.calendar.periods import periods_of
from zhifa_check.plan.accounts import Ledger, mark
from zhifa_check.plan.given_deadlines import Words
from zhifa_check.plan.quotes import Quote
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.source_lines import BLANK
from zhifa_check.words.numerals import in_digits

#: Words by which a document says that what is due then tells of the period before.
_OF_THE_LAST = re.compile("上(?:个|一)?(?:月|季|半年|年)")
_OF_THIS = re.compile("[当本](?:月|季|半年)")
_NEXT_YEAR = re.compile("次年|明年|来年|翌年|下一?年")
_EACH = re.compile("每[^次下后结终]*$")


def fault_of(deadline: Words, requirement: Requirement, words: Sequence[str]) -> str:
    """What is wrong with a deadline, or nothing."""
    phrase = deadline.phrase
    plain = BLANK.sub("", phrase.words)
    if not phrase.assumed and not any(_stands(plain, text) for text in words):
        return f"{requirement.id} 的期限“{phrase.words}”不在所引的原文里。请引全，或标明 assumed: true。"
    if not phrase.deadline.settled and not any(_OF_THE_LAST.search(text) for text in words):
        own = f"{{phrase: {phrase.words}, in: same}}"
        return (
            f"{requirement.id} 的期限“{phrase.words}”没有写明报的是当期还是上一期，差一整期。"
            f"报当期的写 {own}，报上一期的写 in: next。"
        )
    if (
        phrase.in_ is None
        and not phrase.assumed
        and (_EACH.match(plain) or "、" in plain)
        and any(_OF_THIS.search(text) for text in words)
    ):
        periods = periods_of(2001, phrase.deadline.every or "year")
        if phrase.deadline.every and any(phrase.deadline.on(one) > one.end for one in periods):
            own = f"{{phrase: {phrase.words}, in: same}}"
            return (
                f"{requirement.id} 的期限“{phrase.words}”按报上一期理解，引文却说当期（本月、当季）。"
                f"报当期的写 {own}，确是报上一期的写 in: next。"
            )
    last = next(filter(None, map(_OF_THE_LAST.search, words)), None)
    if phrase.in_ == "same" and last and not any(map(_OF_THIS.search, words)):
        return f"{requirement.id} 的期限写着 in: same，引文说的却是“{last[0]}”。请改正。"
    if phrase.on is not None:
        if phrase.of != "next_year" and _NEXT_YEAR.search(plain) and all(len(day) == len("01-31") for day in phrase.on):
            return f"{requirement.id} 的期限“{phrase.words}”在次年，on 却是当年的。请加写 of: next_year。"
        months = {int(one) for one in re.findall(r"([0-9]{1,2})月", in_digits(phrase.words))}
        days = {int(one) for one in re.findall(r"([0-9]{1,2})[日号]", in_digits(phrase.words))}
        for day in phrase.on:
            month, number = int(day[-5:-3]), int(day[-2:])
            if (months and month not in months) or (days and number not in days):
                return f"{requirement.id} 的期限写着“{phrase.words}”，on 却是 {day}。请改成同一天。"
    return ""


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text by themselves: 「1月30日前」 does not stand in 「11月30日前」."""
    return re.search(rf"(?<![0-9０-９]){re.escape(words)}", text) is not None


def use_words(words: str, quote: Quote, source: SourceText, ledger: Ledger) -> None:
    """Mark the words of a deadline as used, wherever a quote of it has them."""
    for spans in quote.found:
        for start, end in spans:
            for found in re.finditer(rf"(?<![0-9０-９]){re.escape(words)}", source.text[start:end]):
                mark(ledger.used, [(start + found.start(), start + found.end())])
