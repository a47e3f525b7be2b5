"""Which files changed between the point where a branch left a revision and the working tree."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from zhifa_check.git.command import GitError, run_git, understood
from zhifa_check.git.repository import Repository, may_be_revision

#: How a whole clone is got; said wherever a shallow one cannot answer.
WHOLE_CLONE = (
    "GitHub Actions 请给 checkout 加 fetch-depth: 0，GitLab 请设 GIT_DEPTH: 0，本机请运行 git fetch --unshallow"
)

_FILES, _MODULE, _NOTHING = ("100644", "100755"), "160000", "000000"


class Change(NamedTuple):
    """A path that changed, as git calls it.

    ``before`` is its content at the base, where it was a file then and its suffix is among those asked for. ``whole``
    stands for all that lies below: a submodule, or a repository within the working tree that git does not look into.
    """

    name: str
    was_there: bool
    is_there: bool
    before: bytes | None = None
    whole: bool = False


@understood()
def changes_since(
    repository: Repository, revision: str, watched: Sequence[Path], suffixes: tuple[str, ...]
) -> list[Change]:
    """Every path that differs from the merge base of a revision and HEAD: committed, staged, not staged, untracked.

    What is as it is at the revision itself is no change: others' files that were merged, rebased or pushed over again.
    Untracked files are looked for among the paths watched only; ignored ones are left out. Raises GitError.
    """
    base, wanted = _merge_base(repository, revision)
    changes = _tracked(repository, base, suffixes)
    if changes and base != wanted:
        differing = {os.fsdecode(raw) for raw in _diff(repository, wanted, "--name-only").split(b"\0")}
        changes = [change for change in changes if change.name in differing]
    known = {change.name for change in changes}
    names = [name or "." for path in watched if (name := repository.name(path)) is not None]
    listed = run_git(repository.top, "ls-files", "-z", "--others", "--exclude-standard", "--", *names)
    for raw in listed.split(b"\0"):
        name = os.fsdecode(raw)
        if name and name not in known:
            changes.append(Change(name.rstrip("/"), False, True, whole=name.endswith("/")))
    return sorted(changes, key=lambda change: change.name)


def _merge_base(repository: Repository, revision: str) -> tuple[str, str]:
    """The point where HEAD left a revision, and the revision's own commit. Raises GitError."""
    head, wanted = _commit(repository, "HEAD"), _commit(repository, revision)
    if head is None:
        raise GitError("仓库里还没有任何提交")
    mend = f"。这是浅克隆，{WHOLE_CLONE}" if repository.cut else ""
    if wanted is None:
        raise GitError(f"找不到这个版本{mend or '，请核对名称，或先 git fetch'}")
    try:
        return run_git(repository.top, "merge-base", wanted, head).decode("ascii").strip(), wanted
    except GitError as error:
        if error.detail:
            raise
        # no word of git's: the two have no ancestor in common, as far as this clone knows
        raise GitError(f"它和现在的版本找不到共同的起点{mend}") from error


def _commit(repository: Repository, revision: str) -> str | None:
    """The id of a commit; None for what names none."""
    if not may_be_revision(revision):
        return None
    try:
        return run_git(repository.top, "rev-parse", "--verify", "--quiet", revision + "^{commit}").decode().strip()
    except GitError as error:
        if error.detail:
            raise
        return None


def _tracked(repository: Repository, base: str, suffixes: tuple[str, ...]) -> list[Change]:
    fields = _diff(repository, base, "--raw", "--no-abbrev").split(b"\0")[:-1]
    entries = []
    for head, raw in zip(fields[::2], fields[1::2], strict=True):
        old_mode, new_mode, old_id, _, _ = head.decode("ascii").lstrip(":").split(" ")
        entries.append((os.fsdecode(raw), old_mode, new_mode, old_id))
    read = {name: id_ for name, mode, _, id_ in entries if mode in _FILES and name.lower().endswith(suffixes)}
    contents = _contents(repository, list(read.values()))
    return [
        Change(name, old != _NOTHING, new != _NOTHING, contents.get(read.get(name, "")), _MODULE in (old, new))
        for name, old, new, _ in entries
    ]


def _diff(repository: Repository, commit: str, *how: str) -> bytes:
    """What git says of the differences between a commit and the working tree."""
    # A rename is left as a deletion and an addition: both ends matter. -O undoes a configured order file.
    flags = "-z --no-renames --no-ext-diff --no-textconv --no-color --no-relative -O/dev/null --ignore-submodules=none"
    return run_git(repository.top, "diff", *how, *flags.split(), commit, "--")


def _contents(repository: Repository, ids: Sequence[str]) -> dict[str, bytes]:
    """The contents of blobs, all from one process. Raises GitError where one is missing."""
    wanted = list(dict.fromkeys(ids))
    output = run_git(repository.top, "cat-file", "--batch", given="".join(f"{id_}\n" for id_ in wanted).encode())
    contents: dict[str, bytes] = {}
    at = 0
    for id_ in wanted:
        end = output.index(b"\n", at)
        words = output[at:end].split(b" ")
        if len(words) != 3:
            raise GitError(
                "仓库里缺少旧版本的文件内容（部分克隆，或仓库损坏）", output[at:end].decode("ascii", "replace")
            )
        at = end + 1 + int(words[2]) + 1
        contents[id_] = output[end + 1 : at - 1]
    return contents
