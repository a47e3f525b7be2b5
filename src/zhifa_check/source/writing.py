"""A file replaced as a whole or not at all."""

import errno
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from zhifa_check.source.files import read_limited


def replace_content(path: Path, old: bytes, new: bytes) -> None:
    """Write ``new`` in the place of ``old``, with the mode that the file has; a link stays a link.

    What was written is read again before it takes the file's place. Raises OSError, with its reason in Chinese where
    it is one of ours, and then the file is as it was.
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=".zhifa-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
        if Path(name).read_bytes() != new:
            raise OSError(errno.EIO, "写下去的和读回来的不一样，磁盘可能有问题")
        if read_limited(target) != old:
            raise OSError(errno.EBUSY, "文件刚刚被别的程序改过")
        # on Windows this fails while another program holds the file open
        os.replace(name, target)
    finally:
        with suppress(OSError):
            os.chmod(name, stat.S_IWRITE)  # Windows deletes no file that is marked read-only
            os.unlink(name)
