"""Files written where none are: nothing is overwritten, and nothing is written outside the folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zhifa_check.source.files import reason
from zhifa_check.source.writing import write_new


@dataclass(slots=True)
class Laid:
    """Paths below the folder: made, and kept since something was there."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class LayingError(Exception):
    """The folder cannot be written to; ``laid`` is what was done before."""

    def __init__(self, message: str, laid: Laid) -> None:
        super().__init__(message)
        self.laid = laid


def lay(folder: Path, files: Mapping[str, bytes]) -> Laid:
    """Write every file that is not there yet. Raises LayingError; a file half written is taken away again."""
    laid = Laid()
    at = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        root = os.path.realpath(folder)
        for name, content in files.items():
            at = name
            target = folder / name
            if os.path.lexists(target):
                laid.kept.append(name)
                continue
            whole = os.path.realpath(target.parent)
            if whole != root and not whole.startswith(root.rstrip(os.sep) + os.sep):
                raise LayingError(f"{name} 会写到 {folder} 以外（{target.parent} 是指向别处的链接），没有写", laid)
            (laid.made if write_new(target, content) else laid.kept).append(name)
    except OSError as error:
        where = folder / at
        if isinstance(error, FileExistsError | NotADirectoryError):
            raise LayingError(f"写不了 {where}：要放文件夹的地方有一个同名的文件", laid) from error
        raise LayingError(f"写不了 {where}（{reason(error)}）", laid) from error
    return laid
