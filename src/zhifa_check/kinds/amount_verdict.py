"""The verdict of an ``amount``: what is there, what each has of what is asked, and what nobody can know."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from zhifa_check.format.record import Section
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.amount_blanks import blank, left_blank, nobodys, untold
from zhifa_check.kinds.amount_courses import in_each_course
from zhifa_check.kinds.amount_gaps import in_every_stretch
from zhifa_check.kinds.amount_intervals import in_intervals
from zhifa_check.kinds.amount_measures import unseen
from zhifa_check.kinds.amount_readings import Group, judged, nobody_is_meant, when_its_day_is_over
from zhifa_check.kinds.amount_times import unknown
from zhifa_check.kinds.amount_words import shortfall
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.events import nothing_filed
from zhifa_check.kinds.fields import field_of, section_model
from zhifa_check.kinds.readings import Reading
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, of_readings
from zhifa_check.words.figures import cut, plain

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount


class _Told(NamedTuple):
    """What is told of a group, which is called by a name or is one record, by its readings."""

    piece: Evidence
    name: str | None
    readings: list[Reading]


def judge(rule: "Amount", case: Case) -> Verdict:
    """The verdict on a unit, for the period of the case."""
    if nobody_is_meant(rule, case):
        return Verdict(otherwise="not_applicable")
    if rule.within:
        judged_by = in_each_course if rule.until else in_intervals if rule.since else in_every_stretch
        return judged_by(rule, case)
    if case.due is None:
        if not _is_there(rule, rule.section, case):
            return nothing_filed(rule.section, case, rule.named) or Verdict(otherwise="not_applicable")
        case = when_its_day_is_over(case)
    assert case.due is not None
    measures = [one for one in (rule, rule.over, rule.against) if one is not None]
    sections = dict.fromkeys(one.section for one in measures)
    absent = [section for section in sections if not _is_there(rule, section, case)]
    happens = rule.happens or any(section_model(section).happens for section in absent)
    # nothing at all is short of a number of something
    if absent and (rule.asks_nothing() or (happens and not rule.asks_for_some)):
        return Verdict(otherwise="not_applicable")
    if absent:
        when = "" if rule.every == "year" else case.period.chinese
        message = f"没有填“{'”和“'.join(absent)}”，无法核对{when}{rule.named}"
        required = plain(rule.least) if rule.asks_for_some and rule.least else None
        piece = Evidence(case.shortfall(absent=True), message, required=required, due=case.due)
        return Verdict([piece], None if rule.per or rule.over or rule.against else f"0/{required or 0}")
    groups = judged(rule, case, case.due)
    left_out = list(untold(rule, case))
    if not groups:
        return Verdict(left_out, f"0/{len(left_out)}" if rule.classes else None, "not_applicable")
    told = [
        _Told(found, _called(rule, entry, name), readings)
        for entry, name, readings in _not_simply_kept(rule, case, groups)
        if (found := _piece(rule, case, entry, name, readings)) is not None
    ]
    told, unknown = _whatever_is_blank(rule, told, list(blank(rule, case)))
    progress = _of_each(rule, groups, told, unknown, len(left_out)) if rule.per else _progress(rule, groups[0][2][0])
    if any(piece.blank for piece in left_out):
        told = _whosever_it_is(rule, case, told)
    evidence = [*(one.piece for one in told), *unknown, *left_out]
    return Verdict(evidence, progress, "pending" if case.open and not _is_final(rule) else "met")


def _of_each(rule: "Amount", groups: list[Group], told: list[_Told], unknown: list[Evidence], more: int) -> str:
    """How many have enough of those who are judged, and of so many ``more`` of whom nothing is known."""
    blank = [_groups_of(rule, piece) for piece in unknown]
    short = {one.name for one in told}.union(*(names for names in blank if names is not None))
    enough = 0 if None in blank else sum(_called(rule, entry, name) not in short for entry, name, _ in groups)
    return f"{enough}/{len(groups) + more}"


def _called(rule: "Amount", entry: Entry[Section] | None, name: str) -> str | None:
    return entry.subject if entry and rule.per == rule.section else name


def _whatever_is_blank(
    rule: "Amount", told: list[_Told], unknown: list[tuple[Evidence, bool]]
) -> tuple[list[_Told], list[Evidence]]:
    """What stands though numbers are blank, and the blanks that matter.

    More can only help an amount that must be large enough: what has enough needs no more. What a blank may mend of its
    own group is not told.
    """
    blanks = [(piece, _groups_of(rule, piece), may_mend) for piece, may_mend in unknown]
    if rule.over is None and rule.against is None and rule.most is None and rule.per != rule.section:
        blanks = [one for one in blanks if any(one[1] is None or each.name in one[1] for each in told)]
    stands = [one for one in told if not any(_may_mend(one, names, mends=mends) for _, names, mends in blanks)]
    return stands, [piece for piece, _, _ in blanks]


def _may_mend(told: _Told, names: Collection[str] | None, *, mends: bool) -> bool:
    """Whether a blank of some groups may undo what is told: also of a share of nothing, whatever it is a share of."""
    return (names is None or told.name in names) and (mends or any(one.whole == 0 for one in told.readings))


def _whosever_it_is(rule: "Amount", case: Case, told: list[_Told]) -> list[_Told]:
    """What stands whosever the records are that leave it blank: too much, or what all of them would not make enough."""
    if rule.most is not None:
        return [] if rule.over else told
    more = nobodys(rule, case)
    if more is None:
        return told
    return [
        one
        for one in told
        if one.piece.status == "violated"
        and not any(reading._replace(value=reading.value + more.value).kept for reading in one.readings)
    ]


def _groups_of(rule: "Amount", blank: Evidence) -> Collection[str] | None:
    """What the groups are called that a record with a blank number may belong to; None for any."""
    assert blank.entry is not None
    record = blank.entry.record
    assert isinstance(record, Section)
    if rule.per == rule.section:
        return (blank.subject or "",)
    if rule.per is None or type(record).shape().field(rule.per) is None:
        return None
    value = field_of(type(record), rule.per).get(record)
    names = value if isinstance(value, list) else [] if value is None else [value]
    return list(map(str, names)) or None


def _is_there(rule: "Amount", section: str, case: Case) -> bool:
    years = case.years.values() if rule.window and rule.per != rule.section else ()
    return any(facts.is_filed(section_model(section)) for facts in (case.facts, *years))


def _is_final(rule: "Amount") -> bool:
    """Whether nothing that happens later can undo what is kept now; a roster is taken to be as it stands."""
    of_roster = rule.over is not None and rule.over.section == Person.title and rule.per is None
    return rule.least is not None and (rule.over is None or of_roster)


def _not_simply_kept(rule: "Amount", case: Case, groups: list[Group]) -> Iterator[Group]:
    """Those of whom there may be something to tell; who did the same share their readings, looked at once."""
    kept: dict[int, bool] = {}
    looks_back = bool(rule.other_years(case.period.year))
    for group in groups:
        readings = group[2]
        if id(readings) not in kept:
            kept[id(readings)] = not looks_back and all(one.kept for one in readings)
        if not kept[id(readings)]:
            yield group


def _piece(
    rule: "Amount", case: Case, entry: Entry[Section] | None, told: str, readings: list[Reading]
) -> Evidence | None:
    status: Status = of_readings(*(one.kept for one in readings))
    certain = [one for one in readings if not one.open]
    if case.open and not (status == "violated" and rule.most is not None and rule.over is None):
        if status == "met":
            return None
        status = "pending"
    absent = unseen(rule, case, entry) if status != "pending" else []
    if absent and not rule.is_certain(status):
        status = "disputed"
    if status == "met":
        return None
    first, last = certain[0], certain[-1]
    more = unknown(absent) if status == "disputed" else ""
    if status == "disputed" and of_readings(*(one.kept for one in certain)) != status and len(certain) < len(readings):
        more += f"；{left_blank(rule, case, entry, told)}"
    lenient = None
    if last.required != first.required or last.whole != first.whole:
        in_percent = rule.lenient is not None and rule.lenient.over is not None
        lenient = f"{cut(last.demand)}%" if in_percent else cut(last.required)
    return Evidence(
        status,
        shortfall(rule, case, entry, told, certain) + more,
        (entry.subject if entry and rule.per == rule.section else told) or None,
        entry if rule.per or rule.over is None else None,
        actual=_progress(rule, first) if first.whole is not None else plain(first.value),
        required=f"{cut(first.demand)}%" if first.whole is not None else plain(first.demand),
        lenient_required=lenient,
        due=case.due if rule.due or rule.window else None,
    )


def _progress(rule: "Amount", one: Reading) -> str:
    if one.whole is None and (rule.most is not None or not one.demand):
        return plain(one.value)
    return f"{plain(one.value)}/{plain(one.demand if one.whole is None else one.whole)}"
