"""What a PC with Windows does differently, as far as another machine can show it.

Not tried here: a real Windows file system, its console host, and files held open by Word or WPS.
"""

import ast
import errno
import multiprocessing
import ntpath
import os
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from conftest import COUNTY, ROOT, Run, some
from zhifa_check.cli.common import progress
from zhifa_check.report.formats import CHECK
from zhifa_check.report.output import parse_outputs
from zhifa_check.source import files, writing

SUBMISSIONS = COUNTY / "submissions"
COMMANDS = [
    ("check", "submissions", "--as-of", "2024-01-31"),
    ("check", "submissions", "--as-of", "2024-01-31", "-f", "concise"),
    ("check", "没有这里"),
    ("check", "--fial-on", "data"),
    ("due", "--month", "9", "-v"),
    ("explain", "T15.progress"),
    ("explain", "D.encoding"),
    ("rules",),
    ("plan", "check", "data/plan_2023.yaml"),
    ("fix", "submissions/启隆镇"),
    ("status", "submissions", "--as-of", "2024-01-31"),
    *((command, "-h") for command in ("fix", "init", "new", "import", "schema", "status")),
    ("--help",),
]


def run(*args: str | Path, cwd: Path = COUNTY, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as ``py -m zhifa_check`` starts it, without the variables of this machine that matter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ZHIFA", "COLUMNS"))}
    variables = {**kept, "PYTHONPATH": str(ROOT / "src"), **environment}
    command = [sys.executable, "-m", "zhifa_check", *map(str, args)]
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, check=False)


# --- consoles and pipes that are not UTF-8


@pytest.mark.parametrize(
    "args",
    some([(one,) for one in COMMANDS], [(one,) for one in COMMANDS[1:3]]),
    ids=" ".join,
)
def test_a_gbk_console_shows_all_that_we_say(args: tuple[str, ...]) -> None:
    done = run(*args, PYTHONIOENCODING="cp936", PYTHONUTF8="0")
    said = done.stdout.decode("gbk") + done.stderr.decode("gbk")
    assert done.returncode in (0, 1, 2)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said)
    assert "Traceback" not in said
    assert "\\u" not in said
    assert "\\x" not in said


@pytest.mark.parametrize(
    "locale", some([{"PYTHONUTF8": "1"}, {"LC_ALL": "C"}, GBK := {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}], [GBK])
)
def test_the_same_is_said_in_every_locale(zhifa: Run, locale: dict[str, str]) -> None:
    code, out, err = zhifa("check", "submissions", "--as-of", "2024-01-31", "-f", "json")
    other = run("check", "submissions", "--as-of", "2024-01-31", "-f", "json", **locale)
    assert (other.returncode, other.stdout, other.stderr) == (code, out.encode(), err.encode())


def test_a_rare_name_does_not_end_the_program(tmp_path: Path) -> None:
    """Characters that GBK lacks are spelt out, the rest of the line is there."""
    file = tmp_path / "市场监管局.yaml"
    file.write_text("单位: 市场监管局\n年度: 2023\n人员:\n  - {编号: S-1, 姓名: 𬱖😀, 类别: 𬱖}\n", encoding="utf-8")
    for args in (("check", file, "--units", ROOT / "data/units.yaml"), ("fix", file)):
        done = (
            run(*args, "--as-of", "2024-01-31", PYTHONIOENCODING="gbk")
            if args[0] == "check"
            else run(*args, PYTHONIOENCODING="gbk")
        )
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 1)
    assert (
        "“\\U0002cc56”".encode("gbk")
        in run(
            "check", file, "--units", ROOT / "data/units.yaml", "--as-of", "2024-01-31", PYTHONIOENCODING="gbk"
        ).stdout
    )


def test_our_own_words_hold_nothing_that_gbk_lacks() -> None:
    """Every text of the program with Chinese in it is a text for people; the data they read are held to it too."""
    texts = {
        (path.name, node.value)
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any("\u4e00" <= c <= "\u9ffe" for c in node.value)
    }
    texts |= {(path.name, path.read_text(encoding="utf-8")) for path in (ROOT / "data").glob("*.*")}
    strange = {(name, sign) for name, text in texts for sign in text if not writable(sign)}
    assert len(texts) > 300
    assert strange == set()


def writable(sign: str) -> bool:
    try:
        return bool(sign.encode("gbk"))
    except UnicodeEncodeError:
        return False


def test_progress_uses_no_escape_sequence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An old console would show it, and a shorter line must not leave the end of a longer one."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("zhifa_check.cli.common._PATIENCE", -1.0)
    show = progress()
    show(1, 2)
    show(2, 2)
    said = capsys.readouterr().err
    assert "\x1b" not in said
    *_, last, spaces, nothing = said.split("\r")
    assert last == "正在核对 2/2 个单位……"
    assert len(spaces) >= 2 * len(last)
    assert (spaces.strip(), nothing) == ("", "")


@pytest.mark.slow
def test_no_colour_means_no_escape_sequence() -> None:
    for args in (*COMMANDS[:2], ("fix", "submissions/启隆镇")):
        assert b"\x1b" not in run(*args, PYTHONIOENCODING="utf-8").stdout


# --- paths


@pytest.mark.parametrize(
    "path",
    [r"C:\结果\out.json", r"C:out.json", r"\\服务器\共享\out.json", r"..\out.json", r"D:\甲 乙\out.json", "a:b.json"],
)
def test_drive_letters_in_output_paths(path: str) -> None:
    (output,) = parse_outputs([f"json:{path}"], CHECK)
    assert (output.format, str(output.path)) == ("json", path)


@pytest.mark.parametrize(
    ("path", "is_shown"),
    [
        (r"C:\仓库\submissions\市场监管局\人员.yaml", "submissions/市场监管局/人员.yaml"),
        (r"submissions\市场监管局\人员.yaml", "submissions/市场监管局/人员.yaml"),
        (r"c:\仓库\人员.yaml", "人员.yaml"),
        (r"C:\别处\人员.yaml", "C:/别处/人员.yaml"),
        (r"D:\仓库\人员.yaml", "D:/仓库/人员.yaml"),
        (r"\\服务器\共享\人员.yaml", "//服务器/共享/人员.yaml"),
    ],
)
def test_paths_are_shown_with_slashes(path: str, is_shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ntpath.os, "getcwd", lambda: r"C:\仓库")
    monkeypatch.setattr(files, "os", type("Windows", (), {"path": ntpath}))
    monkeypatch.setattr(files, "Path", PureWindowsPath)
    assert files.shown(PureWindowsPath(path)) == is_shown  # type: ignore[arg-type]


def test_suffixes_in_capitals_are_read(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "汇龙镇.YAML").write_bytes("单位: 汇龙镇\r\n年度: 2023\r\n人员: 无\r\n".encode())
    code, out, _ = zhifa("check", tmp_path, "--units", "data/units.yaml", "--as-of", "2024-01-31", "-f", "concise")
    assert code == 1
    assert "汇龙镇.YAML:3:5: 填写有误 D.value" in out


def test_lines_and_columns_are_the_same_with_crlf(zhifa: Run, tmp_path: Path) -> None:
    town = SUBMISSIONS / "启隆镇"
    found = []
    for end, name in ((b"\n", "甲"), (b"\r\n", "乙")):
        for file in town.glob("*.yaml"):
            (tmp_path / name / "启隆镇").mkdir(parents=True, exist_ok=True)
            (tmp_path / name / "启隆镇" / file.name).write_bytes(file.read_bytes().replace(b"\n", end))
        args = ("check", tmp_path / name, "--units", "data/units.yaml", "--as-of", "2024-01-31", "--unit", "启隆镇")
        found.append(zhifa(*args)[1].replace(f"{tmp_path.as_posix()}/{name}", ""))
    assert found[0] == found[1]
    assert "/启隆镇/平台录入.yaml:6:23 填写有误 D.syntax" in found[0]


def test_a_path_that_is_too_long_or_not_writable_is_told(zhifa: Run, tmp_path: Path) -> None:
    long = tmp_path / ("长" * 200 + ".json")
    code, _, err = zhifa("check", "submissions", "--as-of", "2024-01-31", "-f", f"json:{long}")
    assert code == 2
    assert "文件名或路径太长" in err


@pytest.mark.parametrize(
    "args", [("check",), ("fix",), ("plan", "check"), ("rules", "--plan"), ("import", "--unit", "汇龙镇")]
)
def test_a_name_that_is_too_long_is_not_there(zhifa: Run, args: tuple[str, ...]) -> None:
    code, _, err = zhifa(*args, "长" * 200)
    assert code == 2
    assert "找不到" in err


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.EINVAL, "Invalid argument"), "文件名里有不能用的字符"),
        (PermissionError(errno.EACCES, "Permission denied"), "正在别的程序里打开"),
        (OSError(errno.EINVAL, "不是普通文件"), "不是普通文件"),
        (OSError(errno.EACCES, "另一个程序正在使用此文件"), "另一个程序正在使用此文件"),
        (OSError("odd"), "odd"),
    ],
)
def test_reasons_are_chinese(error: OSError, says: str) -> None:
    assert says in files.reason(error)


# --- writing and processes


def test_a_read_only_file_leaves_nothing_behind(tmp_path: Path) -> None:
    """Windows neither replaces nor deletes what is marked read-only."""
    file = tmp_path / "甲.yaml"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(writing.WriteError, match="是只读的"):
        writing.replace_all([(file, b"old", b"new")])
    assert [one.name for one in tmp_path.iterdir()] == ["甲.yaml"]
    assert file.read_bytes() == b"old"


SPAWNED = """
import multiprocessing, sys
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    sys.argv = ["zhifa", "check", "submissions", "--as-of", "2024-01-31", "--jobs", "{jobs}"]
    from zhifa_check.cli.app import main
    main()
"""


@pytest.mark.slow
def test_processes_that_start_afresh_say_the_same(tmp_path: Path) -> None:
    """Windows cannot fork."""
    script = tmp_path / "zhifa.py"
    said = []
    for jobs in (1, 2):
        script.write_text(SPAWNED.format(jobs=jobs), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([sys.executable, script], cwd=ROOT, env=environment, capture_output=True, check=False)
        said.append((done.returncode, done.stdout, done.stderr))
    assert said[0] == said[1]
    assert said[0][0] == 1
    assert multiprocessing.get_all_start_methods()


def test_without_git_since_judges_all_and_says_so(zhifa: Run, tmp_path: Path) -> None:
    command = ("check", "submissions", "--as-of", "2024-01-31", "--unit", "启隆镇")
    done = run(*command, "--since", "HEAD", PATH=str(tmp_path), PYTHONIOENCODING="utf-8")
    assert done.returncode == zhifa(*command)[0] == 1
    assert "没有安装 git" in done.stdout.decode()
    assert shutil.which("git", path=str(tmp_path)) is None


def test_the_day_can_be_set_by_a_variable(zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    by_option = zhifa("check", "submissions", "--as-of", "2023-07-10")
    monkeypatch.setenv("ZHIFA_AS_OF", "2023-07-10")
    assert zhifa("check", "submissions") == by_option
    assert "截至 2023-07-10" in by_option[1]
