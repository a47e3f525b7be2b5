"""``zhifa import``."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from zhifa_check.cli.common import AsOf, Color, PlanFile, UnitsFile, Year, as_of_date, check_color, fail, loud

if TYPE_CHECKING:
    from zhifa_check.format.vocabulary import Vocabulary
    from zhifa_check.ledgers.importing import Result, Sources
    from zhifa_check.report.terminal import Terminal


#: Where submissions are kept; it is made where it is not there yet.
_USUAL = Path("submissions")


def import_(
    ledger: Annotated[Path, typer.Argument(metavar="表格", help="WPS、Excel 的表格（xlsx、xls、et、ods）或 csv。")],
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="哪个单位的（代号或名称）。")],
    folder: Annotated[
        Path, typer.Option("--dir", metavar="文件夹", help="各单位提交文件所在的文件夹。默认 submissions。")
    ] = _USUAL,
    mapping: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it at run time
        typer.Option("--mapping", metavar="文件", help="对照表（xlsx 或 yaml，可先用 --guess 写出）。"),
    ] = None,
    guess: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it at run time
        typer.Option(
            "--guess", metavar="文件", help="不导入，只把猜出的对照表写成这个文件（xlsx 或 yaml），供核对补全。"
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="表里改过的、删去的也照表改（先列出来，问过再写）。")
    ] = False,
    append: Annotated[
        bool, typer.Option("--append", help="表里是新的一批：与已有的对不上的，都当作新的，不当作改正。")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="与 --update 一起用：不再问，直接写。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会怎样改动，不写文件。")] = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    year: Year = None,
    units_file: UnitsFile = None,
    color: Color = "auto",
) -> None:
    """把表格里的台账导入本单位的提交文件：有一处看不准就什么也不写，说清是哪一格。"""
    from zhifa_check.bureau.places import find_headers, find_places
    from zhifa_check.judge.looking import files_of
    from zhifa_check.ledgers.importing import Sources, prepare
    from zhifa_check.report.diff import show_diff
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.run import chosen_units, load_frame
    from zhifa_check.sheets.grid import LedgerError
    from zhifa_check.source.files import reason, shown
    from zhifa_check.source.writing import WriteError, replace_all, sweep

    check_color(color)
    if update and append:
        fail("--update 和 --append 不能一起用：前一个照表改已有的，后一个不改")
    for path, what in ((ledger, "表格"), (mapping, "对照文件")):
        if path is not None and not os.path.isfile(path):
            fail(f"找不到{what} {path}")
    if not folder.is_dir() and folder != _USUAL:
        fail(f"找不到文件夹 {folder}。请先建好，或用 --dir 写明提交文件放在哪里")
    with loud():
        places = find_places((folder,), plan, units_file)
        frame = load_frame(places, as_of_date(as_of), year, drafts=True)
        chosen = frame.registry.by_id[chosen_units(frame, (unit,))[0]]
        files = files_of(frame, places, folder, chosen)
        sources = Sources(ledger, chosen, files, folder, find_headers(folder), mapping, update, append)
        terminal = Terminal(sys.stdout, color)
        try:
            if guess is not None:
                _write_guess(guess, sources, frame.vocabulary, terminal)
                return
            result = prepare(sources, frame.vocabulary)
            _tell(terminal, result, chosen.name)
            if result.refused:
                raise typer.Exit(1)
            if dry_run:
                for change in result.changes:
                    show_diff(shown(change.path), _text(change.before), _text(change.after), terminal)
                terminal.line("以上是预览，没有写文件。")
                return
            if result.updates and not yes and not _confirmed():
                terminal.line("没有写文件。确认要改的，请加 --yes。")
                raise typer.Exit(1)
            for left in sweep(change.path.parent for change in result.changes):
                terminal.line(f"清理了上次中断留下的临时文件 {shown(left)}")
            replace_all([(change.path, change.before, change.after) for change in result.changes])
        except LedgerError as error:
            fail(f"{shown(ledger)}：{error}")
        except WriteError as error:
            fail(str(error))
        except OSError as error:
            fail(f"读不出 {error.filename or shown(ledger)}（{reason(error)}）")
        for change in result.changes:
            terminal.line(f"已{'改写' if change.before is not None else '新建'} {shown(change.path)}")


def _write_guess(path: Path, sources: "Sources", vocabulary: "Vocabulary", terminal: "Terminal") -> None:
    """Write a mapping for a person to confirm: a workbook, or YAML where the name says so."""
    from zhifa_check.ledgers.importing import guessed
    from zhifa_check.ledgers.mapping_sheet import workbook_of, yaml_of
    from zhifa_check.source.files import shown
    from zhifa_check.source.writing import write_new

    if path.suffix.lower() not in (".xlsx", ".yaml", ".yml"):
        fail(f"--guess 的文件名应以 .xlsx 或 .yaml 结尾，写的是 {path.name}")
    lines, known = guessed(sources, vocabulary)
    content = workbook_of(lines, known) if path.suffix.lower() == ".xlsx" else yaml_of(lines)
    if not write_new(path, content):
        fail(f"{shown(path)} 已经有了。请换个文件名，或先移走它")
    blank = sum(not value for line in lines for value in line.said.values())
    terminal.line(f"对照表写在 {shown(path)}：{len(lines)} 行，其中 {blank} 处要补填。")
    terminal.line(f"请打开核对、补全，再加 --mapping {shown(path)} 导入；也可以把“对照”表放进台账里。")


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
