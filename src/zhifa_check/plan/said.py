"""What the quotes of a requirement say, piece by piece."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhifa_check.plan.claims import numbers_of
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.source_lines import BLANK
from zhifa_check.plan.tokens import tokens
from zhifa_check.source.document import KeyPath

_SENTENCE, _PIECE = re.compile("[。；…]"), re.compile("[，。；：…]")


class Remark(NamedTuple):
    """What looks wrong in a requirement; ``fatal`` where its quote can be read in one way only."""

    path: KeyPath
    message: str
    fatal: bool = False


#: 「除投诉举报核查外」: what is not meant.
_EXCEPTED = re.compile("除了?[^，。；：…]*?(?:以外|之外|外)")


def without_exceptions(text: str) -> str:
    """A text without what it excepts."""
    return _EXCEPTED.sub("", text)


def sentences(requirement: Requirement) -> Iterator[str]:
    """The sentences of its quotes; what is left out parts them too."""
    for clause in requirement.clauses:
        yield from filter(None, _SENTENCE.split(BLANK.sub("", clause.quote)))


def counted(requirement: Requirement) -> list[str]:
    """The pieces of its quotes, from one comma to the next, in which a number of its rule stands; else all of them."""
    claims = numbers_of(requirement)
    pieces = [piece for sentence in sentences(requirement) for piece in _PIECE.split(sentence) if piece]
    told = [
        piece
        for piece in pieces
        if any(claim.fits(number) for token in tokens(piece) for number in token.numbers for claim in claims)
    ]
    return told or pieces


def conditioned(requirement: Requirement) -> str:
    """The same with what stands before it as a condition: 「无法联系的，10个工作日内…」; nothing that is excepted."""
    told, found = counted(requirement), list[str]()
    for sentence in sentences(requirement):
        pieces = _PIECE.split(sentence)
        own = [piece in told for piece in pieces]
        found += [piece for n, piece in enumerate(pieces) if own[n] or (piece.endswith("的") and any(own[n : n + 2]))]
    return without_exceptions("".join(found))


def named(words: Iterable[str], text: str) -> set[str]:
    """The words that stand in a text by themselves and not as a part of a longer one of them."""
    found = set()
    for word in sorted(set(words), key=len, reverse=True):
        if word and word in text:
            found.add(word)
            text = text.replace(word, "\0")
    return found
