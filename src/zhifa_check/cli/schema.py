"""``zhifa schema``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import fail
from zhifa_check.cli.options import option


@asking("as_of", "plan", "units_file")
def schema(
    *,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="文件种类",
            help="submission（提交文件）、units（单位名册）、plan（计划）、waivers（核准不计）、rulings（认定）、attested（填入的数）、"
            "calendar（放假安排）。",
        ),
    ],
    asked: Asked,
    output: Annotated[Path | None, option("-o --output 文件", "写进这个文件。默认写到标准输出。")] = None,
) -> None:
    """给编辑器用的 JSON Schema：填写时提示名称和能填的值，写错了当场标出来。"""
    from zhifa_check.judge.frame import load_frame
    from zhifa_check.report.output import OutputError, machine_readable
    from zhifa_check.schema.editor import OF_NO_PLAN, SCHEMAS, as_text
    from zhifa_check.source.files import reason

    if kind not in SCHEMAS:
        fail(f"没有“{kind}”这种文件，能用的有：{'、'.join(SCHEMAS)}")
    made = OF_NO_PLAN[kind]() if kind in OF_NO_PLAN else SCHEMAS[kind](load_frame(asked.places(), asked.day))
    if output is None:
        machine_readable(sys.stdout).write(as_text(made))
        return
    try:
        output.write_text(as_text(made), encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"写不了 {output}（{reason(error)}）") from error
