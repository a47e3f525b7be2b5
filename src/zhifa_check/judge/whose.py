"""Whose each submission file is, where its head and its folder disagree too."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from zhifa_check.bureau.units import Registry
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.inputs.owners import unit_of_content, unit_of_path
from zhifa_check.judge.findings import Notice
from zhifa_check.source.files import other_files, read_limited, shown


def files_by_unit(registry: Registry, files: Sequence[Path]) -> tuple[dict[str | None, list[SourceFile]], list[Notice]]:
    """The files of each unit, None standing for nobody's; what is odd about their places is said."""
    by_unit: dict[str | None, list[SourceFile]] = {}
    notices = []
    for path in files:
        name = shown(path)
        declared = None
        with suppress(OSError):
            declared = unit_of_content(registry, read_limited(path))
        told = unit_of_path(registry, name)
        unit = declared or told
        by_unit.setdefault(unit, []).append(SourceFile(path, name, unit))
        if declared and told and declared != told:
            owner, folder = registry.by_id[declared].name, registry.by_id[told].name
            message = f"文件放在“{folder}”的文件夹里，写的单位却是“{owner}”，按“{owner}”认定，请核对是否填错"
            notices.append(Notice("other-folder", message, declared, name, 1))
    if None in by_unit:
        message = f"有 {len(by_unit[None])} 份文件看不出是哪个单位的，没有计入任何单位"
        notices.append(Notice("no-unit", message))
    return by_unit, notices


#: So many of the files that nobody reads are named.
_FEW = 3


def unread(registry: Registry, paths: Sequence[Path], units: Sequence[str]) -> Iterator[Notice]:
    """Files beside the submissions that are none, of the units judged; of no unit where all are judged."""
    whole = len(units) == len(registry.by_id)
    names = sorted(
        name
        for path in paths
        for name in map(shown, other_files(path))
        if (unit := unit_of_path(registry, name)) in units or (whole and unit is None)
    )
    if names:
        more = "等" if len(names) > _FEW else ""
        message = (
            f"有 {len(names)} 份文件不是 .yaml，没有看：{'、'.join(names[:_FEW])}{more}。"
            "记事本存成 .yaml.txt 的请改名，表格请用 zhifa import 导入，别的请移走"
        )
        yield Notice("not-yaml", message)
