"""Options that commands share, each declared once, and how any option is declared."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from zhifa_check.cli.common import fail
from zhifa_check.report.formats import Writer

#: Where submissions are kept; import makes it where it is not there yet.
USUAL = Path("submissions")


def one_of(option: str, word: str, words: Iterable[str]) -> str:
    """The word that was given to an option; exits with 2 for one that it does not know."""
    if word not in words:
        fail(f"{option} 没有“{word}”，能用的有：{'、'.join(words)}")
    return word


def check_there(folder: Path) -> None:
    """Exits with 2 for a ``--dir`` that is not there, unless it is the usual one."""
    if not folder.is_dir() and folder != USUAL:
        fail(f"找不到文件夹 {folder}。请先建好，或用 --dir 写明提交文件放在哪里")


def _color(word: str) -> str:
    return one_of("--color", word, ("auto", "always", "never"))


def _level(word: str) -> str:
    from zhifa_check.report.check.severity import FAIL_ON

    return one_of("--fail-on", word, FAIL_ON)


def option(declared: str, text: str, **more: Any) -> Any:
    """An option as help shows it, ``-o --output 文件``, and what help says of it; a switch takes no value."""
    words = declared.split(" ")
    names = [word for word in words if word.startswith("-")]
    return typer.Option(*names, metavar=None if names == words else words[-1], help=text, **more)


Units = Annotated[list[str] | None, option("--unit 单位", "只看这个单位（代号或名称），可写多次。")]
Select = Annotated[list[str] | None, option("--select 编号", "只看这些要求，如 T10、T10.hours、D，可写多次。")]
Ignore = Annotated[list[str] | None, option("--ignore 编号", "不看这些要求，可写多次。")]
FailOn = Annotated[
    str,
    option(
        "--fail-on 级别",
        "什么情况退出码为 1：violation（默认：未达标、未报、无法读取、填写有误）、disputed（再加待认定）、"
        "data（只看填写有误）、never。",
        callback=_level,
    ),
]
Statistics = Annotated[bool, option("--statistics", "按要求统计发现的问题。")]
Quiet = Annotated[bool, option("-q --quiet", "只显示汇总。")]
Verbose = Annotated[bool, option("-v --verbose", "未到期的进度也显示。")]
Color = Annotated[str, option("--color 方式", "颜色：auto（默认）、always、never。", callback=_color)]
CacheDir = Annotated[
    Path | None, option("--cache-dir 文件夹", "读过的、答过的存在这里，下次更快。默认在系统的缓存里。")
]
Folder = Annotated[Path, option("--dir 文件夹", "各单位提交文件所在的文件夹。默认 submissions。")]
NoCache = Annotated[bool, option("--no-cache", "不用缓存，也不留缓存。流水线里（环境变量 CI）默认如此。")]


def formats(writers: Mapping[str, Writer]) -> Any:
    """The option ``-f`` of a command, with what it can write; the first is the default."""
    default = next(iter(writers))
    abouts = {name: "默认" if name == default else writer.about for name, writer in writers.items()}
    names = "、".join(f"{name}（{about}）" if about else name for name, about in abouts.items())
    text = f"输出格式：{names}；写 json:结果.json 则存为文件，可写多次。"
    return option("-f --output-format 格式[:文件]", text)
