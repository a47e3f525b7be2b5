"""Which files there are, and how their names are shown: relative to the working directory, with ``/``."""

import errno
import os
import stat
from pathlib import Path

from zhifa_check.source.limits import MAX_BYTES

SUFFIXES = (".yaml", ".yml")

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限，或者正在别的程序里打开",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENXIO: "不是普通文件",
    errno.ENOTDIR: "路径中间有一个不是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名或路径太长",
    errno.EINVAL: "文件名里有不能用的字符",
    errno.ELOOP: "链接绕成了圈",
}


def shown(path: Path) -> str:
    """A path as findings print it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return path.as_posix()
    return path.as_posix() if path.is_absolute() and relative.startswith("..") else relative.replace(os.path.sep, "/")


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in Chinese where the system's own words are English."""
    said = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, said) if said.isascii() else said


def read_limited(path: Path, size: int = MAX_BYTES + 1) -> bytes:
    """So many bytes of a regular file, one more than the limit at most. Raises OSError, for a pipe or a device too."""
    # a pipe that nobody writes to would keep an ordinary opening waiting
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL, "不是普通文件")
        content = os.read(file, min(size, found.st_size + 1))
        while len(content) != found.st_size and len(content) < size and (more := os.read(file, size - len(content))):
            content += more
        return content
    finally:
        os.close(file)
