"""From what a repository installs zhifa: packages in it, or an address; never a name that anybody may register."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from zhifa_check.repository.wheel import PROJECT, NoWheelError, library_wheels, needed, own_name, own_wheel
from zhifa_check.source.files import reason
from zhifa_check.words.told import ToldError

#: Where packages are put.
FOLDER = "ci/wheels"
#: One line for each of them, as ``sha256sum`` writes it.
HASHES = f"{FOLDER}/SHA256SUMS"
#: The Python of the CI where the packages ask for none.
PYTHON = "3.12"

_ADDRESS = re.compile(r"(?:git\+)?(?:https|ssh|file)://\S+")
_HASHED = re.compile(r"#(?:.*&)?sha256=[0-9a-f]{64}\b|@[0-9a-f]{40}\b")
_SYSTEMS = (("linux", "Linux"), ("win", "Windows"), ("macosx", "macOS"))
_SYSTEM = re.compile(r"(?:many|musl)?linux(?:\d{4}|(?:_\d+){2})?_|win_?|macosx_\d+_\d+_")


@dataclass(frozen=True, slots=True)
class Package:
    """What pip is given, the Python for it, the files that go with it, path to content, and what to tell of it."""

    given: str
    python: str = PYTHON
    files: dict[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def package_of(text: str | None) -> Package:
    """The package of an option, a wheel, a folder of wheels or an address; None is what is running.

    Raises ToldError.
    """
    if text is None:
        try:
            libraries, left = library_wheels()
            return _in_repository({own_name(): own_wheel(), **libraries}, left)
        except NoWheelError as error:
            raise ToldError(f"做不出 zhifa 的安装包：{error}。请用 --package 指定 wheel 文件或网址") from error
    if _ADDRESS.fullmatch(text):
        unhashed = f"{text} 没有写 #sha256=…，装下来的内容没有核对，请写上"
        return Package(text, remarks=() if _HASHED.search(text) else (unhashed,))
    path = Path(text)
    if not text or not (path.is_dir() or path.suffix == ".whl"):
        raise ToldError(
            f"--package 要写安装包文件（zhifa_check-版本-py3-none-any.whl）、放安装包的文件夹或网址（https://…），"
            f"写的是“{text}”。只写名称会从公共软件源取，谁都可以在那里登记同一个名称"
        )
    try:
        paths = sorted(path.glob("*.whl")) if path.is_dir() else [path]
        wheels = {one.name: one.read_bytes() for one in paths}
    except OSError as error:
        raise ToldError(f"读不出 {text}（{reason(error)}）") from error
    own = [name for name in wheels if name.startswith("zhifa_check-")]
    if len(own) != 1:
        raise ToldError(f"{text} 里应当有一个 zhifa 自己的安装包（zhifa_check-版本-…whl），找到 {len(own)} 个")
    for wheel in wheels.values():
        with _opened(wheel) as archive:
            if broken := archive.testzip():
                raise ToldError(f"--package 里的安装包损坏了（{broken}），请重新拷一份")
    return _in_repository(wheels)


def _in_repository(wheels: Mapping[str, bytes], left: Mapping[str, str] | None = None) -> Package:
    fits = {name: _tags(name) for name in wheels}
    python = _python(fits)
    usable = [name for name in wheels if any(_runs_on(tag, python) for tag in fits[name])]
    lacking = _lacking([wheels[name] for name in usable], python)
    (own,) = (name for name in wheels if name.startswith("zhifa_check-"))
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(wheels.items()))
    files = {f"{FOLDER}/{name}": content for name, content in wheels.items()} | {HASHES: sums.encode()}
    compiled = "；".join(sorted({_in_words(tag) for tags in fits.values() for tag in tags if tag.platform != "any"}))
    size = sum(map(len, wheels.values())) / 1e6
    remark = f"{FOLDER}/ 里是 zhifa 和它要用的库，{len(wheels)} 个安装包，共 {size:.1f} MB"
    remark += f"，编译过的适用于 {compiled}" if compiled else ""
    if not lacking:
        return Package(f"{FOLDER}/{own}", python, files, (f"{remark}。流水线用 Python {python}，不连软件源也装得上",))
    names = "、".join(f"{name}（{left[name]}）" if left and name in left else name for name in lacking)
    missing = (
        f"流水线在 Linux、Python {python} 上运行，没有它能用的 {names}。运行器连得上软件源的，会从那里装；连不上的，"
        f"请管理员在能上网的 Linux、Python {python} 上运行 python3 -m pip download --only-binary :all: --dest 安装包 "
        f"{FOLDER}/{own}，再运行 zhifa init . --update --package 安装包"
    )
    return Package(f"{FOLDER}/{own}", python, files, (remark, missing))


def _tags(name: str) -> frozenset[Tag]:
    try:
        return parse_wheel_filename(name)[3]
    except InvalidWheelFilename as error:
        raise ToldError(f"{name} 不是安装包的名称，应当是 名称-版本-适用的系统.whl") from error


def _python(fits: Mapping[str, frozenset[Tag]]) -> str:
    """The Python, such as 3.12, for which all that is compiled is there, as far as one is."""
    common: set[str] | None = None
    by_project: dict[str, set[Tag]] = {}
    for name, tags in fits.items():
        by_project.setdefault(name.partition("-")[0].lower(), set()).update(tags)
    for of_one in by_project.values():
        if any(tag.platform == "any" or tag.abi == "abi3" for tag in of_one):
            continue
        found = {tag.interpreter for tag in of_one if "linux" in tag.platform}
        common = found if common is None else common & found
    pythons = {f"{one[2]}.{one[3:]}" for one in common or () if re.fullmatch(r"cp3\d+", one)}
    return PYTHON if PYTHON in pythons or not pythons else max(pythons, key=lambda one: int(one[2:]))


def _runs_on(tag: Tag, python: str) -> bool:
    """Whether the CI, which is of Linux, can use what has this tag."""
    return tag.platform == "any" or (
        "linux" in tag.platform and (tag.abi == "abi3" or tag.interpreter == f"cp{python.replace('.', '')}")
    )


def _lacking(wheels: list[bytes], python: str) -> list[str]:
    """What is needed on Linux, followed from zhifa on, and is in none of the wheels."""
    needs: dict[str, list[Requirement]] = dict(map(_needs, wheels))
    target = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "python_version": python}
    return sorted(needed([Requirement(PROJECT)], lambda name: needs.get(name, []), target) - needs.keys())


@contextmanager
def _opened(wheel: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
            yield archive
    except (zipfile.BadZipFile, StopIteration) as error:
        raise ToldError("--package 里有不是安装包或没有拷完整的 .whl 文件") from error


def _needs(wheel: bytes) -> tuple[str, list[Requirement]]:
    with _opened(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        about = BytesParser().parsebytes(archive.read(name))
    return canonicalize_name(str(about["Name"])), [Requirement(one) for one in about.get_all("Requires-Dist", [])]


def _in_words(tag: Tag) -> str:
    system = next((words for begin, words in _SYSTEMS if begin in tag.platform), "")
    machine = _SYSTEM.sub("", tag.platform) or "x86"
    python = re.sub(r"^cp3(\d+)", r"Python 3.\1", tag.interpreter)
    return f"{system} {machine}、{python}{' 以上' if tag.abi == 'abi3' else ''}"
