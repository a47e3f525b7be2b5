"""Loading a file, from the cache where one is in use and knows its content."""

import hashlib
import json
import os
import zlib
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa_check import __version__
from zhifa_check.source.document import Document, Mark, Place
from zhifa_check.source.loader import load

if TYPE_CHECKING:
    from zhifa_check.cache.store import Store

#: What is kept is what the loader makes of a content; another release may make something else of it.
_FORMAT = f"1 {__version__}".encode()
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


def load_cached(content: bytes, file: str) -> Document:
    """As ``loader.load``. What cannot be read is read anew each time, so that its refusal is worded anew."""
    if not _in_use or len(content) < _LEAST:
        return load(content, file)
    if _in_use[-1].process != os.getpid():
        _in_use.append(_in_use[-1].again())
    store = _in_use[-1]
    key = hashlib.blake2b(content, key=_FORMAT, digest_size=24).digest()
    kept = store.get(key)
    if kept is not None and (document := _unpacked(key, kept, file)) is not None:
        return document
    document = load(content, file)
    store.put(key, _packed(key, document))
    return document


class _Marks(Sequence[Mark]):
    """The places of all nodes, unpacked when somebody asks for one."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._places: array[int] | None = None

    def __len__(self) -> int:
        return len(self._packed) // (2 * _INT.itemsize)

    def __getitem__(self, index: Any) -> Any:
        if self._places is None:
            self._places = array("I", self._packed)
        return Place(self._places[2 * index], self._places[2 * index + 1])


_INT = array("I")


def _packed(key: bytes, document: Document) -> bytes:
    data = json.dumps(document.data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    places = array("I", (figure for mark in document.marks for figure in (mark.line, mark.column))).tobytes()
    body = len(data).to_bytes(4, "little") + data + places
    return zlib.crc32(body, zlib.crc32(key)).to_bytes(4, "little") + body


def _unpacked(key: bytes, kept: bytes, file: str) -> Document | None:
    """None for anything that is not whole, or stands under another key."""
    if len(kept) < 8 or zlib.crc32(memoryview(kept)[4:], zlib.crc32(key)) != int.from_bytes(kept[:4], "little"):
        return None
    end = 8 + int.from_bytes(kept[4:8], "little")
    try:
        data = json.loads(kept[8:end].decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return Document(file, data, _Marks(kept[end:]))
