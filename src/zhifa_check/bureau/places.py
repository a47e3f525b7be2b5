"""Where plan, registry and waivers lie: beside the submissions, else as shipped."""

import errno
import fnmatch
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from zhifa_check.source.files import reason, shown
from zhifa_check.words.told import ToldError

PLANS = "plan_*.yaml"
UNITS = "units.yaml"
#: The registry of one year, where units or their roles were others than they are today.
UNITS_OF_A_YEAR = "units_*.yaml"
WAIVERS = "waivers.yaml"
RULINGS = "rulings.yaml"
CALENDAR = "calendar.yaml"
RECEIVED = "received.yaml"
ATTESTED = "attested.yaml"
HEADERS = "headers.yaml"
TEMPLATES = "templates"
SOURCES = "source_plan_*.txt"
#: Where the bureau's files lie, in the folder in which the submissions are.
DATA = "data"
_OF_THE_BUREAU = frozenset({UNITS, WAIVERS, RULINGS, CALENDAR, RECEIVED, ATTESTED, HEADERS})


class CannotJudgeError(ToldError):
    """Nothing can be judged."""


class PlaceError(CannotJudgeError):
    """A file that was asked for is not there or cannot be read, or two answers are possible."""


class Templates(NamedTuple):
    """The bureau's Word templates: its own beside the registry, each one that it has not from the package."""

    folders: tuple[Path, ...]

    def of(self, name: str) -> Path:
        """The template to fill in."""
        return next((file for folder in self.folders if (file := folder / name).is_file()), self.folders[-1] / name)


class Places(NamedTuple):
    """The files that a run is judged by; of several plans the as-of date decides.

    ``received`` is what the bureau got by mail, ``attested`` the figures that it enters; None where there is no file.
    """

    plans: tuple[Path, ...]
    units: Path
    waivers: Path | None
    rulings: Path | None = None
    calendar: Path | None = None
    received: Path | None = None
    attested: Path | None = None

    @property
    def about_units(self) -> tuple[Path | None, ...]:
        """The bureau's files about units, each in its place; None where there is none."""
        return self[2:]

    @property
    def beside_units(self) -> tuple[Path, ...]:
        """Those that there are."""
        return tuple(file for file in self.about_units if file is not None)

    @property
    def other_plans(self) -> list[Path]:
        """Plans beside those to judge by, where these were named: they only tell which years there are."""
        folders = {file.parent for file in (*self.plans, self.units)}
        own = {os.path.realpath(plan) for plan in self.plans}
        found = {path for folder in folders for path in folder.glob(PLANS) if os.path.realpath(path) not in own}
        return sorted(found)

    def units_of(self, year: int) -> Path:
        """The registry of a year: its own beside ``units.yaml`` if there is one."""
        own = self.units.with_name(UNITS_OF_A_YEAR.replace("*", str(year)))
        return own if self.units.name == UNITS and os.path.lexists(own) else self.units

    @property
    def registries(self) -> list[Path]:
        """The registry, and those of single years beside it."""
        return [self.units, *sorted(self.units.parent.glob(UNITS_OF_A_YEAR) if self.units.name == UNITS else ())]

    @property
    def borrows_units(self) -> bool:
        """Whether plans of a place of its own are to be judged by the registry of the package."""
        ours = _real(os.fspath(shipped()))
        at_home = [_real(os.fspath(file.parent)) == ours for file in (self.units, *self.plans)]
        return at_home[0] and self.units.name == UNITS and not all(at_home)

    @property
    def files(self) -> list[Path]:
        """All that there are: whatever follows from the bureau's files follows from these."""
        return [*self.plans, *self.other_plans, *self.registries, *self.beside_units]

    def name_of(self, path: Path) -> str:
        """A path from the folder around the bureau's files: the folders above that say nothing of whose a file is."""
        # a link stands where it is, not where it leads
        whole = _whole(path, usual=path.name not in ("", ".."))
        for root in (self.units.parent, self.units.parent.parent):
            above = os.path.join(_real(os.fspath(root)), "")
            if whole.startswith(above):
                return Path(whole[len(above) :]).as_posix()
        return shown(path)

    @property
    def templates(self) -> Templates:
        """Where Word templates lie."""
        return Templates((self.units.parent / TEMPLATES, shipped() / TEMPLATES))

    def belongs_to_them(self, path: Path) -> bool:
        """Whether a file is configuration and so no submission."""
        # realpath and not Path.resolve, which raises at links that point at each other
        whole = _whole(path, usual=path.name not in ("", "..") and not os.path.islink(path))
        own = {_real(os.fspath(file)) for file in (self.units, *self.plans)}
        if whole in own or os.path.dirname(whole) not in map(os.path.dirname, own):
            return whole in own
        return path.match(PLANS) or path.match(UNITS_OF_A_YEAR) or path.name in _OF_THE_BUREAU


def _whole(path: Path, *, usual: bool) -> str:
    """Where a file lies; of a usual one its folder alone is asked for, once for all that lie there."""
    return os.path.join(_real(os.path.dirname(path)), path.name) if usual else os.path.realpath(path)


# by text: a path is a new object for every file, and takes long to compare
@lru_cache(maxsize=4096)
def _real(path: str) -> str:
    """Where a folder lies, or a file of the bureau's, all through one run."""
    return os.path.realpath(path)


def shipped() -> Path:
    """The data folder of the package, in a wheel and in a checkout alike."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent.parent / "data"


def find_places(
    paths: Sequence[Path],
    plan: Path | None = None,
    units: Path | None = None,
    waivers: Path | None = None,
    rulings: Path | None = None,
    calendar: Path | None = None,
) -> Places:
    """Options first, then the nearest ``data/`` folder above the paths, then the package. Raises PlaceError."""
    _real.cache_clear()
    for given in (plan, units, waivers, rulings, calendar):
        if given is not None and not os.path.isfile(given):
            raise PlaceError(f"找不到文件 {given}")
    plans = (plan,) if plan else tuple(sorted(_one_folder(paths, PLANS).glob(PLANS)))
    registry = units or _one_folder(paths, UNITS) / UNITS

    def beside(name: str, given: Path | None = None) -> Path | None:
        own = registry.parent / name
        return given or (own if os.path.lexists(own) else None)

    told = beside(WAIVERS, waivers), beside(RULINGS, rulings), beside(CALENDAR, calendar)
    return Places(plans, registry, *told, beside(RECEIVED), beside(ATTESTED))


def find_headers(folder: Path) -> Path:
    """The names that ledgers give to columns: of the nearest ``data/`` folder that has them, else of the package."""
    return _nearest(folder, HEADERS) / HEADERS


def _one_folder(paths: Sequence[Path], pattern: str) -> Path:
    found = {_nearest(path, pattern) for path in paths}
    if len(found) > 1:
        raise PlaceError("几个路径各有自己的 data 文件夹，请分开检查，或用 --plan、--units 指定")
    return found.pop()


def _nearest(path: Path, pattern: str) -> Path:
    """The nearest ``data/`` that holds such a file; one that cannot be read is never passed over in silence."""
    for folder in _data_folders(path):
        try:
            names = os.listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            if not os.path.islink(folder):
                continue
            raise PlaceError(
                f"{shown(folder)} 是一个指向别处的链接，那里什么也没有。请改正，或用 --plan、--units 指定"
            ) from None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG or _is_above_a_repository(folder.parent, path):
                # no file system holds such a folder: the path that was asked for is told to be missing; and what lies
                # above a repository is somebody else's
                continue
            what = f"打不开文件夹 {shown(folder)}（{reason(error)}），不知道按哪份计划和名册核对"
            raise PlaceError(f"{what}。请检查权限，或用 --plan、--units 指定") from error
        if fnmatch.filter(names, pattern):
            return folder
    return shipped()


def _is_above_a_repository(folder: Path, path: Path) -> bool:
    whole = Path(os.path.realpath(path))
    return any(
        one.is_relative_to(folder) and os.path.lexists(one / ".git") for one in (whole, *whole.parents) if one != folder
    )


def _data_folders(path: Path) -> Iterator[Path]:
    try:
        whole = Path(os.path.realpath(path))
    except FileNotFoundError:
        raise PlaceError("当前文件夹已经被删除或移走。请换一个文件夹再运行") from None
    for ancestor in (whole, *whole.parents):
        yield ancestor / DATA
