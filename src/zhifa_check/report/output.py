"""Where an output goes: ``FORMAT`` to standard output, ``FORMAT:PATH`` to a file; the same for every command."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from zhifa_check.report.formats import Writer
from zhifa_check.source.files import reason
from zhifa_check.words.told import ToldError

#: These go out in the encoding of the console; what programs read is UTF-8 everywhere.
FOR_PEOPLE = ("full", "concise")


class OutputError(ToldError):
    """Outputs that cannot be written."""


class Output(NamedTuple):
    """A format and its file, None for standard output; ``binary`` where it is written as bytes."""

    format: str
    path: Path | None = None
    binary: bool = False


def parse_outputs(texts: Sequence[str] | None, known: Mapping[str, Writer]) -> list[Output]:
    """``json`` or ``json:out.json``, each; ``full`` where nothing is asked for.

    Files come first, so that a reader of the screen who leaves early costs no file. Raises OutputError for what is
    known to fail before anything is judged: an unknown format, two on the screen or in one file, a file that is a
    folder or would stand in none.
    """
    outputs = [_parsed(text, known) for text in texts or ["full"]]
    for output in outputs:
        if output.path is None and output.binary:
            raise OutputError(f"{output.format} 不能显示在屏幕上，请写成 {output.format}:文件名")
    if sum(output.path is None for output in outputs) > 1:
        raise OutputError("只能有一种格式显示在屏幕上，其余的请写成“格式:文件”")
    _check_files([output.path for output in outputs if output.path is not None])
    return sorted(outputs, key=lambda output: output.path is None)


def _parsed(text: str, known: Mapping[str, Writer]) -> Output:
    # only the first colon parts format and file, so that drive letters stay
    name, colon, path = text.partition(":")
    if name not in known:
        raise OutputError(f"没有“{name}”这种输出格式，能用的有：{'、'.join(known)}")
    if colon and not path:
        raise OutputError(f"“{text}”的冒号后面没有写文件")
    return Output(name, Path(path) if path else None, known[name].binary)


def _check_files(paths: Iterable[Path]) -> None:
    seen: set[str] = set()
    for path in paths:
        # os.path and not Path, which raises at a name that is too long
        if os.path.isdir(path):
            raise OutputError(f"写不了 {path}：这是一个文件夹，请写到文件")
        if not os.path.isdir(path.parent):
            raise OutputError(f"写不了 {path}：没有 {path.parent} 这个文件夹，请先建好")
        place = os.path.normcase(os.path.realpath(path))
        if place in seen:
            raise OutputError(f"有两种格式要写进同一个文件 {path}，请用不同的文件名")
        seen.add(place)


def machine_readable(out: TextIO) -> TextIO:
    """The stream as UTF-8 with the line ends that are written, whatever the console would like."""
    if reconfigure := getattr(out, "reconfigure", None):
        reconfigure(encoding="utf-8", newline="", errors="backslashreplace")
    return out


def write(outputs: Iterable[Output], writer: Callable[[str, Any], None], stdout: TextIO) -> None:
    """Let ``writer`` write each format where it goes. Raises OutputError where a file cannot be written."""
    for output in outputs:
        if output.path is None:
            writer(output.format, stdout if output.format in FOR_PEOPLE else machine_readable(stdout))
            continue
        mode = "wb" if output.binary else "w"
        text: dict[str, Any] = {"encoding": "utf-8", "newline": "", "errors": "backslashreplace"}
        try:
            with output.path.open(mode, **({} if output.binary else text)) as file:
                writer(output.format, file)
        except OSError as error:
            raise OutputError(f"写不了 {output.path}（{reason(error)}）") from error
