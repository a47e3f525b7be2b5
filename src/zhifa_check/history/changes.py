"""``--since``: which units a change of files concerns, and what of the bureau's own files changed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from zhifa_check.bureau.places import PlaceError, Places
from zhifa_check.bureau.units import Registry
from zhifa_check.git.changes import Change, changes_since
from zhifa_check.git.command import GitError, NoRepositoryError
from zhifa_check.git.repository import Repository, comparable, find_repository, top_of
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.inputs.owners import unit_of_content, unit_of_path
from zhifa_check.judge.astray import elsewhere, not_yaml, seems_handed_in
from zhifa_check.judge.findings import Notice
from zhifa_check.source.files import SUFFIXES, shown


class Changed(NamedTuple):
    """What is left to judge: the units concerned; the files of each, of nobody's only those that changed; notices."""

    units: list[str]
    by_unit: dict[str | None, list[SourceFile]]
    notices: list[Notice]


def only_changed(
    revision: str,
    registry: Registry,
    places: Places,
    paths: Sequence[Path],
    units: Sequence[str],
    by_unit: Mapping[str | None, list[SourceFile]],
) -> Changed:
    """Those of the units whom the changes since a revision concern; all, and why, where git cannot say.

    Raises PlaceError for a path that lies in no repository or in another one than the rest.
    """
    try:
        repository = _common_repository(paths)
        own = [*places.plans, *places.registries, *places.beside_units]
        changes = changes_since(repository, revision, [*paths, *own], SUFFIXES)
    except GitError as error:
        detail = f"（{error.detail}）" if error.detail else ""
        message = f"--since “{revision}”没有用上：{error}{detail}。没有按改动筛选，各单位都已核对"
        return Changed(list(units), dict(by_unit), [Notice("since-all", message)])
    config = [change for change in changes if _is_config(repository, places, change)]
    roots = [name for path in paths if (name := repository.name(path)) is not None]
    relevant = [change for change in changes if change not in config and _is_submission(change, roots)]
    touched = _touched(repository, by_unit, changes)
    concerned = {unit for change in relevant for unit in _owners_before(repository, registry, change)}
    for owner, files in touched.items():
        concerned |= {owner, *(unit_of_path(registry, file.shown) for file in files)}
    chosen = [unit for unit in units if unit in concerned]
    notices = [
        *_config_notices(repository, revision, config),
        _how_many(revision, len(chosen), len(units)),
        *_unlooked_at(repository, registry, places, roots, [change for change in changes if change not in config]),
    ]
    return Changed(chosen, {**by_unit, None: touched.get(None, [])}, notices)


def _how_many(revision: str, judged: int, units: int) -> Notice:
    """What was not looked at is never silent."""
    if judged:
        others = f"，没有改动的 {units - judged} 个没有核对" if units > judged else ""
        return Notice("since", f"自“{revision}”以来有改动的 {judged} 个单位已核对{others}")
    return Notice("since-none", f"自“{revision}”以来，没有一个单位的提交文件有改动，没有核对任何单位")


def _common_repository(paths: Sequence[Path]) -> Repository:
    """The one repository of all paths. Raises GitError where there is none, PlaceError for a path outside."""
    folders = {path if path.is_dir() else path.parent: path for path in reversed(paths)}
    tops: dict[Path, Path | None] = {}
    for folder, path in reversed(folders.items()):
        try:
            tops[path] = top_of(folder)
        except NoRepositoryError:
            tops[path] = None
    top = next((top for top in tops.values() if top is not None), None) or top_of(Path())
    for path, its_own in tops.items():
        if its_own != top:
            raise PlaceError(f"{path} 不在 git 仓库 {top} 里，--since 只能看同一个仓库里的路径")
    return find_repository(top)


def _is_config(repository: Repository, places: Places, change: Change) -> bool:
    path = repository.top / change.name
    waivers = None if places.waivers is None else repository.name(places.waivers)
    return places.belongs_to_them(path) or (waivers is not None and comparable(waivers) == comparable(change.name))


def _is_submission(change: Change, roots: Sequence[str]) -> bool:
    """Whether a path is (or, for a whole folder, may hold) a file that the check would read."""
    named = comparable(change.name) in map(comparable, roots)
    return _is_below(change, roots) and (named or change.whole or change.name.lower().endswith(SUFFIXES))


def _is_below(change: Change, roots: Sequence[str]) -> bool:
    """Whether a path lies below one of those looked at, or is one, nothing hidden between."""
    name = comparable(change.name)
    for root in map(comparable, roots):
        if name == root:
            return True
        below = name.removeprefix(f"{root}/" if root else "")
        if (not root or below != name) and not any(part.startswith(".") for part in below.split("/")):
            return True
    return False


def _unlooked_at(
    repository: Repository, registry: Registry, places: Places, roots: Sequence[str], changes: Sequence[Change]
) -> Iterator[Notice]:
    """What was handed in as a table, or outside the submissions: both would pass without a word."""
    there = [(repository.top / change.name, _is_below(change, roots)) for change in changes if change.is_there]
    ours = (*SUFFIXES, ".md")
    yield from not_yaml(shown(path) for path, below in there if below and not path.name.lower().endswith(ours))
    for path, below in there:
        if not below and path.is_file() and seems_handed_in(registry, places, path):
            yield elsewhere(path)


def _owners_before(repository: Repository, registry: Registry, change: Change) -> Iterator[str | None]:
    """Whom the path names, deleted or not, and whom its content at the base named."""
    yield unit_of_path(registry, shown(repository.top / change.name))
    if change.before is not None:
        yield unit_of_content(registry, change.before)


def _touched(
    repository: Repository, by_unit: Mapping[str | None, Sequence[SourceFile]], changes: Sequence[Change]
) -> dict[str | None, list[SourceFile]]:
    """The files of the working tree that changed: under their own name, or under that of the file they link to."""
    names = {comparable(change.name) for change in changes}
    folders = tuple(f"{comparable(change.name)}/" for change in changes if change.whole)

    def is_touched(path: Path) -> bool:
        folder, target = repository.name(path.parent), repository.name(path)
        own = None if folder is None else f"{folder}/{path.name}".lstrip("/")
        spelt = [comparable(name) for name in (own, target) if name is not None]
        return any(name in names or name.startswith(folders) for name in spelt)

    found = {unit: [file for file in files if is_touched(file.path)] for unit, files in by_unit.items()}
    return {unit: files for unit, files in found.items() if files}


def _config_notices(repository: Repository, revision: str, changes: Sequence[Change]) -> Iterator[Notice]:
    for change in changes:
        file = shown(repository.top / change.name)
        how = "有改动" if change.was_there and change.is_there else "新增" if change.is_there else "被删除"
        message = (
            f"{file} 自“{revision}”以来{how}。计划、名册、核准不计、认定、放假安排和收件登记只能由司法局改动"
            "（由 CODEOWNERS 把关），"
            "请核对这次改动是否经司法局同意"
        )
        yield Notice("config-changed", message, None, file)
