"""The CI that ``zhifa init`` writes, run as each host would run it on a bare repository with two units' clones."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from conftest import ROOT
from runners import (
    IDENTITY,
    ZEROS,
    Result,
    Runner,
    evaluate,
    git,
    github_jobs,
    gitlab_jobs,
    run_gitee,
    run_github,
    run_gitlab,
    tool,
)

sys.path.insert(0, str(ROOT / "scripts"))
from gitlab_component import gitlab_component

from zhifa_check.cli.app import app
from zhifa_check.repository.ci import ci_files
from zhifa_check.repository.hosts import HOSTS
from zhifa_check.repository.wheel import own_name, own_wheel

pytestmark = pytest.mark.slow

LATE = """\
单位: 汇龙镇
年度: 2023
报送:
  - {事项: 四张清单月报, 所属期: 2023-03, 日期: 2023-05-20}
"""
TYPING = LATE.replace("2023-05-20", "2023-5-20")
NEIGHBOUR = "单位: 北新镇\n年度: 2023\n人员：\n"
MINE, THEIRS = "submissions/汇龙镇/报送.yaml", "submissions/北新镇/人员.yaml"


class Place:
    """One host with the county's bare repository; its methods are what happens there."""

    main = "main"

    def __init__(self, host: str, runner: Runner) -> None:
        self.host, self.runner = host, runner

    @property
    def origin(self) -> Path:
        return self.runner.origin

    def clone(self, name: str) -> Path:
        folder = self.runner.home / name
        git(self.runner.home, "clone", "-q", str(self.origin), str(folder))
        return folder

    def commit(self, clone: Path, branch: str, **files: str) -> str:
        """Commit and push; the new tip."""
        for name, text in files.items():
            file = clone / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        git(clone, "add", "-A")
        git(clone, "commit", "-q", "-m", "提交")
        git(clone, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")
        return git(clone, "rev-parse", "HEAD")

    def premerged(self, sha: str) -> str:
        """What hosts make of a request: the target with the source merged into it."""
        folder = self.runner.checkout()
        git(folder, "fetch", "-q", "origin", f"+refs/heads/{self.main}:refs/remotes/origin/{self.main}", sha)
        git(folder, "checkout", "-q", "--detach", f"origin/{self.main}")
        git(folder, "merge", "-q", "--no-ff", "-m", "合并", sha)
        git(folder, "push", "-q", "-f", "origin", "HEAD:refs/pull/1/merge")
        return git(folder, "rev-parse", "HEAD")

    def push(self, sha: str, before: str, branch: str | None = None) -> Result:
        raise NotImplementedError

    def request(self, sha: str) -> Result:
        raise NotImplementedError

    def schedule(self) -> Result:
        raise NotImplementedError

    def tag(self, name: str) -> Result:
        raise NotImplementedError

    @property
    def tip(self) -> str:
        return git(self.origin, "rev-parse", f"refs/heads/{self.main}")


class GitHubLike(Place):
    def _run(self, **event: Any) -> Result:
        file = next(path for path in ci_files(self.host) if path.endswith(".yml"))
        more = {"GITEA_ACTIONS": "true"} if self.host == "gitea" else {}
        whole = {"event": {"repository": {"default_branch": self.main}}, "base_ref": "", **event}
        whole["event"] = {"repository": {"default_branch": self.main}, **event.get("event", {})}
        return run_github(self.runner, file, whole, more)

    def push(self, sha: str, before: str, branch: str | None = None) -> Result:
        name = branch or self.main
        refs = {"ref": f"refs/heads/{name}", "ref_name": name, "ref_type": "branch"}
        return self._run(event_name="push", sha=sha, event={"before": before}, **refs)

    def request(self, sha: str) -> Result:
        refs = {"ref": "refs/pull/1/merge", "ref_name": "1/merge", "ref_type": "branch", "base_ref": self.main}
        return self._run(event_name="pull_request", sha=self.premerged(sha), event={}, **refs)

    def schedule(self) -> Result:
        refs = {"ref": f"refs/heads/{self.main}", "ref_name": self.main, "ref_type": "branch"}
        return self._run(event_name="schedule", sha=self.tip, **refs)

    def tag(self, name: str) -> Result:
        git(self.origin, "tag", name, self.main)
        refs = {"ref": f"refs/tags/{name}", "ref_name": name, "ref_type": "tag"}
        return self._run(event_name="push", sha=self.tip, event={"before": ZEROS}, **refs)

    def dispatch(self, **inputs: str) -> Result:
        refs = {"ref": f"refs/heads/{self.main}", "ref_name": self.main, "ref_type": "branch"}
        return self._run(event_name="workflow_dispatch", sha=self.tip, event={"inputs": inputs}, **refs)


class GitLab(Place):
    def _run(self, source: str, sha: str, ref: str, **variables: str) -> Result:
        common = {"CI_PIPELINE_SOURCE": source, "CI_COMMIT_SHA": sha, "CI_DEFAULT_BRANCH": self.main, "REF": ref}
        return run_gitlab(self.runner, {"CI_COMMIT_BEFORE_SHA": ZEROS, **common, **variables})

    def push(self, sha: str, before: str, branch: str | None = None) -> Result:
        name = branch or self.main
        variables = {"CI_COMMIT_BRANCH": name, "CI_COMMIT_BEFORE_SHA": before}
        return self._run("push", sha, f"refs/heads/{name}", **variables)

    def request(self, sha: str) -> Result:
        git(self.origin, "update-ref", "refs/heads/merge-request", sha)
        base = git(self.origin, "merge-base", self.main, sha)
        return self._run("merge_request_event", sha, "refs/heads/merge-request", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)

    def schedule(self) -> Result:
        return self._run("schedule", self.tip, f"refs/heads/{self.main}", CI_COMMIT_BRANCH=self.main)

    def tag(self, name: str) -> Result:
        git(self.origin, "tag", name, self.main)
        return self._run("push", self.tip, f"refs/tags/{name}", CI_COMMIT_TAG=name)


class Gitee(Place):
    # what the generated file calls it until the administrator says otherwise
    main = "master"

    def push(self, sha: str, before: str, branch: str | None = None) -> Result:
        return run_gitee(self.runner, "push", sha, {"GITEE_BRANCH": branch or self.main, "GITEE_COMMIT": sha})

    def request(self, sha: str) -> Result:
        target = self.tip
        folder_sha = self.premerged(sha)
        git(self.origin, "update-ref", "refs/heads/premerged", folder_sha)
        variables = {"GITEE_BRANCH": self.main, "GITEE_COMMIT": target, "GITEE_PULL_ID": "1"}
        return run_gitee(self.runner, "push", folder_sha, variables)

    def schedule(self) -> Result:
        return run_gitee(self.runner, "nightly", self.tip, {"GITEE_BRANCH": self.main})

    def tag(self, name: str) -> Result:
        git(self.origin, "tag", name, self.main)
        return run_gitee(self.runner, "quarter", self.tip, {"GITEE_BRANCH": name})


PLACES = {"github": GitHubLike, "gitea": GitHubLike, "gitlab": GitLab, "gitee": Gitee}


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each host a bare repository that holds what ``zhifa init`` wrote."""
    # zhifa's own package alone: the fifteen megabytes of its libraries are tried in test_installing.py
    wheel = tmp_path_factory.mktemp("wheel") / own_name()
    wheel.write_bytes(own_wheel())
    made = {}
    for host in HOSTS:
        work, bare = tmp_path_factory.mktemp(host) / "work", tmp_path_factory.mktemp(host) / "origin.git"
        result = CliRunner().invoke(app, ["init", str(work), "--ci", host, "--package", str(wheel)])
        assert result.exit_code == 0, result.stderr
        main = PLACES[host].main
        git(work, "init", "-q", "-b", main)
        git(work, "add", "-A")
        git(work, "commit", "-q", "-m", "布置")
        git(work, "clone", "-q", "--bare", ".", str(bare))
        git(bare, "config", "uploadpack.allowAnySHA1InWant", "true")
        made[host] = bare
    return made


def place_on(host: str, laid_out: dict[str, Path], tmp_path: Path) -> Place:
    origin = tmp_path / "origin.git"
    shutil.copytree(laid_out[host], origin)
    return PLACES[host](host, Runner(tmp_path / "machine", origin))


@pytest.fixture(params=HOSTS)
def place(request: pytest.FixtureRequest, laid_out: dict[str, Path], tmp_path: Path) -> Place:
    return place_on(request.param, laid_out, tmp_path)


#: The hosts whose CI is a text of its own: Gitea's is GitHub's.
written_apart = pytest.mark.parametrize("place", ["github", "gitlab", "gitee"], indirect=True)


@pytest.fixture
def github(laid_out: dict[str, Path], tmp_path: Path) -> GitHubLike:
    made = place_on("github", laid_out, tmp_path)
    assert isinstance(made, GitHubLike)
    return made


# ---- the job of a push


def test_an_honest_breach_is_green_and_said(place: Place) -> None:
    before = place.tip
    sha = place.commit(place.clone("a"), place.main, **{MINE: LATE})
    result = place.push(sha, before)
    assert result.code == 0, result.log
    assert "四张清单月报" in result.log
    assert "北新镇" not in result.log
    assert "四张清单月报" in result.files["summary.md"]
    assert json.loads(result.files["zhifa.sarif"])["version"] == "2.1.0"
    assert json.loads(result.files["gl-code-quality-report.json"])
    assert result.files["junit.xml"].startswith("<?xml")
    if place.host == "github":
        assert re.search(r"^::(error|warning)", result.log, re.MULTILINE)
    else:
        assert not re.search(r"^::(error|warning)", result.log, re.MULTILINE)
    assert (result.summary == "") == (place.host not in ("github", "gitea"))


def test_a_typing_accident_is_red_and_taught(place: Place) -> None:
    before = place.tip
    sha = place.commit(place.clone("a"), place.main, **{MINE: TYPING})
    result = place.push(sha, before)
    assert result.code == 1, result.log
    assert "2023-05-20" in result.log
    assert "2023-05-20" in result.files["summary.md"]
    assert "zhifa.sarif" in result.files


def test_another_units_broken_file_is_not_mine(place: Place) -> None:
    before = place.commit(place.clone("b"), place.main, **{THEIRS: NEIGHBOUR})
    assert place.push(before, git(place.origin, "rev-parse", f"{place.main}^")).code == 1
    sha = place.commit(place.clone("a"), place.main, **{MINE: LATE})
    result = place.push(sha, before)
    assert result.code == 0, result.log
    assert "北新镇" not in result.log


@written_apart
@pytest.mark.parametrize(("text", "code"), [(LATE, 0), (TYPING, 1)])
def test_a_new_branch_is_compared_with_the_main_one(place: Place, text: str, code: int) -> None:
    place.commit(place.clone("b"), place.main, **{THEIRS: NEIGHBOUR})
    sha = place.commit(place.clone("a"), "我的-分支", **{MINE: text})
    result = place.push(sha, ZEROS, "我的-分支")
    assert result.code == code, result.log
    assert "北新镇" not in result.log


@written_apart
@pytest.mark.parametrize(("text", "code"), [(LATE, 0), (TYPING, 1)])
def test_a_request_answers_for_its_own_changes(place: Place, text: str, code: int) -> None:
    mine = place.clone("a")
    sha = place.commit(mine, "mine", **{MINE: text})
    # the main branch moves on, and breaks, after the branch was made
    place.commit(place.clone("b"), place.main, **{THEIRS: NEIGHBOUR})
    result = place.request(sha)
    assert result.code == code, result.log
    assert "北新镇" not in result.log


@written_apart
def test_what_is_merged_into_a_branch_is_not_its_own(place: Place) -> None:
    mine = place.clone("a")
    before = place.commit(mine, "mine", **{MINE: LATE})
    place.commit(place.clone("b"), place.main, **{THEIRS: NEIGHBOUR})
    git(mine, "fetch", "-q", "origin")
    git(mine, "merge", "-q", "--no-ff", "-m", "合并", f"origin/{place.main}")
    git(mine, "push", "-q", "origin", "HEAD:refs/heads/mine")
    result = place.push(git(mine, "rev-parse", "HEAD"), before, "mine")
    assert result.code == 0, result.log


@written_apart
def test_a_branch_pushed_with_force(place: Place) -> None:
    mine = place.clone("a")
    before = place.commit(mine, "mine", **{MINE: LATE})
    place.commit(place.clone("b"), place.main, **{THEIRS: NEIGHBOUR})
    (mine / MINE).write_text(LATE.replace("05-20", "05-21"), encoding="utf-8")
    git(mine, "commit", "-q", "-a", "--amend", "-m", "改")
    git(mine, "push", "-q", "-f", "origin", "HEAD:refs/heads/mine")
    git(place.origin, "gc", "-q", "--prune=now")
    result = place.push(git(mine, "rev-parse", "HEAD"), before, "mine")
    assert result.code == 0, result.log


def test_the_main_branch_pushed_with_force_answers_for_its_last_commit(github: GitHubLike) -> None:
    lost = "1" * 40
    sha = github.commit(github.clone("b"), github.main, **{THEIRS: NEIGHBOUR})
    result = github.push(sha, lost)
    assert result.code == 1, result.log
    assert lost in result.log or lost in result.files["summary.md"]


def test_the_first_push_has_nothing_to_judge(github: GitHubLike) -> None:
    result = github.push(github.tip, ZEROS)
    assert result.code == 0, result.log
    assert "还没有提交文件" in result.log
    assert github.schedule().code == 0


def test_a_first_push_with_submissions_is_judged_whole(github: GitHubLike) -> None:
    sha = github.commit(github.clone("b"), github.main, **{THEIRS: NEIGHBOUR})
    result = github.push(sha, ZEROS)
    assert result.code == 1, result.log
    assert "没有可比的起点" in result.log


@pytest.mark.parametrize("name", ["units", "waivers", "plan_2023"])
def test_a_broken_registry_is_red_before_there_are_submissions(github: GitHubLike, name: str) -> None:
    sha = github.commit(github.clone("b"), github.main, **{f"data/{name}.yaml": "x: [\n"})
    result = github.push(sha, github.tip)
    assert result.code == 2, result.log
    assert f"data/{name}.yaml:" in result.log


def test_a_broken_registry_is_red_for_who_broke_it(github: GitHubLike) -> None:
    clone = github.clone("b")
    before = github.commit(clone, github.main, **{MINE: LATE})
    sha = github.commit(clone, github.main, **{"data/units.yaml": "units: [{id: a}]\n"})
    result = github.push(sha, before)
    assert result.code == 2, result.log
    assert "data/units.yaml" in result.log


def test_a_name_in_capitals_is_a_submission(github: GitHubLike) -> None:
    sha = github.commit(github.clone("a"), "new", **{"submissions/汇龙镇/报送.YAML": TYPING})
    result = github.push(sha, ZEROS, "new")
    assert result.code == 1, result.log


def test_a_branch_whose_name_is_a_command(github: GitHubLike) -> None:
    name = "$(touch${IFS}x);`touch${IFS}y`-'\""
    sha = github.commit(github.clone("a"), name, **{MINE: LATE})
    result = github.push(sha, ZEROS, name)
    assert result.code == 0, result.log
    assert not {"x", "y"} & {path.name for path in result.checkout.iterdir()}


# ---- every night


@written_apart
def test_the_night_is_never_red(place: Place) -> None:
    place.commit(place.clone("b"), place.main, **{THEIRS: NEIGHBOUR, MINE: TYPING})
    result = place.schedule()
    assert result.code == 0, result.log
    assert {
        "status.md",
        "status.csv",
        "check.md",
        "check.json",
        "check.csv",
        "check.txt",
        "overview.html",
    } <= result.files.keys()
    assert "汇龙镇" in result.files["status.md"]
    assert json.loads(result.files["check.json"])["summary"]["data_errors"] == 2
    if result.summary:
        assert result.summary == result.files["status.md"] + result.files["check.md"]


# ---- the end of a quarter

#: The day after the last lenient deadline of what belongs to the quarter, worked out by hand from the plan: the notice
#: of 告知承诺制 is due at the end of the month after, which for Q1 falls into the May holidays.
DECIDED = {"2023Q1": "2023-05-05", "2023Q2": "2023-08-01", "2023Q3": "2023-11-01", "2023Q4": "2024-02-01"}


def only_noting_days(place: Place) -> Path:
    """From now on ``zhifa`` only notes the as-of date that it is given, but for ``due``, which the days rest on."""
    log = place.runner.home / "days.log"
    log.write_text("")
    real = 'if [ "$1" = due ]; then exec "$REAL_PYTHON" -m zhifa_check "$@"; fi\n'
    touch = "touch zhifa-report/{check,report,status}.md\n"
    place.runner.command("zhifa", f'{real}echo "$1 $ZHIFA_AS_OF" >>"{log}"\n{touch}')
    return log


@pytest.mark.parametrize("quarter", DECIDED)
def test_a_tag_freezes_the_day(github: GitHubLike, quarter: str) -> None:
    github.commit(github.clone("a"), github.main, **{MINE: LATE})
    log = only_noting_days(github)
    result = github.tag(quarter)
    assert result.code == 0, result.log
    assert f"截至 {DECIDED[quarter]}\n" in result.log
    assert log.read_text().splitlines() == [f"check {DECIDED[quarter]}", f"report {DECIDED[quarter]}"]


@written_apart
def test_a_tag_leaves_every_format(place: Place) -> None:
    from zhifa_check.report.formats import CHECK

    place.commit(place.clone("a"), place.main, **{MINE: LATE})
    result = place.tag("2023Q3")
    assert result.code == 0, result.log
    script = ci_files(place.host)["ci/zhifa.sh"]
    asked = re.search(r"^quarter\(\).*?^}", script, re.MULTILINE | re.DOTALL)
    assert asked
    assert set(re.findall(r'-f "?(\w+):', asked[0])) >= {name for name, one in CHECK.items() if not one.binary}
    names = set(re.findall(r':\$out/([\w.-]+)"', asked[0]))
    assert names - {"status.txt", "status.json", "status.md", "status.csv"} == result.files.keys()
    assert all(result.files.values())


def test_the_archive_of_a_quarter_holds_nothing_of_the_next(github: GitHubLike) -> None:
    """A late report of August is in the third quarter's, one of October and a decision of October are not."""
    late = "- {{事项: 四张清单月报, 所属期: 2023-{}, 日期: 2023-{}}}\n"
    decision = "重大决定:\n- {文号: 十月号, 类别: 行政处罚, 决定日期: 2023-10-09, 裁量基准: 甲}\n"
    text = (
        "单位: 汇龙镇\n年度: 2023\n报送:\n"
        + late.format("07", "08-09")
        + late.format("08", "09-08")
        + late.format("09", "10-20")
    )
    github.commit(github.clone("a"), github.main, **{MINE: text + decision})
    result = github.tag("2023Q3")
    assert result.code == 0, result.log
    found = json.loads(result.files["check.json"])["findings"]
    assert {one["event_date"] for one in found if one["subject"] == "四张清单月报"} >= {"2023-08-06", "2023-09-06"}
    assert all("2023-07-01" <= one["event_date"] <= "2023-09-30" for one in found)
    for name, text in result.files.items():
        assert "十月号" not in text, name
        assert "2023-10-20" not in text, name


def test_what_a_tag_leaves_is_the_same_later(github: GitHubLike) -> None:
    github.commit(github.clone("a"), github.main, **{MINE: LATE})
    first = github.tag("2023Q3")
    again = github.dispatch(quarter="2023Q3", as_of="")
    assert again.code == 0
    assert again.files == first.files


def test_next_years_plan_does_not_judge_this_year(github: GitHubLike) -> None:
    clone = github.clone("a")
    plan = (clone / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    newer = plan.replace("year: 2023", "year: 2024").replace("issued: 2023-03-14", "issued: 2024-01-02")
    github.commit(clone, github.main, **{MINE: LATE, "data/plan_2024.yaml": newer})
    result = github.tag("2023Q4")
    assert result.code == 0, result.log
    assert json.loads(result.files["check.json"])["plan"]["year"] == 2023


def test_a_quarter_that_is_not_over_is_refused(github: GitHubLike) -> None:
    github.commit(github.clone("a"), github.main, **{MINE: LATE})
    only_noting_days(github)
    github.runner.command("date", "echo 2023-10-31\n")
    result = github.tag("2023Q3")
    assert result.code == 2, result.log
    assert "到 2023-11-01 才能全部认定" in result.log
    github.runner.command("date", "echo 2023-11-01\n")
    assert github.dispatch(quarter="2023Q3", as_of="").code == 0


@pytest.mark.parametrize("name", ["units", "plan_2023"])
def test_a_broken_plan_or_registry_ends_the_quarter_with_2(github: GitHubLike, name: str) -> None:
    clone = github.clone("a")
    github.commit(clone, github.main, **{MINE: LATE, f"data/{name}.yaml": "x: [\n"})
    result = github.tag("2023Q3")
    assert result.code == 2, result.log
    assert f"data/{name}.yaml:" in result.log
    assert "Traceback" not in result.log


def test_a_day_given_by_hand_wins(github: GitHubLike) -> None:
    github.commit(github.clone("a"), github.main, **{MINE: LATE})
    log = only_noting_days(github)
    for quarter in ("2023Q3", ""):
        result = github.dispatch(quarter=quarter, as_of="2023-10-12")
        assert result.code == 0, result.log
    assert set(log.read_text().splitlines()) == {"check 2023-10-12", "report 2023-10-12", "status 2023-10-12"}


@pytest.mark.parametrize(
    ("quarter", "as_of"), [("", ""), ("2023", ""), ("2023Q5", ""), ("2022Q1", ""), ("$(x)", "2023-10-12")]
)
def test_no_quarter_no_verdict(github: GitHubLike, quarter: str, as_of: str) -> None:
    github.commit(github.clone("a"), github.main, **{MINE: LATE})
    result = github.dispatch(quarter=quarter, as_of=as_of)
    assert result.code == 2
    assert "错误：" in result.log
    assert "Traceback" not in result.log


def test_gitlab_by_hand(laid_out: dict[str, Path], tmp_path: Path) -> None:
    place = place_on("gitlab", laid_out, tmp_path)
    assert isinstance(place, GitLab)
    place.commit(place.clone("a"), place.main, **{MINE: LATE})
    ref = f"refs/heads/{place.main}"
    by_hand = {"CI_COMMIT_BRANCH": place.main, "ZHIFA_AS_OF": "2023-10-12"}
    result = place._run("web", place.tip, ref, **by_hand)
    assert result.code == 0, result.log
    assert json.loads(result.files["check.json"])["as_of"] == "2023-10-12"


# ---- which job runs when


def test_each_event_runs_one_job() -> None:
    for host in ("github", "gitea"):
        workflow = yaml.safe_load(next(text for path, text in ci_files(host).items() if path.endswith(".yml")))
        events = {
            ("push", "branch"): ["push"],
            ("push", "tag"): ["quarter"],
            ("pull_request", "branch"): ["push"],
            ("schedule", "branch"): ["nightly"],
            ("workflow_dispatch", "branch"): ["quarter"],
        }
        for (name, kind), jobs in events.items():
            assert github_jobs(workflow, {"event_name": name, "ref_type": kind}) == jobs


def test_gitlab_runs_a_branch_with_a_request_once() -> None:
    pipeline = yaml.safe_load(ci_files("gitlab")[".gitlab-ci.yml"])
    branch = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "mine"}
    assert gitlab_jobs(pipeline, branch) == ["zhifa-push"]
    assert gitlab_jobs(pipeline, {**branch, "CI_OPEN_MERGE_REQUESTS": "a/b!1"}) == []
    assert gitlab_jobs(pipeline, {"CI_PIPELINE_SOURCE": "merge_request_event"}) == ["zhifa-push"]
    assert gitlab_jobs(pipeline, {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main"}) == ["zhifa-nightly"]
    for tag, jobs in (("2023Q3", ["zhifa-quarter"]), ("v2023Q3", []), ("2023Q5", [])):
        assert gitlab_jobs(pipeline, {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": tag}) == jobs
    assert gitlab_jobs(pipeline, {"CI_PIPELINE_SOURCE": "web", "CI_COMMIT_BRANCH": "main"}) == []


# ---- written as the hosts want it


def workflows() -> Iterator[tuple[str, str]]:
    for host in ("github", "gitea"):
        yield from ((f"{host} {path}", text) for path, text in ci_files(host).items() if path.endswith(".yml"))


@pytest.mark.parametrize(
    ("schema", "name", "text"),
    [
        *(("github-workflows", name, text) for name, text in workflows()),
        ("gitlab-ci", "gitlab", ci_files("gitlab")[".gitlab-ci.yml"]),
        ("gitlab-ci", "component", gitlab_component().partition("\n---\n")[2]),
        ("github-actions", "action", (ROOT / "action.yml").read_text(encoding="utf-8")),
    ],
)
def test_the_published_schema_accepts_it(tmp_path: Path, schema: str, name: str, text: str) -> None:
    file = tmp_path / "file.yml"
    file.write_text(text, encoding="utf-8")
    more = ["--data-transform", "gitlab-ci"] if schema == "gitlab-ci" else []
    command = [tool("check-jsonschema") or "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *more, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("name", "text"), list(workflows()))
def test_workflows_are_pinned_bounded_and_unprivileged(name: str, text: str) -> None:
    used = re.findall(r"uses: (.*)", text)
    assert len(used) == 9
    for one in used:
        assert re.fullmatch(r"(?:https://github\.com/)?actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets" not in text
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert "actions/checkout" not in step.get("uses", "") or step["with"]["persist-credentials"] is False
    # two pushes never cancel each other, two states of one request do
    group = re.search(r"\$\{\{(.*)\}\}", workflow["concurrency"]["group"])
    assert group
    assert evaluate(group[1], {"run_id": "7", "event": {"pull_request": {"number": "3"}}}) == "3"
    assert evaluate(group[1], {"run_id": "7", "event": {}}) == "7"


def test_how_zhifa_is_installed_is_one_variable(github: GitHubLike) -> None:
    for host in HOSTS:
        files = {path: text for path, text in ci_files(host).items() if path.endswith(".yml")}
        for text in files.values():
            assert len(re.findall(r"ZHIFA_PACKAGE: ", text)) == 1
            assert "bash ci/zhifa.sh install" in text
    sha = github.commit(github.clone("a"), "mine", **{MINE: LATE})
    github.push(sha, ZEROS, "mine")
    said = (github.runner.home / "pip.log").read_text().splitlines()
    assert said[-3:] == ["--find-links", "ci/wheels", f"ci/wheels/{own_name()}"]
    assert {"--no-index", "--isolated"} <= set(said)


def test_the_component_is_the_generated_pipeline() -> None:
    written = (ROOT / "templates" / "zhifa.yml").read_text(encoding="utf-8")
    assert written == gitlab_component(), "python scripts/gitlab_component.py writes it anew"
    head, _, body = written.partition("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    for name, declared in inputs.items():
        assert f"$[[ inputs.{name} ]]" in body
        body = body.replace(f"$[[ inputs.{name} ]]", declared.get("default", "ci/wheels/" + own_name()))
    assert "default" not in inputs["package"]
    assert "$[[" not in body
    packaged = re.search(r"bash (\"\$\(python3 -c .*?\"(?= push))", body)
    assert packaged
    generated = yaml.safe_load(ci_files("gitlab")[".gitlab-ci.yml"])
    pip = 'test "${ZHIFA_PACKAGE#*/}" != "$ZHIFA_PACKAGE" || exit 2; '
    pip += 'python3 -m pip install --quiet --disable-pip-version-check "$ZHIFA_PACKAGE"'
    body = body.replace(packaged[1], "ci/zhifa.sh").replace(pip, "bash ci/zhifa.sh install")
    assert yaml.safe_load(body) == generated


def test_the_component_runs_the_packages_own_script(laid_out: dict[str, Path], tmp_path: Path) -> None:
    place = place_on("gitlab", laid_out, tmp_path)
    body = gitlab_component().partition("\n---\n")[2]
    for name, text in (("package", "ci/wheels/x.whl"), ("image", "python:3.12"), ("stage", "test")):
        body = body.replace(f"$[[ inputs.{name} ]]", text)
    clone = place.clone("a")
    (clone / "ci" / "zhifa.sh").unlink()
    before = place.tip
    sha = place.commit(clone, place.main, **{MINE: TYPING, ".gitlab-ci.yml": body})
    assert isinstance(place, GitLab)
    assert place.push(sha, before).code == 1


def test_the_action_does_what_the_workflow_does(github: GitHubLike) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    before = github.tip
    clone = github.clone("a")
    (clone / "ci" / "zhifa.sh").unlink()
    sha = github.commit(clone, github.main, **{MINE: TYPING})
    folder = github.runner.checkout()
    git(folder, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*")
    git(folder, "checkout", "-q", "--detach", sha)
    event = {
        "event_name": "push",
        "ref_type": "branch",
        "ref_name": github.main,
        "event": {"before": before, "repository": {"default_branch": github.main}},
    }
    defaults = {name: one["default"] for name, one in action["inputs"].items()}
    codes = []
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        environment = {}
        for name, text in step["env"].items():
            given = re.sub(r"inputs\.([\w-]+)", lambda found: repr(defaults[found[1]]), text)
            environment[name] = re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found[1], event)), given)
        environment |= {"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT)}
        result = github.runner.run(folder, step["run"], environment, "bash --noprofile --norc -eo pipefail")
        codes.append(result.code)
    assert codes == [0, 1], result.log
    assert (github.runner.home / "pip.log").read_text().splitlines()[-1] == str(ROOT)


@pytest.mark.skipif(tool("zizmor") is None, reason="no zizmor in this environment")
@pytest.mark.parametrize("host", ["github", "gitea"])
def test_zizmor_finds_nothing(tmp_path: Path, host: str) -> None:
    """All that ``zhifa init`` writes for hosts with workflows of GitHub's kind, and the action itself."""
    result = CliRunner().invoke(app, ["init", str(tmp_path / "a"), "--ci", host])
    assert result.exit_code == 0
    if host == "gitea":
        (tmp_path / "a" / ".github").mkdir()
        (tmp_path / "a" / ".gitea" / "workflows").rename(tmp_path / "a" / ".github" / "workflows")
    shutil.copy(ROOT / "action.yml", tmp_path / "action.yml")
    command = [tool("zizmor") or "", "--offline", "--pedantic", str(tmp_path / "a"), str(tmp_path / "action.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "completed" in done.stderr


@pytest.mark.skipif(tool("shellcheck") is None, reason="no shellcheck in this environment")
def test_the_bash_is_clean(tmp_path: Path) -> None:
    scripts = {"zhifa.sh": ci_files("github")["ci/zhifa.sh"]}
    for name, text in workflows():
        for job in yaml.safe_load(text)["jobs"].values():
            scripts |= {f"{name} {step['run']}": step["run"] for step in job["steps"] if "run" in step}
    for host in ("gitlab", "gitee"):
        for path, text in ci_files(host).items():
            if path.endswith(".yml"):
                scripts |= {line: line for line in re.findall(r"- ((?:bash|export|python3|ZHIFA_\w+=).*)", text)}
    for number, (name, text) in enumerate(scripts.items()):
        file = tmp_path / f"{number}.sh"
        file.write_text(text if text.startswith("#!") else f"#!/usr/bin/env bash\n{text}\n", encoding="utf-8")
        run = subprocess.run([tool("shellcheck") or "", str(file)], capture_output=True, text=True, check=False)
        assert run.returncode == 0, f"{name}\n{run.stdout}"


# ---- before a commit


def test_pre_commit_stops_a_typing_accident_and_nothing_else(laid_out: dict[str, Path], tmp_path: Path) -> None:
    place = place_on("github", laid_out, tmp_path)
    clone = place.clone("a")
    place.commit(clone, place.main, **{THEIRS: NEIGHBOUR})
    file = clone / MINE
    for text, code in ((LATE, 0), (TYPING, 1)):
        file.write_text(text, encoding="utf-8")
        git(clone, "add", "-A")
        environment = {
            "PATH": f"{place.runner.bin}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "PRE_COMMIT_HOME": str(tmp_path / "cache"),
            "REAL_PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT / "src"),
            **IDENTITY,
        }
        command = [tool("pre-commit") or "pre-commit", "run", "--hook-stage", "pre-commit"]
        run = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == code, run.stdout + run.stderr
        assert "北新镇" not in run.stdout
    assert f"{MINE}:4" in run.stdout


def test_the_hook_for_others_is_the_generated_one() -> None:
    from zhifa_check.repository.ci import template

    (published,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repo,) = yaml.safe_load(template("pre-commit-config.yaml"))["repos"]
    (local,) = repo["hooks"]
    for key in ("id", "entry", "files", "pass_filenames"):
        assert published[key] == local[key]
    command = [tool("pre-commit") or "pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


# ---- bases that cannot be had, and what is left where nothing could be done


def shallow(github: GitHubLike, depth: int) -> Path:
    """A checkout as a host makes it that fetches so many commits of the main branch."""
    folder = github.runner.checkout()
    git(
        folder, "fetch", "-q", f"--depth={depth}", f"file://{github.origin}", f"+{github.main}:refs/remotes/origin/main"
    )
    git(folder, "checkout", "-q", "--detach", "refs/remotes/origin/main")
    return folder


def pushed(github: GitHubLike, folder: Path, before: str) -> Result:
    variables = {"ZHIFA_TARGET": github.main, "ZHIFA_BRANCH": github.main, "ZHIFA_BEFORE": before}
    return github.runner.run(folder, "bash ci/zhifa.sh push", variables, "bash -eo pipefail")


@pytest.fixture
def crossed(github: GitHubLike) -> tuple[GitHubLike, str]:
    """The neighbour's file is broken already when mine is pushed on top; the commit before."""
    github.commit(github.clone("a"), github.main, **{THEIRS: TYPING})
    before = github.tip
    github.commit(github.clone("b"), github.main, **{MINE: LATE})
    return github, before


def test_a_shallow_checkout_fetches_what_it_lacks(crossed: tuple[GitHubLike, str]) -> None:
    github, before = crossed
    folder = shallow(github, 1)
    git(folder, "remote", "set-url", "origin", f"file://{github.origin}")
    result = pushed(github, folder, before)
    assert result.code == 0, result.log
    assert "有改动的 1 个单位已核对" in result.log


@pytest.mark.parametrize(("depth", "said"), [(2, "只核对最后一次提交自己改动的文件"), (1, "核对全部单位，但不拦")])
def test_without_a_base_nobody_is_red_for_another(crossed: tuple[GitHubLike, str], depth: int, said: str) -> None:
    github, _ = crossed
    folder = shallow(github, depth)
    git(folder, "remote", "set-url", "origin", "file:///nowhere")
    result = pushed(github, folder, "1" * 40)
    assert result.code == 0, result.log
    assert said in result.log
    assert "summary.md" in result.files


def test_without_a_base_a_merge_is_nobodys(crossed: tuple[GitHubLike, str]) -> None:
    """The neighbour's broken file came with the main branch into mine: which side was whose, nobody can tell."""
    github, before = crossed
    clone = github.clone("c")
    git(clone, "checkout", "-q", "-b", "mine", f"{before}^")
    git(clone, "merge", "-q", "--no-ff", "-m", "合并", "origin/main")
    git(clone, "push", "-q", "origin", "HEAD:refs/heads/main")
    folder = shallow(github, 2)
    git(folder, "remote", "set-url", "origin", "file:///nowhere")
    result = pushed(github, folder, "1" * 40)
    assert result.code == 0, result.log
    assert "最后一次提交又是合并" in result.log


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_checkout_of_another_user_is_read(crossed: tuple[GitHubLike, str]) -> None:
    """As a container sees what its host checked out."""
    github, before = crossed
    folder = shallow(github, 5)
    for path in (folder, folder / ".git"):
        os.chown(path, 12345, 12345)
    result = pushed(github, folder, before)
    assert result.code == 0, result.log
    assert "有改动的 1 个单位已核对" in result.log


def test_without_a_base_ones_own_file_is_red(github: GitHubLike) -> None:
    github.commit(github.clone("b"), github.main, **{MINE: TYPING})
    folder = shallow(github, 2)
    git(folder, "remote", "set-url", "origin", "file:///nowhere")
    result = pushed(github, folder, "1" * 40)
    assert result.code == 1, result.log
    assert "轮到提交的单位" in result.files["summary.md"]


def test_a_queue_of_merges_is_compared_with_its_base(github: GitHubLike) -> None:
    github.commit(github.clone("a"), github.main, **{THEIRS: TYPING})
    base = github.tip
    sha = github.commit(github.clone("b"), "gh-readonly-queue/main/pr-1", **{MINE: TYPING})
    refs = {"ref": "refs/heads/gh-readonly-queue/main/pr-1", "ref_name": "gh-readonly-queue/main/pr-1"}
    event = {"merge_group": {"base_sha": base}}
    result = github._run(event_name="merge_group", sha=sha, event=event, ref_type="branch", **refs)
    assert result.code == 1, result.log
    assert "汇龙镇" in result.log
    assert "北新镇" not in result.log


@pytest.mark.parametrize("host", HOSTS)
def test_only_github_has_queues(host: str) -> None:
    assert any("merge_group:" in text for path, text in ci_files(host).items() if path.endswith(".yml")) == (
        host == "github"
    )


@written_apart
def test_what_failed_and_whose_turn_it_is(place: Place) -> None:
    place.commit(place.clone("a"), place.main, **{MINE: LATE, "data/units.yaml": "x: [\n"})
    sha = place.tip
    result = place.push(sha, ZEROS)
    assert result.code == 2, result.log
    page = result.files["failed.md"]
    assert "## 没有做成：push" in page
    assert "    data/units.yaml:" in page
    assert "轮到谁" in page
    if result.summary:
        assert result.summary.endswith(page)


@pytest.mark.parametrize("form", ["link", "folder", "file"])
def test_a_committed_report_leads_nowhere(github: GitHubLike, tmp_path: Path, form: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    clone = github.clone("a")
    if form == "link":
        (clone / "zhifa-report").symlink_to(outside)
    elif form == "folder":
        (clone / "zhifa-report").mkdir()
        (clone / "zhifa-report" / "summary.md").symlink_to(outside / "summary.md")
    else:
        (clone / "zhifa-report").write_text("x")
    git(clone, "add", "-f", "zhifa-report")
    sha = github.commit(clone, github.main, **{MINE: LATE})
    result = github.push(sha, ZEROS)
    assert result.code == 0, result.log
    assert list(outside.iterdir()) == []
    assert "summary.md" in result.files


@pytest.mark.parametrize("day", ["2023-10-12\n::error::x", "2023-10-12; echo x", "$(echo x)", "昨天"])
def test_a_day_is_looked_at_before_it_is_shown(github: GitHubLike, day: str) -> None:
    github.commit(github.clone("a"), github.main, **{MINE: LATE})
    result = github.dispatch(quarter="", as_of=day)
    assert result.code == 2
    assert "::error" not in result.log
    assert "错误：截至日应写成" in result.log
