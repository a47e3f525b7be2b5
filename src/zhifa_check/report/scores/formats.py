"""The formats of ``zhifa status --scores``, all over the same sums."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TextIO

from zhifa_check.report.check.verdict import as_of_words
from zhifa_check.report.check.view import View
from zhifa_check.report.json_text import HEAD, write_document
from zhifa_check.report.scores.points import Line, UnitScore
from zhifa_check.report.scores.sums import open_words
from zhifa_check.report.tables import write_csv_table, write_markdown_table
from zhifa_check.report.terminal import Terminal
from zhifa_check.words.figures import plain
from zhifa_check.words.wrap import pad

_HEADER = ("单位", "编号", "要求", "满分", "少", "迟", "扣分", "加分", "得分", "说明")


def write_full(view: View, scores: Sequence[UnitScore], out: TextIO, color: str) -> None:
    """A line for each unit, and below it the sum of whatever costs points or is not decided."""
    terminal = Terminal(out, color)
    terminal.line(as_of_words(view), styles={str(view.as_of): "bold"})
    for unit in scores:
        rescaled = f"（按有的各项满分 {plain(unit.could)} 分折算）" if unit.could != unit.points else ""
        total = f"{plain(unit.got)} / {plain(unit.points)} 分{rescaled}{_grade(unit)}"
        terminal.line(f"{pad(unit.name, 16)}  {total}", styles={unit.name: "bold"})
        for line in unit.lines:
            words = [line.sum, *open_words(line)]
            if line.deducted or line.earned or line.vetoed or line.at_best or line.open or not line.applies:
                terminal.line(f"  {line.requirement.id} {line.requirement.title}：{'；'.join(words)}", indent="      ")
    terminal.line("待认定、无法读取、核准不计和未到期的不扣分，认定后再算。")


def _grade(unit: UnitScore) -> str:
    """What the sum is called, and why, where it is not by the sum."""
    vetoes = "、".join(line.requirement.id for line in unit.vetoes)
    words = [f"{vetoes} 一票否决"] if vetoes else []
    words += [f"{line.requirement.id} 最高评为{line.at_best}" for line in unit.lines if line.at_best]
    if unit.grade is not None:
        settled = vetoes or not unit.is_open
        words.insert(0, unit.grade if settled else f"暂为{unit.grade}（有未定的）")
    return f"，{'，'.join(words)}" if words else ""


def write_json(view: View, scores: Sequence[UnitScore], out: TextIO, color: str) -> None:
    """The published document; every figure is exact text."""
    head = {
        **HEAD,
        "as_of": str(view.as_of),
        "plan": {"id": view.plan.id, "year": view.plan.year, "sha256": view.plan_sha256},
    }
    write_document(head, {"units": map(_unit, scores)}, out)


def _unit(unit: UnitScore) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "score": plain(unit.got),
        "points": plain(unit.points),
        "grade": unit.grade,
        "vetoed_by": [line.requirement.id for line in unit.vetoes],
        "open": unit.is_open,
        "requirements": [_object(line) for line in unit.lines],
    }


def _object(line: Line) -> dict[str, Any]:
    return {
        "requirement": line.requirement.id,
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


def _rows(scores: Sequence[UnitScore]) -> list[list[str]]:
    rows = []
    for unit in scores:
        for line in unit.lines:
            figures = (line.full, line.short, line.late, line.deducted, line.earned, line.got)
            words = "；".join([*(["一票否决"] if line.vetoed else []), *open_words(line)])
            rows.append(
                [unit.name, line.requirement.id, line.requirement.title, *(plain(figure) for figure in figures), words]
            )
        sums = (
            sum((line.deducted for line in unit.lines), Decimal()),
            sum((line.earned for line in unit.lines), Decimal()),
        )
        total = [plain(unit.points), "", "", *map(plain, sums), plain(unit.got), _grade(unit).lstrip("，")]
        rows.append([unit.name, "", "合计", *total])
    return rows
