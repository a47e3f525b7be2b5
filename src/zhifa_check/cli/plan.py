"""``zhifa plan check``."""

import os
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from zhifa_check.cli.common import fail


def check(
    file: Annotated[Path, typer.Argument(metavar="计划文件", help="如 data/plan_2023.yaml。")],
    source: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it at run time
        typer.Option(
            "--source", metavar="原文", help="文件原文（纯文本）。默认用计划文件旁边的 source_plan_年份.txt。"
        ),
    ] = None,
) -> None:
    """核对计划文件：写法对不对，引文和数字在不在原文里，原文有没有漏掉的数字和日期。"""
    from zhifa_check.format.problems import ConfigError
    from zhifa_check.plan.load import load_plan
    from zhifa_check.plan.proof import prove
    from zhifa_check.plan.source import SourceError, load_source

    if not os.path.isfile(file):
        fail(f"找不到文件 {file}")
    problems = []
    try:
        plan, document = load_plan(file)
        beside = file.parent / f"source_plan_{plan.year}.txt"
        text = source or (beside if beside.is_file() else None)
        if text is None:
            fail(f"没有原文可以核对：{beside} 不存在，请用 --source 指定")
        try:
            problems += prove(plan, document, load_source(text))
        except SourceError as error:
            fail(str(error))
    except ConfigError as error:
        problems += error.problems
    for problem in problems:
        sys.stdout.write(f"{problem.file}:{problem.line}:{problem.column} {problem.message}\n")
    if problems:
        sys.stdout.write(f"计划文件有 {len(problems)} 处问题。\n")
        raise typer.Exit(1)
    clauses = sum(len(requirement.clauses) for requirement in plan.requirements)
    sys.stdout.write(
        f"{plan.title}（{plan.id}）：{len(plan.requirements)} 项要求，{clauses} 处引文，"
        f"{len(plan.not_checked)} 项不由机器核对，与原文一致。\n"
    )
