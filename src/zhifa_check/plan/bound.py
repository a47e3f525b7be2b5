"""Whom a requirement binds by the names that the plan gives them, held against where its document names them."""

import re
from collections.abc import Iterator

from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.named import Named
from zhifa_check.plan.addressed import WHO
from zhifa_check.plan.model import Plan
from zhifa_check.plan.quotes import find_quote
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, named
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.source_lines import BLANK

#: What names of units end in: the rest of a name says which.
_ENDING = re.compile("(?:部门|单位)$")
#: Shorter names of kinds stand in other words (「镇」 in 「区镇」), and a quote may mean them by 「各单位」.
_LEAST = 3
#: 「赋权、委托部门」 names 赋权部门, too.
_SHARED = re.compile("((?:[一-龥]{2,8}[、和及])+)[一-龥]{2,8}?(部门|单位)")
#: Before a sentence, or what says when: who is named there does it.
_HEAD = "(?:^|(?<=[，。；：…前底旬]))(?:各|由)?(?:有关|相关)?"


def bound(requirement: Requirement, plan: Plan, source: SourceText) -> Iterator[Remark]:
    """Roles that the document names elsewhere and not here, and those that do it here and are not bound."""
    if isinstance(requirement.rule, Attested | Named):
        return
    quotes = [find_quote(clause.quote, source) for clause in requirement.clauses]
    starts = [spans[0][0] for quote in quotes for spans in quote.found]
    if not starts or any(quote.fault for quote in quotes):
        return
    rows = [source.lines[source.position(start)[0] - 1].raw for start in starts]
    near = _spelled(BLANK.sub("", "".join(rows)))
    binds = requirement.binds
    mine = (*binds.roles, *(kind for kind in binds.kinds if len(kind) >= _LEAST))
    strange = [one for one in mine if not _is_told(one, near) and one in _spelled(source.text)]
    if strange:
        said = "”“".join(strange)
        yield Remark((), f"的责任单位里有“{said}”，引文和它所在的一段都没有说到。请核对 binds。")
    if not binds.roles and not any(WHO.search(BLANK.sub("", clause.quote)) for clause in requirement.clauses):
        cells = [*dict.fromkeys(map(_last_cell, rows))]
        yield from _in_charge(requirement, plan, cells) if all(cells) else ()
    others = {role for by in requirement.rule.speaks_of() for role in by.roles}
    for clause in requirement.clauses if binds.roles else ():
        if clause.binds is None or clause.binds.roles:
            text = _spelled(BLANK.sub("", clause.quote))
            doing = [one for one in plan.roles if one not in {*binds.roles, *others} and re.search(_HEAD + one, text)]
            if doing:
                said = "”“".join(doing)
                yield Remark(("clauses",), f"的引文说的是“{said}”，责任单位里却没有。请核对 binds。")
                return


def _in_charge(requirement: Requirement, plan: Plan, cells: list[str]) -> Iterator[Remark]:
    """Kinds held against the column of a table that says who is in charge; 「各有关部门」 are some of them only."""
    kinds = requirement.binds.kinds
    all_of = [part for cell in cells for part in re.split("[、，和及]", cell) if not re.search("有关|相关", part)]
    missing = {one for part in all_of for one in named(plan.kinds, part) if not any(one in kind for kind in kinds)}
    if missing:
        said = "”“".join(sorted(missing))
        yield Remark((), f"的引文所在的一行，责任单位写着“{'、'.join(cells)}”，binds 里没有“{said}”。请核对。")
    # 「各区镇」 is all of them but the departments
    idle = [
        kind for kind in kinds if len(kind) < _LEAST and not any(re.search(f"区镇|单位|{kind}", one) for one in cells)
    ]
    if cells and idle:
        said = "”“".join(idle)
        yield Remark((), f"的引文所在的一行，责任单位写着“{'、'.join(cells)}”，没有“{said}”，binds 里却有。请核对。")


def _last_cell(row: str) -> str:
    cells = [BLANK.sub("", cell) for cell in row.split("\t") if cell.strip()]
    return cells[-1] if len(cells) > 1 else ""


def _is_told(name: str, text: str) -> bool:
    """Whether a name stands in a text, or every character that tells it from others does."""
    return name in text or set(_ENDING.sub("", name)) <= set(text)


def _spelled(text: str) -> str:
    """The text with each of several that share an ending spelled out before them: 「赋权部门、赋权、委托部门」."""
    return _SHARED.sub(_each_of, text)


def _each_of(found: re.Match[str]) -> str:
    names = filter(None, re.split("[、和及]", found[1]))
    return "、".join((*(f"{name}{found[2]}" for name in names), found[0]))
