"""Points that stand in a column of a table (项目 | 分值 | 扣分标准), apart from the sentence that takes them off."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from zhifa_check.format.problems import Problem
from zhifa_check.plan.accounts import Ledger, mark
from zhifa_check.plan.model import Plan
from zhifa_check.plan.quotes import Quote, find_quote
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.scored import told_of
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.source_lines import BLANK, Line
from zhifa_check.plan.tokens import Number, Token, tokens
from zhifa_check.plan.worth import Known
from zhifa_check.words.figures import plain
from zhifa_check.words.width import half_width

#: Heads of the column that the points stand in.
_HEAD = re.compile("(?:分值|标准分值?|基本分值?|满分|分数|赋分|配分)(?:[（(]分[）)])?")
_POINTS = re.compile(r"([0-9]{1,4}(?:\.[0-9]+)?)分?")
#: What cannot be a line of a cell: the table is over.
_ENDS = re.compile(r"\s*$|\s*(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|附\s*[件表])")


class Entry(NamedTuple):
    """What points of a column are for: the row, and those below it in which the cell is merged with it."""

    head: str
    points: Number
    line: int
    spans: tuple[tuple[int, int], ...]

    def holds(self, quote: Quote) -> bool:
        """Whether words of the plan stand in it."""
        starts = [spans[0][0] for spans in quote.found]
        return any(first <= start < last for start in starts for first, last in self.spans)


@dataclass(slots=True)
class _Row:
    """A row as far as it is read: its cells, each with where it begins in the text."""

    line: Line
    cells: list[tuple[str, int]]
    end: int


def entries_of(source: SourceText) -> list[Entry]:
    """Every entry of every table of the document that has a column of points."""
    found: list[Entry] = []
    heads: dict[int, str] = {}
    rows: list[_Row] = []
    for number, line in enumerate(source.lines):
        end = source.lines[number + 1].start if number + 1 < len(source.lines) else len(source.text)
        cells = line.cells
        named = {column: plain_ for column, (text, _) in enumerate(cells) if _HEAD.fullmatch(plain_ := _plain(text))}
        if len(cells) > 1 and named:
            found += _entries(rows, heads)
            heads, width, rows = named, len(cells), []
        elif heads and (len(cells) > 1 or not _ENDS.match(line.raw)):
            if rows and (len(cells) == 1 or (len(rows[-1].cells) + len(cells) - 1 <= width and len(cells) < width)):
                # a line within a cell
                rows[-1].cells += cells[1:]
                rows[-1].end = end
            else:
                rows.append(_Row(line, cells, end))
        else:
            found += _entries(rows, heads)
            heads, rows = {}, []
    return found + list(_entries(rows, heads))


def _plain(cell: str) -> str:
    return half_width(BLANK.sub("", cell))


def _entries(rows: Sequence[_Row], heads: Mapping[int, str]) -> Iterator[Entry]:
    for column, head in heads.items():
        entry: Entry | None = None
        for row in rows:
            text, start = row.cells[column] if column < len(row.cells) else ("", 0)
            span = row.line.start, row.end
            if found := _POINTS.fullmatch(_plain(text)):
                if entry:
                    yield entry
                points = Number(Decimal(found[1]), "amount", "分", start, start + len(found[1]))
                entry = Entry(head, points, row.line.number, (span,))
            elif entry and not _plain(text):
                entry = entry._replace(spans=(*entry.spans, span))
            elif entry:
                yield entry
                entry = None
        if entry:
            yield entry


def duty_tokens(source: SourceText, entries: Sequence[Entry]) -> list[Token]:
    """What lays down a duty; a number alone in its cell is no number of what the next cell begins with."""
    cells = {entry.points.start for entry in entries if not source.text.startswith("分", entry.points.end)}
    return [one for one in tokens(source.text) if not source.is_silent(one.start) and one.start not in cells]


class Beside(NamedTuple):
    """Points of a requirement that stand beside its quote."""

    requirement: Requirement
    entry: Entry

    def __str__(self) -> str:
        """「KH1.training 10 分（第 12 行“分值”一列）」."""
        place = f"第 {self.entry.line} 行“{self.entry.head}”一列"
        return f"{self.requirement.id} {plain(self.entry.points.value)} 分（{place}）"


def beside(requirement: Requirement, quotes: Sequence[Quote], entries: Sequence[Entry]) -> Beside | None:
    """Where the full marks of a requirement stand, if it is in the column of the entry that it quotes."""
    full = requirement.score.points if requirement.score else None
    own = (entry for entry in entries if entry.points.value == full and any(map(entry.holds, quotes)))
    return next((Beside(requirement, entry) for entry in own), None)


def points_beside(plan: Plan, source: SourceText, known: Known) -> Iterator[Beside]:
    """The points that stand in tables, to be told where; ``known`` are the requirements of which the plan may speak."""
    entries = entries_of(source)
    for _, one in told_of(plan, known) if entries else ():
        if found := beside(one, [find_quote(clause.quote, source) for clause in one.clauses], entries):
            yield found


def sums_of_entries(
    plan: Plan,
    told: Sequence[tuple[Requirement, Sequence[Quote]]],
    aside: Sequence[Quote],
    entries: Sequence[Entry],
    source: SourceText,
    ledger: Ledger,
) -> Iterator[Problem]:
    """Entries whose points are not what the plan gives for what it quotes of them; the rest may be set ``aside``."""
    for entry in entries:
        own = [one for one, quotes in told if one.score and one.score.full and any(map(entry.holds, quotes))]
        sums = {sum(one.score.full for one in own if one.score and kind in one.binds.kinds) for kind in plan.kinds}
        left = any(map(entry.holds, aside))
        wrong = [
            one for one in sorted(sums - {0}) if one > entry.points.value or (one < entry.points.value and not left)
        ]
        if wrong and not any(one.binds.roles for one in own):
            line, column = source.position(entry.points.start)
            said = "、".join(f"{plain(Decimal(one))} 分" for one in wrong)
            message = (
                f"“{entry.head}”一列是 {plain(entry.points.value)}，计划里引这一行的"
                f"{'、'.join(one.id for one in own)} 满分合计 {said}。请核对。"
            )
            yield Problem("D.value", message, source.file, line, column)
        if own:
            # 「4分」 in its cell, and what the item is called
            first = entry.spans[0][0]
            is_name = not any(one.numbers for one in tokens(source.text[first : entry.points.start]))
            mark(ledger.covered, [(first if is_name else entry.points.start, entry.points.end + 1)])
