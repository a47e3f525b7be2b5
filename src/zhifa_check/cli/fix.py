"""``zhifa fix``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import fail
from zhifa_check.cli.options import option
from zhifa_check.source.files import shown
from zhifa_check.words.harmless import harmless

if TYPE_CHECKING:
    from zhifa_check.mend.fixing import Fixed
    from zhifa_check.report.terminal import Terminal


@asking("paths")
def fix(
    *,
    asked: Asked,
    diff: Annotated[bool, option("--diff", "只显示要改什么，不动文件（默认）。")] = False,
    write: Annotated[bool, option("--write", "写回文件。")] = False,
    color: options.Color = "auto",
) -> None:
    """只改写法，不改内容：全角标点和空格、Tab、2023.9.5 这样的日期、少写的引号、GBK 编码。

    日期是哪一天、数字是几、文字怎么写，一概不动；拿不准的不改，说清在哪里、怎样改。
    退出码：0 没有要改的（--write：都改好了）；1 有要改的（--write：有的要自己改）；2 用法或路径有误。
    """
    from zhifa_check.mend.files import files_of, format_for, read
    from zhifa_check.mend.files import write as write_back
    from zhifa_check.report.terminal import Terminal

    if diff and write:
        fail("--diff 和 --write 只能选一个")
    files = list(files_of(asked.folders))
    known = format_for(asked.folders)
    terminal = Terminal(sys.stdout, color)
    changed = left = 0
    for path, refused in files:
        fixed = read(path, refused, known)
        trouble = write_back(path, fixed) if write and fixed.changed else None
        if trouble:
            terminal.line(f"{harmless(shown(path))} {trouble}", styles={"没有写成": "bold red"})
        elif write and fixed.changed:
            terminal.line(f"{harmless(shown(path))} 改好了", styles={"改好了": "green"})
        _show(path, fixed, terminal, written=write)
        changed += fixed.changed and not trouble
        left += len(fixed.left) + bool(trouble)
    _summary(terminal, len(files), changed, left, written=write)
    raise typer.Exit(int(bool(left or (changed and not write))))


def _show(path: Path, fixed: "Fixed", terminal: "Terminal", *, written: bool) -> None:
    """The diff of one file, the values that it writes in another way, and what a person has to mend."""
    from zhifa_check.report.diff import show_diff
    from zhifa_check.words.identity import masked

    name = harmless(shown(path))
    if fixed.before != fixed.after and not written:
        show_diff(name, fixed.before, fixed.after, terminal)
    if fixed.foreign:
        terminal.line(f"{name} 编码：{fixed.foreign} 改存为 UTF-8", indent="    ", styles={"编码": "green"})
    for word, style, remarks in (("写法", "green", fixed.values), ("要自己改", "bold red", fixed.left)):
        for remark in remarks:
            message = harmless(masked(remark.message)).rstrip("。")
            text = f"{name}:{remark.line}:{remark.column} {word}：{message}。"
            terminal.line(text, indent="    ", styles={word: style})


def _summary(terminal: "Terminal", files: int, changed: int, left: int, *, written: bool) -> None:
    done = f"改好 {changed} 份" if written else f"能改的 {changed} 份"
    rest = f"，要自己改的 {left} 处" if left else ""
    hint = "。加上 --write 就写回文件" if changed and not written else ""
    ending = "。内容对不对，请再用 zhifa check 核对。" if written and changed else hint + "。"
    terminal.line(f"看了 {files} 份文件，{done}{rest}{ending}")
