"""Installation packages made from what is running, so that a repository needs nothing that is published.

zhifa's own is built from its source; those of the libraries that it uses are packed again from what is installed.
"""

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from zhifa_check import __version__
from zhifa_check.bureau.places import shipped
from zhifa_check.words.told import ToldError

PROJECT = "zhifa-check"
_WHEEL = "Wheel-Version: 1.0\nGenerator: zhifa init\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
#: One and the same for every file, so that the same source gives the same hash.
_TIME = (2020, 1, 1, 0, 0, 0)
#: What an installer notes of its own deed, and the list of files, which is written anew.
_OF_THE_INSTALLER = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


class NoWheelError(ToldError):
    """No package can be made of what is installed."""


def own_name() -> str:
    """What the package of the running version is called."""
    return f"zhifa_check-{__version__}-py3-none-any.whl"


@cache
def own_wheel() -> bytes:
    """The package of the running version, the same bytes for the same source. Raises NoWheelError."""
    about = _installed(PROJECT)
    info = f"zhifa_check-{__version__}.dist-info"
    metadata = (about.read_text("METADATA") or "").split("\n")
    # an editable installation keeps the version of the day on which it was made
    metadata = [f"Version: {__version__}" if line.startswith("Version: ") else line for line in metadata]
    files = dict(_own_files()) | {
        f"{info}/METADATA": "\n".join(metadata).encode(),
        f"{info}/WHEEL": _WHEEL.encode(),
        f"{info}/entry_points.txt": (about.read_text("entry_points.txt") or "").encode(),
    }
    return _packed(info, files)


@cache
def library_wheels() -> tuple[dict[str, bytes], dict[str, str]]:
    """The packages of all that zhifa uses and of pip, file name to content; of which none can be made, and why.

    The same environment gives the same bytes. Scripts, which zhifa never runs, are left out.
    """
    wheels: dict[str, bytes] = {}
    left: dict[str, str] = {}
    for name in needed([Requirement(PROJECT), Requirement("pip")], _requirements, {}) - {PROJECT}:
        try:
            file, content = _packed_again(_installed(name))
            wheels[file] = content
        except NoWheelError as error:
            left[name] = str(error)
    # a runner may do without; all else is needed
    left.pop("pip", None)
    return dict(sorted(wheels.items())), left


def needed(
    first: Iterable[Requirement], needs: Callable[[str], Iterable[Requirement]], target: Mapping[str, str]
) -> set[str]:
    """The names of all that these need, followed to the end; of markers the values of the target decide."""
    seen: set[tuple[str, str]] = set()
    waiting = [(one, "") for one in first]
    while waiting:
        need, extra = waiting.pop()
        if need.marker is None or need.marker.evaluate({**target, "extra": extra}):
            name = str(canonicalize_name(need.name))
            new = {(name, asked) for asked in ("", *need.extras)} - seen
            seen |= new
            waiting += [(one, asked) for _, asked in new for one in needs(name)]
    return {name for name, _ in seen}


def _requirements(name: str) -> list[Requirement]:
    try:
        return [Requirement(one) for one in _installed(name).requires or []]
    except NoWheelError:
        return []


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise NoWheelError("没有安装信息") from error


def _packed_again(about: Distribution) -> tuple[str, bytes]:
    """Name and content of the package of which a distribution was installed, file by file as its RECORD says."""
    listed = [row for row in csv.reader((about.read_text("RECORD") or "").splitlines()) if row]
    info = next((row[0].partition("/")[0] for row in listed if row[0].endswith(".dist-info/WHEEL")), None)
    if info is None:
        raise NoWheelError("没有安装清单（RECORD），多半是系统自带的")
    if (json.loads(about.read_text("direct_url.json") or "{}").get("dir_info") or {}).get("editable"):
        raise NoWheelError("是从源码目录装的")
    files = {}
    for name, digest, *_ in listed:
        path = PurePosixPath(name)
        if path.is_absolute() or {"..", "__pycache__"} & {*path.parts}:
            continue
        if path.parent.name == info and path.name in _OF_THE_INSTALLER:
            continue
        try:
            content = Path(str(about.locate_file(name))).read_bytes()
        except OSError as error:
            raise NoWheelError(f"缺少 {name}") from error
        if digest and digest != f"sha256={_digest(content)}":
            raise NoWheelError(f"{name} 装好以后被改过")
        files[name] = content
    tags = [line.split(": ")[1].split("-") for line in files[f"{info}/WHEEL"].decode().splitlines() if "Tag: " in line]
    tag = "-".join(".".join(dict.fromkeys(part)) for part in zip(*tags, strict=True))
    return f"{info.removesuffix('.dist-info')}-{tag}.whl", _packed(info, files)


def _packed(info: str, files: Mapping[str, bytes]) -> bytes:
    """A wheel of these files, with the list of them that it asks for; ``info`` is its ``.dist-info`` folder."""
    # in the order of their names: a checkout and an installation hold the same files in another one
    files = dict(sorted(files.items()))
    record = "".join(f'"{name}",sha256={_digest(content)},{len(content)}\n' for name, content in files.items())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _own_files() -> Iterator[tuple[str, bytes]]:
    package = Path(__file__).resolve().parent.parent
    roots = {"zhifa_check": package}
    if not shipped().is_relative_to(package):
        roots["zhifa_check/data"] = shipped()
    for name, root in roots.items():
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                yield f"{name}/{path.relative_to(root).as_posix()}", path.read_bytes()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
