"""``zhifa explain``."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    fail,
    loud,
)

if TYPE_CHECKING:
    from zhifa_check.bureau.places import Places


def explain(
    ctx: typer.Context,
    id_: Annotated[
        str, typer.Argument(metavar="编号", help="要求的编号，如 T10.hours；或填写错误的编号，如 D.value。")
    ],
    as_of: AsOf = None,
    plan: PlanFile = None,
    year: Year = None,
    color: Color = "auto",
    cache_dir: CacheDir = None,
    no_cache: NoCache = False,
) -> None:
    """讲清一项要求：原文、责任单位、期限、怎样算、两种读法、怎样填、错了会看到什么。"""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.cli.answered import answered

    check_color(color)
    with loud():
        places, day = find_places([Path("submissions")], plan), as_of_date(as_of)
        with answered(ctx, day, places, cache_folder(cache_dir, no_cache)) as done:
            if not done:
                _explain(id_, places, day, year, color)


def _explain(id_: str, places: "Places", as_of: date, year: int | None, color: str) -> None:
    from zhifa_check.plan.requirement import selects
    from zhifa_check.plan.years import plans_in_force
    from zhifa_check.report.explain.intake_guide import GUIDE
    from zhifa_check.report.explain.page import explain_points, explain_problem, explain_requirement
    from zhifa_check.words.meant import nearest

    in_force = plans_in_force(places.plans, as_of, year, drafts=True).plan
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
        hint = f"这一组有：{'、'.join(below)}" if below else f"是不是 {meant}" if meant else "请用 zhifa rules 看有哪些"
        fail(f"没有编号为“{id_}”的要求，{hint}")
