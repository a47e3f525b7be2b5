"""The proof that a plan says what its document says: quotes, numbers, deadlines, and nothing left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from zhifa_check.format.problems import Problem, at
from zhifa_check.kinds.bounds import WAYS
from zhifa_check.plan.accounts import Cited, Ledger, mark, sums_of_points, told_already, unaccounted, unused
from zhifa_check.plan.assessment import Assessment
from zhifa_check.plan.claims import numbers_of, numbers_of_assessment
from zhifa_check.plan.comparisons import NO_POINTS, said_otherwise
from zhifa_check.plan.deadlines import fault_of, use_words
from zhifa_check.plan.given_deadlines import deadlines_of
from zhifa_check.plan.head import head_of
from zhifa_check.plan.matching import missing_words, untold
from zhifa_check.plan.model import Plan
from zhifa_check.plan.point_tables import Entry, beside, duty_tokens, entries_of, sums_of_entries
from zhifa_check.plan.quotes import Quote, find_quote
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.scored import told_of
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.source_lines import BLANK
from zhifa_check.plan.tokens import Number, tokens
from zhifa_check.plan.worth import NOBODY_ELSES, Known
from zhifa_check.source.document import Document, KeyPath

#: Behind the number where a range begins: 「1%—3%」.
_OPENS_A_RANGE = re.compile("[%％分]?[-—–~～至到][0-9０-９]")
#: A bound that the grade does not reach: 「80分至90分（不含）为良好」.
_LEFT_OUT = re.compile("分?[（(]不含")


def prove(plan: Plan, document: Document, source: SourceText, known: Known = NOBODY_ELSES) -> list[Problem]:
    """Everything in which plan and document differ: at the plan's own lines, what is left out at the document's.

    ``known`` are the requirements of all plans of the year, of which an assessment may speak.
    """
    size = len(source.text)
    ledger = Ledger(bytearray(size), bytearray(size), bytearray(size))
    problems: list[Problem] = []
    clauses: list[Cited] = []
    told = list(told_of(plan, known))
    entries = entries_of(source)
    quotes: dict[KeyPath, Quote] = {}
    for n, (own, requirement) in enumerate(told):
        for m, clause in enumerate(requirement.clauses):
            path: KeyPath = (*own, "clauses", m)
            if path not in quotes:
                quotes[path] = find_quote(clause.quote, source)
                problems += _prove_place(document, path, clause.place, quotes[path], source)
            quote = quotes[path]
            clauses.append(Cited(n, path, clause.place, quote))
            if quote.fault:
                ledger.faulty.add(n)
            mark(ledger.covered, quote.spans)
    for scored in plan.scores:
        if all(one.id != scored.id for _, one in told):
            # points for what nobody knows are told of by their name
            unknown = [span for clause in scored.clauses for span in find_quote(clause.quote, source).spans]
            mark(ledger.covered, unknown)
    for n, entry in enumerate(plan.not_checked):
        quote = find_quote(entry.quote, source)
        problems += _prove_place(document, ("not_checked", n), entry.place, quote, source)
        mark(ledger.covered, quote.spans)
        mark(ledger.aside, quote.spans)
        if quote.fault:
            told_already(Cited(n, ("not_checked", n), entry.place, quote), lambda _: False, source, ledger)
    for n, (own, requirement) in enumerate(told):
        cited = [clause for clause in clauses if clause.requirement == n]
        problems += _prove_claims(document, n, own, requirement, cited, source, entries, ledger, known)
    if plan.assessment is not None:
        problems += _prove_assessment(plan.assessment, document, source, ledger)
    if plan.evidence is not None and not plan.evidence.assumed:
        message = "容差不是原文里的数字。请标明 assumed: true。"
        problems.append(at(document, "D.value", message, ("evidence",)))
    problems += _prove_head(plan, document, source)
    read = {name for requirement in plan.requirements for name in requirement.readings}
    for name in plan.readings:
        if name not in read:
            message = f"读法“{name}”没有一条要求用到。请写到有这个疑问的要求里，或者删去。"
            problems.append(at(document, "D.value", message, ("readings", name)))
    found = duty_tokens(source, entries)
    requirements = [one for _, one in told]
    problems += unused(requirements, document, clauses, found, ledger)
    problems += sums_of_points(plan, requirements, source, clauses, found, ledger)
    quotes_of = [(one, [each.quote for each in clauses if each.requirement == n]) for n, (_, one) in enumerate(told)]
    aside = [find_quote(entry.quote, source) for entry in plan.not_checked]
    problems += sums_of_entries(plan, quotes_of, aside, entries, source, ledger)
    problems += unaccounted(source, found, ledger)
    return problems


def _prove_assessment(
    assessment: Assessment, document: Document, source: SourceText, ledger: Ledger
) -> Iterator[Problem]:
    path: KeyPath = ("assessment",)
    quote = find_quote(assessment.quote, source)
    yield from _prove_place(document, path, assessment.place, quote, source)
    mark(ledger.covered, quote.spans)
    if quote.fault:
        return
    said = [token for start, end in quote.spans for token in tokens(source.text[start:end], start)]
    numbers = [one for token in said for one in token.numbers]
    claims = numbers_of_assessment(assessment)
    missing = list(untold(claims, [(numbers, ledger.used)]))
    for claim in missing:
        yield at(document, "D.value", missing_words("assessment", claim, numbers), (*path, *claim.path), value=True)
    bounds = [assessment.points or Decimal(), *(grade.at_least for grade in assessment.grades)]
    # 「80—89分」 ends where the grade above begins at 90; a bound may be said twice: 「90分以上…，80分至90分（不含）」
    tops = {token.numbers[1] for token in said if len(token.numbers) == 2}
    for one in numbers:
        ends = one in tops and any(one.value < bound <= one.value + 1 for bound in bounds)
        if one.unit == "分" and (one.value in bounds or ends):
            mark(ledger.used, [(one.start, one.end)])
    names = [grade.name for grade in assessment.grades]
    for n, grade in enumerate(assessment.grades):
        for one in numbers:
            told = re.split("[，。；]", source.text[one.end : one.end + 20])[0]
            others = [name for name in names if name in told]
            below = one.missed or one in tops or _LEFT_OUT.match(told)
            if one.value == grade.at_least and not below and others and grade.name not in others:
                message = f"原文从“{one.value:f}{told}”起是{others[0]}，不是{grade.name}。请改正。"
                yield at(document, "D.value", message, (*path, "grades", n, "name"), value=True)
    # a number that is wrong leaves the right one unused
    for token in () if missing else said:
        if token.numbers and not all(ledger.used[one.start] for one in token.numbers):
            message = f"引文里的“{token.text}”既不是总分，也不是等次的界限。请补上，或在引文里用“…”略去。"
            yield at(document, "D.value", message, (*path, "quote"), value=True)


def _prove_head(plan: Plan, document: Document, source: SourceText) -> Iterator[Problem]:
    """Number and day of issue, as far as the document gives them."""
    head = head_of(source)
    if head.number and head.number != plan.id and BLANK.sub("", plan.id) not in source.text:
        yield at(
            document, "D.value", f"文号“{plan.id}”不在原文里，原文是“{head.number}”。请改正。", ("id",), value=True
        )
    if head.days and str(plan.issued) not in head.days:
        said = "、".join(head.days)
        message = f"印发日期 {plan.issued} 不是原文落款的日期（{said}）。请改正。"
        yield at(document, "D.value", message, ("issued",), value=True)


def _prove_place(document: Document, path: KeyPath, place: str, quote: Quote, source: SourceText) -> Iterator[Problem]:
    if quote.fault:
        yield at(document, "D.value", quote.fault, (*path, "quote"), value=True)
    elif not any(source.is_at(place, spans[0][0]) for spans in quote.found):
        actual = sorted({source.place_of(spans[0][0]) for spans in quote.found})
        yield at(
            document, "D.value", f"这句话在原文的{'、'.join(actual)}，不在“{place}”。", (*path, "place"), value=True
        )


def _prove_claims(
    document: Document,
    number: int,
    path: KeyPath,
    requirement: Requirement,
    clauses: Sequence[Cited],
    source: SourceText,
    entries: Sequence[Entry],
    ledger: Ledger,
    known: Known,
) -> Iterator[Problem]:
    words = [BLANK.sub("", clause.quote.words) for clause in clauses]
    is_stale = any(clause.quote.fault for clause in clauses)
    faults: dict[str, str] = {}
    for deadline in deadlines_of(requirement.rule):
        if not (requirement.judged_elsewhere or is_stale) and (fault := fault_of(deadline, requirement, words)):
            ledger.faulty.add(number)
            if fault not in faults:
                yield at(document, "D.value", fault, (*path, *deadline.path), value=True)
            faults[fault] = BLANK.sub("", deadline.phrase.words)
        for clause in clauses:
            use_words(BLANK.sub("", deadline.phrase.words), clause.quote, source, ledger)
    # each occurrence of each quote by itself: a number is taken from one sentence, never from two
    stretches = [
        (
            [one for start, end in spans for token in tokens(source.text[start:end], start) for one in token.numbers],
            ledger.used,
        )
        for clause in clauses
        if not clause.quote.fault
        for spans in clause.quote.found
    ]
    # what is stale is told once, and the numbers of the rule are held against what the plan still quotes
    stretches += [
        ([one for token in tokens(text) for one in token.numbers], bytearray(len(text)))
        for clause, words_ in zip(clauses, words, strict=True)
        if clause.quote.fault
        for text in (words_, source.text[slice(*clause.quote.nearest or (0, 0))])
    ]
    claims = numbers_of(requirement)
    if found_beside := beside(requirement, [one.quote for one in clauses], entries):
        mark(ledger.used, [(found_beside.entry.points.start, found_beside.entry.points.end)])
        claims = [replace(one, implied=True) if one.path == ("score", "points") else one for one in claims]
    in_place = [one for stretch, used in stretches if used is ledger.used for one in stretch]
    for claim in claims:
        if requirement.judged_elsewhere and claim.path[0] == "rule":
            continue
        found = [one for one in in_place if claim.fits(one)]
        if "tiers" in claim.path:
            # 「低于1%得5分，1%—3%得3分」: the second only says where the next tier begins
            found = [one for one in found if not _OPENS_A_RANGE.match(source.text, one.end)] or found
        others = [said_otherwise(claim, one, source.text) for one in found]
        if others and all(others):
            first, last = source.sentence(found[0].start)
            said = source.text[max(first, found[0].start - 6) : min(last, found[0].end + 4)].strip("、。；")
            written, meant = (WAYS[NO_POINTS.get(str(key), str(key))] for key in (claim.path[-1], others[0]))
            why = "说的相反" if written.upper is not meant.upper else "含本数" if written.excluded else "不含本数"
            message = f"{requirement.id} 写的是 {claim.path[-1]}，原文“{said}”{why}，应是 {others[0]}。请改正。"
            yield at(document, "D.value", message, (*path, *claim.path), value=True)
    missing = list(untold(claims, stretches))
    _set_aside(requirement, known, clauses, in_place, source, ledger)
    for claim in missing:
        ledger.faulty.add(number)
        message = missing_words(requirement.id, claim, [one for stretch, _ in stretches for one in stretch])
        yield at(document, "D.value", message, (*path, *claim.path), value=True)
    for clause in clauses if faults or missing or is_stale else ():
        told_already(
            clause,
            lambda token: (
                any(token.text in phrase for phrase in faults.values())
                or any(claim.fits(one) for claim in missing for one in token.numbers)
            ),
            source,
            ledger,
        )


def _set_aside(
    requirement: Requirement,
    known: Known,
    clauses: Sequence[Cited],
    in_place: Sequence[Number],
    source: SourceText,
    ledger: Ledger,
) -> None:
    """Numbers and deadlines of what it stands in the place of are quoted to be changed: 「由5%调整为3%」."""
    for old in (known[name] for name in requirement.supersedes if name in known):
        claims = numbers_of(old)
        mark(ledger.used, ((one.start, one.end) for one in in_place if any(claim.fits(one) for claim in claims)))
        for clause in clauses:
            for deadline in deadlines_of(old.rule):
                use_words(BLANK.sub("", deadline.phrase.words), clause.quote, source, ledger)
