"""``zhifa merge``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.report.formats import CHECK


@asking("plan", "units_file", "waivers", "rulings", "calendar")
def merge(
    *,
    files: Annotated[list[Path], typer.Argument(metavar="分片...", help="zhifa check --shard 写的，一片也不能少。")],
    asked: Asked,
    select: options.Select = None,
    ignore: options.Ignore = None,
    output_format: Annotated[list[str] | None, options.formats(CHECK)] = None,
    fail_on: options.FailOn = "violation",
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    color: options.Color = "auto",
) -> None:
    """把分片核对的结果合成一次核对的结果，与不分片的一模一样，什么格式都可以。"""
    from zhifa_check.report.check.selection import Selection
    from zhifa_check.report.formats import Style
    from zhifa_check.report.output import parse_outputs, write
    from zhifa_check.shards import merge

    outputs = parse_outputs(output_format, CHECK)
    view = merge(files, asked.request(selection=Selection(tuple(select or ()), tuple(ignore or ()))))
    style = Style(color, quiet, verbose, statistics)
    write(outputs, lambda name, out: CHECK[name](view, out, style), sys.stdout)
    raise typer.Exit(int(view.fails(fail_on)))
