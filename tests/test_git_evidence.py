"""``zhifa check --git-evidence``: declared dates beside real commits; a hint for a person, and never a finding."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Run
from gitted import HEAD, Clone, clone, county

Notice = dict[str, Any]
#: The tolerance of the shipped plan, in days.
DAYS = 7
FILE = "submissions/甲镇/报送.yaml"
REPORT = "- {{事项: 四张清单月报, 所属期: 2023-{month:02}, 日期: {day}}}\n"


class Said:
    """The notices of one run, by kind, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        assert out, err
        self.code, self.out = code, out
        self.notices: list[Notice] = json.loads(out)["notices"]

    def of(self, kind: str) -> list[Notice]:
        return [notice for notice in self.notices if notice["kind"] == kind]

    @property
    def hints(self) -> list[str]:
        return [notice["message"] for notice in self.of("git-evidence")]

    @property
    def unverified(self) -> list[str]:
        return [notice["message"] for notice in self.of("git-evidence-unverified")]


Check = Callable[..., Said]


@pytest.fixture
def check(zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> Check:
    def run(tree: Clone, *args: str, as_of: str = "2024-03-31") -> Said:
        monkeypatch.chdir(tree.top)
        fixed = ("--as-of", as_of, "--fail-on", "data", "-f", "json", "--git-evidence")
        return Said(*zhifa("check", "submissions", *fixed, *args))

    return run


@pytest.fixture
def tree(tmp_path: Path) -> Clone:
    return county(tmp_path / "库")


def reports(*lines: str) -> str:
    return HEAD.format(unit="甲镇") + "报送:\n" + "".join(lines)


JUNE = REPORT.format(month=5, day="2023-06-05")


@pytest.mark.parametrize(
    ("at", "seen"),
    [
        ("2023-06-05T09:00:00+0800", None),
        ("2023-06-12T23:59:59+0800", None),
        ("2023-06-12T15:59:59+0000", None),
        ("2023-06-12T16:00:00+0000", "2023-06-13"),
        ("2023-06-13T00:00:00+0800", "2023-06-13"),
        ("2023-06-12T12:00:00-0800", "2023-06-13"),
        ("2023-06-01T09:00:00+0800", None),
    ],
)
def test_the_tolerance_ends_at_midnight_in_china(check: Check, tree: Clone, at: str, seen: str | None) -> None:
    tree.write(FILE, reports(JUNE))
    commit = tree.commit(at=at)
    said = check(tree)
    assert (said.code, said.unverified) == (0, [])
    if seen is None:
        assert said.hints == []
        return
    (notice,) = said.of("git-evidence")
    assert notice == {
        "kind": "git-evidence",
        "message": "报送“四张清单月报”（2023年5月）的日期写的是 2023-06-05，git 里最早见于 2023-06-13 的提交 "
        f"{commit[:10]}，晚 8 天（容差 7 天）。提交时间可以伪造，补录、更正和变基也会这样："
        "这只是提示，请人工核对，不作认定依据",
        "unit": "jia",
        "file": FILE,
        "line": 4,
    }


def test_it_is_in_no_exit_code_and_in_the_text_for_people(
    zhifa: Run, tree: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree.top)
    tree.write(FILE, reports(JUNE))
    tree.commit(at="2023-12-01T12:00:00+0800")
    command = ("check", "submissions", "--as-of", "2024-03-31")
    code, plain, _ = zhifa(*command, "-f", "json")
    told = zhifa(*command, "-f", "json", "--git-evidence")
    assert told[0] == code
    assert json.loads(told[1])["findings"] == json.loads(plain)["findings"]
    assert "git-evidence" not in plain
    assert f"注意：{FILE}:4 报送“四张清单月报”" in zhifa(*command, "--git-evidence")[1]


def test_every_declared_date_is_compared_and_each_at_its_own_line(check: Check, tree: Clone) -> None:
    tree.write(
        "submissions/丙局/全部.yaml",
        HEAD.format(unit="丙局") + "报送:\n"
        "  - 事项: 三项制度自查\n"
        "    所属期: 2023\n"
        "    日期: 2023-05-02\n"
        "    抄送日期: 2023-05-03\n"
        "重大决定:\n"
        "  - 文号: 丙罚〔2023〕1号\n"
        "    类别: 行政处罚\n"
        "    决定日期: 2023-04-01\n"
        "    备案:\n"
        "      日期: 2023-05-04\n"
        "案卷:\n"
        "  - {执法主体: 丙局, 件数: {行政处罚: 5}}\n"
        "案卷评查:\n"
        "  - 日期: 2023-04-05\n"
        "    抽查: [{执法主体: 丙局, 件数: {行政处罚: 3}}]\n"
        "    通报:\n"
        "      文号: 丙〔2023〕7号\n"
        "      日期: 2023-04-08\n"
        "      抄送日期: 2023-05-05\n",
    )
    tree.commit(at="2023-07-01T12:00:00+0800")
    said = check(tree)
    assert [(n["line"], n["message"].partition("，git")[0]) for n in said.of("git-evidence")] == [
        (6, "报送“三项制度自查”（2023年）的日期写的是 2023-05-02"),
        (7, "报送“三项制度自查”（2023年）的抄送日期写的是 2023-05-03"),
        (13, "重大决定 丙罚〔2023〕1号 的备案日期写的是 2023-05-04"),
        (22, "案卷评查（2023-04-05）的通报抄送日期写的是 2023-05-05"),
    ]
    # what is not seen on the as-of date is not compared
    assert len(check(tree, as_of="2023-05-03").hints) == 2
    assert len(check(tree, as_of="2023-05-04").hints) == 3


IN_TIME, LATE = "2023-06-06T09:00:00+0800", "2023-09-01T09:00:00+0800"
BLOCK = "  - 事项: 四张清单月报\n    所属期: 2023-05\n    日期: 2023-06-05\n"
OTHER = "  - 事项: 任务清单落实情况\n    所属期: 2023H1\n    日期: 2023-06-05\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (reports(JUNE), reports("  " + JUNE.replace(": ", ":   "))),
        (reports(JUNE), reports(JUNE).replace("\n", "\r\n")),
        (reports(JUNE), reports(JUNE.replace("}", ", 文号: 甲〔2023〕1号}"))),
        (reports(JUNE), reports("- 事项: 四张清单月报\n", "  所属期: 2023-05\n", "  日期: 2023-06-05\n")),
        (reports(BLOCK, OTHER), reports(OTHER, BLOCK)),
        (reports(BLOCK), reports("  - 日期: 2023-06-05\n    所属期: 2023-05\n    事项: 四张清单月报\n")),
        (reports(JUNE), "# 说明\n" * 40 + reports(JUNE)),
        (reports(BLOCK), reports(BLOCK + "    抄送日期: 2023-08-31\n")),
    ],
    ids=["indented", "crlf", "added-on-the-line", "rewritten", "moved", "keys-moved", "pushed-down", "copied-later"],
)
def test_what_does_not_change_the_declaration_does_not_make_it_new(
    check: Check, tree: Clone, before: str, after: str
) -> None:
    tree.write(FILE, before)
    tree.commit(at=IN_TIME)
    (tree.top / FILE).write_bytes(after.encode())
    tree.git("-c", "core.autocrlf=false", "add", "-A")
    tree.git("commit", "-q", "-m", "整理", at=LATE)
    said = check(tree)
    assert (said.hints, said.unverified) == ([], [])


def test_a_file_renamed_or_split_keeps_its_dates(check: Check, tree: Clone) -> None:
    months = [REPORT.format(month=n, day=f"2023-{n + 1:02}-05") for n in (5, 6, 7)]
    tree.write(FILE, reports(*months))
    tree.commit(at=IN_TIME)
    tree.git("mv", FILE, "submissions/甲镇/上半年 报送.yaml")
    tree.commit(at=LATE)
    tree.write("submissions/甲镇/上半年 报送.yaml", reports(months[0]))
    tree.write('submissions/甲镇/下半年"报送\n.yaml', reports(*months[1:]))
    tree.commit(at=LATE)
    assert check(tree).hints == []
    assert check(tree, "--since", "HEAD~1").hints == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (reports(), reports(BLOCK)),
        (reports(OTHER), reports(OTHER, OTHER.replace("任务清单落实情况", "四张清单更新备案").replace("H1", ""))),
        (reports(BLOCK.replace("日期: 2023-06-05", "日期:")), reports(BLOCK)),
        (reports(BLOCK.replace("06-05", "06-25")), reports(BLOCK)),
        (reports(JUNE.replace("06-05", "06-25")), reports(JUNE)),
        (reports(OTHER), reports(OTHER, BLOCK)),
    ],
    ids=["added", "copied", "blank-filled", "dated-back", "dated-back-on-one-line", "same-day-as-another"],
)
def test_a_declaration_that_came_late_is_hinted_at(check: Check, tree: Clone, before: str, after: str) -> None:
    tree.write(FILE, before)
    tree.commit(at=IN_TIME)
    tree.write(FILE, after)
    commit = tree.commit(at=LATE)
    (hint,) = check(tree).hints
    assert "写的是 2023-06-05，git 里最早见于 2023-09-01 的提交" in hint
    assert commit[:10] in hint


def test_line_ends_that_git_does_not_know_move_no_blame(check: Check, tree: Clone) -> None:
    # YAML counts a lone carriage return as a line end, git does not
    tree.write(FILE, reports(JUNE))
    tree.commit(at=IN_TIME)
    extra = REPORT.format(month=6, day="2023-07-05")
    odd = "# 甲\r# 乙\r# 丙\r# 丁\n"
    tree.write(FILE, odd + reports(JUNE, extra))
    tree.commit(at=LATE)
    (notice,) = check(tree).of("git-evidence")
    assert "2023年6月" in notice["message"]


def test_what_git_cannot_tell_is_said_once_a_reason_with_a_count(check: Check, tree: Clone) -> None:
    tree.write(FILE, reports(JUNE))
    tree.commit(at=LATE)
    july, august = (REPORT.format(month=n, day=f"2023-{n + 1:02}-05") for n in (6, 7))
    tree.write(FILE, reports(JUNE, july, august))
    tree.write("submissions/乙镇/未跟踪.yaml", reports(JUNE).replace("甲镇", "乙镇"))
    tree.write(".gitignore", "忽略.yaml\n")
    tree.write("submissions/乙镇/忽略.yaml", reports(july).replace("甲镇", "乙镇"))
    said = check(tree)
    assert len(said.hints) == 1
    assert said.unverified == [
        "有 2 个日期无法用 git 核实：文件还没有提交到 git",
        "有 2 个日期无法用 git 核实：有改动还没有提交",
    ]
    assert check(tree, "--jobs", "2").out == said.out


def test_an_edit_not_committed_beside_a_date_that_is_leaves_it_known(check: Check, tree: Clone) -> None:
    tree.write(FILE, reports(JUNE))
    tree.commit(at=IN_TIME)
    tree.write(FILE, reports(JUNE.replace("}", ", 抄送日期: 2023-06-06}")))
    said = check(tree)
    assert said.hints == []
    assert said.unverified == ["有 1 个日期无法用 git 核实：有改动还没有提交"]


def test_a_shallow_clone_says_what_it_cannot_see(check: Check, tree: Clone) -> None:
    tree.write(FILE, reports(JUNE))
    tree.commit(at=IN_TIME)
    august = REPORT.format(month=7, day="2023-08-05")
    september = REPORT.format(month=8, day="2023-09-05")
    tree.write(FILE, reports(JUNE, august))
    tree.commit(at=LATE)
    tree.write(FILE, reports(JUNE, august, september))
    tree.commit(at="2023-10-08T09:00:00+0800")
    shallow = clone(tree.top.as_uri(), tree.top.parent / "浅", "--depth", "2")
    said = check(shallow)
    # the last was brought by a commit that is there; the others came at the edge or before it
    (hint,) = said.hints
    assert "2023年8月" in hint
    (reason,) = said.unverified
    assert reason.startswith("有 2 个日期无法用 git 核实：这是浅克隆")
    assert "fetch-depth: 0" in reason
    shallow.git("fetch", "-q", "--unshallow")
    said = check(shallow)
    assert (len(said.hints), said.unverified) == (2, [])


def test_no_git_and_no_repository(check: Check, tree: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write(FILE, reports(JUNE))
    tree.commit(at=LATE)
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    said = check(tree)
    assert (said.hints, said.unverified) == ([], ["有 1 个日期无法用 git 核实：本机没有安装 git"])
    monkeypatch.undo()
    monkeypatch.chdir(tree.top)
    (tree.top / ".git").rename(tmp_path / "git")
    assert check(tree).unverified == ["有 1 个日期无法用 git 核实：不在 git 仓库里"]


def test_a_rebase_after_the_fact_is_only_ever_a_hint(check: Check, tree: Clone) -> None:
    tree.git("checkout", "-q", "-b", "甲镇")
    tree.write(FILE, reports(JUNE))
    tree.commit(at=IN_TIME)
    tree.git("checkout", "-q", "main")
    tree.write("别的.txt", "x")
    tree.commit(at=IN_TIME)
    tree.git("checkout", "-q", "甲镇")
    tree.git("rebase", "-q", "main", at=LATE)
    said = check(tree)
    assert (said.code, len(said.hints)) == (0, 1)
    assert "变基" in said.hints[0]


def test_the_bureau_tells_of_what_came_by_mail(check: Check, tree: Clone) -> None:
    july = REPORT.format(month=6, day="2023-07-05")
    tree.write(
        FILE, reports(JUNE, july, REPORT.format(month=7, day="2023-08-05").replace("}", ", 文号: 甲〔2023〕9号}"))
    )
    tree.commit(at="2023-10-01T09:00:00+0800")
    tree.write(
        "data/received.yaml",
        "received:\n"
        "  - {unit: 甲镇, item: 四张清单月报, period: 2023-05, received: {date: 2023-06-12, by: 李某, via: 电子邮件}}\n"
        "  - {unit: jia, item: 四张清单月报, period: 2023-06, received: {date: 2023-07-13, by: 李某, via: 邮寄}}\n"
        "  - {unit: 甲镇, document: 甲〔2023〕9号, received: {date: 2023-08-04, by: 王某, via: 当面}}\n"
        "  - {unit: 乙镇, document: 没有这个文号, received: {date: 2023-08-04, by: 王某, via: 当面}}\n"
        "  - {unit: 没有的镇, item: 四张清单月报, received: {date: 2023-08-04, by: 王某, via: 当面}}\n",
    )
    said = check(tree)
    (hint,) = said.hints
    assert "2023年6月" in hint
    assert "司法局登记的收到日期是 2023-07-13（邮寄，李某）" in hint
    assert [(n["unit"], n["file"], n["line"]) for n in said.of("received-unused")] == [("yi", "data/received.yaml", 5)]
    assert [(n["unit"], n["line"]) for n in said.of("received-unknown-unit")] == [(None, 6)]
    assert check(tree, "--jobs", "3").out == said.out
    # on the evening before it came, nothing is known of it
    early = check(tree, as_of="2023-07-12")
    assert ["2023年6月" in hint and "收到日期" not in hint for hint in early.hints] == [True]


def test_a_record_of_january_does_not_answer_for_june(check: Check, tree: Clone) -> None:
    tree.write(FILE, reports(JUNE))
    tree.commit(at=LATE)
    entry = "received:\n  - {{unit: 甲镇, item: 四张清单月报, received: {{date: {day}, by: 李某, via: 邮寄}}}}\n"
    for day, hints in (("2023-01-05", 1), ("2023-05-28", 1), ("2023-05-29", 0), ("2023-06-12", 0), ("2023-06-13", 1)):
        tree.write("data/received.yaml", entry.format(day=day))
        assert (day, len(check(tree).hints)) == (day, hints)


def test_a_wrong_record_is_refused_with_every_error_and_its_line(
    zhifa: Run, tree: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree.top)
    tree.write(
        "data/received.yaml",
        "received:\n"
        "  - unit: 甲镇\n"
        "    item: 四张清单月抱\n"
        "    period: 五月\n"
        "    received: {date: 2023-6-5, by: 李某, via: 邮寄}\n"
        "  - {unit: 甲镇, received: {date: 2023-06-05, by: 李某, via: 邮寄}}\n"
        "  - {unit: 甲镇, document: 甲1号, received: {date: 2023-06-05, via: 邮寄}, reasn: x}\n",
    )
    command = ("check", "submissions", "--as-of", "2024-03-31", "--fail-on", "never")
    code, out, err = zhifa(*command, "--git-evidence")
    assert (code, out) == (2, "")
    for line, words in (
        (3, "四张清单月报"),
        (4, "所属期"),
        (5, "2023-06-05"),
        (6, "document"),
        (7, "by"),
        (7, "reasn"),
    ):
        assert any(f"received.yaml:{line}:" in one and words in one for one in err.splitlines()), (line, words, err)
    tree.write("data/received.yaml", "- 甲\n")
    assert "received: []" in zhifa(*command, "--git-evidence")[2]
    # also where nobody asks for the hints: the push that breaks the file is to be told
    assert zhifa(*command)[0] == 2


def test_the_tolerance_is_the_plans(check: Check, zhifa: Run, tree: Clone) -> None:
    plan = tree.top / "data" / "plan_2023.yaml"
    text = plan.read_text(encoding="utf-8")
    key = f"evidence: {{tolerance_days: {DAYS}, assumed: true}}\n"
    assert key in text
    tree.write(FILE, reports(JUNE))
    tree.commit(at="2023-06-06T09:00:00+0800")
    for days, hints in (("0", 1), ("1", 0)):
        plan.write_text(text.replace(key, f"evidence: {{tolerance_days: {days}}}\n"), encoding="utf-8")
        assert len(check(tree).hints) == hints
    plan.write_text(text.replace(key, ""), encoding="utf-8")
    said = check(tree)
    assert said.hints == []
    assert "计划里没有写 evidence" in said.unverified[0]
    for wrong, words in (
        ("{tolerance_days: 七}", "整数"),
        ("{days: 7}", "tolerance_days"),
        ("{tolerance_days: -1}", "整数"),
    ):
        plan.write_text(text.replace(key, f"evidence: {wrong}\n"), encoding="utf-8")
        code, out, err = zhifa("check", "submissions", "--as-of", "2024-03-31")
        assert (code, out) == (2, "")
        assert words in err
    plan.write_text(text.replace(key, "evidence: {tolerance_days: 7}\n"), encoding="utf-8")
    code, out, _ = zhifa("plan", "check", plan, "--source", ROOT / "data" / "source_plan_2023.txt")
    assert code == 1
    assert "assumed: true" in out


def test_no_configuration_of_the_user_changes_the_blame(
    check: Check, tree: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.write(FILE, reports(JUNE))
    commit = tree.commit(at=LATE)
    trap = tmp_path / "陷阱"
    (tmp_path / "忽略").write_text(commit + "\n", encoding="utf-8")
    (tmp_path / "属性").write_text("*.yaml diff=x\n", encoding="utf-8")
    hostile = tmp_path / "gitconfig"
    hostile.write_text(
        f"[blame]\n ignoreRevsFile = {tmp_path / '忽略'}\n showRoot = false\n"
        f'[core]\n attributesFile = {tmp_path / "属性"}\n[diff "x"]\n textconv = "touch \'{trap}\'; cat"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.fspath(hostile))
    (hint,) = check(tree).hints
    assert commit[:10] in hint
    assert not trap.exists()


def test_hostile_text_in_a_record_stays_harmless(zhifa: Run, tree: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.top)
    decision = '- {文号: "丙\\e[31m1号", 类别: 行政处罚, 决定日期: 2023-04-01, 备案: {日期: 2023-05-04}}\n'
    tree.write("submissions/丙局/决定.yaml", HEAD.format(unit="丙局") + "重大决定:\n" + decision)
    tree.commit(at=LATE)
    out = zhifa("check", "submissions", "--as-of", "2024-03-31", "--git-evidence")[1]
    assert "备案日期写的是 2023-05-04" in out
    assert "\x1b" not in out


def test_hints_without_number_push_no_other_notice_out_of_the_summary(
    zhifa: Run, tree: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree.top)
    decisions = "".join(
        f"- {{文号: 丙{number}号, 类别: 行政处罚, 决定日期: 2023-04-01, 备案: {{日期: 2023-05-04}}}}\n"
        for number in range(500)
    )
    tree.write("submissions/丙局/决定.yaml", HEAD.format(unit="丙局") + "重大决定:\n" + decisions)
    waiver = "{unit: 丙局, requirement: T10.hours, reason: 挂职, document: 1号, approved_by: 市司法局}"
    dates = ", approved_on: 2023-06-01, expires_on: 2023-07-31}"
    tree.write("data/waivers.yaml", f"waivers:\n  - {waiver.removesuffix('}')}{dates}\n")
    tree.commit(at=LATE)
    out = zhifa("check", "submissions", "--as-of", "2024-03-31", "--git-evidence", "-f", "markdown")[1]
    assert "里有 500 个日期" in out
    assert "2023-07-31" in out


def test_what_came_in_one_commit_is_one_hint(check: Check, tree: Clone) -> None:
    """A bulk import is one thing to look at; a record that came alone stays one by itself."""
    for unit in ("甲镇", "乙镇"):
        reports = "".join(
            f"  - {{事项: 四张清单月报, 所属期: 2023-0{month}, 日期: 2023-0{month + 1}-04}}\n" for month in range(3, 8)
        )
        tree.write(f"submissions/{unit}/报送.yaml", f"单位: {unit}\n年度: 2023\n报送:\n{reports}")
    bulk = tree.commit("补录", at="2024-02-01T12:00:00+0800")
    said = check(tree)
    (notice,) = said.of("git-evidence")
    assert f"2024-02-01 的提交 {bulk[:10]} 里有 10 个日期写得比提交早，涉及 2 个单位" in notice["message"]
    assert "2023年3月" in notice["message"]
    assert "晚 303 天" in notice["message"]
    assert notice["unit"] is None
    assert (notice["file"], notice["line"]) == ("submissions/乙镇/报送.yaml", 4)
