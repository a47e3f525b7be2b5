"""``zhifa``: every command by its name; its module is imported when it runs, and so is what it needs."""

import os
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

# Looking for pydantic's plugins among all installed packages takes a tenth of the start-up; none is wanted.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from zhifa_check.cli.chinese import ChineseCommand, ChineseGroup

#: In the order of the help: each a function, or an app of commands of its own, in the module of its name.
COMMANDS = (
    "check",
    "merge",
    "status",
    "due",
    "report",
    "draw",
    "explain",
    "rules",
    "new",
    "import",
    "serve",
    "fix",
    "init",
    "schema",
    "plan",
    "cache",
)


class _Commands(ChineseGroup):
    """A group whose commands are made when they are asked for."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        unmade: dict[str, Any] = dict.fromkeys(COMMANDS)
        self.commands = unmade

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; None where there is none."""
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _made(cmd_name)
        return super().get_command(ctx, cmd_name)


def _made(name: str) -> Any:
    module = f"{name}_" if iskeyword(name) else name
    command = getattr(import_module(f"zhifa_check.cli.{module}"), module)
    around = typer.Typer(rich_markup_mode=None)
    if isinstance(command, typer.Typer):
        around.add_typer(command, name=name)
    else:
        around.command(name, cls=ChineseCommand)(command)
    return typer.main.get_group(around).commands[name]


app = typer.Typer(
    cls=_Commands,
    help="行政执法监督年度计划的核对工具：谁还有什么没完成、差多少、依据哪一条。",
    epilog="退出码：0 没有问题；1 有问题；2 没法判断（用法、路径、计划、名册有误）。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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

    streams_ready()
    code = ended(lambda: app(prog_name="zhifa"))
    # Taking every object apart before the process ends would take as long as reading a dozen files.
    os._exit(code)
