"""``zhifa rules``: every requirement, one a row."""

from collections.abc import Iterator
from typing import TextIO

from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.deadlines import never_due, stead_lines
from zhifa_check.report.json_text import SCHEMA_VERSION, write_document
from zhifa_check.report.tables import write_markdown_table
from zhifa_check.report.terminal import Terminal
from zhifa_check.words.wrap import pad


def write_full(plan: Plan, out: TextIO, color: str = "auto") -> None:
    """A table for people."""
    terminal = Terminal(out, color)
    terminal.line(f"{plan.title}（{plan.id}），{len(plan.requirements)} 项要求", styles={plan.title: "bold"})
    ids = max((len(one) for one in plan.known), default=0)
    for requirement in plan.requirements:
        row = (pad(requirement.id, ids), pad(requirement.title, 32), pad(_due(requirement), 12), _clause(requirement))
        terminal.line("  ".join(row), indent=" " * (ids + 2), styles={requirement.id: "cyan"})
        for line in _moreover(plan, requirement):
            terminal.line(" " * (ids + 2) + line, indent=" " * (ids + 2))
    if plan.scores:
        terminal.line(f"另有 {len(plan.scores)} 项考核按上面的要求计分：", styles={"另有": "bold"})
    for points in plan.scores:
        terminal.line(f"  {points.id} {points.title}（看 {'、'.join(points.of)}）", indent="    ")
    terminal.line(f"另有 {len(plan.not_checked)} 项文件写了而没有数据可以核对的：", styles={"另有": "bold"})
    for entry in plan.not_checked:
        terminal.line(f"  {entry.place}「{entry.quote}」——{entry.reason}", indent="    ")


def write_json(plan: Plan, out: TextIO, color: str = "auto") -> None:
    """The requirements with everything that a program may want to list."""
    rules = [
        {
            "id": requirement.id,
            "title": requirement.title,
            "kind": requirement.rule.kind,
            "binds": {"kinds": list(requirement.binds.kinds), "roles": list(requirement.binds.roles)},
            "items": [item for item in requirement.rule.obliged_items() if item],
            "periods": len(requirement.rule.periods(plan.year)),
            "supersedes": list(requirement.supersedes),
            "never_due": [str(day) for day in never_due(plan, requirement)],
            "clauses": [{"place": clause.place, "quote": clause.quote} for clause in requirement.clauses],
            "readings": list(requirement.readings),
        }
        for requirement in plan.requirements
    ]
    head = {"schema_version": SCHEMA_VERSION, "plan": {"id": plan.id, "year": plan.year}}
    scores = [
        {
            "id": entry.id,
            "title": entry.title,
            "of": list(entry.of),
            "clauses": [{"place": clause.place, "quote": clause.quote} for clause in entry.clauses],
        }
        for entry in plan.scores
    ]
    write_document(head, {"rules": rules, "scores": scores}, out)


def write_markdown(plan: Plan, out: TextIO, color: str = "auto") -> None:
    """A table for documents."""
    rows = (
        (
            requirement.id,
            requirement.title,
            str(requirement.binds),
            "；".join((_due(requirement), *_moreover(plan, requirement))),
            _clause(requirement),
        )
        for requirement in plan.requirements
    )
    write_markdown_table(("编号", "要求", "责任单位", "期限", "出处"), rows, out)


def _moreover(plan: Plan, requirement: Requirement) -> Iterator[str]:
    """Deadlines that bind nobody, and what stands in the place of what."""
    if days := never_due(plan, requirement):
        yield f"{'、'.join(map(str, days))} 在印发之前，不约束"
    yield from stead_lines(plan, requirement)


def _due(requirement: Requirement) -> str:
    rules = getattr(requirement.rule, "due", ())
    return "；".join(rule.strict.words for rule in rules) or "随事起算"


def _clause(requirement: Requirement) -> str:
    return "、".join(dict.fromkeys(clause.place for clause in requirement.clauses))
