"""Worked examples: a small fictional county for one requirement, written as YAML and judged like any other."""

import json
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import yaml

from zhifa_check.bureau.decisions import (
    Attested,
    AttestedFile,
    RulingFile,
    Rulings,
    WaiverFile,
    Waivers,
    load_decisions,
)
from zhifa_check.bureau.places import ATTESTED
from zhifa_check.bureau.units import Registry, Unit, registry_of
from zhifa_check.calendar.periods import Period
from zhifa_check.inputs.facts import Nothing
from zhifa_check.inputs.intake import read_documents
from zhifa_check.inputs.links import check_links
from zhifa_check.judge.engine import judge_unit
from zhifa_check.judge.findings import Finding, UnitResult
from zhifa_check.judge.frame import frame_of
from zhifa_check.judge.scope import Scope
from zhifa_check.judge.taking_in import foreign_of
from zhifa_check.kinds.base import Sections, Setting
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.kinds.verdict import worst_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.source.document import Document
from zhifa_check.source.loader import load

#: Days after the last due date on which examples are judged: everything in them is then decided.
_AFTERWARDS = timedelta(days=60)


class Example(NamedTuple):
    """What one unit writes and what comes of it; ``writer`` is the unit that holds the pen.

    ``entered`` is what the bureau enters beside it.
    """

    unit: Unit
    writer: Unit
    period: Period
    due: Due | None
    yaml: str
    entered: str
    status: str
    findings: tuple[Finding, ...]


def work_out(plan: Plan, requirement: Requirement, *, good: bool, trial: "Trial | None" = None) -> Example:
    """An example that satisfies a requirement, or one that breaks it, judged by the engine itself.

    Raises NeverDueError for a requirement that binds nobody because all its dates lie before the issue.
    """
    trial = trial or Trial(plan, requirement)
    setting = trial.setting
    sections = requirement.rule.example(setting, good=good)
    as_of = max(date(plan.year, 12, 31), day_of(setting.due.lenient) if setting.due else date.min) + _AFTERWARDS
    text, entered = trial.written(sections), trial.entered(good=good)
    result = trial.judge(text, as_of, entered)
    if open_until := [finding.lenient_due for finding in result.pending if finding.lenient_due]:
        # what has an interval of its own may reach beyond the year
        result = trial.judge(text, date.fromisoformat(max(open_until)[:10]) + _AFTERWARDS, entered)
    period = str(setting.period)
    status = worst_of(outcome.status for outcome in result.outcomes if outcome.period == period)
    findings = tuple(one for one in result.findings if (one.id, one.period) == (requirement.id, period))
    return Example(setting.unit, trial.writer, setting.period, setting.due, text, entered, status, findings)


class NeverDueError(Exception):
    """Every date of a requirement lies before the document was issued."""


class Trial:
    """A small county for one requirement, in which submissions are tried. Raises NeverDueError.

    ``setting`` is the first of its periods that binds; ``writer`` the unit that holds the pen: the one bound, or the
    one whose sections the rule rests on.
    """

    def __init__(self, plan: Plan, requirement: Requirement) -> None:
        registry = _county(plan, requirement)
        self._plan, self._requirement = plan, requirement
        self.setting = _setting(plan, requirement, registry)
        foreign = requirement.rule.foreign()
        reads_own = foreign is None or requirement.rule.sections()
        self.writer = next(one for one in registry.units if reads_own or foreign is None or foreign[1].includes(one))
        waivers: Waivers = load_decisions(None, WaiverFile, (), registry)
        rulings: Rulings = load_decisions(None, RulingFile, (), registry)
        whole = frame_of(plan, registry, waivers, rulings, self._attested(""), date.min)
        self._frame = whole._replace(scope=Scope(plan.model_copy(update={"requirements": (requirement,)})))
        self._silent = {one.id: read_documents(one, (), whole.vocabulary) for one in registry.units}

    def judge(self, text: str, as_of: date, entered: str = "") -> UnitResult:
        """What the engine makes of one submission and what the bureau entered."""
        frame = self._frame._replace(as_of=as_of, attested=self._attested(entered))
        intakes = self._silent
        if text:
            intake = read_documents(self.writer, [_loaded(text, self.writer)], frame.vocabulary)
            check_links(intake, frame.vocabulary)
            intakes = intakes | {self.writer.id: intake}
        unit = self.setting.unit
        years = {year: Nothing() for year in frame.other_years}
        return judge_unit(frame, unit, intakes[unit.id], foreign_of(frame, intakes), years=years)

    def written(self, sections: Sections) -> str:
        """The submission as a liaison would write it."""
        head = f"单位: {self.writer.name}\n年度: {self._plan.year}\n"
        return head + (_dumped(sections) if sections else "")

    def quickly_written(self, sections: Sections) -> str:
        """The same for nobody to read, a line a section: that takes no time to speak of."""
        lines = (f"{title}: {json.dumps(_as_text(one), ensure_ascii=False)}\n" for title, one in sections.items())
        return self.written({}) + "".join(lines)

    def entered(self, *, good: bool) -> str:
        """The figures of an example, as the bureau would enter them; nothing where the rule asks for none."""
        rule, named = self._requirement.rule, {"requirement": self._requirement.id}
        entries = [named | one for one in rule.attests(self.setting, good=good)]
        return _dumped({"attested": entries}) if entries else ""

    def _attested(self, entered: str) -> Attested:
        figures = {self._requirement.id: self.setting.period.every}
        document = load(entered.encode(), ATTESTED) if entered else None
        return load_decisions(document, AttestedFile, figures, self.setting.registry)


def _setting(plan: Plan, requirement: Requirement, registry: Registry) -> Setting:
    unit, rule, binding_due = registry.units[0], requirement.rule, plan.binding(requirement)
    for period in rule.periods(plan.year):
        due = binding_due(unit, period)
        if due is not None or rule.due_on(unit, period) is None:
            since, until = plan.binds_from(requirement), plan.effective_for(requirement)[1]
            words = plan.word_lists, plan.rules, unit, registry, plan.format
            return Setting(plan.year, period, due, *words, since, until)
    raise NeverDueError(requirement.id)


def _loaded(text: str, writer: Unit) -> Document:
    return load(text.encode(), f"submissions/{writer.name}/示例.yaml")


def _county(plan: Plan, requirement: Requirement) -> Registry:
    """The unit bound, one unit of every other kind, and a second holder of every role."""
    binds = requirement.binds
    usual = "部门" if "部门" in plan.kinds else plan.kinds[-1]
    kind = binds.kinds[0] if binds.kinds else usual
    units: list[dict[str, Any]] = [{"id": "u0", "name": f"某{kind}", "kind": kind, "roles": list(binds.roles)}]
    units += [
        {
            "id": f"u{number}",
            "name": f"{'另一' if other == kind else '某'}{other}",
            "kind": other,
            "roles": list(plan.roles) if other == usual else [],
        }
        for number, other in enumerate(plan.kinds, start=1)
    ]
    return registry_of(load(json.dumps({"units": units}).encode(), "units.yaml"), plan.known_words)


def _dumped(data: Any) -> str:
    return yaml.dump(
        _as_text(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
    )


def _as_text(node: Any) -> Any:
    """Every scalar as text, which is what our own loader reads."""
    if isinstance(node, dict):
        return {str(key): _as_text(value) for key, value in node.items()}
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
