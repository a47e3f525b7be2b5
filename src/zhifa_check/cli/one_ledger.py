"""One ledger taken in for ``zhifa import``: told, asked about, written."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from zhifa_check.bureau.places import Places
    from zhifa_check.bureau.units import Unit
    from zhifa_check.judge.frame import Frame
    from zhifa_check.ledgers.result import Result
    from zhifa_check.report.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Taking:
    """What all ledgers of one call have in common."""

    frame: "Frame"
    places: "Places"
    folder: Path
    mapping: Path | None
    update: bool
    append: bool
    yes: bool
    dry_run: bool
    terminal: "Terminal"


def take(taking: Taking, ledger: Path, unit: "Unit") -> tuple[int, list[str], bool]:
    """Import one ledger; the exit code, what a receipt says of it, and whether anything was written.

    Raises LedgerError, ConfigError, WriteError and OSError.
    """
    from zhifa_check.bureau.places import find_headers
    from zhifa_check.judge.looking import files_of
    from zhifa_check.ledgers.importing import Sources, prepare
    from zhifa_check.report.diff import show_diff
    from zhifa_check.report.receipt import received
    from zhifa_check.source.files import shown
    from zhifa_check.source.writing import replace_all, sweep

    frame, folder, terminal = taking.frame, taking.folder, taking.terminal
    files = files_of(frame, taking.places, folder, unit)
    sources = Sources(ledger, unit, files, folder, find_headers(folder), taking.mapping, taking.update, taking.append)
    result = prepare(sources, frame.vocabulary)
    _tell(terminal, result, unit.name)
    if result.refused:
        if result.grids and not taking.dry_run:
            _write_copy(ledger, result, frame.plan.year, terminal)
        return 1, [], False
    if taking.dry_run:
        for change in result.changes:
            show_diff(shown(change.path), _text(change.before), _text(change.after), terminal)
        terminal.line("以上是预览，没有写文件。")
        return 0, [], False
    if result.updates and not taking.yes and not _confirmed():
        terminal.line("没有写文件。确认要改的，请加 --yes。")
        return 1, [], False
    for left in sweep(change.path.parent for change in result.changes):
        terminal.line(f"清理了上次中断留下的临时文件 {shown(left)}")
    replace_all([(change.path, change.before, change.after) for change in result.changes])
    for change in result.changes:
        terminal.line(f"已{'改写' if change.before is not None else '新建'} {shown(change.path)}")
    if not result.rows:
        return 0, [], False
    return 0, received(ledger.name, ledger.read_bytes(), result.rows), bool(result.changes)


def receipt_of(taking: Taking, unit: "Unit", received: list[str]) -> list[str]:
    """The lines of a receipt, judged anew."""
    from zhifa_check.bureau.places import CannotJudgeError
    from zhifa_check.format.problems import ConfigError
    from zhifa_check.report.receipt import receipt
    from zhifa_check.run import Request, check

    frame, places = taking.frame, taking.places
    request = Request(
        (taking.folder,), frame.as_of, units_file=places.units, year=frame.plan.year, only_units=(unit.id,)
    )
    try:
        return list(receipt(check(request), unit.id, received))
    except (CannotJudgeError, ConfigError) as error:
        return [
            f"回执：{unit.name}",
            *(f"  收到 {text}" for text in received),
            f"  还有什么要完成，现在列不出：{error}",
        ]


def _write_copy(ledger: Path, result: "Result", year: int, terminal: "Terminal") -> None:
    """Write the marked copy beside the ledger, in the place of an earlier one."""
    from zhifa_check.forms.marked import LIST, MARKED, marked_copy
    from zhifa_check.source.files import reason, shown

    path = ledger.with_name(f"{ledger.stem.removesuffix(MARKED)}{MARKED}.xlsx")
    content = marked_copy(result.grids, result.found, result.outside, year)
    try:
        beside = path.with_name(f".{path.name}.tmp")
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        terminal.line(f"标出问题的表没有写成（{path}：{reason(error)}）。如果正开着，请先关掉")
        return
    terminal.line(f"标出了问题的表：{shown(path)}（先看“{LIST}”，红色的格子要改）")


def _confirmed() -> bool:
    """Whether somebody who can be asked says yes."""
    if not sys.stdin.isatty():
        return False
    return typer.confirm("以上改动写进文件吗？")


def _tell(terminal: "Terminal", result: "Result", unit: str) -> None:
    from zhifa_check.words.harmless import harmless
    from zhifa_check.words.identity import unprinted

    def say(text: str, indent: str = "  ", styles: dict[str, str] | None = None) -> None:
        terminal.line(harmless(unprinted(text)), indent=indent, styles=styles)

    for text in result.notes:
        say(f"注意：{text}", "      ", {"注意": "yellow"})
    for text in result.refused:
        say(text, "    ")
    if result.refused:
        count = result.faults
        say(f"{unit}：有 {count} 处要改，什么也没有写。改好后再导入一次。", styles={f"{count} 处": "bold red"})
        return
    for text in result.updates:
        say(text, "    ", {"改：": "yellow", "删：": "red"})
    for tally in result.rows:
        say(str(tally))
    if not result.rows:
        say(f"{unit}：表格里没有一行要导入的内容。")
    elif not result.changes:
        say(f"{unit}：没有新的内容，什么也不用写。")


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8")
