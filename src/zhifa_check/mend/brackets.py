"""How far brackets reach in a text."""

import re

from zhifa_check.source.accidents import FULL_WIDTH_BRACKETS

_BRACKET = re.compile(rf"[\[\]{{}}{''.join(FULL_WIDTH_BRACKETS)}]")


def bracketed_text(text: str, at: int, end: int) -> int | None:
    """Where ``[2023]11号`` ends, given the end of its line or value; None where nothing follows the bracket."""
    depth = 0
    for offset in range(at, end):
        depth += (text[offset] in "[{") - (text[offset] in "]}")
        if depth == 0:
            return end if text[offset + 1 : end].strip() else None
    return None


def at_this_depth(text: str) -> str:
    """A text up to the bracket that closes what is open around it, without what its own brackets hold."""
    depth, at, kept = 0, 0, []
    for found in _BRACKET.finditer(text):
        if depth == 0:
            kept.append(text[at : found.start()])
        at = found.end()
        depth += 1 if FULL_WIDTH_BRACKETS.get(found.group(), found.group()) in "[{" else -1
        if depth < 0:
            return "".join(kept)
    return "".join(kept) + ("" if depth else text[at:])
