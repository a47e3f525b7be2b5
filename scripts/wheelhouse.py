"""Make a folder from which zhifa-check is installed on a PC without network: every wheel, checksums, instructions.

    python scripts/wheelhouse.py wheelhouse --platform win_amd64 --python 3.12
    python scripts/wheelhouse.py wheelhouse                # for the machine and the Python that run it

Needs what the extra ``test`` installs (hatchling and packaging), pip, and whatever index pip is set up with. pip
decides by the Python that runs it, and not by the target, which dependencies a marker such as
``sys_platform == "win32"`` asks for; so the wheels' own metadata are followed with the target's values until nothing
is missing.

Exit codes: 0 the folder is complete; 1 it does not install without an index; 2 usage; 3 a download failed; 4 the
project's own wheel could not be built.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from email.parser import BytesParser
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
PROJECT = "zhifa-check"
SUMS = "SHA256SUMS.txt"
INSTRUCTIONS = "安装说明.txt"
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"

Environment = dict[str, str]


class IncompleteError(Exception):
    """The folder does not hold what an installation needs."""


def environment_of(platform: str | None, python: str) -> Environment:
    """The values of markers on the target; None stands for this machine."""
    found: Environment = {**default_environment()}  # type: ignore[dict-item]
    found |= {"python_version": python, "extra": ""}
    if python != HERE:
        found |= {"python_full_version": f"{python}.0", "implementation_version": f"{python}.0"}
    if platform is not None:
        system, os_name, sys_platform = (
            ("Windows", "nt", "win32")
            if platform.startswith("win")
            else ("Darwin", "posix", "darwin")
            if platform.startswith("macosx")
            else ("Linux", "posix", "linux")
        )
        machine = "AMD64" if platform == "win_amd64" else platform.rpartition("_")[2]
        machine = "x86_64" if platform.endswith("x86_64") else machine
        found |= {
            "platform_system": system,
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_machine": machine,
        }
    return found


def requirements(wheel: Path, environment: Environment, extras: Sequence[str] = ()) -> Iterator[Requirement]:
    """What a wheel needs on the target, with the extras that are asked of it."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        metadata = BytesParser().parsebytes(archive.read(name))
    for text in metadata.get_all("Requires-Dist", []):
        needed = Requirement(text)
        if needed.marker is None or any(
            needed.marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras)
        ):
            yield needed


def missing(folder: Path, environment: Environment) -> list[Requirement]:
    """Every requirement, followed from the project on, that no wheel of the folder meets."""
    wheels: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.whl")):
        wheels.setdefault(parse_wheel_filename(path.name)[0], []).append(path)
    lacking: dict[str, Requirement] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(PROJECT)]
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        if (name, frozenset(needed.extras)) in seen:
            continue
        seen.add((name, frozenset(needed.extras)))
        fitting = [
            path
            for path in wheels.get(name, [])
            if needed.specifier.contains(parse_wheel_filename(path.name)[1], prereleases=True)
        ]
        if not fitting:
            lacking[name] = needed
        for wheel in fitting:
            waiting += requirements(wheel, environment, sorted(needed.extras))
    return [lacking[name] for name in sorted(lacking)]


def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run this Python's pip."""
    command = [sys.executable, "-m", "pip", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)


def target_options(platform: str | None, python: str) -> list[str]:
    """How pip is told of the target; only wheels are taken, nothing is built."""
    options = ["--only-binary", ":all:"]
    if platform is not None:
        options += ["--platform", platform]
    if platform is not None or python != HERE:
        options += ["--python-version", python, "--implementation", "cp"]
    return options


def fill(folder: Path, platform: str | None, python: str) -> None:
    """Download for one Python until nothing is missing. Raises IncompleteError."""
    environment = environment_of(platform, python)
    (own,) = folder.glob(f"{PROJECT.replace('-', '_')}-*.whl")
    wanted: list[str | Path] = [own]
    while wanted:
        done = pip("download", "--quiet", *target_options(platform, python), "--dest", folder, *wanted)
        if done.returncode:
            raise IncompleteError(f"pip could not download for Python {python}:\n{done.stderr.strip()}")
        lacking = [_without_marker(one) for one in missing(folder, environment)]
        if lacking == wanted:
            raise IncompleteError(f"still missing for Python {python}: {', '.join(lacking)}")
        wanted = list(lacking)


def _without_marker(needed: Requirement) -> str:
    needed.marker = None
    return str(needed)


def verify(folder: Path, platform: str | None, python: str) -> None:
    """Let pip resolve the installation from the folder alone. Raises IncompleteError."""
    lacking = missing(folder, environment_of(platform, python))
    if lacking:
        raise IncompleteError(f"missing for Python {python}: {', '.join(map(str, lacking))}")
    with tempfile.TemporaryDirectory() as nowhere:
        options = ["--no-index", "--find-links", str(folder), "--dry-run", "--ignore-installed", "--target", nowhere]
        done = pip("install", "--quiet", *options, *target_options(platform, python), PROJECT)
    if done.returncode:
        raise IncompleteError(f"does not install for Python {python} without an index:\n{done.stderr.strip()}")


def instructions(platform: str | None, pythons: Sequence[str], version: str) -> str:
    """What the person at the PC does, in Chinese."""
    windows = sys.platform == "win32" if platform is None else platform.startswith("win")
    which = "、".join(pythons) + (" 中的一种" if len(pythons) > 1 else "")
    if windows:
        python, folder, programs, check = "py", r"%USERPROFILE%\zhifa", r"\Scripts", "certutil -hashfile 文件名 SHA256"
        begin = (
            "把整个文件夹拷到电脑上（U 盘即可），打开它，在窗口上方的地址栏里输入 cmd，按回车，出现黑色窗口。\n"
            "   以下命令都在这个窗口里运行，一次一行。"
        )
    else:
        python, folder, programs, check = "python3", "~/zhifa", "/bin", f"sha256sum -c {SUMS}"
        begin = "把整个文件夹拷到电脑上，在终端里进入这个文件夹，依次运行以下命令。"
    run = folder + programs + ("\\" if windows else "/")
    return f"""zhifa-check {version} 离线安装说明

适用：{platform or sys.platform}，Python {which}。安装和使用都不需要联网。

1. 电脑上要先装有 Python {which}（64 位）。核对：
       {python} --version

2. {begin}

3. 建一个专用的环境（只做一次）：
       {python} -m venv {folder}

4. 装进这个环境：
       {run}python -m pip install --no-index --find-links . {PROJECT}
   不用专用环境、直接装给 {python} 的，第 3、4 步改为这一行，以后用 {python} -m zhifa_check 运行：
       {python} -m pip install --no-index --find-links . {PROJECT}

5. 核对装好了：
       {run}zhifa --version
       {run}zhifa --help

6. 以后升级：用新的文件夹重做第 4 步，命令末尾加上 --upgrade。

核对文件在拷贝中没有损坏：运行 {check}，与 {SUMS} 里的对照。
"""


def write_notes(folder: Path, platform: str | None, pythons: Sequence[str]) -> None:
    """The checksums of all wheels, and the instructions as Notepad of any age shows them."""
    wheels = sorted(folder.glob("*.whl"))
    sums = "".join(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n" for wheel in wheels)
    (folder / SUMS).write_text(sums, encoding="ascii", newline="\n")
    (own,) = folder.glob(f"{PROJECT.replace('-', '_')}-*.whl")
    text = instructions(platform, pythons, str(parse_wheel_filename(own.name)[1]))
    (folder / INSTRUCTIONS).write_text(text, encoding="utf-8-sig", newline="\r\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, download, verify, write the notes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to; made if need be, and empty otherwise")
    parser.add_argument("--platform", help="wheel platform, such as win_amd64; default: this machine")
    parser.add_argument("--python", nargs="+", default=[HERE], help=f"such as 3.11 3.12 3.13; default: {HERE}")
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        parser.error(f"{folder} is not empty; old wheels must not be mixed with new ones")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder.resolve())]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    if built.returncode:
        print(f"the wheel of {PROJECT} could not be built:\n{built.stderr.strip()}", file=sys.stderr)
        return 4
    try:
        for python in options.python:
            fill(folder, options.platform, python)
    except IncompleteError as error:
        print(error, file=sys.stderr)
        return 3
    try:
        for python in options.python:
            verify(folder, options.platform, python)
    except IncompleteError as error:
        print(error, file=sys.stderr)
        return 1
    write_notes(folder, options.platform, options.python)
    print(f"{len(list(folder.glob('*.whl')))} wheels for Python {', '.join(options.python)} in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
