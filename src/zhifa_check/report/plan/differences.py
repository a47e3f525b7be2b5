"""Two plans compared, for people."""

from collections.abc import Sequence
from typing import TextIO

from zhifa_check.plan.additions import added_overall, additions, adds_to
from zhifa_check.plan.changes import Change, by_bound, changes
from zhifa_check.plan.changes_overall import overall
from zhifa_check.plan.model import Plan
from zhifa_check.plan.superseding import Stead
from zhifa_check.report.terminal import Terminal

_MARGIN = "    "


def write_differences(old: Plan, new: Plan, out: TextIO) -> None:
    """What is new, gone and different, then what each sort of unit must do differently."""
    terminal = Terminal(out)
    if adds_to(old, new):
        _write_additions(terminal, old, new)
        return
    found = changes(old, new)
    told = list(overall(old, new))
    if not found and not told:
        terminal.line("两份计划的要求相同。")
        return
    _part(terminal, "文件", [line.text for line in told])
    _part(terminal, "新增的要求", [_whole(one) for one in found if one.old is None])
    _part(terminal, "取消的要求", [_whole(one) for one in found if one.new is None])
    different = [one for one in found if one.lines]
    _grouped(terminal, "改了的要求", [(one.title, [line.text for line in one.lines]) for one in different])
    _grouped(terminal, "各单位要改什么", list(by_bound(old, new, found, told)))
    new_, gone = (sum(getattr(one, side) is None for one in found) for side in ("old", "new"))
    terminal.line(f"新增 {new_} 项，取消 {gone} 项，改了 {len(different)} 项。")


def _write_additions(terminal: Terminal, old: Plan, new: Plan) -> None:
    """What the second of two plans that hold together adds, and what of the first it stands in the place of."""
    found, told = additions(old, new), added_overall(old, new)
    kept = len(old.requirements) - len({one.old.id for one in found if one.old})
    terminal.line(
        f"{new.id} 与 {old.id} 是同一年度的两份文件，没有写 replaces：两份同时有效，"
        f"{old.id} 的要求除写明代替的以外都照旧。整个代替的，请写 replaces。"
    )
    _part(terminal, "文件", [line.text for line in told])
    _part(terminal, "新增的要求", [_whole(one) for one in found if one.old is None])
    steads = [
        (Stead(one.old, one.new).told(new), [line.text for line in one.lines]) for one in found if one.old and one.new
    ]
    _grouped(terminal, "代替的要求", steads)
    elsewhere = [f"{one.id}：{name}" for one in new.requirements for name in one.supersedes if name not in old.known]
    _part(terminal, "代替别的计划的要求", elsewhere)
    _grouped(terminal, "各单位要改什么", list(by_bound(old, new, found, told)))
    terminal.line(f"新增 {sum(one.old is None for one in found)} 项，代替 {len(steads)} 项，照旧 {kept} 项。")


def _grouped(terminal: Terminal, title: str, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Lines under what they are about."""
    if groups:
        terminal.line(title, styles={title: "bold"})
    for name, lines in groups:
        terminal.line(f"  {name}", indent=_MARGIN, styles={name: "cyan"})
        for line in lines:
            terminal.line(_MARGIN + line, indent=_MARGIN + "  ")


def _part(terminal: Terminal, title: str, lines: list[str]) -> None:
    if lines:
        terminal.part(title, lines, "  ")


def _whole(change: Change) -> str:
    one = change.new or change.old
    assert one is not None
    return f"{change.title}（{one.binds}）：{one.clauses[0].place}「{one.clauses[0].quote}」"
