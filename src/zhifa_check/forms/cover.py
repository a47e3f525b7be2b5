"""The first sheet of the workbook: how to fill it in, what each sheet is for, what is due when."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from zhifa_check.forms.book import Styles
from zhifa_check.forms.columns import Sheet
from zhifa_check.forms.duties import Duties
from zhifa_check.forms.marker import DEADLINE
from zhifa_check.plan.model import Plan

_WIDTHS = (16, 36, 12, 40, 40)
_LINE = 16
_REPORTS = (
    "“报送”里已经列好要报的事项和期限，报了就填“日期”，没有报的空着；浅橙色的格子是这个事项要填的。期限当天报的算按时。"
)
_HOW = (
    "每张表填一类内容，第一行是名称，不要改动。带 * 的（橙色）必填；有下拉箭头的从里面选；点中格子会显示说明。",
    "没有的内容空着，整张表没有就不填。填了一半的一行，必填而没有填的格子会变红。",
    "日期照 {year}-05-04 的样子填。不要合并单元格，不要写公式，不要改表的名称。"
    "可以增加、删除、排序各行（灰底的除外）。",
    "一格里要填几项的，用“、”隔开。",
    "不得填写 18 位居民身份证号，人员用本单位自编的编号。",
    "表格加了保护，没有密码：审阅—撤销工作表保护。",
)


def write_cover(page: Worksheet, title: str, plan: Plan, duties: Duties, own: Sequence[Sheet], styles: Styles) -> None:
    """Fill the sheet; everything on it is for reading."""
    for number, width in enumerate(_WIDTHS):
        page.set_column(number, number, width)
    page.write_string(0, 0, title, styles("title"))
    page.set_row(0, 30)
    page.write_string(1, 0, f"依据：{plan.title}（{plan.id}）")
    repeated = [
        f"“{sheet.name}”一次{sheet.grouped}了几个，就写几行，别的各列每行照抄。" for sheet in own if sheet.grouped
    ]
    reports = [_REPORTS] if duties.items else []
    how = [line.replace("{year}", str(plan.year)) for line in _HOW]
    row = _paragraphs(page, 3, "怎样填", [*how, *reports, *repeated, _hand_in(duties)], styles)
    row = _table(page, row, "各表填什么", ("表", "填什么", "", "核对的要求", ""), list(_sheets(own, duties)), styles)
    _table(page, row, "什么时候报什么", (DEADLINE, "事项", "所属期", "要求", "依据"), list(_calendar(duties)), styles)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页，共 &N 页")
    page.hide_gridlines(2)


def _hand_in(duties: Duties) -> str:
    return (
        "填好后交市司法局；自己会用的，在命令行里运行 zhifa import 文件名 "
        f"--unit {duties.unit.name}，再用 zhifa check --unit {duties.unit.name} 核对。"
    )


def _paragraphs(page: Worksheet, row: int, heading: str, lines: Sequence[str], styles: Styles) -> int:
    page.write_string(row, 0, heading, styles("heading"))
    for number, line in enumerate(lines, start=1):
        page.merge_range(row + number, 0, row + number, len(_WIDTHS) - 1, f"{number}. {line}", styles("paragraph"))
        page.set_row(row + number, _height([(line, sum(_WIDTHS))]))
    return row + len(lines) + 2


def _table(
    page: Worksheet, row: int, heading: str, header: Sequence[str], rows: Sequence[Sequence[str]], styles: Styles
) -> int:
    """A table whose blank cells belong to the cell before them; returns the row after it and a gap."""
    page.write_string(row, 0, heading, styles("heading"))
    row += 1
    for cells, style in ((header, styles("optional")), *((cells, styles("table")) for cells in rows)):
        spans = _spans(cells)
        for first, last, text in spans:
            if last > first:
                page.merge_range(row, first, row, last, text, style)
            else:
                page.write_string(row, first, text, style)
        page.set_row(row, _height([(text, sum(_WIDTHS[first : last + 1])) for first, last, text in spans]))
        row += 1
    return row + 1


def _spans(cells: Sequence[str]) -> list[tuple[int, int, str]]:
    starts = [number for number, text in enumerate(cells) if text or not number]
    ends = [*(start - 1 for start in starts[1:]), len(cells) - 1]
    return [(first, last, cells[first]) for first, last in zip(starts, ends, strict=True)]


def _height(cells: Sequence[tuple[str, int]]) -> int:
    """Points for the tallest of texts in widths; a little is left for the signs that a line may not begin with."""
    return _LINE * max(-(-cell_len(text) // max(width - 3, 1)) for text, width in cells)


def _sheets(own: Sequence[Sheet], duties: Duties) -> Iterator[tuple[str, ...]]:
    demands = {duty.section: "、".join(one.title for one in duty.requirements) for duty in duties.sections}
    for sheet in own:
        checked = "同“" + sheet.section + "”" if sheet.nested else demands.get(sheet.section, "—")
        yield sheet.name, sheet.about, "", checked, ""


def _calendar(duties: Duties) -> Iterator[tuple[str, ...]]:
    asks = {item.item: "；".join(item.asks.values()) for item in duties.items}
    for entry in duties.calendar():
        when, _, hint = entry.deadline.removeprefix(DEADLINE).strip().partition("（")
        demands = "；".join(filter(None, (hint.removesuffix("）"), asks[entry.item]))) or "—"
        basis = "、".join(f"{due.requirement.id} {due.place}" for due in entry.dues)
        yield when, entry.item, str(entry.period), demands, basis
