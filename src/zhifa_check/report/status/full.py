"""``zhifa status`` on the screen: the matrix where it fits the width, else a paragraph for each unit."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.cells import cell_len

from zhifa_check.kinds.verdict import WORST_FIRST
from zhifa_check.report.check.verdict import as_of_words
from zhifa_check.report.status import words
from zhifa_check.report.status.matrix import Cell, Matrix, Row
from zhifa_check.report.terminal import STYLES, Terminal
from zhifa_check.words.wrap import pad

#: Cells of a line that no terminal limits.
_PIPE_WIDTH = 120
#: What a column takes at least: a sign and two digits.
_NARROWEST = 3

Pieces = list[tuple[str, str]]


def write_full(matrix: Matrix, out: TextIO, color: str) -> None:
    """For people: who owes what, then what comes next."""
    terminal = Terminal(out, color)
    width = terminal.width or _PIPE_WIDTH
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
    for line in (*key, *_packed(words.column_key(matrix), width)):
        terminal.line(line, indent="  ")
    terminal.warn(words.warnings(matrix))
    terminal.line()
    heading = words.next_days(matrix)
    terminal.line(heading, styles={heading: "bold"})
    for line in words.coming_lines(matrix):
        terminal.line(f"  {line}", indent="    ")


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
