"""What hosts are told: paths that they know, and red for nothing but what fails the job."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from conftest import Run
from gitted import county as county_repository
from zhifa_check.report.formats import CHECK


@pytest.fixture
def below(tmp_path: Path, zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """A repository whose submissions lie in a folder of it, and the tool run there."""
    tree = county_repository(tmp_path, "baosong/")
    tree.write("baosong/submissions/甲镇/坏.yaml", "单位: 甲镇\n年度: 2022.5\n")
    monkeypatch.chdir(tree.top / "baosong")

    def run(*args: str) -> tuple[int, str]:
        code, out, _ = zhifa("check", "submissions", "--as-of", "2023-07-10", *args)
        return code, out

    return run


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_paths_begin_at_the_top_of_the_repository(below: Callable[..., tuple[int, str]], name: str) -> None:
    _, out = below("-f", name)
    assert "baosong/submissions/" in out
    if name == "github":
        assert "file=baosong/submissions/甲镇/坏.yaml,line=2" in out
        files = set(re.findall("^::(?:error|warning) file=([^,]*)", out, re.MULTILINE))
    elif name == "gitlab":
        files = {issue["location"]["path"] for issue in json.loads(out)}
    else:
        found = re.findall(r'"uri": "([^"]*)", "uriBaseId"', out)
        files = {unquote(one) for one in found}
    assert "baosong/data/units.yaml" in files
    assert all(Path("..", file).is_file() for file in files)


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_what_nobody_handed_in_stands_at_a_file_that_is_there(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "submissions/汇龙镇").mkdir(parents=True)
    (tmp_path / "submissions/汇龙镇/一.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, out, _ = zhifa("check", "submissions", "--as-of", "2024-01-31", "--unit", "汇龙镇", "-f", name)
    assert "submissions/" in out
    assert "units.yaml" not in re.sub("data/units.yaml", "", out) or name == "sarif"
    if name == "gitlab":
        assert {issue["location"]["path"] for issue in json.loads(out)} == {"submissions/汇龙镇/一.yaml"}


def test_a_green_job_shows_no_red(below: Callable[..., tuple[int, str]]) -> None:
    code, out = below("-f", "github", "--fail-on", "data")
    assert code == 1
    errors = re.findall("^::error .*", out, re.MULTILINE)
    assert len(errors) == 1
    assert "填写有误 D.year" in errors[0]
    assert out.count("\n::warning ") >= 5
    code, out = below("-f", "github", "--fail-on", "never")
    assert code == 0
    assert "::error" not in out


@pytest.mark.parametrize("file", ["units.yaml", "waivers.yaml", "plan_2023.yaml"])
def test_what_stops_all_judging_is_an_annotation(below: Callable[..., tuple[int, str]], file: str) -> None:
    path = Path("data", file)
    path.write_text(path.read_text(encoding="utf-8") + "坏了: 1\n", encoding="utf-8")
    code, out = below("-f", "github")
    assert code == 2
    line = path.read_text(encoding="utf-8").count("\n")
    assert f"::error file=baosong/data/{file},line={line},col=1,title=没法核对 " in out


# --- handed in where nobody looks, or as a table


LOST = {"submissions/甲镇/台账.xlsx": "x", "甲镇报送.yaml": "单位: 甲镇\n年度: 2023\n", "报表.xls": "x"}
NO_MISTAKE = {"compose.yaml": "services: {}\n", "说明.md": "x\n", ".hidden.yaml": "单位: 甲镇\n", "data/表.xlsx": "x"}


@pytest.mark.parametrize("since", [True, False])
@pytest.mark.parametrize("name", [name for name, writer in CHECK.items() if not writer.binary])
def test_what_nobody_read_is_said_in_every_format(
    zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, since: bool
) -> None:
    tree = county_repository(tmp_path)
    for file, text in (LOST | NO_MISTAKE).items():
        tree.write(file, text)
    tree.commit()
    monkeypatch.chdir(tree.top)
    args = ("--since", "HEAD^") if since else ()
    code, out, err = zhifa("check", "submissions", "--as-of", "2023-03-20", "--fail-on", "data", "-f", name, *args)
    assert code == 0
    told = out + err
    for file in LOST:
        assert file in told or unquote(file) in unquote(told), file
    for file in NO_MISTAKE:
        assert file not in unquote(told), file
    if name == "github":
        for file in LOST:
            assert f"::warning file={file},line=1,title=没有看的文件::" in out
