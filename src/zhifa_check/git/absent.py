"""What git knows and the working tree lacks on purpose: files of a sparse checkout, submodules not fetched."""

import os
from collections.abc import Iterator
from pathlib import Path

from zhifa_check.git.command import GitError, run_git

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
