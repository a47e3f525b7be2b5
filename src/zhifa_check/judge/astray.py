"""Files that somebody handed in where nobody looks, or in a form that nobody reads: said, since both are green."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from zhifa_check.bureau.places import DATA, Places, shipped
from zhifa_check.bureau.units import Registry
from zhifa_check.inputs.owners import unit_of_path
from zhifa_check.judge.findings import Notice
from zhifa_check.source.files import SUFFIXES, read_limited, shown
from zhifa_check.source.tree import Tree

#: Files that people fill in where a submission is wanted.
_FILLED_IN = (".xlsx", ".xls", ".xlsm", ".et", ".ett", ".ods", ".csv", ".docx", ".doc", ".wps")
#: What office programs, editors and systems leave beside a file, which nobody handed in.
_LEFT_BEHIND = re.compile(r"(?:~\$.*|.*(?:~|\.tmp|\.swp)|thumbs\.db|desktop\.ini)", re.IGNORECASE)
#: So many of the files that nobody reads are named.
_FEW = 3


def unread(registry: Registry, places: Places, seen: Tree, units: Sequence[str]) -> Iterator[Notice]:
    """Files beside the submissions that are none, of the units judged; of no unit where all are judged."""
    whole = len(units) == len(registry.by_id)
    found = (
        path
        for path in seen.strangers()
        if (unit := unit_of_path(registry, places.name_of(path))) in units or (whole and unit is None)
    )
    yield from not_yaml(map(shown, found))


def not_yaml(names: Iterable[str]) -> Iterator[Notice]:
    """One notice of all, at the first."""
    if told := sorted(name for name in names if not _LEFT_BEHIND.fullmatch(name.rpartition("/")[2])):
        more = "等" if len(told) > _FEW else ""
        message = (
            f"有 {len(told)} 份文件不是 .yaml，没有看：{'、'.join(told[:_FEW])}{more}。"
            "记事本存成 .yaml.txt 的请改名，表格请用 zhifa import 导入，别的请移走"
        )
        yield Notice("not-yaml", message, file=told[0])


def astray(registry: Registry, places: Places, seen: Tree) -> Iterator[Notice]:
    """What lies in ``data/`` or in the folder around it and looks as if it were handed in."""
    if places.units.parent == shipped():
        return
    data = places.units.absolute().parent
    with suppress(OSError):
        there = sorted([*data.parent.iterdir(), *(data.iterdir() if data.name == DATA else ())])
        strays = [path for path in there if path.is_file() and seems_handed_in(registry, places, path)]
        looked_at = set(map(os.path.realpath, seen.files if strays else ()))
        yield from (elsewhere(path) for path in strays if os.path.realpath(path) not in looked_at)


def seems_handed_in(registry: Registry, places: Places, path: Path) -> bool:
    """Whether a file outside the submissions is one to all appearances."""
    name = path.name.lower()
    if not name.endswith((*SUFFIXES, *_FILLED_IN)):
        return False
    bureaus = os.path.realpath(path.parent) == os.path.realpath(places.units.parent)
    hidden = any(part.startswith(".") for part in places.name_of(path).split("/"))
    if hidden or _LEFT_BEHIND.fullmatch(name) or places.belongs_to_them(path):
        return False
    if not name.endswith(SUFFIXES):
        # the bureau keeps tables of its own beside the registry
        return not bureaus
    with suppress(OSError):
        content = read_limited(path)
        from zhifa_check.source.events import head

        return unit_of_path(registry, path.name) is not None or any(head(content, key) for key in ("单位", "年度"))
    return False


def elsewhere(path: Path) -> Notice:
    """What to do with a file that was put outside the submissions."""
    mend = (
        "放进 submissions/ 里本单位的文件夹"
        if path.name.lower().endswith(SUFFIXES)
        else "用 zhifa import 导入，已经导入过的不用管"
    )
    return Notice("astray", f"{shown(path)} 不在各单位的文件夹里，没有看，不算已经报送。请{mend}", file=shown(path))
