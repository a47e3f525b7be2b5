"""What WPS, Word and a Chinese keyboard make of a command line: long dashes, Chinese quotes, full-width signs."""

import re
from collections.abc import Sequence

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
