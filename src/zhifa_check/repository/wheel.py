"""The installation package that a repository keeps: made from what is running, so that nothing need be published."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from zhifa_check import __version__
from zhifa_check.bureau.places import shipped

#: Where packages are put; what else lies there is taken for what zhifa itself needs.
FOLDER = "ci/wheels"
#: What `sha256sum --check` reads.
HASHES = f"{FOLDER}/SHA256SUMS"

_DISTRIBUTION = "zhifa-check"
_WHEEL = "Wheel-Version: 1.0\nGenerator: zhifa init\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
#: One and the same for every file, so that the same source gives the same hash.
_TIME = (2020, 1, 1, 0, 0, 0)


class NoWheelError(Exception):
    """No package can be built from what is running: the message says why, in Chinese."""


def own_name() -> str:
    """What the package of the running version is called."""
    return f"zhifa_check-{__version__}-py3-none-any.whl"


def own_wheel() -> bytes:
    """The package of the running version, the same bytes for the same source. Raises NoWheelError."""
    try:
        about = distribution(_DISTRIBUTION)
    except PackageNotFoundError as error:
        raise NoWheelError("找不到 zhifa 自己的安装信息，做不出安装包。请用 --package 指定 wheel 文件或网址") from error
    info = f"zhifa_check-{__version__}.dist-info"
    metadata = (about.read_text("METADATA") or "").split("\n")
    # an editable installation keeps the version of the day on which it was made
    metadata = [f"Version: {__version__}" if line.startswith("Version: ") else line for line in metadata]
    files = dict(_own_files()) | {
        f"{info}/METADATA": "\n".join(metadata).encode(),
        f"{info}/WHEEL": _WHEEL.encode(),
        f"{info}/entry_points.txt": (about.read_text("entry_points.txt") or "").encode(),
    }
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def hashes(name: str, content: bytes) -> str:
    """The line of ``HASHES`` for a package."""
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"


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
