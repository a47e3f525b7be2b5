"""``zhifa rules``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhifa_check.cli.common import (
    AsOf,
    CacheDir,
    Color,
    NoCache,
    PlanFile,
    Year,
    as_of_date,
    cache_folder,
    check_color,
    formats_option,
    loud,
)
from zhifa_check.report.formats import RULES


def rules(
    ctx: typer.Context,
    as_of: AsOf = None,
    plan: PlanFile = None,
    year: Year = None,
    output_format: Annotated[list[str] | None, formats_option(RULES)] = None,
    color: Color = "auto",
    cache_dir: CacheDir = None,
    no_cache: NoCache = False,
) -> None:
    """列出计划里的全部要求，一行一项。"""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.cli.answered import answered
    from zhifa_check.report.output import parse_outputs, write

    check_color(color)
    with loud():
        outputs = parse_outputs(output_format, RULES)
        places, day = find_places([Path("submissions")], plan), as_of_date(as_of)
        files = any(output.path for output in outputs)
        with answered(ctx, day, places, cache_folder(cache_dir, no_cache or files)) as done:
            if done:
                return
            from zhifa_check.plan.years import plans_in_force

            in_force = plans_in_force(places.plans, day, year, drafts=True).plan
            write(outputs, lambda name, out: RULES[name](in_force, out, color), sys.stdout)
