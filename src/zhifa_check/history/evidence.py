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
from zhifa_check.judge.engine import Frame
from zhifa_check.judge.findings import Notice, UnitResult


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
            result.notices.append(_hint(declared, origin, arrival, tolerance, unit))


def evidence_notices(
    frame: Frame, received: Received, results: Sequence[UnitResult], judged: set[str]
) -> Iterator[Notice]:
    """What git could say nothing about, once a reason, and what the bureau recorded to no avail."""
    if frame.plan.evidence is None:
        message = "计划里没有写 evidence（tolerance_days，容差天数），--git-evidence 没有比较任何日期"
        yield Notice("git-evidence-unverified", message)
    counts: Counter[str] = Counter()
    for result in results:
        counts += result.unverified
    for reason, count in sorted(counts.items()):
        yield Notice("git-evidence-unverified", f"有 {count} 个日期无法用 git 核实：{reason}")
    yield from _received_notices(received, results, judged, frame.as_of)


def _apart(arrival: Arrival, declared: Declared) -> timedelta:
    return abs(arrival.received.date - declared.day)


def _hint(declared: Declared, origin: Origin, arrival: Arrival | None, tolerance: int, unit: str) -> Notice:
    document = declared.entry.document
    line, _ = document.locate((*declared.entry.path, *declared.at), value=True)
    came = ""
    if arrival is not None:
        receipt = arrival.received
        came = f"，司法局登记的收到日期是 {receipt.date}（{receipt.via}，{receipt.by}）"
    message = (
        f"{declared.what}写的是 {declared.day}，git 里最早见于 {origin.day} 的提交 {origin.commit[:10]}，"
        f"晚 {(origin.day - declared.day).days} 天（容差 {tolerance} 天）{came}。"
        "提交时间可以伪造，补录、更正和变基也会这样：这只是提示，请人工核对，不作认定依据"
    )
    return Notice("git-evidence", message, unit, document.file, line)


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
