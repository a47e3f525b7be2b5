"""A unit's YAML files to fill in: every blank stands in a comment, and counts only once somebody removes its ``#``.

So a fresh file passes intake with nothing in it, what is not yet due is no fault, and a line that was enabled and not
filled is refused by name: ``“日期”没有填写``. The ``#`` stands where the text begins, with no space after it, so that
removing it, by hand or with an editor's key, leaves the indentation that YAML needs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from zhifa_check.calendar.periods import EVERY_NAMES
from zhifa_check.format.sections.reports import Report
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.forms.cell_kinds import MANY, Kind
from zhifa_check.forms.columns import Column, Group, Node, Sheet, key_of, sheets
from zhifa_check.forms.duties import REPORTS, Duties, ReportItem, SectionDuty
from zhifa_check.plan.model import Plan
from zhifa_check.source.emit import scalar

#: How a value is written, where neither its description nor a list of words says it; ``{year}`` is the plan's.
_FORMS: dict[Kind, str] = {
    "moment": "写成 {year}-05-04 09:30 的样子",
    "texts": "写成 [第一篇, 第二篇]",
    "units": "写成 [第一个单位, 第二个单位]",
}


def skeleton(vocabulary: Vocabulary, duties: Duties) -> dict[str, dict[str, str]]:
    """For each file the text of its sections, by their names."""
    every = sheets(vocabulary)
    # what falls due by itself comes first
    files: dict[str, dict[str, str]] = {Report.file: {}}
    for duty in duties.sections:
        own = [one for one in every if one.section == duty.section]
        text = "\n".join(_section(duty, own, duties, vocabulary.year)) + "\n"
        files.setdefault(own[0].of.file, {})[duty.section] = text
    return {file: found for file, found in files.items() if found}


def file_text(plan: Plan, duties: Duties, modeline: str, sections: dict[str, str]) -> str:
    """A whole file: the editor's line, how to fill it in, the two keys that every file begins with, the sections."""
    name = scalar(duties.unit.name)
    lines = [
        modeline,
        f"# {one_line(duties.unit.name)} {plan.year} 年度：{'、'.join(sections)}",
        f"# 依据：{one_line(plan.title)}（{one_line(plan.id)}）",
        "#",
        "# 怎样填：",
        "#   1. “# ”后面空一格的是说明，不用动。# 后面紧跟着内容的是空白，还没有启用，不算数。",
        "#   2. 办完一件，删去那一行的 #，在冒号后面填上，保存。好几行的一段，每行的 # 都要删；",
        "#      在 VS Code 里可以选中这几行按 Ctrl+/。有两个 #（##）的可有可无，或以后才有，用到时两个都删。",
        "#   3. 没有办的留着不动：不算填错，到期以前也不算未报（期限当天报的算按时）。不够用就照样再抄一份。",
        "#   4. 启用了的，（必填）的都要填，漏了检查时会说是第几行；别的没有就空着。",
        f"#   5. 冒号、逗号、括号用英文半角，冒号后面空一格。日期写成 {plan.year}-05-04 的样子。",
        "#   6. 文字里有英文的逗号、冒号、括号的，前后加英文单引号。不得填写 18 位居民身份证号。",
        f"# 填得对不对、还有什么没完成、还有哪些没到期：zhifa check --unit {argument(one_line(duties.unit.name))} -v",
        "",
        f"单位: {name}",
        f"年度: {plan.year}",
    ]
    return "\n".join(lines) + "\n" + "".join("\n" + text for text in sections.values())


def _section(duty: SectionDuty, own: Sequence[Sheet], duties: Duties, year: int) -> Iterator[str]:
    idle = duties.idle_keys if duty.section == REPORTS else ()
    yield f"# ======== {duty.section} ========"
    yield f"# {own[0].of.about}"
    yield from _keys([node for node in own[0].nodes if key_of(node) not in idle], "#   ", year)
    for sheet in own[1:]:
        yield f"#   {sheet.nested}：{sheet.about}"
        yield from _keys(sheet.nodes, "#       ", year)
    whose = "其他单位的这些要求看这里" if duty.for_others else "核对的要求"
    yield f"# {whose}（用 zhifa explain 编号 看原文和算法）："
    for requirement in duty.requirements:
        due = duty.due.get(requirement.id) if duty.section != REPORTS else None
        by = f"，到 {due.strict_due}" if due else ""
        yield f"#   · {requirement.id} {one_line(requirement.title)}{by}"
    yield f"{duty.section}:"
    if duty.section == REPORTS:
        for item in sorted(duties.items, key=lambda item: item.entries[0].strict_due):
            yield from _item(item, own[0])
    else:
        yield from map(_unused, _blanks(own[0], own[1:]))


def _keys(nodes: Sequence[Node], indent: str, year: int) -> Iterator[str]:
    """Every key with what goes there: 「类别（必填）：执法人员、辅助人员」."""
    for node in nodes:
        if isinstance(node, Column):
            form = _FORMS.get(node.kind, "").format(year=year)
            words = f"只能写 {'、'.join(node.words)}" if node.kind == "word" else form
            must = node.required or node.required_with is not None
        else:
            words = f"类别有 {'、'.join(map(key_of, node.members))}" if node.form == "counts" else ""
            must = node.form != "optional"
        text = "；".join(filter(None, (node.about, words)))
        yield f"{indent}{key_of(node)}{'（必填）' if must else ''}：{text}"
        if isinstance(node, Group) and node.form != "counts":
            yield from _keys(node.members, indent + "    ", year)


def _blanks(own: Sheet, nested: Sequence[Sheet]) -> Iterator[str]:
    """One blank record, or where the key is a word of a list one for each word."""
    nodes = own.nodes
    if own.prefilled:
        (column,) = own.prefilled
        yield from (f"- {_flow(nodes, {key_of(column): scalar(word)})}" for word in column.words)
    elif not nested and all(isinstance(node, Column) for node in nodes):
        yield f"- {_flow(nodes)}"
    else:
        lines = [*_block(nodes)]
        for sheet in nested:
            lines += [f"#{sheet.nested}:", f"  #- {_flow(sheet.nodes)}"]
        yield from _entry(lines)


def _block(nodes: Sequence[Node]) -> Iterator[str]:
    """A key a line; what need not be there from the start stays in a comment of its own."""
    for node in nodes:
        if isinstance(node, Column):
            yield f"{key_of(node)}: {_blank(node)}"
        elif node.form == "optional":
            yield f"#{node.key}: {_flow(node.members)}"
        else:
            yield f"{node.key}:"
            inner: Iterable[str] = _block(node.members)
            if node.form == "counts":
                inner = [f"#{scalar(key_of(one))}: " for one in node.members]
            yield from ("  " + line for line in (_entry(inner) if node.form == "list" else inner))


def _unused(line: str) -> str:
    """A line of a section's list, in a comment."""
    text = line.lstrip(" ")
    return f"  {' ' * (len(line) - len(text))}#{text}"


def _entry(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a record as an entry of a list."""
    for number, line in enumerate(lines):
        yield ("  " if number else "- ") + line


def _flow(nodes: Sequence[Node], given: Mapping[str, str] = {}) -> str:
    """A record in one line, with the values that are known."""
    return "{" + ", ".join(f"{key_of(one)}: {given.get(key_of(one)) or _blank(one)}" for one in nodes) + "}"


def _blank(node: Node) -> str:
    """Nothing, which intake refuses where the key is required; an empty list where it may stay empty."""
    return "[]" if isinstance(node, Column) and node.kind in MANY and not node.required else ""


def _item(item: ReportItem, sheet: Sheet) -> Iterator[str]:
    every = item.entries[0].period.every
    times = f"每{EVERY_NAMES[every]}一次，共 {len(item.entries)} 次" if every != "year" else "全年一次"
    ids = "、".join(one.id for one in item.requirements)
    places = "、".join(dict.fromkeys(due.place for entry in item.entries for due in entry.dues))
    yield f"# ---- {one_line(item.item)}：{times}（{ids}，{one_line(places)}）"
    yield from (f"#      {one_line(text)}" for text in item.asks.values())
    nodes = [node for node in sheet.nodes if key_of(node) in ("事项", "所属期", "日期", *item.asks)]
    rows = [_flow(nodes, {"事项": scalar(item.item), "所属期": str(entry.period)}) for entry in item.entries]
    width = max(map(cell_len, rows))
    for row, entry in zip(rows, item.entries, strict=True):
        yield _unused(f"- {row}{' ' * (width - cell_len(row))}  # {entry.deadline}")


def one_line(text: str) -> str:
    """A text of the plan or the registry as a comment can hold it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def argument(text: str) -> str:
    """A text as a person types it in a command, in either shell."""
    return f'"{text}"' if any(sign.isspace() for sign in text) else text
