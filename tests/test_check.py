"""``zhifa check`` from the command line: whole outputs, exit codes, options, and what no input may do to a terminal."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from conftest import COUNTY, Run, golden
from zhifa_check.report.terminal import Terminal

pytestmark = pytest.mark.usefixtures("judged_once")

EXAMPLE = ("check", "submissions/", "--as-of", "2024-01-31")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("full.txt", ()),
        ("full_in_summer.txt", ("--as-of", "2023-07-10", "--unit", "合作镇", "-v")),
        ("concise.txt", ("-f", "concise")),
        ("statistics.txt", ("--statistics", "-q")),
        ("jsonl_of_one_unit.txt", ("-f", "jsonl", "--unit", "启隆镇")),
    ],
)
def test_the_example_county_tells_its_story(zhifa: Run, name: str, args: tuple[str, ...]) -> None:
    code, out, err = zhifa(*EXAMPLE, *args)
    assert (code, err) == (0 if "-v" in args else 1, "")
    golden(name, out)


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_no_line_is_longer_than_it_is_wide_and_nothing_is_cut(
    zhifa: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    _, whole, _ = zhifa(*EXAMPLE)

    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", str(width))
    out = Tty()
    terminal = Terminal(out, "never")
    for line in whole.splitlines():
        terminal.line(line, indent="    ")
    folded = out.getvalue()
    assert max(cell_len(line) for line in folded.splitlines()) <= width
    assert re.sub(r"\s", "", folded) == re.sub(r"\s", "", whole)


def test_json_is_the_published_contract(zhifa: Run) -> None:
    _, out, _ = zhifa(*EXAMPLE, "-f", "json")
    report = json.loads(out)
    assert list(report) == [
        *("schema_version", "tool", "plan", "plans", "as_of", "summary", "outcomes", "findings", "notices"),
    ]
    assert (report["schema_version"], report["plan"]["year"], report["as_of"]) == (1, 2023, "2024-01-31")
    summary = report["summary"]
    assert (summary["units"], summary["requirements"]) == (28, 48)
    assert summary["obligations"] == len(report["outcomes"]) == sum(summary["by_status"].values())
    assert summary["data_errors"] == sum(finding["status"] == "invalid" for finding in report["findings"])
    assert len({finding["fingerprint"] for finding in report["findings"]}) == len(report["findings"])
    duties = [finding for finding in report["findings"] if not finding["id"].startswith("D.")]
    assert [finding["subject"] for finding in duties if finding["status"] == "met"] == ["JY-ZZ-01"], "by a ruling"
    told = {(f["unit"], f["id"], f["period"]) for f in duties if f["status"] != "met"}
    owed = {"violated", "missing", "unreadable", "disputed", "waived"}
    assert told == {(o["unit"], o["requirement"], o["period"]) for o in report["outcomes"] if o["status"] in owed}
    for finding in report["findings"]:
        lines = (COUNTY / finding["file"]).read_text(encoding="utf-8").splitlines()
        assert 1 <= finding["column"] <= len(lines[finding["line"] - 1]) + 1


def test_two_processes_give_the_same_bytes(zhifa: Run) -> None:
    assert zhifa(*EXAMPLE, "-f", "json", "--jobs", "2") == zhifa(*EXAMPLE, "-f", "json")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), 1),
        (("--fail-on", "never"), 0),
        (("--fail-on", "data"), 1),
        (("--fail-on", "data", "--unit", "合作镇"), 0),
        (("--unit", "城市管理局", "--select", "T13"), 0),
        (("--unit", "城市管理局", "--select", "T13", "--fail-on", "disputed"), 1),
        (("--select", "T12.contacts"), 0),
        (("--ignore", "T", "--ignore", "D"), 2),
        (("--select", "T99"), 2),
        (("--unit", "不存在镇"), 2),
        (("--fail-on", "all"), 2),
        (("--color", "red"), 2),
        (("--jobs", "0"), 2),
        (("--as-of", "2024-1-31"), 2),
        (("--as-of", "2023-03-13"), 2),
        (("--plan", "data/none.yaml"), 2),
        (("--units", "data/plan_2023.yaml"), 2),
        (("--waivers", "data/units.yaml"), 2),
        (("-f", "xml"), 2),
        (("-f", "json", "-f", "full"), 2),
        (("-f", "json:no/such/folder/out.json"), 2),
        (("--nonsense",), 2),
    ],
)
def test_exit_codes(zhifa: Run, args: tuple[str, ...], code: int) -> None:
    found, _, err = zhifa(*EXAMPLE, *args)
    assert found == code
    assert err.startswith(("错误：", "data/")) if code == 2 else err == ""


@pytest.mark.parametrize("layout", ["missing", "empty", "hidden"])
def test_nothing_looked_at_is_never_0(zhifa: Run, tmp_path: Path, layout: str) -> None:
    folder = tmp_path / "submissions"
    if layout != "missing":
        (folder / ".git").mkdir(parents=True)
    if layout == "hidden":
        (folder / ".git" / "a.yaml").write_text("单位: 汇龙镇\n", encoding="utf-8")
    code, out, err = zhifa("check", folder, "--fail-on", "never")
    assert (code, out) == (2, "")
    assert err.startswith("错误：")


def test_several_formats_in_one_run(zhifa: Run, tmp_path: Path) -> None:
    code, out, _ = zhifa(*EXAMPLE, "-f", "concise", "-f", f"json:{tmp_path / '结果 1.json'}")
    assert code == 1
    report = json.loads((tmp_path / "结果 1.json").read_text(encoding="utf-8"))
    told = [one for one in report["findings"] if one["id"] not in ("T10.completion", "T11.filing-rate")]
    assert len(told) == len(out.splitlines()) < len(report["findings"])
    errors = ("violated", "missing", "unreadable", "invalid")
    assert report["summary"]["problems"] == sum(one["status"] in errors for one in told)


def test_configuration_among_the_submissions_is_no_submission(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.yaml").write_text("units:\n  - {id: a, name: 甲镇, kind: 镇}\n", encoding="utf-8")
    (tmp_path / "甲镇.yaml").write_text("单位: 甲镇\n年度: 2023\n", encoding="utf-8")
    _, out, _ = zhifa("check", tmp_path, "--as-of", "2024-01-31", "-f", "json")
    report = json.loads(out)
    assert (report["summary"]["files"], report["summary"]["data_errors"]) == (1, 0)


def test_a_folder_above_the_submissions_does_not_say_whose_they_are(zhifa: Run, tmp_path: Path) -> None:
    """The bureau keeps what the units hand in below a folder of its own name."""
    folder = tmp_path / "司法局" / "submissions"
    folder.mkdir(parents=True)
    (folder / "汇龙镇.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    _, out, _ = zhifa("check", folder, "--units", "data/units.yaml", "--as-of", "2024-01-31", "-f", "json")
    assert not [finding for finding in json.loads(out)["findings"] if finding["id"].startswith("D.")]


def test_files_of_no_unit_and_with_another_units_name_are_said(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "汇龙镇.yaml").write_text("单位: 南阳镇\n年度: 2023\n", encoding="utf-8")
    (tmp_path / "谁的.yaml").write_text("单位：\n", encoding="utf-8")
    _, out, _ = zhifa("check", tmp_path, "--units", "data/units.yaml", "--as-of", "2024-01-31", "-f", "json")
    report = json.loads(out)
    kinds = {notice["kind"] for notice in report["notices"]}
    assert {"no-unit", "other-name"} <= kinds
    assert [finding["unit"] for finding in report["findings"] if finding["id"] == "D.syntax"] == [None]


def test_a_plan_whose_year_is_over_says_so_and_stays_in_force(zhifa: Run) -> None:
    _, out, _ = zhifa("check", "submissions/", "--as-of", "2026-11-24", "-f", "json", "--unit", "南阳镇")
    assert "plan-over" in {notice["kind"] for notice in json.loads(out)["notices"]}


def test_a_registry_without_the_bureau_says_what_is_not_looked_at(zhifa: Run, tmp_path: Path) -> None:
    units = tmp_path / "units.yaml"
    units.write_text("units:\n  - {id: a, name: 甲局, kind: 部门, roles: [告知承诺制单位]}\n", encoding="utf-8")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "甲局.yaml").write_text("单位: 甲局\n年度: 2023\n", encoding="utf-8")
    _, out, _ = zhifa("check", tmp_path / "s", "--units", units, "--as-of", "2024-01-31", "-f", "json")
    assert any("T04.named 要看的司法局" in notice["message"] for notice in json.loads(out)["notices"])


@pytest.mark.parametrize(
    ("registry", "said"),
    [
        ("units: [{id: a, name: 甲局, kind: 局}]", "不是计划用到的单位类别"),
        ("units: []", "“units”是空的，至少要有一条。"),
    ],
)
def test_a_registry_without_a_valid_unit_says_one_thing(zhifa: Run, tmp_path: Path, registry: str, said: str) -> None:
    units = tmp_path / "units.yaml"
    units.write_text(registry, encoding="utf-8")
    code, _, err = zhifa("check", "submissions/", "--units", units, "--as-of", "2024-01-31")
    assert code == 2
    assert said in err
    assert err.count("D.value") == 1
    assert "Tuple" not in err


def _process(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "zhifa_check", *args]
    return subprocess.run(command, capture_output=True, cwd=COUNTY, env={**os.environ, **environment}, check=False)


def test_a_gbk_pipe_gets_everything(tmp_path: Path) -> None:
    file = tmp_path / "汇龙镇.yaml"
    file.write_text("单位: 汇龙镇\n年度: 2023\n人员:\n  - {编号: 😀𠮷, 姓名: ✓, 类别: 执法人员}\n", encoding="utf-8")
    run = _process("check", str(file), "--units", "data/units.yaml", "--as-of", "2024-01-31", PYTHONIOENCODING="gbk")
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    assert "汇龙镇" in run.stdout.decode("gbk")
    assert "\\U0001f600" in run.stdout.decode("gbk")


def test_what_excel_reads_is_utf8_everywhere() -> None:
    run = _process("due", "--month", "9", "-f", "csv", PYTHONIOENCODING="gbk")
    assert run.stdout.decode("utf-8").startswith("\ufeff期限,")
    assert b"\r\r\n" not in run.stdout


@pytest.mark.parametrize(("environment", "coloured"), [({}, False), ({"FORCE_COLOR": "0"}, False)])
def test_colour_is_off_in_a_pipe(environment: dict[str, str], coloured: bool) -> None:
    out = _process(*EXAMPLE, "--unit", "启隆镇", **environment).stdout
    assert "填写有误".encode() in out
    assert (b"\x1b[" in out) is coloured


def test_colour_always_and_never_change_no_word(zhifa: Run) -> None:
    _, plain, _ = zhifa(*EXAMPLE, "--color", "never")
    _, coloured, _ = zhifa(*EXAMPLE, "--color", "always")
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("command", [(), ("check",), ("due",), ("explain",), ("rules",), ("plan",), ("plan", "check")])
def test_help_is_chinese(zhifa: Run, command: tuple[str, ...]) -> None:
    code, out, _ = zhifa(*command, "--help")
    assert code == 0
    assert out.startswith("用法：")
    assert not re.search(r"Usage|Options|Arguments|Commands|Show this|default|required|env var", out)
    assert max(cell_len(line) for line in out.splitlines()) <= 80


def test_help_imports_nothing_that_judges() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "zhifa_check", "check", "--help"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "zhifa_check.cli.app" in imported
    assert not imported & {"yaml", "rich.console", "chinese_calendar", "zhifa_check.run", "zhifa_check.plan.model"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("chek",), "没有“chek”这个命令，是不是 check"),
        (("check", "--unti", "x"), "没有 --unti 这个选项，是不是"),
        (("check", "--jobs", "x"), "选项 --jobs 的内容不对"),
        (("check", "--plan"), "选项 --plan 后面要写内容"),
        (("check", "--quiet=3"), "选项 --quiet 后面不写内容"),
        (("due", "3", "4"), "多写了 3 4"),
        (("explain",), "请在后面写上编号"),
        (("plan",), "请在后面写上命令"),
        (("import",), "请在后面写上表格"),
    ],
)
def test_usage_errors_are_chinese(zhifa: Run, args: tuple[str, ...], said: str) -> None:
    code, out, err = zhifa(*args)
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：{said}")


def test_a_submission_dropped_beside_the_registry_is_told(zhifa: Run, tmp_path: Path) -> None:
    """The bureau's own files and tables there are nobody's submissions."""
    shutil.copytree("data", tmp_path / "data")
    folder = tmp_path / "submissions" / "汇龙镇"
    folder.mkdir(parents=True)
    text = "单位: 汇龙镇\n年度: 2023\n"
    for file in (folder / "人员.yaml", tmp_path / "data" / "报送.yaml", tmp_path / "data" / "~$报送.yaml"):
        file.write_text(text, encoding="utf-8")
    (tmp_path / "data" / "台账.xlsx").write_bytes(b"")
    _, out, _ = zhifa("check", tmp_path / "submissions", "--as-of", "2024-01-31", "-f", "json")
    told = [notice for notice in json.loads(out)["notices"] if notice["kind"] == "astray"]
    assert [Path(notice["file"]).name for notice in told] == ["报送.yaml"]


def test_a_folder_with_a_sign_that_nobody_sees_is_the_units(zhifa: Run, tmp_path: Path) -> None:
    """Its file that cannot be read is the unit's, which so is not 未报."""
    folder = tmp_path / "submissions" / "汇龙\u200b镇"
    folder.mkdir(parents=True)
    (folder / "报送.yaml").write_text("单位 汇龙镇\n", encoding="utf-8")
    args = ("--unit", "汇龙镇", "--select", "T02.monthly", "--as-of", "2024-01-31", "-f", "json")
    _, out, _ = zhifa("check", tmp_path / "submissions", "--units", "data/units.yaml", *args)
    assert {outcome["status"] for outcome in json.loads(out)["outcomes"]} == {"unreadable"}


def test_files_that_nobody_reads_are_told(zhifa: Run, tmp_path: Path) -> None:
    """Notepad saves 报送.yaml.txt where it is not told otherwise; its duties would be 未报 without a word."""
    folder = tmp_path / "submissions" / "汇龙镇"
    folder.mkdir(parents=True)
    (folder / "人员.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    left_behind = ("~$台账.xlsx", "Thumbs.db", "desktop.ini", "报送.yaml~", "台账.TMP", ".DS_Store")
    for name in ("报送.yaml.txt", "README.md", ".草稿.txt", "台账.xlsx", *left_behind):
        (folder / name).write_bytes(b"")
    args = ("check", tmp_path / "submissions", "--units", "data/units.yaml", "--as-of", "2024-01-31", "-f", "json")
    _, out, _ = zhifa(*args)
    (told,) = [notice["message"] for notice in json.loads(out)["notices"] if notice["kind"] == "not-yaml"]
    assert told.startswith("有 2 份文件不是 .yaml，没有看：")
    assert "汇龙镇/台账.xlsx" in told
    assert "汇龙镇/报送.yaml.txt" in told
    _, out, _ = zhifa(*args, "--unit", "合作镇")
    assert not [notice for notice in json.loads(out)["notices"] if notice["kind"] == "not-yaml"]
