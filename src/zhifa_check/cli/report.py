"""``zhifa report``."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import cache_folder, fail, parse_day, parse_period_option, progress, write_folder
from zhifa_check.cli.options import option
from zhifa_check.report.formats import REPORT

if TYPE_CHECKING:
    from zhifa_check.calendar.periods import Period
    from zhifa_check.plan.model import Plan
    from zhifa_check.report.period.trend import Past
    from zhifa_check.run import Request


@asking()
def report(
    *,
    period: Annotated[
        str | None,
        option("--period 期间", "2023Q3（季度）、2023H1（半年）、2023-07（月）、2023（全年）。默认截至日所在的季度。"),
    ] = None,
    asked: Asked,
    previous: Annotated[
        Path | None, option("--previous 文件", "以前用 -f json 存下的结果，与它比较：新增、已整改、补报……")
    ] = None,
    since_period: Annotated[
        str | None, option("--since-period 期间", "与这一期比较：用同样的文件，重新按那一期最后一天核对。")
    ] = None,
    revision: Annotated[
        str | None, option("--revision 版本", "与 --since-period 同用：文件取自这个 git 版本。")
    ] = None,
    rectify_by: Annotated[
        str | None, option("--rectify-by 日期", "整改期限，写进通报和整改通知。不写则留空待填。")
    ] = None,
    per_unit: Annotated[
        Path | None, option("--per-unit 文件夹", "给每个有问题的单位写一份整改通知（docx），附回执。")
    ] = None,
    output_format: Annotated[list[str] | None, options.formats(REPORT)] = None,
    color: options.Color = "auto",
) -> None:
    """一个时期的情况：到期的事项、发生的事情，各单位应报已报、按期逾期，问题各列一次，与上期比较。"""
    from zhifa_check.bureau.units import load_registry
    from zhifa_check.calendar.periods import periods_of
    from zhifa_check.report.output import parse_outputs, write
    from zhifa_check.report.period.report import Report
    from zhifa_check.report.period.trend import build_trend
    from zhifa_check.report.period.view import build_period
    from zhifa_check.report.period.words import warnings
    from zhifa_check.run import check
    from zhifa_check.words.harmless import harmless

    wanted = parse_period_option(period, "--period") if period else None
    earlier = parse_period_option(since_period, "--since-period") if since_period else None
    if previous and since_period:
        fail("--previous 和 --since-period 只写一个")
    if revision and not since_period:
        fail("--revision 要和 --since-period 同用")
    by = parse_day(rectify_by, "--rectify-by") if rectify_by else None
    if by is not None and by <= asked.day:
        fail(f"--rectify-by {by} 不晚于截至日期 {asked.day}，请核对")
    outputs = parse_outputs(output_format, REPORT)
    request = asked.request(ledgers=True, cache=cache_folder())
    view = check(request, progress())
    if wanted is None:
        quarters = periods_of(view.plan.year, "quarter")
        wanted = next((one for one in quarters if view.as_of <= one.end), quarters[-1])
    if wanted.year != view.plan.year:
        fail(f"--period 是 {wanted.year} 年的，{view.as_of} 有效的计划是 {view.plan.year} 年度的")
    if view.as_of < wanted.start:
        fail(f"{wanted.chinese}从 {wanted.start} 开始，截至 {view.as_of} 还没有到，请核对 --period 和 --as-of")
    past = _past(request, view.plan, previous, earlier, revision)
    whole = build_period(view, wanted)
    places = asked.places()
    registry = load_registry(places.units_of(view.plan.year), view.plan.known_words).units
    found = Report(whole, build_trend(whole, past), by, registry, places.templates)
    write(outputs, lambda name, out: REPORT[name](found, out, color), sys.stdout)
    if all(output.format != "full" for output in outputs):
        for line in warnings(whole):
            sys.stderr.write(f"注意：{harmless(line)}\n")
    if per_unit is not None:
        from zhifa_check.report.documents.notice import write_notices

        write_folder(per_unit, partial(write_notices, found, per_unit), "整改通知")


def _past(
    request: "Request", plan: "Plan", previous: Path | None, earlier: "Period | None", revision: str | None
) -> "Past | None":
    """The earlier state to compare with: of a file, or judged again as of the last day of a period."""
    from zhifa_check.history.revision import at_revision
    from zhifa_check.report.period.trend import past_of_file, past_of_view
    from zhifa_check.report.period.view import build_period
    from zhifa_check.run import check

    if previous is not None:
        return past_of_file(previous, plan, request.as_of)
    if earlier is None:
        return None
    if earlier.end > request.as_of:
        fail(f"--since-period 是{earlier.chinese}，到 {earlier.end} 才结束，晚于截至日 {request.as_of}")
    with at_revision(request.paths, revision) as paths:
        view = check(replace(request, paths=paths, as_of=earlier.end), progress())
    if view.plan.year != plan.year:
        fail(f"{earlier.end} 有效的计划是 {view.plan.year} 年度的，和现在的 {plan.year} 年度不能比较")
    return past_of_view(build_period(view, earlier))
