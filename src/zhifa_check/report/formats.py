"""The formats of ``zhifa check``, and where each of them is written."""

from collections.abc import Callable
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from zhifa_check.report.view import View

FORMATS = ("full", "concise", "json", "jsonl")


#: These go out in the encoding of the console; what programs read is UTF-8 everywhere.
FOR_PEOPLE = ("full", "concise")


class OutputError(Exception):
    """An output that cannot be written."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the formats for people are shown."""

    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """A format and its file; None stands for standard output."""

    format: str
    path: Path | None = None


def parse_output(text: str) -> Output:
    """``json`` or ``json:out.json``. Raises OutputError, in Chinese, for an unknown format."""
    name, _, path = text.partition(":")
    if name not in FORMATS:
        raise OutputError(f"没有“{name}”这种输出格式，能用的有：{'、'.join(FORMATS)}")
    return Output(name, Path(path) if path else None)


def machine_readable(out: TextIO) -> TextIO:
    """The stream as UTF-8 with the line ends that are written, whatever the console would like."""
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", newline="", errors="backslashreplace")
    return out


def write(view: View, output: Output, style: Style, stdout: TextIO) -> None:
    """Write one format. Raises OutputError where its file cannot be written."""
    writer = _writer(output.format, style)
    if output.path is None:
        writer(view, stdout if output.format in FOR_PEOPLE else machine_readable(stdout))
        return
    try:
        with output.path.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            writer(view, file)
    except OSError as error:
        raise OutputError(f"写不了 {output.path}（{error.strerror}）") from error


def _writer(name: str, style: Style) -> Callable[[View, TextIO], None]:
    if name == "full":
        from zhifa_check.report.full import write_full

        return lambda view, out: write_full(
            view, out, color=style.color, quiet=style.quiet, verbose=style.verbose, statistics=style.statistics
        )
    from zhifa_check.report import concise, json_v1

    return {"concise": concise.write_concise, "json": json_v1.write_json, "jsonl": json_v1.write_jsonl}[name]
