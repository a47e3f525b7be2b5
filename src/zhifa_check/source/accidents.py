"""The typing accidents behind a syntax error: what a person who has never heard of YAML did, and how to mend it."""

import re
from collections.abc import Iterator

import yaml

from zhifa_check.source.document import Mark, SourceError
from zhifa_check.source.limits import TOO_DEEP
from zhifa_check.source.text import ODD_SPACES, position

# What the YAML parsers call a printable character; the rest they refuse.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: What Chinese input gives for the dash before a record, the comma and the brackets; for classes of patterns.
FULL_WIDTH_DASHES = "－—–·•"
FULL_WIDTH_COMMAS = "，；、"
FULL_WIDTH_BRACKETS = {"［": "[", "【": "[", "｛": "{", "］": "]", "】": "]", "｝": "}"}
_OPENING, _CLOSING = "［｛【", "］｝】"

#: A name at the start of a line, its colon typed in Chinese mode.
FULL_WIDTH_COLON = re.compile(r"\s*(?:-\s*)*[^\s:：'\"\[{#]+(：)")
FULL_WIDTH_COLON_MEND = (
    "用了全角冒号“：”，YAML 需要半角冒号加一个空格“: ”。请切换到英文输入法重打冒号，并在后面空一格。"
)

#: How much of a line is searched for accidents.
_LOOKED_AT = 2000

#: Pattern of a line, the group that the cursor points at is the first; what was found and how to mend it.
_ACCIDENTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(f"^[ ]*([{ODD_SPACES}])"),
        "行首用了全角空格或特殊空格，YAML 只认半角空格。请把行首换成半角空格（每层两个）。",
    ),
    (re.compile("^" + FULL_WIDTH_COLON.pattern), FULL_WIDTH_COLON_MEND),
    (
        re.compile(rf"[\[{{][^#]*?([{FULL_WIDTH_COMMAS}：])"),
        "方括号或花括号里用了全角标点，YAML 需要半角的“,”和“: ”。请切换到英文输入法重打。",
    ),
    (re.compile(rf":\s+([{_OPENING}])"), "用了全角括号，YAML 需要半角的“[ ]”和“{ }”。请切换到英文输入法重打。"),
    (re.compile(f"^[^#]*?([{_CLOSING}])"), "用了全角括号，YAML 需要半角的“[ ]”和“{ }”。请切换到英文输入法重打。"),
    (
        re.compile(rf"^\s*([{FULL_WIDTH_DASHES}])\s*\S+:"),
        "记录前面的短横要用半角的“-”，后面空一格。请切换到英文输入法重打。",
    ),
    (
        re.compile(r":\s+((?:\[[^\]]*\]|\{[^}]*\})[^\s,\]}#])"),
        "值以括号开头，YAML 把括号当成了列表，后面的字就读不下去。请给整个值加英文引号，如 文号: '[某]1号'。",
    ),
    (
        re.compile(r"^\s*(?:-\s+)?[^\s:'\"\[{#]+:\s+([^'\"\[{#\s][^#]*?:(?:\s|$))"),
        "值里又有一个“: ”，YAML 分不清哪个冒号是名称后面的。请给整个值加英文引号，如 课程: '通知: 关于培训'。",
    ),
    (
        re.compile(r"^\s*(?:-\s+)?[^\s:'\"\[{#]+:\s+(%|@|`)"),
        "值以 % @ ` 开头，这些符号在 YAML 里另有用途。请给整个值加英文引号。",
    ),
    (
        re.compile(r"^\s*(?:-\s+)?([^\s:：'\"\[{#]+:)(?=[^ \r\n:/])"),
        "冒号后面少了半角空格，YAML 需要“名称: 值”，冒号后空一格（全角空格不算）。",
    ),
    (re.compile(r"^\s*(-(?=[^\s\-\d]))"), "记录前面的“-”后面少了空格，请写成“- ”。"),
    (
        re.compile(r":\s+((?:'[^']*'|\"[^\"]*\")[^\s,\]}#])"),
        "引号后面还有字。请把引号放在整个值的两头，或者去掉引号。",
    ),
)


def explained(text: str, error: Exception) -> SourceError:
    """What stopped the parser: a limit of its own, a control character, else the accident nearest above."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        if "nesting depth" in (error.problem or ""):
            # libyaml looks ahead and may reach a limit of its own before the event that would reach ours
            return SourceError("D.limit", TOO_DEEP, mark.line + 1, mark.column + 1)
        return _accident(text, error.problem or "", mark, error.context_mark)
    found = _UNPRINTABLE.search(text)
    line, column = position(text, found.start()) if found else (1, 1)
    what = f"这里有一个不能显示的控制字符（U+{ord(found.group()):04X}）" if found else "文件里有读不懂的字符"
    return SourceError("D.syntax", f"{what}，多半是从别处粘贴带来的。请删去后重新输入这一处。", line, column)


def _accident(text: str, problem: str, mark: Mark, context: Mark | None) -> SourceError:
    lines = text.split("\n")
    # every pattern may look from each sign of a line to its end
    lines = [line[:_LOOKED_AT] for line in lines]
    for number in _suspects(lines, mark.line, context.line if context else mark.line):
        for pattern, message in _ACCIDENTS:
            if found := pattern.search(lines[number]):
                return SourceError("D.syntax", message, number + 1, found.start(1) + 1)
    if "end of stream" in problem and context is not None:
        message = "从这里开始的引号或括号没有另一半。请补上，或者去掉这一半。"
        return SourceError("D.syntax", message, context.line + 1, context.column + 1)
    if context is not None and ("',' or '}'" in problem or "',' or ']'" in problem):
        pair = "“{”没有找到另一半“}”" if "}" in problem else "“[”没有找到另一半“]”"
        message = f"从这里开始的{pair}，或者里面两项之间少了逗号“, ”。请补上。"
        return SourceError("D.syntax", message, context.line + 1, context.column + 1)
    if mark.line >= len(lines) or not lines[mark.line].strip():
        # the parser noticed at the very end: point at the last thing written
        last = max((number for number, line in enumerate(lines[: mark.line + 1]) if line.strip()), default=0)
        return SourceError("D.syntax", _advice(problem), last + 1, len(lines[last].rstrip()) + 1)
    return SourceError("D.syntax", _advice(problem), mark.line + 1, mark.column + 1)


def _suspects(lines: list[str], at: int, context: int) -> Iterator[int]:
    """The line where the parser stopped, then the two written lines above it, then where its context began."""
    last = min(at, len(lines) - 1)
    written = [number for number in range(last, max(last - 20, -1), -1) if lines[number].strip()]
    yield from written[:3]
    if context not in written[:3] and 0 <= context < last:
        yield context


def _advice(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "这里不该有冒号。多半是行首空格与上一行没有对齐，或者上一行少了冒号、少了引号。请检查这一行和上一行。"
    if "cannot start any token" in problem:
        return "这个符号不能放在值的开头。请给整个值加英文引号。"
    if "expected <block end>" in problem or "did not find expected" in problem:
        return (
            "这一行与上面的内容接不上。多半是行首空格没有对齐（同一层要一样多），或者少了“- ”。请检查这一行和上一行。"
        )
    if "could not find expected ':'" in problem:
        return "这一行（或上一行）少了冒号。请写成“名称: 值”，冒号用英文半角，后面空一格。"
    return "这一行的写法读不懂。请检查冒号、引号、括号是否是英文半角、是否成对，行首空格是否对齐。"
