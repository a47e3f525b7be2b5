"""``zhifa import``."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli.common import AsOf, Color, PlanFile, UnitsFile, Year, as_of_date, check_color, fail, loud

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_check.bureau.units import Unit
    from zhifa_check.cli.one_ledger import Taking
    from zhifa_check.format.vocabulary import Vocabulary
    from zhifa_check.judge.frame import Frame
    from zhifa_check.ledgers.importing import Sources
    from zhifa_check.report.terminal import Terminal


#: Where submissions are kept; it is made where it is not there yet.
_USUAL = Path("submissions")


def import_(
    ledgers: Annotated[
        list[Path],
        typer.Argument(metavar="表格...", help="WPS、Excel 的表格（xlsx、xls、et、ods）或 csv，可写多个。"),
    ],
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="单位", help="哪个单位的（代号或名称）。zhifa new 写出的填报表自己知道，可以不写。"
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--dir", metavar="文件夹", help="各单位提交文件所在的文件夹。默认 submissions。")
    ] = _USUAL,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="文件", help="对照表（xlsx 或 yaml，可先用 --guess 写出）。"),
    ] = None,
    guess: Annotated[
        Path | None,
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
    receipt: Annotated[
        Path | None,
        typer.Option("--receipt", metavar="文件夹", help="把每个单位的回执也写成这个文件夹里的文字文件。"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会怎样改动，不写文件。")] = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    year: Year = None,
    units_file: UnitsFile = None,
    color: Color = "auto",
) -> None:
    """把表格里的台账导入本单位的提交文件：有一处看不准就什么也不写，说清是哪一格。"""
    from zhifa_check.bureau.places import find_headers, find_places
    from zhifa_check.cli.one_ledger import Taking
    from zhifa_check.judge.frame import chosen_units, load_frame
    from zhifa_check.ledgers.importing import Sources
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.sheets.grid import LedgerError
    from zhifa_check.source.files import reason, shown

    check_color(color)
    if update and append:
        fail("--update 和 --append 不能一起用：前一个照表改已有的，后一个不改")
    for path, what in (*((one, "表格") for one in ledgers), (mapping, "对照文件")):
        if path is not None and not os.path.isfile(path):
            fail(f"找不到{what} {path}")
    if len(ledgers) > 1 and (mapping or guess):
        fail("--mapping 和 --guess 一次只能用于一个表格")
    if not folder.is_dir() and folder != _USUAL:
        fail(f"找不到文件夹 {folder}。请先建好，或用 --dir 写明提交文件放在哪里")
    with loud():
        places = find_places((folder,), plan, units_file)
        frame = load_frame(places, as_of_date(as_of), year, drafts=True)
        given = frame.registry.by_id[chosen_units(frame, (unit,))[0]] if unit is not None else None
        terminal = Terminal(sys.stdout, color)
        if guess is not None:
            (ledger,) = ledgers
            if given is None:
                fail("--guess 要写明 --unit")
            sources = Sources(ledger, given, [], folder, find_headers(folder))
            try:
                _write_guess(guess, sources, frame.vocabulary, terminal)
            except LedgerError as error:
                fail(f"{shown(ledger)}：{error}")
            except OSError as error:
                fail(f"读不出或写不了 {error.filename or shown(ledger)}（{reason(error)}）")
            return
        taking = Taking(frame, places, folder, mapping, update, append, yes, dry_run, terminal)
        _take_all(taking, ledgers, given, receipt)


def _take_all(taking: "Taking", ledgers: "Sequence[Path]", given: "Unit | None", receipts: "Path | None") -> None:
    """Take in every ledger, whatever becomes of the others; exits with 2 where none could be read, 1 where one was
    refused.
    """
    from zhifa_check.cli.one_ledger import receipt_of, take
    from zhifa_check.sheets.grid import LedgerError
    from zhifa_check.source.files import reason, shown
    from zhifa_check.source.writing import WriteError

    terminal, several = taking.terminal, len(ledgers) > 1
    codes: dict[Path, int] = {}
    received: dict[str, list[str]] = {}
    for ledger in ledgers:
        if several and ledger.name.startswith(("~$", ".~")):
            terminal.line(f"{shown(ledger)}：是表格软件开着时的临时文件，没有看")
            continue
        message = ""
        try:
            unit = given or _whose(taking.frame, ledger)
            if several:
                terminal.line(f"== {shown(ledger)}（{unit.name}）", styles={"==": "bold"})
            codes[ledger], told, written = take(taking, ledger, unit)
            if told and (written or receipts is not None):
                received.setdefault(unit.id, []).extend(told)
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
    for unit_id, told in received.items():
        unit = taking.frame.registry.by_id[unit_id]
        lines = receipt_of(taking, unit, told)
        if not several:
            for line in lines:
                terminal.line(line, indent="      ")
        if receipts is not None:
            _write_receipt(receipts, unit, taking.frame.plan.year, lines)
    if several:
        done = sum(code == 0 for code in codes.values())
        terminal.line(
            f"共 {len(codes)} 个表格：导入 {done} 个，要改的 {len(codes) - done} 个，涉及 {len(received)} 个单位。"
        )
        for ledger, code in codes.items():
            if code:
                terminal.line(f"  {'读不了' if code == 2 else '要改'} {shown(ledger)}")
    if any(codes.values()) or not codes:
        raise typer.Exit(2 if all(code == 2 for code in codes.values()) else 1)


def _whose(frame: "Frame", ledger: Path) -> "Unit":
    """The unit whose form a workbook is. Raises LedgerError for another ledger."""
    from zhifa_check.ledgers.importing import unit_of_form
    from zhifa_check.sheets.grid import LedgerError

    found = unit_of_form(ledger)
    if found is None:
        raise LedgerError("看不出是哪个单位的（不是 zhifa new 写出的填报表）。请加 --unit 单位")
    if found not in frame.registry.by_id:
        raise LedgerError(f"这张填报表是给“{found}”的，单位名册里没有这个单位")
    return frame.registry.by_id[found]


def _write_receipt(folder: Path, unit: "Unit", year: int, lines: list[str]) -> None:
    from zhifa_check.forms.folder import unit_folder
    from zhifa_check.report.receipt import receipt_file
    from zhifa_check.source.files import reason

    path = folder / f"{unit_folder(unit)}{year}年回执.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(receipt_file(lines))
    except OSError as error:
        fail(f"写不了 {path}（{reason(error)}）")


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
    unsure = dict.fromkeys(line.sheet for line in lines if line.header and not line.holds)
    terminal.line(f"对照表写在 {shown(path)}：{len(lines)} 行，其中 {blank} 处要补填。")
    for name in unsure:
        terminal.line(f"表“{name}”看不出是哪一部分：要导入的请写上，不要的不用管。", indent="  ")
    terminal.line(f"请打开核对、补全，再加 --mapping {shown(path)} 导入；也可以把“对照”表放进台账里。")
