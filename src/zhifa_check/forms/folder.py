"""The folder of a unit: a name that Windows can hold, and what stands in it already."""

import re
from collections.abc import Iterable
from pathlib import Path

from zhifa_check.bureau.units import Unit
from zhifa_check.format.format import Format
from zhifa_check.source.files import read_limited
from zhifa_check.words.told import ToldError

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
#: Windows keeps these for devices, whatever comes after a dot.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
#: What file systems take for one name, in bytes of UTF-8.
_LONGEST = 255
_KEY = re.compile(r"^([^\s#:：-][^\s:：]*)[ \t]*[:：]", re.MULTILINE)


class FolderNameError(ToldError):
    """None of a unit's names may be a folder's."""


def unit_folder(unit: Unit) -> str:
    """The first of the unit's names that may be a folder on Windows and that is not hidden: name, full name or id.

    Each of them is found again as the unit's own when submissions are read. Raises FolderNameError where none will do.
    """
    names = dict.fromkeys(filter(None, (unit.name, unit.full_name, unit.id)))
    found = next((name for name in names if _is_safe(name)), None)
    if found is None:
        raise FolderNameError(f"“{unit.name}”的名称、全称和代号都不能用作文件夹的名称，请在单位名册里改正")
    return found


def _is_safe(name: str) -> bool:
    return not (
        _FORBIDDEN.search(name)
        or _DEVICES.fullmatch(name)
        or name != name.strip()
        or name.startswith(".")
        or name.endswith(".")
        or len(name.encode()) > _LONGEST
    )


def sections_in(files: Iterable[Path], known: Format) -> dict[str, Path]:
    """The sections that files hold already, also those of a file that cannot be read as YAML."""
    found: dict[str, Path] = {}
    for file in sorted(files):
        text = read_limited(file).decode("utf-8-sig", "replace")
        for name in _KEY.findall(text):
            if name in known:
                found.setdefault(name, file)
    return found
