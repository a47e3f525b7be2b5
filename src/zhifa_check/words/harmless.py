"""Text from submissions made harmless for a terminal, a log and a document."""

import re

from zhifa_check.words.identity import unprinted

# C0 and C1 controls, signs that nobody sees or that turn the direction of what follows, what XML cannot hold, and the
# bracket that makes a command of a line of a CI log wherever it stands in the line (``##[``).
_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]|(?<=##)\\["
)

# Signs that markdown itself takes for more than themselves.
_MARKUP = r"[\\`*_\[\]|~$]"
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What the hosts turn into links, mentions and pictures after markdown is done, so that no escape helps.
_REFERENCE = r"""[@#!~%&$](?=[\w"]) | :(?=//|[\w+-]+:) | \b(?:mailto|xmpp)(?=:) | \bwww(?=\.) | \[(?=\w+:)"""
_WORD_JOINER = "\u2060"


def harmless(text: str) -> str:
    r"""The text with control codes spelt out, as ``\x1b``, and without identity numbers."""
    return _DANGEROUS.sub(_spelt_out, unprinted(text))


def _spelt_out(found: re.Match[str]) -> str:
    sign = found.group()
    return r"\x5b" if sign == "[" else sign.encode("unicode_escape", "backslashreplace").decode()


def markdown_text(text: str) -> str:
    """A harmless text as markdown that shows it as it is: no markup, no HTML, no link, no mention."""
    apart = re.sub(_REFERENCE, lambda found: found.group() + _WORD_JOINER, text, flags=re.IGNORECASE | re.VERBOSE)
    return re.sub(_MARKUP, r"\\\g<0>", apart.translate(_ENTITIES))


def markdown_code(text: str) -> str:
    """A harmless text as a code span, in which the hosts look for no references."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    space = " " if longest else ""
    return f"{'`' * (longest + 1)}{space}{text}{space}{'`' * (longest + 1)}"
