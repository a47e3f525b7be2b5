"""Tables for spreadsheets and for documents, the same for every command that prints one."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO


def write_csv_table(header: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """For a spreadsheet: a byte-order mark, CRLF, and nothing that it could take for a formula."""
    out.write("\ufeff")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([_no_formula(cell) for cell in row] for row in rows)


def write_markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """A table for documents; no cell can end its row or begin another one."""
    for line in (header, ["---"] * len(header), *rows):
        out.write("| " + " | ".join(map(_cell, line)) + " |\n")


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _no_formula(cell: str) -> str:
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
