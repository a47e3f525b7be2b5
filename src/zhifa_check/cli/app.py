"""``zhifa``: every command registered, each importing what it needs only when it runs."""

import gc
import os
from typing import Annotated

# Looking for pydantic's plugins among all installed packages takes a tenth of the start-up; none is wanted.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from zhifa_check.cli import (
    cache,
    check,
    draw,
    due,
    explain,
    fix,
    import_,
    init,
    merge,
    new,
    plan,
    report,
    rules,
    schema,
    serve,
    status,
)
from zhifa_check.cli.chinese import ChineseCommand, ChineseGroup

app = typer.Typer(
    cls=ChineseGroup,
    help="行政执法监督年度计划的核对工具：谁还有什么没完成、差多少、依据哪一条。",
    epilog="退出码：0 没有问题；1 有问题；2 没法判断（用法、路径、计划、名册有误）。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check", cls=ChineseCommand)(check.check)
app.command("merge", cls=ChineseCommand)(merge.merge)
app.command("status", cls=ChineseCommand)(status.status)
app.command("due", cls=ChineseCommand)(due.due)
app.command("report", cls=ChineseCommand)(report.report)
app.command("draw", cls=ChineseCommand)(draw.draw)
app.command("explain", cls=ChineseCommand)(explain.explain)
app.command("rules", cls=ChineseCommand)(rules.rules)
app.command("new", cls=ChineseCommand)(new.new)
app.command("import", cls=ChineseCommand)(import_.import_)
app.command("serve", cls=ChineseCommand)(serve.serve)
app.command("fix", cls=ChineseCommand)(fix.fix)
app.command("init", cls=ChineseCommand)(init.init)
app.command("schema", cls=ChineseCommand)(schema.schema)
plan_app = typer.Typer(cls=ChineseGroup, help="起草、核对、比较和预览计划文件。", rich_markup_mode=None)
plan_app.command("new", cls=ChineseCommand)(plan.new)
plan_app.command("check", cls=ChineseCommand)(plan.check)
plan_app.command("diff", cls=ChineseCommand)(plan.diff)
plan_app.command("preview", cls=ChineseCommand)(plan.preview)
app.add_typer(plan_app, name="plan")
cache_app = typer.Typer(cls=ChineseGroup, help="读过的文件解析后的缓存。", rich_markup_mode=None)
cache_app.command("clear", cls=ChineseCommand)(cache.clear)
app.add_typer(cache_app, name="cache")


def _version(wanted: bool) -> None:
    if wanted:
        from zhifa_check import __version__

        typer.echo(f"zhifa {__version__}")
        raise typer.Exit


@app.callback()
def zhifa(
    version: Annotated[bool, typer.Option("--version", help="显示版本号。", callback=_version, is_eager=True)] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="程序自身出错时显示细节，写在命令后面也行。也可设环境变量 ZHIFA_DEBUG=1。")
    ] = False,
) -> None:
    """Nothing to do before a command."""


def main() -> None:
    """The console script."""
    from zhifa_check.cli.stdout import ended, streams_ready

    # A run builds trees, prints and ends: looking for cycles in them would cost a fifth of the time.
    gc.disable()
    streams_ready()
    code = ended(lambda: app(prog_name="zhifa"))
    # Taking every object apart before the process ends would take as long as reading a dozen files.
    os._exit(code)
