"""Plan files: read, and checked as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zhifa_check.bureau.config import read_document, validate
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.kinds.due import PlanWords
from zhifa_check.plan.model import Plan, task_of
from zhifa_check.source.document import Document
from zhifa_check.words.meant import nearest, quoted

#: Which kind of rule another rule may build on.
_BUILDS_ON = {"amount": ("satisfying", "amount"), "answer_rate": ("requirement", "within")}


def load_plan(path: Path) -> tuple[Plan, Document]:
    """Read a plan. Raises ConfigError with all its errors, each with its line."""
    document = read_document(path)
    problems: list[Problem] = []
    plan = None
    try:
        plan = validate(Plan, document, _words(document.data))
    except ConfigError as error:
        problems += error.problems
    problems += _cross_checks(document)
    if problems or plan is None:
        raise ConfigError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return plan, document


def _words(data: Any) -> PlanWords:
    """What the plan declares at its top, as far as it is well formed; what is not is said by the validation itself."""
    data = data if isinstance(data, dict) else {}
    year = data.get("year")
    categories = data.get("categories")
    return PlanWords(
        year=int(year)
        if isinstance(year, str) and year.isascii() and year.isdigit() and 0 < int(year) < 9999
        else 2023,
        kinds=_texts(data.get("kinds")),
        roles=_texts(data.get("roles")),
        categories={
            str(name): _texts(words) for name, words in (categories if isinstance(categories, dict) else {}).items()
        },
        issued=_day(data.get("issued")),
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def _cross_checks(document: Document) -> Iterator[Problem]:
    """What one requirement cannot know of another; on the raw data, so that one error does not hide the others."""
    data = document.data if isinstance(document.data, dict) else {}
    requirements = data.get("requirements")
    raw: list[Any] = requirements if isinstance(requirements, list) else []
    first: dict[str, int] = {}
    kinds: Mapping[Any, Any] = {r.get("id"): _rule(r).get("kind") for r in raw if isinstance(r, dict)}
    used: set[str] = set()
    for number, requirement in enumerate(raw):
        if not isinstance(requirement, dict):
            continue
        path = ("requirements", number)
        id_ = requirement.get("id")
        if isinstance(id_, str) and first.setdefault(id_, number) != number:
            line = document.locate(("requirements", first[id_]))[0]
            yield at(document, "D.duplicate-id", f"“{id_}”在第 {line} 行已经有了，请改成不重复的。", (*path, "id"))
        known = list(data["readings"]) if isinstance(data.get("readings"), dict) else []
        for name in _texts(requirement.get("readings")):
            if name not in known:
                meant = nearest(name, known)
                hint = f"是不是“{meant}”？" if meant else f"已有的：{quoted(known)}。"
                yield at(document, "D.reference", f"readings 里没有“{name}”，{hint}", (*path, "readings"))
        rule = _rule(requirement)
        key, wanted = _BUILDS_ON.get(str(rule.get("kind")), ("", ""))
        if key in rule and kinds.get(rule[key]) != wanted:
            message = f"“{rule[key]}”不是计划里 kind 为 {wanted} 的要求，请改正。"
            yield at(document, "D.reference", message, (*path, "rule", key), value=True)
        used |= set(_roles_in(requirement))
    yield from _check_tasks(document, data.get("tasks"), kinds)
    for number, role in enumerate(_texts(data.get("roles"))):
        if role not in used:
            message = f"职责“{role}”没有一条要求用到，标了它的单位什么也不受约束。请删去，或改成要求里用的名称。"
            yield at(document, "D.value", message, ("roles", number))


def _check_tasks(document: Document, tasks: Any, ids: Iterable[Any]) -> Iterator[Problem]:
    """Short names of annex items: each for a group of requirements that there is, and once any, then all."""
    groups = dict.fromkeys(task_of(id_) for id_ in ids if isinstance(id_, str))
    if not isinstance(tasks, dict):
        return
    for task in tasks:
        if task not in groups:
            message = f"没有一条要求的编号以“{task}.”开头，已有的：{quoted(groups)}。"
            yield at(document, "D.reference", message, ("tasks", task))
    if absent := [group for group in groups if group not in tasks]:
        yield at(document, "D.missing-key", f"tasks 里缺少{quoted(absent)}的简称，请补上。", ("tasks",))


def _rule(requirement: Mapping[str, Any]) -> Mapping[str, Any]:
    rule = requirement.get("rule")
    return rule if isinstance(rule, dict) else {}


def _roles_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from _texts(node.get("roles"))
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _roles_in(child)
