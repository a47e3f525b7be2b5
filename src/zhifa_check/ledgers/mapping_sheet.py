"""A mapping as a sheet of a workbook, for those who never saw YAML: one row a header, and what it is imported as."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from zhifa_check.format.problems import ConfigError, Problem
from zhifa_check.forms.book import new_book
from zhifa_check.forms.columns import Sheet
from zhifa_check.ledgers.headers import TOP
from zhifa_check.ledgers.mapping import EVERY, HOLDS, LEFT_OUT, THIS, LedgerMapping, read_mapping
from zhifa_check.sheets.grid import Grid, LedgerError, blank
from zhifa_check.source.emit import flow
from zhifa_check.source.loader import load

#: The name of the sheet, and its headers.
NAME = "对照"
HEADS = ("工作表", "部分", "表头", "导入为", "其余各列")
#: What is imported of a cell that only bears a sign.
TICK = "√"
_WIDTHS = (18, 12, 24, 16, 64)
_EXPLAINED = (
    "左边三列是台账里的，右边两列请核对、补全：",
    f"“导入为”写列名，不要的写“{LEFT_OUT}”。",
    f"一列就是一次培训的：“导入为”写格子里的是哪一列（如 学时；只打钩的写 {TICK}），",
    "“其余各列”写“列名=内容”，用“；”隔开，黄色的要补填。",
    f"“表头”写“{EVERY}”的，是这张表每一行都一样的内容。",
)
_WHICH = f"“{HEADS[1]}”空着的，看不出是哪一部分：要导入的写上部分的名称，再把要的列“{LEFT_OUT}”改成列名；不要的不用管。"


class Line(NamedTuple):
    """One row: a header of a sheet, what it is imported as, and what a record of its cells says besides."""

    sheet: str
    holds: str
    header: str
    target: str
    said: Mapping[str, str]


def is_mapping(grid: Grid) -> bool:
    """Whether a sheet is such a mapping."""
    return grid.name == NAME and _head(grid) is not None


def mapping_of(grid: Grid, known: tuple[Sheet, ...]) -> LedgerMapping:
    """What a sheet says. Raises LedgerError with all its errors and their rows."""
    data: dict[str, Any] = {}
    rows: dict[tuple[str, ...], int] = {}
    faults = []
    for number, line in _lines(grid):
        if not line.sheet:
            faults.append(f"第 {number + 1} 行没有写“{HEADS[0]}”")
            continue
        own = data.setdefault(line.sheet, {})
        if not line.header and line.target == LEFT_OUT:
            data[line.sheet] = LEFT_OUT
        elif own == LEFT_OUT or (not line.target and not line.said):
            continue
        else:
            if line.holds:
                own[HOLDS] = line.holds
            rows[line.sheet, line.header] = number
            this = {line.target: THIS} if line.target not in ("", TICK) and line.header != EVERY else {}
            own[line.header] = {**this, **line.said} if line.said or line.target == TICK else line.target
    content = "".join(f"{flow(name)}: {_flow(own)}\n" for name, own in data.items()).encode()
    try:
        mapping = read_mapping(load(content or b"{}", NAME), known)
    except ConfigError as error:
        faults += [_fault(problem, rows) for problem in error.problems]
        mapping = LedgerMapping()
    if faults:
        raise LedgerError(f"表“{NAME}”有 {len(faults)} 处要改：{'；'.join(faults)}")
    return mapping


def _flow(value: Any) -> str:
    """As YAML on one line, blanks kept."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    return flow(value) if value else "~"


def _fault(problem: Problem, rows: Mapping[tuple[str, ...], int]) -> str:
    path = tuple(str(part) for part in problem.path[:2])
    at = f"第 {rows[path] + 1} 行：" if path in rows else ""
    return at + problem.message.rstrip("。")


def _head(grid: Grid) -> int | None:
    wanted = set(HEADS[:4])
    return next((n for n, cells in grid.rows() if n < TOP and wanted <= {str(cell).strip() for cell in cells}), None)


def _lines(grid: Grid) -> Iterator[tuple[int, Line]]:
    head = _head(grid)
    if head is None:
        return
    places = {str(value).strip(): place for place, value in enumerate(grid.values[head])}
    for number, _ in grid.rows():
        if number <= head:
            continue
        found = [grid.value(number, places[name]) if name in places else "" for name in HEADS]
        cells = ["" if blank(value) else str(value).strip() for value in found]
        if any(cells):
            yield number, Line(cells[0], cells[1], cells[2], cells[3], _said(cells[4]))


def _said(text: str) -> dict[str, str]:
    parts = [part.partition("=") for part in text.replace("＝", "=").replace(";", "；").replace("\n", "；").split("；")]
    return {name.strip(): value.strip() for name, sign, value in parts if name.strip()}


def workbook_of(lines: Sequence[Line], known: tuple[Sheet, ...], day: date) -> bytes:
    """A workbook with such a sheet, to be looked through and filled in."""
    out = io.BytesIO()
    with new_book(out, day) as book:
        page = book.add_worksheet(NAME)
        looks = {"num_format": "@", "text_wrap": True, "valign": "top"}
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width, book.add_format(looks))
        small = book.add_format({"font_color": "#595959"})
        columns = [f"“{sheet.name}”的列名：{'、'.join(c.header for c in sheet.columns)}" for sheet in known]
        used = {line.holds for line in lines if line.holds}
        unsure = any(not line.holds for line in lines)
        told = [*_EXPLAINED, *([_WHICH] if unsure else [])]
        told += [text for sheet, text in zip(known, columns, strict=True) if unsure or sheet.name in used]
        for row, text in enumerate(told):
            page.write_string(row, 0, text, small)
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        page.write_row(len(told), 0, HEADS, head)
        missing = book.add_format({"bg_color": "#FFF2CC", **looks})
        for row, line in enumerate(lines, len(told) + 1):
            said = "；".join(f"{name}={value}" for name, value in line.said.items())
            cells = (line.sheet, line.holds, line.header, line.target, said)
            for place, text in enumerate(cells):
                is_missing = (place == 4 and "=；" in f"{said}；" and said) or (place == 1 and not text)
                page.write_string(row, place, text, missing if is_missing else None)
        page.freeze_panes(len(told) + 1, 0)
    return out.getvalue()


def yaml_of(lines: Iterable[Line]) -> bytes:
    """The same as a small file of YAML with what is to be done in comments."""
    from zhifa_check.source.emit import scalar

    text = [
        "# 对照表：左边是台账里的表头，右边是要导入的列名。请逐行核对，再用 zhifa import … --mapping 这个文件 导入。",
        f"# 不要的列写“{LEFT_OUT}”；“{THIS}”就是那一格里的内容；空着的请填上。",
    ]
    by_sheet: dict[str, list[Line]] = {}
    for line in lines:
        by_sheet.setdefault(line.sheet, []).append(line)
    for name, found in by_sheet.items():
        if not found[0].header:
            text += ["", f"{scalar(name)}: {LEFT_OUT}"]
            continue
        holds = f"  {HOLDS}: {found[0].holds}" if found[0].holds else f"  # {HOLDS}: 要导入的在这里写上是哪一部分"
        text += ["", f"{scalar(name)}:", holds]
        for line in found:
            if not line.said and line.target != TICK:
                text.append(f"  {scalar(line.header)}: {scalar(line.target)}")
                continue
            text.append(f"  {scalar(line.header)}:")
            if line.target not in ("", TICK):
                text.append(f"    {line.target}: {THIS}")
            for key, value in line.said.items():
                text.append(f"    {key}: {scalar(value)}" if value else f"    {key}:  # 请填写")
    return ("\n".join(text) + "\n").encode()
