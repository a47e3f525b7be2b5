"""``full``: a heading per unit, two lines a finding, then the summary and what comes due next."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from zhifa_check.judge.findings import Finding, Notice
from zhifa_check.kinds.base import STATUS_NAMES
from zhifa_check.report.style import Style
from zhifa_check.report.terminal import STYLES, Terminal
from zhifa_check.report.view import ALWAYS_TOLD, UnitView, View


def write_full(view: View, out: TextIO, style: Style) -> None:
    """For people."""
    terminal = Terminal(out, style.color)
    if not style.quiet:
        for unit in view.units:
            shown = [*unit.findings, *(unit.pending if style.verbose else ())]
            if shown:
                _unit(terminal, unit, shown)
    if style.statistics:
        _statistics(terminal, view)
    _summary(terminal, view, quiet=style.quiet)


def _unit(terminal: Terminal, unit: UnitView, shown: list[Finding]) -> None:
    counts = " · ".join(f"{STATUS_NAMES[status]} {count}" for status, count in unit.by_status.items())
    nothing = "（没有提交任何文件）" if unit.id is not None and not unit.files else ""
    terminal.line(f"== {unit.name}{nothing}  {counts}", indent="   ", styles={unit.name: "bold"})
    for finding in shown:
        _finding(terminal, finding)
    terminal.line()


def _finding(terminal: Terminal, finding: Finding) -> None:
    status = STATUS_NAMES[finding.status]
    place = f"{finding.file}:{finding.line}:{finding.column}"
    text = f"{place} {status} {finding.id} {finding.message}"
    terminal.line(text, indent="    ", styles={f" {status} ": STYLES[finding.status]})
    if finding.clause is not None:
        terminal.line(f"    {finding.clause}「{finding.quote}」", indent="    ", styles={finding.clause: "dim"})
    if finding.waiver is not None:
        waiver = finding.waiver
        text = f"    豁免：{waiver.reason}（{waiver.document}，{waiver.approved_by}批准，{waiver.expires_on} 到期）"
        terminal.line(text, indent="    ")


def _statistics(terminal: Terminal, view: View) -> None:
    terminal.line("按要求统计", styles={"按要求统计": "bold"})
    titles = {requirement.id: requirement.title for requirement in view.plan.requirements}
    width = max((len(id_) for id_ in view.by_id), default=0)
    for id_, counts in view.by_id.items():
        words = " · ".join(f"{STATUS_NAMES[status]} {count}" for status, count in sorted(counts.items()))
        terminal.line(f"  {id_:<{width}}  {words}  {titles.get(id_, '')}".rstrip(), indent=" " * (width + 4))
    terminal.line()


def _summary(terminal: Terminal, view: View, *, quiet: bool) -> None:
    plan = view.plan
    judged = sum(unit.id is not None for unit in view.units)
    terminal.line(f"截至 {view.as_of}，{plan.title}（{plan.id}）", indent="  ", styles={str(view.as_of): "bold"})
    terminal.line(
        f"单位 {judged} 个，文件 {view.files} 份，记录 {view.records} 条，要求 {view.requirements} 项，"
        f"义务 {len(view.outcomes)} 项，填写错误 {sum(f.status == 'invalid' for f in view.findings)} 处",
        indent="  ",
    )
    words = {f"{STATUS_NAMES[status]} {count}": STYLES[status] for status, count in view.by_status.items() if count}
    if words:
        terminal.line(" · ".join(words), indent="  ", styles=words)
    told = [notice for notice in view.notices if not quiet or notice.kind in ALWAYS_TOLD]
    for line in _notices(told):
        terminal.line(f"注意：{line}", indent="      ", styles={"注意": "yellow"})
    if view.upcoming and not quiet:
        terminal.line("接下来到期：", styles={"接下来到期": "bold"})
        for item in view.upcoming:
            what = item.item or item.requirement.title
            text = f"  {item.strict_due}  {item.requirement.id} {what}（{item.period.chinese}）{len(item.units)} 个单位"
            terminal.line(text, indent=" " * 14)


def _notices(notices: Sequence[Notice]) -> Iterator[str]:
    for notice in notices:
        place = f"{notice.file}:{notice.line} " if notice.file and notice.line else ""
        yield place + notice.message
