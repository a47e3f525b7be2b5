"""The same inputs give the same bytes on any machine, a reader may leave, and nothing needs the network."""

import functools
import locale
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from conftest import COUNTY, ROOT, Run, some
from zhifa_check.report import formats

EXAMPLE = ("submissions", "--as-of", "2024-01-31")
SUMMER = ("--as-of", "2023-07-10")

#: Every command with its formats; a format that is added to a table is covered from then on.
COMMANDS: dict[str, tuple[tuple[str, ...], Iterable[str]]] = {
    "check": (("check", *EXAMPLE, "-v"), formats.CHECK),
    "status": (("status", *EXAMPLE), formats.STATUS),
    "status-by-requirement": (("status", "submissions", *SUMMER, "--by", "requirement"), formats.STATUS),
    "due": (("due", "--from", "2023-01-01", "--to", "2024-12-31", "-v", *SUMMER), formats.DUE),
    "due-with-submissions": (("due", "--month", "9", "--submissions", *EXAMPLE), formats.DUE),
    "rules": (("rules", *SUMMER), formats.RULES),
    "explain": (("explain", "T15.progress", *SUMMER), ()),
    "explain-error": (("explain", "D.value", *SUMMER), ()),
    "plan-check": (("plan", "check", "data/plan_2023.yaml"), ()),
}

Plainly = Callable[[str], dict[str, bytes]]

PLAIN = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80"}
#: Everything that may differ between two machines, in two of them.
MACHINES = {
    "eastern": {
        "PYTHONHASHSEED": "4711",
        "ZHIFA_TEST_ORDER": "2",
        "TZ": "Asia/Shanghai",
        "COLUMNS": "200",
        "LINES": "3",
        "TERM": "xterm-256color",
        "FORCE_COLOR": "1",
        "COLORTERM": "truecolor",
    },
    "western": {
        "PYTHONHASHSEED": "1",
        "ZHIFA_TEST_ORDER": "3",
        "TZ": "Etc/GMT+12",
        "COLUMNS": "20",
        "LC_ALL": "C",
        "LANG": "zh_CN.GBK",
        "LANGUAGE": "fr",
        "PYTHONUNBUFFERED": "1",
    },
}


def _run(args: tuple[str, ...], **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in ("ZHIFA_AS_OF", "NO_COLOR")}
    paths = os.pathsep.join([str(ROOT / "tests" / "unruly"), str(ROOT / "src")])
    machine = {**kept, **PLAIN, "ZHIFA_TEST_ORDER": "1", "PYTHONPATH": paths, **environment}
    command = [sys.executable, "-m", "zhifa_check", *args]
    return subprocess.run(command, capture_output=True, cwd=COUNTY, env=machine, check=False)


def _all_bytes(command: str, folder: Path, **environment: str) -> dict[str, bytes]:
    """Standard output, and the file of every format, of one run."""
    args, names = COMMANDS[command]
    folder.mkdir()
    files = [part for name in names if name != "full" for part in ("-f", f"{name}:{folder / name}")]
    screen = ("-f", "full") if files else ()
    run = _run((*args, *screen, *files), **environment)
    assert run.stderr == b""
    assert run.returncode == (1 if command == "check" else 0)
    return {"stdout": run.stdout} | {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def plainly(tmp_path_factory: pytest.TempPathFactory) -> Plainly:
    return functools.cache(lambda command: _all_bytes(command, tmp_path_factory.mktemp("plain") / "out"))


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("command", some(COMMANDS, ("check", "due", "explain")))
def test_every_machine_gives_the_same_bytes(plainly: Plainly, tmp_path: Path, command: str, machine: str) -> None:
    found = _all_bytes(command, tmp_path / "out", **MACHINES[machine])
    assert set(found) == {"stdout"} | set(COMMANDS[command][1]) - {"full"}
    assert all(found.values())
    assert found == plainly(command)


def test_two_processes_give_the_same_bytes_in_every_format(plainly: Plainly, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    files = [part for name in formats.CHECK if name != "full" for part in ("-f", f"{name}:{folder / name}")]
    run = _run(("check", *EXAMPLE, "-v", "--jobs", "2", "-f", "full", *files))
    assert (run.returncode, run.stderr) == (1, b"")
    found = {"stdout": run.stdout} | {file.name: file.read_bytes() for file in folder.iterdir()}
    assert found == plainly("check")


FOR_PROGRAMS = [
    (command, name)
    for command in ("check", "status", "due", "rules")
    for name in COMMANDS[command][1]
    if name not in ("full", "concise", "xlsx")
]


@pytest.mark.parametrize(("command", "name"), some(FOR_PROGRAMS, [("check", "csv"), ("due", "csv")]))
def test_what_programs_read_is_the_same_on_the_screen_and_in_a_file(plainly: Plainly, command: str, name: str) -> None:
    args, _ = COMMANDS[command]
    assert _run((*args, "-f", name), PYTHONIOENCODING="gbk").stdout == plainly(command)[name]


def test_a_locale_of_the_gbk_world_changes_nothing(plainly: Plainly, tmp_path: Path) -> None:
    try:
        locale.setlocale(locale.LC_ALL, "zh_CN.GBK")
    except locale.Error:
        pytest.skip("this machine has no locale zh_CN.GBK")
    finally:
        locale.setlocale(locale.LC_ALL, "")
    found = _all_bytes("status", tmp_path / "out", LC_ALL="zh_CN.GBK", PYTHONIOENCODING="utf-8")
    assert found == plainly("status")


def _piped(command: str, reader: str, **environment: str) -> tuple[int, bytes, bytes]:
    """Exit code of the command itself, what the reader printed, and all of standard error."""
    args, _ = COMMANDS[command]
    line = f'"$0" -m zhifa_check "$@" | {reader}; exit "${{PIPESTATUS[0]}}"'
    run = subprocess.run(
        ["bash", "-c", line, sys.executable, *args],
        capture_output=True,
        cwd=COUNTY,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize(
    ("command", "reader"),
    some(
        [*((command, "head -1") for command in COMMANDS), ("check", "true"), ("explain", "true")],
        [("check", "head -1"), ("due", "head -1"), ("explain", "true")],
    ),
)
def test_a_reader_that_leaves_early_changes_neither_exit_code_nor_standard_error(command: str, reader: str) -> None:
    code, out, err = _piped(command, reader)
    assert (code, err) == (1 if command == "check" else 0, b"")
    assert out.count(b"\n") == (reader != "true")


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize("name", some([name for name, one in formats.CHECK.items() if not one.binary], ("json",)))
def test_a_reader_that_leaves_early_from_any_format_of_check(name: str) -> None:
    line = f'"$0" -m zhifa_check check {" ".join(EXAMPLE)} -v -f {name} | head -c 10; exit "${{PIPESTATUS[0]}}"'
    run = subprocess.run(["bash", "-c", line, sys.executable], capture_output=True, cwd=COUNTY, check=False)
    assert (run.returncode, run.stderr, len(run.stdout)) == (1, b"", 10)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["check", "due", "plan-check"])
def test_an_output_that_cannot_be_written_is_said_once_and_ends_with_2(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "zhifa_check", *COMMANDS[command][0]],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=COUNTY,
            check=False,
        )
    assert run.returncode == 2
    assert run.stderr.decode().startswith("错误：写不出结果")
    assert run.stderr.count(b"\n") == 1


def test_the_unruly_machine_is_one(tmp_path: Path) -> None:
    """The tests above prove nothing where folders are listed in order and sockets open after all."""
    for number in range(20):
        (tmp_path / str(number)).touch()
    script = (
        "import os, sys; print(*(name for _, _, names in os.walk(sys.argv[1]) for name in names));"
        "print(os.listdir(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests" / "unruly")}

    def walked(order: str) -> list[bytes]:
        command = [sys.executable, "-c", script, str(tmp_path)]
        return subprocess.check_output(command, env={**environment, "ZHIFA_TEST_ORDER": order}).splitlines()

    assert all(first != second for first, second in zip(walked("1"), walked("2"), strict=True))
    script = "import socket; socket.socket()"
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, "ZHIFA_TEST_ORDER": "1"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (99, b"network: socket.__new__\n")


@pytest.mark.slow
def test_formats_do_not_look_at_each_other(zhifa: Run, tmp_path: Path) -> None:
    """The order in which formats are asked for, and which others are, changes no byte of any."""
    names = list(formats.CHECK)
    together = [part for name in reversed(names) for part in ("-f", f"{name}:{tmp_path / name}")]
    zhifa("check", *EXAMPLE, *together)
    for name in names:
        alone = tmp_path / f"{name} alone"
        zhifa("check", *EXAMPLE, "-f", f"{name}:{alone}")
        assert alone.read_bytes() == (tmp_path / name).read_bytes()
