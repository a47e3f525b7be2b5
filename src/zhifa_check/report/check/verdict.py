"""The words of the verdict that several formats say alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from zhifa_check.judge.findings import Finding, Notice, WaiverNote
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.view import View
from zhifa_check.report.explain.intake_guide import GUIDE
from zhifa_check.words.figures import percent

#: Kinds of notices about single records, of which there may be many.
_OF_RECORDS = frozenset({"remark", "plausibility"})


def as_of_words(view: View) -> str:
    """By which plan, as of when, and of which period alone."""
    only = f"，只看{view.period.chinese}" if view.period else ""
    return f"截至 {view.as_of}{only}，{view.plan.title}（{view.plan.id}）"


def extent_words(view: View) -> str:
    """How much was judged."""
    judged = sum(unit.id is not None for unit in view.units)
    return (
        f"单位 {judged} 个，文件 {view.files} 份，记录 {view.records} 条，要求 {view.requirements} 项，"
        f"核对事项 {len(view.outcomes)} 项，填写错误 {view.data_errors} 处"
    )


def count_words(by_status: Mapping[str, int]) -> dict[str, str]:
    """Each status that occurs, with its name and its count."""
    return {status: f"{STATUS_NAMES[status]} {count}" for status, count in by_status.items() if count}


def counts(by_status: Mapping[str, int]) -> str:
    """The statuses that occur, counted, on one line."""
    return " · ".join(count_words(by_status).values()) or "没有核对事项"


def restated_lines(view: View) -> Iterator[str]:
    """What only adds up other findings, a line each with the figure of every unit concerned."""
    found: dict[str, list[str]] = {}
    for unit in view.units:
        for finding in unit.findings:
            if finding.id in unit.restated:
                words = f"{STATUS_NAMES[finding.status]}{_figure(finding)}"
                found.setdefault(finding.id, []).append(f"{unit.name}（{words}）")
    called = titles(view)
    for id_, units in found.items():
        yield f"{id_} {called[id_]}：{'、'.join(units)}，问题已列在上面各条"


def _figure(finding: Finding) -> str:
    part, _, whole = (finding.actual or "").partition("/")
    if not whole:
        return f" {part}" if part else ""
    return f" {finding.actual}，{percent(Decimal(part), Decimal(whole))}"


def cut_words(texts: Sequence[str]) -> Iterator[str]:
    """How rates were rounded, where any is told that does not say so itself."""
    if any("%" in text for text in texts) and not any("截尾" in text for text in texts):
        yield "百分比截尾保留两位小数，不四舍五入"


def titles(view: View) -> dict[str, str]:
    """What each id of a finding is called."""
    return {requirement.id: requirement.title for requirement in view.plan.requirements} | {
        id_: guide.title for id_, guide in GUIDE.items()
    }


def place(finding: Finding) -> str:
    """Where a finding stands, as editors take it."""
    return f"{finding.file}:{finding.line}:{finding.column}"


def owned_words(names: Mapping[str | None, str], finding: Finding) -> str:
    """What a finding says, and of whom, for where no heading names the unit; ``names`` are the view's."""
    return f"{names[finding.unit]}：{finding.message}"


def waiver_words(waiver: WaiverNote) -> str:
    """Why, by which document, and until when."""
    return f"{waiver.reason}（{waiver.document}，{waiver.approved_by}批准，{waiver.expires_on} 到期）"


def waived_too(finding: Finding) -> str:
    """The same behind what a finding says; nothing where it is not waived."""
    return f"；核准不计：{waiver_words(finding.waiver)}" if finding.waiver else ""


def told_of_run(view: View) -> Iterator[str]:
    """What a reader must know of the run; remarks on single records are counted."""
    remarks = sum(notice.kind in _OF_RECORDS for notice in view.notices)
    yield from notice_lines(notice for notice in view.notices if notice.kind not in _OF_RECORDS)
    if remarks:
        yield f"另有 {remarks} 条提示，用 zhifa check 看"


def notice_lines(notices: Iterable[Notice]) -> Iterator[str]:
    """Each with its place."""
    for notice in notices:
        at = f"{notice.file}:{notice.line} " if notice.file and notice.line else ""
        yield at + notice.message
