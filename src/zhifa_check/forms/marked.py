"""A copy of a ledger with each fault as a red cell and a comment, and a first sheet that lists them with links."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from zhifa_check.forms.book import new_book
from zhifa_check.forms.marker import HIDDEN
from zhifa_check.sheets.grid import Grid, blank
from zhifa_check.words.harmless import harmless
from zhifa_check.words.identity import unprinted


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a cell, a row, a column or a sheet; rows and columns count from 0."""

    sheet: str
    row: int | None
    column: int | None
    message: str


#: The first sheet of such a copy; ``import`` leaves it aside.
LIST = "问题清单"
#: What the name of a copy with the faults in it ends with.
MARKED = f"（{LIST}）"
#: So many faults are marked; a person mends no more at once.
_MOST = 2000
_AGAIN = "有 {count} 处要改。改好后把这个文件（或原来的表）再导入一次。"
_HEADS = ("表", "单元格", "问题", "怎样改")
_WIDTHS = (16, 12, 64, 56)
_WIDEST, _LOOKED_AT = 40, 200
#: What Excel takes as the name of a sheet.
_LONGEST = 31


def marked_copy(
    grids: Sequence[Grid], found: Sequence[Fault], outside: Sequence[str], year: int, how: str = _AGAIN
) -> bytes:
    """The workbook: values and formats of days and numbers are kept, formulas become their values; ``how`` says what to
    do with it.

    Numbers of identity cards are masked in it.
    """
    out = io.BytesIO()
    own = [grid for grid in grids if not is_list(grid)]
    names = _names([grid.name for grid in own])
    with new_book(out, date(year, 1, 1), default_date_format="yyyy-mm-dd") as book:
        plain, red = _formats(book), _formats(book, bg_color="#FF9C9C")
        listed = book.add_worksheet(LIST)
        places = dict(reversed([*zip((grid.name for grid in own), names, strict=True)]))
        _list(book, listed, found, outside, places, how)
        for grid, name in zip(own, names, strict=True):
            page = book.add_worksheet(name)
            if grid.name == HIDDEN:
                page.very_hidden()
            elif grid.hidden:
                page.hide()
            mine = _by_cell(grid, found)
            last = dict(sorted(mine))
            for row, cells in grid.rows():
                for column in range(max(len(cells), 1 + last.get(row, -1))):
                    value = cells[column] if column < len(cells) else ""
                    _write(page, row, column, value, red if (row, column) in mine else plain)
            for (row, column), texts in mine.items():
                size = {"x_scale": 2.5, "y_scale": 1 + len(texts) / 2}
                page.write_comment(row, column, _clean("\n".join(texts)), size)
            _widths(page, grid)
        listed.activate()
    return out.getvalue()


def is_list(grid: Grid) -> bool:
    """Whether a sheet is the first one of such a copy."""
    return grid.name == LIST and tuple(grid.value(1, place) for place in range(len(_HEADS))) == _HEADS


def _names(sheets: Sequence[str]) -> list[str]:
    """What the sheets may be called: a csv is called as its file, and other programs allow more than Excel."""
    names = []
    taken = {LIST}
    for sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\]", "_", _clean(sheet))[:_LONGEST].strip("'") or "表"
        name, number = plain, 1
        while name.lower() in taken or name.lower() == "history":
            number += 1
            name = f"{plain[: _LONGEST - 4]}_{number}"
        taken.add(name.lower())
        names.append(name)
    return names


def _formats(book: Workbook, **looks: str) -> dict[type, Any]:
    """By what is written; whole days are told from times."""
    codes = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "[h]:mm:ss", timedelta: "[h]:mm:ss"}
    dated = {kind: book.add_format({"num_format": code, **looks}) for kind, code in codes.items()}
    return dated | ({str: book.add_format(looks)} if looks else {})


def _by_cell(grid: Grid, found: Sequence[Fault]) -> dict[tuple[int, int], list[str]]:
    """The messages at each cell: those of a row stand at its first cell, those of a sheet at A1."""
    cells: dict[tuple[int, int], list[str]] = {}
    for one in found[:_MOST]:
        if one.sheet == grid.name:
            written = grid.values.get(one.row or 0, [])
            first = next((column for column, value in enumerate(written) if not blank(value)), 0)
            at = (one.row or 0, first if one.column is None else one.column)
            cells.setdefault(at, []).append(one.message)
    return cells


def _write(page: Worksheet, row: int, column: int, value: object, styles: dict[type, Any]) -> None:
    if blank(value):
        value = None
    elif not isinstance(value, bool | int | float | date | time | timedelta):
        value = _clean(str(value))
    page.write(row, column, value, styles.get(type(value), styles.get(str)))


def _clean(text: str) -> str:
    """Harmless for a workbook, new lines kept, nothing of an identity card in it."""
    return "\n".join(harmless(line) for line in unprinted(text)[:32_000].split("\n"))


def _list(
    book: Workbook, page: Worksheet, found: Sequence[Fault], outside: Sequence[str], names: dict[str, str], how: str
) -> None:
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top", "border": 1})
    title = book.add_format({"bold": True, "font_size": 14})
    page.write_string(0, 0, how.format(count=len(found) + len(outside)), title)
    page.write_row(1, 0, _HEADS, bold)
    row = 2
    for one in found[:_MOST]:
        at = "" if one.row is None else xl_rowcol_to_cell(one.row, one.column or 0)
        shown = f"第 {one.row + 1} 行" if one.row is not None and one.column is None else at or "整张表"
        page.write_row(row, 0, [one.sheet, shown, *map(_clean, _parted(one.message))], text)
        if one.sheet in names:
            name = names[one.sheet].replace("'", "''")
            page.write_url(row, 1, f"internal:'{name}'!{at or 'A1'}", link, shown)
        row += 1
    for told in outside:
        page.write_row(row, 0, ["已交的文件", "", _clean(told), ""], text)
        row += 1
    if len(found) > _MOST:
        page.write_string(row, 0, f"还有 {len(found) - _MOST} 处没有列出。")
    page.freeze_panes(2, 0)
    page.autofilter(1, 0, max(row - 1, 1), len(_HEADS) - 1)


def _parted(message: str) -> tuple[str, str]:
    """What is wrong, and how to mend it: the sentence that asks for something, or says what may stand there, and all
    behind it.
    """
    start = next((at for sign in ("请", "能填的有", "应") if (at := message.find(sign, 1)) > 0), 0)
    stop = max(message.rfind(sign, 0, start) for sign in "。；") if start else -1
    stop = stop if stop > 0 else message.rfind("，", 0, start)
    return (message[:stop], message[stop + 1 :]) if stop > 0 else (message, "")


def _widths(page: Worksheet, grid: Grid) -> None:
    widths: dict[int, int] = {}
    for number, (_, cells) in enumerate(grid.rows()):
        if number >= _LOOKED_AT:
            break
        for column, value in enumerate(cells):
            if not blank(value):
                widths[column] = min(_WIDEST, max(widths.get(column, 8), cell_len(str(value)[:_WIDEST]) + 2))
    for column, width in widths.items():
        page.set_column(column, column, width)
