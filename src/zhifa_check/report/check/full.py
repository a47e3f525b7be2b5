"""``full`` and ``concise``: a heading per unit, two lines a finding, then the summary and what comes due next."""

from typing import TextIO

from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check import verdict
from zhifa_check.report.check.view import ALWAYS_TOLD, UnitView, View
from zhifa_check.report.formats import Style
from zhifa_check.report.terminal import STYLES, Terminal


def write_full(view: View, out: TextIO, style: Style) -> None:
    """For people."""
    terminal = Terminal(out, style.color)
    if not style.quiet:
        for unit in view.units:
            shown = [*unit.told, *(unit.pending if style.verbose else ())]
            if shown:
                _unit(terminal, unit, shown)
    if style.statistics:
        _statistics(terminal, view)
    _summary(terminal, view, quiet=style.quiet)


def _unit(terminal: Terminal, unit: UnitView, shown: list[Finding]) -> None:
    nothing = "（没有提交任何文件）" if unit.id is not None and not unit.files else ""
    terminal.line(
        f"== {unit.name}{nothing}  {verdict.counts(unit.by_status)}", indent="   ", styles={unit.name: "bold"}
    )
    for finding in shown:
        _finding(terminal, finding)
    terminal.line()


def _finding(terminal: Terminal, finding: Finding) -> None:
    status = STATUS_NAMES[finding.status]
    text = f"{verdict.place(finding)} {status} {finding.id} {finding.message}"
    terminal.line(text, indent="    ", styles={f" {status} ": STYLES[finding.status]})
    if finding.clause is not None:
        terminal.line(f"    {finding.clause}「{finding.quote}」", indent="    ", styles={finding.clause: "dim"})
    if finding.waiver is not None:
        terminal.line(f"    核准不计：{verdict.waiver_words(finding.waiver)}", indent="    ")


def _statistics(terminal: Terminal, view: View) -> None:
    terminal.line("按要求统计", styles={"按要求统计": "bold"})
    called = verdict.titles(view)
    width = max((len(id_) for id_ in view.by_id), default=0)
    for id_, by_status in view.by_id.items():
        words = verdict.counts(dict(sorted(by_status.items())))
        terminal.line(f"  {id_:<{width}}  {words}  {called[id_]}", indent=" " * (width + 4))
    terminal.line()


def _summary(terminal: Terminal, view: View, *, quiet: bool) -> None:
    terminal.line(verdict.as_of_words(view), indent="  ", styles={str(view.as_of): "bold"})
    terminal.line(verdict.extent_words(view), indent="  ")
    styles = {words: STYLES[status] for status, words in verdict.count_words(view.by_status).items()}
    terminal.line(verdict.counts(view.by_status), indent="  ", styles=styles)
    restated = list(verdict.restated_lines(view))
    terminal.lines(restated)
    terminal.lines(verdict.cut_words([*restated, *(one.message for unit in view.units for one in unit.told)]))
    terminal.warn(verdict.notice_lines(notice for notice in view.notices if not quiet or notice.kind in ALWAYS_TOLD))
    if view.upcoming and not quiet:
        terminal.line("接下来到期：", styles={"接下来到期": "bold"})
        for item in view.upcoming:
            what = item.item or item.requirement.title
            text = f"  {item.strict_due}  {item.requirement.id} {what}（{item.period.chinese}）{len(item.units)} 个单位"
            terminal.line(text, indent=" " * 14)


def write_concise(view: View, out: TextIO, style: Style) -> None:
    """Findings in the order of the view; nothing else, so that editors and grep can read it."""
    for unit in view.units:
        for finding in unit.told:
            owner = "" if finding.status == "invalid" else f"{unit.name} "
            out.write(
                f"{verdict.place(finding)}: {STATUS_NAMES[finding.status]} {finding.id} {owner}{finding.message}\n"
            )
