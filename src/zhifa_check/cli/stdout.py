"""Standard output as every command needs it: no character kills it, and no reader that leaves early does."""

import errno
import io
import os
import sys
from collections.abc import Callable
from typing import Any

from zhifa_check.cli.common import NOTHING_JUDGED
from zhifa_check.report.output import OutputError
from zhifa_check.source.files import reason
from zhifa_check.words.told import ToldError


class _Pipe(io.RawIOBase):
    """A pipe or a file; what a reader that left (head, less) does not want is dropped, so that exit codes stay."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._lost = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def write(self, data: Any) -> int:
        if self._lost:
            return len(data)
        try:
            return int(self._raw.write(data) or 0)
        except OSError as error:
            self._lost = True
            # Windows says EINVAL where others say EPIPE
            if isinstance(error, BrokenPipeError) or error.errno == errno.EINVAL:
                return len(data)
            raise OutputError(f"写不出结果（{reason(error)}）") from error


def streams_ready() -> None:
    """No character of a submission may kill a GBK console or pipe, and no closed pipe may end in an error.

    Ends with 2 where standard output was closed before the start: nobody would get the verdict.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stdout is None:
        sys.stderr.write("错误：标准输出是关着的，结果没有地方写。\n")
        sys.exit(NOTHING_JUDGED)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and not out.isatty():
        raw = getattr(out.buffer, "raw", out.buffer)  # PYTHONUNBUFFERED leaves the buffer out
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Pipe(raw)), out.encoding, out.errors)


def ended(command: Callable[[], object]) -> int:
    """Run a command that ends with SystemExit and write out what is left; the exit code, 2 where that fails."""
    try:
        try:
            command()
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else NOTHING_JUDGED if end.code else 0
    except ToldError as error:
        sys.stderr.write(f"错误：{error}。\n")
        code = NOTHING_JUDGED
    sys.stderr.flush()
    return code
