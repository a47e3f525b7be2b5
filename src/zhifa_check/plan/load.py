"""Plan files: read, and checked as a whole."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from zhifa_check.bureau.config import read_document, validate
from zhifa_check.format.format import Format
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.format.sections import standard
from zhifa_check.kinds.due import PlanWords
from zhifa_check.kinds.phrase import SOME_DAY
from zhifa_check.plan.added import clashes, format_with
from zhifa_check.plan.beside import Lent, lent_by, plans_beside
from zhifa_check.plan.field_types import FORMS
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import task_of
from zhifa_check.plan.sections import Sections, together, types_of, well_formed
from zhifa_check.source.document import Document, KeyPath, at_path
from zhifa_check.words.meant import nearest, quoted

#: Which kind of rule another rule may build on.
_BUILDS_ON = {"amount": ("satisfying", "amount"), "answer_rate": ("requirement", "within")}


#: What is said of a word that is not in its list, but for where it stands.
_WRONG_WORD = re.compile("写的是“[^”]+”，没有在计划开头的.*")


def load_plan(path: Path) -> tuple[Plan, Document]:
    """Read a plan. Raises ConfigError with all its errors, each with its line."""
    document = read_document(path)
    if together := list(_run_together(document)):
        # every use of such a word would be one more fault
        raise ConfigError(together)
    words, lent = _seen(path, document.data)
    plan, problems = None, list(_clashes(document, words, lent))
    known = None if problems else _format(document, words, lent)
    try:
        plan = validate(Plan, document, words if known is None else replace(words, format=known))
    except ConfigError as error:
        problems += error.problems if known else [one for one in error.problems if not _follows(document.data, one)]
    problems += _cross_checks(document)
    if problems or plan is None:
        problems.sort(key=lambda problem: (problem.line, problem.column))
        raise ConfigError(list(_once(problems, document)))
    plan.borrow(lent)
    return plan, document


def _seen(path: Path, data: Any) -> tuple[PlanWords, Lent]:
    """The words of a plan, with what those beside it lend."""
    others = plans_beside(path, data)
    words = _words(data, others)
    own = data.get("categories") if isinstance(data, dict) else None
    return words, lent_by(others, words).without(well_formed(data, words) or {}, own if isinstance(own, dict) else {})


def _once(problems: Sequence[Problem], document: Document) -> Iterator[Problem]:
    """The same wrong word once, at its first line, with the others; not where it only comes from the plan's head."""
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        found = _WRONG_WORD.search(problem.message)
        alike.setdefault(found[0] if found else f"{problem.path}{problem.message}", []).append(problem)
    for first, *others in alike.values():
        lines = dict.fromkeys(one.line for one in others if isinstance(at_path(document.data, one.path), str))
        told = f"第 {'、'.join(map(str, lines))} 行也是这样。" if lines else ""
        yield first._replace(message=first.message + told)


def _run_together(document: Document) -> Iterator[Problem]:
    """Words of a list with a full-width comma between them: one long word to YAML."""
    data = document.data if isinstance(document.data, dict) else {}
    named = data.get("categories")
    lists: list[tuple[KeyPath, Any]] = [((key,), data.get(key)) for key in ("kinds", "roles")]
    lists += [(("categories", key), words) for key, words in (named.items() if isinstance(named, dict) else ())]
    for path, words in lists:
        for number, word in enumerate(words if isinstance(words, list) else ()):
            if isinstance(word, str) and "，" in word:
                parts = ", ".join(word.split("，"))
                message = f"“{word}”里是全角逗号，几个词被并成了一个。请改成半角：{parts}。"
                yield at(document, "D.syntax", message, (*path, number), value=True)


def _words(data: Any, others: Sequence[Mapping[str, Any]] = ()) -> PlanWords:
    """What the plan and those beside it declare at the top, as far as it is well formed; the rest is told by others."""
    data = data if isinstance(data, dict) else {}
    year = data.get("year")
    is_year = isinstance(year, str) and year.isascii() and year.isdigit() and 0 < int(year) < 9999
    categories: dict[Any, Any] = {}
    sections: dict[Any, Any] = {}
    for one in (*others, data):
        for found, key in ((categories, "categories"), (sections, "sections")):
            found.update(there if isinstance(there := one.get(key), dict) else {})
    return PlanWords(
        year=int(year) if is_year else SOME_DAY.year,
        kinds=_texts(data.get("kinds")),
        roles=_texts(data.get("roles")),
        categories={str(name): _texts(words) for name, words in categories.items()},
        issued=_day(data.get("issued")),
        binds=data.get("binds"),
        types=types_of(sections, categories),
    )


def _format(document: Document, words: PlanWords, lent: Lent) -> Format | None:
    """What submissions may hold; None where what the plan adds to it is no sections, which is told by others."""
    sections = well_formed(document.data, words)
    return None if sections is None else format_with(together([lent.sections, sections]), words.categories)


def format_of_all(paths: Iterable[Path]) -> Format:
    """What submissions by any of these plans may hold; of a plan that cannot be read, what every plan has."""
    found: list[tuple[Sections, PlanWords]] = []
    for path in paths:
        try:
            document = read_document(path)
        except ConfigError:
            continue
        words, lent = _seen(path, document.data)
        if not any(_clashes(document, words, lent)) and _format(document, words, lent) is not None:
            found.append((well_formed(document.data, words) or {}, words))
    categories = {name: () for _, words in found for name in words.categories}
    return format_with(together(sections for sections, _ in found), categories)


def _clashes(document: Document, words: PlanWords, lent: Lent) -> Iterator[Problem]:
    """Added sections and fields whose names cannot be told from others, or that are added to nothing."""
    sections = well_formed(document.data, words) or {}
    known = format_with(lent.sections, words.categories)
    yield from (at(document, "D.value", message, ("sections", *path)) for path, message in clashes(sections, known))
    for name in words.categories if sections else ():
        if name in FORMS or name in standard() or name in sections:
            message = f"词表“{name}”与字段的类型或部分同名，写作类型时分不清。请给词表换一个名称。"
            yield at(document, "D.value", message, ("categories", name))


def _follows(data: Any, problem: Problem) -> bool:
    """Whether a problem may only be that sections of the plan are not understood yet."""
    if problem.path[:1] == ("categories",):
        return len(problem.path) == 1
    if problem.path[:1] != ("requirements",) or len(problem.path) < 2:
        return False
    told = str(data["requirements"][problem.path[1]])
    return any(str(name) in told for name in _named(data["sections"]))


def _named(sections: Any) -> Iterator[Any]:
    """The titles of sections, and the keys of fields in them, as far as there are any."""
    for title, one in sections.items() if isinstance(sections, dict) else ():
        yield title
        for fields in (one.get("extend"), one.get("fields")) if isinstance(one, dict) else ():
            yield from fields if isinstance(fields, dict) else ()


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
    raw = [(("requirements", number), one) for number, one in enumerate(_listed(data.get("requirements")))]
    raw += [(("scores", number), one) for number, one in enumerate(_listed(data.get("scores")))]
    first: dict[str, KeyPath] = {}
    # what counts by the time of each record says nothing of who keeps it in a year
    kinds: Mapping[Any, Any] = {
        r.get("id"): None if "within" in _rule(r) else _rule(r).get("kind") for _, r in raw if isinstance(r, dict)
    }
    sections = {r.get("id"): _rule(r).get("section") for _, r in raw if isinstance(r, dict)}
    used: set[str] = set(_roles_in(data.get("binds")))
    for path, requirement in raw:
        if not isinstance(requirement, dict):
            continue
        id_ = requirement.get("id")
        if isinstance(id_, str) and first.setdefault(id_, path) != path:
            line = document.locate(first[id_])[0]
            yield at(document, "D.duplicate-id", f"“{id_}”在第 {line} 行已经有了，请改成不重复的。", (*path, "id"))
        known = list(data["readings"]) if isinstance(data.get("readings"), dict) else []
        for name in _texts(requirement.get("readings")):
            if name not in known:
                meant = nearest(name, known)
                there = f"已有的：{quoted(known)}。" if known else "计划里没有写 readings。"
                hint = f"是不是“{meant}”？" if meant else there
                yield at(document, "D.reference", f"readings 里没有“{name}”，{hint}", (*path, "readings"))
        rule = _rule(requirement)
        key, wanted = _BUILDS_ON.get(str(rule.get("kind")), ("", ""))
        if key in rule and kinds.get(rule[key]) != wanted:
            message = f"“{rule[key]}”不是计划里 kind 为 {wanted} 的要求，请改正。"
            yield at(document, "D.reference", message, (*path, "rule", key), value=True)
        elif key == "requirement" and key in rule and rule.get("section") != sections[rule[key]]:
            message = f"{rule[key]} 看的是“{sections[rule[key]]}”，这里写的是“{rule.get('section')}”，请改成一样的。"
            yield at(document, "D.reference", message, (*path, "rule", "section"), value=True)
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


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


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
