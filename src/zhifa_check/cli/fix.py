"""``zhifa fix``."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli.common import Color, check_color, fail, loud

if TYPE_CHECKING:
    from zhifa_check.format.format import Format
    from zhifa_check.mend.fixing import Fixed
    from zhifa_check.report.terminal import Terminal

Paths = Annotated[list[Path] | None, typer.Argument(metavar="[路径]...", help="提交文件或文件夹。默认 submissions/。")]


_ELSEWHERE = "这是指向别处的链接，没有看。请对那里的文件运行本命令"


def fix(
    paths: Paths = None,
    diff: Annotated[bool, typer.Option("--diff", help="只显示要改什么，不动文件（默认）。")] = False,
    write: Annotated[bool, typer.Option("--write", help="写回文件。")] = False,
    color: Color = "auto",
) -> None:
    """只改写法，不改内容：全角标点和空格、Tab、2023.9.5 这样的日期、少写的引号、GBK 编码。

    日期是哪一天、数字是几、文字怎么写，一概不动；拿不准的不改，说清在哪里、怎样改。
    退出码：0 没有要改的（--write：都改好了）；1 有要改的（--write：有的要自己改）；2 用法或路径有误。
    """
    from zhifa_check.report.terminal import Terminal

    if diff and write:
        fail("--diff 和 --write 只能选一个")
    check_color(color)
    with loud():
        files = list(_files(paths or [Path("submissions")]))
        known = _known(paths or [Path("submissions")])
    terminal = Terminal(sys.stdout, color)
    changed = left = 0
    for path, refused in files:
        fixed = _read(path, refused, known)
        remarks = len(fixed.left)
        if fixed.changed:
            changed += 1
            trouble = _write(path, fixed) if write else None
            if trouble:
                terminal.line(f"{_shown(path)} {trouble}", styles={"没有写成": "bold red"})
                changed -= 1
                remarks += 1
            elif write:
                terminal.line(f"{_shown(path)} 改好了", styles={"改好了": "green"})
        _show(path, fixed, terminal, written=write)
        left += remarks
    _summary(terminal, len(files), changed, left, written=write)
    raise typer.Exit(int(bool(left or (changed and not write))))


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str | None]]:
    """Every file that ``check`` would read, each once, and whatever is not looked at, with the reason."""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.judge.looking import no_submissions, submission_files, survey, there

    there(paths)
    found: dict[str, tuple[Path, str | None]] = {}
    whole = survey(paths)
    for path in paths:
        base = os.path.realpath(path if os.path.isdir(path) else path.parent)
        for file in submission_files(survey([path]), find_places([path])):
            real = os.path.realpath(file)
            inside = not file.is_symlink() or Path(real).is_relative_to(base)
            found.setdefault(real, (file, None if inside else _ELSEWHERE))
    if not found:
        raise no_submissions(paths, whole)
    yield from found.values()
    for one in whole.refused:
        yield one.path, _ELSEWHERE if os.path.isfile(one.path) else one.message


def _known(paths: Sequence[Path]) -> "Format | None":
    """The format of the plans that the files are for; None where no plan adds to it."""
    from zhifa_check.bureau.places import find_places

    adding = set()
    for plan in {plan for path in paths for plan in find_places([path]).plans}:
        with suppress(OSError):  # check tells of it
            adding |= {plan} if b"\nsections:" in plan.read_bytes() else set()
    if not adding:
        return None
    from zhifa_check.plan.load import format_of_all

    return format_of_all(sorted(adding))


def _read(path: Path, refused: str | None, known: "Format | None") -> "Fixed":
    from zhifa_check.mend.fixing import Fixed, Remark, fix
    from zhifa_check.source.files import read_limited, reason

    if refused is not None:
        return Fixed(b"", "", "", left=(Remark(1, 1, refused),))
    try:
        return fix(read_limited(path), known)
    except OSError as error:
        message = f"读不出文件（{reason(error)}）。请检查文件是否还在、是否有权限打开"
        return Fixed(b"", "", "", left=(Remark(1, 1, message),))


def _write(path: Path, fixed: "Fixed") -> str | None:
    """Write a file; why that could not be done, in Chinese."""
    from zhifa_check.source.writing import WriteError, replace_all, sweep

    # a link stays a link
    target = Path(os.path.realpath(path))
    try:
        sweep({target.parent})
        replace_all([(target, fixed.content, fixed.new_content)])
    except WriteError as error:
        return f"没有写成：{error}"
    return None


def _shown(path: Path) -> str:
    from zhifa_check.source.files import shown
    from zhifa_check.words.harmless import harmless

    return harmless(shown(path))


def _show(path: Path, fixed: "Fixed", terminal: "Terminal", *, written: bool) -> None:
    """The diff of one file, the values that it writes in another way, and what a person has to mend."""
    from zhifa_check.report.diff import show_diff
    from zhifa_check.words.harmless import harmless
    from zhifa_check.words.identity import masked

    name = _shown(path)
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
