"""``--git-evidence``: declared dates beside the commits that first show them. A hint for a person, never a finding."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from zhifa_check.bureau.received import Arrival, Received
from zhifa_check.git.blame import Origin
from zhifa_check.git.command import GitError
from zhifa_check.history.declared import Declared, declared_dates
from zhifa_check.history.first_seen import History
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Intake, SourceFile
from zhifa_check.judge.findings import Hint, Notice, UnitResult
from zhifa_check.judge.frame import Frame

#: So many dates of one commit are told one by one; of more, so many places are named.
_FEW = 5
_ONLY_A_HINT = "提交时间可以伪造，补录、更正和变基也会这样：这只是提示，请人工核对，不作认定依据"


def gather_evidence(
    frame: Frame, unit: str, intake: Intake, files: Sequence[SourceFile], received: Received, result: UnitResult
) -> None:
    """Compare one unit's declared dates, and add to its result what a person should look at."""
    if frame.plan.evidence is None:
        return
    tolerance = frame.plan.evidence.tolerance_days
    history = History({file.shown: file.path for file in files})
    for declared in declared_dates(Facts(intake, frame.as_of), frame.vocabulary.format):
        arrivals = received.find(unit, declared.item, declared.document, declared.period, frame.as_of)
        result.received_used |= {number for number, _ in arrivals}
        arrival = min((one for _, one in arrivals), key=lambda one: _apart(one, declared), default=None)
        if arrival is not None and _apart(arrival, declared) <= timedelta(tolerance):
            continue
        try:
            origin = history.first_seen(declared, timedelta(tolerance))
        except GitError as error:
            result.unverified[str(error)] += 1
            continue
        if origin is not None:
            result.hints.append(_hint(declared, origin, arrival, unit))


def evidence_notices(
    frame: Frame, received: Received, results: Sequence[UnitResult], judged: set[str]
) -> Iterator[Notice]:
    """What git could say nothing about, once a reason, and what the bureau recorded to no avail."""
    if frame.plan.evidence is None:
        message = "计划里没有写 evidence（tolerance_days，容差天数），--git-evidence 没有比较任何日期"
        yield Notice("git-evidence-unverified", message)
    else:
        hints = [hint for result in results for hint in result.hints]
        yield from _hint_notices(hints, frame.plan.evidence.tolerance_days)
    counts: Counter[str] = Counter()
    for result in results:
        counts += result.unverified
    for reason, count in sorted(counts.items()):
        yield Notice("git-evidence-unverified", f"有 {count} 个日期无法用 git 核实：{reason}")
    yield from _received_notices(received, results, judged, frame.as_of)


def _apart(arrival: Arrival, declared: Declared) -> timedelta:
    return abs(arrival.received.date - declared.day)


def _hint(declared: Declared, origin: Origin, arrival: Arrival | None, unit: str) -> Hint:
    document = declared.entry.document
    line, _ = document.locate((*declared.entry.path, *declared.at), value=True)
    came = ""
    if arrival is not None:
        receipt = arrival.received
        came = f"，司法局登记的收到日期是 {receipt.date}（{receipt.via}，{receipt.by}）"
    what = f"{declared.what}写的是 {declared.day}"
    return Hint(origin.commit, origin.day, declared.day, what, came, unit, document.file, line)


def _hint_notices(hints: Sequence[Hint], tolerance: int) -> Iterator[Notice]:
    """One a commit: a bulk of records that came together is one thing to look at, not hundreds."""
    commits: dict[str, list[Hint]] = {}
    for hint in hints:
        commits.setdefault(hint.commit, []).append(hint)
    for commit, found in commits.items():
        found.sort(key=lambda hint: (hint.day, hint.file, hint.line))
        if len(found) <= _FEW:
            for hint in found:
                told = f"{hint.what}，git 里最早见于 {hint.seen} 的提交 {commit[:10]}，晚 {_late(hint, tolerance)}"
                yield Notice("git-evidence", f"{told}。{_ONLY_A_HINT}", hint.unit, hint.file, hint.line)
            continue
        first, *others = found
        units = {hint.unit for hint in found}
        whose = f"，涉及 {len(units)} 个单位" if len(units) > 1 else ""
        places = "、".join(f"{hint.file}:{hint.line}" for hint in others[:_FEW])
        told = (
            f"{first.seen} 的提交 {commit[:10]} 里有 {len(found)} 个日期写得比提交早{whose}，最早的是"
            f"{first.what}，晚 {_late(first, tolerance)}；还有 {places} 等处"
        )
        yield Notice(
            "git-evidence", f"{told}。{_ONLY_A_HINT}", units.pop() if not whose else None, first.file, first.line
        )


def _late(hint: Hint, tolerance: int) -> str:
    return f"{(hint.seen - hint.day).days} 天（容差 {tolerance} 天）{hint.came}"


def _received_notices(
    received: Received, results: Sequence[UnitResult], judged: set[str], as_of: date
) -> Iterator[Notice]:
    """Entries of a unit unknown, and those that speak of no record of the units judged."""
    used = {number for result in results for number in result.received_used}
    for number, arrival in enumerate(received.all):
        unit = received.units[number]
        file, line = received.place(number)
        what = f"{arrival.unit} {arrival.item or arrival.document} 的收件登记（{arrival.received.date}）"
        if unit is None:
            yield Notice("received-unknown-unit", f"{what}：单位名册里没有“{arrival.unit}”", None, file, line)
        elif unit in judged and number not in used and arrival.received.date <= as_of:
            yield Notice("received-unused", f"{what}没有用上：该单位没有与它相符的记录", unit, file, line)
