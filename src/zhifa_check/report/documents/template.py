"""Fill a Word template: ``{{名称}}`` within a line becomes a text, alone in its paragraph also several paragraphs."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from zhifa_check.bureau.places import Templates
from zhifa_check.bureau.units import Unit
from zhifa_check.report.output import OutputError
from zhifa_check.words.harmless import harmless
from zhifa_check.words.meant import nearest, quoted

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
#: The earliest time that a zip file can hold: the bytes depend on the content alone.
_ALWAYS = (1980, 1, 1, 0, 0, 0)


class Para(NamedTuple):
    """One paragraph, what of it is bold at its beginning, and the template's style for it."""

    text: str
    lead: str = ""
    style: str = "公文正文"


class Grid(NamedTuple):
    """A table: heads, rows of text, and the share of the width that each column takes."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


Block = Sequence[Para | Grid]
Values = Mapping[str, str | Block]


def fill(template: Path, values: Values, title: str, day: date) -> bytes:
    """The finished document, the same bytes for the same template and values.

    Raises OutputError for a template that cannot be read or that has a placeholder which ``values`` does not know.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(template))
    except (OSError, PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise OutputError(f"读不出模板 {template}，应是 Word 的 .docx 文件") from error
    paragraphs = list(_paragraphs(document))
    _check(template, paragraphs, values)
    for paragraph in paragraphs:
        _fill_paragraph(document, paragraph, values)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by, properties.comments = title, "", "", ""
    properties.created = properties.modified = datetime.combine(day, time())
    properties.revision = 1
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


def write_letters(
    what: str, letters: Iterable[tuple[Unit, Values]], templates: Templates, day: date, folder: Path
) -> list[Path]:
    """A document for each unit in its own file; its id tells two apart whose names look alike in a file system.

    Raises OutputError or OSError.
    """
    written: list[Path] = []
    for unit, values in letters:
        name = _file_name(unit.name)
        file = folder / f"{name}{what}.docx"
        if file in written:
            file = folder / f"{name}（{unit.id}）{what}.docx"
        file.write_bytes(fill(templates.of(f"{what}.docx"), values, f"{unit.name}{values['标题']}", day))
        written.append(file)
    return written


def _file_name(name: str) -> str:
    """A name of a unit as part of a file's name on every system."""
    return "".join("_" if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name).strip(". ") or "_"


def placeholders(template: Path) -> set[str]:
    """The placeholders that a template has."""
    from docx import Document

    return {name for one in _paragraphs(Document(str(template))) for name in _PLACEHOLDER.findall(one.text)}


def _check(template: Path, paragraphs: Sequence["Paragraph"], values: Values) -> None:
    for paragraph in paragraphs:
        for name in _PLACEHOLDER.findall(paragraph.text):
            known = f"能用的有：{quoted(values)}"
            if name not in values:
                meant = nearest(name, values)
                hint = f"是不是“{meant}”？" if meant else ""
                raise OutputError(f"模板 {template} 里有不认识的占位符“{{{{{name}}}}}”，{hint}{known}")
            alone = _PLACEHOLDER.fullmatch(paragraph.text.strip())
            if not isinstance(values[name], str) and not alone:
                raise OutputError(f"模板 {template} 里的“{{{{{name}}}}}”有好几段，要独占一段，请把同一段里别的字移开")


def _paragraphs(document: "Document") -> Iterator["Paragraph"]:
    """Of the body, its tables and text boxes, and of all headers and footers that the template has."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    parts: list[Any] = [document]
    for section in document.sections:
        parts += [section.header, section.even_page_header, section.first_page_header]
        parts += [section.footer, section.even_page_footer, section.first_page_footer]
    for part in parts:
        # to look into one that is not there would make one
        if part is document or not part.is_linked_to_previous:
            for element in list(part._element.iter(qn("w:p"))):
                yield Paragraph(element, part)


def _fill_paragraph(document: "Document", paragraph: "Paragraph", values: Values) -> None:
    alone = _PLACEHOLDER.fullmatch(paragraph.text.strip())
    value = values[alone[1]] if alone else None
    if value is not None and not isinstance(value, str):
        for piece in value:
            _insert(document, paragraph, piece)
        paragraph._p.getparent().remove(paragraph._p)
        return
    for found in reversed(list(_PLACEHOLDER.finditer(paragraph.text))):
        text = values[found[1]]
        _replace(paragraph, found.start(), found.end(), text if isinstance(text, str) else "")


def _replace(paragraph: "Paragraph", start: int, end: int, text: str) -> None:
    """The characters from ``start`` to ``end`` become ``text``, in the looks of the first of them."""
    at = 0
    for run in paragraph.runs:
        before, at = at, at + len(run.text)
        left, right = max(start - before, 0), end - before
        if before < end and at > start:
            inserted = harmless(text) if before <= start else ""
            run.text = run.text[:left] + inserted + run.text[max(right, 0) :]


def _insert(document: "Document", paragraph: "Paragraph", piece: Para | Grid) -> None:
    if isinstance(piece, Grid):
        paragraph._p.addprevious(_table(document, piece))
        return
    new = paragraph.insert_paragraph_before()
    styles = {style.name for style in document.styles}
    if piece.style in styles:
        new.style = document.styles[piece.style]
    elif paragraph._p.pPr is not None:
        # a template without our styles: as the placeholder itself looks
        new._p.insert(0, deepcopy(paragraph._p.pPr))
    if piece.lead:
        new.add_run(harmless(piece.lead)).bold = True
    new.add_run(harmless(piece.text))


def _table(document: "Document", grid: Grid) -> Any:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Emu

    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    table = document.add_table(rows=0, cols=len(grid.head))
    styles = {style.name for style in document.styles}
    table.style = document.styles["Table Grid"] if "Table Grid" in styles else table.style
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = Emu(room * share // sum(grid.widths))
    for number, texts in enumerate((grid.head, *grid.rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
        if number == 0:
            properties.append(properties.makeelement(qn("w:tblHeader"), {}))
        for cell, text, share in zip(row.cells, texts, grid.widths, strict=True):
            cell.width = Emu(room * share // sum(grid.widths))
            cell.paragraphs[0].add_run(harmless(text)).bold = number == 0 or None
            if "表格文字" in styles:
                cell.paragraphs[0].style = document.styles["表格文字"]
    element = table._tbl
    element.getparent().remove(element)
    return element


def same_bytes(packed: bytes) -> bytes:
    """The package with every part dated alike."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            info = ZipInfo(name, _ALWAYS)
            info.compress_type = 8
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
