"""One file of the user's own that keeps what was parsed: bounded, private, and never in the way.

Whatever is wrong with it (damaged, of another program, locked, on a full disk, readable by others) costs the speed
and nothing else: it is put aside, and made anew where that is possible.
"""

import os
import sqlite3
import stat
import zlib
from contextlib import suppress
from pathlib import Path

FILE = "parsed.sqlite3"
#: The size at which the older half goes, in bytes.
MOST = 512 * 1024 * 1024

#: Marks the file as ours, and the layout of its table.
_OURS, _LAYOUT = 0x7A686661, 2
#: What every file of sqlite begins with, in bytes.
_HEADER = 100
#: Written down whenever so many bytes wait.
_AT_ONCE = 1024 * 1024
#: Seconds to wait for another process that writes.
_PATIENCE = 2.0


class Store:
    """Contents by key; one process, one thread."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self.process = os.getpid()
        self._folder = folder
        self._most = most
        self._waiting: dict[bytes, bytes] = {}
        self._size = 0
        self._file = _opened(folder)

    def again(self) -> "Store":
        """The same for a process that was forked; what waits is the other's to write."""
        return Store(self._folder, self._most)

    def get(self, key: bytes) -> bytes | None:
        """What is kept under a key; None where that is nothing, or cannot be had."""
        if self._file is None:
            return None
        if key in self._waiting:
            return self._waiting[key]
        try:
            row = self._file.execute("SELECT content FROM parsed WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._put_aside()
            return None
        return _content(key, row[0]) if row and isinstance(row[0], bytes) else None

    def put(self, key: bytes, content: bytes) -> None:
        """Keep a content, in place of what was there."""
        if self._file is None:
            return
        self._waiting[key] = content
        self._size += len(content)
        if self._size > _AT_ONCE:
            self.keep()

    def keep(self) -> None:
        """Write down what waits; what another process prevents is let go."""
        if self._file is None or not self._waiting or self.process != os.getpid():
            return
        try:
            with self._file:
                rows = ((key, _sum(key, content) + content) for key, content in self._waiting.items())
                self._file.executemany("INSERT OR REPLACE INTO parsed (key, content) VALUES (?, ?)", rows)
                (pages,) = self._file.execute("PRAGMA page_count").fetchone()
                (size,) = self._file.execute("PRAGMA page_size").fetchone()
                if pages * size > self._most:
                    self._file.execute(
                        "DELETE FROM parsed WHERE rowid <= (SELECT (min(rowid) + max(rowid)) / 2 FROM parsed)"
                    )
        except sqlite3.OperationalError:  # locked, full, read-only
            pass
        except sqlite3.Error:
            self._put_aside()
        self._waiting, self._size = {}, 0

    def _put_aside(self) -> None:
        """The file is damaged: the next run makes a new one."""
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()
            self._file = None
            remove(self._folder)


def _sum(key: bytes, content: bytes) -> bytes:
    """What tells that a content is whole, and stands under its own key."""
    return zlib.crc32(content, zlib.crc32(key)).to_bytes(4, "little")


def _content(key: bytes, kept: bytes) -> bytes | None:
    content = kept[4:]
    return content if kept[:4] == _sum(key, content) else None


def remove(folder: Path) -> int:
    """Take the cache away; how many bytes that were. Raises OSError."""
    freed = 0
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal"):
        file = folder / name
        with suppress(FileNotFoundError):
            freed += file.lstat().st_size
            file.unlink()
    return freed


def _opened(folder: Path) -> sqlite3.Connection | None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _made_private(folder):
            return None
        return _connected(folder) or _anew(folder)
    except (OSError, sqlite3.Error):
        return None


def _made_private(folder: Path) -> bool:
    """Whether the folder is the user's alone, if need be from now on; what others may have put there goes."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
        return False
    if os.name == "posix" and found.st_mode & 0o077:
        remove(folder)
        folder.chmod(0o700)
    return True


def _anew(folder: Path) -> sqlite3.Connection | None:
    remove(folder)
    return _connected(folder)


def _connected(folder: Path) -> sqlite3.Connection | None:
    """The file opened; None where it is damaged or another program's."""
    path = folder / FILE
    fresh = not os.path.lexists(path)
    if not fresh:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size < _HEADER:
            return None
    file = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        if fresh:
            path.chmod(0o600)
            file.execute(f"PRAGMA application_id = {_OURS}")
            file.execute("PRAGMA auto_vacuum = FULL")
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = OFF")
        if fresh:
            with file:
                file.execute("CREATE TABLE IF NOT EXISTS parsed (key BLOB UNIQUE NOT NULL, content BLOB NOT NULL)")
                file.execute(f"PRAGMA user_version = {_LAYOUT}")
        ours = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if ours == [_OURS, _LAYOUT]:
            file.execute("SELECT key FROM parsed LIMIT 1").fetchone()
            return file
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            file.close()
            raise
    except sqlite3.DatabaseError:
        pass
    file.close()
    return None
