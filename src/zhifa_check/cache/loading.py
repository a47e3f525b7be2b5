"""Files read before, by their content: from the cache where one is in use."""

import hashlib
import json
import os
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from zhifa_check import __version__
from zhifa_check.source.document import Document, Mark, Place

if TYPE_CHECKING:
    from zhifa_check.cache.store import Store

#: What is kept is what the loader makes of a content; another release may make something else of it.
_FORMAT = f"2 {__version__}".encode()
#: Smaller files are read as soon as they are looked up.
_LEAST = 1024
#: A place is one number: its line, then its column in so many bits.
_BITS = 32

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
        _in_use[-1].put(_key(content), _packed(document))


def _key(content: bytes) -> bytes:
    return hashlib.blake2b(content, key=_FORMAT, digest_size=24).digest()


class _Marks(Sequence[Mark]):
    """The places of all nodes, unpacked when somebody asks for one."""

    def __init__(self, packed: bytes) -> None:
        self._places = memoryview(packed).cast("Q")

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        return Place(self._places[index] >> _BITS, self._places[index] & ((1 << _BITS) - 1))


def _packed(document: Document) -> bytes:
    data = json.dumps(document.data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    places = array("Q", (mark.line << _BITS | mark.column for mark in document.marks))
    return len(data).to_bytes(4, "little") + data + places.tobytes()


def _unpacked(kept: bytes, file: str) -> Document | None:
    """None for what is not of this form."""
    end = 4 + int.from_bytes(kept[:4], "little")
    try:
        return Document(file, from_json(kept[4:end]), _Marks(kept[end:]))
    except (ValueError, TypeError):
        return None
