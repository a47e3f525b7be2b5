"""A file on its way: written beside its place under a name that nothing reads, and known to be alive while it is."""

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

#: What the names of half-written files end in; they begin with a dot, so that nothing reads them.
_SUFFIX = ".zhifa"
#: Seconds after which one is taken for left behind, where the system has no locks that end with their process.
_LIFETIME = 60


def beside(path: Path) -> Path:
    """The name of a file that is on its way to a path."""
    return path.with_name(f".{path.name}{_SUFFIX}")


def left_behind(folder: Path) -> Iterator[Path]:
    """What an interrupted run left in a folder; what another run is writing at this moment is none of it."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") and path.name.endswith(_SUFFIX) and not _is_alive(path):
            yield path


def write_beside(path: Path, content: bytes) -> IO[bytes]:
    """Write and lock a file beside its place; to be closed once it is in it. Raises OSError, FileExistsError where
    another run is at the same file.
    """
    temporary = beside(path)
    file = temporary.open("xb")
    try:
        _lock(file)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        if temporary.read_bytes() != content:
            raise OSError(errno.EIO, "写下去的和读回来的不一样，磁盘可能有问题", os.fspath(path))
    except BaseException:
        file.close()
        temporary.unlink(missing_ok=True)
        raise
    if sys.platform == "win32":
        file.close()  # a file that is open cannot be renamed there
    return file


def move_in(path: Path) -> bool:
    """Give a file that is written its place, where nothing is yet; False where something is. Raises OSError."""
    temporary = beside(path)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        # a file system without second names; Windows refuses to rename onto a file by itself
        if os.path.lexists(path):
            return False
        os.rename(temporary, path)
        return True
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return True


def _is_alive(path: Path) -> bool:
    if sys.platform == "win32":
        with suppress(OSError):
            return time.time() - path.stat().st_mtime < _LIFETIME
        return False
    try:
        with path.open("rb") as file:
            _lock(file)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _lock(file: IO[bytes]) -> None:
    """Hold a lock that ends with the process, if not before. Raises BlockingIOError where another one holds it."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
