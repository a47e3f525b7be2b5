"""Whether git may have left out some of a folder on purpose; git itself is asked only then."""

import os
from pathlib import Path


def may_lack(folder: Path) -> bool:
    """Whether the repository around a folder has submodules or a sparse checkout."""
    top = _top(os.path.realpath(folder))
    if top is None:
        return False
    if os.path.isfile(os.path.join(top, ".gitmodules")):
        return True
    git = os.path.join(top, ".git")
    if os.path.isfile(git):
        with open(git, encoding="utf-8", errors="surrogateescape") as file:
            git = os.path.join(top, file.read().removeprefix("gitdir:").strip())
    return os.path.isfile(os.path.join(git, "info", "sparse-checkout"))


def _top(folder: str) -> str | None:
    """The nearest folder above that is a working tree."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder
