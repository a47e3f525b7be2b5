"""Texts and names from spreadsheets as a reader sees them."""

import re
import unicodedata

from zhifa_check.words.signs import plain

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
#: Spaces of every width, and the signs of a new line that no editor counts.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\u0085\u2028\u2029]")
_DOTS = re.compile("[•‧∙⋅・･．.]")


def visible(text: str) -> str:
    """The text as a reader sees it."""
    if text.isprintable() and text.isascii():
        return text
    return plain(_SPACES.sub(" ", _CONTROLS.sub("", _BREAKS.sub("\n", text))))


def same_name(name: str) -> str:
    """What is equal for two ways of writing the name of a person: without blanks, with one kind of dot."""
    folded = unicodedata.normalize("NFKC", visible(name))
    return _DOTS.sub("·", "".join(folded.split()))
