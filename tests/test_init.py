"""``zhifa init``: a repository of submissions laid out, whatever the registry holds and whatever is there already."""

import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import ROOT, Run, golden
from zhifa_check.bureau.units import Unit
from zhifa_check.forms.folder import unit_folder
from zhifa_check.plan.load import load_plan
from zhifa_check.repository.hosts import HOSTS
from zhifa_check.repository.owners import codeowners
from zhifa_check.repository.wheel import own_name

UNITS = 28
PLAIN = {
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    "README.md",
    "ci/zhifa.sh",
    "ci/zhifa.json",
    "ci/wheels/SHA256SUMS",
    f"ci/wheels/{own_name()}",
    "zhifa.cmd",
    *(f"data/{file.name}" for file in (ROOT / "data").glob("*plan_*")),
    "data/received.yaml",
    "data/units.yaml",
    "data/waivers.yaml",
    "data/rulings.yaml",
    "data/calendar.yaml",
}
EDITOR = re.compile(r"\.vscode/|data/schema/")
OF_HOST = {
    "github": {".github/CODEOWNERS", ".github/workflows/zhifa.yml"},
    "gitlab": {"CODEOWNERS", ".gitlab-ci.yml"},
    "gitea": {"CODEOWNERS", ".gitea/workflows/zhifa.yml"},
    "gitee": {"CODEOWNERS", *(f".workflow/zhifa-{job}.yml" for job in ("push", "nightly", "quarter"))},
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def registry(tmp_path: Path, *units: dict[str, object]) -> Path:
    file = tmp_path / "registry.yaml"
    file.write_text(yaml.safe_dump({"units": list(units)}, allow_unicode=True), encoding="utf-8")
    return file


def test_a_double_click_finds_what_the_repository_holds(zhifa: Run, tmp_path: Path) -> None:
    """No Windows is at hand: the lines are held to what they name, and every jump to a label that is there."""
    zhifa("init", tmp_path / "仓库")
    text = (tmp_path / "仓库" / "zhifa.cmd").read_text(encoding="utf-8")
    assert text.startswith("@echo off\n")
    assert set(re.findall(r"goto :(\w+)", text)) == set(re.findall(r"^:(\w+)", text, re.MULTILINE))
    assert text.index("chcp 65001") < min(text.index(sign) for sign in text if not sign.isascii())
    assert ".zhifa/" in (tmp_path / "仓库" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "*.cmd text eol=crlf" in (tmp_path / "仓库" / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "serve" in text.splitlines()[-4:][1]


@pytest.mark.parametrize("host", HOSTS)
def test_each_host_gets_what_it_looks_for(zhifa: Run, tmp_path: Path, host: str) -> None:
    code, out, err = zhifa("init", tmp_path / "新 仓库", "--ci", host)
    assert (code, err) == (0, "")
    found = contents(tmp_path / "新 仓库")
    pages = {name for name in found if re.fullmatch(r"submissions/[^/]+/README\.md", name)}
    assert len(pages) == UNITS
    editor = {name for name in found if EDITOR.match(name)}
    assert ".vscode/settings.json" in editor
    libraries = {name for name in found if name.endswith(".whl")} - PLAIN
    assert len(libraries) > 20
    assert found.keys() - pages - editor - libraries == PLAIN | OF_HOST[host]
    assert f"新建 {len(found)} 个文件" in out
    assert "保留" not in out
    for name, content in found.items():
        if name.endswith(".whl"):
            continue
        assert content.count(b"\r\n") == content.count(b"\r") == (content.count(b"\n") if name.endswith(".cmd") else 0)
        assert content.endswith(b"\n")
        assert b"%%{" not in content


def test_the_data_are_the_packages_own(zhifa: Run, tmp_path: Path) -> None:
    zhifa("init", tmp_path)
    bureaus = ("units.yaml", "waivers.yaml", "calendar.yaml", "received.yaml")
    for name in ("plan_2023.yaml", "source_plan_2023.txt", *bureaus):
        assert (tmp_path / "data" / name).read_bytes() == (ROOT / "data" / name).read_bytes()
    assert (tmp_path / "data" / "rulings.yaml").read_text(encoding="utf-8").endswith("\nrulings: []\n")


def test_a_laid_out_repository_is_judged_by_its_own_data(zhifa: Run, tmp_path: Path) -> None:
    zhifa("init", tmp_path)
    (tmp_path / "submissions" / "汇龙镇" / "报送.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    code, out, _ = zhifa("check", tmp_path / "submissions", "--as-of", "2024-01-31", "-f", "concise")
    assert code == 1
    assert f"{tmp_path}/data/units.yaml" in out


def test_twice_is_harmless(zhifa: Run, tmp_path: Path) -> None:
    zhifa("init", tmp_path)
    before = contents(tmp_path)
    code, out, _ = zhifa("init", tmp_path)
    assert code == 0
    assert contents(tmp_path) == before
    assert "新建 0 个文件" in out
    assert f"保留（原来就有，没有改动） {len(before)} 个文件" in out
    assert "下一步" not in out


def test_what_is_there_is_kept_and_named(zhifa: Run, tmp_path: Path) -> None:
    mine = {"README.md": b"mine\r\n", ".github/CODEOWNERS": b"", "submissions/汇龙镇/README.md": b"x"}
    for name, content in mine.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "zhifa.sh").symlink_to("nowhere")
    code, out, _ = zhifa("init", tmp_path)
    assert code == 0
    found = contents(tmp_path)
    assert {name: found[name] for name in mine} == mine
    assert not (tmp_path / "ci" / "nowhere").exists()
    kept = out.partition("保留（原来就有，没有改动） 4 个文件\n")[2]
    for line in (
        "  README.md",
        "  .github/：CODEOWNERS",
        "  submissions/ 各单位的 README.md：汇龙镇",
        "  ci/：zhifa.sh",
    ):
        assert line in kept.splitlines()


def test_the_registry_of_the_folder_itself_is_the_one_in_force(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.yaml").write_text("units: [{id: x, name: 唯一镇, kind: 镇}]\n", encoding="utf-8")
    code, _, _ = zhifa("init", tmp_path)
    assert code == 0
    assert os.listdir(tmp_path / "submissions") == ["唯一镇"]


def test_a_plan_of_another_name_is_found_again(zhifa: Run, tmp_path: Path) -> None:
    plan = tmp_path / "我的计划.yaml"
    plan.write_bytes((ROOT / "data" / "plan_2023.yaml").read_bytes())
    (tmp_path / "source_plan_2023.txt").write_bytes(b"text\n")
    code, _, err = zhifa("init", tmp_path / "repo", "--plan", plan)
    assert (code, err) == (0, "")
    assert (tmp_path / "repo" / "data" / "plan_2023.yaml").read_bytes() == plan.read_bytes()
    assert (tmp_path / "repo" / "data" / "source_plan_2023.txt").read_bytes() == b"text\n"


# ---- where nothing can be laid out


def test_usage_errors(zhifa: Run, tmp_path: Path) -> None:
    for args, said in (
        (("init", tmp_path, "--ci", "svn"), "--ci 没有“svn”，能用的有：github、gitlab、gitea、gitee"),
        (("init", tmp_path, "--units", tmp_path / "none.yaml"), f"找不到文件 {tmp_path / 'none.yaml'}"),
        (("init",), "目录"),
    ):
        code, out, err = zhifa(*args)
        assert code == 2
        assert said in err
        assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        code, _, err = zhifa("init", target)
        assert code == 2
        assert "同名的文件" in err
    assert contents(tmp_path) == {"file": b"mine"}


def test_a_file_where_a_folder_must_be(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "ci").write_text("mine")
    code, out, err = zhifa("init", tmp_path)
    assert code == 2
    assert f"错误：写不了 {tmp_path / 'ci' / 'zhifa.sh'}：要放文件夹的地方有一个同名的文件。已经写好的如上" in err
    made = contents(tmp_path)
    assert f"新建 {len(made) - 1} 个文件" in out
    assert "data/plan_2023.yaml" in made


def test_a_link_that_leads_elsewhere_is_not_followed(zhifa: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / "submissions").symlink_to(elsewhere)
    code, _, err = zhifa("init", repo)
    assert code == 2
    assert "以外" in err
    assert contents(elsewhere) == {}


@pytest.mark.slow
def test_a_full_disk_leaves_no_half_a_file(zhifa: Run, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="no limits on the size of files here")
    limit = 25_000
    command = [sys.executable, "-m", "zhifa_check", "init", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        command,
        env=environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert f"写不了 {tmp_path}/data/plan_2023.yaml" in run.stderr
    assert "Traceback" not in run.stderr
    assert "新建 0 个文件" in run.stdout
    assert contents(tmp_path) == {}
    code, _, _ = zhifa("init", tmp_path)
    assert code == 0
    assert len(contents(tmp_path)) > UNITS


@pytest.mark.skipif(os.name == "nt", reason="no folder that nobody may write to")
def test_a_folder_that_may_not_be_written(zhifa: Run, tmp_path: Path) -> None:
    # root may write anywhere but where the kernel has its own files
    target = tmp_path / "repo" if os.geteuid() else Path("/proc/zhifa")
    tmp_path.chmod(0o500)
    code, out, err = zhifa("init", target)
    assert code == 2
    assert f"错误：写不了 {target}" in err
    assert "新建 0 个文件" in out


# ---- what the registry may hold

NASTY = [
    {"id": "slash", "name": "a/../../b", "kind": "镇"},
    {"id": "dots", "name": "..", "kind": "镇"},
    {"id": "con-unit", "name": "CON", "kind": "镇"},
    {"id": "space", "name": "高新区 管委会", "kind": "镇", "owners": ["@space"]},
    {"id": "hash", "name": "甲#乙 # x", "kind": "镇", "owners": ["@hash"]},
    {"id": "bracket", "name": "[甲] (乙) {丙} +.^$", "kind": "镇", "owners": ["@bracket"]},
    {"id": "bang", "name": "!甲", "kind": "镇", "owners": ["@bang"]},
    {"id": "shell", "name": "$(touch x)`y`'", "kind": "镇", "owners": ["@shell", "a.b@c.cn"]},
    {"id": "expression", "name": "${{ github.token }} %%{x}", "kind": "镇"},
    {"id": "lines", "name": "两\n* @everybody", "kind": "镇"},
    {"id": "markup", "name": "<script>alert(1)</script>", "kind": "镇"},
    {"id": "table", "name": "甲 ~~[乙]~~", "kind": "镇"},
    {"id": "sfj", "name": "司法局", "kind": "司法局", "owners": ["@bureau", "@county/law"]},
]


@pytest.mark.parametrize("host", HOSTS)
def test_surprising_names_break_nothing(zhifa: Run, tmp_path: Path, host: str) -> None:
    folder = tmp_path / "deep" / "repo"
    code, out, err = zhifa("init", folder, "--ci", host, "--units", registry(tmp_path, *NASTY))
    assert (code, err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "registry.yaml"]
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["repo"]
    found = contents(folder)
    pages = {name for name in found if name.startswith("submissions/")}
    assert len(pages) == len(NASTY)
    assert all(re.fullmatch(r"submissions/[^/\\:*?\"<>|\x00-\x1f]+/README\.md", name) for name in pages)
    for name, content in found.items():
        if name.endswith((".yml", ".yaml")):
            list(yaml.safe_load_all(content))
        if name.endswith("README.md"):
            assert b"<script" not in content.replace(b"\\<script", b"")
    assert "\n* @everybody" not in found[HOSTS[host].codeowners].decode()
    assert "\n* @everybody" not in out


# Two independent readers of CODEOWNERS, after the hosts' own documentation.


def glob_rules(text: str) -> list[tuple[re.Pattern[str], list[str]]]:
    rules = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            pattern, *owners = re.split(r"(?<!\\) +", line)
            folder = pattern.replace("\\ ", " ").removeprefix("/")
            translated = fnmatch.translate(folder.rstrip("/")).removesuffix("\\Z").removesuffix("\\z")
            rules.append((re.compile(translated + ("/.*" if folder.endswith("/") else "") + r"\Z"), owners))
    return rules


def gitea_rules(text: str) -> list[tuple[re.Pattern[str], list[str]]]:
    rules = []
    for line in text.splitlines():
        tokens, token, escaped = [], "", False
        for sign in line.strip():
            if escaped:
                token, escaped = token + sign, False
            elif sign == "\\":
                escaped = True
            elif sign == "#":
                break
            elif sign == " ":
                tokens, token = tokens + [token] * bool(token), ""
            else:
                token += sign
        tokens += [token] * bool(token)
        if tokens:
            assert not tokens[0].startswith("!")
            rules.append((re.compile(tokens[0]), tokens[1:]))
    return rules


def owners_of(host: str, text: str, path: str) -> list[str]:
    rules = gitea_rules(text) if host == "gitea" else glob_rules(text)
    matching = [owners for pattern, owners in rules if pattern.fullmatch(path)]
    return matching[-1] if matching else []


@pytest.mark.parametrize("host", HOSTS)
def test_codeowners_ask_the_right_people(zhifa: Run, tmp_path: Path, host: str) -> None:
    zhifa("init", tmp_path / "repo", "--ci", host, "--units", registry(tmp_path, *NASTY))
    found = contents(tmp_path / "repo")
    text = found[HOSTS[host].codeowners].decode()
    for entry in NASTY:
        unit = Unit.model_construct(full_name=None, **entry)
        owners = [one for one in entry.get("owners", []) if host != "gitea" or one.startswith("@")]
        asked = owners_of(host, text, f"submissions/{unit_folder(unit)}/子/报送.yaml")
        assert asked == owners, unit.name
    for path in found:
        if not path.startswith(("submissions/", ".vscode/")) and "/" in path:
            assert owners_of(host, text, path) == ["@bureau", "@county/law"], path
    assert owners_of(host, text, HOSTS[host].codeowners) == ["@bureau", "@county/law"]
    assert owners_of(host, text, "README.md") == []
    assert re.search(r"^# CON.*没有 owners|^# con-unit.*没有 owners", text, re.MULTILINE)


PLAN, _ = load_plan(ROOT / "data" / "plan_2023.yaml")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12), st.text(max_size=6))
def test_any_folder_is_matched_by_its_pattern(name: str, other: str) -> None:
    unit = Unit.model_construct(id="plain", name=name, full_name=None, kind="镇", owners=("@x",))
    folder = f"submissions/{unit_folder(unit)}"
    for host, rules_of in (("gitea", gitea_rules), ("gitlab", glob_rules)):
        (rule,) = rules_of(codeowners(HOSTS[host], PLAN, [unit], {"plain": unit_folder(unit)}, []))
        assert rule[1] == ["@x"]
        assert rule[0].fullmatch(f"{folder}/报送.yaml")
        assert not rule[0].fullmatch(f"{folder}{other}报送.yaml") or "/" in other


def test_a_town_without_owners_is_told_how(zhifa: Run, tmp_path: Path) -> None:
    zhifa("init", tmp_path)
    text = (tmp_path / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    assert "# 汇龙镇在名册里没有 owners，补上后写：/submissions/汇龙镇/ @账号\n" in text
    assert "# 司法局在名册里没有 owners，补上后写：/data/ @账号\n" in text
    assert all(line.startswith("#") or not line for line in text.splitlines())


def test_folders_that_windows_holds_for_one_are_refused(zhifa: Run, tmp_path: Path) -> None:
    units = registry(tmp_path, {"id": "a", "name": "Abc", "kind": "镇"}, {"id": "b", "name": "aBC", "kind": "镇"})
    code, _, err = zhifa("init", tmp_path / "repo", "--units", units)
    assert code == 2
    assert "“Abc”和“aBC”的文件夹在 Windows 上是同一个" in err
    assert not (tmp_path / "repo").exists()


GOOD = ["@zhang", "@Zhang-San_1.x", "@county/law", "@a/b/c", "a@b.cn", "zhang.san+x@law.county.gov.cn"]
BAD = ["zhang", "@", "@a b", "@a\n* @b", "@张三", "a@b", "@a/", "@/a", "@a#b", "a@b.cn @c", "", "@-x", "@a,@b"]


@pytest.mark.parametrize(("owner", "good"), [*((one, True) for one in GOOD), *((one, False) for one in BAD)])
def test_owners_are_accounts_teams_or_mail(zhifa: Run, tmp_path: Path, owner: str, good: bool) -> None:
    units = registry(tmp_path, {"id": "a", "name": "甲镇", "kind": "镇", "owners": ["@ok", owner]})
    code, _, err = zhifa("init", tmp_path / "repo", "--units", units)
    assert code == (0 if good else 2)
    assert good or "“owners”的第 2 项" in err
    assert (tmp_path / "repo").exists() == good


# ---- what is read by people and by git


def test_the_page_of_a_unit(zhifa: Run, tmp_path: Path) -> None:
    units = registry(
        tmp_path,
        {"id": "cgj", "name": "城市管理局", "full_name": "启东市城市管理局", "kind": "部门", "roles": ["重点领域部门"]},
        {"id": "sfj", "name": "司法局", "kind": "司法局", "owners": ["@law"]},
    )
    zhifa("init", tmp_path / "repo", "--ci", "gitlab", "--units", units)
    page = (tmp_path / "repo" / "submissions" / "城市管理局" / "README.md").read_text(encoding="utf-8")
    golden("unit_page.md", page)


def test_the_deadlines_are_the_plans(zhifa: Run, tmp_path: Path) -> None:
    plan = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan_2023.yaml").write_text(plan.replace("due: 每月6日前", "due: 每月9日前"), encoding="utf-8")
    zhifa("init", tmp_path / "repo", "--plan", tmp_path / "plan_2023.yaml")
    page = (tmp_path / "repo" / "submissions" / "汇龙镇" / "README.md").read_text(encoding="utf-8")
    assert "| 2023-05-09 | 四张清单月报 | 2023-04 |" in page
    assert "2023-05-06" not in page


def test_git_reads_the_attributes(zhifa: Run, tmp_path: Path) -> None:
    zhifa("init", tmp_path)
    git = ["git", "-C", str(tmp_path), "-c", "core.quotepath=off"]
    subprocess.run([*git, "init", "-q"], check=True)
    paths = ["submissions/汇龙镇/报送.yaml", "submissions/汇龙镇/培训.xlsx"]
    asked = subprocess.run([*git, "check-attr", "text", "eol", "diff", "--", *paths], check=True, capture_output=True)
    assert asked.stdout.decode().splitlines() == [
        f"{paths[0]}: text: set",
        f"{paths[0]}: eol: lf",
        f"{paths[0]}: diff: unspecified",
        f"{paths[1]}: text: unset",
        f"{paths[1]}: eol: lf",
        f"{paths[1]}: diff: unset",
    ]
    ignored = ["zhifa-report/x.md", "submissions/汇龙镇/~$培训.xlsx", "submissions/汇龙镇/.~培训.et"]
    told = subprocess.run([*git, "check-ignore", *ignored, *paths], check=False, capture_output=True)
    assert told.stdout.decode().splitlines() == ignored
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    staged = subprocess.run([*git, "ls-files", "-z"], check=True, capture_output=True).stdout.decode().split("\0")[:-1]
    assert set(staged) == {name for name in contents(tmp_path) if not name.startswith(".git/")}


def test_the_same_bytes_wherever_and_whenever(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zhifa("init", tmp_path / "one")
    monkeypatch.setenv("ZHIFA_AS_OF", "2023-06-01")
    monkeypatch.setenv("LANG", "C")
    zhifa("init", tmp_path / "two" / "deeper")
    assert contents(tmp_path / "one") == contents(tmp_path / "two" / "deeper")


def test_the_shipped_registry_says_how_owners_are_written(zhifa: Run, tmp_path: Path) -> None:
    text = (ROOT / "data" / "units.yaml").read_text(encoding="utf-8")
    example = re.search(r"^#   (- \{.*owners.*\})$", text, re.MULTILINE)
    assert example
    (tmp_path / "units.yaml").write_text(f"units:\n  {example[1]}\n", encoding="utf-8")
    assert zhifa("init", tmp_path / "repo", "--units", tmp_path / "units.yaml")[0] == 0


def links_and_cells(page: str) -> tuple[list[str], list[str]]:
    """Where the links of a page lead, and what its tables show, as a reader of GitHub's markdown has it."""
    inlines = [token for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page) if token.type == "inline"]
    nodes = [node for inline in inlines for node in inline.children or []]
    targets = [str(node.attrs["href"]) for node in nodes if node.type == "link_open"]
    return targets, ["".join(node.content for node in inline.children or []) for inline in inlines]


def test_the_front_page_leads_to_every_unit(zhifa: Run, tmp_path: Path) -> None:
    units = [unit for unit in NASTY if unit["id"] not in ("lines", "expression")]
    zhifa("init", tmp_path / "repo", "--units", registry(tmp_path, *units))
    targets, cells = links_and_cells((tmp_path / "repo" / "README.md").read_text(encoding="utf-8"))
    pages = {name for name in contents(tmp_path / "repo") if name.startswith("submissions/")}
    assert {unquote(target) for target in targets} == pages
    assert {unit["name"] for unit in units} <= set(cells)
    assert "@bureau、@county/law" in cells
