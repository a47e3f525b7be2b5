"""The formats of ``zhifa status --scores``, all over the same sums."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TextIO

from zhifa_check.plan.worth import Worth
from zhifa_check.report.check.verdict import as_of_words, told_of_run
from zhifa_check.report.check.view import View
from zhifa_check.report.json_text import HEAD, notice_object, write_document
from zhifa_check.report.scores.points import Line
from zhifa_check.report.scores.sums import by, open_words
from zhifa_check.report.scores.unit_score import UnitScore
from zhifa_check.report.tables import write_csv_table, write_markdown_table
from zhifa_check.report.terminal import Terminal
from zhifa_check.words.figures import percent, plain
from zhifa_check.words.harmless import markdown_text
from zhifa_check.words.wrap import pad

_HEADER = ("单位", "编号", "要求", "满分", "少", "迟", "扣分", "加分", "得分", "说明")


def write_full(view: View, scores: Sequence[UnitScore], out: TextIO, color: str) -> None:
    """A line for each unit, and below it the sum of whatever costs points or is not decided.

    Units of which other things are asked can have other points, and stand apart.
    """
    terminal = Terminal(out, color)
    terminal.line(as_of_words(view), styles={str(view.as_of): "bold"})
    by_plan = by(scores, lambda unit: unit.plan)
    for plan, units in by_plan.items():
        if len(by_plan) > 1:
            title = next(note.title for note in view.plans if note.id == plan)
            terminal.line(f"== {title}（{plan}）", styles={title: "bold"})
        alike = by(units, lambda unit: " ".join(line.item.id for line in unit.lines))
        for group in alike.values():
            if len(alike) > 1:
                kinds = "、".join(dict.fromkeys(unit.unit.kind for unit in group))
                terminal.line(
                    f"{kinds}（{len(group)} 个单位），满分 {plain(group[0].points)} 分", styles={kinds: "cyan"}
                )
            for unit in group:
                _write_unit(unit, terminal, rated=len({one.points for one in units}) > 1)
        for item in units[0].waiting:
            terminal.line(f"{item.id} {item.title}{_not_counted(item)}。")
    terminal.line("待认定、无法读取、核准不计和未到期的不扣分，认定后再算。")
    terminal.warn(told_of_run(view))


def _write_unit(unit: UnitScore, terminal: Terminal, *, rated: bool) -> None:
    words = f"{plain(unit.got)} / {plain(unit.points)} 分"
    if rated:
        words += f"，得分率 {percent(unit.got, unit.points)}"
    if unit.could != unit.points:
        words += f"（按有的各项满分 {plain(unit.could)} 分折算）"
    terminal.line(f"{pad(unit.name, 16)}  {words}{_grade(unit)}", indent=" " * 18, styles={unit.name: "bold"})
    for line in unit.lines:
        told = [line.sum, *open_words(line)]
        if line.deducted or line.earned or line.vetoed or line.at_best or line.open or not line.applies:
            terminal.line(f"  {line.item.id} {line.item.title}：{'；'.join(told)}", indent="      ")


def _not_counted(item: Worth) -> str:
    return f"没有计入：{'、'.join(item.waiting)} 所在的计划还没有印发、已被代替或者读不出"


def _grade(unit: UnitScore) -> str:
    """What the sum is called, and why, where it is not by the sum; and whether it is of all points."""
    vetoes = "、".join(line.item.id for line in unit.vetoes)
    words = [f"{vetoes} 一票否决"] if vetoes else []
    words += [f"{line.item.id} 最高评为{line.at_best}" for line in unit.lines if line.at_best]
    if unit.grade is not None:
        settled = vetoes or not unit.is_open
        words.insert(0, unit.grade if settled else f"暂为{unit.grade}（有未定的）")
    if (whole := unit.other_sum) is not None:
        words.append(f"方案的总分是 {plain(whole)} 分，对它计分的各项合计不是，请核对名册和计划")
    return f"，{'，'.join(words)}" if words else ""


def write_json(view: View, scores: Sequence[UnitScore], out: TextIO, color: str) -> None:
    """The published document; every figure is exact text."""
    head = {
        **HEAD,
        "as_of": str(view.as_of),
        "plan": {"id": view.plan.id, "year": view.plan.year, "sha256": view.plan_sha256},
    }
    waiting = {item.id: item for unit in scores for item in unit.waiting}
    not_counted = [{"requirement": one.id, "of": list(one.waiting)} for one in waiting.values()]
    write_document(
        {**head, "not_counted": not_counted},
        {"units": map(_unit, scores), "notices": map(notice_object, view.notices)},
        out,
    )


def _unit(unit: UnitScore) -> dict[str, Any]:
    return {
        "unit": unit.unit.id,
        "name": unit.name,
        "plan": unit.plan,
        "score": plain(unit.got),
        "points": plain(unit.points),
        "grade": unit.grade,
        "vetoed_by": [line.item.id for line in unit.vetoes],
        "open": unit.is_open,
        "requirements": [_object(line) for line in unit.lines],
    }


def _object(line: Line) -> dict[str, Any]:
    return {
        "requirement": line.item.id,
        "of": [one.id for one in line.item.requirements] if line.item.elsewhere else [],
        "points": plain(line.full),
        "short": plain(line.short),
        "late": line.late,
        "deducted": plain(line.deducted),
        "earned": plain(line.earned),
        "score": plain(line.got),
        "sum": line.sum,
        "applies": line.applies,
        "open": dict(line.open),
    }


def write_csv(view: View, scores: Sequence[UnitScore], out: TextIO, color: str) -> None:
    """For a spreadsheet: a line for each unit and requirement."""
    write_csv_table(_HEADER, _rows(scores), out)


def write_markdown(view: View, scores: Sequence[UnitScore], out: TextIO, color: str) -> None:
    """For a document."""
    write_markdown_table(_HEADER, _rows(scores), out)
    for number, line in enumerate(told_of_run(view)):
        out.write(("" if number else "\n") + f"- 注意：{markdown_text(line)}\n")


def _rows(scores: Sequence[UnitScore]) -> list[list[str]]:
    rows = []
    several = len(by(scores, lambda unit: unit.plan)) > 1
    for unit in scores:
        for line in unit.lines:
            figures = (line.full, line.short, line.late, line.deducted, line.earned, line.got)
            words = "；".join([*(["一票否决"] if line.vetoed else []), *open_words(line)])
            rows.append([unit.name, line.item.id, line.item.title, *(plain(figure) for figure in figures), words])
        blank = [""] * (len(_HEADER) - 4)
        rows += [[unit.name, item.id, item.title, *blank, _not_counted(item)] for item in unit.waiting]
        sums = (
            sum((line.deducted for line in unit.lines), Decimal()),
            sum((line.earned for line in unit.lines), Decimal()),
        )
        total = [plain(unit.points), "", "", *map(plain, sums), plain(unit.got), _grade(unit).lstrip("，")]
        rows.append([unit.name, unit.plan if several else "", "合计", *total])
    return rows
