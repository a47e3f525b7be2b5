"""``zhifa check --since``: whose files changed, told by real git; where git cannot tell, all are judged, and why."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Run
from gitted import HEAD, Clone, clone, county

ALL = ["jia", "yi", "bing", "sfj"]
#: A file that a push must not go red for unless it is the pusher's own.
BROKEN = "单位: {unit}\n年度: 2023\n报送:\n  - {{事项: 没有这个事项, 所属期: 2023, 日期: 2023-05-04}}\n"


class Report:
    """What one run in a repository said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        assert out, err
        self.code, self.err, self.json = code, err, json.loads(out)

    @property
    def units(self) -> list[str]:
        judged = dict.fromkeys(outcome["unit"] for outcome in self.json["outcomes"])
        return [unit for unit in ALL if unit in judged]

    def notices(self, kind: str) -> list[dict[str, Any]]:
        return [notice for notice in self.json["notices"] if notice["kind"] == kind]

    def said(self, kind: str) -> str:
        return "\n".join(notice["message"] for notice in self.notices(kind))


Check = Callable[..., Report]


@pytest.fixture
def check(zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> Check:
    def run(tree: Clone, since: str, *args: str | Path, fail_on: str = "data") -> Report:
        monkeypatch.chdir(tree.top)
        options = args or ("submissions",)
        fixed = ("--as-of", "2023-12-31", "--fail-on", fail_on, "-f", "json")
        return Report(*zhifa("check", *options, "--since", since, *fixed))

    return run


@pytest.fixture
def tree(tmp_path: Path) -> Clone:
    return county(tmp_path / "库")


def test_committed_staged_unstaged_and_untracked_count_alike(check: Check, tree: Clone) -> None:
    changes = {
        "committed": lambda path: tree.commit(),
        "staged": lambda path: tree.git("add", "-A"),
        "untracked": lambda path: None,
    }
    for how, do in changes.items():
        tree.git("checkout", "-q", "-B", how, "main")
        do(tree.write("submissions/甲镇/新 的.yaml", HEAD.format(unit="甲镇")))
        report = check(tree, "main")
        assert (how, report.code, report.units) == (how, 0, ["jia"])
        assert "有改动的 1 个单位已核对，没有改动的 3 个没有核对" in report.said("since")
        tree.git("add", "-A")
        tree.git("commit", "-q", "--allow-empty", "-m", "x")
    tree.git("checkout", "-q", "main")
    tree.write("submissions/乙镇/基本.yaml", HEAD.format(unit="乙镇") + "# 改\n")
    assert check(tree, "main").units == ["yi"]


def test_an_ignored_or_hidden_file_and_one_elsewhere_concern_nobody(check: Check, tree: Clone) -> None:
    tree.write(".gitignore", "*.临时.yaml\n")
    tree.write("submissions/甲镇/a.临时.yaml", HEAD.format(unit="甲镇"))
    tree.write("submissions/甲镇/.隐藏.yaml", HEAD.format(unit="甲镇"))
    tree.write("submissions/甲镇/说明.txt", "x")
    tree.write("别处/甲镇.yaml", HEAD.format(unit="甲镇"))
    report = check(tree, "main")
    assert (report.code, report.units) == (0, [])
    assert "没有核对任何单位" in report.said("since-none")


def test_nothing_changed_is_said_in_every_format_and_outputs_are_written(
    zhifa: Run, tree: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree.top)
    since = ("check", "submissions", "--since", "HEAD", "--as-of", "2023-12-31")
    words = "自“HEAD”以来，没有一个单位的提交文件有改动，没有核对任何单位"
    code, out, err = zhifa(*since, "-f", "full", "-f", "json:结果.json", "-f", "concise:结果.txt")
    assert (code, err) == (0, "")
    assert f"注意：{words}" in out
    assert words in (tree.top / "结果.json").read_text(encoding="utf-8")
    assert (tree.top / "结果.txt").read_text(encoding="utf-8") == ""
    assert words in zhifa(*since, "-q")[1]
    assert zhifa(*since, "-f", "concise") == (0, "", f"注意：{words}\n")
    tree.write("data/waivers.yaml", "waivers: []\n# 改\n")
    assert "注意：data/waivers.yaml 自“HEAD”以来有改动" in zhifa(*since, "-q")[1]
    assert "注意：data/waivers.yaml 自“HEAD”以来有改动" in zhifa(*since, "-f", "concise")[2]


def test_a_units_push_is_not_red_for_anothers_file(check: Check, tree: Clone) -> None:
    tree.write("submissions/乙镇/坏.yaml", BROKEN.format(unit="乙镇"))
    tree.write("submissions/没人的.yaml", BROKEN.format(unit="没有的镇"))
    tree.commit()
    tree.write("submissions/甲镇/好.yaml", HEAD.format(unit="甲镇"))
    report = check(tree, "HEAD")
    assert (report.code, report.units) == (0, ["jia"])
    assert report.notices("no-unit"), "the file of no unit is still told"
    assert not [finding for finding in report.json["findings"] if finding["id"].startswith("D.")]
    assert check(tree, "HEAD~1").code == 1
    tree.write("submissions/没人的.yaml", BROKEN.format(unit="还是没有的镇"))
    report = check(tree, "HEAD")
    assert (report.code, report.units) == (1, ["jia"])
    assert {finding["unit"] for finding in report.json["findings"] if finding["id"].startswith("D.")} == {None}


def _rewritten(tree: Clone) -> None:
    """The main branch is pushed with force: one commit of mine made anew, the neighbour's put on top again."""
    tree.git("checkout", "-q", "-b", "new", "main~2")
    tree.write("submissions/甲镇/一.yaml", HEAD.format(unit="甲镇") + "# 改过\n")
    tree.commit()
    tree.git("cherry-pick", "main")


def _picked(tree: Clone) -> None:
    """A branch older than the neighbour's file takes it over by itself, and mine with it."""
    tree.git("checkout", "-q", "-b", "new", "main~2")
    tree.git("cherry-pick", "main")
    tree.write("submissions/甲镇/一.yaml", HEAD.format(unit="甲镇"))
    tree.write("submissions/甲镇/二.yaml", HEAD.format(unit="甲镇"))
    tree.commit()


def _merged(tree: Clone) -> None:
    """A branch older than the neighbour's file merges it."""
    tree.git("checkout", "-q", "-b", "new", "main~2")
    tree.write("submissions/甲镇/二.yaml", HEAD.format(unit="甲镇"))
    tree.commit()
    tree.git("merge", "-q", "--no-ff", "-m", "合并", "main")


def _squashed(tree: Clone) -> None:
    """As a host merges a request into one commit, the neighbour's file that came with it among the changes."""
    tree.git("checkout", "-q", "-b", "new", "main~2")
    tree.git("merge", "-q", "--squash", "main")
    tree.write("submissions/甲镇/二.yaml", HEAD.format(unit="甲镇"))
    tree.commit()


@pytest.mark.parametrize("crossing", [_rewritten, _picked, _merged, _squashed])
def test_what_stands_at_the_base_as_it_is_here_is_nobodys_change(
    check: Check, tree: Clone, crossing: Callable[[Clone], None]
) -> None:
    tree.write("submissions/甲镇/一.yaml", HEAD.format(unit="甲镇"))
    tree.commit()
    tree.write("submissions/乙镇/一.yaml", BROKEN.format(unit="乙镇"))
    tree.commit()
    crossing(tree)
    report = check(tree, "main")
    assert (report.code, report.units) == (0, ["jia"])
    # what is not as it stands there is one's own
    tree.write("submissions/乙镇/一.yaml", BROKEN.format(unit="乙镇") + "# 我动过\n")
    tree.commit()
    report = check(tree, "main")
    assert (report.code, report.units) == (1, ["jia", "yi"])


def test_a_deletion_and_a_move_concern_old_and_new_unit(check: Check, tree: Clone) -> None:
    tree.git("rm", "-q", "submissions/甲镇/基本.yaml")
    assert check(tree, "main").units == ["jia"]
    tree.git("reset", "-q", "--hard")
    tree.git("mv", "submissions/甲镇/基本.yaml", "submissions/乙镇/甲的.yaml")
    assert check(tree, "HEAD").units == ["jia", "yi"]
    tree.git("reset", "-q", "--hard")
    # the folder still says 甲镇, the file now says 丙局: it counts for nobody, and concerns the folder's unit alone
    tree.write("submissions/甲镇/基本.yaml", HEAD.format(unit="丙局"))
    report = check(tree, "HEAD")
    assert report.units == ["jia"]
    assert [finding["unit"] for finding in report.json["findings"] if finding["id"] == "D.unit"] == ["jia"]


def test_the_unit_that_a_deleted_file_named_is_read_from_git(check: Check, tree: Clone) -> None:
    name = 'submissions/杂项/引号"和\n换行 的.yaml'
    tree.write(name, HEAD.format(unit="丙局"))
    tree.commit()
    (tree.top / name).unlink()
    assert check(tree, "HEAD").units == ["bing"]
    tree.git("checkout", "-q", "--", ".")
    tree.write(name, HEAD.format(unit="乙镇"))
    assert check(tree, "HEAD").units == ["yi", "bing"]


def test_what_the_bureau_said_is_still_read_for_others(check: Check, tree: Clone) -> None:
    units = (tree.top / "data" / "units.yaml").read_text(encoding="utf-8")
    tree.write("data/units.yaml", units.replace("丙局, kind: 部门", "丙局, kind: 部门, roles: [告知承诺制单位]"))
    tree.write("submissions/司法局/抽查.yaml", HEAD.format(unit="司法局") + "通报不理想: 读不懂\n")
    tree.commit()
    tree.write("submissions/丙局/新.yaml", HEAD.format(unit="丙局"))
    whole = check(tree, "4b825dc642cb6eb9a060e54bf8d69288fbee4904")  # no commit: all are judged
    part = check(tree, "HEAD")
    assert part.units == ["bing"]
    assert [o for o in whole.json["outcomes"] if o["unit"] == "bing"] == part.json["outcomes"]
    assert "unreadable" in {outcome["status"] for outcome in part.json["outcomes"]}


def test_two_units_clones_push_rebase_and_are_judged_by_their_own_work(check: Check, tmp_path: Path) -> None:
    tree = county(tmp_path / "始")
    bare = tmp_path / "共享.git"
    tree.git("clone", "-q", "--bare", ".", os.fspath(bare))
    one, two = clone(bare, tmp_path / "甲"), clone(bare, tmp_path / "乙")
    one.write("submissions/甲镇/五月.yaml", HEAD.format(unit="甲镇"))
    one.commit()
    one.git("push", "-q", "origin", "HEAD:main")
    two.git("checkout", "-q", "-b", "乙镇/五月")
    two.write("submissions/乙镇/五月.yaml", HEAD.format(unit="乙镇"))
    two.commit()
    two.git("push", "-q", "origin", "HEAD")
    two.git("fetch", "-q")
    # origin/main has moved on: what the other unit pushed is none of this branch's changes
    assert check(two, "origin/main").units == ["yi"]
    two.git("rebase", "-q", "origin/main")
    assert check(two, "origin/main").units == ["yi"]
    runner = clone(bare.as_uri(), tmp_path / "机", "--branch", "乙镇/五月")
    assert check(runner, "origin/main").units == ["yi"]
    worktree = tmp_path / "另一棵树"
    two.git("worktree", "add", "-q", os.fspath(worktree), "HEAD")
    assert check(Clone(worktree), "origin/main").units == ["yi"]


def test_a_shallow_clone_without_the_base_judges_all_and_says_how_to_mend_it(check: Check, tree: Clone) -> None:
    first = tree.git("rev-parse", "HEAD")
    tree.git("branch", "旧", "HEAD")
    for n in range(2):
        tree.write("submissions/甲镇/新.yaml", HEAD.format(unit="甲镇") + "#\n" * n)
        tree.commit()
    shallow = clone(tree.top.as_uri(), tree.top.parent / "浅", "--depth", "1")
    report = check(shallow, first)
    assert (report.code, report.units) == (0, ALL)
    assert "浅克隆" in report.said("since-all")
    assert "fetch-depth: 0" in report.said("since-all")
    # both ends are there, and what joins them is not
    shallow.git("fetch", "-q", "--depth", "1", "origin", "旧:refs/remotes/origin/旧")
    report = check(shallow, "origin/旧")
    assert report.units == ALL
    assert "fetch-depth: 0" in report.said("since-all")
    shallow.git("fetch", "-q", "--unshallow")
    assert check(shallow, "origin/旧").units == ["jia"]


@pytest.mark.parametrize(
    "revision",
    ["没有这个", "0" * 40, "", "--output=偷写", "-h", "--help", "a b", "main..HEAD", "HEAD:data", "@{u}", "a\nb"],
)
def test_a_revision_that_is_none_judges_all_and_harms_nothing(check: Check, tree: Clone, revision: str) -> None:
    report = check(tree, revision)
    assert (report.code, report.units) == (0, ALL)
    assert "各单位都已核对" in report.said("since-all")
    assert not (tree.top / "偷写").exists()


def test_without_a_common_ancestor_all_are_judged(check: Check, tree: Clone) -> None:
    tree.git("checkout", "-q", "--orphan", "孤儿")
    tree.commit()
    report = check(tree, "main")
    assert report.units == ALL
    assert "找不到共同的起点" in report.said("since-all")


def test_without_a_commit_a_repository_or_git_all_are_judged(
    check: Check, tree: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, words in (("没有库", "不在 git 仓库里"), ("空库", "还没有任何提交")):
        copy = Clone(tmp_path / folder)
        shutil.copytree(tree.top, copy.top, ignore=shutil.ignore_patterns(".git"))
        if folder == "空库":
            copy.git("init", "-q")
        report = check(copy, "main")
        assert report.units == ALL
        assert f"{words}。没有按改动筛选" in report.said("since-all")
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    report = check(tree, "main")
    assert report.units == ALL
    assert "没有安装 git" in report.said("since-all")


def test_a_path_outside_the_repository_is_an_error_that_says_so(
    zhifa: Run, tree: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "外面" / "甲镇.yaml"
    outside.parent.mkdir()
    outside.write_text(HEAD.format(unit="甲镇"), encoding="utf-8")
    other = county(tmp_path / "另一个库")
    monkeypatch.chdir(tree.top)
    data = ("--plan", "data/plan_2023.yaml", "--units", "data/units.yaml")
    for paths in (
        [outside],
        ["submissions", outside],
        [outside, "submissions"],
        [other.top / "submissions", "submissions"],
    ):
        code, out, err = zhifa("check", *paths, "--since", "HEAD", *data)
        assert (code, out) == (2, "")
        assert "不在 git 仓库" in err


def test_the_submissions_may_lie_deep_in_a_repository_and_be_named_from_anywhere(
    check: Check, zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = county(tmp_path / "库", below="政务/执法 监督/")
    tree.write("政务/执法 监督/submissions/乙镇/新.yaml", HEAD.format(unit="乙镇"))
    tree.write("政务/别的/甲镇/新.yaml", HEAD.format(unit="甲镇"))
    inner = tree.top / "政务" / "执法 监督"
    assert check(tree, "HEAD", "政务/执法 监督/submissions").units == ["yi"]
    assert check(Clone(inner), "HEAD").units == ["yi"]
    assert check(Clone(tmp_path), "HEAD", inner / "submissions").units == ["yi"]
    assert check(Clone(inner), "HEAD", "submissions/甲镇", "submissions/乙镇/新.yaml").units == ["yi"]
    link = tmp_path / "近路"
    link.symlink_to(inner)
    assert check(Clone(tmp_path), "HEAD", link / "submissions").units == ["yi"]


def test_submodules_and_repositories_within_are_looked_at_whole(check: Check, tree: Clone, tmp_path: Path) -> None:
    part = Clone(tmp_path / "部分")
    part.top.mkdir()
    part.git("init", "-q")
    part.write("报送.yaml", HEAD.format(unit="丙局"))
    part.commit()
    tree.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", os.fspath(part.top), "submissions/子库")
    tree.commit()
    assert check(tree, "HEAD").units == []
    (tree.top / "submissions" / "子库" / "报送.yaml").write_text(HEAD.format(unit="乙镇"), encoding="utf-8")
    assert check(tree, "HEAD").units == ["yi"]
    inside = Clone(tree.top / "submissions" / "甲镇" / "自建库")
    inside.top.mkdir()
    inside.git("init", "-q")
    inside.write("a.yaml", HEAD.format(unit="甲镇"))
    assert "jia" in check(tree, "HEAD").units


def test_a_link_changes_with_the_file_it_points_to(check: Check, tree: Clone) -> None:
    tree.write("台账/甲镇台账.yaml", HEAD.format(unit="甲镇"))
    (tree.top / "submissions" / "甲镇" / "台账.yaml").symlink_to("../../台账/甲镇台账.yaml")
    tree.commit()
    assert check(tree, "HEAD").units == []
    tree.write("台账/甲镇台账.yaml", HEAD.format(unit="甲镇") + "# 改\n")
    assert check(tree, "HEAD").units == ["jia"]


@pytest.mark.parametrize("name", ["waivers.yaml", "plan_2023.yaml", "units.yaml", "received.yaml", "attested.yaml"])
def test_a_change_of_the_bureaus_files_is_named_whatever_changed(check: Check, tree: Clone, name: str) -> None:
    file = tree.top / "data" / name
    text = file.read_text(encoding="utf-8") if file.exists() else f"{name.partition('.')[0]}: []\n"
    file.write_text(text + "# 改\n", encoding="utf-8")
    report = check(tree, "HEAD")
    assert (report.code, report.units) == (0, [])
    (notice,) = report.notices("config-changed")
    assert notice["file"] == f"data/{name}"
    assert "CODEOWNERS" in notice["message"]
    assert "司法局" in notice["message"]
    tree.commit()
    tree.write("submissions/甲镇/新.yaml", HEAD.format(unit="甲镇"))
    report = check(tree, "HEAD~1")
    assert (report.units, len(report.notices("config-changed"))) == (["jia"], 1)
    assert check(tree, "HEAD").notices("config-changed") == []


def test_waivers_removed_or_given_elsewhere_are_named(check: Check, tree: Clone) -> None:
    tree.git("rm", "-q", "data/waivers.yaml")
    assert "data/waivers.yaml 自“HEAD”以来被删除" in check(tree, "HEAD").said("config-changed")
    tree.write("核准不计.yaml", "waivers: []\n")
    report = check(tree, "HEAD", "submissions", "--waivers", "核准不计.yaml")
    assert "核准不计.yaml 自“HEAD”以来新增" in report.said("config-changed")


def test_no_configuration_of_the_user_changes_what_is_found(
    check: Check, tree: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "陷阱"
    hostile = tmp_path / "gitconfig"
    command = f"touch '{trap}'; cat"
    hostile.write_text(
        "[core]\n quotepath = true\n"
        f' fsmonitor = "{command}"\n excludesFile = {tmp_path / "忽略"}\n attributesFile = {tmp_path / "属性"}\n'
        f'[diff]\n external = "{command}"\n noprefix = true\n relative = true\n renames = copies\n'
        f" orderFile = /没有\n ignoreSubmodules = all\n"
        f'[diff "x"]\n textconv = "{command}"\n[color]\n ui = always\n[status]\n showUntrackedFiles = no\n',
        encoding="utf-8",
    )
    (tmp_path / "忽略").write_text("*.yaml\n", encoding="utf-8")
    (tmp_path / "属性").write_text("*.yaml diff=x\n", encoding="utf-8")
    tree.git("mv", "submissions/甲镇/基本.yaml", "submissions/乙镇/甲的.yaml")
    tree.write("submissions/丙局/新.yaml", HEAD.format(unit="丙局"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.fspath(hostile))
    monkeypatch.setenv("GIT_DIR", os.fspath(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", "没有")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", command)
    index = (tree.top / ".git" / "index").read_bytes()
    assert check(tree, "HEAD").units == ["jia", "yi", "bing"]
    assert not trap.exists()
    assert (tree.top / ".git" / "index").read_bytes() == index


def test_with_unit_only_what_is_both_is_judged(check: Check, tree: Clone) -> None:
    for unit in ("甲镇", "乙镇"):
        tree.write(f"submissions/{unit}/新.yaml", HEAD.format(unit=unit))
    assert check(tree, "HEAD", "submissions", "--unit", "乙镇").units == ["yi"]
    report = check(tree, "HEAD", "submissions", "--unit", "丙局")
    assert (report.code, report.units, len(report.notices("since-none"))) == (0, [], 1)


def test_several_processes_give_the_same_bytes(zhifa: Run, tree: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.top)
    for unit in ("甲镇", "乙镇"):
        tree.write(f"submissions/{unit}/新.yaml", BROKEN.format(unit=unit))
    command = ("check", "submissions", "--since", "HEAD", "--as-of", "2023-12-31", "-f", "json")
    assert zhifa(*command, "--jobs", "2") == zhifa(*command)


def test_git_is_imported_only_where_it_is_asked(tree: Clone) -> None:
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "zhifa_check",
        "check",
        "submissions",
        "--fail-on",
        "never",
        "-q",
    ]
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "src")}
    for options, wanted in ((), False), (("--since", "HEAD"), True):
        run = subprocess.run([*command, *options], cwd=tree.top, env=environment, capture_output=True, check=True)
        assert (b"zhifa_check.git" in run.stderr) is wanted


# --- git on its own: no network, no program that a repository or its configuration names


def partial(tmp_path: Path, *, uploads: Path) -> Clone:
    """A clone without contents, whose remote is reached by a program that leaves a trace."""
    origin = county(tmp_path / "origin")
    origin.git("config", "uploadpack.allowFilter", "true")
    origin.write("submissions/甲镇/基本.yaml", HEAD.format(unit="甲镇") + "人员: []\n")
    origin.commit()
    tree = clone(f"file://{origin.top}", tmp_path / "clone", "--filter=blob:none")
    program = tmp_path / "upload"
    program.write_text(f"#!/bin/sh\necho x >>'{uploads}'\nexec git-upload-pack \"$@\"\n")
    program.chmod(0o755)
    tree.git("config", "remote.origin.uploadpack", str(program))
    return tree


def test_a_partial_clone_starts_no_transport(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = tmp_path / "uploads"
    tree = partial(tmp_path, uploads=uploads)
    monkeypatch.chdir(tree.top)
    code, out, _ = zhifa("check", "submissions", "--as-of", "2023-04-20", "--since", "HEAD^", "--fail-on", "data")
    assert code == 0
    assert "没有按改动筛选，各单位都已核对" in out
    zhifa("check", "submissions", "--as-of", "2023-04-20", "--git-evidence", "--fail-on", "data")
    assert not uploads.exists()


@pytest.mark.parametrize("name", ["evil", "a=b.c d"])
def test_filters_of_attributes_are_not_run(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tree = county(tmp_path / "county")
    trace = tmp_path / "trace"
    for kind in ("clean", "smudge", "process"):
        tree.git("config", f"filter.{name}.{kind}", f"sh -c 'echo x >>{trace}; cat'")
    tree.git("config", f"filter.{name}.required", "true")
    if name == "evil":
        tree.write(".gitattributes", "*.yaml filter=evil\n")
    tree.write("submissions/甲镇/基本.yaml", HEAD.format(unit="甲镇") + "人员: []\n")
    monkeypatch.chdir(tree.top)
    for option in (("--since", "HEAD"), ("--git-evidence",)):
        code, out, _ = zhifa("check", "submissions", "--as-of", "2023-04-20", *option, "--fail-on", "data")
        assert code == 0, out
    assert not trace.exists()


def test_all_calls_of_git_share_one_time(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = county(tmp_path / "county")
    monkeypatch.chdir(tree.top)
    monkeypatch.setattr("zhifa_check.git.command.TIME_LIMIT", 0)
    out = zhifa("check", "submissions", "--as-of", "2023-04-20", "--since", "HEAD")[1]
    assert "git 一共过了 0 秒还没有答复" in out
