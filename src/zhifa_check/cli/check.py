"""``zhifa check``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from zhifa_check.cli.common import (
    AsOf,
    CalendarFile,
    Color,
    Paths,
    PlanFile,
    RulingsFile,
    Units,
    UnitsFile,
    WaiversFile,
    as_of_date,
    check_color,
    fail,
    formats_option,
    loud,
    progress,
)
from zhifa_check.report.formats import CHECK

if TYPE_CHECKING:
    from zhifa_check.report.check.view import View

Texts = Optional[list[str]]  # noqa: UP045


def check(
    paths: Paths = None,
    as_of: AsOf = None,
    plan: PlanFile = None,
    units_file: UnitsFile = None,
    waivers: WaiversFile = None,
    rulings: RulingsFile = None,
    calendar: CalendarFile = None,
    unit: Units = None,
    select: Annotated[
        Texts, typer.Option("--select", metavar="编号", help="只看这些要求，如 T10、T10.hours、D，可写多次。")
    ] = None,
    ignore: Annotated[Texts, typer.Option("--ignore", metavar="编号", help="不看这些要求，可写多次。")] = None,
    output_format: Annotated[Texts, formats_option(CHECK)] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="级别",
            help="什么情况退出码为 1：violation（默认：未达标、未报、无法读取、填写有误）、disputed（再加待认定）、"
            "data（只看填写有误）、never。",
        ),
    ] = "violation",
    statistics: Annotated[bool, typer.Option("--statistics", help="按要求统计发现的问题。")] = False,
    since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--since",
            metavar="版本",
            help="只核对从与这个 git 版本分开以来文件有改动的单位，如 origin/main。没有提交的改动也算。默认全部。",
        ),
    ] = None,
    git_evidence: Annotated[
        bool,
        typer.Option(
            "--git-evidence",
            help="把报送、备案、抄送的日期同写入它的 git 提交的时间比较，早得多的提示人工核对，不影响退出码。",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只显示汇总。")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="未到期的进度也显示。")] = False,
    jobs: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--jobs", metavar="个数", help="用几个进程。默认看处理器和单位的多少，怎样快就怎样。"),
    ] = None,
    color: Color = "auto",
) -> None:
    """核对提交文件：每个单位的每个核对事项都给出结论，没有提交的单位也算。"""
    from zhifa_check.report.check.view import FAIL_ON, Selection
    from zhifa_check.report.output import Output, parse_outputs, write
    from zhifa_check.report.style import Style
    from zhifa_check.run import Request
    from zhifa_check.run import check as judge

    if fail_on not in FAIL_ON:
        fail(f"--fail-on 没有“{fail_on}”，能用的有：{'、'.join(FAIL_ON)}")
    check_color(color)
    if jobs is not None and jobs < 1:
        fail("--jobs 至少是 1")
    with loud(annotating="github" in (output_format or ())):
        outputs = parse_outputs(output_format, CHECK)
        request = Request(
            paths=tuple(paths or [Path("submissions")]),
            as_of=as_of_date(as_of),
            plan=plan,
            units_file=units_file,
            waivers=waivers,
            rulings=rulings,
            calendar=calendar,
            only_units=tuple(unit or ()),
            selection=Selection(tuple(select or ()), tuple(ignore or ())),
            jobs=jobs,
            since=since,
            git_evidence=git_evidence,
        )
        view = judge(request, progress())
        style = Style(color, quiet, verbose, statistics, fail_on)
        write(outputs, lambda name, out: CHECK[name](view, out, style), sys.stdout)
        if Output("full") not in outputs:
            _say_what_was_looked_at(view)
    raise typer.Exit(int(view.fails(fail_on)))


def _say_what_was_looked_at(view: "View") -> None:
    """What was left out and why, on stderr: ``concise`` says findings alone."""
    from zhifa_check.report.check.view import ALWAYS_TOLD

    for notice in view.notices:
        if notice.kind in ALWAYS_TOLD:
            sys.stderr.write(f"注意：{notice.message}\n")
