"""``zhifa rules``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli.common import AsOf, Color, PlanFile, as_of_date, check_color, fail, loud


def rules(
    as_of: AsOf = None,
    plan: PlanFile = None,
    output_format: Annotated[
        str, typer.Option("-f", "--output-format", metavar="格式", help="full（默认）、json、markdown。")
    ] = "full",
    color: Color = "auto",
) -> None:
    """列出计划里的全部要求，一行一项。"""
    from zhifa_check.plan.load import plan_in_force
    from zhifa_check.plan.places import find_places
    from zhifa_check.report.output import machine_readable
    from zhifa_check.report.rules import WRITERS
    from zhifa_check.run import CannotJudgeError

    if output_format not in WRITERS:
        fail(f"没有“{output_format}”这种输出格式，能用的有：{'、'.join(WRITERS)}")
    check_color(color)
    with loud():
        found = plan_in_force(find_places([Path("submissions")], plan).plans, as_of_date(as_of))
        if found is None:
            raise CannotJudgeError("没有已经印发的计划，请检查 --as-of 或 --plan")
        out = sys.stdout if output_format == "full" else machine_readable(sys.stdout)
        WRITERS[output_format](found[0], out, color)
