"""Text from submissions made harmless for a terminal, a log and a document."""

import re

# C0 and C1 controls, and the signs that turn the direction of what follows.
_DANGEROUS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    r"""The text with control codes spelt out, as ``\x1b``."""
    return _DANGEROUS.sub(lambda found: found.group().encode("unicode_escape", "backslashreplace").decode(), text)
