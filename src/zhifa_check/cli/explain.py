"""``zhifa explain``."""

import sys
from typing import Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import cache_folder, fail


@asking("as_of", "plan", "year")
def explain(
    *,
    ctx: typer.Context,
    id_: Annotated[
        str, typer.Argument(metavar="编号", help="要求的编号，如 T10.hours；或填写错误的编号，如 D.value。")
    ],
    asked: Asked,
    color: options.Color = "auto",
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
) -> None:
    """讲清一项要求：原文、责任单位、期限、怎样算、两种读法、怎样填、错了会看到什么。"""
    from zhifa_check.cli.answered import answered

    places = asked.places()
    with answered(ctx, asked.day, places, cache_folder(cache_dir, no_cache)) as done:
        if done:
            return
        from zhifa_check.plan.requirement import selects
        from zhifa_check.plan.years import plans_in_force
        from zhifa_check.report.explain.intake_guide import GUIDE
        from zhifa_check.report.explain.page import explain_points, explain_problem, explain_requirement
        from zhifa_check.words.meant import nearest

        in_force = plans_in_force(places.plans, asked.day, asked.year, drafts=True).plan
        by_id = in_force.known
        if id_ in GUIDE:
            explain_problem(in_force, id_, sys.stdout, color)
        elif id_ in by_id:
            explain_requirement(in_force, by_id[id_], sys.stdout, color)
        elif points := next((entry for entry in in_force.scores if entry.id == id_), None):
            explain_points(in_force, points, sys.stdout, color)
        else:
            known = [*by_id, *(entry.id for entry in in_force.scores), *GUIDE]
            below = [one for one in known if selects((id_,), one)]
            meant = nearest(id_, known)
            hint = f"是不是 {meant}" if meant else "请用 zhifa rules 看有哪些"
            fail(f"没有编号为“{id_}”的要求，" + (f"这一组有：{'、'.join(below)}" if below else hint))
