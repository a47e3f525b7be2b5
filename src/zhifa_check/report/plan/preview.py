"""A plan as the units will meet it, before it is issued: the dates of its year, the forms, the explanations."""

import io
import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TextIO

from zhifa_check.bureau.config import read_document
from zhifa_check.bureau.units import Registry, Unit, registry_of
from zhifa_check.forms.duties import Duties, duties_of
from zhifa_check.judge.agenda import agenda, last_due
from zhifa_check.plan.model import Plan
from zhifa_check.report.deadlines import deadline_lines
from zhifa_check.report.due.formats import write_full
from zhifa_check.report.due.ics import write_ics
from zhifa_check.report.due.listing import DueList
from zhifa_check.report.explain.page import explain_requirement
from zhifa_check.report.terminal import Terminal
from zhifa_check.source.loader import load

_MARGIN = "    "


def registry_for(plan: Plan, path: Path, *, asked: bool) -> Registry:
    """The registry beside the plan, else one unit of each kind with every role. Raises ConfigError."""
    if asked or path.is_file():
        return registry_of(read_document(path), plan.known_words)
    units = [
        {"id": f"u{number}", "name": f"某{kind}", "kind": kind, "roles": list(plan.roles)}
        for number, kind in enumerate(plan.kinds, start=1)
    ]
    return registry_of(load(json.dumps({"units": units}).encode(), "units.yaml"), plan.known_words)


def write_preview(plan: Plan, registry: Registry, out: TextIO) -> None:
    """Everything on one page."""
    terminal = Terminal(out)
    terminal.line(f"{plan.title}（{plan.id}），{plan.issued} 印发后这样执行", styles={plan.title: "bold"})
    terminal.line()
    write_full(_year(plan, registry), out)
    terminal.line()
    terminal.line("各类单位要填什么", styles={"各类单位要填什么": "bold"})
    for duties in _sorts(plan, registry):
        sections = "、".join(duty.section for duty in duties.sections) or "没有"
        roles = f"（{'、'.join(duties.unit.roles)}）" if duties.unit.roles else ""
        terminal.line(f"  {duties.unit.kind}{roles}，如{duties.unit.name}：{sections}", indent=_MARGIN)
        for item in duties.items:
            days = "、".join(str(entry.strict_due) for entry in item.entries)
            terminal.line(f"{_MARGIN}报送 {item.item}：{days}", indent=_MARGIN * 2)
    terminal.line()
    terminal.line("每项要求怎样算", styles={"每项要求怎样算": "bold"})
    for requirement in plan.requirements:
        terminal.line(f"  {requirement.id} {requirement.title}（{requirement.binds}）", styles={requirement.id: "cyan"})
        for line in (*deadline_lines(plan, requirement), *requirement.formula(plan.year)):
            terminal.line(_MARGIN + line, indent=_MARGIN)
    for entry in plan.scores:
        name = f"{entry.id} {entry.title}（看 {'、'.join(entry.of)}）"
        terminal.line(f"  {name}", styles={entry.id: "cyan"})
        terminal.line(f"{_MARGIN}{'；'.join(entry.score.words())}。", indent=_MARGIN)


def write_preview_files(plan: Plan, registry: Registry, folder: Path) -> list[Path]:
    """The calendar, a workbook for each sort of unit, and an explanation of each requirement. Raises OSError."""
    from zhifa_check.forms.folder import unit_folder
    from zhifa_check.forms.workbook import workbook

    made = [_write(folder / "日程.txt", lambda out: write_full(_year(plan, registry), out))]
    made.append(_write(folder / "日历.ics", lambda out: write_ics(_year(plan, registry), out)))
    vocabulary = plan.vocabulary(registry)
    for duties in _sorts(plan, registry):
        if duties.sections:
            path = folder / f"填报表-{unit_folder(duties.unit)}.xlsx"
            path.write_bytes(workbook(plan, registry, vocabulary, duties))
            made.append(path)
    pages = ((one.id, partial(explain_requirement, plan, one)) for one in plan.requirements)
    return made + [_write(folder / f"{name}.txt", page) for name, page in pages]


def _write(path: Path, write: Callable[[TextIO], None]) -> Path:
    out = io.StringIO()
    write(out)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def _year(plan: Plan, registry: Registry) -> DueList:
    first, last = date(plan.year, 1, 1), last_due(plan, registry.units)
    return DueList(plan, first, last, agenda(plan, registry.units, first, last))


def _sorts(plan: Plan, registry: Registry) -> list[Duties]:
    """The first unit of each kind and roles: the others fill in the same."""
    first: dict[tuple[object, ...], Unit] = {}
    for unit in registry.units:
        first.setdefault(unit.sort, unit)
    return [duties_of(plan, unit) for unit in first.values()]
