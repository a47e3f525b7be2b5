"""A problem of intake: which of the ``D.*``, where, in words; and the exception for files that must be right."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zhifa_check.source.document import Document, KeyPath, SourceError

#: Every finding id of intake.
PROBLEM_IDS = (
    "D.encoding",
    "D.syntax",
    "D.limit",
    "D.duplicate-key",
    "D.unknown-key",
    "D.missing-key",
    "D.value",
    "D.duplicate-id",
    "D.duplicate-record",
    "D.reference",
    "D.unit",
    "D.year",
    "D.privacy",
)


#: How many problems of one file are listed; the rest are counted.
MOST_IN_A_FILE = 300


class Problem(NamedTuple):
    """One finding of intake, at line and column counted from 1; ``path`` leads to it where the file has a structure."""

    id: str
    message: str
    file: str
    line: int
    column: int
    path: KeyPath = ()


class ConfigError(Exception):
    """A plan, registry or waiver file that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{p.file}:{p.line}:{p.column} {p.message}" for p in problems))
        self.problems = tuple(problems)


def unreadable(file: str, error: SourceError) -> Problem:
    """The problem of a file that no parser gets through."""
    return Problem(error.id, error.message, file, error.line, error.column)


def at(document: Document, id_: str, message: str, path: KeyPath, *, value: bool = False) -> Problem:
    """A problem at a key of a document, or at the key's value."""
    line, column = document.locate(path, value=value)
    return Problem(id_, message, document.file, line, column, path)


def cap(problems: Sequence[Problem]) -> list[Problem]:
    """At most ``MOST_IN_A_FILE`` problems of each file, and how many more there are."""
    kept: list[Problem] = []
    counts = Counter(problem.file for problem in problems)
    listed: Counter[str] = Counter()
    for problem in problems:
        listed[problem.file] += 1
        if listed[problem.file] < MOST_IN_A_FILE or counts[problem.file] <= MOST_IN_A_FILE:
            kept.append(problem)
        elif listed[problem.file] == MOST_IN_A_FILE:
            more = counts[problem.file] - MOST_IN_A_FILE + 1
            kept.append(
                problem._replace(message=f"这个文件至少还有 {more} 处错误没有列出。请先改正前面的，再检查一次。")
            )
    return kept
