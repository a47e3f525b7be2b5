"""``markdown``: the summary of a job, or a note in a merge request; GitHub and GitLab both show it as meant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TextIO

from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check import verdict
from zhifa_check.report.check.severity import SEVERITY, groups
from zhifa_check.report.check.view import View
from zhifa_check.report.formats import Style
from zhifa_check.report.tables import write_markdown_table
from zhifa_check.words.harmless import markdown_code, markdown_text

#: GitHub shows no summary of more than 1024 KiB, GitLab no note of more than a million characters. What is said of
#: findings and notices takes at most this many bytes; the tables beside them grow with the registry alone.
_FINDINGS_BYTES = 700_000
_NOTICES_BYTES = 100_000
#: The columns of the table of units.
_COLUMNS = ("invalid", "violated", "missing", "unreadable", "disputed", "waived", "pending", "met", "not_applicable")
_SECTIONS = {
    "error": "需要改正或说明",
    "warning": "待认定（原文有两种读法，结论不同，由人决定）",
    "info": "核准不计和已认定达标的",
}


class _Told(NamedTuple):
    finding: Finding
    text: str


def write_markdown(view: View, out: TextIO, style: Style) -> None:
    """The verdict, who owes how much, then what, with its source, and what comes next."""
    told_findings = [finding for unit in view.units for finding in unit.told]
    out.write(f"## 行政执法监督核对：{markdown_text(verdict.as_of_words(view))}\n\n")
    out.write(f"{verdict.extent_words(view)}  \n**{verdict.counts(view.by_status)}**\n\n")
    restated = list(verdict.restated_lines(view))
    messages = [finding.message for finding in told_findings]
    for line in (*restated, *verdict.cut_words([*restated, *messages])):
        out.write(f"{markdown_text(line)}\n\n")
    _units(view, out)
    called = verdict.titles(view)
    told = [_Told(group[0], text) for group in groups(told_findings) for text in _texts(group, called)]
    shown = _fitting([one.text for one in told], _FINDINGS_BYTES)
    for severity, heading in _SECTIONS.items():
        _section(view, heading, [one for one in told[:shown] if SEVERITY[one.finding.status] == severity], out)
    if shown < len(told):
        out.write(
            f"**还有 {len(told) - shown} 处没有列出**（这一页放不下，先列最重的）。全部结果请看 csv 或 json 格式。\n\n"
        )
    _notices(view, out)
    if view.upcoming:
        out.write("### 接下来到期\n\n")
        write_markdown_table(("期限", "编号", "事项", "所属期", "单位数"), _upcoming(view), out)


def _units(view: View, out: TextIO) -> None:
    columns = [status for status in _COLUMNS if any(unit.by_status.get(status) for unit in view.units)]
    rows = [
        [unit.name, *(str(unit.by_status.get(status, "")) for status in columns), str(unit.files)]
        for unit in view.units
    ]
    write_markdown_table(["单位", *(STATUS_NAMES[status] for status in columns), "文件"], rows, out)
    out.write("\n")


def _section(view: View, heading: str, told: Sequence[_Told], out: TextIO) -> None:
    if told:
        out.write(f"### {heading}\n\n")
    for unit in view.units:
        if own := [text for finding, text in told if finding.unit == unit.id]:
            out.write(f"#### {markdown_text(unit.name)}\n\n{''.join(own)}\n")


def _texts(group: Sequence[Finding], called: Mapping[str, str]) -> Iterator[str]:
    """Of each finding its line, and before the first what the requirement says."""
    head = _head(group[0], called[group[0].id])
    for finding in group:
        yield head + _line(finding)
        head = ""


def _head(finding: Finding, title: str) -> str:
    source = f"：{finding.clause}「{finding.quote}」" if finding.clause else ""
    return f"- **{STATUS_NAMES[finding.status]}** {finding.id} {markdown_text(title + source)}\n"


def _line(finding: Finding) -> str:
    told = finding.message + verdict.waived_too(finding)
    return f"  - {markdown_text(told)} {markdown_code(verdict.place(finding))}\n"


def _notices(view: View, out: TextIO) -> None:
    lines = [f"- {markdown_text(line)}\n" for line in verdict.notice_lines(view.notices)]
    if not lines:
        return
    shown = _fitting(lines, _NOTICES_BYTES)
    out.write("### 注意\n\n" + "".join(lines[:shown]) + "\n")
    if shown < len(lines):
        out.write(f"还有 {len(lines) - shown} 条没有列出。全部请看 csv 或 json 格式。\n\n")


def _upcoming(view: View) -> Iterator[Sequence[str]]:
    for item in view.upcoming:
        what = item.item or item.requirement.title
        yield str(item.strict_due), item.requirement.id, what, item.period.chinese, str(len(item.units))


def _fitting(texts: Sequence[str], most: int) -> int:
    """How many of the texts, from the first on, fit into so many bytes."""
    for number, text in enumerate(texts):
        most -= len(text.encode())
        if most < 0:
            return number
    return len(texts)
