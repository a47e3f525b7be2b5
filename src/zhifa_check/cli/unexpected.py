"""What nobody expected: one line in Chinese, the traceback for those who ask, and an ending that is no verdict."""

import os
import sys
import traceback
from collections.abc import Sequence

from zhifa_check.cli.common import NOTHING_JUDGED
from zhifa_check.words.told import ToldError

#: Taken by every command, before or after its name.
DEBUG = "--debug"


def without_debug(args: Sequence[str]) -> tuple[list[str], bool]:
    """The arguments of a command, and whether they or the environment ask for the traceback."""
    own = list(args)
    options = own[: own.index("--")] if "--" in own else own
    rest = [arg for arg in options if arg != DEBUG] + own[len(options) :]
    return rest, DEBUG in options or os.environ.get("ZHIFA_DEBUG", "") not in ("", "0")


def unexpected(error: Exception, debug: bool) -> int:
    """Say what happened; the exit code of a run that came to no verdict."""
    from zhifa_check.source.files import reason
    from zhifa_check.words.harmless import harmless

    if isinstance(error, ToldError):
        sys.stderr.write(f"错误：{error}。\n")
        return NOTHING_JUDGED
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if not _somewhere():
        said = "当前文件夹已经不在了，或者没有权限打开。请换到别的文件夹再运行"
    elif isinstance(error, OSError) and error.errno is not None:
        where = f"：{error.filename}" if error.filename else ""
        said = f"读写文件时出错（{reason(error)}{where}），没有得出结论"
    elif isinstance(error, MemoryError):
        said = "内存不够，没有得出结论。请关掉别的程序，或者分几次核对"
    else:
        said = f"程序内部出错（{_place(error)}），没有得出结论"
    more = "" if debug else f"。加上 {DEBUG} 再运行一次可看到细节，请发给维护人员"
    sys.stderr.write(f"错误：{harmless(said)}{more}。\n")
    return NOTHING_JUDGED


def _somewhere() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _place(error: Exception) -> str:
    """The kind of error and where in the program: its text may hold what nobody may print."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f"，{os.path.basename(frames[-1].filename)} 第 {frames[-1].lineno} 行" if frames else ""
    return type(error).__name__ + at
