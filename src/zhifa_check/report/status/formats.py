"""The formats of ``zhifa status``, all over the same matrix."""

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from rich.cells import cell_len

from zhifa_check.kinds.verdict import STATUS_NAMES, WORST_FIRST
from zhifa_check.report.check.verdict import as_of_words
from zhifa_check.report.json_text import HEAD, due_object, notice_object, picked, write_document
from zhifa_check.report.status import words
from zhifa_check.report.status.matrix import Cell, Coming, Matrix, Row
from zhifa_check.report.tables import write_csv_table, write_markdown_table
from zhifa_check.report.terminal import STYLES, Terminal
from zhifa_check.words.harmless import markdown_text
from zhifa_check.words.wrap import pad

#: What a column takes at least: a sign and two digits.
_NARROWEST = 3

Pieces = list[tuple[str, str]]


def write_full(matrix: Matrix, out: TextIO, color: str) -> None:
    """For people: who owes what, then what comes next."""
    terminal = Terminal(out, color)
    width = terminal.room
    terminal.line(as_of_words(matrix.view), indent="  ", styles={str(matrix.view.as_of): "bold"})
    terminal.line(words.headline(matrix), indent="  ")
    terminal.line()
    table = list(_table(matrix, width)) if matrix.by == "task" else []
    for pieces in table:
        terminal.row(pieces)
    for row in () if table else matrix.rows:
        _paragraph(terminal, row)
    terminal.line()
    key = (*_packed(words.KEY, width), words.HOW_TO_READ, words.MARGINS_KEY)
    terminal.lines((*key, *_packed(words.column_key(matrix), width)))
    terminal.warn(words.warnings(matrix))
    terminal.line()
    terminal.part(words.next_days(matrix), words.coming_lines(matrix), "  ")


def _packed(entries: Iterable[str], width: int) -> Iterator[str]:
    """As many entries on a line as fit, none of them broken."""
    line = ""
    for entry in entries:
        if line and cell_len(line) + 2 + cell_len(entry) > width:
            yield line
            line = ""
        line += f"{'　' if line else ''}{entry}"
    yield line


def _table(matrix: Matrix, width: int) -> Iterator[Pieces]:
    """Heading, units, total, with gaps, close together or without what cannot be read; nothing where none fits.

    Every column of a line has one sign of unsure width, so that all lines stay aligned.
    """
    for gap, brief in ((1, False), (0, False), (0, True)):
        lines = _lines(matrix, brief)
        left = [max(cell_len(text) for text, _ in column) for column in zip(*(one for one, _ in lines), strict=True)]
        left = [left[0] + 1, *(max(_NARROWEST, cells) for cells in left[1:])]
        right = [max(map(cell_len, column)) + 1 for column in zip(*(figures for _, figures in lines), strict=True)]
        # a console may show every sign twice as wide; only the last way out does without room for that
        doubled = 0 if brief else len(matrix.columns)
        if sum(left) + sum(right) + gap * (len(left) + len(right)) + doubled <= width:
            for cells, figures in lines:
                yield [
                    *((pad(text, size + gap), style) for (text, style), size in zip(cells, left, strict=True)),
                    *(_figure(text, size + gap) for text, size in zip(figures, right, strict=True)),
                ]
            return


def _lines(matrix: Matrix, brief: bool) -> list[tuple[Pieces, list[str]]]:
    heads = [("│" + column.id.removeprefix("T"), "dim") for column in matrix.columns]
    lines: list[tuple[Pieces, list[str]]] = [([("", ""), *heads], list(words.MARGINS))]
    for row in matrix.rows:
        cells = [_piece(row.cells.get(column.id), brief) for column in matrix.columns]
        lines.append(([(row.unit.name, "bold" if row.total.owing else ""), *cells], words.margins(row)))
    totals = [_piece(column.total, brief) for column in matrix.columns]
    lines.append(([("合计", "bold"), *totals], words.total_margins(matrix)))
    if brief:
        for _, figures in lines:
            del figures[words.MARGINS.index(words.UNREADABLE)]
    return lines


def _piece(cell: Cell | None, brief: bool) -> tuple[str, str]:
    return words.cell_text(cell, brief), STYLES.get((cell and cell.status) or "", "dim")


def _figure(text: str, width: int) -> tuple[str, str]:
    return " " * (width - cell_len(text)) + text, STYLES["missing"] if text == words.NOTHING else ""


def _paragraph(terminal: Terminal, row: Row) -> None:
    """A unit where the matrix does not fit: its figures, then what stands at each status."""
    name = row.unit.name
    parts = [f"{head} {text}" for head, text in zip(words.MARGINS, words.margins(row), strict=True) if text]
    styles = {name: "bold"}
    for status in WORST_FIRST:
        found = [id_ + _count(cell) for id_, cell in row.cells.items() if cell.status == status]
        if found:
            parts.append(f"{words.MARKS[status]} {' '.join(found)}")
            styles[words.MARKS[status]] = STYLES[status]
    terminal.line("　".join((name, *parts)), indent="    ", styles=styles)


def _count(cell: Cell) -> str:
    figures = words.cell_text(cell)[1:]
    return f"({figures})" if figures else ""


def write_json(matrix: Matrix, out: TextIO, color: str) -> None:
    """The published document; a column that does not bind a unit has no cell in it."""
    view = matrix.view
    head = {
        **HEAD,
        "as_of": str(view.as_of),
        "plan": {"id": view.plan.id, "year": view.plan.year, "sha256": view.plan_sha256},
        "by": matrix.by,
        "totals": _cell(matrix.total)
        | {
            "units": sum(row.unit.id is not None for row in matrix.rows),
            "owing_units": matrix.owing_units,
            "invalid": matrix.invalid,
            "files": view.files,
            "cells": {one.id: _cell(one.total) | {"owing_units": one.units} for one in matrix.columns},
        },
        "upcoming_until": str(matrix.until),
    }
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "tasks": _tasks(matrix),
        "units": map(_unit, matrix.rows),
        "upcoming": map(_upcoming, matrix.coming),
        "notices": map(notice_object, view.notices),
    }
    write_document(head, lists, out)


def _tasks(matrix: Matrix) -> Iterator[dict[str, Any]]:
    plan = matrix.view.plan
    for task, name in plan.task_titles.items():
        requirements = [{"id": one.id, "title": one.title} for one in plan.requirements if one.task == task]
        yield {"id": task, "title": name, "requirements": requirements}


def _unit(row: Row) -> dict[str, Any]:
    cells = {id_: _cell(cell) for id_, cell in row.cells.items()}
    about = {"unit": row.unit.id, **picked(row.unit, "name", "kind", "files"), "invalid": row.invalid}
    return {**about, **_cell(row.total), "cells": cells}


def _cell(cell: Cell) -> dict[str, Any]:
    return picked(cell, "status", "owing", "unreadable", "disputed", "by_status")


def _upcoming(one: Coming) -> dict[str, Any]:
    people = {key: [unit.id for unit in getattr(one.progress, key)] for key in ("done", "disputed", "owing")}
    return {"day": str(one.day), **due_object(one.item), **people}


def write_csv(matrix: Matrix, out: TextIO, color: str) -> None:
    """For a spreadsheet: a line for each unit, in words."""
    rows = []
    for row in matrix.rows:
        cells = [_words(row.cells.get(column.id)) for column in matrix.columns]
        figures = _figures(row.total, row.invalid, row.unit.files)
        rows.append([row.unit.name, row.unit.kind or "", *cells, *figures])
    figures = _figures(matrix.total, matrix.invalid, matrix.view.files)
    rows.append(["合计", "", *(_words(column.total) for column in matrix.columns), *figures])
    write_csv_table(
        ["单位", "类别", *words.column_key(matrix), "未完成", "无法读取", "待认定", "填写有误", "文件"], rows, out
    )


def _words(cell: Cell | None) -> str:
    """Every status with its count, the worst first."""
    return "、".join(f"{STATUS_NAMES[status]} {count}" for status, count in cell.by_status.items()) if cell else ""


def _figures(total: Cell, invalid: int, files: int) -> list[str]:
    return [str(figure) for figure in (total.owing, total.unreadable, total.disputed, invalid, files)]


def write_markdown(matrix: Matrix, out: TextIO, color: str) -> None:
    """For the summary of a job and for a document."""
    out.write(f"### {markdown_text(as_of_words(matrix.view))}\n\n{markdown_text(words.headline(matrix))}\n\n")
    rows = []
    for row in matrix.rows:
        cells = [words.cell_text(row.cells.get(column.id)) for column in matrix.columns]
        rows.append([row.unit.name, *cells, *words.margins(row)])
    rows.append(["合计", *(words.cell_text(column.total) for column in matrix.columns), *words.total_margins(matrix)])
    write_markdown_table(["单位", *(column.id for column in matrix.columns), *words.MARGINS], rows, out)
    out.write(f"\n{'　'.join(words.KEY)}\n\n{words.HOW_TO_READ}\n\n{words.MARGINS_KEY}\n\n")
    out.write(f"{'　'.join(map(markdown_text, words.column_key(matrix)))}\n\n")
    for line in words.warnings(matrix):
        out.write(f"- 注意：{markdown_text(line)}\n")
    out.write(f"\n#### {words.next_days(matrix)}\n")
    for number, line in enumerate(words.coming_lines(matrix)):
        out.write(("" if number else "\n") + f"- {markdown_text(line)}\n")
