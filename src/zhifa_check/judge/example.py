"""Worked examples: a small fictional county for one requirement, written as YAML and judged like any other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from zhifa_check.bureau.units import Registry, Unit, registry_of
from zhifa_check.bureau.waivers import Waivers
from zhifa_check.calendar.periods import Period
from zhifa_check.inputs.intake import Intake, read_documents
from zhifa_check.inputs.links import check_links, name_subjects
from zhifa_check.judge.engine import Frame, foreign_of, frame_of, judge_unit
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.base import Sections, Setting, worst_of
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.plan.model import Plan, Requirement
from zhifa_check.source.document import Document
from zhifa_check.source.loader import load

#: Days after the last due date on which examples are judged: everything in them is then decided.
_AFTERWARDS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Example:
    """What one unit writes and what comes of it; ``writer`` is the unit that holds the pen."""

    unit: Unit
    writer: Unit
    period: Period
    due: Due | None
    yaml: str
    status: str
    findings: tuple[Finding, ...]


def work_out(plan: Plan, requirement: Requirement, *, good: bool) -> Example:
    """An example that satisfies a requirement, or one that breaks it, judged by the engine itself."""
    registry = _county(plan, requirement)
    unit = registry.units[0]
    rule = requirement.rule
    period, due = next(
        (period, due)
        for period in rule.periods(plan.year)
        if (due := plan.binding_due(requirement, unit, period)) is not None or rule.due_on(unit, period) is None
    )
    setting = Setting(plan.year, period, due, plan.categories, plan.rules, unit, registry)
    sections = rule.example(setting, good=good)
    foreign = rule.foreign()
    writer = unit if foreign is None else next(one for one in registry.units if foreign[1].includes(one))
    text = _written(writer, plan.year, sections)
    as_of = max(date(plan.year, 12, 31), day_of(due.lenient) if due else date(plan.year, 12, 31)) + _AFTERWARDS
    frame = frame_of(plan, registry, Waivers(None, (), registry), as_of)
    intakes = {one.id: _taken_in(frame, one, text if one is writer else None) for one in registry.units}
    result = judge_unit(frame, unit, intakes[unit.id], foreign_of(frame, intakes))
    status = worst_of(
        outcome.status
        for outcome in result.outcomes
        if (outcome.requirement, outcome.period) == (requirement.id, str(period))
    )
    findings = tuple(
        finding for finding in result.findings if finding.id == requirement.id and finding.period == str(period)
    )
    return Example(unit, writer, period, due, text, status, findings)


def _county(plan: Plan, requirement: Requirement) -> Registry:
    """The unit bound, one unit of every other kind, and a second holder of every role."""
    binds = requirement.binds
    kind = binds.kinds[0] if binds.kinds else next((one for one in plan.kinds if one == "部门"), plan.kinds[0])
    units: list[dict[str, Any]] = [{"id": "u0", "name": f"某{kind}", "kind": kind, "roles": list(binds.roles)}]
    units += [
        {
            "id": f"u{number}",
            "name": f"另一{other}",
            "kind": other,
            "roles": list(plan.roles) if other == "部门" else [],
        }
        for number, other in enumerate(plan.kinds, start=1)
    ]
    text = yaml.safe_dump({"units": units}, allow_unicode=True)
    return registry_of(load(text.encode(), "units.yaml"), plan.known_words)


def _written(writer: Unit, year: int, sections: Sections) -> str:
    """The submission as a liaison would write it."""
    head = f"单位: {writer.name}\n年度: {year}\n"
    body = yaml.dump(
        _as_text(sections), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
    )
    return head + body


def _as_text(node: Any) -> Any:
    """Every scalar as text, which is what our own loader reads."""
    if isinstance(node, dict):
        return {key: _as_text(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_as_text(value) for value in node]
    return f"{node:%Y-%m-%d %H:%M}" if isinstance(node, datetime) else str(node)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand two spaces in, as in the manual."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Anchors are refused at intake."""
        return True


# Plain text needs no quotes here: our loader takes nothing for a number or a date. Never empty the inherited table.
_Dumper.yaml_implicit_resolvers = {}


def _taken_in(frame: Frame, unit: Unit, text: str | None) -> Intake:
    documents: list[Document] = [load(text.encode(), f"submissions/{unit.name}/示例.yaml")] if text else []
    intake = read_documents(unit, documents, frame.vocabulary)
    name_subjects(intake, frame.vocabulary)
    check_links(intake, frame.vocabulary)
    return intake
