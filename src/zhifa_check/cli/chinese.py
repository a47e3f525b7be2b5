"""Help and usage errors in Chinese: those of typer, and what WPS and a Chinese keyboard make of a command line."""

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from zhifa_check.cli.unexpected import unexpected, without_debug

#: What typer says, as patterns, and what an official reads instead.
_ERRORS = (
    (r"No such command '(.+?)'\. Did you mean '(.+)'\?", "没有“{0}”这个命令，是不是 {1}"),
    (r"No such command '(.+?)'\.", "没有“{0}”这个命令"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", "没有 {0} 这个选项，是不是 {1}"),
    (r"No such option: (\S+).*", "没有 {0} 这个选项"),
    (r"Missing command\.", "请在后面写上命令"),
    (r"Missing argument '(.+?)'\.", "请在后面写上{0}"),
    (r"Missing option '(.+?)'\.", "请写上选项 {0}"),
    (r"Option '(.+?)' requires an argument\.", "选项 {0} 后面要写内容"),
    (r"Option '(.+?)' does not take a value\.", "选项 {0} 后面不写内容"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.+)\)", "多写了 {0}"),
    (r"Invalid value for '(.+?)': .*", "选项 {0} 的内容不对"),
)


def in_chinese(message: str) -> str:
    """A usage error of typer; one that is not known stays as it is."""
    for pattern, chinese in _ERRORS:
        if found := re.fullmatch(pattern, message.strip(), re.DOTALL):
            return chinese.format(*(group or "" for group in found.groups()))
    return message


#: Cells of the column that names options and commands.
_NAMES = 28


def _page(self: Any, ctx: Any, formatter: Any) -> None:
    """A help page; typer's own counts a Chinese character as one cell and so runs over the edge."""
    from zhifa_check.words.wrap import fold, pad

    width = min(shutil.get_terminal_size().columns, 100)
    pieces = " ".join(self.collect_usage_pieces(ctx))
    for english, chinese in (
        ("[OPTIONS]", "[选项]..."),
        ("COMMAND [ARGS]...", "命令 ..."),
        ("[[路径]...]...", "[路径]..."),
    ):
        pieces = pieces.replace(english, chinese)
    lines = list(fold(f"用法：{ctx.command_path} {pieces}", width, " " * 6))
    lines += ["", *fold(self.help or "", width)]
    for title, entries in _sections(self, ctx):
        lines += ["", f"{title}："]
        for names, text in entries:
            column = f"  {pad(names, _NAMES - 4)}  "
            if len(column) > _NAMES:
                lines.append(f"  {names}")
                column = " " * _NAMES
            lines += fold(column + text, width, " " * _NAMES)
    if self.epilog:
        lines += ["", *fold(self.epilog, width)]
    formatter.write("\n".join(lines) + "\n")


def _sections(self: Any, ctx: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Arguments, options and commands, each with its names and its help."""
    for title, kind in (("参数", "argument"), ("选项", "option")):
        records = [
            (re.sub(r" <.*>", "", names), _help(text))
            for param in self.get_params(ctx)
            if param.param_type_name == kind and (record := param.get_help_record(ctx)) is not None
            for names, text in [record]
        ]
        if records:
            yield title, records
    if isinstance(self, TyperGroup):
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        # the first paragraph of a command's help; the rest stands on its own page
        yield "命令", [(name, str(one.help).partition("\n\n")[0]) for name, one in commands if one is not None]


def _help(text: str) -> str:
    """The help of an option without typer's English remarks on it; our own texts say the defaults."""
    text = re.sub(r"\s*\[(?:default|env var|required|[0-9]+<=x)[^\]]*\]", "", text)
    return "显示这份说明。" if text == "Show this message and exit." else text


def _main(super_main: Any, given: Sequence[Any], extra: dict[str, Any]) -> Any:
    """Run; a usage error and what nobody expected are one Chinese line on stderr and exit code 2."""
    args, *rest = given or (extra.pop("args", None),)
    args, debug = without_debug(sys.argv[1:] if args is None else args)
    if wrong := mistyped(args):
        from zhifa_check.words.harmless import harmless

        sys.stderr.write(f"错误：{harmless(wrong)}。\n")
        sys.exit(2)
    if not extra.pop("standalone_mode", True):
        return super_main(args, *rest, standalone_mode=False, **extra)
    try:
        code = super_main(args, *rest, standalone_mode=False, **extra)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        # typer's exceptions are private; what marks them is that they format their own message
        if not hasattr(error, "format_message"):
            sys.exit(unexpected(error, debug))
        path = getattr(getattr(error, "ctx", None), "command_path", "zhifa")
        sys.stderr.write(f"错误：{in_chinese(error.format_message())}。用 {path} --help 看说明。\n")
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


class _Chinese:
    """What commands and groups of them have in Chinese: their help and usage errors."""

    format_help = _page

    def main(self, *given: Any, **extra: Any) -> Any:
        """Run with Chinese usage errors."""
        return _main(super().main, given, extra)  # type: ignore[misc]


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help is Chinese."""


class ChineseGroup(_Chinese, TyperGroup):
    """A group of commands whose help is Chinese."""


#: Dashes that look like ``-`` or ``--``; no file that anybody hands in begins with one and a letter.
_DASHES = "－—–‐‑‒―−﹣﹘⸺"
_OPTION = re.compile(rf"(?:-?[{_DASHES}]+-?|--)([A-Za-z][A-Za-z-]*)\s*([=＝]?)(.*)", re.DOTALL)
_QUOTED = re.compile(r"[“”‘’＂＇](.*?)[“”‘’＂＇]?", re.DOTALL)


def mistyped(args: Sequence[str]) -> str | None:
    """What is wrong with the first argument that was typed so, and what to type, in Chinese; None where none was."""
    for arg in args:
        if arg == "--":
            return None
        if arg.isascii():
            continue
        option = _OPTION.fullmatch(arg)
        if option and (arg[:2] != "--" or option[2] == "＝"):
            name, equals, value = option.groups()
            meant = f"-{name}" if len(name) == 1 else f"--{name}"
            signs = "全角等号“＝”" if arg[:2] == "--" else f"“{arg[: arg.index(name)]}”（U+{ord(_odd_dash(arg)):04X}）"
            return (
                f"“{arg}”里用了{signs}，电脑认不出选项。选项前面要用半角短横，"
                f"请改为 {meant}{'=' if equals else ''}{value}"
                "（WPS、Word 会把 -- 自动改成长横线，请在命令行里直接输入）"
            )
        quoted = _QUOTED.fullmatch(arg)
        if quoted and quoted[1]:
            return f"{arg} 用了中文引号，命令行会把引号当成内容。请去掉引号，或者用英文引号 '{quoted[1]}'"
    return None


def _odd_dash(arg: str) -> str:
    return next(sign for sign in arg if sign in _DASHES)
