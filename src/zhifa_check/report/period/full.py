"""A period for people, on the screen and as markdown: figures, who has what to put right, what a person must decide."""

from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len

from zhifa_check.report.check.verdict import waiver_words
from zhifa_check.report.period import words
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend_words import trend_lines, trend_tables
from zhifa_check.report.period.words import NOTES, fault_parts, fault_text, headline, tables, title, warnings
from zhifa_check.report.tables import write_markdown_table
from zhifa_check.report.terminal import STYLES, Terminal
from zhifa_check.words.harmless import markdown_text
from zhifa_check.words.wrap import fold, pad

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
        terminal.lines(trend_lines(trend), "    ")
    terminal.line()
    terminal.lines(("数字的含义：", *words.NOTES))


def _table(terminal: Terminal, table: words.Table) -> None:
    """Columns as wide as they need; where the line does not fit, the widest text column folds."""
    terminal.line()
    terminal.line(table.title, styles={table.title: "bold"})
    lines = [table.head, *table.rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    room = terminal.room - 2
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


def write_markdown(report: Report, out: TextIO, color: str) -> None:
    """Figures, problems, what a person must decide, and what the figures count."""
    period, trend = report.period, report.trend
    out.write(f"### {markdown_text(title(period))}\n\n{markdown_text(headline(period))}\n")
    for line in warnings(period):
        out.write(f"\n- 注意：{markdown_text(line)}\n")
    for table in [*tables(period), *trend_tables(trend)]:
        out.write(f"\n#### {markdown_text(table.title)}\n\n")
        write_markdown_table(table.head, table.rows, out)
    for heading, found in fault_parts(period):
        out.write(f"\n#### {heading}\n\n")
        for name, faults in found:
            out.write(f"- **{markdown_text(name)}**（{len(faults)} 处）\n")
            for fault in faults:
                out.write(f"  - {markdown_text(fault_text(fault))}\n")
    if trend.past:
        out.write("\n")
        for line in trend_lines(trend):
            out.write(f"- {markdown_text(line)}\n")
    out.write("\n")
    for note in NOTES:
        out.write(f"- {markdown_text(note)}\n")
