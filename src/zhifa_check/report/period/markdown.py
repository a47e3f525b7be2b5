"""A period as markdown, for the summary of a job and for a document."""

from typing import TextIO

from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend_words import trend_lines, trend_tables
from zhifa_check.report.period.words import NOTES, fault_parts, fault_text, headline, tables, title, warnings
from zhifa_check.report.tables import write_markdown_table
from zhifa_check.words.harmless import markdown_text


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
