"""The files of an older revision, laid out in a folder of their own."""

import io
import tarfile
from pathlib import Path

from zhifa_check.git.changes import WHOLE_CLONE
from zhifa_check.git.command import GitError, run_git
from zhifa_check.git.repository import Repository, may_be_revision


def lay_out(repository: Repository, revision: str, folder: Path) -> None:
    """Write the tree of a revision below a folder that exists. Raises GitError."""
    if not may_be_revision(revision):
        raise GitError("这不是一个版本的名称")
    try:
        packed = run_git(repository.top, "archive", "--format=tar", revision)
    except GitError as error:
        mend = f"。这是浅克隆，{WHOLE_CLONE}" if repository.cut else "，请核对名称，或先 git fetch"
        raise GitError(f"找不到这个版本{mend}", error.detail) from error
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter=_inside)


def _inside(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Nothing that would lie or lead outside the folder."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None
