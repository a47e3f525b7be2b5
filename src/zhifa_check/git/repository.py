"""The repository that a file lies in, and what its files are called there."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from zhifa_check.git.command import GitError, run_git, understood


class Repository(NamedTuple):
    """The top of a working tree, and the commits at which a shallow clone was cut off (none in a whole one)."""

    top: Path
    cut: frozenset[str]

    def name(self, path: Path) -> str | None:
        """What git calls a path, ``""`` for the top itself; None for one outside. Links on the way are followed."""
        try:
            relative = os.path.relpath(os.path.realpath(path), self.top)
        except ValueError:  # another drive on Windows
            return None
        parts = Path(relative).parts
        return None if parts[:1] == ("..",) else "/".join(parts)


@understood()
def top_of(where: Path) -> Path:
    """The top of the working tree that a file or folder lies in. Raises GitError, NoRepositoryError where none is."""
    return Path(os.path.realpath(_line(run_git(_folder(where), "rev-parse", "--show-toplevel"))))


@understood()
def find_repository(where: Path) -> Repository:
    """The repository of a file or folder that exists. Raises GitError, NoRepositoryError where there is none."""
    top = top_of(where)
    shallow = top / _line(run_git(top, "rev-parse", "--git-path", "shallow"))
    return Repository(top, frozenset(shallow.read_text(encoding="ascii").split() if shallow.is_file() else ()))


def comparable(name: str) -> str:
    """A name as two spellings of it are compared: Unicode composed, on Windows without case."""
    return os.path.normcase(normalize("NFC", name)).replace(os.sep, "/")


def may_be_revision(name: str) -> bool:
    """Whether a name can be given to git as that of a revision; none begins with ``-``: nothing becomes an option."""
    return bool(name) and not name.startswith("-") and name.isprintable()


def _folder(where: Path) -> Path:
    return where if where.is_dir() else Path(os.path.realpath(where)).parent


def _line(output: bytes) -> str:
    return os.fsdecode(output.rstrip(b"\r\n"))


_SUBMODULE = "160000"
_LEFT_OUT = "S"


def left_out(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Each file left out below a folder, and each submodule that is empty, with whether it is such a folder."""
    try:
        listed = run_git(folder, "ls-files", "--stage", "-t", "-z", "--", ".")
    except GitError:
        return
    for line in filter(None, os.fsdecode(listed).split("\0")):
        about, _, name = line.partition("\t")
        tag, mode = about.split()[:2]
        path = folder / name
        if mode == _SUBMODULE:
            if not os.path.isdir(path) or not os.listdir(path):
                yield path, True
        elif tag == _LEFT_OUT and not os.path.lexists(path):
            yield path, False
