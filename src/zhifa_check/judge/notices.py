"""What a reader must know of a run that is no finding: nothing that was looked for and not found stays silent."""

from collections.abc import Iterator, Sequence
from datetime import date

from zhifa_check.bureau.waivers import place
from zhifa_check.calendar.workdays import is_known
from zhifa_check.judge.agenda import last_due
from zhifa_check.judge.engine import Frame
from zhifa_check.judge.findings import Notice, UnitResult
from zhifa_check.judge.scope import idle_requirements


def frame_notices(frame: Frame) -> Iterator[Notice]:
    """A plan that is over, years whose calendar is not known, requirements that bind nobody."""
    plan, units = frame.plan, frame.registry.units
    last = last_due(plan, units)
    if frame.as_of > max(last, date(plan.year, 12, 31)):
        message = f"{plan.year} 年度的计划在 {last} 已全部到期，之后没有更新的计划，仍按它认定"
        yield Notice("plan-over", message)
    for year in (plan.year, plan.year + 1):
        if not is_known(year):
            message = f"没有 {year} 年的放假安排，该年的期限不作休息日顺延，工作日按自然日计"
            yield Notice("calendar", message)
    if idle := idle_requirements(plan, units):
        names = "、".join(requirement.id for requirement in idle)
        yield Notice(
            "unbound", f"名册里没有单位受 {names} 约束，责任单位待确认", file=frame.registry.document.file, line=1
        )
    for requirement in plan.requirements:
        for binds in requirement.rule.speaks_of():
            if not any(binds.includes(unit) for unit in units):
                message = f"{requirement.id} 要看的{binds}，名册里一个也没有，这一项等于没有核对"
                yield Notice("unbound", message, file=frame.registry.document.file, line=1)


def waiver_notices(frame: Frame, results: Sequence[UnitResult], judged: set[str]) -> Iterator[Notice]:
    """Waivers of a unit unknown, expired, not yet in force, or not used by any of the units judged."""
    used = {number for result in results for number in result.waivers_used}
    for number, waiver in enumerate(frame.waivers.all):
        unit = frame.waivers.unit_of(number)
        file, line, _ = place(frame.waivers, number)
        what = f"{waiver.unit} {waiver.requirement} 的核准不计（{waiver.document}）"
        if unit is None:
            yield Notice("waiver-unknown-unit", f"{what}：单位名册里没有“{waiver.unit}”", None, file, line)
        elif unit not in judged:
            continue
        elif frame.as_of > waiver.expires_on:
            yield Notice("waiver-expired", f"{what}已于 {waiver.expires_on} 到期，不再适用", unit, file, line)
        elif frame.as_of < waiver.approved_on:
            yield Notice("waiver-not-yet", f"{what}从 {waiver.approved_on} 起适用，现在还不适用", unit, file, line)
        elif number not in used:
            yield Notice("waiver-unused", f"{what}没有用上：没有与它相符的未达标、未报或待认定", unit, file, line)
