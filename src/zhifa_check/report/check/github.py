"""``github``: workflow commands, which GitHub Actions turns into annotations, at most ten of a level a step."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from zhifa_check.format.problems import Problem
from zhifa_check.judge.findings import Finding
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check import verdict
from zhifa_check.report.check.located import Located
from zhifa_check.report.check.severity import FAIL_ON, SEVERITY, groups, worst_first
from zhifa_check.report.check.view import View
from zhifa_check.report.formats import Style
from zhifa_check.words.harmless import harmless

#: What GitHub shows of one level; it drops the rest without a word.
MOST = 10
#: Notices of what somebody handed in and nobody read, and how many of them are told before all else.
_UNLOOKED_AT = frozenset({"not-yaml", "astray"})
_MOST_UNLOOKED_AT = 3
#: How many of the findings that share an annotation are told in it.
_IN_ONE = 10

_Names = Mapping[str | None, str]


def write_github(view: View, out: TextIO, style: Style) -> None:
    """The most serious as annotations, the rest counted in a notice, and all of it in the log, folded away.

    What fails the job is an error, so that a green one shows no red; all else that is amiss is a warning.
    """
    left: Counter[str] = Counter()
    names, called, located = view.unit_names, verdict.titles(view), Located(view)
    unlooked_at = [notice for notice in view.notices if notice.kind in _UNLOOKED_AT][:_MOST_UNLOOKED_AT]
    for notice in unlooked_at:
        file, line, _ = located.place(notice.file or view.plan_file, notice.line or 1, 1, notice.unit)
        out.write(_command("warning", {"file": file, "line": str(line), "title": "没有看的文件"}, notice.message))
    fatal = FAIL_ON[style.fail_on]
    amiss = [finding for finding in view.findings if SEVERITY[finding.status] != "info"]
    for level, most, findings in (
        ("error", MOST, [finding for finding in amiss if finding.status in fatal]),
        ("warning", MOST - len(unlooked_at), [finding for finding in amiss if finding.status not in fatal]),
    ):
        told = _told(findings, most)
        for group in told[:most]:
            out.write(_annotation(level, group, names, called, located))
        left.update(finding.status for group in told[most:] for finding in group)
    words = f"{verdict.as_of_words(view)}\n{verdict.extent_words(view)}\n{verdict.counts(view.by_status)}"
    if left:
        words += f"\n另有 {verdict.counts(left)} 没有单独标注，见这一步的日志或汇总"
    out.write(_command("notice", {"title": f"行政执法监督核对 {view.as_of}"}, words))
    out.write(_command("group", {}, f"全部结果：{verdict.counts(view.by_status)}"))
    out.writelines(f"{told}\n" for told in _log(view, names))
    out.write(_command("endgroup", {}, ""))


def config_errors(problems: Iterable[Problem]) -> Iterator[str]:
    """What is wrong with the bureau's own files, for which nothing can be judged, as annotations."""
    top = Located(None)
    for problem in list(problems)[:MOST]:
        file, line, column = top.place(harmless(problem.file), problem.line, problem.column)
        at = {"file": file, "line": str(line), "col": str(column), "title": f"没法核对 {problem.id}"}
        yield _command("error", at, harmless(problem.message))


def _told(findings: Sequence[Finding], most: int) -> list[list[Finding]]:
    """What shares an annotation: one finding each where all of them fit, else a group each."""
    return [[finding] for finding in worst_first(findings)] if len(findings) <= most else groups(findings)


def _annotation(
    level: str, group: Sequence[Finding], names: _Names, called: Mapping[str, str], located: Located
) -> str:
    first = group[0]
    title = f"{STATUS_NAMES[first.status]} {first.id} {called[first.id]}"
    lines = [verdict.owned_words(names, first)]
    if len(group) > 1:
        title += f"（{len(group)} 处）"
        lines += [f"{verdict.place(one)} {one.message}" for one in group[1:_IN_ONE]]
    if len(group) > _IN_ONE:
        lines.append(f"还有 {len(group) - _IN_ONE} 处，见日志")
    if first.clause is not None:
        lines.append(f"{first.clause}「{first.quote}」")
    file, line, column = located.place(first.file, first.line, first.column, first.unit)
    at = {"file": file, "line": str(line), "col": str(column)}
    return _command(level, at | {"title": title}, "\n".join(lines))


def _log(view: View, names: _Names) -> Iterator[str]:
    """Plain lines; each begins with a word of ours, since a path of theirs might begin like a command."""
    for finding in worst_first(view.findings):
        told = verdict.owned_words(names, finding) + verdict.waived_too(finding)
        yield f"{STATUS_NAMES[finding.status]} {finding.id} {verdict.place(finding)} {told}"
    for line in verdict.notice_lines(view.notices):
        yield f"注意：{line}"


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name}{' ' + given if given else ''}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
