"""The tables of the manuals that say what is written where: made of what the format and the bureau's files declare."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from zhifa_check.calendar.periods import EVERY_NAMES
from zhifa_check.format.record import Section
from zhifa_check.format.shape import Shape, shape_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement

Words = Mapping[str, tuple[str, ...]]


def of_section(section: type[Section], words: Words, year: int) -> str:
    """What the section is about, and its fields, those within records behind the name of what they lie in."""
    return f"{section.about}\n\n{_table(('名称', '填什么'), _fields(section.shape(), words, year))}"


def of_file(model: type[BaseModel]) -> str:
    """The keys of one entry of a file of the bureau."""
    rows = (
        (f"`{f.key}`{' *' if f.required else ''}", "：".join(filter(None, (f.title, f.about))))
        for f in shape_of(model).fields
    )
    return _table(("写作", "填什么"), rows)


def of_items(plan: Plan) -> str:
    """What is to be reported, by whom and until when, each with the requirement that says more."""
    heads = ("事项", "谁报", "所属期", "期限（计划的原话）", "详见")
    return _table(heads, (row for one in plan.requirements if one.rule.kind == "report" for row in _items(one)))


def _items(requirement: Requirement) -> Iterator[tuple[str, ...]]:
    items = requirement.rule.item_lengths()
    due = "；".join(
        (f"{one.binds}：" if one.binds else "") + "或".join(phrase.words for phrase in one.phrases)
        for one in requirement.rule.due
    )
    every = "、".join(dict.fromkeys(EVERY_NAMES[every] for every in items.values()))
    yield "、".join(items), str(requirement.binds).replace("（职责）", ""), every, due, requirement.id


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ("---",) * len(heads), *rows))


def _fields(shape: Shape, words: Words, year: int, within: str = "") -> Iterator[tuple[str, str]]:
    for field in shape.fields:
        mark = (field.shape.keys or field.shape).mark
        about = field.told(year)
        about += f"。能填的有：{'、'.join(words[mark.words])}" if mark.words else ""
        about += f"。最多 {field.shape.mark.at_most}" if field.shape.mark.at_most else ""
        yield f"{within}{field.key}{' *' if field.required else ''}", about
        for record in field.shape.records if field.shape.form in ("list", "record") else ():
            yield from _fields(record, words, year, f"{within}{field.key}：")


def check(path: Path, name: str, text: str) -> None:
    """The manual's table of a name is this one; ``UPDATE_GOLDENS=1`` puts it there."""
    manual = path.read_text("utf-8")
    begin, end = f"<!-- 表：{name} -->\n\n", "\n\n<!-- 表完 -->"
    found = re.search(re.escape(begin) + "(.*?)" + re.escape(end), manual, re.DOTALL)
    assert found, f"{path.name} has no place for {name}"
    if os.environ.get("UPDATE_GOLDENS"):
        manual = manual[: found.start(1)] + text + manual[found.end(1) :]
        path.write_bytes(manual.encode())
    assert text in manual
