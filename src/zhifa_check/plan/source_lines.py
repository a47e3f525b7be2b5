"""The lines of a document's text, and how each stands in the whole without white space."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

BLANK = re.compile(r"\s|</?p>")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number from 1, its own text, and where it begins in the whole without white space."""

    number: int
    raw: str
    start: int
    silent: bool

    @property
    def cells(self) -> list[tuple[str, int]]:
        """What tabs part, each with where it begins in the whole."""
        parts = self.raw.split("\t")
        starts = accumulate((len(BLANK.sub("", one)) for one in parts), initial=self.start)
        return list(zip(parts, starts, strict=False))


def kept_signs(raw: str) -> Iterator[tuple[int, str]]:
    """The signs of a line that are no white space and no mark of a paragraph, with their columns from 0."""
    dropped = {index for found in BLANK.finditer(raw) for index in range(*found.span())}
    return ((index, sign) for index, sign in enumerate(raw) if index not in dropped)
