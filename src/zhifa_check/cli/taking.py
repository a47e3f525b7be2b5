"""Ledgers taken in for ``zhifa import``: told, asked about, written."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from zhifa_check.bureau.places import CannotJudgeError, Places, find_headers
from zhifa_check.bureau.units import Unit
from zhifa_check.cli.common import fail
from zhifa_check.format.problems import ConfigError
from zhifa_check.forms.folder import unit_folder
from zhifa_check.forms.marked import LIST, MARKED, marked_copy
from zhifa_check.judge.frame import Frame
from zhifa_check.judge.looking import files_of
from zhifa_check.ledgers.importing import Sources, guessed, prepare, unit_of_form
from zhifa_check.ledgers.mapping_sheet import workbook_of, yaml_of
from zhifa_check.ledgers.result import Result
from zhifa_check.report.diff import show_diff
from zhifa_check.report.receipt import receipt, receipt_file, received
from zhifa_check.report.terminal import Terminal
from zhifa_check.run import Request, check
from zhifa_check.sheets.grid import LedgerError
from zhifa_check.source.files import reason, shown
from zhifa_check.source.writing import WriteError, replace_all, sweep, write_new
from zhifa_check.words.harmless import harmless
from zhifa_check.words.identity import unprinted


@dataclass(frozen=True, slots=True)
class Taking:
    """What all ledgers of one call have in common."""

    frame: Frame
    places: Places
    folder: Path
    mapping: Path | None
    update: bool
    append: bool
    yes: bool
    dry_run: bool
    terminal: Terminal

    def all(self, ledgers: Sequence[Path], given: Unit | None, receipts: Path | None) -> None:
        """Take in every ledger, whatever becomes of the others; exits with 2 where none could be read, 1 where one was
        refused.
        """
        terminal, several = self.terminal, len(ledgers) > 1
        codes: dict[Path, int] = {}
        came: dict[str, list[str]] = {}
        for ledger in ledgers:
            if several and ledger.name.startswith(("~$", ".~")):
                terminal.line(f"{shown(ledger)}：是表格软件开着时的临时文件，没有看")
                continue
            message = ""
            try:
                unit = given or self._whose(ledger)
                if several:
                    terminal.line(f"== {shown(ledger)}（{unit.name}）", styles={"==": "bold"})
                codes[ledger], told, written = self._take(ledger, unit)
                if told and (written or receipts is not None):
                    came.setdefault(unit.id, []).extend(told)
            except LedgerError as error:
                message = f"{shown(ledger)}：{error}"
            except WriteError as error:
                message = str(error)
            except OSError as error:
                message = f"读不出 {error.filename or shown(ledger)}（{reason(error)}）"
            if message and not several:
                fail(message)
            if message:
                codes[ledger] = 2
                terminal.line(f"读不了：{message}", styles={"读不了": "bold red"})
        for unit_id, told in came.items():
            unit = self.frame.registry.by_id[unit_id]
            lines = self._receipt(unit, told)
            for line in () if several else lines:
                terminal.line(line, indent="      ")
            if receipts is not None:
                self._write_receipt(receipts, unit, lines)
        if several:
            done = sum(code == 0 for code in codes.values())
            asked = f"要改的 {len(codes) - done} 个，涉及 {len(came)} 个单位"
            terminal.line(f"共 {len(codes)} 个表格：导入 {done} 个，{asked}。")
            for ledger, code in codes.items():
                if code:
                    terminal.line(f"  {'读不了' if code == 2 else '要改'} {shown(ledger)}")
        if any(codes.values()) or not codes:
            raise typer.Exit(2 if all(code == 2 for code in codes.values()) else 1)

    def guess(self, path: Path, ledger: Path, unit: Unit) -> None:
        """Write a mapping for a person to confirm: a workbook, or YAML where the name says so."""
        if path.suffix.lower() not in (".xlsx", ".yaml", ".yml"):
            fail(f"--guess 的文件名应以 .xlsx 或 .yaml 结尾，写的是 {path.name}")
        try:
            sources = Sources(ledger, unit, [], self.folder, find_headers(self.folder))
            lines, known = guessed(sources, self.frame.vocabulary)
            content = workbook_of(lines, known, self.frame.as_of) if path.suffix.lower() == ".xlsx" else yaml_of(lines)
            if not write_new(path, content):
                fail(f"{shown(path)} 已经有了。请换个文件名，或先移走它")
        except LedgerError as error:
            fail(f"{shown(ledger)}：{error}")
        except OSError as error:
            fail(f"读不出或写不了 {error.filename or shown(ledger)}（{reason(error)}）")
        blank = sum(not value for line in lines for value in line.said.values())
        self.terminal.line(f"对照表写在 {shown(path)}：{len(lines)} 行，其中 {blank} 处要补填。")
        for name in dict.fromkeys(line.sheet for line in lines if line.header and not line.holds):
            self.terminal.line(f"表“{name}”看不出是哪一部分：要导入的请写上，不要的不用管。", indent="  ")
        self.terminal.line(f"请打开核对、补全，再加 --mapping {shown(path)} 导入；也可以把“对照”表放进台账里。")

    def _whose(self, ledger: Path) -> Unit:
        """The unit whose form a workbook is. Raises LedgerError for another ledger."""
        found = unit_of_form(ledger)
        if found is None:
            raise LedgerError("看不出是哪个单位的（不是 zhifa new 写出的填报表）。请加 --unit 单位")
        if found not in self.frame.registry.by_id:
            raise LedgerError(f"这张填报表是给“{found}”的，单位名册里没有这个单位")
        return self.frame.registry.by_id[found]

    def _take(self, ledger: Path, unit: Unit) -> tuple[int, list[str], bool]:
        """Import one ledger; the exit code, what a receipt says of it, and whether anything was written.

        Raises LedgerError, ConfigError, WriteError and OSError.
        """
        frame, folder, terminal = self.frame, self.folder, self.terminal
        files = files_of(frame, self.places, folder, unit)
        sources = Sources(ledger, unit, files, folder, find_headers(folder), self.mapping, self.update, self.append)
        result = prepare(sources, frame.vocabulary)
        self._tell(result, unit.name)
        if result.refused:
            if result.grids and not self.dry_run:
                self._write_copy(ledger, result)
            return 1, [], False
        if self.dry_run:
            for change in result.changes:
                before, after = ((content or b"").decode("utf-8") for content in (change.before, change.after))
                show_diff(shown(change.path), before, after, terminal)
            terminal.line("以上是预览，没有写文件。")
            return 0, [], False
        if result.updates and not self.yes and not (sys.stdin.isatty() and typer.confirm("以上改动写进文件吗？")):
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

    def _tell(self, result: Result, unit: str) -> None:
        def say(text: str, indent: str = "  ", styles: dict[str, str] | None = None) -> None:
            self.terminal.line(harmless(unprinted(text)), indent=indent, styles=styles)

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

    def _write_copy(self, ledger: Path, result: Result) -> None:
        """Write the marked copy beside the ledger, in the place of an earlier one."""
        path = ledger.with_name(f"{ledger.stem.removesuffix(MARKED)}{MARKED}.xlsx")
        content = marked_copy(result.grids, result.found, result.outside, self.frame.plan.year)
        try:
            beside = path.with_name(f".{path.name}.tmp")
            beside.write_bytes(content)
            os.replace(beside, path)
        except OSError as error:
            self.terminal.line(f"标出问题的表没有写成（{path}：{reason(error)}）。如果正开着，请先关掉")
            return
        self.terminal.line(f"标出了问题的表：{shown(path)}（先看“{LIST}”，红色的格子要改）")

    def _receipt(self, unit: Unit, came: list[str]) -> list[str]:
        """The lines of a receipt, judged anew."""
        frame = self.frame
        request = Request(
            (self.folder,), frame.as_of, units_file=self.places.units, year=frame.plan.year, only_units=(unit.id,)
        )
        try:
            return list(receipt(check(request), unit.id, came))
        except (CannotJudgeError, ConfigError) as error:
            told = [f"回执：{unit.name}", *(f"  收到 {text}" for text in came)]
            return [*told, f"  还有什么要完成，现在列不出：{error}"]

    def _write_receipt(self, folder: Path, unit: Unit, lines: list[str]) -> None:
        path = folder / f"{unit_folder(unit)}{self.frame.plan.year}年回执.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(receipt_file(lines))
        except OSError as error:
            fail(f"写不了 {path}（{reason(error)}）")
