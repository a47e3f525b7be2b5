"""What a command said before, said again while everything that it followed from is the same."""

import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import date
from pathlib import Path
from typing import Any

import typer

from zhifa_check import __version__
from zhifa_check.bureau.places import Places
from zhifa_check.source.files import read_limited


@contextmanager
def answered(ctx: typer.Context, as_of: date, places: Places, folder: Path | None) -> Iterator[bool]:
    """Whether the answer was known in the folder, and is said; else what the body says on stdout is kept for next time.

    The body rests on the options, the day and the files of ``places``. What it also told on stderr is not kept.
    """
    key = _key(ctx, as_of, places) if folder is not None else None
    # an old console of Windows is coloured by calls and not by what is written
    if folder is None or key is None or (os.name == "nt" and sys.stdout.isatty()):
        yield False
        return
    try:
        from zhifa_check.cache.store import Store
    except ImportError:  # a Python without sqlite
        yield False
        return
    store = Store(folder)
    if (known := store.get(key)) is not None:
        how, text = json.loads(known)
        _reconfigure(sys.stdout, how)
        sys.stdout.write(text)
        yield True
        return
    out, err = _Overheard(sys.stdout), _Overheard(sys.stderr)
    with redirect_stdout(out), redirect_stderr(err):
        yield False
    if not err.said and key == _key(ctx, as_of, places):
        store.put(key, json.dumps([out.how, "".join(out.said)]).encode())
        store.keep()


class _Overheard(io.TextIOBase):
    """A stream, and what was written to it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.said: list[str] = []
        self.how: dict[str, str] = {}

    def write(self, text: str) -> int:
        written = int(self._stream.write(text))
        self.said.append(text)
        return written

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return bool(self._stream.isatty())

    def reconfigure(self, **how: str) -> None:
        """As of ``TextIOWrapper``."""
        self.how = how
        _reconfigure(self._stream, how)


def _reconfigure(stream: Any, how: dict[str, str]) -> None:
    if how and hasattr(stream, "reconfigure"):
        stream.reconfigure(**how)


def _key(ctx: typer.Context, as_of: date, places: Places) -> bytes | None:
    """A hash of all that a command follows from; None where a file cannot be read, which is told anew each time."""
    terminal = sys.stdout.isatty(), shutil.get_terminal_size()
    asked = ctx.command_path, ctx.params, as_of, os.getcwd(), sorted(os.environ.items()), terminal
    found = hashlib.blake2b(repr((asked, sys.version, __version__, *_program())).encode(), digest_size=24)
    try:
        for file in places.files:
            content = read_limited(file)
            found.update(repr((file, len(content))).encode() + content)
    except OSError:
        return None
    return found.digest()


def _program() -> Iterator[tuple[str, ...] | tuple[str, int, int]]:
    """The libraries by their releases, as they bring holidays, and this program by its files: it may be a checkout."""
    for folder in sys.path:
        with suppress(OSError):
            yield tuple(sorted(name for name in os.listdir(folder or ".") if name.endswith("-info")))
    for folder, _, names in os.walk(Path(__file__).parent.parent):
        for name in names:
            if name.endswith(".py"):
                found = os.stat(os.path.join(folder, name))
                yield name, found.st_size, found.st_mtime_ns
