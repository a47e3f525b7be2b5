"""Chinese text folded to a width in terminal cells, nothing cut off."""

import re
from collections.abc import Iterator

from rich.cells import cell_len

# Signs that may not begin a line, and signs that may not end one.
_CLOSING = re.escape("，。；：、！？）》”’」』】〕…,.;:)]}％%")
_OPENING = re.escape("（《“‘「『【〔")
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[\x21-\x7e]+|\S)[{_CLOSING}]*")


def fold(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Lines of at most ``width`` cells, the second and later ones after ``indent``; a longer word is broken."""
    line, used = "", 0
    room = max(width, len(indent) + 8)
    for piece in _pieces(text, room - len(indent)):
        size = cell_len(piece)
        if used + size > room and line.strip():
            yield line.rstrip()
            line, used = indent, len(indent)
            if piece.isspace():
                continue
        line += piece
        used += size
    if line.strip() or not text:
        yield line.rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        while cell_len(piece) > room:
            head = piece[:room]
            while cell_len(head) > room:
                head = head[:-1]
            yield head
            piece = piece[len(head) :]
        if piece:
            yield piece


def pad(text: str, width: int) -> str:
    """Text filled up with spaces to a width in cells."""
    return text + " " * max(0, width - cell_len(text))
