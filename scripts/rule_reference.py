"""Write the reference of rules into docs/计划编写手册.md, from what the models say of themselves.

python scripts/rule_reference.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from zhifa_check.kinds.due import Binds
from zhifa_check.kinds.registry import Rule
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "计划编写手册.md"
#: Where examples of rules are taken from, the first that has one.
PLANS = (ROOT / "data" / "plan_2023.yaml", *sorted((ROOT / "examples").glob("*/data/plan_*.yaml")))
#: Told with the plan itself.
_PLAN = (Binds,)
BEGIN = "<!-- 以下由 scripts/rule_reference.py 从规则的说明生成，不要手改 -->\n"
END = "<!-- 生成到这里为止 -->\n"


def reference() -> str:
    """The whole part: each kind of rule with its keys and an example, then what its keys may hold."""
    kinds: list[type[BaseModel]] = list(get_args(get_args(Rule)[0]))
    kinds.sort(key=_name)
    lines = ["### 计划文件\n", *_models_told([Plan], besides=kinds)]
    lines += [f"### 规则\n\n{len(kinds)} 种规则，`kind` 写它的名称。带 * 的必写。\n"]
    inner: dict[type[BaseModel], None] = {}
    for kind in kinds:
        lines += [f"#### {_name(kind)}\n", f"{getattr(kind, 'about', '')}\n", *_fields(kind), ""]
        if example := _example(_name(kind)):
            lines += ["```yaml", *example, "```\n"]
        inner |= dict.fromkeys(_models(kind))
    lines += ["### 规则里用到的几种写法\n", *_models_told([one for one in inner if one not in _PLAN], besides=kinds)]
    return "\n".join(lines) + "\n"


def _models_told(models: list[type[BaseModel]], besides: list[type[BaseModel]]) -> list[str]:
    """Models and what they hold, each once."""
    left, seen, lines = dict.fromkeys(models), set(besides), []
    while left:
        model = next(iter(left))
        del left[model]
        if model not in seen:
            seen.add(model)
            left |= dict.fromkeys(_models(model))
            lines += [f"**{model.__name__}**：{getattr(model, 'about', '')}\n", *_fields(model), ""]
    return lines


def _name(kind: type[BaseModel]) -> str:
    return str(get_args(kind.model_fields["kind"].annotation)[0])


def _fields(model: type[BaseModel]) -> Iterator[str]:
    yield "| 项 | 名称 | 说明 |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        if name != "kind":
            held = "、".join(one.__name__ for one in _held(field.annotation) if "kind" not in one.model_fields)
            note = "；".join(filter(None, (field.description, f"写法见 {held}" if held else "")))
            yield f"| `{field.alias or name}`{'*' if field.is_required() else ''} | {field.title or ''} | {note} |"


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        yield from _held(field.annotation)


def _held(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _held(part)


def _example(kind: str) -> list[str]:
    """The first rule of the kind in the plans, as it stands there."""
    return next(filter(None, (_example_in(path, kind) for path in PLANS)), [])


def _example_in(path: Path, kind: str) -> list[str]:
    plan, document = load_plan(path)
    number = next((n for n, one in enumerate(plan.requirements) if one.rule.kind == kind), None)
    if number is None:
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    first, column = document.locate(("requirements", number, "rule"))
    taken = [lines[first - 1]]
    for line in lines[first:]:
        if line.strip() and len(line) - len(line.lstrip()) < column:
            break
        taken.append(line)
    return [line[column - 1 :] for line in taken if line.strip()]


def written(manual: str) -> str:
    """The manual with the reference of today."""
    before, rest = manual.split(BEGIN)
    return before + BEGIN + "\n" + reference() + END + rest.split(END)[1]


if __name__ == "__main__":
    MANUAL.write_text(written(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
