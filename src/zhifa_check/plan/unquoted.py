"""What of a document no part of its plan quotes: told, since the proof looks for numbers, dates and some words only."""

import re
from collections.abc import Iterator

from zhifa_check.plan.accounts import mark
from zhifa_check.plan.drafting import HEADING
from zhifa_check.plan.model import Plan
from zhifa_check.plan.quotes import find_quote
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.source_lines import BLANK

#: Fewer signs are a heading, or say nothing by themselves: 「其中，」.
_LEAST = 7
_SIGNS = "，。；：！？、"
_SENTENCE = re.compile("[^。；！？]+[。；！？]?")
_CELL = re.compile("\t|</?p>")


def unquoted(plan: Plan, source: SourceText) -> Iterator[tuple[int, str]]:
    """Each stretch of a sentence below the head that is quoted nowhere, with the number of its line."""
    quotes = [clause.quote for clause in plan.clauses] + [entry.quote for entry in plan.not_checked]
    quotes += [plan.assessment.quote] if plan.assessment else []
    covered = bytearray(len(source.text))
    for quote in quotes:
        mark(covered, find_quote(quote, source).spans)
    first = source.places[0][0] if source.places else 0
    for line in source.lines:
        if line.silent or line.start < first:
            continue
        end = line.start
        for cell in _CELL.split(line.raw):
            start, end = end, end + len(BLANK.sub("", cell))
            # names of what is done and of who does it are no sentences
            if "。" in cell or "；" in cell:
                yield from ((line.number, words) for words in _left(source.text[start:end], covered[start:end]))


def _left(text: str, covered: bytearray) -> Iterator[str]:
    for sentence in _SENTENCE.finditer(text):
        for left in re.finditer(b"\0+", covered[slice(*sentence.span())]):
            words = text[sentence.start() + left.start() : sentence.start() + left.end()]
            plain = HEADING.sub("", words).strip(_SIGNS)
            if len(plain) >= _LEAST:
                yield plain
