"""The workbook of ``zhifa new --xlsx``: what it holds, what it lets a person do, and that ``import`` knows it."""

import io
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from conftest import COUNTY, PLAN, Run
from liaison import dutiful, enough
from zhifa_check.bureau.places import find_places
from zhifa_check.forms.columns import Column, Sheet, sheets
from zhifa_check.forms.duties import Duties, duties_of
from zhifa_check.forms.marker import COVER, DEADLINE, HIDDEN, Marker, read_marker
from zhifa_check.forms.workbook import workbook
from zhifa_check.judge.frame import Frame, load_frame

#: Whatever other plan ships by then.
BY_2023 = ("--plan", PLAN, "--units", "data/units.yaml")


@cache
def _frame() -> Frame:
    return load_frame(find_places((COUNTY / "submissions",)), date(2024, 3, 31))


#: A town, a department with every role there is, one with others, the bureau, and one that owes a single report.
UNITS = ("huilong", "scjg", "zjj", "sfj", "bianban")


@cache
def _duties(unit: str) -> Duties:
    return duties_of(_frame().plan, _frame().registry.by_id[unit])


@cache
def _bytes(unit: str) -> bytes:
    frame = _frame()
    return workbook(frame.plan, frame.registry, frame.vocabulary, _duties(unit))


def _book(unit: str) -> Workbook:
    return load_workbook(io.BytesIO(_bytes(unit)))


def _columns(page: Worksheet) -> dict[str, tuple[int, Column]]:
    """The columns of a sheet by their header, with their number from 1."""
    sheet = _sheet(page)
    headers = [str(cell.value) for cell in page[1]]
    return {
        column.header: (headers.index(column.title) + 1, column) for column in sheet.columns if column.title in headers
    }


def _sheet(page: Worksheet) -> Sheet:
    return next(one for one in sheets(_frame().vocabulary) if one.name == page.title)


def _check(page: Worksheet, number: int) -> DataValidation:
    found = [one for one in page.data_validations.dataValidation if _corner(one)[0] == number]
    assert len(found) == 1
    return found[0]


def _style(page: Worksheet, number: int) -> ColumnDimension:
    """Width and format of a whole column; equal neighbours are kept as one."""
    return next(one for one in page.column_dimensions.values() if one.min <= number <= one.max)


def _corner(check: DataValidation) -> tuple[int, int]:
    """Column and row of the first cell, from 1."""
    (cells,) = check.sqref.ranges
    return cells.min_col, cells.min_row


def _listed(book: Workbook, check: DataValidation) -> list[str]:
    assert check.type == "list"
    name, _, cells = check.formula1.lstrip("=").rpartition("!")
    return [str(row[0].value) for row in book[name][cells.replace("$", "")]]


@pytest.mark.parametrize("unit", UNITS)
def test_there_is_a_sheet_for_each_section_that_binds_the_unit_and_the_marker(unit: str) -> None:
    book = _book(unit)
    bound = {duty.section for duty in _duties(unit).sections}
    wanted = [sheet.name for sheet in sheets(_frame().vocabulary) if sheet.section in bound]
    assert book.sheetnames == [COVER, *wanted, HIDDEN]
    assert book.active.title == COVER
    assert book[HIDDEN].sheet_state == "veryHidden"
    rows = [[cell.value for cell in row] for row in book[HIDDEN].iter_rows()]
    assert read_marker(rows) == Marker(unit, 2023)


@pytest.mark.parametrize("rows", [[], [["zhifa-form", "1"]], [["a", "b"], ["单位", "x"], ["年度", "2023"]]])
def test_other_rows_are_no_marker(rows: list[list[object]]) -> None:
    assert read_marker(rows) is None


@pytest.mark.parametrize("unit", ["scjg", "huilong", "sfj"])
def test_headers_are_locked_frozen_and_wide_enough_and_data_is_free(unit: str) -> None:
    for page in _book(unit).worksheets[1:-1]:
        assert page.freeze_panes.endswith("2")
        protection = page.protection
        assert protection.sheet
        assert protection.password is None
        assert {protection.insertRows, protection.deleteRows, protection.sort} == {False}
        for header, (number, column) in _columns(page).items():
            cell = page.cell(1, number)
            assert cell.protection.locked, header
            assert cell.font.b
            assert (cell.fill.fgColor.rgb == "FFF8CBAD") == column.required
            assert _style(page, number).width > cell_len(column.title)
        assert not _style(page, 16_384).protection.locked  # or no row could be deleted


def test_columns_are_free_and_keep_text_as_text() -> None:
    book = _book("scjg")
    expected = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "decimal": "General", "whole": "0"}
    for page in book.worksheets[1:-1]:
        for number, column in _columns(page).values():
            style = _style(page, number)
            assert not style.protection.locked
            assert style.number_format == expected.get(column.kind, "@"), (page.title, column.header)
            assert style.font.name == "宋体"


def test_what_each_column_lets_be_written() -> None:
    book, words = _book("scjg"), _frame().plan.categories
    person = _columns(book["人员"])
    assert _listed(book, _check(book["人员"], person["类别"][0])) == list(words["人员类别"])
    assert _listed(book, _check(book["人员"], person["初次申领"][0])) == ["是", "否"]
    training = book["培训"]
    hours = _check(training, _columns(training)["学时"][0])
    assert (hours.type, hours.formula1, hours.formula2, hours.errorStyle) == ("decimal", "0", "24", None)
    score = _check(book["考试"], _columns(book["考试"])["成绩"][0])
    assert (score.type, score.formula2) == ("decimal", "150")
    day = _check(training, _columns(training)["日期"][0])
    assert day.type == "date"
    start = date(1899, 12, 30).toordinal()
    assert (int(day.formula1), int(day.formula2)) == (
        date(2023, 1, 1).toordinal() - start,
        date(2023, 12, 31).toordinal() - start,
    )
    until = _check(book["人员"], person["证件有效期至"][0])
    assert int(until.formula2) > int(day.formula2) + 10_000
    count = _check(book["案卷"], _columns(book["案卷"])["行政许可"][0])
    assert (count.type, count.formula1) == ("whole", "0")
    reports = _columns(book["报送"])
    assert set(_listed(book, _check(book["报送"], reports["事项"][0]))) == {item.item for item in _duties("scjg").items}
    periods = _listed(book, _check(book["报送"], reports["所属期"][0]))
    assert len(periods) == 19
    assert {"2023", "2023H2", "2023Q4", "2023-05"} < set(periods)
    assert "覆盖单位" not in reports
    assert "必填" in hours.prompt
    bureau = _book("sfj")
    units = _listed(bureau, _check(bureau["案卷抽查"], _columns(bureau["案卷抽查"])["单位"][0]))
    assert units == [one.name for one in _frame().registry.units]
    assert len("".join(units)) > 0
    assert "覆盖单位" in _columns(bureau["报送"])


@pytest.mark.parametrize("unit", UNITS)
def test_messages_fit_what_excel_takes(unit: str) -> None:
    for page in _book(unit).worksheets[1:-1]:
        checks = page.data_validations.dataValidation
        assert len(checks) == len(_columns(page))
        for check in checks:
            assert 0 < len(check.promptTitle) <= 32
            assert 0 < len(check.prompt) <= 255
            assert len(check.errorTitle) <= 32
            assert len(check.error) <= 255
            assert _corner(check)[1] == 2


@pytest.mark.parametrize("unit", UNITS)
def test_the_reports_stand_there_with_their_deadlines_to_be_read(unit: str) -> None:
    page = _book(unit)["报送"]
    headers = [cell.value for cell in page[1]]
    rows = {(row[0].value, row[1].value): row for row in page.iter_rows(min_row=2) if row[0].value}
    entries = _duties(unit).calendar()
    assert list(rows) == [(entry.item, str(entry.period)) for entry in entries]
    for entry in entries:
        deadline = rows[entry.item, str(entry.period)][headers.index(DEADLINE)]
        assert str(deadline.value).startswith(str(entry.strict_due))
        assert deadline.protection.locked
        assert not rows[entry.item, str(entry.period)][headers.index("日期 *")].protection.locked


def test_the_categories_of_the_platform_stand_there() -> None:
    page = _book("scjg")["平台录入"]
    assert [cell.value for cell in page["A"]] == ["类别 *", *_frame().plan.categories["平台录入类别"]]


def test_the_explanation_says_who_when_and_where() -> None:
    page = _book("scjg")[COVER]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert texts[0] == "市场监管局 2023 年度行政执法监督填报表"
    assert page.protection.sheet
    assert any("zhifa import" in text and "--unit 市场监管局" in text for text in texts)
    assert {"人员", "培训", "考试", "平台录入"} <= set(texts)
    assert texts.count("四张清单月报") == 10
    assert "2024-01-06" in texts


def test_nothing_from_plan_or_registry_becomes_a_formula_or_a_link() -> None:
    frame = _frame()
    unit = frame.registry.by_id["scjg"].model_copy(update={"name": '=HYPERLINK("http://x.example")'})
    content = workbook(frame.plan, frame.registry, frame.vocabulary, duties_of(frame.plan, unit))
    book = load_workbook(io.BytesIO(content))
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [page for page in book if page._hyperlinks]


def test_the_same_bytes_each_time() -> None:
    frame = _frame()
    before = _bytes("bianban"), _bytes("scjg")
    assert before[0] == workbook(frame.plan, frame.registry, frame.vocabulary, _duties("bianban"))
    assert workbook(frame.plan, frame.registry, frame.vocabulary, _duties("scjg")) == _bytes("scjg")
    assert _book("scjg").properties.created == datetime(2023, 3, 14)  # noqa: DTZ001 - as the file has it
    with zipfile.ZipFile(io.BytesIO(_bytes("scjg"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_from_the_command_line(zhifa: Run, tmp_path: Path) -> None:
    file = tmp_path / "市监.xlsx"
    code, out, err = zhifa("new", "市场监管局", "--xlsx", file, "--as-of", "2023-03-20")
    assert (code, err) == (0, "")
    written = file.read_bytes()
    filled = {cell.value for row in load_workbook(file)["人员"].iter_rows() for cell in row}
    assert "SC-001" in filled, "what the unit has handed in comes back in it"
    assert f"zhifa import {file} --unit 市场监管局" in out
    code, out, err = zhifa("new", "汇龙镇", "--xlsx", file, "--as-of", "2023-03-20")
    assert (code, out) == (2, "")
    assert "已经有了，不覆盖" in err
    assert file.read_bytes() == written


@pytest.mark.parametrize(("name", "message"), [("a.xls", "要以 .xlsx 结尾"), ("没有/a.xlsx", "写不了")])
def test_files_that_cannot_be(zhifa: Run, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "没有").write_text("", encoding="utf-8")
    code, _, err = zhifa("new", "scjg", "--xlsx", tmp_path / name, "--as-of", "2023-03-20")
    assert code == 2
    assert message in err
    assert err.count("\n") == 1


def _as_typed(column: Column, text: str) -> Any:
    """What a person types, as the program keeps it."""
    if column.kind == "date":
        return date.fromisoformat(text)
    if column.kind == "moment":
        return datetime.fromisoformat(text)
    if column.kind in ("decimal", "whole"):
        return float(text)
    return text.strip("'[]").replace(", ", "、") if text.startswith("[") else text.strip("'")


def _fill(book: Workbook, unit: str) -> None:
    """Fill every sheet as a dutiful liaison would."""
    covered = [one.name for one in _frame().registry.units if "重点执法部门" in one.roles]
    answers = dutiful(2023, covered)
    dues = {(entry.item, str(entry.period)): entry.strict_due for entry in _duties(unit).calendar()}
    asks = {item.item: {*item.asks, "日期", "文号"} for item in _duties(unit).items}
    for page in book.worksheets[1:-1]:
        sheet = _sheet(page)
        given = max((row[0].row for row in page.iter_rows(min_row=2) if row[0].value), default=1) - 1
        for copy in range(given or enough(sheet.section, 0)):
            item, period = (str(page.cell(copy + 2, number).value) for number in (1, 2))
            for header, (number, column) in _columns(page).items():
                if page.cell(copy + 2, number).value or (item in asks and header not in asks[item]):
                    continue
                group = sheet.nested or (column.path[-2] if len(column.path) > 1 else None)
                text = answers(
                    sheet.section, None if column.owner else group, column.path[-1], copy, dues.get((item, period))
                )
                if text:
                    page.cell(copy + 2, number).value = _as_typed(column, text)


@pytest.mark.parametrize("laid_out", [False, True])
@pytest.mark.parametrize("unit", ["scjg", "huilong", "sfj", "bianban"])
def test_filled_by_a_person_and_imported_it_satisfies_every_requirement(
    zhifa: Run, tmp_path: Path, unit: str, laid_out: bool
) -> None:
    book = _book(unit)
    _fill(book, unit)
    file, folder = tmp_path / "交.xlsx", tmp_path / "submissions"
    book.save(file)
    folder.mkdir()
    if laid_out:
        assert zhifa("new", unit, "--dir", folder, "--units", "data/units.yaml", "--as-of", "2023-03-20")[0] == 0
    code, out, err = zhifa("import", file, "--unit", unit, "--dir", folder, *BY_2023, "--as-of", "2024-03-31")
    assert (code, err) == (0, ""), out
    code, out, _ = zhifa("check", folder, "--unit", unit, *BY_2023, "--as-of", "2024-03-31")
    assert code == 0, out


def test_a_form_in_which_nothing_is_filled_gives_nothing(zhifa: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "空.xlsx", tmp_path / "submissions"
    file.write_bytes(_bytes("scjg"))
    folder.mkdir()
    code, out, err = zhifa("import", file, "--unit", "scjg", "--dir", folder, *BY_2023, "--as-of", "2024-03-31")
    assert (code, err) == (0, ""), out
    assert list(folder.rglob("*.yaml")) == []
