"""What the tests share: the command run in process, from the root of the repository."""

import atexit
import functools
import gc
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer.testing
import yaml
from hypothesis import settings
from typer.testing import CliRunner

from zhifa_check import __version__
from zhifa_check.bureau.places import PLANS
from zhifa_check.cli.app import app
from zhifa_check.plan import years
from zhifa_check.plan.load import load_plan
from zhifa_check.repository import package
from zhifa_check.source.files import shown

# no test may read or leave what the developer's own runs keep; those about the cache name a folder of their own
os.environ["CI"] = "true"
# else each process that the tests start compiles the whole package again
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# no test pulls the plug, and a disk that others write to takes its time: half of the time of all tests went there
os.fsync = lambda _: None  # type: ignore[assignment]
# what one test leaves behind is gone through again by the collector at every few hundred objects of the next
gc.set_threshold(20_000, 20, 20)
# the commands are the same at every call, and so is a plan, which nothing can change once it is read
typer.testing._get_command = functools.cache(typer.testing._get_command)
# a folder in memory is made and removed thirty times as fast, and there are tens of thousands
_MEMORY, _ENOUGH = Path("/dev/shm"), 2 << 30


def _lies_in_memory() -> bool:
    """Whether temporary folders may lie there: where they hold what the tests write, and programs can be started."""
    if sys.platform != "linux" or "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK | os.X_OK):
        return False
    about = os.statvfs(_MEMORY)
    return about.f_bavail * about.f_frsize >= _ENOUGH and not about.f_flag & os.ST_NOEXEC


if _lies_in_memory():
    tempfile.tempdir = os.environ["TMPDIR"] = str(_MEMORY)

# nor do installation packages change, each of which is opened for what it needs
package._needs = functools.cache(package._needs)
_plan = functools.cache(lambda called, beside: load_plan(Path(called)))


def _known_plan(path: Path) -> Any:
    """A plan is what it is called and what stands in it and, since it may extend theirs, in the others beside it."""
    plans = {path.name, *(one.name for one in path.parent.glob(PLANS))}
    try:
        return _plan(shown(path), tuple((name, path.with_name(name).read_bytes()) for name in sorted(plans)))
    except OSError:
        return load_plan(path)


years.load_plan = _known_plan

ROOT = Path(__file__).parent.parent
#: The evening on which the tests judge where they name no other, and the year whose plan they judge by: a plan of next
#: year in ``data/`` changes nothing for them.
AS_OF, YEAR = "2024-01-31", 2023
PLAN = ROOT / "data" / f"plan_{YEAR}.yaml"


def temporary(prefix: str) -> Path:
    """A folder that lies there as long as the test process."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _county() -> Path:
    folder = temporary("county-")
    shutil.copytree(ROOT / "submissions", folder / "submissions")
    shutil.copytree(ROOT / "data", folder / "data", ignore=_of_another_year)
    return folder


def _of_another_year(_: str, names: list[str]) -> list[str]:
    return [name for name in names if "plan_" in name and f"plan_{YEAR}" not in name]


#: The example county with its plan alone; no test writes into it.
COUNTY = _county()
Run = Callable[..., tuple[int, str, str]]
NpmPackage = Callable[[str, str], Path]


#: What part of the examples of a property the inner loop tries; the gate tries all.
_SHARE = 4
_in_a_hurry = False


def pytest_configure(config: pytest.Config) -> None:
    global _in_a_hurry
    _in_a_hurry = config.getoption("markexpr") == "not slow"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests of a file share what they rest on: each process takes a run of files, and later half of what is left."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_collection_finish() -> None:
    """What the tests are made of stays to the end: else it is gone through again with all that each leaves behind."""
    gc.freeze()


def examples(count: int, **more: Any) -> settings:
    """How often a property is tried by chance."""
    return settings(max_examples=count // _SHARE if _in_a_hurry else count, deadline=None, **more)


def some(cases: Collection[Any], quick: Sequence[Any]) -> list[Any]:
    """Of cases that take their time: ``quick`` in the inner loop, the others in the gate."""
    assert all(one in cases for one in quick)
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=() if case in quick else pytest.mark.slow)
        for case in cases
    ]


@functools.cache
def case_file(path: Path) -> Any:
    """A file of cases, read once: each scalar the text that stands there. Nobody changes what it gives."""
    text = path.read_text(encoding="utf-8")
    try:
        return yaml.load(text, yaml.CBaseLoader)
    except yaml.YAMLError:
        # the fast parser knows no half of a sign, with which a case may write a raw byte
        return yaml.load(text, yaml.BaseLoader)


def golden(name: str, text: str) -> None:
    """Compare with a file of ``tests/goldens``; ``UPDATE_GOLDENS=1`` writes it, to be read before it is committed.

    The plan's hash follows every comment in it, and the version every release: neither says anything of the verdict.
    """
    text = re.sub(r"\b[0-9a-f]{64}\b", "…", text).replace(__version__, "…")
    file = ROOT / "tests" / "goldens" / name
    if os.environ.get("UPDATE_GOLDENS"):
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(text.encode())
    assert file.is_file(), f"there is no tests/goldens/{name}: UPDATE_GOLDENS=1 writes it"
    assert text == file.read_bytes().decode()


def said(name: str, case: str, told: list[str]) -> None:
    """Compare all that is said of a case with its part of ``goldens/NAME.json``; ``UPDATE_GOLDENS=1`` writes it.

    It is written by one process: without ``-n``.
    """
    known = _said(name)
    if os.environ.get("UPDATE_GOLDENS"):
        known[case] = told
        golden(f"{name}.json", json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    assert case in known, "UPDATE_GOLDENS=1 writes what is said of a new case, to be read before it is committed"
    assert told == known[case]


def no_more_said(name: str, cases: Collection[str]) -> None:
    """That ``goldens/NAME.json`` is of no case that is gone."""
    assert _said(name).keys() <= set(cases), f"tests/goldens/{name}.json is of cases that are gone: write it anew"


def _said(name: str) -> dict[str, list[str]]:
    file = ROOT / "tests" / "goldens" / f"{name}.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


@pytest.fixture(autouse=True)
def _pinned_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """No verdict of a test hangs on the day on which it runs; subprocesses inherit the day."""
    monkeypatch.setenv("ZHIFA_AS_OF", AS_OF)


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def zhifa(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``zhifa`` with arguments beside the example county; exit code, standard output and standard error."""
    monkeypatch.chdir(COUNTY)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str | Path) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [os.fspath(arg) for arg in args], prog_name="zhifa")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture(scope="session")
def npm_package() -> NpmPackage:
    """The folder of an npm package in exactly one version; installed once, into the user's cache."""

    def folder(name: str, version: str) -> Path:
        installed = [Path(path) for path in os.environ.get("NODE_PATH", "").split(os.pathsep) if path]
        home = _cache() / "zhifa-check" / "npm" / f"{name.replace('/', '+')}@{version}"
        for modules in (*installed, home / "node_modules"):
            if _has_version(modules / name, version):
                return modules / name
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"npm is not installed, so {name} cannot be tried")
        home.parent.mkdir(parents=True, exist_ok=True)
        # into a folder of its own first: another test process may be installing the same package
        with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
            command = [npm, "install", "--no-audit", "--no-fund", "--prefix", scratch, f"{name}@{version}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            if not _has_version(home / "node_modules" / name, version):
                shutil.rmtree(home, ignore_errors=True)
                shutil.copytree(scratch, home, symlinks=True)
        return home / "node_modules" / name

    return folder


def _cache() -> Path:
    """Where the system keeps what a user's programs can fetch again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def _has_version(package: Path, version: str) -> bool:
    manifest = package / "package.json"
    return manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8"))["version"] == version


import judged_once as once  # noqa: E402 - need what stands above
import ledgers  # noqa: E402

# fixtures
county, run, judged_once = ledgers.county, ledgers.run, once.judged_once
