"""What is looked at: the units that paths name, and folders, links and files that cannot be looked at."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from gitted import Clone
from zhifa_check.source import tree as trees

PLAN = """\
id: 云汀〔2030〕1号
title: 云汀2023年计划
year: 2023
issued: 2023-01-10
kinds: [镇, 司法局]
reserved_sections: {通报不理想: [司法局]}
requirements:
  - id: T02.monthly
    title: 半年小结
    clauses: [{place: 附件2, quote: 每半年报送小结}]
    binds: {kinds: [镇]}
    rule: {kind: report, items: [小结], every: half, due: {strict: 每半年}}
  - id: T04.named
    title: 没有被点名
    clauses: [{place: 附件4, quote: 两次点名的扣分}]
    binds: {kinds: [镇]}
    rule: {kind: named, item: 小结, every: half, by: {kinds: [司法局]}, fewer_than: 2}
"""
UNITS = """\
units:
  - {id: jia, name: 甲镇, kind: 镇}
  - {id: yi, name: 乙镇, kind: 镇}
  - {id: sfj, name: 司法局, kind: 司法局}
"""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Under a folder whose name is a unit's, which says nothing of the files far below."""
    top = tmp_path / "司法局" / "库"
    for name, text in {"data/plan_2023.yaml": PLAN, "data/units.yaml": UNITS}.items():
        write(top / name, text)
    write(top / "submissions/甲镇/报送.yaml", "单位: 甲镇\n年度: 2023\n报送:\n" + report("2023H1", "2023-06-30"))
    write(top / "submissions/甲镇/下/报送.yaml", "单位: 甲镇\n年度: 2023\n报送:\n" + report("2023H2", "2023-12-30"))
    write(top / "submissions/乙镇/报送.yaml", "单位: 乙镇\n年度: 2023\n报送:\n" + report("2023H1", "2023-06-30"))
    named = "".join(f"  - {{事项: 小结, 单位: 甲镇, 所属期: 2023H{n}}}\n" for n in (1, 2))
    write(top / "submissions/司法局/通报.yaml", f"单位: 司法局\n年度: 2023\n通报不理想:\n{named}")
    return top


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def report(period: str, day: str) -> str:
    return f"  - {{事项: 小结, 所属期: {period}, 日期: {day}}}\n"


def judged(zhifa: Run, *paths: str | Path) -> tuple[int, dict[str, Any]]:
    code, out, err = zhifa("check", *paths, "--as-of", "2024-02-28", "-f", "json")
    assert all(line.startswith("注意：") for line in err.splitlines())
    return code, json.loads(out)


def verdicts(report: dict[str, Any]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for outcome in report["outcomes"]:
        found.setdefault(outcome["unit"], Counter())[outcome["status"]] += 1
    return {unit: dict(counter) for unit, counter in found.items()}


WHOLE = {"jia": {"met": 2, "violated": 1}, "yi": {"met": 2, "missing": 1}}


def test_all_of_the_county(zhifa: Run, county: Path) -> None:
    assert verdicts(judged(zhifa, county / "submissions")[1]) == WHOLE


@pytest.mark.parametrize("below", ["甲镇", "甲镇/下", "甲镇/报送.yaml", "甲镇/下/报送.yaml"])
@pytest.mark.parametrize("inside", [False, True])
def test_a_path_of_a_unit_judges_that_unit_by_all_that_it_and_the_bureau_said(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch, below: str, inside: bool
) -> None:
    path = county / "submissions" / below
    if inside:
        monkeypatch.chdir(path if path.is_dir() else path.parent)
    code, report = judged(zhifa, "." if inside and path.is_dir() else path.name if inside else path)
    assert code == 1
    assert verdicts(report) == {"jia": WHOLE["jia"]}
    (notice,) = [one for one in report["notices"] if one["kind"] == "narrowed"]
    assert "只核对了甲镇" in notice["message"]
    assert "其余 2 个单位没有核对" in notice["message"]


def test_several_units_by_their_folders_and_one_path_of_nobody(zhifa: Run, county: Path) -> None:
    both = judged(zhifa, county / "submissions" / "甲镇", county / "submissions" / "乙镇")[1]
    assert verdicts(both) == WHOLE
    write(county / "submissions/其他/a.yaml", "单位: 甲镇\n年度: 2023\n")
    whole = judged(zhifa, county / "submissions" / "甲镇", county / "submissions" / "其他")[1]
    assert set(verdicts(whole)) == {"jia", "yi"}


def test_a_unit_asked_for_that_the_paths_do_not_name(zhifa: Run, county: Path) -> None:
    code, out, err = zhifa("check", county / "submissions" / "甲镇", "--unit", "乙镇", "--as-of", "2024-02-28")
    assert (code, out) == (2, "")
    assert "甲镇" in err


def test_a_file_by_itself_judges_the_unit_that_it_names(zhifa: Run, county: Path) -> None:
    write(county / "submissions/甲.yaml", "单位: 乙镇\n年度: 2023\n报送:\n" + report("2023H2", "2023-12-30"))
    assert set(verdicts(judged(zhifa, county / "submissions" / "甲.yaml")[1])) == {"yi"}


def findings(report: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    return [(one["id"], one["unit"], one["file"]) for one in report["findings"] if one["status"] == "invalid"]


def deny(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As an ordinary user meets a folder of mode 000; root opens every one."""
    real = os.scandir

    def scandir(path: Any) -> Any:
        if not isinstance(path, int) and os.path.realpath(path) == os.fspath(folder):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(trees.os, "scandir", scandir)


@pytest.mark.parametrize("below", ["乙镇", "乙镇/下"])
def test_a_folder_that_cannot_be_opened_is_not_absent(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    monkeypatch.chdir(county)
    (county / "submissions" / below).mkdir(exist_ok=True)
    deny(monkeypatch, county / "submissions" / below)
    code, report = judged(zhifa, "submissions")
    assert (code, findings(report)) == (1, [("D.encoding", "yi", f"submissions/{below}")])
    assert verdicts(report) == WHOLE | {"yi": {"unreadable": 3}}


def test_a_folder_of_nobody_may_hold_anybodys_files(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county)
    (county / "submissions" / "补报").mkdir()
    deny(monkeypatch, county / "submissions" / "补报")
    _, report = judged(zhifa, "submissions")
    assert findings(report) == [("D.encoding", None, "submissions/补报")]
    assert verdicts(report) == {"jia": {"unreadable": 2, "violated": 1}, "yi": {"unreadable": 3}}
    assert "没有提交任何文件" not in zhifa("check", "submissions", "--as-of", "2024-02-28")[1]


def test_nothing_but_a_folder_that_cannot_be_opened(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county)
    deny(monkeypatch, county / "submissions")
    code, out, err = zhifa("check", "submissions", "--as-of", "2024-02-28")
    assert (code, out) == (2, "")
    assert "submissions" in err
    assert "打不开" in err


@pytest.mark.parametrize("unit", ["乙镇", "乙镇/下"])
def test_a_link_to_a_folder_elsewhere_is_refused_and_nobody_is_blamed_for_it(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    monkeypatch.chdir(county)
    own = county / "submissions" / "乙镇"
    if unit == "乙镇":
        own.rename(county / "别处")
    else:
        (county / "别处").mkdir()
    (county / "submissions" / unit).symlink_to(county / "别处")
    for path in ("submissions", "submissions/乙镇"):
        _, report = judged(zhifa, path)
        assert findings(report) == [("D.encoding", "yi", f"submissions/{unit}")]
        assert verdicts(report)["yi"] == {"unreadable": 3}


def test_a_link_to_nothing_may_have_been_a_folder(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county)
    (county / "submissions" / "乙镇" / "共享").symlink_to("/没有这个文件夹")
    assert verdicts(judged(zhifa, "submissions")[1])["yi"] == {"unreadable": 3}


def test_a_link_to_a_file_elsewhere_is_not_followed_and_one_within_is(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    secret = county / "秘密.yaml"
    write(secret, "单位: 乙镇\n年度: 2023\n报送:\n" + report("2023H2", "2023-12-30"))
    link = county / "submissions" / "乙镇" / "二.yaml"
    link.symlink_to(secret)
    _, report_ = judged(zhifa, "submissions")
    assert findings(report_) == [("D.encoding", "yi", "submissions/乙镇/二.yaml")]
    assert verdicts(report_)["yi"] == {"unreadable": 3}
    link.unlink()
    write(county / "submissions/.存/二.yaml", secret.read_text(encoding="utf-8"))
    link.symlink_to("../.存/二.yaml")
    assert verdicts(judged(zhifa, "submissions")[1])["yi"] == {"met": 3}


def test_a_folder_linked_within_is_seen_under_its_own_name(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    (county / "submissions" / "近路").symlink_to("甲镇")
    _, report = judged(zhifa, "submissions")
    assert (findings(report), verdicts(report)) == ([], WHOLE)


def test_folders_nested_without_end(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county / "submissions" / "甲镇")
    for _ in range(1200):
        os.mkdir("d")
        os.chdir("d")
    deepest = os.getcwd()
    write(Path("末.yaml"), "单位: 甲镇\n年度: 2023\n")
    monkeypatch.chdir(county)
    assert verdicts(judged(zhifa, "submissions")[1]) == WHOLE
    # what clears up after the tests goes down recursively
    os.chdir(deepest)
    os.remove("末.yaml")
    for _ in range(1200):
        os.chdir("..")
        os.rmdir("d")


def test_what_lies_above_a_repository_is_somebody_elses(
    zhifa: Run, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder ``data/`` that the administrator closed, above the repository, hinders nobody in it."""
    closed = tmp_path / "上面" / "data"
    closed.mkdir(parents=True)
    (county / "data").rename(tmp_path / "另外")
    inside = closed.parent / "库"
    county.rename(inside)
    real = os.listdir

    def listdir(path: Any) -> Any:
        if os.path.realpath(path) == os.path.realpath(closed):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.chdir(inside)
    monkeypatch.setattr("zhifa_check.bureau.places.os.listdir", listdir)
    code, _, err = zhifa("check", "submissions")
    assert code == 2
    assert "打不开文件夹" in err
    (inside / ".git").mkdir()
    assert zhifa("check", "submissions")[0] in (0, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("单位: 启隆镇\n年度: 2023\n", "有开头的单位、年度没有写对的文件"),
        ("单位: 汇龙镇\n年度: 2032\n", "有开头的单位、年度没有写对的文件"),
        ("年度: 2023\n", "有开头的单位、年度没有写对的文件"),
        ("单位: 汇龙镇\n年度: 2023\n报送: [\n", "有整个读不出的文件"),
        ("- 单位\n", "有整个读不出的文件"),
    ],
)
def test_a_duty_says_why_it_cannot_be_judged(zhifa: Run, tmp_path: Path, text: str, reason: str) -> None:
    folder = tmp_path / "submissions" / "汇龙镇"
    folder.mkdir(parents=True)
    (folder / "一.yaml").write_text(text, encoding="utf-8")
    _, out, _ = zhifa("check", folder, "--as-of", "2024-01-31", "--select", "T02.monthly", "-f", "concise")
    told = [line for line in out.splitlines() if "T02.monthly" in line]
    assert told
    assert all(f"无法核对：{reason}，改正后再认定" in line for line in told)


def test_bureau_files_that_cannot_be_read_are_never_replaced_by_those_that_ship(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    real = os.listdir

    def listdir(path: Any) -> Any:
        if os.path.realpath(path) == os.path.realpath(county / "data"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr("zhifa_check.bureau.places.os.listdir", listdir)
        for command in ("check", "status"):
            code, out, err = zhifa(command, "submissions")
            assert (code, out) == (2, "")
            assert "打不开文件夹 data" in err
    (county / "data").rename(county / "bureau")
    (county / "data").symlink_to("没有")
    assert zhifa("check", "submissions")[0] == 2


def test_a_working_directory_that_is_gone(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, out, err = zhifa("check", "submissions")
    monkeypatch.chdir(tmp_path)
    assert (code, out) == (2, "")
    assert "当前文件夹" in err


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31"])
def test_a_day_out_of_all_calendars(zhifa: Run, county: Path, day: str) -> None:
    for command in ("check", "status", "due"):
        code, out, err = zhifa(command, *([] if command == "due" else [county / "submissions"]), "--as-of", day)
        assert (code, out) == (2, "")
        assert day in err


def test_files_that_a_sparse_checkout_left_out(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(county)
    clone = Clone(county)
    clone.git("init", "-q")
    clone.git("add", ".")
    clone.git("commit", "-qm", "all")
    clone.git("sparse-checkout", "set", "data", "submissions/甲镇", "submissions/司法局")
    assert not (county / "submissions" / "乙镇").exists()
    code, report = judged(zhifa, "submissions")
    assert (code, findings(report)) == (1, [("D.encoding", "yi", "submissions/乙镇/报送.yaml")])
    assert verdicts(report) == WHOLE | {"yi": {"unreadable": 3}}
    clone.git("sparse-checkout", "disable")
    assert verdicts(judged(zhifa, "submissions")[1]) == WHOLE


def test_a_submodule_that_was_not_fetched(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = Clone(county.parent / "部分")
    part.top.mkdir()
    part.git("init", "-q")
    write(part.top / "a.yaml", "单位: 乙镇\n年度: 2023\n")
    part.git("add", ".")
    part.git("commit", "-qm", "all")
    clone = Clone(county)
    clone.git("init", "-q")
    clone.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", os.fspath(part.top), "submissions/乙镇/子库"
    )
    clone.git("add", ".")
    clone.git("commit", "-qm", "all")
    monkeypatch.chdir(county)
    assert verdicts(judged(zhifa, "submissions")[1]) == WHOLE
    clone.git("submodule", "deinit", "-f", "submissions/乙镇/子库")
    _, report = judged(zhifa, "submissions")
    assert findings(report) == [("D.encoding", "yi", "submissions/乙镇/子库")]
    assert verdicts(report)["yi"] == {"unreadable": 3}
