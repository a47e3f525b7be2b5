"""What a quote names of a record, by which its rule chooses nothing: answers of yes and no, and words of lists."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from zhifa_check.format.shape import Shape
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.measure import Measure
from zhifa_check.plan.model import Plan
from zhifa_check.plan.said import Remark, named

#: 「其他」 stands in a document for whatever is not named.
REST = "其他"
#: What is judged, and what it is held against.
_PARTS = ("", "over", "against")


class _Chooser(NamedTuple):
    """A part of a rule that takes some records of a section, and through which list of them it goes."""

    part: str
    section: str
    listed: str | None
    keys: frozenset[str]
    #: The key of the rule under which its conditions stand.
    written: str = "where"
    #: Words by which other records are chosen already that name these.
    spoken: frozenset[str] = frozenset()


#: 「占全年抽查户次的比例」: what it is a share of, up to its last two signs.
_WHOLE = re.compile("占[^，。；占]*?([一-龥]{2})(?:总数|总量|数量)?的(?:比例|比重|百分之|[0-9]|不)")


def passed_over(rule: Kind, is_one_of_many: bool, told: str, plan: Plan) -> Iterator[Remark]:
    """Each field that ``told``, the words around the numbers of a rule, has and the rule does not look at."""
    whole = _WHOLE.search(told)
    if isinstance(rule, Amount) and rule.over and rule.over.section != rule.section and whole:
        counted, other = rule.section + rule.unit, rule.over.section + rule.over.named
        if whole[1] in counted and whole[1] not in other:
            message = f"的引文说“{whole[0]}”，over 数的却是“{rule.over.section}”。请核对。"
            yield Remark(("rule",) if is_one_of_many else ("rule", "over"), message)
    looked_at = {path.partition(".")[2] for path in rule.looks_at()}
    for chooser in _choosers(rule):
        at = ("rule", chooser.part) if chooser.part and not is_one_of_many else ("rule",)
        what = f"{chooser.part} 里" if chooser.part else ""
        for key, shape, inside in _fields(section_model(chooser.section).shape()):
            if key in chooser.keys:
                continue
            is_listed = chooser.listed is not None and key.startswith(f"{chooser.listed}.")
            name = key.rpartition(".")[2]
            words = [word for word in plan.word_lists.get(shape.mark.words or "", ()) if word != REST]
            # 法制审核.日期 speaks of 审核, too
            is_met = any(name in path for path in looked_at)
            if shape.holds is bool and not is_met and name in told and not chooser.part:
                yield Remark(
                    at, f"的引文说到“{name}”，没有按“{key}”写条件（{chooser.written}），是不是都算在内。请核对。"
                )
            elif words and (is_listed or not inside):
                said = named((word for word in words if len(word) > 2 or word.endswith("类")), told)
                if said and not said & chooser.spoken and len(words) > 1 and (is_listed or len(said) == 1):
                    where = "only" if is_listed else chooser.written
                    message = (
                        f"的引文只说“{'”“'.join(sorted(said))}”，{what}没有按“{name}”写 {where}，别的也算在内。请核对。"
                    )
                    yield Remark(at, message)
            elif words and key not in looked_at and (denied := _denied(words, told)):
                yield Remark(at, f"的引文说“{denied}”，规则没有看“{key}”。请核对。")


def _denied(words: list[str], told: str) -> str:
    return next((found[0] for word in words if (found := re.search(f"[未不]{re.escape(word)}", told))), "")


def _choosers(rule: Kind) -> Iterator[_Chooser]:
    for part in _PARTS:
        node: Any = getattr(rule, part, None) if part else rule
        where, section = getattr(node, "where", None), getattr(node, "section", None)
        if where is None or section is None:
            continue
        listed = node.steps_through[0] if isinstance(node, Measure) else None
        keys = {*where, *getattr(node, "having", ()), *(f"{listed}.{key}" for key in getattr(node, "only", ()))}
        if isinstance(rule, Amount) and part == "over" and node.of == rule.of:
            # what alone parts the records from all of them narrows these no more: 「实地检查占全年检查的比例」
            parting = {*(f"{listed}.{key}" for key in rule.only)} or {*rule.where} - keys
            keys |= parting if len(parting) == 1 else set()
        yield _Chooser(part, section, listed, frozenset(keys))
    if isinstance(rule, Amount) and (target := rule.target):
        spoken = {word for one in rule.where.values() if isinstance(one, tuple) for word in one}
        yield _Chooser("", target, None, frozenset(rule.among), "among", frozenset(spoken))


def _fields(shape: Shape, at: str = "") -> Iterator[tuple[str, Shape, bool]]:
    """Every field with its path and shape, and whether it stands inside another."""
    for field in shape.fields:
        yield f"{at}{field.key}", field.shape, bool(at)
        if not at:
            yield from _fields(field.shape.element or field.shape, f"{field.key}.")
