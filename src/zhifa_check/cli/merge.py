"""``zhifa merge``."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli.common import (
    CalendarFile,
    Color,
    FailOn,
    Ignore,
    PlanFile,
    Quiet,
    RulingsFile,
    Select,
    Statistics,
    UnitsFile,
    Verbose,
    WaiversFile,
    check_color,
    check_fail_on,
    formats_option,
    loud,
)
from zhifa_check.report.formats import BINARY, CHECK


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="分片...", help="zhifa check --shard 写的，一片也不能少。")],
    plan: PlanFile = None,
    units_file: UnitsFile = None,
    waivers: WaiversFile = None,
    rulings: RulingsFile = None,
    calendar: CalendarFile = None,
    select: Select = None,
    ignore: Ignore = None,
    output_format: Annotated[list[str] | None, formats_option(CHECK)] = None,
    fail_on: FailOn = "violation",
    statistics: Statistics = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Color = "auto",
) -> None:
    """把分片核对的结果合成一次核对的结果，与不分片的一模一样，什么格式都可以。"""
    from zhifa_check.report.check.selection import Selection
    from zhifa_check.report.output import parse_outputs, write
    from zhifa_check.report.style import Style
    from zhifa_check.run import Request
    from zhifa_check.shards import merge

    check_fail_on(fail_on)
    check_color(color)
    with loud():
        outputs = parse_outputs(output_format, CHECK)
        request = Request(
            paths=(),
            as_of=date.min,
            plan=plan,
            units_file=units_file,
            waivers=waivers,
            rulings=rulings,
            calendar=calendar,
            selection=Selection(tuple(select or ()), tuple(ignore or ())),
        )
        view = merge(files, request)
        write(
            outputs,
            lambda name, out: CHECK[name](view, out, Style(color, quiet, verbose, statistics)),
            sys.stdout,
            BINARY,
        )
    raise typer.Exit(int(view.fails(fail_on)))
