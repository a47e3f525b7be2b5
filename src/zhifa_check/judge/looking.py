"""What a run looks at: the files below its paths, the units that these name, and what could not be looked at."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zhifa_check.bureau.places import CannotJudgeError, Places
from zhifa_check.bureau.units import Unit
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.inputs.owners import unit_of_path
from zhifa_check.judge.findings import Notice
from zhifa_check.judge.frame import Frame
from zhifa_check.judge.whose import files_by_unit, named_by
from zhifa_check.source.checkout import may_lack
from zhifa_check.source.document import SourceError
from zhifa_check.source.files import SUFFIXES, read_limited, shown
from zhifa_check.source.loader import load
from zhifa_check.source.tree import Refusal, Tree, look


def look_at(
    frame: Frame, places: Places, paths: Sequence[Path], units: Sequence[str]
) -> tuple[Tree, list[str], list[Notice]]:
    """What lies below the paths, and whom to judge by it: the units that the paths name, of those asked for."""
    there(paths)
    named = named_by(frame.registry, places, paths, suppliers(frame))
    if named is None:
        return survey(paths), list(units), []
    seen = survey(named.folders, within_parent=True)
    seen.add(survey(named.beside, within_parent=True))
    chosen = [unit for unit in named.units if unit in units]
    names = "、".join(frame.registry.by_id[unit].name for unit in named.units)
    if not chosen:
        raise CannotJudgeError(f"--unit 指定的单位不在这些路径里，路径里只有{names}。请改路径，或不写 --unit")
    where = "、".join(shown(folder) for folder in named.folders)
    message = f"只看了 {where}，只核对了{names}，其余 {len(frame.registry.units) - len(chosen)} 个单位没有核对"
    if unheard := _unheard(frame, places, chosen, seen):
        message += f"。没有看到{'、'.join(unheard)}的文件，要看它们怎么说的要求按没有说认定"
    return seen, chosen, [Notice("narrowed", message)]


def _unheard(frame: Frame, places: Places, units: Sequence[str], seen: Tree) -> list[str]:
    """Units whose sections a rule about these units rests on, and of which nothing was seen."""
    chosen = [frame.registry.by_id[unit] for unit in units]
    needed = [
        by
        for requirement in frame.plan.requirements
        if (wanted := requirement.rule.foreign()) and any(requirement.binds.includes(unit) for unit in chosen)
        for by in wanted[1:]
    ]
    heard = {unit_of_path(frame.registry, places.name_of(path)) for path in seen.files}
    return [
        unit.name
        for unit in frame.registry.units
        if unit.id not in heard and any(by.includes(unit) for by in needed) and unit not in chosen
    ]


def there(paths: Sequence[Path]) -> None:
    """Raises CannotJudgeError for a path that is not there."""
    for path in paths:
        if not os.path.lexists(path):  # Path.exists raises at a name that is too long
            raise CannotJudgeError(f"找不到 {path}")


def survey(paths: Sequence[Path], *, within_parent: bool = False) -> Tree:
    """All that lies below the paths; with ``within_parent`` links to the folders beside them lead nowhere else."""
    seen = Tree()
    for path in paths:
        seen.add(look(path, Path(os.path.realpath(path.parent)) if within_parent else None))
        if path.is_dir() and may_lack(path):
            seen.refused += _left_out(path)
    return seen


def _left_out(folder: Path) -> Iterator[Refusal]:
    from zhifa_check.git.repository import left_out

    for path, whole in left_out(folder):
        if whole:
            message = "git 子模块没有取下来，里面有什么没有看到。请运行 git submodule update --init"
        elif path.name.lower().endswith(SUFFIXES):
            message = "git 稀疏检出（sparse checkout）没有取这份文件，内容没有看到。请运行 git sparse-checkout disable"
        else:
            continue
        yield Refusal(path, message, folder=whole)


def submission_files(seen: Tree, places: Places) -> list[Path]:
    """Every submission file of what was seen, in path order, each once."""
    found: dict[str, Path] = {}
    for file in seen.submissions():
        if not places.belongs_to_them(file):
            found.setdefault(shown(file), file)
    return [found[name] for name in sorted(found)]


def files_of(frame: Frame, places: Places, folder: Path, unit: Unit) -> list[SourceFile]:
    """The unit's files below a folder; none where the folder is not there yet."""
    seen = survey((folder,)) if folder.is_dir() else Tree()
    found = files_by_unit(frame, places, submission_files(seen, places))[0].get(unit.id, [])
    return [file for file in found if file.year is None]


def own_documents(
    frame: Frame, places: Places, folder: Path, unit: Unit
) -> tuple[list[Mapping[str, object]], list[str]]:
    """What the unit's files of the judged year hold, and in words which of them cannot be read. Raises OSError."""
    found: list[Mapping[str, object]] = []
    unread = []
    for file in files_of(frame, places, folder, unit):
        line = 1
        try:
            data = load(read_limited(file.path), file.shown).data
        except SourceError as error:
            data, line = "", error.line
        if isinstance(data, dict):
            found.append(data)
        elif data is not None:
            unread.append(f"{file.shown}:{line} 读不出来，表格里填不上已经报了的。请先改正这个文件")
    return found, unread


def no_submissions(paths: Sequence[Path], seen: Tree) -> CannotJudgeError:
    """The refusal of paths with nothing to look at."""
    if seen.refused:
        return CannotJudgeError("；".join(f"{shown(one.path)}：{one.message}" for one in seen.refused))
    where = "、".join(str(path) for path in paths)
    return CannotJudgeError(f"{where} 里没有找到提交文件（*.yaml）。请检查路径，文件名要以 .yaml 结尾")


def suppliers(frame: Frame) -> list[str]:
    """The units whose sections the rules of others rest on."""
    wanted = [one for rule in frame.rules.values() if (one := rule.foreign()) is not None]
    return [unit.id for unit in frame.registry.units if any(by.includes(unit) for _, by in wanted)]
