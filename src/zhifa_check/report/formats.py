"""The formats of ``zhifa check``, and where each of them is written."""

from collections.abc import Callable
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from zhifa_check.report.concise import write_concise
from zhifa_check.report.full import write_full
from zhifa_check.report.json_v1 import write_json, write_jsonl
from zhifa_check.report.style import Style
from zhifa_check.report.view import View
from zhifa_check.source.files import reason

#: Every format, in the order in which help and errors name them.
WRITERS: dict[str, Callable[[View, TextIO, Style], None]] = {
    "full": write_full,
    "concise": write_concise,
    "json": write_json,
    "jsonl": write_jsonl,
}

#: These go out in the encoding of the console; what programs read is UTF-8 everywhere.
FOR_PEOPLE = ("full", "concise")


class OutputError(Exception):
    """An output that cannot be written."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format and its file; None stands for standard output."""

    format: str
    path: Path | None = None


def parse_output(text: str) -> Output:
    """``json`` or ``json:out.json``. Raises OutputError, in Chinese, for an unknown format."""
    name, _, path = text.partition(":")
    if name not in WRITERS:
        raise OutputError(f"没有“{name}”这种输出格式，能用的有：{'、'.join(WRITERS)}")
    return Output(name, Path(path) if path else None)


def machine_readable(out: TextIO) -> TextIO:
    """The stream as UTF-8 with the line ends that are written, whatever the console would like."""
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", newline="", errors="backslashreplace")
    return out


def write(view: View, output: Output, style: Style, stdout: TextIO) -> None:
    """Write one format. Raises OutputError where its file cannot be written."""
    writer = WRITERS[output.format]
    if output.path is None:
        writer(view, stdout if output.format in FOR_PEOPLE else machine_readable(stdout), style)
        return
    try:
        with output.path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
            writer(view, file, style)
    except OSError as error:
        raise OutputError(f"写不了 {output.path}（{reason(error)}）") from error
