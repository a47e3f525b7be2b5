"""The stream of an old workbook, taken out of the compound file around it.

The library that reads the stream follows chains of sectors and trees of names as the file tells it, without end where
they have none.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence

_NAMES = ("workbook", "book")
#: Numbers of sectors end here; what is above says what else a place is.
_LAST = 0xFFFFFFFA
_ENTRY, _SMALL = 128, 64
_STREAM, _ROOT = 2, 5


def workbook_stream(content: bytes) -> bytes:
    """The bytes of the workbook. Raises ValueError for a file that is not whole or holds none, and struct.error."""
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    if size not in (512, 4096):
        raise ValueError("no size of sectors")
    directory, cutoff, small = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    table = _numbers(content, size, dict.fromkeys(_of_table(content, size)))
    found: dict[str, tuple[int, int]] = {}
    root: tuple[int, int] = (_LAST, 0)
    listed = _joined(content, size, table, directory)
    for at in range(0, len(listed) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", listed, at + 64)
        where = struct.unpack_from("<II", listed, at + 116)
        if kind == _STREAM and 2 <= length <= 64:
            name = listed[at : at + length - 2].decode("utf-16-le", "replace").lower()
            found.setdefault(name, where)
        elif kind == _ROOT:
            root = where
    start, length = next((found[name] for name in _NAMES if name in found), (_LAST, 0))
    if length >= cutoff:
        return _joined(content, size, table, start)[:length]
    small_table = _numbers(content, size, _chain(table, small))
    # small streams lie in one of the root's, which has no head before it
    return _joined(bytes(_SMALL) + _joined(content, size, table, root[0]), _SMALL, small_table, start)[:length]


def _of_table(content: bytes, size: int) -> Iterator[int]:
    """The sectors that the table of sectors lies in: the first ones stand in the head, the rest in a chain of lists."""
    yield from (number for number in struct.unpack_from("<109I", content, 76) if number < _LAST)
    (more,) = struct.unpack_from("<I", content, 68)
    seen: set[int] = set()
    while more < _LAST:
        if more in seen or len(seen) * size > len(content):
            raise ValueError("a list without end")
        seen.add(more)
        *numbers, more = _numbers(content, size, [more])
        yield from (number for number in numbers if number < _LAST)


def _numbers(content: bytes, size: int, sectors: Iterable[int]) -> list[int]:
    return [n for sector in sectors for (n,) in struct.iter_unpack("<I", _sector(content, size, sector))]


def _sector(content: bytes, size: int, number: int) -> bytes:
    """A sector; the last one of a file may be cut."""
    body = content[(number + 1) * size : (number + 2) * size]
    if not body:
        raise ValueError("a sector beyond the file")
    return body.ljust(size, b"\0")


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    seen: set[int] = set()
    while start < _LAST:
        if start in seen or start >= len(table):
            raise ValueError("a chain that bites its tail or leaves the table")
        seen.add(start)
        yield start
        start = table[start]


def _joined(content: bytes, size: int, table: Sequence[int], start: int) -> bytes:
    return b"".join(_sector(content, size, number) for number in _chain(table, start))
