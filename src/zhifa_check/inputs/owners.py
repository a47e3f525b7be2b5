"""Whose a submission file is: the unit that it names, and the unit that its place names."""

from pathlib import Path

from zhifa_check.bureau.units import Registry
from zhifa_check.source.files import SUFFIXES
from zhifa_check.source.loader import head


def unit_of_content(registry: Registry, content: bytes) -> str | None:
    """The id of the unit that a file's head names."""
    return registry.ids.get(head(content, "单位") or "")


def unit_of_path(registry: Registry, name: str) -> str | None:
    """The id of the unit that the nearest folder names, else the file's own stem."""
    *folders, file = name.split("/")
    stem = file[: -len(Path(file).suffix)] if file.lower().endswith(SUFFIXES) else file
    return next((unit for word in (*reversed(folders), stem) if (unit := registry.ids.get(word))), None)
