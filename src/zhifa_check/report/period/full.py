"""A period on the screen: figures first, then who has what to put right, then what a person must decide."""

from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len

from zhifa_check.report.check.verdict import waiver_words
from zhifa_check.report.period import words
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend_words import trend_lines, trend_tables
from zhifa_check.report.terminal import STYLES, Terminal
from zhifa_check.words.wrap import fold, pad

#: Cells of a line that no terminal limits.
_PIPE_WIDTH = 120
_GAP = 2


def write_full(report: Report, out: TextIO, color: str) -> None:
    """For people."""
    period, trend = report.period, report.trend
    terminal = Terminal(out, color)
    terminal.line(words.title(period), indent="  ", styles={period.period.chinese: "bold"})
    terminal.line(f"{period.view.plan.title}（{period.view.plan.id}）", indent="  ")
    terminal.line(words.headline(period), indent="  ")
    terminal.warn(words.warnings(period))
    shown = [*words.tables(period), *trend_tables(trend)]
    for table in shown:
        _table(terminal, table)
    for heading, found in words.fault_parts(period):
        terminal.line()
        terminal.line(heading, styles={heading: "bold"})
        for name, faults in found:
            terminal.line(f"  {name}（{len(faults)} 处）", indent="    ", styles={name: "bold"})
            for fault in faults:
                text = words.fault_text(fault)
                terminal.line(f"    {text}", indent="      ", styles={text.split(" ")[0]: STYLES[fault.finding.status]})
                if fault.finding.waiver is not None:
                    terminal.line(f"      核准不计：{waiver_words(fault.finding.waiver)}", indent="      ")
    if trend.past:
        terminal.line()
        for line in trend_lines(trend):
            terminal.line(line, indent="    ")
    terminal.line()
    for line in ("数字的含义：", *words.NOTES):
        terminal.line(line, indent="  ")


def _table(terminal: Terminal, table: words.Table) -> None:
    """Columns as wide as they need; where the line does not fit, the widest text column folds."""
    terminal.line()
    terminal.line(table.title, styles={table.title: "bold"})
    lines = [table.head, *table.rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    room = (terminal.width or _PIPE_WIDTH) - 2
    over = sum(widths) + _GAP * (len(widths) - 1) - room
    if over > 0:
        widest = widths.index(max(widths))
        widths[widest] = max(12, widths[widest] - over)
    numeric = [all(_is_figure(row[index]) for row in table.rows) for index in range(len(widths))]
    for number, row in enumerate(lines):
        for line in _row(row, widths, numeric):
            terminal.line("  " + line, styles={} if number else {line: "dim"})


def _row(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    cells = [list(fold(text, width)) or [""] for text, width in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    found = []
    for level in range(height):
        texts = [cell[level] if level < len(cell) else "" for cell in cells]
        padded = [
            " " * (width - cell_len(text)) + text if right else pad(text, width)
            for text, width, right in zip(texts, widths, numeric, strict=True)
        ]
        found.append((" " * _GAP).join(padded).rstrip())
    return found


def _is_figure(text: str) -> bool:
    return text in ("", "—") or text.replace(".", "").replace("%", "").isdigit()
