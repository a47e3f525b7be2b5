"""Rows below the headers that are no records: totals, signatures and remarks, bands, headers said again."""

import re
from collections.abc import Sequence

from zhifa_check.ledgers.spellings import Spellings, is_total, normal
from zhifa_check.ledgers.tables import Table
from zhifa_check.sheets.grid import blank

TOTAL = "合计"
#: A sum as people write it.
_SUM = re.compile(r"共?[0-9]+(?:\.[0-9]+)?(?:人次|人|名|件|个|次|学时|课时|小时|份|期|场)?")


def aside(table: Table, number: int, cells: Sequence[object], spellings: Spellings) -> str | None:
    """What a row is that is no record, in a word for a note; None for one that may be a record."""
    written = [(place, value) for place, value in enumerate(cells) if not blank(value)]
    if not written:
        return None
    first = written[0][1]
    texts = [value for _, value in written if isinstance(value, str)]
    if is_total(first, spellings) and all(_is_number(value) for _, value in written[1:]):
        return TOTAL
    if isinstance(first, str) and _is_remark(first, spellings) and not _has_all(table, cells):
        return "落款或说明"
    if len(written) == 1 and isinstance(first, str):
        plain = re.sub(r"\s", "", first)
        across = any(
            top <= number <= bottom and right - left + 1 >= max(2, len(table.columns) // 2)
            for (top, left), (bottom, right) in table.grid.marks.merged
        )
        if across or any(re.fullmatch(pattern, plain) for pattern in spellings.bands):
            return "分段的标题"
    if len(texts) == len(written) >= 2 and all(
        place in table.texts and normal(str(value)) == normal(table.texts[place]) for place, value in written
    ):
        return "重复的表头"
    if len(written) > 2 and [value for _, value in written] == list(range(1, len(written) + 1)):
        return "列的编号"
    return None


def _is_remark(text: str, spellings: Spellings) -> bool:
    head, sign, _ = re.sub(r"[\s（(]", "", text).replace("：", ":").partition(":")
    return (bool(sign) or head == normal(text)) and re.sub(r"[0-9]+$", "", head).rstrip(")）") in spellings.asides


def _has_all(table: Table, cells: Sequence[object]) -> bool:
    """Whether a row fills in all that a record needs, so that it is one whatever its first cell says."""
    needed = [place for place, column in table.columns.items() if column.required]
    return all(place < len(cells) and not blank(cells[place]) for place in needed) and bool(needed)


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return _SUM.fullmatch(normal(value)) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)
