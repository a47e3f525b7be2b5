"""One unit: its files to facts, its obligations to outcomes and findings, then everything read is dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from sys import intern

from zhifa_check.bureau.decisions import RESULTS, Attestation
from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.workdays import is_widest
from zhifa_check.format.problems import Problem
from zhifa_check.format.record import Section
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry, Intake
from zhifa_check.inputs.lost import Lost
from zhifa_check.judge.doubted import doubted
from zhifa_check.judge.findings import Finding, Notice, Outcome, RulingNote, UnitResult, WaiverNote
from zhifa_check.judge.frame import Frame
from zhifa_check.judge.scope import Obligation
from zhifa_check.judge.taking_in import Foreign
from zhifa_check.kinds.base import NO_OTHER_YEARS, Case
from zhifa_check.kinds.due import day_of, iso
from zhifa_check.kinds.verdict import Evidence, Verdict

#: Statuses that are told finding by finding; the others are only counted.
TOLD = frozenset({"violated", "missing", "unreadable", "disputed", "waived"})


def judge_unit(
    frame: Frame,
    unit: Unit,
    intake: Intake,
    foreign: Foreign,
    facts: Facts | None = None,
    years: Mapping[int, Facts] = NO_OTHER_YEARS,
) -> UnitResult:
    """The verdict on every obligation of one unit; ``facts`` are those of its intake, ``years`` those of others."""
    result = UnitResult(unit.id, files=len(intake.documents), records=intake.records)
    result.findings += invalid(unit.id, intake.problems)
    result.notices += remarks(unit.id, intake.remarks)
    facts = facts or Facts(intake, frame.as_of)
    for obligation in frame.scope.obligations(unit):
        case = case_of(frame, obligation, facts, foreign, years)
        verdict = doubted(frame.plan, obligation, obligation.requirement.rule.judge(case))
        if obligation.requirement.rule.is_unreadable(verdict, case):
            verdict = Verdict([_unreadable(obligation, facts.lost)], verdict.progress)
        verdict = _settled_all(frame, obligation, verdict, result)
        _record(frame, obligation, verdict, result)
    return result


def invalid(unit: str | None, problems: Sequence[Problem]) -> list[Finding]:
    """Findings of intake."""
    return [Finding(p.id, "invalid", p.message, p.file, p.line, p.column, unit, key_path=p.path) for p in problems]


def remarks(unit: str | None, found: Sequence[Problem]) -> list[Notice]:
    """What intake saw and a person has to look at."""
    return [Notice("remark", f"{one.id} {one.message}", unit, one.file, one.line) for one in found]


def case_of(
    frame: Frame,
    obligation: Obligation,
    facts: Facts,
    foreign: Foreign,
    years: Mapping[int, Facts] = NO_OTHER_YEARS,
) -> Case:
    """What a rule may look at to judge an obligation."""

    def is_waived(requirement: str, subject: str | None) -> bool:
        found = frame.waivers.find(obligation.unit.id, requirement, subject, obligation.period, frame.as_of)
        return found is not None

    return Case(
        unit=obligation.unit,
        facts=facts,
        registry=frame.registry,
        as_of=frame.as_of,
        period=obligation.period,
        item=obligation.item,
        due=None,
        others=foreign,
        rules=frame.rules,
        verbs=frame.verbs,
        issued=obligation.issued,
        since=obligation.since,
        until=obligation.until,
        is_waived=is_waived,
        attested=partial(_attested, frame, obligation),
        years=years,
    ).due_by(obligation.due)


def _attested(frame: Frame, obligation: Obligation) -> list[Entry[Attestation]]:
    """What the bureau entered about an obligation."""
    known, unit, requirement = frame.attested, obligation.unit.id, obligation.requirement.id
    return [
        Entry(known.all[number], known.document, ("attested", number))
        for number in known.covering(unit, requirement, None, obligation.period, frame.as_of)
        if known.document is not None
    ]


def _unreadable(obligation: Obligation, lost: Lost) -> Evidence:
    rule = obligation.requirement.rule
    what = obligation.item or obligation.requirement.title
    where = lost.why(rule.sections() or (rule.foreign() or ("",))[:1])
    message = f"{what}（{obligation.period.chinese}）无法核对：{where}，改正后再认定，不作未报处理"
    return Evidence("unreadable", message, obligation.item, due=obligation.due)


def _settled_all(frame: Frame, obligation: Obligation, verdict: Verdict, result: UnitResult) -> Verdict:
    """The verdict after what the bureau decided; the figure counted by the rule is not that of a duty ruled met."""
    if not verdict.evidence:
        return verdict
    evidence = [_settled(frame, obligation, piece, result) for piece in verdict.evidence]
    settled = replace(verdict, evidence=evidence)
    if settled.status == "met" and any(piece.ruling is not None for piece in evidence):
        settled.progress = None
    return settled


def _settled(frame: Frame, obligation: Obligation, piece: Evidence, result: UnitResult) -> Evidence:
    """What the bureau decided: a ruling on what is disputed, then a waiver of what is left."""
    covering = (obligation.unit.id, obligation.requirement.id, piece.subject, obligation.period, frame.as_of)
    if piece.status == "disputed" and (number := frame.rulings.find(*covering)) is not None:
        result.rulings_used.add(number)
        piece = piece._replace(status=RESULTS[frame.rulings.all[number].result], ruling=number)
    if piece.status in ("violated", "missing", "disputed") and (number := frame.waivers.find(*covering)) is not None:
        result.waivers_used.add(number)
        piece = piece._replace(status="waived", waiver=number)
    return piece


def _record(frame: Frame, obligation: Obligation, verdict: Verdict, result: UnitResult) -> None:
    due = obligation.due
    result.outcomes.append(
        Outcome(
            unit=obligation.unit.id,
            requirement=obligation.requirement.id,
            period=_text(obligation.period),
            item=_item(obligation),
            status=verdict.status,
            strict_due=_text(due.strict) if due else None,
            lenient_due=_text(due.lenient) if due else None,
            progress=verdict.progress and intern(verdict.progress),
        )
    )
    locate = partial(_finding, frame, obligation)
    told = [piece for piece in verdict.evidence if piece.status in TOLD or piece.ruling is not None]
    result.findings += map(locate, told)
    result.pending += [locate(piece) for piece in verdict.evidence if piece.status == "pending"]
    for remark in verdict.remarks:
        found = locate(remark)
        result.notices.append(Notice("remark", f"{found.id} {found.message}", found.unit, found.file, found.line))


# the same text for the same day or period: every obligation of every unit keeps three
_text = lru_cache(maxsize=4096)(str)


def _item(obligation: Obligation) -> str | None:
    """The item, where the requirement has several to tell apart."""
    return obligation.item if len(obligation.requirement.rule.obliged_items()) > 1 else None


def _finding(frame: Frame, obligation: Obligation, piece: Evidence) -> Finding:
    if piece.entry is not None:
        document = piece.entry.document
        line, column = document.locate((*piece.entry.path, *piece.at))
        file = document.file
    else:
        file, line, column = frame.registry.places[obligation.unit.id]
    clause = obligation.requirement.clause_for(obligation.unit)
    waiver, ruling = _notes(frame, piece)
    found = Finding(
        id=obligation.requirement.id,
        status=piece.status,
        unit=obligation.unit.id,
        period=_text(obligation.period),
        item=_item(obligation),
        subject=piece.subject,
        actual=piece.actual,
        required=piece.required,
        lenient_required=piece.lenient_required,
        strict_due=iso(piece.due.strict) if piece.due else None,
        lenient_due=iso(piece.due.lenient) if piece.due else None,
        message=_message(obligation, piece, ruling),
        file=file,
        line=line,
        column=column,
        clause=clause.place,
        quote=clause.quote,
        waiver=waiver,
        ruling=ruling,
        event_date=_text(_event_date(obligation, piece)),
        short=piece.short,
    )
    # most units owe the same, told in the same words
    return Finding._make(intern(one) if type(one) is str else one for one in found)


def _notes(frame: Frame, piece: Evidence) -> tuple[WaiverNote | None, RulingNote | None]:
    waiver, ruling = None, None
    if piece.waiver is not None:
        w = frame.waivers.all[piece.waiver]
        waiver = WaiverNote(w.reason, w.document, w.approved_by, str(w.approved_on), str(w.expires_on))
    if piece.ruling is not None:
        r = frame.rulings.all[piece.ruling]
        ruling = RulingNote(r.result, r.reason, r.document, r.decided_by, str(r.decided_on))
    return waiver, ruling


def _message(obligation: Obligation, piece: Evidence, ruling: RulingNote | None) -> str:
    """What the rule says, by which calendar where none is known, and how it was settled."""
    text, due = piece.message, piece.due
    if due is not None and any(way.rolls for way in obligation.requirement.rule.ways()) and due.lenient != due.strict:
        lenient = day_of(due.lenient)
        if is_widest(lenient):
            text += f"（{lenient.year} 年日历未公布，宽松理解的期限按最宽的算）"
    if ruling is not None:
        text += (
            f"。已认定为{ruling.result}：{ruling.reason}（{ruling.document}，{ruling.decided_by} {ruling.decided_on}）"
        )
    return text


def _event_date(obligation: Obligation, piece: Evidence) -> date:
    """The strict due date of the duty; of a rule about events the day of the event, else the last of the period."""
    if obligation.due is not None:
        return day_of(obligation.due.strict)
    record = piece.entry.record if piece.entry is not None else None
    return (record.seen_from() if isinstance(record, Section) else None) or obligation.period.end
