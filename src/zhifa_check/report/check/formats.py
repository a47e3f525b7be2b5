"""The formats of ``zhifa check``."""

from collections.abc import Callable
from typing import TextIO

from zhifa_check.report.check.concise import write_concise
from zhifa_check.report.check.csv_table import write_csv
from zhifa_check.report.check.full import write_full
from zhifa_check.report.check.github import write_github
from zhifa_check.report.check.gitlab import write_gitlab
from zhifa_check.report.check.json_v1 import write_json, write_jsonl
from zhifa_check.report.check.junit import write_junit
from zhifa_check.report.check.markdown import write_markdown
from zhifa_check.report.check.sarif import write_sarif
from zhifa_check.report.check.view import View
from zhifa_check.report.style import Style

#: Every format, in the order in which help and errors name them.
WRITERS: dict[str, Callable[[View, TextIO, Style], None]] = {
    "full": write_full,
    "concise": write_concise,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "markdown": write_markdown,
    "sarif": write_sarif,
    "junit": write_junit,
    "github": write_github,
    "gitlab": write_gitlab,
}
