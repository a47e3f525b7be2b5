"""``zhifa import``."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import fail
from zhifa_check.cli.options import option


@asking("as_of", "plan", "year", "units_file")
def import_(
    *,
    ledgers: Annotated[
        list[Path], typer.Argument(metavar="表格...", help="WPS、Excel 的表格（xlsx、xls、et、ods）或 csv，可写多个。")
    ],
    unit: Annotated[
        str | None, option("--unit 单位", "哪个单位的（代号或名称）。zhifa new 写出的填报表自己知道，可以不写。")
    ] = None,
    folder: options.Folder = options.USUAL,
    mapping: Annotated[Path | None, option("--mapping 文件", "对照表（xlsx 或 yaml，可先用 --guess 写出）。")] = None,
    guess: Annotated[
        Path | None, option("--guess 文件", "不导入，只把猜出的对照表写成这个文件（xlsx 或 yaml），供核对补全。")
    ] = None,
    update: Annotated[bool, option("--update", "表里改过的、删去的也照表改（先列出来，问过再写）。")] = False,
    append: Annotated[bool, option("--append", "表里是新的一批：与已有的对不上的，都当作新的，不当作改正。")] = False,
    yes: Annotated[bool, option("--yes", "与 --update 一起用：不再问，直接写。")] = False,
    receipt: Annotated[
        Path | None, option("--receipt 文件夹", "把每个单位的回执也写成这个文件夹里的文字文件。")
    ] = None,
    dry_run: Annotated[bool, option("--dry-run", "只显示会怎样改动，不写文件。")] = False,
    asked: Asked,
    color: options.Color = "auto",
) -> None:
    """把表格里的台账导入本单位的提交文件：有一处看不准就什么也不写，说清是哪一格。"""
    from zhifa_check.cli.taking import Taking
    from zhifa_check.judge.frame import chosen_units, load_frame
    from zhifa_check.report.terminal import Terminal

    if update and append:
        fail("--update 和 --append 不能一起用：前一个照表改已有的，后一个不改")
    for path, what in (*((one, "表格") for one in ledgers), (mapping, "对照文件")):
        if path is not None and not os.path.isfile(path):
            fail(f"找不到{what} {path}")
    if len(ledgers) > 1 and (mapping or guess):
        fail("--mapping 和 --guess 一次只能用于一个表格")
    options.check_there(folder)
    places = asked.places(folder)
    frame = load_frame(places, asked.day, asked.year, drafts=True)
    given = frame.registry.by_id[chosen_units(frame, (unit,))[0]] if unit is not None else None
    taking = Taking(frame, places, folder, mapping, update, append, yes, dry_run, Terminal(sys.stdout, color))
    if guess is None:
        taking.all(ledgers, given, receipt)
    elif given is None:
        fail("--guess 要写明 --unit")
    else:
        taking.guess(guess, ledgers[0], given)
