"""A repository of submissions file by file: paths and contents, then written where nothing is yet."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zhifa_check.bureau.places import ATTESTED, CALENDAR, PLANS, RECEIVED, WAIVERS, Places, shipped
from zhifa_check.bureau.units import Unit
from zhifa_check.forms.folder import unit_folder
from zhifa_check.judge.frame import Frame
from zhifa_check.repository.ci import ci_files, template
from zhifa_check.repository.hosts import HOSTS
from zhifa_check.repository.installed import RECORD, record
from zhifa_check.repository.owners import codeowners
from zhifa_check.repository.package import Package
from zhifa_check.repository.pages import front_page, unit_page
from zhifa_check.schema.editor import editor_files
from zhifa_check.source.files import reason
from zhifa_check.source.writing import write_new
from zhifa_check.words.told import ToldError

#: What every host takes as it is: path to template.
_PLAIN = {
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".editorconfig": "editorconfig",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    "zhifa.cmd": "zhifa.cmd",
}


def repository_files(frame: Frame, places: Places, host_name: str, package: Package) -> dict[str, bytes]:
    """All files of a repository on a host of ``HOSTS``. Raises ToldError and FolderNameError."""
    host, plan, units = HOSTS[host_name], frame.plan, frame.registry.units
    folders = _folders(units)
    ci = ci_files(host_name, package.given, package.python)
    texts = {"README.md": front_page(host, plan, units, folders)}
    texts |= {
        f"submissions/{folders[unit.id]}/README.md": unit_page(host, plan, units, unit, folders[unit.id])
        for unit in units
    }
    texts |= {path: template(name) for path, name in _PLAIN.items()}
    texts[host.codeowners] = codeowners(host, plan, units, folders, list(ci))
    texts |= ci | editor_files(frame)
    made = {path: _encoded(path, text) for path, text in texts.items()} | package.files
    ours = {path: made[path] for path in (*ci, *package.files)}
    return dict(_data(frame, places)) | made | {RECORD: record(host_name, package, ours)}


def _encoded(path: str, text: str) -> bytes:
    """UTF-8; where Windows runs a file, with the ends of lines that it asks for."""
    return (text.replace("\n", "\r\n") if path.endswith(".cmd") else text).encode()


def _folders(units: tuple[Unit, ...]) -> dict[str, str]:
    folders: dict[str, str] = {}
    owners: dict[str, Unit] = {}
    for unit in units:
        folders[unit.id] = unit_folder(unit)
        other = owners.setdefault(folders[unit.id].casefold(), unit)
        if other is not unit:
            raise ToldError(f"“{other.name}”和“{unit.name}”的文件夹在 Windows 上是同一个，请在单位名册里改名")
    return folders


def _data(frame: Frame, places: Places) -> Iterator[tuple[str, bytes]]:
    """The files that the repository is judged by, as they are."""
    for path in places.plans:
        # only files of this name are found again
        name = path.name if path.match(PLANS) else f"plan_{frame.plan.year}.yaml"
        yield f"data/{name}", _read(path)
        source = path.with_name(f"source_{Path(name).stem}.txt")
        if source.is_file():
            yield f"data/{source.name}", _read(source)
    yield "data/units.yaml", _read(places.units)
    yield "data/waivers.yaml", _read(places.waivers or shipped() / WAIVERS)
    # those of the example county are nobody else's
    own = places.rulings if places.units.parent != shipped() else None
    yield "data/rulings.yaml", _read(own) if own else template("rulings.yaml").encode()
    if places.attested or (frame.in_force and frame.in_force.figures):
        yield f"data/{ATTESTED}", _read(places.attested) if places.attested else template(ATTESTED).encode()
    yield "data/calendar.yaml", _read(places.calendar or shipped() / CALENDAR)
    yield "data/received.yaml", _read(places.received or shipped() / RECEIVED)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ToldError(f"读不出 {path}（{reason(error)}）") from error


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
