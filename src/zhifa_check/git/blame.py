"""By which commit each line of a file came."""

import os
import re
from ast import literal_eval
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from zhifa_check.git.command import GitError, run_git, understood
from zhifa_check.git.repository import Repository

#: China's one time zone: the calendar day of a commit is that of the officials, wherever the program runs.
CHINA = timezone(timedelta(hours=8))

# -w: a line that is only indented anew, or whose line ends changed, is not new.
# -M, -C: nor is one moved within the file, or over from a file that the same commit changed (a file split in two).
# 10 and not git's own 20 or 40 letters and digits (it counts ASCII alone): a record has 12 at least (所属期 and 日期),
# and a date that stands by itself has 8, so that it is never taken for the equal date of another record.
# --root: the first commit of all is a commit like the others; where a shallow clone is cut off is known otherwise.
_FLAGS = ("--porcelain", "--root", "-w", "-M10", "-C10", "--no-textconv")

_HEADER = re.compile(rb"([0-9a-f]{40,64}) [0-9]+ [0-9]+")
#: What ends a line for YAML and not for git, in the middle of one of git's lines.
_INNER_BREAK = re.compile(rb"\r(?!$)")


class Origin(NamedTuple):
    """The commit that brought a line, and the version before it, where the file was already there.

    ``commit`` is empty for a line that is not committed; ``day`` is the committer's, at UTC+8.
    """

    commit: str
    day: date
    before: tuple[str, str] | None = None


@understood()
def blame(repository: Repository, name: str, version: str | None = None) -> list[Origin]:
    """The origin of every line, counted as YAML counts lines, of a version or (None) the working tree.

    Raises GitError, also for a file that no commit has.
    """
    at = () if version is None else (version,)
    try:
        # the name of the version before comes quoted or raw; all escapes in ASCII can be read back
        output = run_git(repository.top, "-c", "core.quotepath=on", "blame", *_FLAGS, *at, "--", name)
    except GitError as error:
        if "no such path" in error.detail or "no such ref: HEAD" in error.detail:
            raise GitError("文件还没有提交到 git") from error
        raise
    origins: dict[str, Origin] = {}
    lines: list[Origin] = []
    commit, told = "", dict[str, dict[bytes, bytes]]()
    for line in output.split(b"\n"):
        if line.startswith(b"\t"):
            lines += [origins[commit]] * (1 + len(_INNER_BREAK.findall(line)))
        elif header := _HEADER.match(line):
            commit = header[1].decode("ascii")
        else:
            key, _, value = line.partition(b" ")
            about = told.setdefault(commit, {})
            about[key] = value
            if key == b"filename":  # the last of its commit, told again for each file that lines came from
                origins[commit] = _origin(commit, about)
                about.pop(b"previous", None)
    return lines


def content(repository: Repository, commit: str, name: str) -> bytes:
    """A file of a commit. Raises GitError."""
    return run_git(repository.top, "cat-file", "blob", f"{commit}:{name}")


def _origin(commit: str, about: dict[bytes, bytes]) -> Origin:
    try:
        day = (datetime(1970, 1, 1, tzinfo=CHINA) + timedelta(hours=8, seconds=int(about[b"committer-time"]))).date()
    except OverflowError:
        day = date.max
    before = None
    if b"previous" in about:
        id_, _, name = about[b"previous"].partition(b" ")
        before = id_.decode("ascii"), os.fsdecode(literal_eval(f"b{name.decode()}") if name[:1] == b'"' else name)
    return Origin("" if set(commit) == {"0"} else commit, day, before)
