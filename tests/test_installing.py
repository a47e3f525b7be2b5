"""The package that a repository keeps: built, checked, installed without any index, and brought up to date."""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import ROOT, Run
from zhifa_check import __version__
from zhifa_check.cli.app import app
from zhifa_check.repository.hosts import HOSTS
from zhifa_check.repository.wheel import library_wheels, own_name, own_wheel

WHEEL = f"ci/wheels/{own_name()}"
#: What a job needs besides Python.
TOOLS = ("bash", "cat", "date", "diff", "find", "git", "grep", "mkdir", "rm", "sed", "sha256sum", "sort", "uname")
MINE = "submissions/汇龙镇/报送.yaml"
HEAD = "单位: 汇龙镇\n年度: 2023\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid") / "库"
    assert CliRunner().invoke(app, ["init", str(folder), "--ci", "gitlab"], prog_name="zhifa").exit_code == 0
    return folder


@pytest.fixture
def laid(repository: Path, tmp_path: Path) -> Path:
    return shutil.copytree(repository, tmp_path / "库", symlinks=True)


def install(folder: Path, package: str, job: str = "install", **more: str) -> subprocess.CompletedProcess[str]:
    """A step of the CI, without any index."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PIP_NO_INDEX": "1",
        "ZHIFA_PACKAGE": package,
        **more,
    }
    command = ["bash", "-eo", "pipefail", "ci/zhifa.sh", job]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def pip_log(tmp_path: Path) -> tuple[Path, str]:
    """A python3 that notes what pip is told; its path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    log = tmp_path / "pip.log"
    (folder / "python3").write_text(f'#!/bin/bash\nprintf "%s\\n" "$*" >>"{log}"\n')
    (folder / "python3").chmod(0o755)
    return log, f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_the_same_source_gives_the_same_package() -> None:
    assert own_wheel() == own_wheel.__wrapped__()


def test_the_package_is_whole(laid: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (laid / "ci/wheels/SHA256SUMS").read_text().splitlines())
    wheels = (laid / "ci/wheels").glob("*.whl")
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels}
    with zipfile.ZipFile(laid / WHEEL) as archive:
        names = archive.namelist()
        metadata = archive.read(f"zhifa_check-{__version__}.dist-info/METADATA").decode()
    for name in (
        "zhifa_check/cli/app.py",
        "zhifa_check/data/plan_2023.yaml",
        "zhifa_check/repository/templates/zhifa.sh",
    ):
        assert name in names
    assert not [name for name in names if ".pyc" in name or name.startswith("/") or ".." in name]
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nRequires-Dist: pydantic" in metadata


@pytest.mark.slow
def test_it_is_installed_with_no_index_at_all(laid: Path, tmp_path: Path) -> None:
    """On a bare machine: no index, no configuration, no pip, a home of its own, and nothing of this environment."""
    machine = tmp_path / "bin"
    machine.mkdir()
    base = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    (machine / "python3").write_text(f'#!/bin/sh\n[ "$1 $2" != "-m pip" ] || exit 1\nexec {base} "$@"\n')
    (machine / "python3").chmod(0o755)
    for name in TOOLS:
        (machine / name).symlink_to(shutil.which(name) or name)
    subprocess.run(["git", "init", "-q"], cwd=laid, check=True)
    environment = {"PATH": str(machine), "HOME": str(tmp_path), "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    for _ in range(2):
        done = install(laid, WHEEL, **environment)
        assert (done.returncode, done.stderr) == (0, "")
    said = subprocess.run([laid / ".git/zhifa/bin/zhifa", "rules"], env={}, capture_output=True, text=True, check=True)
    assert "T10.hours" in said.stdout
    (laid / MINE).write_text(f"{HEAD}报送:\n  - {{事项: 四张清单月报, 所属期: 2023-03, 日期: 2023-5-20}}\n")
    for job, code in (("push", 1), ("nightly", 0)):
        done = install(laid, WHEEL, job, ZHIFA_AS_OF="2023-10-01", **environment)
        assert done.returncode == code, done.stderr
        assert "汇龙镇" in done.stdout
    # what was installed from packages makes the same packages, but for pip, which is not there
    again = {"PATH": str(machine), "HOME": str(tmp_path)}
    subprocess.run([laid / ".git/zhifa/bin/zhifa", "init", tmp_path / "再"], env=again, check=True, capture_output=True)
    sums = {(tmp_path / name / "ci/wheels/SHA256SUMS").read_text() for name in ("库", "再")}
    assert {re.sub(r".*  pip-.*\n", "", text) for text in sums} == {(tmp_path / "再/ci/wheels/SHA256SUMS").read_text()}
    # what is installed lies where nobody can commit it
    assert not subprocess.run(
        ["git", "ls-files", "-o", "--exclude-standard", ".git", "zhifa"], cwd=laid, capture_output=True, check=True
    ).stdout


@pytest.mark.slow
def test_a_runner_that_nothing_fits_says_whose_turn_it_is(laid: Path, tmp_path: Path) -> None:
    """As where ``zhifa init`` ran on another system: what is compiled is not for this one, and no index answers."""
    for path in (laid / "ci/wheels").glob("*-cp3*.whl"):
        path.rename(path.with_name(re.sub(r"-cp3.*", "-cp311-cp311-win_amd64.whl", path.name)))
    wheels = sorted((laid / "ci/wheels").glob("*.whl"))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in wheels)
    (laid / "ci/wheels/SHA256SUMS").write_text(sums)
    done = install(laid, WHEEL, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_CONFIG_FILE=os.devnull)
    assert done.returncode == 2
    assert "轮到管理员" in done.stderr
    # pure libraries are asked of nobody
    assert "/simple/jinja2" not in done.stderr
    assert "轮到管理员" in (laid / "zhifa-report/failed.md").read_text(encoding="utf-8")


def test_a_runner_without_python_says_whose_turn_it_is(laid: Path, pip_log: tuple[Path, str]) -> None:
    log, _ = pip_log
    (log.parent / "bin/python3").write_text("#!/bin/sh\nexit 1\n")
    tools = log.parent / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or name)
    done = install(laid, WHEEL, PATH=f"{log.parent / 'bin'}:{tools}")
    assert done.returncode == 2
    oldest = re.search(r'requires-python = ">=(.*)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert oldest
    assert f"没有 Python {oldest[1]} 或更新的版本，轮到管理员" in done.stderr


def test_a_package_that_somebody_added_is_not_installed(laid: Path, pip_log: tuple[Path, str]) -> None:
    log, path = pip_log
    (laid / "ci/wheels/zhifa_check-9-py3-none-any.whl").write_bytes(b"")
    done = install(laid, WHEEL, PATH=path)
    assert done.returncode == 2
    assert "zhifa_check-9-py3-none-any.whl" in done.stderr
    assert not log.exists()


def test_a_package_that_somebody_changed_is_not_installed(laid: Path, pip_log: tuple[Path, str]) -> None:
    log, path = pip_log
    (laid / WHEEL).write_bytes((laid / WHEEL).read_bytes() + b"\0")
    done = install(laid, WHEEL, PATH=path)
    assert done.returncode == 2
    assert "对不上" in done.stderr
    assert not log.exists()
    page = (laid / "zhifa-report/failed.md").read_text(encoding="utf-8")
    assert "没有做成：install" in page
    assert "轮到谁" in page
    assert "各单位不用改自己的文件" in page


def made(name: str, version: str, *needs: str, tag: str = "py3-none-any") -> bytes:
    """A wheel with nothing in it but what it needs."""
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {one}" for one in needs),
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n")
    return packed.getvalue()


CP312, CP313 = "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", "cp313-cp313-manylinux_2_28_x86_64"


@pytest.mark.parametrize(
    ("tags", "python", "told"),
    [
        ((CP312,), "3.12", "Linux x86_64、Python 3.12。流水线用 Python 3.12，不连软件源也装得上"),
        ((CP313, CP312), "3.12", "Linux x86_64、Python 3.12；Linux x86_64、Python 3.13。"),
        ((CP313,), "3.13", "流水线用 Python 3.13，不连软件源也装得上"),
        (("cp39-abi3-musllinux_1_1_aarch64",), "3.12", "Linux aarch64、Python 3.9 以上。"),
        (("cp312-cp312-win_amd64",), "3.12", "Windows amd64、Python 3.12。"),
        (("cp312-cp312-win32",), "3.12", "没有它能用的 core。"),
        (("cp314-cp314-macosx_11_0_arm64",), "3.12", "macOS arm64、Python 3.14。"),
        ((), "3.12", "没有它能用的 core。"),
    ],
)
def test_what_the_packages_fit_is_said(
    zhifa: Run, tmp_path: Path, tags: tuple[str, ...], python: str, told: str
) -> None:
    """A requirement of another system is none; one that only fits another system is missing."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    needs = ("pure[fast]>=1", 'colours; sys_platform == "win32"', 'tests; extra == "test"')
    (folder / "zhifa_check-9.9-py3-none-any.whl").write_bytes(made("zhifa_check", "9.9", *needs))
    (folder / "Pure-1-py2.py3-none-any.whl").write_bytes(made("Pure", "1", 'core; extra == "fast"'))
    (folder / "安装说明.txt").write_text("不是安装包", encoding="utf-8")
    for tag in tags:
        (folder / f"core-1-{tag}.whl").write_bytes(made("core", "1"))
    code, out, err = zhifa("init", tmp_path / "库", "--package", folder)
    assert (code, err) == (0, "")
    assert told in out
    assert ("没有它能用的 core。" in out) == (not any("linux" in tag for tag in tags))
    assert f"python-version: '{python}'" in (tmp_path / "库/.github/workflows/zhifa.yml").read_text(encoding="utf-8")
    kept = {path.name for path in (tmp_path / "库/ci/wheels").iterdir()}
    assert kept == {path.name for path in folder.glob("*.whl")} | {"SHA256SUMS"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("zhifa_check-9.9-py3-none-any.whl", b"PK", "没有拷完整"),
        ("zhifa_check-9.9-py3-none-any.whl", b"PK\5\6" + b"\0" * 18, "不是安装包"),
        ("jinja2-3-py3-none-any.whl", made("jinja2", "3"), "找到 0 个"),
        ("zhifa_check-副本.whl", made("zhifa_check", "9"), "不是安装包的名称"),
    ],
)
def test_what_is_no_package_is_refused(zhifa: Run, tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    for given in (tmp_path / name, tmp_path):
        code, _, err = zhifa("init", tmp_path / "库", "--package", given)
        assert code == 2
        assert told in err
        assert not (tmp_path / "库").exists()


def test_a_library_changed_after_its_installation_is_not_passed_on(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment of its own: a library as it was installed, one changed, one without a list, one of the source."""
    site = tmp_path / "site"
    needs = {"good": "", "changed": "", "bare": "", "editable": "", "gone": ""}
    about = site / "zhifa_check-0.2.0.dist-info"
    about.mkdir(parents=True)
    lines = "".join(f"Requires-Dist: {name}\n" for name in [*needs, 'other; sys_platform == "nowhere"'])
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: zhifa-check\nVersion: 0.2.0\n{lines}")
    for name in ("good", "changed", "bare", "editable"):
        info = site / f"{name}-1.dist-info"
        info.mkdir()
        files = {
            f"{name}.py": b"x = 1\n",
            f"{info.name}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n".encode(),
            f"{info.name}/WHEEL": b"Wheel-Version: 1.0\nTag: py2-none-any\nTag: py3-none-any\n",
        }
        record = "../../bin/x,,\n"
        for path, content in files.items():
            (site / path).write_bytes(content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record += f"{path},sha256={digest},{len(content)}\n"
        if name != "bare":
            (info / "RECORD").write_text(record)
        if name == "changed":
            (site / "changed.py").write_text("x = 2\n")
        if name == "editable":
            (info / "direct_url.json").write_text('{"dir_info": {"editable": true}, "url": "file:///x"}')
    monkeypatch.setattr(sys, "path", [str(site)])
    wheels, left = library_wheels.__wrapped__()
    assert list(wheels) == ["good-1-py2.py3-none-any.whl"]
    assert left == {
        "changed": "changed.py 装好以后被改过",
        "bare": "没有安装清单（RECORD），多半是系统自带的",
        "editable": "是从源码目录装的",
        "gone": "没有安装信息",
    }


@pytest.mark.parametrize("name", ["zhifa-check", "zhifa-check==0.2.0", "zhifa_check", ""])
def test_a_bare_name_is_not_installed(laid: Path, zhifa: Run, pip_log: tuple[Path, str], name: str) -> None:
    log, path = pip_log
    assert install(laid, name, PATH=path).returncode == 2
    assert not log.exists()
    code, _, err = zhifa("init", laid.parent / "别处", "--package", name)
    assert code == 2
    assert "谁都可以在那里登记" in err
    assert not (laid.parent / "别处").exists()


def test_a_package_of_somewhere_else(zhifa: Run, tmp_path: Path) -> None:
    wheel = tmp_path / "zhifa_check-9.9-py3-none-any.whl"
    wheel.write_bytes(made("zhifa_check", "9.9", "jinja2"))
    code, out, _ = zhifa("init", tmp_path / "a", "--package", wheel)
    assert code == 0
    assert "没有它能用的 jinja2" in out
    assert (tmp_path / "a/ci/wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    assert f"ZHIFA_PACKAGE: 'ci/wheels/{wheel.name}'" in (tmp_path / "a/.github/workflows/zhifa.yml").read_text()
    address = "https://example.invalid/zhifa_check-9.9-py3-none-any.whl"
    code, out, _ = zhifa("init", tmp_path / "b", "--package", address, "--ci", "gitee")
    assert code == 0
    assert "没有写 #sha256=" in out
    assert not (tmp_path / "b/ci/wheels").exists()
    for job in ("push", "nightly", "quarter"):
        assert f"ZHIFA_PACKAGE: '{address}'" in (tmp_path / f"b/.workflow/zhifa-{job}.yml").read_text()
    assert "没有写 #sha256=" not in zhifa("init", tmp_path / "c", "--package", f"{address}#sha256={'0' * 64}")[1]
    assert zhifa("init", tmp_path / "d", "--package", tmp_path / "zhifa_check-1-py3-none-any.whl")[0] == 2


def test_a_second_init_puts_no_second_package_beside_the_first(laid: Path, zhifa: Run) -> None:
    (laid / "ci/zhifa.json").write_text(json.dumps({"package": "ci/wheels/alt.whl", "files": {}, "host": "gitlab"}))
    (laid / WHEEL).unlink()
    code, out, _ = zhifa("init", laid, "--ci", "gitlab")
    assert code == 0
    assert "--update" in out
    assert not (laid / WHEEL).exists()


# --- bringing a repository up to date


def older(folder: Path) -> None:
    """As an older version would have left it."""
    record = json.loads((folder / "ci/zhifa.json").read_text(encoding="utf-8"))
    old = "ci/wheels/zhifa_check-0.1.0-py3-none-any.whl"
    (folder / WHEEL).rename(folder / old)
    record["files"][old] = record["files"].pop(WHEEL)
    for name in ("ci/zhifa.sh", "ci/wheels/SHA256SUMS"):
        (folder / name).write_text("# 旧的\n", encoding="utf-8")
        record["files"][name] = hashlib.sha256("# 旧的\n".encode()).hexdigest()
    (folder / "ci/zhifa.json").write_text(json.dumps(record), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("host", HOSTS)
def test_an_update_gives_what_an_init_of_today_gives(zhifa: Run, tmp_path: Path, host: str) -> None:
    zhifa("init", tmp_path, "--ci", host)
    wanted = tree(tmp_path)
    older(tmp_path)
    (tmp_path / "submissions/汇龙镇/一.yaml").write_text("单位: 汇龙镇\n", encoding="utf-8")
    code, out, err = zhifa("init", tmp_path, "--update")
    assert (code, err) == (0, "")
    assert "换成现在的版本：ci/zhifa.sh" in out
    assert "删去旧的：ci/wheels/zhifa_check-0.1.0-py3-none-any.whl" in out
    found = tree(tmp_path)
    assert found.pop("submissions/汇龙镇/一.yaml")
    assert found == wanted
    code, out, _ = zhifa("init", tmp_path, "--update")
    assert code == 0
    assert all(line.startswith("已经是现在的版本：") for line in out.splitlines())


def test_what_people_changed_is_left_and_named_every_time(laid: Path, zhifa: Run) -> None:
    older(laid)
    mine = (laid / ".gitlab-ci.yml").read_text(encoding="utf-8").replace("30 minutes", "5 minutes")
    (laid / ".gitlab-ci.yml").write_text(mine, encoding="utf-8")
    (laid / "ci/zhifa.sh").write_text("# 我改的\n", encoding="utf-8")
    for _ in range(2):
        code, out, _ = zhifa("init", laid, "--update", "--package", "https://example.invalid/x.whl")
        assert code == 1
        assert "没有动（有人改过，请对照现在的样子自己改）：.gitlab-ci.yml" in out
        assert "没有动（有人改过，请对照现在的样子自己改）：ci/zhifa.sh" in out
        assert (laid / ".gitlab-ci.yml").read_text(encoding="utf-8") == mine
        assert (laid / "ci/zhifa.sh").read_text(encoding="utf-8") == "# 我改的\n"


@pytest.mark.parametrize("how", ["changed", "added", "sums"])
def test_packages_are_replaced_together_or_not_at_all(laid: Path, zhifa: Run, how: str) -> None:
    older(laid)
    at = {"changed": "ci/wheels/zhifa_check-0.1.0-py3-none-any.whl", "added": "ci/wheels/x-1-py3-none-any.whl"}
    name = at.get(how, "ci/wheels/SHA256SUMS")
    with (laid / name).open("ab") as file:
        file.write(b"0")
    before = tree(laid)
    code, _, err = zhifa("init", laid, "--update")
    assert code == 2
    assert name in err
    assert tree(laid) == before


def test_line_ends_of_windows_are_no_change(laid: Path, zhifa: Run) -> None:
    script = laid / "ci/zhifa.sh"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    assert zhifa("init", laid, "--update")[0] == 0


def test_an_update_follows_no_link(laid: Path, zhifa: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    shutil.copytree(laid / "ci", elsewhere)
    shutil.rmtree(laid / "ci")
    (laid / "ci").symlink_to(elsewhere)
    before = tree(elsewhere)
    code, _, err = zhifa("init", laid, "--update")
    assert code == 2
    assert "链接" in err
    assert tree(elsewhere) == before


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 1}'])
def test_a_broken_record_is_no_reason_to_overwrite(laid: Path, zhifa: Run, text: str) -> None:
    (laid / "ci/zhifa.json").write_text(text)
    before = tree(laid)
    code, _, err = zhifa("init", laid, "--update")
    assert code == 2
    assert "ci/zhifa.json" in err
    assert tree(laid) == before


def test_there_must_be_something_to_update(zhifa: Run, tmp_path: Path) -> None:
    code, _, err = zhifa("init", tmp_path, "--update")
    assert code == 2
    assert "请先运行 zhifa init" in err
    assert list(tmp_path.iterdir()) == []
