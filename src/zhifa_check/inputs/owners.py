"""Whose a submission file is: the unit that it names, and the unit that its place names."""

import re
from pathlib import Path

from zhifa_check.bureau.units import Registry
from zhifa_check.source.files import SUFFIXES, read_limited
from zhifa_check.words.signs import plain

#: The folder in which all units have theirs, by custom.
SUBMISSIONS = "submissions"
#: 「培训班 - 副本.yaml」「案卷评查 (1).yaml」「备份/」「Copy of 人员.yaml」.
_COPY = re.compile(
    r"副本|复件|复本|备份|拷贝|[(（][0-9]{1,2}[)）]|(?<![a-z])(?:copy|backup|bak)(?![a-z])", re.IGNORECASE
)

#: The usual start of a file, which needs no parser: comments, then the unit in plain words, then the year.
_USUAL = re.compile(
    r"(?:\ufeff?)(?:#[^\n]*\n|[ \r]*\n)*单位: +([\w（）]+) *\r?\n(?:#[^\n]*\n)*年度: +([0-9]{4}) *\r?(?:\n|$)"
)
_START = 2048


def head_of_file(registry: Registry, path: Path) -> tuple[str | None, str | None]:
    """The id of the unit that a file's head names, and its 年度. Raises OSError."""
    usual = _USUAL.match(read_limited(path, _START).decode("utf-8", "ignore"))
    if usual:
        return registry.ids.get(plain(usual[1])), usual[2]
    from zhifa_check.source.events import head

    content = read_limited(path)
    return unit_of_content(registry, content), head(content, "年度")


def unit_of_content(registry: Registry, content: bytes) -> str | None:
    """The id of the unit that a file's head names."""
    from zhifa_check.source.events import head

    return registry.ids.get(head(content, "单位") or "")


def unit_of_folder(registry: Registry, name: str) -> str | None:
    """The id of the unit that the nearest folder on a path names."""
    *folders, _ = name.split("/")
    if Path(name).is_absolute() and SUBMISSIONS in folders:
        # what stands above says on whose machine the submissions lie, and not whose they are
        folders = folders[folders.index(SUBMISSIONS) :]
    return next((unit for word in reversed(folders) if (unit := registry.ids.get(plain(word)))), None)


def unit_of_path(registry: Registry, name: str) -> str | None:
    """The id of the unit that the nearest folder names, else the file's own stem."""
    file = name.rpartition("/")[2]
    stem = file[: -len(Path(file).suffix)] if file.lower().endswith(SUFFIXES) else file
    return unit_of_folder(registry, name) or registry.ids.get(plain(stem))


def says_copy(name: str) -> bool:
    """Whether a file's name or a folder on its path says that it is a copy: of two equal records its one is refused."""
    return bool(_COPY.search(name))
