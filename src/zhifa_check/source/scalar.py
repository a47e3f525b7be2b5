"""A text as a YAML scalar that reads back the same, in a line of its own and within brackets alike."""

import re

from zhifa_check.source.fast import BLANK

_FIRST = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<]")
_INSIDE = re.compile(r"[,?\[\]{}]|:(?=\s|$)|\s#")


def scalar(text: str) -> str:
    """Plain where that is safe, else in single quotes, else in double quotes with escapes.

    Raises ValueError for what no scalar of a submission can say: nothing, and the words that mean nothing.
    """
    if text in BLANK:
        raise ValueError(f"{text!r} reads as a blank")
    printable = all(sign.isprintable() or sign == "\u3000" for sign in text)
    if printable and text == text.strip() and not _FIRST.match(text) and not _INSIDE.search(text):
        return text
    if printable:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign == '"':
        return '\\"'
    # Python's escapes are among those of YAML
    return sign if sign.isprintable() and sign != "\\" else sign.encode("unicode_escape").decode()
