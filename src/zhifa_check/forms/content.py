"""What a unit has handed in, as the rows of the sheets of its form."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhifa_check.forms.columns import Column, Sheet, leaves
from zhifa_check.source.document import KeyPath, records_in

#: One row: what stands in each column; columns with nothing are left out.
Row = dict[Column, str]

_YES_NO = {"true": "是", "false": "否"}


def rows_of(sheet: Sheet, documents: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Every record of a sheet's section in the order of the files, one row each; of a grouped one a row a member."""
    return [row for document in documents for _, row in placed_rows(sheet, document)]


def placed_rows(sheet: Sheet, document: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Row]]:
    """The rows of one file, each with the path of what it shows."""
    for index, raw in records_in(document, sheet.section):
        for path, row in _rows(sheet, raw):
            if row:
                yield (sheet.section, index, *path), row


def _rows(sheet: Sheet, raw: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Row]]:
    inner = sheet.nested or sheet.grouped
    if inner is None:
        yield (), _row(sheet.columns, raw)
        return
    members = list(records_in(raw, inner))
    if sheet.nested:
        owner, own = _row(sheet.owner, raw), [*leaves(sheet.nodes)]
        yield from (((inner, at), {**owner, **_row(own, member)}) for at, member in members)
        return
    if not members:
        yield (), _row(sheet.columns, {**raw, inner: {}})
    for at, member in members:
        yield (inner, at), _row(sheet.columns, {**raw, inner: member})


def _row(columns: Iterable[Column], raw: Mapping[str, Any]) -> Row:
    return {column: text for column in columns if (text := _text(column, _at(raw, column.path))) is not None}


def _at(raw: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw


def _text(column: Column, value: Any) -> str | None:
    """A value as its cell says it; None for nothing, and for what no cell can hold."""
    if isinstance(value, list):
        texts = [one for one in value if isinstance(one, str)]
        if column.kind == "texts":
            # a new line parts what may hold every other sign; one text alone must not be parted by those in it
            return "\n".join(texts) + ("\n" if len(texts) == 1 else "") if texts else None
        return "、".join(texts) or None
    if not isinstance(value, str):
        return None
    return _YES_NO.get(value, value) if column.kind == "yes_no" else value
