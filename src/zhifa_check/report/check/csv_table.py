"""``csv``: a finding a row for Excel and WPS; above them the verdict, below them the notices, in the same columns."""

from collections.abc import Iterator
from typing import TextIO

from zhifa_check.calendar.periods import parse_period
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.verdict import counts, extent_words, titles, waiver_words
from zhifa_check.report.check.view import View
from zhifa_check.report.formats import Style
from zhifa_check.report.tables import write_csv_table

_HEADER = (
    *("截至", "计划", "状态", "单位", "编号", "要求", "所属期", "对象", "实际", "应为", "宽松理解应为"),
    *("期限", "宽松理解期限", "说明", "文件", "行", "列", "出处", "原文", "核准不计", "指纹"),
)
_Row = dict[str, str | None]


def write_csv(view: View, out: TextIO, style: Style) -> None:
    """Figures and dates as exact as in the JSON."""
    always: _Row = {"截至": str(view.as_of), "计划": view.plan.id}
    write_csv_table(_HEADER, ([(always | row).get(name) or "" for name in _HEADER] for row in _rows(view)), out)


def _rows(view: View) -> Iterator[_Row]:
    yield {"状态": "汇总", "说明": f"{extent_words(view)}；{counts(view.by_status)}"}
    names, called = view.unit_names, titles(view)
    for finding, fingerprint in zip(view.findings, view.fingerprints, strict=True):
        yield _finding(finding) | {"单位": names[finding.unit], "要求": called[finding.id], "指纹": fingerprint}
    for notice in view.notices:
        yield {
            "状态": "注意",
            "单位": names.get(notice.unit) if notice.unit else None,
            "说明": notice.message,
            "文件": notice.file,
            "行": str(notice.line or ""),
        }


def _finding(finding: Finding) -> _Row:
    return {
        "状态": STATUS_NAMES[finding.status],
        "编号": finding.id,
        "所属期": parse_period(finding.period).chinese if finding.period else None,
        "对象": finding.subject,
        "实际": finding.actual,
        "应为": finding.required,
        "宽松理解应为": finding.lenient_required,
        "期限": finding.strict_due,
        "宽松理解期限": finding.lenient_due,
        "说明": finding.message,
        "文件": finding.file,
        "行": str(finding.line),
        "列": str(finding.column),
        "出处": finding.clause,
        "原文": finding.quote,
        "核准不计": waiver_words(finding.waiver) if finding.waiver else None,
    }
