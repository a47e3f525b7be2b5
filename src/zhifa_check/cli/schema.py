"""``zhifa schema``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli.common import AsOf, PlanFile, UnitsFile, as_of_date, fail, loud


def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="文件种类",
            help="submission（提交文件）、units（单位名册）、plan（计划）、waivers（核准不计）、rulings（认定）、attested（填入的数）、"
            "calendar（放假安排）。",
        ),
    ],
    as_of: AsOf = None,
    plan: PlanFile = None,
    units: UnitsFile = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写进这个文件。默认写到标准输出。")
    ] = None,
) -> None:
    """给编辑器用的 JSON Schema：填写时提示名称和能填的值，写错了当场标出来。"""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.judge.frame import load_frame
    from zhifa_check.report.output import OutputError, machine_readable
    from zhifa_check.schema.editor import SCHEMAS, as_text
    from zhifa_check.schema.plan import plan_schema
    from zhifa_check.source.files import reason

    if kind not in SCHEMAS:
        fail(f"没有“{kind}”这种文件，能用的有：{'、'.join(SCHEMAS)}")
    with loud():
        if kind == "plan":
            # the plan that somebody is writing now may not be valid yet
            text = as_text(plan_schema())
        else:
            frame = load_frame(find_places([Path("submissions")], plan, units), as_of_date(as_of))
            text = as_text(SCHEMAS[kind](frame))
        if output is None:
            machine_readable(sys.stdout).write(text)
            return
        try:
            output.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise OutputError(f"写不了 {output}（{reason(error)}）") from error
