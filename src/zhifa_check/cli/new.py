"""``zhifa new``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import fail
from zhifa_check.cli.options import option


@asking("as_of", "plan", "year", "units_file")
def new(
    *,
    unit: Annotated[
        str | None, typer.Argument(metavar="单位", help="单位名册里的代号或名称。给所有单位的写 --all。")
    ] = None,
    directory: Annotated[Path, option("--dir 文件夹", "各单位的文件夹放在哪里。默认 submissions。")] = options.USUAL,
    xlsx: Annotated[
        Path | None,
        option("--xlsx 文件", "不写文件夹，改写一个 Excel 表格，用 WPS 或 Excel 填；已经报了的都填在里面。"),
    ] = None,
    every: Annotated[bool, option("--all", "给名册里的每个单位各写一个表格，--xlsx 写放表格的文件夹。")] = False,
    asked: Asked,
    color: options.Color = "auto",
) -> None:
    """给一个单位准备好要填的文件：只有它要填的部分和事项，期限都写好，空着等填。"""
    from zhifa_check.judge.frame import chosen_units, load_frame
    from zhifa_check.report.new import Forms
    from zhifa_check.report.terminal import Terminal

    places = asked.places(directory)
    frame = load_frame(places, asked.day, asked.year, drafts=True)
    of_year = "" if asked.year is None else f" --year {asked.year}"
    forms = Forms(frame, places, directory, directory == options.USUAL, of_year, Terminal(sys.stdout, color))
    if every == (unit is not None) or (every and xlsx is None):
        fail("请写一个单位；给所有单位的写：zhifa new --all --xlsx 文件夹")
    if unit is None:
        raise typer.Exit(int(not forms.all_workbooks(xlsx or directory)))
    (chosen,) = chosen_units(frame, [unit])
    if xlsx is not None:
        forms.workbook(frame.registry.by_id[chosen], xlsx)
    else:
        forms.folder(frame.registry.by_id[chosen])
