"""Signs and sentences of ``zhifa status`` that the screen and the document share."""

from collections.abc import Iterator

from zhifa_check.bureau.units import Unit
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.verdict import told_of_run
from zhifa_check.report.due.listing import WEEKDAYS, names_of
from zhifa_check.report.status.matrix import NEXT_DAYS, Cell, Coming, Matrix, Row

#: One sign a status, told apart without colour; GBK has them all, and a Chinese console may show each twice as wide.
MARKS = {
    "violated": "×",
    "missing": "●",
    "unreadable": "■",
    "disputed": "△",
    "pending": "○",
    "waived": "◇",
    "met": "√",
    "not_applicable": "—",
}
UNBOUND = "·"

#: The figures at the end of a unit's line, and what stands for no file at all.
UNREADABLE = "读"
MARGINS = ("未", UNREADABLE, "议", "误", "件")
NOTHING = "无"

#: So many units are named wherever they are meant; more where nothing shorter says the same.
_FEW = 7

#: What each sign means.
KEY = [*(f"{mark} {STATUS_NAMES[status]}" for status, mark in MARKS.items()), f"{UNBOUND} 不受约束"]
HOW_TO_READ = (
    "格内是未完成的项数（未达标、未报），“/”后是另有无法读取的项数，“+”后是另有待认定的项数；"
    "没有未完成的，直接写无法读取或待认定的项数"
)
MARGINS_KEY = (
    "未：未完成的项数；读：无法读取的项数（屏幕窄时不列）；议：待认定的项数；误：填写有误的处数；"
    f"件：交来的文件份数，“{NOTHING}”是没有交过文件"
)


def cell_text(cell: Cell | None, brief: bool = False) -> str:
    """``×3/2+1``: how many are owed and the worse of what they are, how many more are unreadable, how many disputed.

    Every cell has one sign, so that lines stay aligned where signs are two cells wide. ``brief`` leaves out the
    unreadable where something is owed.
    """
    if cell is None or cell.status is None:
        return UNBOUND
    counts = (
        ("", "violated" if "violated" in cell.by_status else "missing", cell.owing),
        ("/", "unreadable", cell.unreadable),
        ("+", "disputed", cell.disputed),
    )
    text = ""
    for separator, status, count in counts:
        if count and not (brief and text and status == "unreadable"):
            text += f"{separator if text else MARKS[status]}{count}"
    return text or MARKS[cell.status]


def margins(row: Row) -> list[str]:
    """What ``MARGINS`` heads, for one unit; nothing stands for 0."""
    files = NOTHING if row.handed_in_nothing else str(row.unit.files)
    return [*_figures(row.total, row.invalid), files]


def total_margins(matrix: Matrix) -> list[str]:
    """The same for all units together."""
    return [*_figures(matrix.total, matrix.invalid), str(matrix.view.files)]


def _figures(total: Cell, invalid: int) -> list[str]:
    return [str(figure) if figure else "" for figure in (total.owing, total.unreadable, total.disputed, invalid)]


def column_key(matrix: Matrix) -> list[str]:
    """What each column is."""
    return [f"{column.id} {column.title}".rstrip() for column in matrix.columns]


def headline(matrix: Matrix) -> str:
    """The whole county in one sentence."""
    units = sum(row.unit.id is not None for row in matrix.rows)
    total = matrix.total
    owed = " · ".join(
        f"{STATUS_NAMES[status]} {total.by_status[status]}"
        for status in ("violated", "missing")
        if status in total.by_status
    )
    what = f"{matrix.owing_units} 个有未完成的，共 {total.owing} 项（{owed}）" if owed else "都没有未完成的"
    return (
        f"{units} 个单位，{what}；无法读取 {total.unreadable} 项，待认定 {total.disputed} 项，"
        f"填写有误 {matrix.invalid} 处"
    )


def warnings(matrix: Matrix) -> Iterator[str]:
    """Units that handed in nothing, and what a reader must know of the run; remarks on single records are counted."""
    silent = [row.unit.name for row in matrix.rows if row.handed_in_nothing]
    if silent:
        yield f"{len(silent)} 个单位没有交过任何文件" + (f"：{'、'.join(silent)}" if len(silent) <= _FEW else "")
    yield from told_of_run(matrix.view)


def next_days(matrix: Matrix) -> str:
    """The heading of what comes next; says so where nothing does."""
    return f"接下来 {NEXT_DAYS} 天（至 {matrix.until}）" + ("到期：" if matrix.coming else "没有到期的事项。")


def coming_lines(matrix: Matrix) -> Iterator[str]:
    """What falls due with who still owes it, a line each, and how much of it nobody owes any more."""
    open_ = [one for one in matrix.coming if one.progress.owing or one.progress.disputed]
    for one in open_:
        yield f"{_what(one)} {'；'.join(_who(one))}"
    if done := len(matrix.coming) - len(open_):
        yield f"{'另有 ' if open_ else ''}{done} 项，要办的单位都已办"
    if any(one.progress.owing and one.item.item is None for one in open_):
        yield "“未结”是现在还没有达标、到期才有结论的，进度用 zhifa check -v 看"


def _what(one: Coming) -> str:
    item = one.item
    late = "" if one.day == item.strict_due else f"（宽松理解期限，严格理解的 {item.strict_due} 已过）"
    return f"{one.day} 周{WEEKDAYS[one.day.weekday()]}{late} {item.requirement.id} {item.what}（{item.period.chinese}）"


def _who(one: Coming) -> Iterator[str]:
    """By the shorter of two lists; who is not merely waiting is always named, with the reason."""
    owing, units = one.progress.owing, one.item.units
    word = "未办" if one.item.item else "未结"
    done = [unit for unit in units if unit not in owing]
    unusual = [unit.name + _reason(one, unit) for unit in owing if one.status_of[unit.id] != "pending"]
    if len(owing) > max(_FEW, len(done)):
        yield f"{word} {len(owing)}/{len(units)}" + (f"，除 {names_of(done)} 外都{word}" if done else "")
        if unusual:
            yield f"其中 {'、'.join(unusual)}"
    elif owing:
        yield f"{word} {len(owing)}/{len(units)}：{'、'.join(unit.name + _reason(one, unit) for unit in owing)}"
    if one.progress.disputed:
        yield f"待认定：{names_of(one.progress.disputed)}"


def _reason(one: Coming, unit: Unit) -> str:
    status = one.status_of[unit.id]
    return "" if status == "pending" else f"（{STATUS_NAMES[status]}）"
