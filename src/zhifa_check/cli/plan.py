"""``zhifa plan``: what a plan file is worth before it judges anybody."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.chinese import ChineseCommand, ChineseGroup
from zhifa_check.cli.common import fail, loud, write_folder
from zhifa_check.cli.options import option

if TYPE_CHECKING:
    from zhifa_check.format.problems import Problem
    from zhifa_check.plan.model import Plan
    from zhifa_check.plan.source import SourceText

plan = typer.Typer(cls=ChineseGroup, help="起草、核对、比较和预览计划文件。", rich_markup_mode=None)

_FILE = typer.Argument(metavar="计划文件", help="如 data/plan_2023.yaml。")
_SOURCE = option("--source 原文", "文件原文（纯文本）。默认用计划文件旁边的 source_计划文件名.txt。")


@plan.command("new", cls=ChineseCommand)
def new(
    text: Annotated[Path, typer.Argument(metavar="原文", help="文件原文，存成纯文本。")],
    output: Annotated[
        Path | None, option("-o --output 计划文件", "写到这个文件，如 data/plan_2026.yaml。默认显示在屏幕上。")
    ] = None,
) -> None:
    """从文件原文起草一份计划：每句有数字、期限或“不得、须、应当”的话都列出来，各拟一条规则供改写。"""
    from zhifa_check.plan.drafting import draft
    from zhifa_check.plan.source import SourceError, decode_source, read_source
    from zhifa_check.source.encoding import MARKED
    from zhifa_check.source.files import shown

    try:
        decoded = decode_source(text)
    except SourceError as error:
        fail(str(error))
    drafted = draft(read_source(decoded.text, shown(text)))
    is_foreign = decoded.foreign not in (None, MARKED)
    if output is None:
        sys.stdout.write(drafted)
        if is_foreign:
            say = f"注意：原文是 {decoded.foreign} 编码，照读了；核对计划之前，请先运行：zhifa fix {text} --write"
            sys.stderr.write(f"{say}\n")
        return
    beside = output.parent / _name_beside(output)
    if is_foreign and os.path.lexists(beside):
        fail(f"原文是 {decoded.foreign} 编码，要另存为 UTF-8 的 {beside}，可是已经有了，不覆盖。请先把它移走")
    _write_new(output, drafted)
    sentences = drafted.count("\n  # ---- ")
    _say(f"新建 {output}：{sentences} 句话要处理，各拟了规则，都还是注释。")
    if is_foreign:
        _write_new(beside, decoded.text)
        _say(f"新建 {beside}：原文是 {decoded.foreign} 编码，照读了，另存为 UTF-8；{text} 没有动。")
    _say(f"逐句改好，再运行：zhifa plan check {output} --source {beside if is_foreign else text}")


def _write_new(path: Path, text: str) -> None:
    from zhifa_check.source.files import reason
    from zhifa_check.source.writing import write_new

    try:
        if not write_new(path, text.encode()):
            fail(f"{path} 已经有了，不覆盖。请换一个文件名，或先把它移走")
    except OSError as error:
        fail(f"写不了 {path}（{reason(error)}）")


@plan.command("check", cls=ChineseCommand)
def check(
    file: Annotated[Path, _FILE],
    source: Annotated[Path | None, _SOURCE] = None,
    verbose: Annotated[bool, option("-v --verbose", "把每条期限换算成日期，把没有引用的原文逐处列出来。")] = False,
) -> None:
    """核对计划文件：写法对不对，引文、数字和期限在不在原文里，原文有没有漏掉的，每条规则试着判一遍。"""
    from zhifa_check.format.problems import ConfigError
    from zhifa_check.judge.proving import proved
    from zhifa_check.plan.joining import Read, beside, known_of, told_beside
    from zhifa_check.plan.load import load_plan
    from zhifa_check.plan.point_tables import points_beside

    if not os.path.isfile(file):
        fail(f"找不到文件 {file}")
    try:
        plan, document = load_plan(file)
    except ConfigError as error:
        _refuse(error.problems)
    own, others = Read(plan, document, file), beside(file, plan)
    known = known_of([*others, own])
    text = _read_source(source or _beside(file, plan))
    problems, remarks = proved(own, others, text)
    for remark in remarks:
        _tell(remark, "注意：")
    for line in told_beside(own, others):
        _say(f"注意：{line}。", styles={"注意": "yellow"})
    if problems:
        _refuse(problems)
    _tell_deadlines(plan, verbose=verbose)
    if told := "、".join(map(str, points_beside(plan, text, known))):
        _say(f"满分写在表格里的：{told}。")
    _tell_unquoted(plan, text, verbose=verbose)
    clauses = len(plan.clauses)
    points = f"{len(plan.scores)} 项按别的计划计分，" if plan.scores else ""
    _say(
        f"{plan.title}（{plan.id}）：{len(plan.requirements)} 项要求，{points}{clauses} 处引文，"
        f"{len(plan.not_checked)} 项不由机器核对，与原文一致；每项规则的正例、反例和残缺的提交都试判过。"
    )


def _beside(file: Path, plan: "Plan") -> Path:
    """The text of the document beside its plan: by the plan's own name, else by its year."""
    names = (_name_beside(file), f"source_plan_{plan.year}.txt")
    found = next((path for name in names if (path := file.parent / name).is_file()), None)
    return found or fail(f"没有原文可以核对：{file.parent / names[0]} 不存在，请用 --source 指定")


def _name_beside(file: Path) -> str:
    """What the text of a plan's document is called, beside it."""
    return f"source_{file.stem}.txt"


def _read_source(path: Path) -> "SourceText":
    from zhifa_check.plan.source import SourceError, load_source

    try:
        return load_source(path)
    except SourceError as error:
        fail(str(error))


def _refuse(problems: "tuple[Problem, ...] | list[Problem]") -> None:
    for problem in problems:
        _tell(problem)
    _say(f"计划文件有 {len(problems)} 处问题。")
    raise typer.Exit(1)


def _tell(problem: "Problem", kind: str = "") -> None:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    _say(f"{place} {kind}{problem.message}", styles={place: "bold", kind: "yellow"} if kind else {place: "bold"})


def _tell_deadlines(plan: "Plan", *, verbose: bool) -> None:
    """With ``verbose`` every date; always those that bind nobody, since they vanish from every other list."""
    from zhifa_check.report.deadlines import deadline_lines, never_due

    for requirement in plan.requirements:
        if verbose:
            for line in deadline_lines(plan, requirement):
                _say(f"{requirement.id} {line}", styles={requirement.id: "cyan"})
        elif days := never_due(plan, requirement):
            said = "、".join(str(day) for day in days)
            text = f"注意：{requirement.id} 的期限 {said} 在{plan.told_from(requirement)} 之前，不约束任何单位。"
            _say(text, styles={"注意": "yellow"})


def _tell_unquoted(plan: "Plan", source: "SourceText", *, verbose: bool) -> None:
    """What the proof did not look at, each with ``verbose``, else how much."""
    from zhifa_check.plan.unquoted import unquoted

    left = list(unquoted(plan, source))
    for line, words in left if verbose else ():
        _say(f"原文第 {line} 行没有引用：「{words}」", styles={f"原文第 {line} 行": "cyan"})
    if left:
        more = "" if verbose else "；加 -v 逐处列出"
        _say(f"原文另有 {len(left)} 处没有引用：没有数字、期限和“须、不得”一类的字，不核对{more}。")


def _say(text: str, styles: dict[str, str] | None = None) -> None:
    """One line, folded on a terminal; names and quotes of files may hold anything."""
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.words.harmless import harmless

    Terminal(sys.stdout).line(harmless(text), indent="    ", styles=styles)


@plan.command("diff", cls=ChineseCommand)
def diff(
    old: Annotated[Path, typer.Argument(metavar="旧计划", help="如 data/plan_2023.yaml。")],
    new_: Annotated[Path, typer.Argument(metavar="新计划", help="如 data/plan_2026.yaml。")],
) -> None:
    """比较两份计划：数字、期限、事项改了什么，谁多了、少了什么，各单位要怎样改。"""
    from zhifa_check.report.plan.differences import write_differences

    write_differences(_load(old), _load(new_), sys.stdout)


@plan.command("preview", cls=ChineseCommand)
@asking("units_file")
def preview(
    *,
    file: Annotated[Path, _FILE],
    asked: Asked,
    output: Annotated[
        Path | None, option("-o --output 文件夹", "把日历、各类单位的填报表和每项要求的说明写到这里。")
    ] = None,
) -> None:
    """印发之前先看看：一年的日程、各类单位要填什么、每项要求怎样算。"""
    from zhifa_check.report.plan.preview import registry_for, write_preview, write_preview_files

    plan = _load(file)
    given = asked.units_file
    registry = registry_for(plan, given or file.parent / "units.yaml", asked=given is not None)
    if output is None:
        write_preview(plan, registry, sys.stdout)
    else:
        write_folder(output, lambda: write_preview_files(plan, registry, output), "文件")


def _load(file: Path) -> "Plan":
    from zhifa_check.plan.load import load_plan

    if not os.path.isfile(file):
        fail(f"找不到文件 {file}")
    with loud():
        return load_plan(file)[0]
