"""The word that a person meant, and words quoted for a person."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from zhifa_check.words.width import half_width


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a person most likely meant, or None."""
    return _nearest(half_width(word[:40]), tuple(known))


@lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return found[0] if found else None


def quoted(words: Iterable[str]) -> str:
    """A list of words in Chinese quotes."""
    return "、".join(f"“{word}”" for word in words)
