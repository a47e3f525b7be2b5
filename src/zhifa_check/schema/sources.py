"""Which requirements look at which keys, with the words of the document, as Markdown for hovers and completions."""

import re
from typing import Any

from zhifa_check.calendar.periods import EVERY_NAMES
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Clause, Requirement
from zhifa_check.schema.models import name_in
from zhifa_check.schema.values import Json

_LOOKED_AT = "看这里的要求："
_SIGNS = re.compile(r"([\\`*_<\[\]])")


def cite_requirements(schema: Json, plan: Plan) -> None:
    """Put below the description of every section and key the requirements that look at it; with their words at keys."""
    cited: dict[int, tuple[Json, dict[str, Requirement]]] = {}
    sections: dict[str, list[str]] = {}
    for requirement in plan.requirements:
        for path in requirement.rule.looks_at():
            section, *keys = path.split(".")
            node = schema["properties"][section]
            for key in keys:
                node = _record(node, schema)["properties"][key]
                cited.setdefault(id(node), (node, {}))[1][requirement.id] = requirement
        wanted = requirement.rule.foreign()
        for section in (*requirement.rule.sections(), *(wanted[:1] if wanted else ())):
            sections.setdefault(section, []).append(f"{requirement.id} {requirement.title}")
    for node, requirements in cited.values():
        lines = [f"- **{one.id} {one.title}**：{_quoted(one.clauses[0])}" for one in requirements.values()]
        node["markdownDescription"] = "\n".join([node["description"], "", _LOOKED_AT, "", *lines])
    for section, lines in sections.items():
        node = schema["properties"][section]
        node["markdownDescription"] = f"{node['description']}\n\n{_LOOKED_AT}{'、'.join(lines)}"


def item_notes(plan: Plan) -> dict[str, str]:
    """For each 事项: who owes it, for which 所属期, by when, and where that stands."""
    notes: dict[str, list[str]] = {}
    for requirement in plan.requirements:
        for item, every in requirement.rule.item_lengths().items():
            facts = [f"{requirement.id}：{requirement.binds}", f"所属期是{EVERY_NAMES[every]}"]
            due = [phrase.words for rule in getattr(requirement.rule, "due", ()) for phrase in rule.phrases]
            if due:
                facts.append(f"期限“{'”或“'.join(dict.fromkeys(due))}”")
            notes.setdefault(item, []).append(f"{'；'.join(facts)}。{_quoted(requirement.clauses[0])}")
    return {item: " ".join(lines) for item, lines in notes.items()}


def requirement_notes(plan: Plan) -> dict[str, str]:
    """What each requirement is, and where it stands."""
    return {one.id: f"{one.title}：{_quoted(one.clauses[0])}" for one in plan.requirements}


def _record(node: Json, schema: Json) -> Json:
    """The record that a key holds, one or a list of them."""
    while "properties" not in node:
        if "$ref" in node:
            node = schema["definitions"][name_in(node)]
        else:
            inner: Any = node.get("items") or (node.get("anyOf") or node["allOf"])[0]
            node = inner
    return node


def _quoted(clause: Clause) -> str:
    quote = _SIGNS.sub(r"\\\1", clause.quote)
    return f"{clause.place}「{quote}」"
