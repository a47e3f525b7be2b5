"""One sheet to fill in: its header, what is written in it already, and what each of its columns takes."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zhifa_check.format.values import LARGEST
from zhifa_check.forms.book import Styles, typed
from zhifa_check.forms.cell_kinds import Kind
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.forms.content import Row as Filled
from zhifa_check.forms.duties import REPORTS, Duties
from zhifa_check.forms.marker import DEADLINE

#: The last row that drop-downs and checks reach; what stands further down is checked by ``import`` all the same.
LAST_ROW = 5000
_LAST_COLUMN = 16_383
_DEADLINE_WIDTH = 44
_HEADER_HEIGHT = 32
#: What a person may do on a protected sheet.
_ALLOWED = dict.fromkeys(
    ["format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"], True
)


class Page(Worksheet):  # type: ignore[misc]  # the library is untyped
    """A sheet whose last column stands for all that follow, too: a row is deleted only where each of its cells is open.

    Said of sixteen thousand columns one by one it takes the library longer than all else of the workbook.
    """

    def _write_col_info(self, col_min: int, col_max: int, col_info: Any) -> None:
        super()._write_col_info(col_min, _LAST_COLUMN if col_max == max(self.col_info) else col_max, col_info)


class Choices(NamedTuple):
    """Where drop-downs take their words from; ``source`` gives the range that holds some words."""

    year: int
    source: Callable[[Sequence[str]], str]
    words: dict[Kind, tuple[str, ...]]
    references: dict[str, str]


def write_page(
    page: Page, sheet: Sheet, duties: Duties, styles: Styles, choices: Choices, filled: Sequence[Filled]
) -> None:
    """Fill one sheet of the workbook; ``filled`` is what the unit has handed in already."""
    columns = _laid_out(sheet)
    page.freeze_panes(1, sum(column in sheet.prefilled or column.owner for column in sheet.columns))
    page.set_row(0, _HEADER_HEIGHT, styles("head"))
    page.set_column(len(columns), len(columns), None, styles.cell("text"))
    for number, column in enumerate(columns):
        if column is None:
            page.set_column(number, number, _DEADLINE_WIDTH, styles.cell("text"))
            page.write_string(0, number, DEADLINE, styles("for_reading"))
            continue
        page.set_column(number, number, column.width + 2, styles.cell(column.kind))
        page.write_string(0, number, column.title, styles("required" if column.required else "optional"))
        check = validation(column, choices.year, _source(column, sheet, choices))
        page.data_validation(1, number, LAST_ROW, number, check)
        if column.required or column.required_with:
            rule = {"type": "formula", "criteria": _left_blank(columns, number, sheet), "format": styles("missing")}
            page.conditional_format(1, number, LAST_ROW, number, rule)
    rows = _reports(duties, columns, styles) if sheet.section == REPORTS else _given(sheet, styles)
    for row, cells in enumerate(_with_content(rows, columns, sheet, filled, styles), start=1):
        for number, (text, style) in cells.items():
            column = columns[number]
            page.write(row, number, typed(column.kind, text) if column else text, style)
    page.protect("", _ALLOWED)
    _print(page)


def _laid_out(sheet: Sheet) -> list[Column | None]:
    """The columns as they stand, None for the one that is for reading only."""
    if sheet.section != REPORTS:
        return list(sheet.columns)
    first = len(sheet.prefilled)
    return [*sheet.columns[:first], None, *sheet.columns[first:]]


def _source(column: Column, sheet: Sheet, choices: Choices) -> str | None:
    """The range that a drop-down of the column offers."""
    if column.kind == "item" and sheet.section != REPORTS:
        return choices.source(column.words)
    if words := choices.words.get(column.kind):
        return choices.source(words)
    if column.kind in ("word", "yes_no"):
        return choices.source(column.words)
    return choices.references.get(column.refers_to or "") if column.kind == "text" else None


def _left_blank(columns: Sequence[Column | None], number: int, sheet: Sheet) -> str:
    """True in a row in which something is written, and nothing in this column which cannot be left out then."""
    column = columns[number]
    assert column is not None
    with_it = [
        other
        for other, one in enumerate(columns)
        if one is not None and one not in sheet.prefilled and (column.required or one.path[:-1] == column.path[:-1])
    ]
    first, last = xl_col_to_name(with_it[0]), xl_col_to_name(with_it[-1])
    return f"=AND(COUNTA(${first}2:${last}2)>0,LEN({xl_col_to_name(number)}2)=0)"


Row = dict[int, tuple[str, Any]]


def _with_content(
    given: Sequence[Row], columns: Sequence[Column | None], sheet: Sheet, filled: Sequence[Filled], styles: Styles
) -> list[Row]:
    """The rows that stand there with what is known of each, and a row for everything else."""
    rows = [dict(row) for row in given]
    first = [number for number, column in enumerate(columns) if column in sheet.prefilled]
    waiting: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        waiting.setdefault(tuple(row[number][0] for number in first), []).append(row)
    for one in filled:
        places = {number: column for number, column in enumerate(columns) if column is not None and column in one}
        key = tuple(one.get(column, "") for number in first if (column := columns[number]) is not None)
        if here := waiting.get(key) if first else None:
            row = here.pop(0)
        else:
            row = {}
            rows.append(row)
        for number, column in places.items():
            style = row[number][1] if number in row else styles.cell(column.kind)
            row[number] = one[column], style
    return rows


def _reports(duties: Duties, columns: Sequence[Column | None], styles: Styles) -> list[Row]:
    """Everything that is to be handed in, by date; what an item asks for beside the date is coloured."""
    rows = []
    asks = {item.item: item.asks for item in duties.items}
    for entry in duties.calendar():
        given = {"item": entry.item, "period": str(entry.period)}
        row: Row = {}
        for number, column in enumerate(columns):
            if column is None:
                row[number] = entry.deadline.removeprefix(DEADLINE).strip(), styles("reading")
            elif column.kind in given:
                row[number] = given[column.kind], styles("given")
            elif column.required or column.path[0] in asks[entry.item]:
                row[number] = "", styles.cell(column.kind, "asked")
        rows.append(row)
    return rows


def _given(sheet: Sheet, styles: Styles) -> list[Row]:
    """A row for each word where the words are the keys."""
    return [{0: (word, styles("given"))} for column in sheet.prefilled for word in column.words]


def _print(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.hide_gridlines(0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_header("&C&A")
    page.set_footer("&C第 &P 页，共 &N 页")


#: Days that need not lie in the plan's year still lie in our time.
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
#: What Excel takes as the title and as the text of a message.
_TITLE, _MESSAGE = 32, 255


def validation(column: Column, year: int, choices: str | None) -> dict[str, Any]:
    """The check of a column; ``choices`` is the range whose cells a drop-down offers.

    A word from outside a fixed list is stopped. An item, a unit or a reference may be right though the list does not
    have it (yet), so the person is asked; ``import`` judges it.
    """
    told = {
        "input_title": column.header[:_TITLE],
        "input_message": "\n".join(dict.fromkeys(filter(None, (_need(column), column.about, column.hint))))[:_MESSAGE],
        "error_title": column.header[:_TITLE],
        "error_message": f"{column.header}应是{column.hint}{_range(column, year)}。"[:_MESSAGE],
    }
    if choices is not None:
        fixed = column.kind in ("word", "yes_no", "period")
        return told | {"validate": "list", "source": choices, "error_type": "stop" if fixed else "warning"}
    if column.kind in ("date", "moment"):
        first, last = (year, year) if column.in_year else (_FIRST_YEAR, _LAST_YEAR)
        if column.kind == "date":
            return told | _between("date", date(first, 1, 1), date(last, 12, 31))
        # a time of this country as its clocks show it, which is how a spreadsheet keeps it
        return told | _between("date", datetime(first, 1, 1), datetime(last, 12, 31, 23, 59))  # noqa: DTZ001
    if column.kind == "decimal":
        return told | _between("decimal", 0, str(column.at_most or LARGEST))
    if column.kind == "whole":
        return told | _between("integer", 0, LARGEST)
    return told | {"validate": "any"}


def _between(validate: str, least: object, most: object) -> dict[str, Any]:
    return {"validate": validate, "criteria": "between", "minimum": least, "maximum": most}


def _need(column: Column) -> str:
    if column.required:
        return "必填。"
    return f"有{column.required_with}的必填。" if column.required_with else ""


def _range(column: Column, year: int) -> str:
    if column.in_year:
        return f"，在 {year} 年内"
    return f"，在 0 到 {column.at_most} 之间" if column.at_most is not None else ""
