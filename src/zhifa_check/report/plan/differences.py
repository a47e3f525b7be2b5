"""Two plans compared, for people."""

from typing import TextIO

from zhifa_check.plan.changes import Change, by_bound, changes
from zhifa_check.plan.changes_overall import overall
from zhifa_check.plan.model import Plan
from zhifa_check.report.terminal import Terminal

_MARGIN = "    "


def write_differences(old: Plan, new: Plan, out: TextIO) -> None:
    """What is new, gone and different, then what each sort of unit must do differently."""
    terminal = Terminal(out)
    found = changes(old, new)
    told = list(overall(old, new))
    if not found and not told:
        terminal.line("两份计划的要求相同。")
        return
    _part(terminal, "文件", [line.text for line in told])
    _part(terminal, "新增的要求", [_whole(one) for one in found if one.old is None])
    _part(terminal, "取消的要求", [_whole(one) for one in found if one.new is None])
    different = [one for one in found if one.lines]
    if different:
        terminal.line("改了的要求", styles={"改了的要求": "bold"})
    for one in different:
        terminal.line(f"  {one.title}", styles={one.title: "cyan"})
        for line, _ in one.lines:
            terminal.line(_MARGIN + line, indent=_MARGIN + "  ")
    groups = list(by_bound(old, new, found, told))
    if groups:
        terminal.line("各单位要改什么", styles={"各单位要改什么": "bold"})
    for name, lines in groups:
        terminal.line(f"  {name}")
        for line in lines:
            terminal.line(_MARGIN + line, indent=_MARGIN + "  ")
    new_, gone = (sum(getattr(one, side) is None for one in found) for side in ("old", "new"))
    terminal.line(f"新增 {new_} 项，取消 {gone} 项，改了 {len(different)} 项。")


def _part(terminal: Terminal, title: str, lines: list[str]) -> None:
    if lines:
        terminal.part(title, lines, "  ")


def _whole(change: Change) -> str:
    one = change.new or change.old
    assert one is not None
    return f"{change.title}（{one.binds}）：{one.clauses[0].place}「{one.clauses[0].quote}」"
