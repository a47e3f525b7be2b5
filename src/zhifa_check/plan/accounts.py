"""What of a document a plan has accounted for: quoted, used by a rule, or set aside with a reason."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from zhifa_check.calendar.periods import Every
from zhifa_check.format.problems import Problem, at
from zhifa_check.plan.claims import numbers_of
from zhifa_check.plan.given_deadlines import deadlines_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.quotes import Quote
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.tokens import Token, tokens
from zhifa_check.source.document import Document, KeyPath
from zhifa_check.words.numerals import in_digits

#: Before the points of a chapter: 「（10分）」「满分10分」.
_HEADS_POINTS = re.compile("(?:[（(]|满分|分值|合计|共计?)[为是:：]?$")
_RHYTHMS: tuple[tuple[str, Every], ...] = (
    ("半年", "half"),
    ("季", "quarter"),
    ("两个月", "two_months"),
    ("双月", "two_months"),
    ("半月", "half_month"),
    ("半个月", "half_month"),
    ("月", "month"),
    ("旬", "ten_days"),
    ("周", "week"),
)


@dataclass(slots=True)
class Ledger:
    """What of the document the plan has accounted for; each byte stands for a sign of the text."""

    covered: bytearray
    used: bytearray
    aside: bytearray
    #: Clauses whose requirement has a fault already, and so would be told of twice.
    faulty: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause: the number of its requirement, its path in the plan, its place, and where its words stand there."""

    requirement: int
    path: KeyPath
    place: str
    quote: Quote


def mark(marks: bytearray, spans: Iterable[tuple[int, int]]) -> None:
    """Set the marks of stretches of the document."""
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)


def told_already(cited: Cited, is_meant: Callable[[Token], bool], source: SourceText, ledger: Ledger) -> None:
    """Account for the sentences around a clause with a fault, and those of its place with what the fault is about.

    They are told of with the fault, and not once more.
    """
    mark(ledger.covered, (source.sentence(start) for start, _ in cited.quote.spans))
    regions = [source.inside(start) for start, _ in source.places if source.is_at(cited.place, start)]
    if cited.quote.fault:
        mark(ledger.covered, regions)
        mark(ledger.used, cited.quote.spans)
    for start, end in regions:
        meant = (token for token in tokens(source.text[start:end], start) if is_meant(token))
        mark(ledger.covered, (source.sentence(token.start) for token in meant))


def unused(
    told: Sequence[Requirement],
    document: Document,
    clauses: Sequence[Cited],
    found: Sequence[Token],
    ledger: Ledger,
) -> Iterator[Problem]:
    """What a quote says and no rule uses, at the first clause that quotes it."""
    keeps_scores = any(one.score for one in told)
    for token in found:
        if all(ledger.aside[token.start : token.end]):
            continue
        quoting = [clause for clause in clauses if _holds(clause.quote, token)]
        if not quoting or any(clause.requirement in ledger.faulty for clause in quoting):
            continue
        requirements = [told[clause.requirement] for clause in quoting]
        # whoever keeps scores and forgets a veto lets the gravest through
        forgotten = token.text.endswith("一票否决") and not any(one.score and one.score.veto for one in requirements)
        if (keeps_scores and forgotten) or not _is_used(token, requirements, ledger):
            message = f"引文里的“{token.text}”没有规则用到。请写进规则，引文里用“…”略去，或在 not_checked 里说明原因。"
            yield at(document, "D.value", message, (*quoting[0].path, "quote"), value=True)


def _holds(quote: Quote, token: Token) -> bool:
    return any(start <= token.start and token.end <= end for spans in quote.found for start, end in spans)


def _is_used(token: Token, requirements: Sequence[Requirement], ledger: Ledger) -> bool:
    if token.kind == "must":
        return True
    if token.kind == "scope":
        kept = {word for one in requirements for way in one.rule.ways() for word in way.makes_good()}
        told = all(ledger.used[token.start : token.end])
        return told or token.text in kept or not all(map(_speaks_of_numbers, requirements))
    if token.numbers:
        by_hand = {value for one in requirements for value in one.by_hand}
        return all(ledger.used[one.start] or one.value in by_hand for one in token.numbers)
    if any(ledger.used[token.start : token.end]) or any(_limits_its_time(token, one) for one in requirements):
        return True
    if token.kind == "rhythm":
        every = next((every for word, every in _RHYTHMS if word in token.text), "year")
        return every == "year" or any(getattr(one.rule, "every", "year") == every for one in requirements)
    return False


def _limits_its_time(token: Token, requirement: Requirement) -> bool:
    """Whether a token is the first or the last day on which the requirement holds, or the half of the year."""
    one = requirement.effective
    days = {day for day in (one.first, one.last) if day} if one else set()
    told = {f"{day.year}年{day.month}月{day.day}日" for day in days}
    told |= {"上半年" for day in days if (day.month, day.day) == (6, 30)}
    told |= {"下半年" for day in days if (day.month, day.day) == (7, 1)}
    return in_digits(token.text) in told


def _speaks_of_numbers(requirement: Requirement) -> bool:
    return any(not claim.implied for claim in numbers_of(requirement)) or any(
        not one.phrase.assumed for one in deadlines_of(requirement.rule)
    )


def sums_of_points(
    plan: Plan,
    told: Sequence[Requirement],
    source: SourceText,
    clauses: Sequence[Cited],
    found: Sequence[Token],
    ledger: Ledger,
) -> Iterator[Problem]:
    """「（一）组织领导（10分）」 over what is worth 10 points is accounted for, over anything else it is told."""
    for token in found:
        if not (token.numbers and token.numbers[0].unit == "分") or any(ledger.covered[token.start : token.end]):
            continue
        if not _HEADS_POINTS.search(source.text, 0, token.start):
            continue
        start, end = source.inside(token.start)
        below = dict.fromkeys(one.requirement for one in clauses if any(start <= at < end for at, _ in one.quote.spans))
        scored = [one for one in map(told.__getitem__, below) if one.score and one.score.full]
        sums = {sum(one.score.full for one in scored if one.score and kind in one.binds.kinds) for kind in plan.kinds}
        if sums - {0} == {token.numbers[0].value}:
            mark(ledger.covered, [(token.start, token.end)])
        elif scored and not any(ledger.covered[slice(*source.sentence(token.start))]):
            line, column = source.position(token.start)
            said = "、".join(f"{one} 分" for one in sorted(sums - {0}))
            message = (
                f"{source.place_of(token.start)}写的是“{token.text}”，计划里它下面各项的满分合计 {said}。请核对各项。"
            )
            mark(ledger.covered, [(token.start, token.end)])
            yield Problem("D.value", message, source.file, line, column)


def unaccounted(source: SourceText, found: Sequence[Token], ledger: Ledger) -> Iterator[Problem]:
    """Sentences of the document that nothing in the plan accounts for, a message each."""
    sentences: dict[tuple[int, int], list[Token]] = {}
    for token in found:
        if not all(ledger.covered[token.start : token.end]):
            sentences.setdefault(source.sentence(token.start), []).append(token)
    for (start, end), left in sentences.items():
        line, column = source.position(left[0].start)
        said = "，".join(f"“{token}”没有着落" for token in dict.fromkeys(token.text for token in left))
        message = (
            f"{source.place_of(left[0].start)}的{said}：「{source.text[start:end].rstrip('。；')}」。"
            "请写成要求，或在计划的 not_checked 里说明原因。"
        )
        yield Problem("D.missing-key", message, source.file, line, column)
