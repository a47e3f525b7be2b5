"""Whose each submission file is, where its head and its folder disagree too, and whom the paths of a run name."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from zhifa_check.bureau.places import Places
from zhifa_check.bureau.units import Registry
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.inputs.owners import head_of_file, unit_of_folder, unit_of_path
from zhifa_check.judge.findings import Notice
from zhifa_check.judge.frame import Frame
from zhifa_check.source.files import shown
from zhifa_check.source.tree import Refusal


def files_by_unit(
    frame: Frame, places: Places, files: Iterable[Path], refused: Iterable[Refusal] = ()
) -> tuple[dict[str | None, list[SourceFile]], list[Notice]]:
    """The files of each unit, None standing for nobody's; what is odd about their places is said.

    Those of a year that has another plan are left aside; of a year that rules look back into they carry its number.

    A folder that was not looked at and names no unit may hold anybody's files: it stands among those of every unit.
    """
    registry = frame.registry
    by_unit: dict[str | None, list[SourceFile]] = {}
    notices = []
    aside: Counter[str] = Counter()
    others = {str(year): year for year in frame.other_years}
    for path in files:
        name = shown(path)
        declared, year = None, None
        with suppress(OSError):
            declared, year = head_of_file(registry, path)
        if year not in others and frame.is_of_another_year(year):
            aside[str(year)] += 1
            continue
        place = places.name_of(path)
        # a folder says whose its files are: one that is headed by another unit is refused, and counts for nobody
        unit = unit_of_folder(registry, place) or declared or unit_of_path(registry, place)
        by_unit.setdefault(unit, []).append(SourceFile(path, name, unit, year=others.get(year or "")))
        if unit and (told := unit_of_path(registry, place)) and declared == unit != told:
            owner, called = registry.by_id[unit].name, registry.by_id[told].name
            message = f"文件的名称是“{called}”，写的单位却是“{owner}”，按“{owner}”认定，请核对是否填错"
            notices.append(Notice("other-name", message, unit, name, 1))
    if aside:
        counted = "、".join(f"{year} 年度 {count} 份" for year, count in sorted(aside.items()))
        message = f"这次核对 {frame.plan.year} 年度，别的年度的文件没有看：{counted}，要核对请用 --year"
        notices.append(Notice("other-year", message))
    for one in refused:
        unit = unit_of_path(registry, places.name_of(one.path))
        by_unit.setdefault(unit, []).append(SourceFile(one.path, shown(one.path), unit, one.message))
        if unit is None and one.folder:
            for other in registry.by_id:
                file = SourceFile(one.path, shown(one.path), other, one.message, told=True)
                by_unit.setdefault(other, []).append(file)
    if None in by_unit:
        message = f"有 {len(by_unit[None])} 份文件看不出是哪个单位的，没有计入任何单位"
        notices.append(Notice("no-unit", message))
    return by_unit, notices


class Named(NamedTuple):
    """The units that the paths of a run name; what is to be looked at for each, and what for the rules on others."""

    units: list[str]
    folders: list[Path]
    beside: list[Path]


def named_by(registry: Registry, places: Places, paths: Sequence[Path], suppliers: Iterable[str]) -> Named | None:
    """Whom the paths name, by their own folder or one above; None where any of them names nobody.

    Nobody is to be judged by a part of what it handed in, nor without what the units that others' rules rest on
    (``suppliers``) said of it: the whole folder is looked at, and those of the suppliers beside it.
    """
    found: dict[Path, str] = {}
    for path in paths:
        owned = _own_folder(registry, places, path)
        if owned is None:
            return None
        found.setdefault(*owned)
    units = set(found.values())
    beside = [
        folder
        for parent in dict.fromkeys(Path(os.path.realpath(folder)).parent for folder in found)
        for supplier in suppliers
        for name in registry.by_id[supplier].names
        if supplier not in units and (folder := parent / name).is_dir()
    ]
    return Named([unit for unit in registry.by_id if unit in units], list(found), beside)


def _own_folder(registry: Registry, places: Places, path: Path) -> tuple[Path, str] | None:
    """The folder of a unit that a path is or lies in, or the file itself where its name or head says whose it is."""
    name = places.name_of(path)
    is_file = not path.is_dir()
    parts = name.split("/")
    for up in range(1 if is_file else 0, len(parts)):
        unit = registry.ids.get(parts[-1 - up])
        if unit is not None:
            return (_above(path, up) if up else path), unit
    if not is_file:
        return None
    unit = unit_of_path(registry, name)
    with suppress(OSError):
        unit = head_of_file(registry, path)[0] or unit
    return None if unit is None else (path, unit)


def _above(path: Path, up: int) -> Path:
    whole = path if up <= len(path.parents) and ".." not in path.parts else Path(os.path.realpath(path))
    return whole.parents[up - 1]
