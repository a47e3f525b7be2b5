"""The repository that a file lies in, and what its files are called there."""

import os
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from zhifa_check.git.command import run_git, understood


@dataclass(frozen=True, slots=True)
class Repository:
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
