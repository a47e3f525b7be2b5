"""One call of git: as bytes, bounded in time, never coloured by the user's own configuration, and on its own.

Nothing is fetched (a partial clone would ask its remote for what it lacks, and so start a transport) and no program is
run that a repository's attributes name.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

#: Seconds that all calls of git of one run may take together.
TIME_LIMIT = 120
_spent = 0.0
_TOO_LONG = "git 一共过了 {} 秒还没有答复"

#: What makes git look at another repository than the one asked for (a hook sets some), or print something else.
_MISLEADING = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIFF_OPTS",
        "GIT_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
_OURS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
#: The user's configuration stays in force otherwise: it says which repositories may be read (safe.directory).
_NEUTRAL = (
    "core.quotepath=off",
    "core.fsmonitor=false",
    "core.excludesFile=/dev/null",
    "core.hooksPath=/dev/null",
    "blame.ignoreRevsFile=",
    "diff.algorithm=myers",
)


class GitError(Exception):
    """Why git cannot answer, in Chinese and the same for every file; ``detail`` is git's own first line."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class NoGitError(GitError):
    """There is no git on this machine."""


class NoRepositoryError(GitError):
    """The folder is in no git repository."""


@contextmanager
def understood() -> Iterator[None]:
    """Around the reading of what git printed: what is in none of its own forms ends as a GitError."""
    try:
        yield
    except (ArithmeticError, LookupError, SyntaxError, ValueError) as error:
        raise GitError("git 的答复读不懂（请升级 git，或检查仓库是否损坏：git fsck）", repr(error)) from error


def start_counting() -> None:
    """A new run begins: its calls have the whole time before them."""
    global _spent
    _spent = 0.0
    _without_filters.cache_clear()


def run_git(where: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when it is called in a folder. Raises GitError."""
    return _called(where, _without_filters(where), arguments, given)


@cache
def _without_filters(where: Path) -> dict[str, str]:
    """What keeps git from running the programs that its configuration gives to filters of attributes, as environment:
    the names of filters may hold signs that its option ``-c`` would part them at.
    """
    try:
        told = _called(where, {}, ("config", "--null", "--name-only", "--get-regexp", r"^filter\."), b"")
    except GitError:
        return {}  # none configured; what else is wrong the next call says
    keys = [key.rpartition(".")[0] for key in os.fsdecode(told).split("\0") if key]
    settings = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
    pairs = [(f"{key}.{name}", value) for key in dict.fromkeys(keys) for name, value in settings]
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(given) if given.isdecimal() else 0
    numbered = list(enumerate(pairs, first))
    found = {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in numbered}
    found |= {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in numbered}
    return found | {"GIT_CONFIG_COUNT": str(first + len(pairs))}


def _called(where: Path, settings: dict[str, str], arguments: tuple[str, ...], given: bytes) -> bytes:
    global _spent
    program = shutil.which("git")
    # a relative one was found in the working directory (Windows), among the files that are to be checked
    if program is None or not os.path.isabs(program):
        raise NoGitError("本机没有安装 git")
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING} | _OURS
    options = [word for setting in _NEUTRAL for word in ("-c", setting)]
    left = TIME_LIMIT - _spent
    if left <= 0:
        raise GitError(_TOO_LONG.format(TIME_LIMIT))
    started = time.monotonic()
    try:
        done = subprocess.run(
            [program, *options, *arguments],
            cwd=where,
            env=environment | settings,
            input=given,
            capture_output=True,
            timeout=left,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(_TOO_LONG.format(TIME_LIMIT)) from None
    except OSError as error:
        raise GitError("git 运行不起来", str(error.strerror)) from error
    finally:
        _spent += time.monotonic() - started
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip()
    detail = said.partition("\n")[0]
    if "dubious ownership" in said:
        raise GitError(
            "git 仓库属于另一个用户，git 不肯读。请运行 git config --global --add safe.directory 仓库路径", detail
        )
    if "not a git repository (or any" in said:
        raise NoRepositoryError("不在 git 仓库里")
    if ("transport" in said and "not allowed" in said) or "lazy fetching disabled" in said:
        raise GitError("这是部分克隆，要看的版本没有取到本机。请取完整的仓库（git clone 不加 --filter）", detail)
    raise GitError("git 没有成功", detail)
