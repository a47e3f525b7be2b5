"""From what a repository installs zhifa: the package in it, or an address; never a name that anybody may register."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from zhifa_check.repository.wheel import FOLDER, HASHES, NoWheelError, hashes, own_name, own_wheel
from zhifa_check.source.files import reason

_ADDRESS = re.compile(r"(?:git\+)?(?:https|ssh|file)://\S+")
_WHEEL = re.compile(r"zhifa_check-[\w.+!]+-py3-none-any\.whl")
_HASHED = re.compile(r"#(?:.*&)?sha256=[0-9a-f]{64}\b|@[0-9a-f]{40}\b")


class PackageError(Exception):
    """A package that no repository may be installed from: the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Package:
    """What pip is given, the files that go with it, path to content, and what to tell of it."""

    given: str
    files: dict[str, bytes] = field(default_factory=dict)
    remark: str | None = None


def own_package() -> Package:
    """The running version, put into the repository. Raises PackageError."""
    try:
        return _in_repository(own_name(), own_wheel())
    except NoWheelError as error:
        raise PackageError(str(error)) from error


def package_of(text: str | None) -> Package:
    """The package of an option, a wheel's path or an address; None is the running version. Raises PackageError."""
    if text is None:
        return own_package()
    if _ADDRESS.fullmatch(text):
        remark = None if _HASHED.search(text) else f"{text} 没有写 #sha256=…，装下来的内容没有核对，请写上"
        return Package(text, remark=remark)
    path = Path(text)
    if not _WHEEL.fullmatch(path.name):
        raise PackageError(
            f"--package 要写安装包文件（zhifa_check-版本-py3-none-any.whl）或网址（https://…），写的是“{text}”。"
            "只写名称会从公共软件源取，谁都可以在那里登记同一个名称"
        )
    try:
        return _in_repository(path.name, path.read_bytes())
    except OSError as error:
        raise PackageError(f"读不出 {text}（{reason(error)}）") from error


def _in_repository(name: str, content: bytes) -> Package:
    files = {f"{FOLDER}/{name}": content, HASHES: hashes(name, content).encode()}
    return Package(f"{FOLDER}/{name}", files)
