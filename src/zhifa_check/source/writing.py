"""Files written whole or not at all: new ones beside what is there, changed ones all together.

What an interrupted run leaves behind is hidden and swept by the next.
"""

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from zhifa_check.source.files import reason, shown
from zhifa_check.source.halfway import beside, left_behind, move_in, write_beside
from zhifa_check.words.told import ToldError

Write = tuple[Path, bytes | None, bytes]


class WriteError(ToldError):
    """Not everything could be written; what was is told."""


def sweep(folders: Iterable[Path]) -> list[Path]:
    """Remove what an interrupted run left in the folders, and tell what that was. Raises WriteError."""
    try:
        left = [path for folder in sorted(set(folders)) if folder.is_dir() for path in left_behind(folder)]
        for path in left:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(error) from error
    return left


def write_new(path: Path, content: bytes) -> bool:
    """Write a file, with its folders, where none is; False where something is. Raises OSError.

    A file that could not be written whole is not there at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        return False
    for left in left_behind(path.parent):
        left.unlink(missing_ok=True)
    with write_beside(path, content):
        return move_in(path)


def replace_all(writes: Sequence[Write]) -> None:
    """Replace every file by its new content, given its old one (None for a file to be made).

    All are prepared before the first is replaced; where one cannot be, those replaced are put back. Raises WriteError,
    which names those that could not be put back.
    """
    prepared: list[tuple[Path, IO[bytes], bytes | None]] = []
    made: list[Path] = []
    replaced: list[tuple[Path, bytes | None]] = []
    try:
        for path, before, after in writes:
            made += _make_folder(path.parent)
            _check(path, before)
            prepared.append((path, _prepare(path, after), before))
        for path, _, before in prepared:
            _check(path, before)
        for path, file, before in prepared:
            os.replace(beside(path), path)
            file.close()
            replaced.append((path, before))
        for folder in {path.parent for path, _, _ in prepared}:
            _sync_folder(folder)
    except BaseException as error:
        stuck = _put_back(replaced)
        for path, file, _ in prepared:
            with suppress(OSError):
                # closed first where it is ours still: a name that was given away may be another run's by now
                if not file.closed or sys.platform == "win32":
                    file.close()
                    beside(path).unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        if stuck:
            names = "、".join(map(shown, stuck))
            raise WriteError(f"写到一半停下了，{names} 没能改回原样。请用 git 或备份恢复，再运行一次") from error
        if isinstance(error, OSError):
            raise _not_written(error) from error
        raise


def _not_written(error: OSError) -> WriteError:
    where = shown(Path(error.filename)) if error.filename else "文件"
    return WriteError(f"写不了 {where}（{reason(error)}），什么也没有改动。请检查磁盘空间和权限")


def _check(path: Path, before: bytes | None) -> None:
    """Raises WriteError where a file is not what was read, or not ours to replace."""
    name = shown(path)
    if path.is_symlink():
        raise WriteError(f"{name} 是链接，不是文件本身，什么也没有改动。请改用文件本身所在的文件夹")
    try:
        now = path.read_bytes()
    except FileNotFoundError:
        now = None
    if now != before:
        raise WriteError(f"{name} 刚刚被别的程序改动了，什么也没有改动。请关掉正在编辑它的程序，再运行一次")
    if now is not None and not path.stat().st_mode & stat.S_IWUSR:
        raise WriteError(f"{name} 是只读的，什么也没有改动。请在文件属性里去掉“只读”，再运行一次")


def _prepare(path: Path, content: bytes) -> IO[bytes]:
    try:
        return write_beside(path, content)
    except FileExistsError:
        name = shown(beside(path))
        message = f"{name} 已经有了：可能另一个 zhifa 正在改这个文件，什么也没有改动。请稍等再运行一次"
        raise WriteError(message) from None


def _make_folder(folder: Path) -> list[Path]:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return list(reversed(missing))


def _put_back(replaced: Sequence[tuple[Path, bytes | None]]) -> list[Path]:
    """Give files their old content again; those for which that failed."""
    stuck = []
    for path, before in replaced:
        try:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                with _prepare(path, before):
                    os.replace(beside(path), path)
        except (OSError, WriteError):
            stuck.append(path)
    return stuck


def _sync_folder(folder: Path) -> None:
    """On systems that allow it: the new names are on the disk too."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
