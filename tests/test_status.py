"""``zhifa status``: whole outputs, the same figures as ``check``, every width, and what a supervisor must not miss."""

import csv
import html
import io
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from conftest import ROOT, Run, golden
from zhifa_check.report.formats import STATUS
from zhifa_check.report.status.matrix import Matrix, build_matrix
from zhifa_check.report.status.words import KEY, MARKS, UNBOUND
from zhifa_check.run import Request, check

pytestmark = pytest.mark.usefixtures("judged_once")

MIDYEAR, YEAR_END = "2023-07-20", "2023-12-20"
AFTER = "2024-01-31"
OWED = ("violated", "missing")


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_screen(zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The output on a terminal of some width; ``zhifa`` sets the working directory."""

    def run(as_of: str, width: int, by: str = "task", color: str = "never") -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        matrix = _matrix(as_of, by)
        out = Tty()
        STATUS["full"](matrix, out, color)
        return out.getvalue()

    return run


@cache
def _matrix(as_of: str, by: str = "task") -> Matrix:
    return build_matrix(check(Request((Path("submissions"),), date.fromisoformat(as_of))), by)


@pytest.mark.parametrize("as_of", [MIDYEAR, YEAR_END, AFTER])
@pytest.mark.parametrize("width", [80, 120])
def test_the_screen(on_screen: Any, as_of: str, width: int) -> None:
    golden(f"status/{as_of}_at_{width}.txt", on_screen(as_of, width))


@pytest.mark.parametrize("as_of", [MIDYEAR, AFTER])
def test_the_document(zhifa: Run, as_of: str) -> None:
    code, out, err = zhifa("status", "--as-of", as_of, "-f", "markdown")
    assert (code, err) == (0, "")
    golden(f"status/{as_of}.md", out)


def test_a_pipe_is_read_at_120(zhifa: Run, on_screen: Any) -> None:
    code, out, err = zhifa("status", "--as-of", AFTER)
    assert (code, err) == (0, "")
    assert out.splitlines()[:34] == on_screen(AFTER, 120).splitlines()[:34]


@pytest.mark.parametrize("width", [30, 40, 60, 79, 80, 81, 100, 119, 120, 200])
@pytest.mark.parametrize("by", ["task", "requirement"])
def test_no_width_is_overrun_and_nothing_owed_is_lost(on_screen: Any, width: int, by: str) -> None:
    out = on_screen(YEAR_END, width, by)
    assert max(cell_len(line) for line in out.splitlines()) <= width
    matrix = _matrix(YEAR_END, by)
    together = re.sub(r"\s", "", out)
    for row in matrix.rows:
        assert row.unit.name in together
        for id_, cell in row.cells.items():
            if f"{id_}({cell.owing}" not in together and cell.owing:
                # the matrix is on the screen: its line holds the cell
                line = next(line for line in out.splitlines() if line.startswith(row.unit.name + " "))
                owed = next(status for status in OWED if status in cell.by_status)
                assert f"{MARKS[owed]}{cell.owing}" in line


def test_colour_changes_no_word(on_screen: Any) -> None:
    coloured = on_screen(AFTER, 120, color="always")
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == on_screen(AFTER, 120)


def test_signs_are_told_apart_without_colour_on_a_chinese_console() -> None:
    signs = [*MARKS.values(), UNBOUND]
    assert len(set(signs)) == len(signs)
    for sign in signs:
        assert len(sign.encode("gbk")) == 2
        assert cell_len(sign) == 1
        # all of the one class whose width depends on the console: lines stay aligned in both
        assert unicodedata.east_asian_width(sign) == "A"
    assert len(KEY) == len(signs)


def test_lines_of_the_matrix_stay_aligned_where_signs_are_two_cells_wide(on_screen: Any) -> None:
    out = on_screen(AFTER, 120).splitlines()
    table = out[3:33]
    ambiguous = [sum(unicodedata.east_asian_width(sign) == "A" for sign in line) for line in table]
    assert ambiguous == [15] * len(table)
    assert {cell_len(line) + 15 for line in table} <= set(range(121)), "and so the line still fits"


@pytest.mark.parametrize("as_of", [MIDYEAR, YEAR_END, AFTER])
@pytest.mark.parametrize("by", ["task", "requirement"])
def test_figures_are_those_of_check(zhifa: Run, as_of: str, by: str) -> None:
    status = json.loads(zhifa("status", "--as-of", as_of, "--by", by, "-f", "json")[1])
    judged = json.loads(zhifa("check", "--as-of", as_of, "-f", "json")[1])
    assert (status["schema_version"], status["as_of"], status["by"]) == (1, as_of, by)
    assert status["plan"] == judged["plan"]
    assert {task["id"]: task["title"] for task in status["tasks"]}["T02"] == "四张清单"
    expected: dict[tuple[str, str], Counter[str]] = {}
    for outcome in judged["outcomes"]:
        column = outcome["requirement"] if by == "requirement" else outcome["requirement"][:3]
        expected.setdefault((outcome["unit"], column), Counter())[outcome["status"]] += 1
    found = {(unit["unit"], id_): cell for unit in status["units"] for id_, cell in unit["cells"].items()}
    assert {key: cell["by_status"] for key, cell in found.items()} == expected
    for cell in found.values():
        assert cell["owing"] == sum(count for status, count in cell["by_status"].items() if status in OWED)
        assert cell["unreadable"] == cell["by_status"].get("unreadable", 0)
        assert cell["status"] == next(iter(cell["by_status"]))
    totals = status["totals"]
    by_status = judged["summary"]["by_status"]
    assert totals["by_status"] == {key: by_status[key] for key in totals["by_status"]}
    assert sum(totals["by_status"].values()) == judged["summary"]["obligations"]
    assert totals["owing"] == sum(by_status[key] for key in OWED) == sum(u["owing"] for u in status["units"])
    assert totals["owing"] == sum(cell["owing"] for cell in totals["cells"].values())
    assert totals["invalid"] == judged["summary"]["data_errors"]
    assert totals["files"] == judged["summary"]["files"]
    assert status["notices"] == judged["notices"]


@pytest.mark.parametrize(
    ("as_of", "first", "last"), [("2023-09-05", "2023-09-06", "2023-09-19"), ("2023-09-06", "2023-09-07", "2023-09-20")]
)
def test_what_is_due_in_the_next_fourteen_days_tomorrow_and_the_fourteenth_included(
    zhifa: Run, as_of: str, first: str, last: str
) -> None:
    upcoming = json.loads(zhifa("status", "--as-of", as_of, "-f", "json")[1])["upcoming"]
    listed = json.loads(zhifa("due", "--from", first, "--to", last, "-f", "json")[1])["due"]
    assert [{key: one[key] for key in listed[0]} for one in upcoming] == [one for one in listed if one["units"]]
    for one in upcoming:
        assert sorted(one["done"] + one["disputed"] + one["owing"]) == sorted(one["units"])


def _county(tmp_path: Path, units: str, **files: str) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.yaml").write_text(f"units:\n{units}", encoding="utf-8")
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


TWO = "  - {id: a, name: 甲镇, kind: 镇}\n  - {id: b, name: 乙镇, kind: 镇}\n"
BAD = "单位: 甲镇\n年度: 2023\n人员: 没有\n"


def test_invalid_files_files_of_nobody_and_silent_units_are_seen(zhifa: Run, tmp_path: Path) -> None:
    folder = _county(tmp_path, TWO, 甲镇=BAD, 谁的="单位: 丙镇\n年度: 2023\n")
    code, out, err = zhifa("status", folder, "--as-of", MIDYEAR)
    assert (code, err) == (0, "")
    lines = {line.split()[0]: line for line in out.splitlines() if line and not line.startswith(" ")}
    assert lines["甲镇"].split()[-5:] == ["7", "9", "2", "1", "1"], "owed, unreadable, disputed, errors, files"
    assert "■9" in lines["甲镇"], "what cannot be read is not called missing"
    assert lines["乙镇"].split()[-1] == "无"
    assert lines["归属不明的文件"].split()[-2:] == ["1", "1"]
    assert "注意：1 个单位没有交过任何文件：乙镇\n" in out
    assert "注意：有 1 份文件看不出是哪个单位的" in out
    document = json.loads(zhifa("status", folder, "--as-of", MIDYEAR, "-f", "json")[1])
    assert [(unit["unit"], unit["files"], unit["invalid"]) for unit in document["units"]] == [
        (None, 1, 1),
        ("a", 1, 1),
        ("b", 0, 0),
    ]


def test_the_days_between_the_two_dates(zhifa: Run, tmp_path: Path) -> None:
    # 30 September 2023 is in a holiday; the lenient date is the working Saturday after it
    units = "".join(
        f"  - {{id: {id_}, name: {name}局, kind: 部门}}\n" for id_, name in zip("abc", "甲乙丙", strict=True)
    )
    report = "单位: {}\n年度: 2023\n报送:\n  - {{事项: 三项制度自查, 所属期: 2023, 日期: 2023-{}, 抄送日期: 2023-{}}}\n"
    folder = _county(
        tmp_path, units, 甲局=report.format("甲局", "09-28", "09-28"), 乙局=report.format("乙局", "10-03", "10-03")
    )
    for as_of, shown in (("2023-09-29", False), ("2023-10-03", True), ("2023-10-06", True), ("2023-10-07", False)):
        _, out, _ = zhifa("status", folder, "--as-of", as_of)
        (line,) = [line for line in out.splitlines() if "三项制度自查" in line] or [""]
        late = "2023-10-07 周六（宽松理解期限，严格理解的 2023-09-30 已过） T06.self-check 三项制度自查（2023年）"
        assert (late in line) is shown, as_of
        if shown:
            assert line.endswith("未办 1/3：丙局；待认定：乙局"), "who handed in late has handed in"


def test_only_the_units_asked_for(zhifa: Run) -> None:
    document = json.loads(zhifa("status", "--as-of", AFTER, "--unit", "合作镇", "--unit", "sfj", "-f", "json")[1])
    assert [unit["unit"] for unit in document["units"]] == ["hezuo", "sfj"]
    assert set(document["totals"]["cells"]) == {f"T{number:02d}" for number in range(1, 16)}
    assert document["totals"]["units"] == 2


def test_waived_is_not_owed_and_is_seen(zhifa: Run, tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n  - {unit: 市委编办, requirement: T05.supervise, reason: 机构改革, document: 1号,"
        " approved_by: 市司法局, approved_on: 2023-10-01, expires_on: 2024-12-31}\n",
        encoding="utf-8",
    )
    _, out, _ = zhifa("status", "--as-of", AFTER, "--unit", "市委编办", "--waivers", waivers)
    assert re.search(r"^市委编办 .*◇", out, re.MULTILINE)
    assert "都没有未完成的" in out


def test_a_spreadsheet_reads_the_words_and_the_sums(zhifa: Run) -> None:
    _, out, _ = zhifa("status", "--as-of", AFTER, "-f", "csv")
    assert out.startswith("\ufeff单位,类别,T01 裁量权基准,")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert len(rows) == 29
    by_name = {row["单位"]: row for row in rows}
    assert by_name["合作镇"]["T10 队伍建设"] == "未达标 2、达标 7"
    assert by_name["合作镇"]["T03 合规指导"] == ""
    assert sum(int(row["未完成"]) for row in rows[:-1]) == int(rows[-1]["未完成"]) == 24
    assert rows[-1]["无法读取"] == "2"


def test_several_formats_go_to_files_in_one_run(zhifa: Run, tmp_path: Path) -> None:
    formats = [part for name in STATUS for part in ("-f", f"{name}:{tmp_path / name}")]
    assert zhifa("status", "--as-of", AFTER, *formats) == (0, "", "")
    for name in STATUS:
        out = zhifa("status", "--as-of", AFTER, "-f", name)[1]
        written = (tmp_path / name).read_bytes().decode()
        assert written.replace("\r\n", "\n") == out.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "args",
    [
        ("--by", "unit"),
        ("-f", "xml"),
        ("-f", "sarif"),
        ("-f", "json", "-f", "csv"),
        ("-f", "json:no/such/folder/x.json"),
        ("--unit", "没有的单位"),
        ("--color", "red"),
        ("--as-of", "2023-03-13"),
        ("--plan", "none.yaml"),
        ("no-such-folder",),
    ],
)
def test_where_nothing_can_be_judged_it_says_so_and_ends_with_2(zhifa: Run, args: tuple[str, ...]) -> None:
    code, out, err = zhifa("status", *args)
    assert (code, out) == (2, "")
    assert err.startswith("错误：")


def test_hostile_names_break_no_table(zhifa: Run, tmp_path: Path) -> None:
    name = "甲|镇[red]<b>@a"
    folder = _county(tmp_path, f'  - {{id: a, name: "{name}", kind: 镇}}\n', 甲镇="单位: a\n年度: 2023\n")
    _, out, _ = zhifa("status", folder, "--as-of", MIDYEAR)
    assert name in out
    _, out, _ = zhifa("status", folder, "--as-of", MIDYEAR, "-f", "markdown")
    assert "<b>" not in out
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {22}
    assert any(html.unescape(re.sub(r"\\(?=[|\[\]])|\u2060", "", row)).startswith(f"| {name} |") for row in rows)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  T03: 合规指导\n", "  T03:\n", "“T03”没有填写"),
        ("  T03: 合规指导\n", "  T30: 合规指导\n", "没有一条要求的编号以“T30.”开头"),
        ("  T15: 半年报送\n", "", "tasks 里缺少“T15”的简称"),
        ("  T03: 合规指导\n", "  T03: [合规, 指导]\n", "应是一段文字"),
    ],
)
def test_the_names_of_tasks_are_checked_with_the_plan(
    zhifa: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    assert old in text
    plan = tmp_path / "plan.yaml"
    plan.write_text(text.replace(old, new), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan, "--source", "data/source_plan_2023.txt")
    assert code == 1
    assert said in out


def test_a_plan_need_not_name_its_tasks(zhifa: Run, tmp_path: Path) -> None:
    text = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(re.sub(r"tasks:\n(?:  T.*\n)+", "", text), encoding="utf-8")
    code, out, _ = zhifa("status", "--plan", plan, "--as-of", AFTER)
    assert code == 0
    assert "T01　T02　T03" in out


def test_help_is_chinese_and_fits(zhifa: Run) -> None:
    code, out, _ = zhifa("status", "--help")
    assert code == 0
    assert out.startswith("用法：zhifa status")
    assert not re.search(r"Usage|Options|default|env var", out)
    assert max(cell_len(line) for line in out.splitlines()) <= 80
