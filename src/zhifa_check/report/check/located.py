"""Where findings stand for a host: paths from the top of the repository, each of a file that is there."""

import os
from collections.abc import Iterator
from pathlib import Path

from zhifa_check.bureau.places import shipped
from zhifa_check.report.check.view import View

#: Where a host says that it put the repository.
_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
#: What a repository of submissions has, for findings about what nobody has handed in.
_LIKELY = ("data/units.yaml", "README.md")


class Located:
    """Places of one view. What lies outside the repository (the package's own registry, say) stands at a file of the
    unit that it is about, else at one that every reader knows, always at its first line.
    """

    def __init__(self, view: View | None) -> None:
        self._top = repository_top()
        self._of_unit: dict[str | None, str] = {}
        for finding in view.findings if view else ():
            if finding.unit not in self._of_unit and (inside := self._inside(finding.file)) is not None:
                self._of_unit[finding.unit] = inside
        self._anchor: str | None = None

    def place(self, file: str, line: int, column: int, unit: str | None = None) -> tuple[str, int, int]:
        """Path, line and column of a finding, given those of the view."""
        inside = self._inside(file)
        if inside is not None:
            return inside, line, column
        return self._of_unit.get(unit) or self._fallback(), 1, 1

    def is_elsewhere(self, file: str) -> bool:
        """Whether a file is somebody's, outside the repository, and none of the package's own."""
        own = Path(os.path.realpath(file)).is_relative_to(os.path.realpath(shipped()))
        return not own and self._inside(file) is None

    def _inside(self, file: str) -> str | None:
        try:
            path = Path(
                os.path.relpath(os.path.realpath(os.path.dirname(file) or "."), self._top), os.path.basename(file)
            )
        except ValueError:  # another drive on Windows
            return None
        return None if path.parts[:1] == ("..",) else path.as_posix()

    def _fallback(self) -> str:
        if self._anchor is None:
            self._anchor = next(self._anchors(), _LIKELY[-1])
        return self._anchor

    def _anchors(self) -> Iterator[str]:
        yield from (name for name in _LIKELY if (self._top / name).is_file())
        for folder, folders, names in os.walk(self._top):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    yield Path(os.path.relpath(os.path.join(folder, name), self._top)).as_posix()


def repository_top() -> Path:
    """The top of the repository around the working directory, by git, else by the host's own word; else that itself."""
    from zhifa_check.git.command import GitError
    from zhifa_check.git.repository import top_of

    here = Path(os.path.realpath("."))
    try:
        return top_of(here)
    except GitError:
        for name in _WORKSPACES:
            if (given := os.environ.get(name)) and here.is_relative_to(os.path.realpath(given)):
                return Path(os.path.realpath(given))
    return here
