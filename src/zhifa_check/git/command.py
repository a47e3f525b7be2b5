"""One call of git: as bytes, bounded in time, and never coloured by the user's own configuration."""

import os
import shutil
import subprocess
from pathlib import Path

#: Seconds after which a call of git is given up.
TIMEOUT = 60

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


def run_git(where: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when it is called in a folder. Raises GitError."""
    program = shutil.which("git")
    # a relative one was found in the working directory (Windows), among the files that are to be checked
    if program is None or not os.path.isabs(program):
        raise NoGitError("本机没有安装 git")
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING} | _OURS
    settings = [word for setting in _NEUTRAL for word in ("-c", setting)]
    try:
        done = subprocess.run(
            [program, *settings, *arguments],
            cwd=where,
            env=environment,
            input=given,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git 过了 {TIMEOUT} 秒还没有答复") from None
    except OSError as error:
        raise GitError("git 运行不起来", str(error.strerror)) from error
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
    raise GitError("git 没有成功", detail)
