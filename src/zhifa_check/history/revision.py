"""Submissions as they stood in an older revision, laid out in a folder of their own."""

import io
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.git.changes import WHOLE_CLONE
from zhifa_check.git.command import GitError, run_git
from zhifa_check.git.repository import Repository, find_repository, may_be_revision


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


@contextmanager
def at_revision(paths: Sequence[Path], revision: str | None) -> Iterator[tuple[Path, ...]]:
    """The same paths in a git revision, laid out for as long as they are needed; None: as they are.

    Raises CannotJudgeError.
    """
    if revision is None:
        yield tuple(paths)
        return
    with TemporaryDirectory() as scratch:
        try:
            repository = find_repository(paths[0])
            lay_out(repository, revision, Path(scratch))
        except GitError as error:
            raise CannotJudgeError(f"取不出版本“{revision}”的文件：{error}") from error
        names = [repository.name(path) for path in paths]
        if None in names:
            raise CannotJudgeError("几个路径不在同一个 git 仓库里，不能用 --revision")
        moved = tuple(Path(scratch, name or "") for name in names)
        if absent := [name for name, path in zip(names, moved, strict=True) if not path.exists()]:
            raise CannotJudgeError(f"版本“{revision}”里没有 {absent[0]}")
        yield moved
