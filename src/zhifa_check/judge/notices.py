"""What a reader must know of a run that is no finding: nothing that was looked for and not found stays silent."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from zhifa_check.bureau.decisions import D, Decisions
from zhifa_check.calendar.workdays import is_known
from zhifa_check.judge.agenda import agenda, last_due
from zhifa_check.judge.findings import Notice, UnitResult
from zhifa_check.judge.frame import Frame
from zhifa_check.judge.scope import idle_requirements
from zhifa_check.plan.superseding import replaces_nothing, steads
from zhifa_check.source.files import shown

#: The month from which on next January is looked ahead to.
_LOOKING_AHEAD = 10


def frame_notices(frame: Frame) -> Iterator[Notice]:
    """A plan that is over, years whose calendar is not known, requirements that bind nobody."""
    plan, units = frame.plan, frame.registry.units
    last = last_due(plan, units)
    newer = frame.in_force is not None and max(frame.in_force.years) > plan.year
    if frame.as_of > max(last, date(plan.year, 12, 31)) and not newer:
        message = f"{plan.year} 年度的计划在 {last} 已全部到期，之后没有更新的计划，仍按它认定"
        yield Notice("plan-over", message)
    yield from plan_notices(frame)
    yield from calendar_notices(frame)
    file = frame.registry.document.file
    if frame.borrows_units:
        message = "计划旁边没有单位名册 units.yaml，按随程序带的名册核对，其中的单位可能不是本地的"
        yield Notice("registry-shipped", message, file=file, line=1)
    idle = "、".join(requirement.id for requirement in idle_requirements(plan, units))
    if gaps := _gaps(frame):
        bound = f"，{idle} 因此没有责任单位" if idle else ""
        yield Notice("registry-gap", f"{gaps}，计划对它们有要求{bound}。请核对名册是否漏登、漏标", file=file, line=1)
    elif idle:
        yield Notice("registry-gap", f"名册里没有单位受 {idle} 约束，责任单位待确认", file=file, line=1)
    for requirement in plan.requirements:
        for binds in requirement.rule.speaks_of():
            if not any(binds.includes(unit) for unit in units):
                message = f"{requirement.id} 要看的{binds}，名册里一个也没有，这一项等于没有核对"
                yield Notice("registry-gap", message, file=file, line=1)


def plan_notices(frame: Frame) -> Iterator[Notice]:
    """Plans of other years that cannot be used, documents replaced that no plan is, and what a new issue leaves out."""
    for broken in frame.in_force.broken if frame.in_force else ():
        first, more = broken.error.problems[0], len(broken.error.problems)
        message = f"{broken.year} 年度的计划有 {more} 处错误，还不能用，不影响这次核对：{first.message}"
        yield Notice("plan-broken", message, file=first.file, line=first.line)
    for read in frame.in_force.astray if frame.in_force else ():
        yield Notice("plan-replaces", replaces_nothing(read.plan), file=shown(read.path), line=1)
    for old, new in frame.in_force.replaced if frame.in_force else ():
        before = new.plan.issued - timedelta(days=1)
        ids = dict.fromkeys(one.requirement.id for one in agenda(old.plan, frame.registry.units, date.min, before))
        past = f"按它在那以前已经到期的（{'、'.join(ids)}）" if ids else "那以前的事"
        message = (
            f"{new.plan.id} 从 {new.plan.issued} 起代替 {old.plan.id}，{past}这次没有核对；要看用 --as-of {before}"
        )
        yield Notice("plan-replaces", message, file=shown(new.path), line=1)

    for read in frame.in_force.read if frame.in_force else ():
        told = [one.told(frame.plan) for one in steads(frame.plan) if one.new.id in read.plan.known]
        if told:
            yield Notice("plan-supersedes", "；".join(told), file=shown(read.path), line=1)


def _gaps(frame: Frame) -> str:
    """Kinds and roles that the plan binds and that no unit of the registry has."""
    wanted = [binds for one in frame.plan.requirements for binds in (one.binds, *one.rule.speaks_of())]
    units = frame.registry.units
    kinds = {kind for binds in wanted for kind in binds.kinds} - {unit.kind for unit in units}
    roles = {role for binds in wanted for role in binds.roles} - {role for unit in units for role in unit.roles}
    told = [
        f"没有{what}{'、'.join(word for word in order if word in words)}"
        for what, order, words in (("", frame.plan.kinds, kinds), ("单位标", frame.plan.roles, roles))
        if words
    ]
    return f"名册里{'，'.join(told)}" if told else ""


def calendar_notices(frame: Frame) -> Iterator[Notice]:
    """The year's calendar is not known; or from October on that of the next, where dates of next January need it."""
    plan = frame.plan
    wanted = [plan.year]
    if frame.as_of >= date(plan.year, _LOOKING_AHEAD, 1) and last_due(plan, frame.registry.units).year > plan.year:
        wanted.append(plan.year + 1)
    for year in wanted:
        if not is_known(year):
            message = (
                f"{year} 年日历未公布：不知道哪些天放假、调休，落在该年的宽松期限先按最宽的算，其间办的待认定。"
                "放假安排公布后请填进 data/calendar.yaml"
            )
            yield Notice("calendar", message)


def waiver_notices(frame: Frame, results: Sequence[UnitResult], judged: set[str]) -> Iterator[Notice]:
    """Waivers of a unit unknown, expired, not yet in force, or not used by any of the units judged."""
    used = {number for result in results for number in result.waivers_used}
    for number, waiver, unit, file, line in _about(frame, frame.waivers, judged):
        what = f"{waiver.unit} {waiver.requirement} 的核准不计（{waiver.document}）"
        if unit is None:
            yield Notice("waiver-unknown-unit", f"{what}：单位名册里没有“{waiver.unit}”", None, file, line)
        elif frame.as_of > waiver.expires_on:
            yield Notice("waiver-expired", f"{what}已于 {waiver.expires_on} 到期，不再适用", unit, file, line)
        elif frame.as_of < waiver.approved_on:
            yield Notice("waiver-not-yet", f"{what}从 {waiver.approved_on} 起适用，现在还不适用", unit, file, line)
        elif number not in used:
            yield Notice("waiver-unused", f"{what}没有用上：没有与它相符的未达标、未报或待认定", unit, file, line)


def ruling_notices(frame: Frame, results: Sequence[UnitResult], judged: set[str]) -> Iterator[Notice]:
    """Rulings of a unit unknown, not yet in force, or not used by any of the units judged."""
    used = {number for result in results for number in result.rulings_used}
    for number, ruling, unit, file, line in _about(frame, frame.rulings, judged):
        what = f"{ruling.unit} {ruling.requirement} 的认定（{ruling.document}）"
        if unit is None:
            yield Notice("ruling-unknown-unit", f"{what}：单位名册里没有“{ruling.unit}”", None, file, line)
        elif frame.as_of < ruling.decided_on:
            yield Notice("ruling-not-yet", f"{what}从 {ruling.decided_on} 起适用，现在还不适用", unit, file, line)
        elif number not in used:
            yield Notice(
                "ruling-unused", f"{what}没有用上：没有与它相符的待认定，认定只对待认定的起作用", unit, file, line
            )


def attested_notices(frame: Frame, judged: set[str]) -> Iterator[Notice]:
    """Figures of a unit unknown, not entered yet, or of a unit that the requirement does not bind."""
    for _, one, unit, file, line in _about(frame, frame.attested, judged):
        what = f"{one.unit} {one.requirement} 填入的数（{one.document}）"
        bound = next(found.binds for found in frame.plan.requirements if found.id == one.requirement)
        if unit is None:
            yield Notice("attested-unknown-unit", f"{what}：单位名册里没有“{one.unit}”", None, file, line)
        elif frame.as_of < one.attested_on:
            yield Notice("attested-not-yet", f"{what}从 {one.attested_on} 起有效，现在还没有用上", unit, file, line)
        elif not bound.includes(frame.registry.by_id[unit]):
            yield Notice("attested-unused", f"{what}没有用上：这项要求不约束该单位", unit, file, line)


def _about(frame: Frame, decisions: Decisions[D], judged: set[str]) -> Iterator[tuple[int, D, str | None, str, int]]:
    """What may be said of this run: number, decision, unit and place; not what is about another year or other units."""
    for number, one in enumerate(decisions.all):
        unit = decisions.unit_of(number)
        if one.requirement not in frame.rules or (one.period is not None and one.period.year != frame.plan.year):
            continue
        if unit is None or unit in judged:
            yield number, one, unit, *decisions.place(number)
