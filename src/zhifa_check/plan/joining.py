"""Several plans of a year that are in force together, as one; where they do not fit together they are refused."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zhifa_check.bureau.places import PLANS
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan
from zhifa_check.plan.sections import together
from zhifa_check.plan.superseding import doubts, misplaced, replaces_nothing, steads
from zhifa_check.plan.worth import Known, amiss
from zhifa_check.source.document import Document, KeyPath
from zhifa_check.source.files import shown

K = TypeVar("K")


class Read(NamedTuple):
    """A plan with its place."""

    plan: Plan
    document: Document
    path: Path


def check_points(left: Sequence[Read], read: Sequence[Read], known: Known) -> None:
    """Raises ConfigError for points of what no plan ``read`` asks, or that do not fit it; ``known`` is in force."""
    known = {**known_of(read), **known}
    looked = f"（看过 {'、'.join(shown(one.path) for one in read)}）"
    found = ((one.document, path, message) for one in left for path, message in amiss(one.plan, known))
    if problems := [
        point_at(document, path, message + looked if path[-1] == "of" else message) for document, path, message in found
    ]:
        raise ConfigError(problems)


def known_of(read: Sequence[Read]) -> Known:
    """The requirements of plans by their ids; of equal ones the last."""
    return {id_: one for each in read for id_, one in each.plan.known.items()}


def point_at(document: Document, path: KeyPath, message: str) -> Problem:
    """A problem of points: of the name of a requirement, or of a value."""
    is_name = path[-1] == "of"
    return at(document, "D.reference" if is_name else "D.value", message, path, value=is_name)


def check_steads(left: Sequence[Read], read: Sequence[Read]) -> None:
    """Raises ConfigError for what stands in the place of a requirement that no plan ``read`` has, or cannot."""
    if problems := [one for each in left for one in steads_amiss(each, read)]:
        raise ConfigError(problems)


def steads_amiss(one: Read, read: Sequence[Read]) -> Iterator[Problem]:
    """The same of a single plan."""
    looked = f"（看过 {'、'.join(shown(each.path) for each in read)}）"
    for path, message in misplaced(one.plan, [each.plan for each in read if each.plan is not one.plan]):
        yield at(one.document, "D.reference", message + (looked if "没有编号" in message else ""), path)


def beside(path: Path, plan: Plan) -> list[Read]:
    """The plans of its year that lie beside a plan and can be read."""
    found = []
    for other in sorted(path.parent.glob(PLANS)):
        with suppress(ConfigError):
            if other.name != path.name and (one := Read(*load_plan(other), other)).plan.year == plan.year:
                found.append(one)
    return found


def told_beside(own: Read, others: Sequence[Read]) -> Iterator[str]:
    """What whoever writes a plan should know of those ``others`` of its year, in Chinese."""
    if own.plan.replaces and all(one.plan.id != own.plan.replaces for one in others):
        yield replaces_nothing(own.plan)
    for old in (one.plan for one in others if one.plan.id == own.plan.replaces):
        if gone := [id_ for id_ in old.known if id_ not in own.plan.known]:
            yield (
                f"从 {own.plan.issued} 起整份代替 {old.id}，那一份的 {len(gone)} 项要求这里没有，那天起不再核对："
                f"{'、'.join(gone)}。只改其中几项的，不写 replaces，在改的那一项写 supersedes"
            )
    read = [own, *others]
    replaced = {one.plan.replaces for one in read}
    with suppress(ConfigError):
        # where they do not fit together whoever judges by them is told
        whole = joined(in_order([one for one in read if one.plan.id not in replaced]))
        yield from (one.told(whole) for one in steads(whole) if {one.old.id, one.new.id} & own.plan.known.keys())
        yield from (message for new, message in doubts(whole) if new.id in own.plan.known)


def in_order(read: Iterable[Read]) -> list[Read]:
    """The earliest issued first."""
    return sorted(read, key=lambda one: one.plan.issued)


def joined(read: Sequence[Read]) -> Plan:
    """One plan of several: each requirement keeps its own document's issue. Raises ConfigError for equal ids."""
    plans = [one.plan for one in read]
    if len(plans) == 1:
        return plans[0]
    problems = list(_collisions(read))
    if problems:
        raise ConfigError(problems)
    return plans[0].joined_with(
        plans[1:],
        {
            "id": "、".join(plan.id for plan in plans),
            "title": "、".join(plan.title for plan in plans),
            "issued": min(plan.issued for plan in plans),
            "kinds": together_once(plan.kinds for plan in plans),
            "roles": together_once(plan.roles for plan in plans),
            "tasks": _first(plan.tasks for plan in plans),
            "categories": _lists(plan.categories for plan in plans),
            "sections": together(plan.sections for plan in plans),
            "verbs": _lists(plan.verbs for plan in plans),
            "reserved_sections": _lists(plan.reserved_sections for plan in plans),
            "readings": _first(plan.readings for plan in plans),
            "requirements": tuple(one for plan in plans for one in plan.requirements),
            "scores": tuple(one for plan in plans for one in plan.scores),
            "not_checked": tuple(one for plan in plans for one in plan.not_checked),
            "evidence": next((plan.evidence for plan in plans if plan.evidence), None),
        },
    )


def _collisions(read: Sequence[Read]) -> Iterable[Problem]:
    """Requirements of one id, and readings of one name that say something else."""
    for what, key, names in (
        ("要求", "requirements", lambda plan: {one.id: one for one in (*plan.requirements, *plan.scores)}),
        ("读法", "readings", lambda plan: plan.readings),
        ("部分", "sections", lambda plan: {title: one for title, one in plan.sections.items() if one.fields}),
        (
            "字段",
            "sections",
            lambda plan: {f"{t}.{k}": f for t, one in plan.sections.items() for k, f in one.extend.items()},
        ),
    ):
        first: dict[str, tuple[Read, Any]] = {}
        for one in read:
            for number, (name, value) in enumerate(names(one.plan).items()):
                before = first.setdefault(name, (one, value))
                if before[0] is one or (key != "requirements" and before[1] == value):
                    continue
                message = (
                    f"{what}“{name}”在 {shown(before[0].path)} 里也有，两份计划同时有效，名称不能相同。"
                    "请改成不重复的；如果这一份代替那一份，请写 replaces: 那一份的文号。"
                )
                own = len(one.plan.requirements)
                path: KeyPath = (key, name.partition(".")[0])
                if key == "requirements":
                    path = (key, number, "id") if number < own else ("scores", number - own, "id")
                yield at(one.document, "D.duplicate-id", message, path)


def together_once(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The words of all parts, each once."""
    return tuple(dict.fromkeys(word for part in parts for word in part))


def _lists(parts: Iterable[dict[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, words in part.items():
            found[name] = together_once((found.get(name, ()), words))
    return found


def _first(parts: Iterable[dict[str, K]]) -> dict[str, K]:
    found: dict[str, K] = {}
    for part in parts:
        found = part | found
    return found
