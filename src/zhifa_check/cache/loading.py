"""Files read before, by their content: from the cache where one is in use."""

import hashlib
import os
from array import array
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json

from zhifa_check import __version__
from zhifa_check.source.document import Document, Mark, Places

if TYPE_CHECKING:
    from zhifa_check.cache.store import Store

#: What is kept is what the loader makes of a content; another release may make something else of it.
_FORMAT = f"3 {__version__}".encode()
#: Smaller files are read as soon as they are looked up.
_LEAST = 1024

#: The last is in use; the others are those that a forked process came with, whose connections it must not close.
_in_use: list["Store"] = []


def use(folder: Path | None) -> None:
    """Keep what is loaded in a folder from now on, or, for None, nowhere."""
    keep()
    _in_use.clear()
    if folder is not None:
        with suppress(ImportError):  # a Python without sqlite
            from zhifa_check.cache.store import Store

            _in_use.append(Store(folder))


def keep() -> None:
    """Write down what was loaded since: at the end of a run, and of a share of its units."""
    if _in_use:
        _in_use[-1].keep()


def recall(content: bytes, file: str) -> Document | None:
    """What ``loader.load`` made of a content of which nothing else was to be said; None where that is not known."""
    if not _in_use or len(content) < _LEAST:
        return None
    if _in_use[-1].process != os.getpid():
        _in_use.append(_in_use[-1].again())
    kept = _in_use[-1].get(_key(content))
    return None if kept is None else _unpacked(kept, file)


def remember(content: bytes, document: Document) -> None:
    """Keep what was loaded. What cannot be read, or is read with a blemish, is read anew each time and told anew."""
    if _in_use and len(content) >= _LEAST:
        with suppress(ValueError, OverflowError):  # of no form that can be kept
            _in_use[-1].put(_key(content), _packed(document))


def _key(content: bytes) -> bytes:
    return hashlib.blake2b(content, key=_FORMAT, digest_size=24).digest()


class _Kept(Places):
    """Places as they are kept: the sorts of lines, and of which sort each line is."""

    def __init__(self, sorts: list[list[int]], lines: bytes) -> None:
        self._sorts = sorts
        self._lines = memoryview(lines).cast("H")

    @cached_property
    def columns(self) -> list[list[int]]:
        return list(map(self._sorts.__getitem__, self._lines))


def _packed(document: Document) -> bytes:
    marks = document.marks
    columns = list(map(tuple, marks.columns if isinstance(marks, Places) else _columns(marks)))
    sorts = {one: number for number, one in enumerate(dict.fromkeys(columns))}
    lines = array("H", map(sorts.__getitem__, columns))
    data = to_json([document.data, list(sorts)])
    return len(data).to_bytes(4, "little") + data + lines.tobytes()


def _columns(marks: Iterable[Mark]) -> list[list[int]]:
    """Those of each line. Raises ValueError for marks that are not in the order of the lines."""
    found: list[list[int]] = []
    for mark in marks:
        if mark.line < len(found) - 1:
            raise ValueError
        found += [[] for _ in range(len(found), mark.line + 1)]
        found[mark.line].append(mark.column)
    return found


def _unpacked(kept: bytes, file: str) -> Document | None:
    """None for what is not of this form."""
    end = 4 + int.from_bytes(kept[:4], "little")
    try:
        data, sorts = from_json(kept[4:end])
        return Document(file, data, _Kept(sorts, kept[end:]))
    except (ValueError, TypeError):
        return None
