"""``csv``: a finding a row for Excel and WPS; above them the verdict, below them the notices, in the same columns."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from zhifa_check.calendar.periods import parse_period
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.base import STATUS_NAMES
from zhifa_check.report.style import Style
from zhifa_check.report.tables import write_csv_table
from zhifa_check.report.verdict import counts, extent_words, titles, waiver_words
from zhifa_check.report.view import View

_HEADER = (
    *("截至", "计划", "状态", "单位", "编号", "要求", "所属期", "对象", "实际", "应为", "从宽应为", "期限", "从宽期限"),
    *("说明", "文件", "行", "列", "出处", "原文", "豁免", "指纹"),
)


def write_csv(view: View, out: TextIO, style: Style) -> None:
    """Figures and dates as exact as in the JSON."""
    write_csv_table(_HEADER, _rows(view), out)


def _rows(view: View) -> Iterator[Sequence[str]]:
    names, called = view.unit_names, titles(view)
    summary = f"{extent_words(view)}；{counts(view.by_status)}"
    yield _row(view, status="汇总", message=summary)
    for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True):
        yield _row(
            view,
            status=STATUS_NAMES[finding.status],
            unit=names[finding.unit],
            message=finding.message,
            file=finding.file,
            line=str(finding.line),
            rest=(finding, called[finding.id], fingerprint),
        )
    for notice in view.notices:
        yield _row(
            view,
            status="注意",
            unit=names.get(notice.unit, "") if notice.unit else "",
            message=notice.message,
            file=notice.file or "",
            line=str(notice.line or ""),
        )


def _row(
    view: View,
    *,
    status: str,
    message: str,
    unit: str = "",
    file: str = "",
    line: str = "",
    rest: tuple[Finding, str, str] | None = None,
) -> Sequence[str]:
    columns: dict[str, str | None] = {
        "截至": str(view.as_of),
        "计划": view.plan.id,
        "状态": status,
        "单位": unit,
        "说明": message,
        "文件": file,
        "行": line,
    }
    if rest is not None:
        finding, title, fingerprint = rest
        columns |= {
            "编号": finding.id,
            "要求": title,
            "所属期": parse_period(finding.period).chinese if finding.period else None,
            "对象": finding.subject,
            "实际": finding.actual,
            "应为": finding.required,
            "从宽应为": finding.lenient_required,
            "期限": finding.strict_due,
            "从宽期限": finding.lenient_due,
            "列": str(finding.column),
            "出处": finding.clause,
            "原文": finding.quote,
            "豁免": waiver_words(finding.waiver) if finding.waiver else None,
            "指纹": fingerprint,
        }
    return [columns.get(name) or "" for name in _HEADER]
