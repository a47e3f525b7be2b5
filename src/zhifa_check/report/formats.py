"""The formats of ``zhifa check``."""

from collections.abc import Callable
from typing import TextIO

from zhifa_check.report.concise import write_concise
from zhifa_check.report.full import write_full
from zhifa_check.report.json_v1 import write_json, write_jsonl
from zhifa_check.report.style import Style
from zhifa_check.report.view import View

#: Every format, in the order in which help and errors name them.
WRITERS: dict[str, Callable[[View, TextIO, Style], None]] = {
    "full": write_full,
    "concise": write_concise,
    "json": write_json,
    "jsonl": write_jsonl,
}
