"""Every format of every command, in the order in which help and errors name them; the first is the default."""

from importlib import import_module
from typing import Any, NamedTuple


class Writer(NamedTuple):
    """A function of a module below ``report`` that writes one format, imported when it is called: help imports none.

    ``about`` is what help says of the format, where its name does not say it. A ``binary`` one goes to a file alone.
    """

    module: str
    function: str
    about: str = ""
    binary: bool = False

    def __call__(self, *given: Any) -> None:
        """Write: what is shown, the stream, and how."""
        getattr(import_module(f"zhifa_check.report.{self.module}"), self.function)(*given)


def _of(module: str, *names: str) -> dict[str, Writer]:
    """Formats that one module writes, each by the function of its name."""
    return {name: Writer(module, f"write_{name}") for name in names}


_TEXTS = ("full", "json", "csv", "markdown")
#: Of the view, the stream and the style.
CHECK = {
    "full": Writer("check.full", "write_full"),
    "concise": Writer("check.full", "write_concise"),
    **_of("check.json_v1", "json", "jsonl"),
    "csv": Writer("check.csv_table", "write_csv", "表格"),
    "markdown": Writer("check.markdown", "write_markdown", "汇总页"),
    "sarif": Writer("check.sarif", "write_sarif"),
    "junit": Writer("check.junit", "write_junit"),
    "github": Writer("check.github", "write_github"),
    "gitlab": Writer("check.gitlab", "write_gitlab"),
    "xlsx": Writer("check.marked_workbook", "write_xlsx", "标出问题的表格", binary=True),
}
#: Of the matrix, the stream and the colour.
STATUS = _of("status.formats", *_TEXTS)
#: Of the view, the points of the units, the stream and the colour.
SCORES = _of("scores.formats", *_TEXTS)
#: Of the list of what falls due, and the stream.
DUE = {**_of("due.formats", *_TEXTS), "ics": Writer("due.ics", "write_ics", "日历，不写时间就是整个计划")}
#: Of the report on a period, the stream and the colour.
REPORT = {
    "full": Writer("period.full", "write_full"),
    "json": Writer("period.json_v1", "write_json"),
    "markdown": Writer("period.full", "write_markdown"),
    "docx": Writer("documents.circular", "write_circular", "通报", binary=True),
    "xlsx": Writer("annexes.workbook", "write_annexes", "附件各表", binary=True),
    "html": Writer("overview.overview", "write_overview", "总览页"),
}
#: Of the draw, the stream and the colour.
DRAW = {
    "full": Writer("draw.formats", "write_full"),
    "json": Writer("draw.formats", "write_json", "可供核验"),
    "csv": Writer("draw.formats", "write_csv", "可导入的案卷抽查"),
    "markdown": Writer("draw.formats", "write_markdown"),
}
#: Of the plan, the stream and the colour.
RULES = _of("rules", "full", "json", "markdown")


class Style(NamedTuple):
    """``quiet`` leaves the summary alone, ``verbose`` adds what is pending, ``statistics`` counts by requirement;
    ``fail_on`` is the level at which the run fails.
    """

    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    fail_on: str = "violation"
