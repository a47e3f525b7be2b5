"""Make the Word templates that ship in ``data/templates``, laid out by GB/T 9704-2012.

Run ``python scripts/office_templates.py``.

A4; margins 37 mm above, 35 below, 28 left, 26 right, which leaves 156 × 225 mm for 22 lines of 28 signs in 三号; the
page number stands 7 mm below the text, outside on either page. No font is bundled: each has others named that may
stand in for it.
"""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhifa_check.report.documents.template import same_bytes

TEMPLATES = Path(__file__).resolve().parent.parent / "data" / "templates"

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
#: What a machine without the first font may take instead.
ALTERNATIVES = {
    FANG: "仿宋,FangSong,FangSong_GB2312,STFangsong",
    KAI: "楷体,KaiTi,KaiTi_GB2312,STKaiti",
    HEI: "SimHei,STHeiti,Noto Sans CJK SC",
    TITLE: "方正小标宋_GBK,小标宋体,FZXiaoBiaoSong-B05S,宋体",
    SONG: "SimSun,STSong,Noto Serif CJK SC",
}
THREE, TWO, FOUR = Pt(16), Pt(22), Pt(14)
#: 225 mm / 22 lines in twips, and 156 mm / 28 signs less the 16 pt of the sign itself in 1/4096 pt and in twips.
LINE_PITCH, CHAR_SPACE, CLOSER = 579, -849, -5


def styled(document: Any, name: str, font: str, size: Pt, **looks: Any) -> Any:
    """A paragraph style; ``bold``, ``align``, ``indent`` (signs) and ``before`` (lines) as given."""
    styles = document.styles
    style = styles[name] if name in [one.name for one in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = "Times New Roman", size, looks.get("bold", False)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    # Office programs read the grid of the page differently; exact pitches give the same page in all of them
    _unsnapped(style, CLOSER if size == THREE else 0)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, looks.get("pitch", Pt(LINE_PITCH / 20))
    shape.alignment = looks.get("align", WD_ALIGN_PARAGRAPH.JUSTIFY)
    shape.widow_control = False
    if indent := looks.get("indent", 0):
        shape.first_line_indent = Pt(16 * indent)
        style.element.get_or_add_pPr().ind.set(qn("w:firstLineChars"), str(100 * indent))
    if looks.get("keep"):
        shape.keep_with_next = True
    return style


def _unsnapped(style: Any, closer: int) -> None:
    character = style.element.get_or_add_rPr()
    for tag, value in (("w:spacing", closer), ("w:snapToGrid", 0)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        following = [one for one in character if one.tag in {qn(name) for name in _AFTER[tag]}]
        following[0].addprevious(element) if following else character.append(element)
    paragraph = style.element.get_or_add_pPr()
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph.append(snap)


#: What the schema wants behind these elements.
_AFTER = {
    "w:spacing": ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang", "w:snapToGrid"),
    "w:snapToGrid": ("w:color", "w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:u", "w:lang"),
}


def blank() -> Any:
    """An empty document with page, grid, fonts and styles."""
    document = Document()
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    grid.set(qn("w:charSpace"), str(CHAR_SPACE))
    styled(document, "Normal", FANG, THREE)
    center, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    styled(document, "公文标题", TITLE, TWO, align=center, pitch=Pt(32), keep=True)
    styled(document, "主送机关", FANG, THREE)
    styled(document, "公文正文", FANG, THREE, indent=2)
    styled(document, "一级标题", HEI, THREE, indent=2, keep=True)
    styled(document, "二级标题", KAI, THREE, indent=2, keep=True)
    styled(document, "署名", FANG, THREE, align=right, keep=True)
    styled(document, "版记", FANG, FOUR, pitch=Pt(24))
    styled(document, "表格文字", FANG, Pt(12), align=WD_ALIGN_PARAGRAPH.LEFT, pitch=Pt(18))
    styled(document, "页码", SONG, FOUR, pitch=Pt(16))
    styled(document, "草稿标记", HEI, THREE, align=right)
    styled(document, "附件标记", HEI, THREE)
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, right), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        _page_number(footer, document.styles["页码"], align)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].style = document.styles["草稿标记"]
        header.paragraphs[0].add_run("{{草稿标记}}")
    _name_alternatives(document)
    return document


def _page_number(footer: Any, style: Any, align: Any) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style, paragraph.alignment = style, align
    side = "right_indent" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, side, Pt(14))
    paragraph.add_run("— ")
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    paragraph.add_run(" —")


def _name_alternatives(document: Any) -> None:
    """The font table, in which a machine looks for what may stand in for a font that it has not."""
    table = next(part for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    table._blob = re.sub(rb"(<w:fonts[^>]*>).*(</w:fonts>)", rb"\1" + fonts.encode() + rb"\2", table.blob, flags=re.S)


def paragraphs(document: Any, *lines: tuple[str, str]) -> None:
    """Paragraphs, each a style and a text."""
    for style, text in lines:
        document.add_paragraph(text, style=style)


def rule(document: Any, text: str, *, above: bool) -> None:
    """A line of the 版记, with a rule above or below."""
    paragraph = document.add_paragraph(text, style="版记")
    borders = OxmlElement("w:pBdr")
    for side in ("top",) if above else ("top", "bottom"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", "000000")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    # the schema wants the borders before the spacing
    paragraph._p.get_or_add_pPr().insert(1, borders)


def letter(to: str, *body: tuple[str, str], numbered: bool = True) -> Any:
    """A document up to its date; one that is ``numbered`` names its number and who signs it above all else."""
    document = blank()
    empty = ("Normal", "")
    above = [("Normal", "文号：{{文号}}　　　　　　签发人：{{签发人}}"), empty] if numbered else []
    head = [*above, ("公文标题", "{{标题}}"), empty, ("主送机关", to + "：")]
    paragraphs(document, *head, *body, empty, ("署名", "{{署名}}　　"), ("署名", "{{日期}}　　"))
    return document


def circular() -> Any:
    """The circular."""
    document = letter(
        "{{主送}}",
        ("公文正文", "{{引言}}"),
        ("一级标题", "一、总体情况"),
        ("公文正文", "{{总体情况}}"),
        ("一级标题", "二、主要问题"),
        ("公文正文", "{{主要问题}}"),
        ("一级标题", "三、下一步要求"),
        ("公文正文", "{{下一步要求}}"),
        ("Normal", ""),
        ("公文正文", "{{附件}}"),
    )
    paragraphs(document, ("Normal", ""))
    rule(document, "　抄送：{{抄送}}", above=True)
    rule(document, "　{{署名}}办公室　　　　　　　　　　{{日期}}印发", above=False)
    return document


def notice() -> Any:
    """The notice to one unit, with the slip that it sends back."""
    told = [("公文正文", f"{{{{{name}}}}}") for name in ("引言", "上次整改情况", "问题", "整改要求")]
    document = letter("{{单位}}", *told)
    last = document.add_paragraph("附件", style="附件标记")
    last.paragraph_format.page_break_before = True
    paragraphs(
        document,
        ("公文标题", "整改情况回执"),
        ("Normal", ""),
        ("Normal", "报送单位（盖章）：{{单位}}"),
        ("公文正文", "{{回执}}"),
        ("Normal", ""),
        ("Normal", "填报人：　　　　　　联系电话：　　　　　　"),
        ("Normal", "单位负责人：　　　　　　日期：　　年　月　日"),
    )
    return document


def reminder() -> Any:
    """The letter that reminds one unit of what is to come."""
    told = [("公文正文", f"{{{{{name}}}}}") for name in ("引言", "到期事项", "结语")]
    return letter("{{单位}}", *told, numbered=False)


def made(document: Any) -> bytes:
    """The bytes of a template, the same on every day."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2023, 1, 1)  # noqa: DTZ001
    out = BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


#: Every template that ships, by its file name.
ALL = {"通报.docx": circular, "整改通知.docx": notice, "提醒函.docx": reminder}

if __name__ == "__main__":
    TEMPLATES.mkdir(exist_ok=True)
    for name, make in ALL.items():
        (TEMPLATES / name).write_bytes(made(make()))
