"""Tables for spreadsheets and for documents, the same for every command that prints one."""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from zhifa_check.words.harmless import harmless, markdown_text

# What a spreadsheet would compute (full-width signs too, and after any blanks or signs that nobody sees), and what it
# would turn into another value: 1/2 into a day of January, 007 into 7, twelve digits and more into a power of ten.
_FORMULA = r"[\s\u00ad\u200b-\u200d\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]"
_OTHER_VALUE = r"\s*(?:\d+/\d+(?:/\d+)?|0\d+|\d{12,}|\d+(?:\.\d+)?[eE]\d+)\s*"


def write_csv_table(header: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """For a spreadsheet: a byte-order mark, CRLF, and nothing that it could take for a formula or another value."""
    out.write("\ufeff")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([_as_text(cell) for cell in row] for row in rows)


def write_markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """A table for documents; every cell shows as it is, and none can end its row or begin another one."""
    escaped = [[markdown_text(harmless(cell)) for cell in line] for line in (header, *rows)]
    write_markup_table(escaped[0], escaped[1:], out)


def write_markup_table(header: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """A table of cells that are markdown already, such as links; whoever made them escaped bars and line ends."""
    for line in (header, ["---"] * len(header), *rows):
        out.write("| " + " | ".join(line) + " |\n")


def _as_text(cell: str) -> str:
    return "'" + cell if re.match(_FORMULA, cell) or re.fullmatch(_OTHER_VALUE, cell) else cell
