"""``zhifa status``."""

import sys
from typing import Annotated

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import cache_folder, fail, progress
from zhifa_check.cli.options import option
from zhifa_check.report.formats import SCORES, STATUS


@asking()
def status(
    *,
    asked: Asked,
    unit: options.Units = None,
    by: Annotated[str, option("--by 列", "按什么分列：task（默认，附件各项任务）、requirement（每项要求）。")] = "task",
    scores: Annotated[
        bool, option("--scores", "改为列出各单位的考核得分，扣在哪里、怎样算的（计划里写了分值的）。")
    ] = False,
    output_format: Annotated[list[str] | None, options.formats(STATUS)] = None,
    color: options.Color = "auto",
) -> None:
    """总览：每个单位在每项任务上还有什么没完成，今后 14 天什么到期、谁还没有办。"""
    from zhifa_check.report.output import parse_outputs, write
    from zhifa_check.report.status.matrix import BY, build_matrix
    from zhifa_check.run import check

    options.one_of("--by", by, BY)
    outputs = parse_outputs(output_format, SCORES if scores else STATUS)
    view = check(asked.request(only_units=tuple(unit or ()), cache=cache_folder()), progress())
    if scores:
        from zhifa_check.plan.worth import worths
        from zhifa_check.report.scores.sums import unit_scores

        items = list(worths(view.plan, view.plan.known))
        if not items:
            fail(f"{view.plan.title}没有一条要求写了分值（score），没有得分可算")
        whole = view
        if unit and any(item.score.ranks for item in items):
            # a rank is one among all units
            whole = check(asked.request(cache=cache_folder()), progress())
        chosen = {one.id for one in view.units}
        sums = [one for one in unit_scores(whole) if one.unit.id in chosen]
        write(outputs, lambda name, out: SCORES[name](view, sums, out, color), sys.stdout)
        return
    matrix = build_matrix(view, by)
    write(outputs, lambda name, out: STATUS[name](matrix, out, color), sys.stdout)
