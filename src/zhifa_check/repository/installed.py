"""What ``zhifa init`` wrote of the CI, so that a later version knows what people changed and leaves it."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhifa_check import __version__
from zhifa_check.repository.ci import ci_files
from zhifa_check.repository.hosts import HOSTS
from zhifa_check.repository.package import FOLDER, HASHES, Package
from zhifa_check.source.files import reason
from zhifa_check.source.writing import Write, replace_all
from zhifa_check.words.told import ToldError

#: The version, the host and the hash of every file of the CI as it was written.
RECORD = "ci/zhifa.json"


@dataclass(slots=True)
class Updated:
    """Paths of the CI: made, brought to the installed version, gone, left since somebody changed them, and right."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def record(host: str, package: Package, files: Mapping[str, bytes]) -> bytes:
    """The content of ``RECORD`` for the files of the CI."""
    return _record(host, package, {name: _digest(name, content) for name, content in files.items()})


def _record(host: str, package: Package, digests: Mapping[str, str]) -> bytes:
    about = {"version": __version__, "host": host, "package": package.given, "files": dict(sorted(digests.items()))}
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def update(folder: Path, package: Package, host: str | None) -> Updated:
    """Bring the CI and the package of a repository to the installed version. Raises ToldError.

    What stands there as ``zhifa init`` wrote it is replaced, what somebody changed is left.
    """
    before = recorded(folder)
    host = host or str(before.get("host") or next((one for one in HOSTS if _is_there(folder, one)), ""))
    if host not in HOSTS:
        raise ToldError(f"{folder} 里没有 zhifa init 布置的流水线，请先运行 zhifa init，或用 --ci 指定平台")
    known = before.get("files", {})
    wanted = {
        name: text.encode() for name, text in ci_files(host, package.given, package.python).items()
    } | package.files
    found = Updated()
    writes: list[Write] = []
    for name, content in wanted.items():
        now = _read(folder, name)
        if now is None:
            found.made.append(name)
        elif _digest(name, now) == _digest(name, content):
            found.same.append(name)
            continue
        elif known.get(name) != _digest(name, now):
            found.left.append(name)
            continue
        else:
            found.changed.append(name)
        writes.append((folder / name, now, content))
    old = [name for name in known if name not in wanted and _read(folder, name) is not None]
    untouched = [name for name in old if _digest(name, _read(folder, name) or b"") == known[name]]
    found.left += [name for name in old if name not in untouched]
    # packages and their hashes go together: half of them replaced would install nothing
    strays = {f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.whl")} - known.keys() - wanted.keys()
    foreign = sorted(strays | {name for name in found.left if name.startswith(FOLDER)})
    if foreign:
        raise ToldError(f"{'、'.join(foreign)} 不是 zhifa init 放的，或有人改过，什么都没有动。请先移走，再运行一次")
    # what is left is remembered as it was written, so that it is known to be changed the next time too
    written = {name: _digest(name, content) for name, content in wanted.items() if name not in found.left}
    remembered = {name: known[name] for name in found.left if name in known}
    writes.append((folder / RECORD, _read(folder, RECORD), _record(host, package, written | remembered)))
    try:
        replace_all([write for write in writes if write[1] != write[2]])
        for name in untouched:
            (folder / name).unlink()
            found.gone.append(name)
    except OSError as error:
        raise ToldError(f"写不了 {folder}（{reason(error)}）") from error
    return found


def packages_differ(folder: Path, package: Package) -> bool:
    """Whether other packages are there than this one would put, which only an update may mix. Raises ToldError."""
    before, sums = recorded(folder), _read(folder, HASHES)
    ours = package.files.get(HASHES, sums)
    other = sums is not None and ours is not None and _digest(HASHES, sums) != _digest(HASHES, ours)
    return other or bool(before and before.get("package") != package.given)


def recorded(folder: Path) -> dict[str, Any]:
    """What ``RECORD`` says, nothing where it is not there. Raises ToldError."""
    content = _read(folder, RECORD)
    if content is None:
        return {}
    try:
        about = json.loads(content)
        if isinstance(about, dict) and isinstance(about.get("files"), dict):
            return about
    except ValueError:
        pass
    raise ToldError(f"{RECORD} 读不懂，不知道哪些文件有人改过。请从 git 恢复它，或删去它：删去后有改动的文件一律不动")


def _is_there(folder: Path, host: str) -> bool:
    return all(os.path.lexists(folder / name) for name in ci_files(host))


def _read(folder: Path, name: str) -> bytes | None:
    path = folder / name
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or os.path.realpath(path.parent) != os.path.join(
        os.path.realpath(folder), *Path(name).parent.parts
    ):
        raise ToldError(f"{name} 是链接，或在链接指向的文件夹里，没有动。请改用文件本身")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ToldError(f"读不出 {name}（{reason(error)}）") from error


def _digest(name: str, content: bytes) -> str:
    """A hash that line ends of Windows do not change, where they may."""
    text = content if name.endswith(".whl") else content.replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()
