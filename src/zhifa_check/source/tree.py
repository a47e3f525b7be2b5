"""A folder looked at to its end: what was found, and what was not looked at, so that nobody takes it for absent."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from zhifa_check.source.files import SUFFIXES, reason

LINK = "这是指向别处的链接，不跟过去看。请把文件本身放在这里"


class Refusal(NamedTuple):
    """A file or folder that was not looked at, and why; below a folder there may be anything."""

    path: Path
    message: str
    folder: bool


@dataclass(slots=True)
class Tree:
    """All regular names below a folder, hidden ones aside, in no particular order."""

    files: list[Path] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    named: set[Path] = field(default_factory=set)

    def add(self, other: "Tree") -> None:
        """Take in what another look found."""
        self.files += other.files
        self.refused += other.refused
        self.named |= other.named

    def submissions(self) -> Iterator[Path]:
        """The files that are read as YAML: by their suffix, or because they were asked for by name."""
        return (path for path in self.files if path in self.named or path.name.lower().endswith(SUFFIXES))

    def strangers(self) -> Iterator[Path]:
        """Those that somebody may take for a submission and nobody reads; pages about it (``*.md``) are none."""
        own = (*SUFFIXES, ".md")
        return (path for path in self.files if path not in self.named and not path.name.lower().endswith(own))


def look(root: Path, within: Path | None = None) -> Tree:
    """What lies below a folder, or the file itself; links that lead out of ``within`` (the folder itself) are refused.

    A link to a folder inside is left out and not refused: what it leads to is looked at under its own name.
    """
    tree = Tree()
    if not os.path.isdir(root):
        tree.files.append(root)
        tree.named.add(root)
        return tree
    base = os.path.realpath(within or root)
    if within and os.path.islink(root) and not _seen_anyway(root, base):
        tree.refused.append(Refusal(root, LINK, folder=True))
        return tree
    waiting = [os.fspath(root)]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            message = f"文件夹打不开（{reason(error)}），里面有什么没有看到。请检查权限"
            tree.refused.append(Refusal(Path(folder), message, folder=True))
            continue
        waiting += _sort_out(entries, base, tree)
    return tree


def _sort_out(entries: list[os.DirEntry[str]], base: str, tree: Tree) -> Iterator[str]:
    """Files and refusals into the tree; the folders to look at next."""
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_symlink():
            if entry.is_dir():
                yield entry.path
            else:
                tree.files.append(Path(entry.path))
        elif (refused := _refused(entry.path, base)) is not None:
            tree.refused.append(refused)
        elif not os.path.isdir(entry.path):
            tree.files.append(Path(entry.path))


def _refused(link: str, base: str) -> Refusal | None:
    """Why a link is not followed; one to nothing may have been a folder, unless its name says that it is a file."""
    if os.path.isdir(link):
        return None if _seen_anyway(link, base) else Refusal(Path(link), LINK, folder=True)
    if os.path.isfile(link):
        return None if _inside(os.path.realpath(link), base) else Refusal(Path(link), LINK, folder=False)
    if os.path.exists(link) or link.lower().endswith(SUFFIXES):
        return None
    return Refusal(Path(link), "这是指向别处的链接，那里什么也没有。请把文件本身放在这里", folder=True)


def _inside(real: str, base: str) -> bool:
    return real == base or real.startswith(os.path.join(base, ""))


def _seen_anyway(path: str | Path, base: str) -> bool:
    """Whether a folder that a link leads to is looked at under another name: inside, and not below a hidden one."""
    real = os.path.realpath(path)
    return _inside(real, base) and not any(part.startswith(".") for part in Path(os.path.relpath(real, base)).parts)
