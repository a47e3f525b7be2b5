"""``zhifa rules``."""

import sys
from typing import Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import cache_folder
from zhifa_check.report.formats import RULES


@asking("as_of", "plan", "year")
def rules(
    *,
    ctx: typer.Context,
    asked: Asked,
    output_format: Annotated[list[str] | None, options.formats(RULES)] = None,
    color: options.Color = "auto",
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
) -> None:
    """列出计划里的全部要求，一行一项。"""
    from zhifa_check.cli.answered import answered
    from zhifa_check.report.output import parse_outputs, write

    outputs = parse_outputs(output_format, RULES)
    places, files = asked.places(), any(output.path for output in outputs)
    with answered(ctx, asked.day, places, cache_folder(cache_dir, no_cache or files)) as done:
        if done:
            return
        from zhifa_check.plan.years import plans_in_force

        in_force = plans_in_force(places.plans, asked.day, asked.year, drafts=True).plan
        write(outputs, lambda name, out: RULES[name](in_force, out, color), sys.stdout)
