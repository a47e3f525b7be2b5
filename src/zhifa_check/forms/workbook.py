"""The workbook that a unit fills in: an explanation, one sheet a section, and hidden lists behind the drop-downs."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from zhifa_check.bureau.units import Registry
from zhifa_check.calendar.periods import periods_of
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.forms.book import FONT, Styles, new_book
from zhifa_check.forms.columns import Sheet, key_of, leaves, sheets
from zhifa_check.forms.content import Row, rows_of
from zhifa_check.forms.cover import write_cover
from zhifa_check.forms.duties import REPORTS, Duties
from zhifa_check.forms.marker import COVER, HIDDEN, Marker
from zhifa_check.forms.page import LAST_ROW, Choices, Page, write_page
from zhifa_check.plan.model import Plan


def workbook(
    plan: Plan,
    registry: Registry,
    vocabulary: Vocabulary,
    duties: Duties,
    documents: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The whole file; the same bytes for the same plan, registry, unit and what the unit's files say already."""
    out = io.BytesIO()
    title = f"{duties.unit.name} {plan.year} 年度行政执法监督填报表"
    bound = {duty.section for duty in duties.sections}
    filled = {sheet.name: rows_of(sheet, documents) for sheet in sheets(vocabulary)}
    own = [
        _needed(sheet, duties, filled[sheet.name])
        for sheet in sheets(vocabulary)
        if sheet.section in bound or filled[sheet.name]
    ]
    about = {"title": title, "subject": plan.title}
    # a copy of the font: the library adds to what it is given
    with new_book(out, plan.issued, about, default_format_properties=dict(FONT)) as book:
        cover = book.add_worksheet(COVER)
        pages = [(book.add_worksheet(sheet.name, Page), sheet) for sheet in own]
        hidden = book.add_worksheet(HIDDEN)
        styles = Styles(book)
        write_cover(cover, title, plan, duties, own, styles)
        choices = _choices(hidden, plan, registry, vocabulary, duties, own)
        for page, sheet in pages:
            write_page(page, sheet, duties, styles, choices, filled[sheet.name])
        cover.activate()
    return out.getvalue()


def _needed(sheet: Sheet, duties: Duties, filled: Sequence[Row]) -> Sheet:
    """The sheet without the columns that nothing asks this unit for and that it says nothing in."""
    idle = duties.idle_keys if sheet.section == REPORTS else ()
    said = {column for row in filled for column in row}
    asked = (node for node in sheet.nodes if key_of(node) not in idle or said.intersection(leaves([node])))
    return replace(sheet, nodes=tuple(asked))


def _choices(
    page: Worksheet, plan: Plan, registry: Registry, vocabulary: Vocabulary, duties: Duties, own: Sequence[Sheet]
) -> Choices:
    """Start the hidden sheet: the marker, then a column for each list of words, equal lists once."""
    marker = Marker(duties.unit.id, plan.year).rows()
    for row, cells in enumerate(marker):
        page.write_row(row, 0, cells)
    page.very_hidden()
    page.protect()
    known: dict[tuple[str, ...], str] = {}

    def source(words: Sequence[str]) -> str:
        key = tuple(words)
        if key not in known:
            column = len(known) + len(marker[0]) + 1
            page.write_column(0, column, key)
            known[key] = f"={HIDDEN}!{xl_range_abs(0, column, len(key) - 1, column)}"
        return known[key]

    lengths = dict.fromkeys(every for found in vocabulary.items.values() for every in sorted(found))
    return Choices(
        plan.year,
        source,
        {
            "item": tuple(item.item for item in duties.items),
            "period": tuple(str(period) for every in lengths for period in periods_of(plan.year, every)),
            "unit": tuple(unit.name for unit in registry.units),
        },
        dict(_references(own)),
    )


def _references(own: Sequence[Sheet]) -> list[tuple[str, str]]:
    """For each section the cells in which its records have their key, where another sheet may look for them."""
    found = []
    for sheet in own:
        if sheet.of.key and not sheet.nested:
            alias = sheet.of.alias(sheet.of.key)
            number = next(number for number, column in enumerate(sheet.columns) if column.path == (alias,))
            found.append((sheet.section, f"={sheet.name}!{xl_range_abs(1, number, LAST_ROW, number)}"))
    return found
