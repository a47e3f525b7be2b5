"""``zhifa due``."""

import re
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import cache_folder, fail, parse_day, parse_period_option, write_folder
from zhifa_check.cli.options import option
from zhifa_check.report.formats import DUE

if TYPE_CHECKING:
    from zhifa_check.judge.frame import Frame
    from zhifa_check.plan.model import Plan


@asking("as_of", "plan", "year", "units_file", "waivers", "rulings", "calendar")
def due(
    *,
    ctx: typer.Context,
    month: Annotated[
        str | None, option("--month 月份", "9（计划年度的9月）或 2024-01。默认 --as-of 所在的月。")
    ] = None,
    start: Annotated[str | None, option("--from 日期", "从哪一天起，与 --to 同用。")] = None,
    end: Annotated[str | None, option("--to 日期", "到哪一天止，含当日。")] = None,
    unit: options.Units = None,
    submissions: Annotated[
        Path | None, option("--submissions 路径", "同时核对这里的提交文件，列出谁已办、谁未办。")
    ] = None,
    closes: Annotated[
        str | None,
        option("--closes 期间", "只显示一个日期：2023Q3（或月、半年、全年）里到期的事项从这一天起都能认定。"),
    ] = None,
    asked: Asked,
    output_format: Annotated[list[str] | None, options.formats(DUE)] = None,
    per_unit: Annotated[
        Path | None, option("--per-unit 文件夹", "给每个有事项到期的单位写一份提醒函（docx）。")
    ] = None,
    verbose: Annotated[bool, option("-v --verbose", "列出责任单位的名称。")] = False,
    color: options.Color = "auto",
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
) -> None:
    """列出什么时候什么到期、由谁做、依据哪一条，休息日和调休也说明。"""
    from zhifa_check.cli.answered import answered
    from zhifa_check.report.output import parse_outputs

    outputs = parse_outputs(output_format, DUE)
    places = asked.places(*([submissions] if submissions else ()))
    more = submissions or per_unit or any(output.path for output in outputs)
    with answered(ctx, asked.day, places, cache_folder(cache_dir, no_cache or bool(more))) as done:
        if done:
            return
        from zhifa_check.judge.agenda import agenda
        from zhifa_check.judge.frame import chosen_units, load_frame
        from zhifa_check.judge.notices import calendar_notices
        from zhifa_check.report.due.listing import DueList, open_dates, statuses
        from zhifa_check.report.output import write

        frame = load_frame(places, asked.day, asked.year)
        if closes is not None:
            typer.echo(_closing_day(frame, closes))
            return
        window = _window(frame.plan, month, start, end)
        chosen = [frame.registry.by_id[one] for one in chosen_units(frame, unit or ())]
        view = None
        if submissions is not None:
            from zhifa_check.run import check

            view = check(asked.request(paths=(submissions,), only_units=tuple(unit or ())))
            chosen = [frame.registry.by_id[one.id] for one in view.units if one.id is not None]
        narrowed = bool(unit) or len(chosen) < len(frame.registry.units)

        def due_list(name: str) -> DueList:
            first, last = window or _unasked(name, frame)
            items = [item for item in agenda(frame.plan, chosen, first, last) if item.units or not narrowed]
            if view is not None:
                items = sorted([*items, *open_dates(view, chosen, first, last)], key=lambda item: item.strict_due)
            if name == "ics" and not items:
                sys.stderr.write(f"提示：{first} 至 {last} 没有到期的事项，日历是空的。\n")
            status_of = statuses(view) if view is not None else None
            notices = list(calendar_notices(frame))
            return DueList(frame.plan, first, last, items, verbose or bool(unit), status_of, color, notices)

        write(outputs, lambda name, out: DUE[name](due_list(name), out), sys.stdout)
        if per_unit is not None:
            from zhifa_check.report.documents.reminder import write_reminders

            due = due_list("full")
            reminders = partial(write_reminders, due, frame.registry, places.templates, asked.day, per_unit)
            write_folder(per_unit, reminders, "提醒函")


def _closing_day(frame: "Frame", text: str) -> date:
    """The day of ``--closes``; exits with 2 for what is no period of the plan's year."""
    from zhifa_check.judge.agenda import closes

    period = parse_period_option(text, "--closes")
    if period.year != frame.plan.year:
        fail(f"--closes {text} 不在 {frame.plan.year} 年度的计划里，请用 --plan 指定那一年的计划")
    return closes(frame.plan, frame.registry.units, period)


def _window(plan: "Plan", month: str | None, start: str | None, end: str | None) -> tuple[date, date] | None:
    """First and last day asked for, None for none; exits with 2 where the options do not go together."""
    from zhifa_check.calendar.periods import Period

    if month is not None:
        if start or end:
            fail("--month 不能和 --from、--to 同用")
        found = re.fullmatch(r"(?:([0-9]{4})-)?(0?[1-9]|1[0-2])", month)
        if not found or found[1] == "0000":
            fail(f"--month 应是 1 到 12 的月份，或 2024-01 这样的年月，写的是“{month}”")
        wanted = Period(int(found[1] or plan.year), "month", int(found[2]))
        return wanted.start, wanted.end
    if start or end:
        if not (start and end):
            fail("--from 和 --to 要同时写")
        first, last = parse_day(start, "--from"), parse_day(end, "--to")
        if last < first:
            fail("--to 早于 --from")
        return first, last
    return None


def _unasked(name: str, frame: "Frame") -> tuple[date, date]:
    """The month of the as-of date to read; all of the plan for a calendar, which is taken in once."""
    from zhifa_check.calendar.periods import Period
    from zhifa_check.judge.agenda import last_due

    if name == "ics":
        return frame.plan.issued, last_due(frame.plan, frame.registry.units)
    here = Period(frame.as_of.year, "month", frame.as_of.month)
    return here.start, here.end
