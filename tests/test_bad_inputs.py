"""Clumsy and hostile submissions: what `zhifa check` must say of them, and must never print.

The cases are data, so that whoever meets a new kind of broken file adds it without reading Python:

- `cases/*.yaml`  one broken file (or a few) with exactly the `D.*` findings it gives,
- `values.yaml`   tables of values on both sides of every boundary,
- `hostile.yaml`  files made to crash, stall or fill the reader; run in a process of their own.

A case holds `text` (or `pieces`, or `files`), `path`, `encoding`, and
`expect`   one entry a finding: id, line, column, file, unit; `contains` texts of the message; `names` both lines of
           a pair; a list of ids or lines means any of them, and `|` within `contains` means any of those texts
`extra`    ids that may be there besides, any number of times
`outcomes` words that pick outcomes (unit, requirement, period, item) → their status
`judged`   findings of the duties that must be there all the same
`never`    texts that no format may print; `shown` where that is so of the control codes alone

Beside every case lies `neighbour.yaml`, the file of another unit, whose verdicts must not move.
"""

import contextlib
import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import PLAN, case_file, examples, no_more_said, said
from zhifa_check.cli.app import app
from zhifa_check.format.problems import MOST_IN_A_FILE
from zhifa_check.format.sections import standard
from zhifa_check.report import formats

HERE = Path(__file__).parent / "bad_inputs"
UNITS = HERE / "units.yaml"
NEIGHBOUR = {"云溪镇/人员.yaml": (HERE / "neighbour.yaml").read_bytes()}
UNIT_IDS = {"yunxi", "shichang", "sifa"}
DEFAULT_PATH = "市场局/某.yaml"
AS_OF = "2024-01-31"
# Findings after which nothing of the file is known, so that all duties of its unit are unreadable.
WHOLE_FILE = {"D.encoding", "D.syntax", "D.limit"}
#: Notices that the county of the cases always has.
USUAL = {"registry-gap", "plan-over"}
CONTROL_CODE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LINE_BREAK = re.compile(rb"\r\n|\n|\r|\xc2\x85|\xe2\x80[\xa8\xa9]")
HOSTILE_SECONDS = 40
HOSTILE_BYTES = 3 << 30

Finding = dict[str, Any]
Report = dict[str, Any]


# --- the cases as data


def many(value: Any) -> list[str]:
    """Take a lone value for a list of one; the files may write either."""
    return value if isinstance(value, list) else [value]


def content(raw: Any) -> bytes:
    """Make the file's bytes; \\udcXX in a text stands for the raw byte XX."""
    if isinstance(raw, str):
        raw = {"text": raw}
    pieces = raw.get("pieces", [raw.get("text", "")])
    text = "".join(piece if isinstance(piece, str) else repeated(piece[0], int(piece[1])) for piece in pieces)
    return text.encode(raw.get("encoding", "utf-8"), "surrogateescape")


def repeated(text: str, times: int) -> str:
    """Repeat a text, numbered by <i> and indented by <indent>."""
    if "<" not in text:
        return text * times
    return "".join(text.replace("<indent>", " " * i).replace("<i>", str(i)) for i in range(1, times + 1))


@dataclass(frozen=True)
class Expected:
    """One finding that a case must give."""

    raw: dict[str, Any]
    file: str

    def fits(self, found: Finding) -> bool:
        raw = self.raw
        return (
            found["id"] in many(raw["id"])
            and found["file"] == f"submissions/{raw.get('file', self.file)}"
            and ("line" not in raw or str(found["line"]) in many(raw["line"]))
            and ("column" not in raw or str(found["column"]) == raw["column"])
            and ("unit" not in raw or (found["unit"] or "null") == raw["unit"])
            and all(any(word in found["message"] for word in text.split("|")) for text in raw.get("contains", []))
            and self.names_lines(found)
        )

    def names_lines(self, found: Finding) -> bool:
        """Of two places one is where the finding stands, and the message names the other."""
        named = {*re.findall(r"\d+", found["message"]), str(found["line"])}
        lines = self.raw.get("names", [])
        return not lines or (str(found["line"]) in lines and set(lines) <= named)


@dataclass(frozen=True)
class Case:
    """One entry of a case file."""

    raw: dict[str, Any]
    of: str

    def says(self, found: list[Finding], report: Report) -> None:
        """Compare all that is said of it with its golden."""
        told = [
            f"{one['id']} {one['unit']} {one['file']}:{one['line']}:{one['column']} {one['message']}" for one in found
        ]
        told += [f"{one['kind']} {one['message']}" for one in report["notices"] if one["kind"] not in USUAL]
        said(f"bad_inputs/{self.of}", self.raw["name"], told)

    @property
    def path(self) -> str:
        return str(self.raw.get("path", DEFAULT_PATH))

    @property
    def as_of(self) -> str:
        return str(self.raw.get("as_of", AS_OF))

    @property
    def files(self) -> dict[str, bytes]:
        return {path: content(raw) for path, raw in self.raw.get("files", {self.path: self.raw}).items()}

    @property
    def expected(self) -> list[Expected]:
        return [Expected(raw, self.path) for raw in self.raw["expect"]]

    @property
    def shown(self) -> bool:
        """Whether the case is also about what the formats print."""
        return "never" in self.raw or "shown" in self.raw

    @property
    def unit(self) -> str | None:
        """The unit that the folder names, where it does."""
        return {"市场局": "shichang", "司法局": "sifa", "云溪镇": "yunxi"}.get(self.path.split("/")[0])


def cases(pattern: str) -> list[Any]:
    """Case files as parameters."""
    return [
        pytest.param(Case(raw, path.stem), id=f"{path.stem}-{raw['name']}")
        for path in sorted(HERE.glob(pattern))
        for raw in case_file(path)
    ]


@pytest.mark.parametrize("section", list(standard()))
def test_something_is_refused_of_every_section(section: str) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "cases").glob("*.yaml")))
    assert f"{section}:" in written, f"tests/bad_inputs/cases/ has no case of {section}"


# --- running the tool


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        target = folder / "submissions" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


JSON = ("json",)
#: Every format that is text: the one for a screen on standard output, the others in files.
TEXTS = [name for name, writer in formats.CHECK.items() if not writer.binary and name != "full"]
EVERY = ("full", *(f"{name}:out.{name}" for name in TEXTS))


def arguments(as_of: str, wanted: Sequence[str] = JSON, fail_on: str = "data") -> list[str]:
    """Fail on data alone by default: then the exit code says whether there is a `D.*` finding."""
    options = [("--plan", str(PLAN)), ("--units", str(UNITS)), ("--as-of", as_of), ("--fail-on", fail_on)]
    options += [("-f", one) for one in wanted]
    return ["check", "submissions", *(word for pair in options for word in pair)]


def in_process(
    folder: Path, as_of: str = AS_OF, wanted: Sequence[str] = JSON, fail_on: str = "data"
) -> tuple[int, str]:
    with contextlib.chdir(folder):
        result = CliRunner().invoke(app, arguments(as_of, wanted, fail_on))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.stdout + result.stderr
    assert result.exit_code in (0, 1), result.stderr
    return result.exit_code, result.stdout


def limit_resources() -> None:
    """Keep a runaway reader from taking the whole machine down with it."""
    resource.setrlimit(resource.RLIMIT_AS, (HOSTILE_BYTES, HOSTILE_BYTES))


def in_subprocess(folder: Path, wanted: Sequence[str] = JSON) -> tuple[int, str]:
    """A crash of the parser's C code, a hang or a full memory ends the child, and only the child."""
    done = subprocess.run(
        [sys.executable, "-m", "zhifa_check", *arguments(AS_OF, wanted)],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=HOSTILE_SECONDS,
        check=False,
        preexec_fn=limit_resources,
    )
    errors = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in errors, errors[-2000:]
    assert done.returncode in (0, 1), (done.returncode, errors[-2000:])
    return done.returncode, done.stdout.decode("utf-8")


# --- what holds for every file whatever


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def report_of(exit_code: int, stdout: str, files: dict[str, bytes]) -> Report:
    """Parse the JSON and check what is true of every report."""
    report: Report = json.loads(stdout, parse_constant=no_constant)
    found = data_findings(report)
    assert exit_code == (1 if found else 0)
    lines = {
        name: len(LINE_BREAK.findall(files[name])) + 1
        for name in {finding["file"].removeprefix("submissions/") for finding in found}
    }
    for finding in found:
        place = {key: finding[key] for key in ("id", "file", "line", "column")}
        assert finding["status"] == "invalid", place
        assert 1 <= finding["line"] <= lines[finding["file"].removeprefix("submissions/")], place
        assert finding["column"] >= 1, place
        assert re.search(r"[\u4e00-\u9fff]", finding["message"]), place
        assert len(finding["message"]) < 2000, place
    fingerprints = [finding["fingerprint"] for finding in report["findings"]]
    assert len(set(fingerprints)) == len(fingerprints)
    return report


def data_findings(report: Report) -> list[Finding]:
    return [finding for finding in report["findings"] if finding["id"].startswith("D.")]


def duties(report: Report) -> dict[tuple[Any, ...], str]:
    """Status by obligation."""
    return {
        (outcome["unit"], outcome["requirement"], outcome["period"], outcome.get("item")): outcome["status"]
        for outcome in report["outcomes"]
    }


@cache
def undisturbed(as_of: str) -> dict[tuple[Any, ...], str]:
    """The duties when nothing but the neighbour's file is there."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), NEIGHBOUR)
        code, stdout = in_process(Path(name), as_of)
        report = report_of(code, stdout, NEIGHBOUR)
    assert not data_findings(report)
    assert {"met", "missing"} <= set(duties(report).values())
    return duties(report)


def assert_nothing_lost(report: Report, as_of: str, bystanders: set[str]) -> None:
    """No duty vanishes with a bad file, and the units that have no part in it are judged as ever."""
    before, after = undisturbed(as_of), duties(report)
    assert after.keys() == before.keys()
    moved = {duty: status for duty, status in after.items() if duty[0] in bystanders and status != before[duty]}
    assert not moved


def assert_unreadable(report: Report, unit: str, *, other_files: bool) -> None:
    """Nothing is said to be missing, or in order, that the lost file may hold; a breach elsewhere stands."""
    allowed = {"unreadable", "violated"} if other_files else {"unreadable"}
    wrong = {duty: status for duty, status in duties(report).items() if duty[0] == unit and status not in allowed}
    # what a record that can be read leaves blank stands whatever else is lost
    blank = {"T01.cite", "T10.certified"} if other_files else set()
    assert not {duty for duty, status in wrong.items() if not (status == "missing" and duty[1] in blank)}


def assert_harmless(text: str, output_format: str, never: list[str]) -> None:
    """No control code, no forged line, no secret, also not one that a line wrap cut in two."""
    plain = text.replace("\r\n", "\n")
    assert not (found := CONTROL_CODE.search(plain)), f"{output_format}: {found[0]!r}"
    packed = "".join(plain.split())
    assert not [number for number in never if number in packed], output_format
    # to a runner a command, wherever it stands in a line of a log
    assert "##[" not in plain, output_format
    if output_format in ("full", "concise", "github"):
        commands = set(re.findall(r"(?m)^\s*::([\w-]*)", plain))
        ours = {"error", "warning", "notice", "group", "endgroup"} if output_format == "github" else set()
        assert commands <= ours, output_format
    if output_format == "markdown":
        assert "<" not in re.sub(r"(`+).*?\1", "", plain)
    if output_format == "csv":
        header, *rows = csv.reader(io.StringIO(plain))
        assert {len(row) for row in rows} == {len(header)}
        assert not [cell for row in rows for cell in row if re.match(r"\s*[=+@＝＋－＠-]", cell)]
    if output_format == "junit":
        ElementTree.fromstring(plain)
    if output_format in ("json", "sarif", "gitlab"):
        json.loads(plain, parse_constant=no_constant)
    if output_format == "jsonl":
        for line in plain.splitlines():
            json.loads(line, parse_constant=no_constant)


def assert_all_harmless(folder: Path, stdout: str, never: list[str]) -> None:
    """The same of all that a run for ``EVERY`` format left."""
    assert_harmless(stdout, "full", never)
    for name in TEXTS:
        text = (folder / f"out.{name}").read_text("utf-8-sig" if name == "csv" else "utf-8")
        assert text, name
        assert_harmless(text, name, never)


# --- matching what was found with what is expected


def assert_found(case: Case, found: list[Finding]) -> None:
    """Every expectation has a finding of its own, and what is left over is allowed."""
    extra = set(case.raw.get("extra", []))
    left = sorted(found, key=lambda finding: finding["id"] in extra)
    shown = [f"{f['file']}:{f['line']}:{f['column']} {f['id']} {f['unit']} {f['message']}" for f in left[:20]]
    for expected in case.expected:
        hit = next((i for i, finding in enumerate(left) if expected.fits(finding)), None)
        assert hit is not None, (expected.raw, shown)
        del left[hit]
    unexpected = [finding["id"] for finding in left if finding["id"] not in extra]
    assert not unexpected[:20], shown


def assert_outcomes(report: Report, wanted: dict[str, Any]) -> None:
    for selector, status in wanted.items():
        words = set(selector.split())
        if not words & UNIT_IDS:
            words.add("shichang")
        picked = {duty: found for duty, found in duties(report).items() if words <= set(duty)}
        assert picked, f"no duty is picked by {selector}"
        assert set(picked.values()) <= set(many(status)), (selector, status, picked)


def assert_judged(report: Report, wanted: list[dict[str, str]]) -> None:
    for part in wanted:
        assert any(part.items() <= finding.items() for finding in report["findings"]), part


# --- the tests


@pytest.mark.parametrize("case", cases("cases/*.yaml"))
def test_case(case: Case, tmp_path: Path) -> None:
    files = {**NEIGHBOUR, **case.files}
    write(tmp_path, files)
    code, stdout = in_process(tmp_path, case.as_of)
    report = report_of(code, stdout, files)
    found = data_findings(report)

    assert_found(case, found)
    assert_outcomes(report, case.raw.get("outcomes", {}))
    assert_judged(report, case.raw.get("judged", []))
    assert_nothing_lost(report, case.as_of, UNIT_IDS - {"shichang", "sifa"} if case.unit else UNIT_IDS - {"shichang"})
    wanted_ids = {name for expected in case.expected for name in many(expected.raw["id"])}
    if case.unit and wanted_ids and wanted_ids <= WHOLE_FILE:
        assert_unreadable(report, case.unit, other_files=len(case.files) > 1)
    if "notices" in case.raw:
        assert any(case.raw["notices"] in notice["message"] for notice in report["notices"])
    case.says(found, report)


def test_no_golden_is_of_a_case_that_is_gone() -> None:
    known = [param.values[0] for param in (*cases("cases/*.yaml"), *cases("values.yaml"))]
    for file in {one.of for one in known}:
        no_more_said(f"bad_inputs/{file}", [one.raw["name"] for one in known if one.of == file])


@pytest.mark.parametrize("case", [param for param in cases("cases/*.yaml") if param.values[0].shown])
def test_shown_in_every_format(case: Case, tmp_path: Path) -> None:
    write(tmp_path, {**NEIGHBOUR, **case.files})
    code, text = in_process(tmp_path, case.as_of, EVERY, fail_on="violation")
    assert code == 1
    assert_all_harmless(tmp_path, text, case.raw.get("never", []))


@pytest.mark.parametrize("table", cases("values.yaml"))
def test_values(table: Case, tmp_path: Path) -> None:
    """Every refused value is a finding on its own line, and no accepted one is."""
    head, record = table.raw["head"], table.raw["record"]
    values = table.raw["accepted"] + table.raw["refused"]
    lines = [record.replace("@", value).replace("<i>", str(i)) for i, value in enumerate(values, 1)]
    files = {**NEIGHBOUR, table.path: (head + "".join(lines)).encode()}
    write(tmp_path, files)
    code, stdout = in_process(tmp_path, table.as_of)
    report = report_of(code, stdout, files)

    found = Counter(finding["line"] for finding in data_findings(report))
    first = head.count("\n") + 1
    verdicts = {value: found.get(line, 0) > 0 for line, value in enumerate(values, first)}
    assert {value for value, refused in verdicts.items() if refused} == set(table.raw["refused"])
    assert set(found) <= set(range(first, first + len(values)))
    assert {finding["id"] for finding in data_findings(report)} <= set(many(table.raw.get("id", "D.value")))
    assert_nothing_lost(report, table.as_of, {"yunxi"})
    table.says(data_findings(report), report)


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("hostile.yaml"))
def test_hostile(case: Case, tmp_path: Path) -> None:
    files = {**NEIGHBOUR, **case.files}
    write(tmp_path, files)
    code, stdout = in_subprocess(tmp_path)
    report = report_of(code, stdout, files)

    assert_found(case, data_findings(report))
    assert_nothing_lost(report, AS_OF, {"yunxi"})
    assert not CONTROL_CODE.search(stdout)
    assert not (tmp_path / "canary").exists()


def test_every_format_bears_many_findings(tmp_path: Path) -> None:
    """A ledger with one slip repeated through it is common; no format may be slower than the judging by much."""
    record = "- {编号: S-<i>, 姓名: 张甲一, 类别: 执法员}\n"
    head = "单位: 市场局\n年度: 2023\n人员:\n"
    write(tmp_path, {**NEIGHBOUR, DEFAULT_PATH: (head + repeated(record, 20_000)).encode()})
    code, text = in_subprocess(tmp_path, EVERY)
    assert code == 1
    assert_all_harmless(tmp_path, text, [])


@pytest.mark.parametrize("names", [MOST_IN_A_FILE, MOST_IN_A_FILE + 1])
def test_a_file_of_strange_names_is_told_as_far_as_anybody_reads(tmp_path: Path, names: int) -> None:
    files = {DEFAULT_PATH: ("单位: 市场局\n年度: 2023\n" + "".join(f"龘{n}: 1\n" for n in range(names))).encode()}
    write(tmp_path, files)
    report = report_of(*in_process(tmp_path), files)
    found = data_findings(report)
    assert [one["line"] for one in found] == list(range(3, 3 + MOST_IN_A_FILE))
    more = ["这个文件至少还有 2 处错误没有列出。请先改正前面的，再检查一次。"] if names > MOST_IN_A_FILE else []
    assert [one["message"] for one in found if "龘" not in one["message"]] == more
    of_the_unit = {one["status"] for one in report["outcomes"] if one["unit"] == "shichang"}
    assert (of_the_unit == {"unreadable"}) == bool(more)


def test_the_good_file_is_good(tmp_path: Path) -> None:
    """Else the cases that are cut from it, or mutated, would prove nothing."""
    files = {**NEIGHBOUR, DEFAULT_PATH: (HERE / "good.yaml").read_bytes()}
    write(tmp_path, files)
    code, stdout = in_process(tmp_path)
    assert not data_findings(report_of(code, stdout, files))


# --- things in the folder that are no plain files


def check_folder(folder: Path) -> Report:
    code, stdout = in_subprocess(folder)
    report: Report = json.loads(stdout, parse_constant=no_constant)
    assert code == (1 if data_findings(report) else 0)
    assert not CONTROL_CODE.search(stdout)
    assert_nothing_lost(report, AS_OF, {"yunxi"})
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the unit's folder; the neighbour's file is there, and a good record of its own."""
    good = "单位: 市场局\n年度: 2023\n重大决定:\n- {文号: 甲1号, 类别: 其他, 决定日期: 2023-05-04}\n"
    write(tmp_path, {**NEIGHBOUR, "市场局/好.yaml": good.encode()})
    return tmp_path / "submissions" / "市场局"


def assert_still_judged(report: Report) -> None:
    assert_judged(report, [{"id": "T11.filing", "subject": "甲1号", "unit": "shichang", "status": "violated"}])


def test_links_that_point_at_each_other(folder: Path, tmp_path: Path) -> None:
    (folder / "甲.yaml").symlink_to("乙.yaml")
    (folder / "乙.yaml").symlink_to("甲.yaml")
    assert_still_judged(check_folder(tmp_path))


def test_a_link_to_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "甲.yaml").symlink_to("没有.yaml")
    assert_still_judged(check_folder(tmp_path))


def test_a_folder_that_holds_itself(folder: Path, tmp_path: Path) -> None:
    """The good record must not be read again through the link, and so refused as its own double."""
    (folder / "环").symlink_to(folder, target_is_directory=True)
    report = check_folder(tmp_path)
    assert_still_judged(report)
    assert not data_findings(report)


@pytest.mark.parametrize("target", ["fifo", "/dev/zero"])
def test_a_file_without_an_end(target: str, folder: Path, tmp_path: Path) -> None:
    """A pipe that nobody writes to would be waited for; an endless device would fill the memory."""
    if target == "fifo":
        os.mkfifo(folder / "甲.yaml")
    else:
        (folder / "甲.yaml").symlink_to(target)
    assert_still_judged(check_folder(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read(folder: Path, tmp_path: Path) -> None:
    (folder / "甲.yaml").write_text("单位: 市场局\n年度: 2023\n", encoding="utf-8")
    (folder / "甲.yaml").chmod(0)
    report = check_folder(tmp_path)
    assert [finding["file"] for finding in data_findings(report)] == ["submissions/市场局/甲.yaml"]
    assert_unreadable(report, "shichang", other_files=True)


#: The last is in GBK, as old archives unpack to: no locale can print it.
TRICKS = (
    "甲\x1b[31m.yaml",
    "甲\n::stop-commands::.yaml",
    "[red]甲[bold.yaml",
    "甲\x9b31m.yaml",
    os.fsdecode(b"\xbc\xd7.yaml"),
)


def test_file_names_that_play_tricks(folder: Path, tmp_path: Path) -> None:
    for number, name in enumerate(TRICKS):
        text = f"单位: 市场局\n年度: 2023\n人员:\n- {{编号: S-{number}, 姓名: 张甲一, 类别: 执法员}}\n"
        (folder / name).write_text(text, encoding="utf-8")
    code, stdout = in_subprocess(tmp_path, EVERY)
    assert code == 1
    assert_all_harmless(tmp_path, stdout, [])
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["findings"]
    assert len({one["file"] for one in found if one["id"] == "D.value"}) == len(TRICKS)


@pytest.mark.parametrize("layout", ["no folder", "empty", "hidden", "folder.yaml"])
def test_nothing_to_judge_is_never_success(layout: str, tmp_path: Path) -> None:
    if layout != "no folder":
        (tmp_path / "submissions").mkdir()
    if layout == "hidden":
        write(tmp_path, {".草稿.yaml": b"", ".git/a.yaml": b"", "说明.txt": b""})
    if layout == "folder.yaml":
        (tmp_path / "submissions" / "市场局.yaml").mkdir()
    with contextlib.chdir(tmp_path):
        result = CliRunner().invoke(app, arguments(AS_OF))
    assert result.exit_code == 2
    assert "Traceback" not in result.stdout + result.stderr


# --- any bytes at all


GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
NASTY: list[str] = case_file(HERE / "nasty.yaml")
MANY = examples(60, suppress_health_check=[HealthCheck.too_slow])


def check_bytes(data: bytes) -> None:
    files = {**NEIGHBOUR, DEFAULT_PATH: data}
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), files)
        code, stdout = in_process(Path(name))
    report = report_of(code, stdout, files)
    assert_nothing_lost(report, AS_OF, {"yunxi"})
    assert not CONTROL_CODE.search(stdout)
    if {finding["id"] for finding in data_findings(report)} == {"D.encoding"}:
        assert_unreadable(report, "shichang", other_files=False)


@MANY
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    check_bytes(data)


@MANY
@given(st.text(max_size=200).map(lambda text: "单位: 市场局\n年度: 2023\n" + text))
def test_any_text_under_a_good_head(text: str) -> None:
    check_bytes(text.encode("utf-8", "replace"))


@MANY
@given(st.data())
def test_any_mutation_of_the_good_file(data: st.DataObject) -> None:
    """Cut, paste and overwrite pieces anywhere, as a slipping hand or a bad merge would."""
    text = GOOD
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        text = text[:start] + data.draw(st.sampled_from(["", *NASTY])) + text[end:]
    check_bytes(text.encode())


@MANY
@given(st.data())
def test_any_mutation_of_the_good_bytes(data: st.DataObject) -> None:
    """Bytes may also be cut in the middle of a character."""
    whole = GOOD.encode()
    start = data.draw(st.integers(0, len(whole)))
    end = start + data.draw(st.integers(0, 4))
    check_bytes(whole[:start] + data.draw(st.binary(max_size=4)) + whole[end:])


@MANY
@given(st.permutations(GOOD.splitlines(keepends=True)), st.integers(0, 80))
def test_any_shuffle_of_the_good_lines(lines: list[str], keep: int) -> None:
    check_bytes("".join(lines[:keep]).encode())
