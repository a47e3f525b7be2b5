"""A letter to each unit ahead of its deadlines: what falls due when, by which clause, and the last working day."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhifa_check.bureau.places import Templates
from zhifa_check.bureau.units import Registry, Unit
from zhifa_check.calendar.workdays import day_off_name, last_working_day
from zhifa_check.judge.agenda import DueItem
from zhifa_check.report.documents.formal import bureau_of, chinese_date, chinese_period, place_words, unset_date
from zhifa_check.report.documents.template import Grid, Para, Values, write_letters
from zhifa_check.report.due.listing import DONE, WEEKDAYS, DueList


def write_reminders(due: DueList, registry: Registry, templates: Templates, as_of: date, folder: Path) -> list[Path]:
    """One file for each unit that has something to do in the time asked for; what is done already is left out.

    Raises OutputError or OSError.
    """
    letters = []
    for unit in registry.units:
        items = [item for item in due.items if unit in item.units and not _is_done(due, item, unit)]
        if items:
            letters.append((unit, reminder_values(due, registry, unit, items, as_of)))
    return write_letters("提醒函", letters, templates, due.plan.issued, folder)


def _is_done(due: DueList, item: DueItem, unit: Unit) -> bool:
    """Whether nothing is left to do, be it that the bureau has still to decide whether it was in time."""
    return due.status_of is not None and due.status_of(item, unit) in (*DONE, "disputed")


def reminder_values(due: DueList, registry: Registry, unit: Unit, items: Sequence[DueItem], as_of: date) -> Values:
    """What each placeholder stands for."""
    name = bureau_of(due.plan, registry.units)
    spell = f"{chinese_date(due.start)}至{chinese_date(due.end)}"
    checked = "（已经办理的未列入）" if due.status_of is not None else ""
    opening = (
        f"根据《{due.plan.title}》（{due.plan.id}），{spell}，你单位有以下{len(items)}项任务到期{checked}，"
        "请提前准备，按时完成。"
    )
    return {
        "标题": "行政执法监督到期事项提醒函",
        "单位": unit.full_name or unit.name,
        "引言": [Para(opening)],
        "到期事项": [
            Grid(
                ("序号", "事项", "所属期", "期限", "依据"),
                [_row(number, item, unit) for number, item in enumerate(items, 1)],
                (6, 25, 16, 35, 18),
            )
        ],
        "结语": [Para("期限为休息日的，请在此前最后一个工作日办理。已经办理的，请核对填报是否完整。")],
        "署名": name,
        "日期": unset_date(as_of),
        "期间": spell,
        "草稿标记": "草　稿",
        "计划名称": f"《{due.plan.title}》（{due.plan.id}）",
    }


def _row(number: int, item: DueItem, unit: Unit) -> tuple[str, ...]:
    day = item.strict_due
    at = f"{item.moment.hour}时{item.moment.minute}分" if item.moment else ""
    words = f"{chinese_date(day)}{at}（星期{WEEKDAYS[day.weekday()]}"
    words += f"，{name}" if (name := day_off_name(day)) else ""
    last = last_working_day(day)
    words += f"，此前最后一个工作日为{last.month}月{last.day}日）" if last and last != day else "）"
    clause = item.requirement.clause_for(unit)
    return str(number), item.what, chinese_period(item.period), words, place_words(clause.place)
