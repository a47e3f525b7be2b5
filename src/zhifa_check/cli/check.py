"""``zhifa check``."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import cache_folder, fail, parse_period_option, progress
from zhifa_check.cli.options import option
from zhifa_check.report.formats import CHECK

if TYPE_CHECKING:
    from zhifa_check.run import Request


@asking()
def check(
    *,
    asked: Asked,
    unit: options.Units = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    output_format: Annotated[list[str] | None, options.formats(CHECK)] = None,
    fail_on: options.FailOn = "violation",
    period: Annotated[
        str | None, option("--period 期间", "只看 2023Q3（或月、半年、全年）里到期的事项和发生的事情。")
    ] = None,
    statistics: options.Statistics = False,
    since: Annotated[
        str | None,
        option(
            "--since 版本",
            "只核对从与这个 git 版本分开以来文件有改动的单位，如 origin/main。没有提交的改动也算。默认全部。",
        ),
    ] = None,
    git_evidence: Annotated[
        bool,
        option(
            "--git-evidence",
            "把报送、备案、抄送的日期同写入它的 git 提交的时间比较，早得多的提示人工核对，不影响退出码。",
        ),
    ] = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    jobs: Annotated[int | None, option("--jobs 个数", "用几个进程。默认看处理器和单位的多少，怎样快就怎样。")] = None,
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
    executor: Annotated[
        str | None, option("--executor 集群", "交给 dask 集群：dask://主机:端口。要装 zhifa-check[dask]。")
    ] = None,
    shard: Annotated[
        str | None, option("--shard i/n", "只核对 n 片里的第 i 片，写成分片，再用 zhifa merge 合成结果。")
    ] = None,
    color: options.Color = "auto",
) -> None:
    """核对提交文件：每个单位的每个核对事项都给出结论，没有提交的单位也算。"""
    from zhifa_check.report.check.selection import Selection
    from zhifa_check.report.check.view import ALWAYS_TOLD
    from zhifa_check.report.formats import Style
    from zhifa_check.report.output import Output, parse_outputs, write
    from zhifa_check.run import check as judge

    if jobs is not None and jobs < 1:
        fail("--jobs 至少是 1")
    outputs = parse_outputs(output_format, CHECK)
    only = parse_period_option(period, "--period") if period else None
    request = asked.request(
        only_units=tuple(unit or ()),
        selection=Selection(tuple(select or ()), tuple(ignore or ()), only),
        jobs=jobs,
        since=since,
        git_evidence=git_evidence,
        cache=cache_folder(cache_dir, no_cache),
        executor=executor,
    )
    if shard is not None:
        _write_shard(request, shard, output_format)
        return
    view = judge(request, progress())
    style = Style(color, quiet, verbose, statistics, fail_on)
    write(outputs, lambda name, out: CHECK[name](view, out, style), sys.stdout)
    if Output("full") not in outputs:
        # what was left out and why: ``concise`` says findings alone
        for notice in view.notices:
            if notice.kind in ALWAYS_TOLD:
                sys.stderr.write(f"注意：{notice.message}\n")
    raise typer.Exit(int(view.fails(fail_on)))


def _write_shard(request: "Request", shard: str, output_format: list[str] | None) -> None:
    from zhifa_check.report.output import machine_readable
    from zhifa_check.shards import parse_shard, write_shard

    try:
        number, count = parse_shard(shard)
    except ValueError:
        fail(f"--shard 应写成 i/n，如 2/5，写的是“{shard}”")
    if output_format:
        fail("分片只有一种写法，不能和 -f 同用；要什么格式，合成的时候再说：zhifa merge 分片... -f 格式")
    write_shard(request, number, count, machine_readable(sys.stdout), progress())
