"""``zhifa new``: a folder that passes intake as it is, blank by blank, and whole; and never overwrites anything."""

import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import COUNTY, ROOT, Run, examples, golden
from liaison import blocks, dutiful, enabled, enough, filled, used
from zhifa_check.bureau.places import find_places
from zhifa_check.bureau.units import Unit
from zhifa_check.format.sections import SECTIONS
from zhifa_check.forms.duties import REPORTS, Duties, duties_of
from zhifa_check.forms.folder import FolderNameError, unit_folder
from zhifa_check.forms.skeleton import file_text, skeleton
from zhifa_check.inputs.intake import Intake, SourceFile
from zhifa_check.judge.findings import UnitResult
from zhifa_check.judge.frame import Frame, load_frame
from zhifa_check.judge.taking_in import foreign_of, take_in
from zhifa_check.run import judge_one
from zhifa_check.source.writing import write_new

GOLDENS = ROOT / "tests" / "goldens" / "new"
FIRST_DAY, LAST_DAY = date(2023, 3, 15), date(2024, 3, 31)


@cache
def _frame(as_of: date = LAST_DAY) -> Frame:
    return load_frame(find_places((COUNTY / "submissions",)), as_of)


UNITS = [unit.id for unit in _frame().registry.units]


@cache
def _texts(unit: str) -> dict[str, str]:
    """The files of a unit by name."""
    frame = _frame()
    duties = _duties(unit)
    files = skeleton(frame.vocabulary, duties)
    return {name: file_text(frame.plan, duties, "# modeline", sections) for name, sections in files.items()}


@cache
def _duties(unit: str) -> Duties:
    return duties_of(_frame().plan, _frame().registry.by_id[unit])


def _laid(folder: Path, unit: str, change: Callable[[str], str] = lambda text: text) -> Path:
    """The folder of submissions with the files of one unit, each changed."""
    own = folder / "submissions" / _frame().registry.by_id[unit].name
    shutil.rmtree(own.parent, ignore_errors=True)
    own.mkdir(parents=True)
    for name, text in _texts(unit).items():
        (own / name).write_text(change(text), encoding="utf-8")
    return own.parent


def _sources(folder: Path, unit: str) -> list[SourceFile]:
    files = sorted(folder.rglob("*.yaml"))
    return [SourceFile(path, path.relative_to(folder).as_posix(), unit) for path in files]


def _judged(folder: Path, unit: str, as_of: date) -> UnitResult:
    frame = _frame(as_of)
    return judge_one(frame, unit, _sources(folder, unit), foreign_of(frame, {}))


def _taken_in(folder: Path, unit: str) -> Intake:
    return take_in(_frame(), _frame().registry.by_id[unit], _sources(folder, unit))


def _whole(unit: str, earlier: int = 0) -> Callable[[str], str]:
    covered = [one.name for one in _frame().registry.units if "重点执法部门" in one.roles]
    return lambda text: used(text, dutiful(2023, covered, earlier), enough)


@pytest.mark.parametrize("unit", UNITS)
def test_what_is_fresh_holds_nothing_and_nothing_is_wrong_with_it(tmp_path: Path, unit: str) -> None:
    result = _judged(_laid(tmp_path, unit), unit, FIRST_DAY)
    assert result.records == 0
    assert not result.findings
    assert {outcome.status for outcome in result.outcomes} <= {"pending", "not_applicable"}


@pytest.mark.parametrize("unit", UNITS)
def test_all_blanks_filled_in_time_satisfy_every_requirement(tmp_path: Path, unit: str) -> None:
    result = _judged(_laid(tmp_path, unit, _whole(unit)), unit, LAST_DAY)
    assert [finding.message for finding in result.findings] == []
    others = {outcome.requirement for outcome in result.outcomes if outcome.status != "met"}
    assert others <= {"T10.licensed"}, "whoever is on the roster is new and needs no licence yet"


@examples(15)
@given(unit=st.sampled_from(UNITS), earlier=st.integers(0, 5))
def test_days_before_the_deadline_are_as_good(
    tmp_path_factory: pytest.TempPathFactory, unit: str, earlier: int
) -> None:
    folder = _laid(tmp_path_factory.getbasetemp() / "earlier", unit, _whole(unit, earlier))
    result = _judged(folder, unit, LAST_DAY)
    assert [finding.message for finding in result.findings] == []
    assert {outcome.status for outcome in result.outcomes} <= {"met", "not_applicable"}


@pytest.mark.parametrize("unit", ["scjg", "huilong", "sfj"])
def test_each_record_can_be_used_alone(tmp_path: Path, unit: str) -> None:
    """Others may be referred to, so that people and dossiers come with what names them."""
    answers = dutiful(2023, ["应急局"])
    for name, text in _texts(unit).items():
        for section, start, _ in blocks(text):
            only = {start, *(line for other, line, _ in blocks(text) if other == "案卷" and section == "案卷评查")}
            change = {name: used(text, answers, lambda _, line, only=only: int(line in only))}
            if section in ("重大决定", "人员追责"):
                people = _texts(unit)["人员和培训.yaml"]
                change["人员和培训.yaml"] = used(people, answers, lambda one, _: 2 * (one == "人员"))
            folder = _laid(tmp_path, unit)
            for file, changed in change.items():
                next(folder.iterdir()).joinpath(file).write_text(changed, encoding="utf-8")
            intake = _taken_in(folder, unit)
            assert [problem.message for problem in intake.problems] == [], (name, section, start)
            assert intake.sections[section]


@pytest.mark.parametrize("unit", ["scjg", "huilong", "sfj"])
def test_a_record_that_is_used_and_left_blank_is_refused_by_key_and_line(tmp_path: Path, unit: str) -> None:
    for name, text in _texts(unit).items():
        for section, start, end in blocks(text):
            lines = text.split("\n")
            blank = filled(section, enabled(lines[start:end]), lambda *_: "")
            folder = _laid(tmp_path, unit)
            file = next(folder.iterdir()) / name
            file.write_text("\n".join([*lines[:start], *blank, *lines[end:]]), encoding="utf-8")
            wrong = _taken_in(folder, unit).problems
            assert {(problem.id, problem.file.rpartition("/")[2]) for problem in wrong} == {("D.missing-key", name)}
            assert all(start < problem.line <= end and "没有填写" in problem.message for problem in wrong)


@pytest.mark.parametrize("unit", UNITS)
def test_no_blank_line_has_a_space_after_its_sign(unit: str) -> None:
    """Editors take that space away together with the sign, people do not: the indentation must not depend on it."""
    for text in _texts(unit).values():
        lines = text.split("\n")
        for _, start, end in blocks(text):
            assert all(re.match(r" +##?[^ #]", line) for line in lines[start:end])


def test_used_records_stand_beside_those_that_a_person_writes_as_the_manual_shows(tmp_path: Path) -> None:
    written = "报送:\n  - {事项: 四张清单月报, 所属期: 2023-03, 日期: 2023-04-04}\n"
    folder = _laid(tmp_path, "huilong", lambda text: _whole("huilong")(text).replace("报送:\n", written))
    assert _taken_in(folder, "huilong").problems == []


def test_a_report_without_its_date_is_told_so(zhifa: Run, tmp_path: Path) -> None:
    folder = _laid(
        tmp_path,
        "huilong",
        lambda text: text.replace(
            "  #- {事项: 四张清单月报, 所属期: 2023-04", "  - {事项: 四张清单月报, 所属期: 2023-04"
        ),
    )
    code, out, _ = zhifa(
        "check",
        folder,
        "--select",
        "D",
        "-f",
        "concise",
        "--units",
        "data/units.yaml",
        "--as-of",
        FIRST_DAY.isoformat(),
    )
    assert code == 1
    assert "“日期”没有填写" in out
    line = (folder / "汇龙镇" / "报送.yaml").read_text(encoding="utf-8").split("\n  - {")[0].count("\n") + 2
    assert f"/汇龙镇/报送.yaml:{line}:" in out


@pytest.mark.parametrize(("unit", "name"), [("sfj", "司法局"), ("bianban", "市委编办")])
def test_the_words_of_small_units(unit: str, name: str) -> None:
    for file, text in _texts(unit).items():
        golden(f"new/{name}/{file}", text)
    assert sorted(_texts(unit)) == sorted(path.name for path in (GOLDENS / name).iterdir())


def test_only_what_binds_a_unit_is_asked_of_it() -> None:
    by_unit = {unit: [duty.section for duty in _duties(unit).sections] for unit in UNITS}
    assert by_unit["bianban"] == ["报送"]
    assert by_unit["sfj"] == ["报送", "案卷抽查", "通报不理想"]
    assert "委托" in by_unit["scjg"]
    assert "委托" not in by_unit["huilong"]
    items = {item.item: len(item.entries) for item in _duties("huilong").items}
    assert items == {
        "四张清单更新备案": 1,
        "四张清单公示": 1,
        "四张清单月报": 10,
        "三项制度自查": 1,
        "基层综合执法自查整改": 1,
        "年度行政执法监督工作计划": 1,
        "年度行政执法检查计划": 1,
        "任务清单落实情况": 2,
    }
    # the month of January fell due before the plan was issued and binds nobody
    months = next(item for item in _duties("huilong").items if item.item == "四张清单月报").entries
    assert str(months[0].period) == "2023-03"
    assert "覆盖单位" not in _texts("huilong")["报送.yaml"]
    assert "覆盖单位" in _texts("sfj")["报送.yaml"]


def test_every_duty_of_every_unit_that_is_handed_in_has_its_line() -> None:
    frame = _frame()
    for unit in UNITS:
        owed = {
            (one.item, str(one.period), str(one.due.strict))
            for one in frame.scope.obligations(frame.registry.by_id[unit])
            if one.item is not None and one.due is not None
        }
        written = {
            (entry.item, str(entry.period), str(due.strict_due))
            for item in _duties(unit).items
            for entry in item.entries
            for due in entry.dues
            if due.item
        }
        assert written == owed


def test_an_item_that_two_requirements_ask_for_is_due_at_the_earlier_date() -> None:
    unit = _frame().registry.by_id["jrj"].model_copy(update={"roles": ("被赋权单位",)})
    item = next(item for item in duties_of(_frame().plan, unit).items if item.item == "裁量权基准公示")
    assert [one.id for one in item.requirements] == ["T01.review", "T01.publish"]
    assert len(item.entries) == 1
    assert str(item.entries[0].strict_due) == "2023-09-20"
    assert len(item.entries[0].dues) == 2


def test_every_section_has_its_file() -> None:
    assert [section.title for section in SECTIONS if section.file == "报送.yaml"] == [REPORTS]
    assert all(section.file.endswith(".yaml") for section in SECTIONS)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zhifa: Run) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(zhifa: Run, *args: str) -> tuple[int, str, str]:
    return zhifa("new", *args, "--as-of", "2023-03-20")


def test_the_folder_from_the_command_line(zhifa: Run, nowhere: Path) -> None:
    code, out, err = _run(zhifa, "scjg")
    assert (code, err) == (0, "")
    golden("new/市场监管局.txt", out)
    for file in (nowhere / "submissions" / "市场监管局").iterdir():
        lines = file.read_text(encoding="utf-8").split("\n")
        assert lines[0] == "# yaml-language-server: $schema=../../data/schema/submission.schema.json"
        schema = (file.parent / lines[0].partition("=")[2]).resolve()
        assert schema == nowhere / "data" / "schema" / "submission.schema.json"
        assert schema.is_file()
    code, out, _ = zhifa("check", "--unit", "scjg", "--select", "D")
    assert code == 0
    assert "记录 0 条" in out


def test_nothing_is_overwritten(zhifa: Run, nowhere: Path) -> None:
    own = nowhere / "submissions" / "市场监管局"
    own.mkdir(parents=True)
    (own / "报送.yaml").write_bytes("单位: 市场监管局\r\n年度: 2023\r\n".encode())
    (own / "名册.yaml").write_text("单位: 市场监管局\n年度: 2023\n人员：\n", encoding="utf-8")
    settings = nowhere / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text("{}", encoding="utf-8")
    before = {path: path.read_bytes() for path in nowhere.rglob("*") if path.is_file()}
    code, out, _ = _run(zhifa, "市场监管局")
    assert code == 0
    assert "原有 报送.yaml：没有改动" in out
    assert "“人员”已经在 名册.yaml 里，没有另写" in out
    assert "新建 人员和培训.yaml：培训班\n" in out
    assert {path: path.read_bytes() for path in before} == before
    after = {path: path.read_bytes() for path in nowhere.rglob("*") if path.is_file()}
    code, out, _ = _run(zhifa, "市场监管局")
    assert code == 0
    assert "没有新建提交文件" in out
    assert {path: path.read_bytes() for path in nowhere.rglob("*") if path.is_file()} == after


def test_a_unit_that_is_not_in_the_registry(zhifa: Run, nowhere: Path) -> None:
    code, out, err = _run(zhifa, "市监局")
    assert (code, out) == (2, "")
    assert "单位名册里没有“市监局”，是不是“市场监管局”？" in err
    assert list(nowhere.iterdir()) == []


def test_where_no_folder_can_be_made(zhifa: Run, nowhere: Path) -> None:
    (nowhere / "submissions").write_text("", encoding="utf-8")
    code, _, err = _run(zhifa, "scjg")
    assert code == 2
    assert err.startswith("错误：写不了 submissions")
    assert err.count("\n") == 1


def test_a_unit_whose_names_no_folder_can_have(zhifa: Run, nowhere: Path) -> None:
    (nowhere / "units.yaml").write_text("units:\n  - {id: nul, name: 'a/b', kind: 司法局}\n", encoding="utf-8")
    code, _, err = _run(zhifa, "nul", "--units", "units.yaml")
    assert code == 2
    assert "“a/b”的名称、全称和代号都不能用作文件夹的名称" in err


def test_another_folder_is_named_in_what_to_do_next(zhifa: Run, nowhere: Path) -> None:
    _, out, _ = _run(zhifa, "bianban", "--dir", "各单位 提交")
    assert (nowhere / "各单位 提交" / "市委编办" / "报送.yaml").is_file()
    assert (nowhere / "data" / "schema" / "submission.schema.json").is_file()
    assert 'zhifa check "各单位 提交" --unit 市委编办' in out


def test_a_repository_with_its_own_data_gets_the_schemas_beside_them(zhifa: Run, nowhere: Path) -> None:
    shutil.copytree(COUNTY / "data", nowhere / "repo" / "data")
    _run(zhifa, "bianban", "--dir", str(nowhere / "repo" / "sub" / "submissions"))
    assert (nowhere / "repo" / "data" / "schema" / "units.schema.json").is_file()
    text = (nowhere / "repo" / "sub" / "submissions" / "市委编办" / "报送.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../data/schema/submission.schema.json\n")


@pytest.mark.parametrize(
    ("names", "folder"),
    [
        (("a", "市场监管局", None), "市场监管局"),
        (("a", "市监/城管", "市监城管局"), "市监城管局"),
        (("a", "某局？", None), "某局？"),  # full-width: Windows takes it
        (("a", "某局?", None), "a"),
        (("a", "某局.", None), "a"),
        (("a", " 某局", "某局 "), "a"),
        (("a", ".某局", None), "a"),
        (("a", "CON", "Lpt1.局"), "a"),
        (("a", "某" * 86, "某" * 85), "某" * 85),
        (("nul", "AUX", None), None),
    ],
)
def test_folders_that_windows_can_hold(names: tuple[str, str, str | None], folder: str | None) -> None:
    unit = Unit.model_construct(id=names[0], name=names[1], full_name=names[2], kind="部门", roles=())
    if folder is None:
        with pytest.raises(FolderNameError, match="文件夹的名称"):
            unit_folder(unit)
    else:
        assert unit_folder(unit) == folder


def test_a_file_that_cannot_be_written_whole_is_taken_away(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits on the size of files are a matter of Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            write_new(tmp_path / "b.yaml", b"b" * 9000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_names_that_yaml_would_take_for_something_else_are_quoted(zhifa: Run, nowhere: Path) -> None:
    units = "units:\n  - {id: x, name: '局: [一] #二', kind: 协同部门}\n  - {id: y, name: 司, kind: 司法局}\n"
    (nowhere / "units.yaml").write_text(units, encoding="utf-8")
    code, _, err = _run(zhifa, "x", "--units", "units.yaml")
    assert (code, err) == (0, "")
    file = nowhere / "submissions" / "x" / "报送.yaml"  # the colon is not for Windows
    assert "\n单位: '局: [一] #二'\n" in file.read_text(encoding="utf-8")
    code, _, _ = zhifa("check", "--units", "units.yaml", "--unit", "x", "--select", "D")
    assert code == 0


def test_the_same_bytes_whatever_the_locale(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for number, zone in enumerate(("Asia/Shanghai", "America/New_York")):
        monkeypatch.setenv("TZ", zone)
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        _run(zhifa, "scjg")
        found.append({os.fspath(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert found[0] == found[1]


def test_what_is_named_by_what_is_asked_for_is_asked_for_too(zhifa: Run, tmp_path: Path) -> None:
    """No rule looks at 案卷, but each 案卷评查 names one: filled in as asked, nothing is refused."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plan_2026.yaml").write_text(
        "id: 某政办发〔2026〕5号\ntitle: 某县2026年计划\nyear: 2026\nissued: 2026-01-05\n"
        "kinds: [镇]\nbinds: {kinds: [镇]}\ncategories: {执法行为类别: [行政处罚]}\nreadings: {}\nrequirements:\n"
        "  - {id: A1.reviews, title: 评查, clauses: [{place: 一, quote: 略}],\n"
        "     rule: {kind: amount, of: 案卷评查, unit: 次, at_least: 1, due: 年内}}\n",
        encoding="utf-8",
    )
    (tmp_path / "data" / "units.yaml").write_text("units:\n  - {id: dx, name: 东乡, kind: 镇}\n", encoding="utf-8")
    code, out, err = zhifa("new", "东乡", "--dir", tmp_path / "submissions", "--as-of", "2026-02-01")
    assert code == 0, err
    assert "案卷和平台.yaml：案卷、案卷评查" in out
