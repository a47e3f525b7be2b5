"""``junit``: a suite a unit, a case an obligation; what needs a person to decide is skipped, not failed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from zhifa_check.calendar.periods import parse_period
from zhifa_check.judge.findings import Finding, Outcome
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check import verdict
from zhifa_check.report.check.severity import worst_first
from zhifa_check.report.check.view import UnitView, View
from zhifa_check.report.formats import Style

#: What a case of each status holds; one that is met holds nothing. A disputed one must not turn a build red, and would
#: not be seen as a success: skipped cases are counted and listed with their message.
_MARKS = {
    "violated": "failure",
    "missing": "failure",
    "unreadable": "error",
    "invalid": "error",
    "disputed": "skipped",
    "pending": "skipped",
    "waived": "skipped",
    "not_applicable": "skipped",
}
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}

#: Readers of JUnit want one; judging takes none that is worth telling.
_TIME = "0"

_Duty = tuple[str, str | None, str | None]


def write_junit(view: View, out: TextIO, style: Style) -> None:
    """Every time is nought, so that the same verdict gives the same bytes."""
    root = Element("testsuites", name=verdict.as_of_words(view), time=_TIME)
    called = verdict.titles(view)
    for unit in view.units:
        suite = _suite(root, view, unit.name)
        _outcomes(suite, unit, called)
        _data_errors(suite, unit, called)
    if view.notices:
        suite = _suite(root, view, "注意")
        for number, line in enumerate(verdict.notice_lines(view.notices), 1):
            _mark(_case(suite, f"注意 {number}"), "skipped", "notice", line)
    for suite in root:
        _count(suite, [suite])
    _count(root, list(root))
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n")


def _suite(root: Element, view: View, name: str) -> Element:
    suite = SubElement(root, "testsuite", name=name, time=_TIME)
    properties = SubElement(suite, "properties")
    facts = {
        "plan": view.plan.id,
        "plan_sha256": view.plan_sha256,
        "as_of": str(view.as_of),
        "extent": verdict.extent_words(view),
        "by_status": verdict.counts(view.by_status),
    }
    for key, value in facts.items():
        SubElement(properties, "property", name=key, value=value)
    return suite


def _case(suite: Element, name: str) -> Element:
    return SubElement(suite, "testcase", classname=suite.attrib["name"], name=name, time=_TIME)


def _mark(case: Element, tag: str, type_: str, message: str, text: str = "") -> None:
    SubElement(case, tag, type=type_, message=message).text = text or message


def _outcomes(suite: Element, unit: UnitView, called: Mapping[str, str]) -> None:
    evidence: dict[_Duty, list[Finding]] = {}
    for finding in (*unit.findings, *unit.pending):
        evidence.setdefault((finding.id, finding.period, finding.item), []).append(finding)
    for outcome in unit.outcomes:
        what = f"{outcome.requirement} {called[outcome.requirement]}（{parse_period(outcome.period).chinese}）"
        case = _case(suite, what + (outcome.item or ""))
        findings = worst_first(evidence.get((outcome.requirement, outcome.period, outcome.item), ()))
        if outcome.status in _MARKS:
            _outcome(case, outcome, findings)
        elif findings:  # a ruling made it so
            SubElement(case, "system-out").text = "\n".join(line for finding in findings for line in _lines(finding))


def _outcome(case: Element, outcome: Outcome, findings: Sequence[Finding]) -> None:
    message = STATUS_NAMES[outcome.status]
    if not findings and outcome.progress:
        message += f"：{outcome.progress}"
    elif findings:
        message += f"：{findings[0].message}" + (f"（共 {len(findings)} 处）" if len(findings) > 1 else "")
    text = "\n".join(line for finding in findings for line in _lines(finding))
    _mark(case, _MARKS[outcome.status], outcome.status, message, text)


def _lines(finding: Finding) -> Iterable[str]:
    yield f"{verdict.place(finding)} {STATUS_NAMES[finding.status]} {finding.message}"
    if finding.clause is not None:
        yield f"    {finding.clause}「{finding.quote}」"
    if finding.waiver is not None:
        yield f"    核准不计：{verdict.waiver_words(finding.waiver)}"


def _data_errors(suite: Element, unit: UnitView, called: Mapping[str, str]) -> None:
    """A case each, named without its line, so that the next run knows it again."""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in unit.findings:
        if finding.status == "invalid":
            seen[finding.id, finding.file] += 1
            number = seen[finding.id, finding.file]
            case = _case(suite, f"{finding.id} {called[finding.id]} {finding.file} 第 {number} 处")
            _mark(case, _MARKS["invalid"], "invalid", finding.message, "\n".join(_lines(finding)))


def _count(element: Element, suites: Sequence[Element]) -> None:
    found = Counter(child.tag for suite in suites for case in suite.iter("testcase") for child in case)
    element.set("tests", str(sum(1 for suite in suites for _ in suite.iter("testcase"))))
    for tag, name in _COUNTED.items():
        element.set(name, str(found[tag]))
