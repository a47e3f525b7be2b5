"""One requirement, or one error of intake, told in full: source, readings, formula, and examples that were judged."""

import textwrap
from typing import TextIO

from zhifa_check.judge.example import Example, NeverDueError, work_out
from zhifa_check.kinds.attested import FILE
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.scored import Scored
from zhifa_check.plan.worth import looked_at
from zhifa_check.report.deadlines import deadline_lines
from zhifa_check.report.explain.intake_guide import GUIDE
from zhifa_check.report.terminal import Terminal

_MARGIN = "    "


def explain_requirement(plan: Plan, requirement: Requirement, out: TextIO, color: str = "auto") -> None:
    """Everything about a requirement, from the plan's data."""
    terminal = Terminal(out, color)
    terminal.line(f"{requirement.id}  {requirement.title}", styles={requirement.id: "bold", requirement.title: "bold"})
    terminal.part("原文", [f"{clause.place}「{clause.quote}」" for clause in requirement.clauses])
    terminal.part("责任单位", [str(requirement.binds)])
    terminal.part("期限", deadline_lines(plan, requirement))
    terminal.part("怎样算", requirement.formula(plan.year))
    if requirement.score:
        terminal.part("怎样计分", ["；".join(requirement.score.words()) + "。"])
    for entry in plan.scores:
        if requirement.id in looked_at(plan, entry.of, entry.score):
            terminal.part(f"考核里怎样计分：{entry.id} {entry.title}", ["；".join(entry.score.words()) + "。"])
    if requirement.note:
        terminal.part("说明", [requirement.note])
    readings = [plan.readings[name] for name in requirement.readings]
    for reading in readings:
        if reading.lenient is None:
            terminal.part(f"原文没有写明的：{reading.question}", [f"{reading.strict}（{reading.basis}）"])
    disputed = [reading for reading in readings if reading.lenient is not None]
    for reading in disputed:
        lines = [f"严格理解：{reading.strict}", f"宽松理解：{reading.lenient}", f"依据：{reading.basis}"]
        terminal.part(f"原文的两种读法：{reading.question}", lines)
    if disputed:
        terminal.part("", ["两种读法都满足为达标，都不满足为未达标，一满足一不满足为待认定，由人决定。"])
    try:
        good, bad = (work_out(plan, requirement, good=one) for one in (True, False))
    except NeverDueError:
        return
    whose = "" if good.writer is good.unit else f"（由{good.writer.name}填，认定的是{good.unit.name}）"
    whose = f"（由司法局填在 {FILE}，认定的是{good.unit.name}）" if good.entered else whose
    terminal.line(f"这样填就达标{whose}", styles={"这样填就达标": "bold"})
    _yaml(terminal, good)
    if requirement.rule.asks_nothing():
        return
    terminal.line(f"这样填就{STATUS_NAMES[bad.status]}", styles={"这样填就": "bold"})
    _yaml(terminal, bad)
    terminal.part("检查时会看到", [f"{STATUS_NAMES[one.status]} {one.id} {one.message}" for one in bad.findings])


def explain_points(plan: Plan, entry: Scored, out: TextIO, color: str = "auto") -> None:
    """What requirements of other plans are worth in an assessment."""
    terminal, known = Terminal(out, color), plan.known
    terminal.line(f"{entry.id}  {entry.title}", styles={entry.id: "bold", entry.title: "bold"})
    terminal.part("原文", [f"{clause.place}「{clause.quote}」" for clause in entry.clauses])
    terminal.part("考核哪些单位", [str(entry.binds) if entry.binds else "下面各项要求约束的单位"])
    waiting = "（那份计划还没有印发、已被代替或者读不出）"
    of = [
        f"{name}{f' {known[name].title}' if name in known else waiting}"
        for name in looked_at(plan, entry.of, entry.score)
    ]
    terminal.part("做到没有，看下面各项（用 zhifa explain 看怎样认定）", of)
    terminal.part("怎样计分", ["；".join(entry.score.words()) + "。"])


def explain_problem(plan: Plan, id_: str, out: TextIO, color: str = "auto") -> None:
    """What an error of intake means, how it comes about, how to mend it."""
    terminal, entry = Terminal(out, color), GUIDE[id_].told(plan)
    terminal.line(f"{id_}  {entry.title}", styles={id_: "bold", entry.title: "bold"})
    terminal.part("什么意思", [entry.meaning])
    if entry.wrong:
        terminal.part("错的写法", entry.wrong.splitlines())
    terminal.part("怎样改", [entry.mend])
    if entry.right:
        terminal.part("改好以后", entry.right.splitlines())
    terminal.part("后果", [entry.cost])


def _yaml(terminal: Terminal, example: Example) -> None:
    for line in textwrap.indent(example.entered or example.yaml, _MARGIN).splitlines():
        terminal.line(line, indent=_MARGIN * 2)
