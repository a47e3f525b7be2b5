"""The ways of an ``any_of``: what came of each, and what all of them come to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zhifa_check.format.record import Section
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind
from zhifa_check.kinds.conditions import Where, left_open, matcher
from zhifa_check.kinds.doubt import told as told_of
from zhifa_check.kinds.verdict import Evidence, Status, Verdict

#: What the message about a requirement says before it tells of every way.
SAID: dict[Status, str] = {
    "violated": "都没有做到",
    "missing": "都没有做到或者没有报",
    "disputed": "没有一种在各种理解下都做到，待认定",
    "pending": "尚未做到",
    "unreadable": "无法核对，改正读不出的内容后再认定，不作未报处理",
}


class Way(NamedTuple):
    """What came of one of the rules: its status, in words, a piece of evidence where it has one, and remarks."""

    status: Status
    message: str
    piece: Evidence | None
    remarks: tuple[Evidence, ...] = ()


def is_closed(rule: Kind, entry: Entry[Section]) -> bool:
    """Whether a record says of itself that the conditions of a way are not its own."""
    where: Where = getattr(rule, "where", {})
    return not matcher(type(entry.record), where, loosely=True)(entry.record)


def unless_open(way: Way, rule: Kind, entry: Entry[Section]) -> Way:
    """A way that a record keeps is no way out where nobody knows whether it is meant."""
    keys = left_open(entry.record, getattr(rule, "where", {})) if way.status == "met" else []
    return way._replace(status="disputed", message=told_of(keys)) if keys else way


def verdict_of(rule: Kind, case: Case) -> Verdict:
    """Of one way by its own deadline; of several items the one that is furthest from being kept."""
    own = case.due_by(rule.due_on(case.unit, case.period))
    verdicts = [rule.judge(own._replace(item=item)) for item in rule.obliged_items()]
    return next(one for status in _FURTHEST for one in verdicts if one.status == status)


#: Of several items of one way.
_FURTHEST: tuple[Status, ...] = (
    "violated",
    "missing",
    "disputed",
    "pending",
    "unreadable",
    "waived",
    "not_applicable",
    "met",
)


def of_unit(rule: Kind, case: Case) -> Way:
    """What came of one way of the unit as a whole."""
    verdict = verdict_of(rule, case)
    own = case._replace(item=None)
    if rule.is_unreadable(verdict, own):
        where = case.facts.lost.why(rule.sections() or (rule.foreign() or ("",))[:1])
        return Way("unreadable", where, None)
    return way_of(rule, verdict, case)


def way_of(rule: Kind, verdict: Verdict, case: Case) -> Way:
    """A verdict in one sentence."""
    status, remarks = verdict.status, tuple(verdict.remarks)
    pieces = [one for one in verdict.evidence if one.status == status]
    if pieces:
        more = f"（这样的共 {len(pieces)} 处）" if len(pieces) > 1 else ""
        return Way(status, pieces[0].message + more, pieces[0], remarks)
    due = rule.due_on(case.unit, case.period)
    words: dict[Status, str] = {
        "pending": "尚未到期" + (f"，{due}" if due else ""),
        "not_applicable": "没有可核对的事",
    }
    return Way(status, words.get(status, "已做到"), None, remarks)


def combined(ways: Sequence[Way]) -> Status:
    """What a requirement comes to of which one way is enough."""
    statuses = {way.status for way in ways}
    if statuses == {"not_applicable"}:
        return "not_applicable"
    for status in _OPEN_FIRST:
        if status in statuses:
            return status
    if "not_applicable" in statuses:
        return "disputed"
    return "missing" if "missing" in statuses else "violated"


#: What is enough, then what may still turn out to be.
_OPEN_FIRST: tuple[Status, ...] = ("met", "unreadable", "pending", "disputed")


def evidence_of(status: Status, ways: Iterable[Way], case: Case, entry: Entry[Section] | None) -> Evidence:
    """All the ways in one piece, which stands where one of them has a place in a file."""
    told = list(ways)
    each = "；".join(f"（{number}）{way.message}" for number, way in enumerate(told, start=1))
    pieces = [way.piece for way in told if way.piece is not None]
    shown = next((piece for piece in pieces if piece.entry is not None), None)
    # the figures are those of one way: where the finding stands, else of the first that has any
    figures = shown or next((piece for piece in pieces if piece.actual is not None), pieces[0] if pieces else None)
    at = shown.at if shown and (entry is None or shown.entry is entry) else ()
    return Evidence(
        status,
        f"{len(told)} 种做法做到一种即可，{SAID[status]}：{each}",
        entry.subject if entry else None,
        entry or (shown.entry if shown else None),
        at,
        actual=figures.actual if figures else None,
        required=figures.required if figures else None,
        lenient_required=figures.lenient_required if figures else None,
        due=case.due,
        blank=bool(pieces) and all(piece.blank for piece in pieces),
    )
