"""``zhifa rules``."""

import sys
from pathlib import Path
from typing import Annotated

from zhifa_check.cli.common import AsOf, Color, PlanFile, as_of_date, check_color, formats_option, loud
from zhifa_check.report.formats import RULES


def rules(
    as_of: AsOf = None,
    plan: PlanFile = None,
    output_format: Annotated[list[str] | None, formats_option(RULES)] = None,
    color: Color = "auto",
) -> None:
    """列出计划里的全部要求，一行一项。"""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.plan.years import plans_in_force
    from zhifa_check.report.output import parse_outputs, write

    check_color(color)
    with loud():
        outputs = parse_outputs(output_format, RULES)
        in_force = plans_in_force(find_places([Path("submissions")], plan).plans, as_of_date(as_of)).plan
        write(outputs, lambda name, out: RULES[name](in_force, out, color), sys.stdout)
