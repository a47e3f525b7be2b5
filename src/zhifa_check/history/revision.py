"""Submissions as they stood in an older revision."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.git.command import GitError
from zhifa_check.git.repository import find_repository
from zhifa_check.git.tree import lay_out


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
