"""What makes a workbook known as a form of ours: its hidden sheet says whose it is, for which year, in which version.

A sheet and not a document property: xls, et and ods keep it too, and it is read like any other.
"""

from collections.abc import Sequence
from typing import NamedTuple

#: The sheets of a form that hold no records: how to fill it in, and what the drop-downs and ``import`` read.
COVER = "说明"
HIDDEN = "_zhifa"
#: A column that is there to be looked at: by when a report is due.
DEADLINE = "期限"
VERSION = "1"

_KEYS = ("zhifa-form", "单位", "年度")


class Marker(NamedTuple):
    """``unit`` is the id of the registry; ``version`` that of the form."""

    unit: str
    year: int
    version: str = VERSION

    def rows(self) -> list[tuple[str, str]]:
        """The first rows of the hidden sheet."""
        return list(zip(_KEYS, (self.version, self.unit, str(self.year)), strict=True))


def read_marker(rows: Sequence[Sequence[object]]) -> Marker | None:
    """The marker that the rows of a hidden sheet hold; None where they are no marker."""
    found = {str(row[0]): str(row[1]) for row in rows[: len(_KEYS)] if len(row) > 1}
    if set(found) != set(_KEYS) or not found["年度"].isdecimal():
        return None
    return Marker(found["单位"], int(found["年度"]), found["zhifa-form"])
