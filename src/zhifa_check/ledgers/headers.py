"""In which row, or two, the headers of a sheet stand, and which column each of them means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from xlsxwriter.utility import xl_rowcol_to_cell

from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.ledgers.mapping import LEFT_OUT, SheetMapping
from zhifa_check.ledgers.spellings import Spellings, normal
from zhifa_check.sheets.grid import Grid, blank
from zhifa_check.words.identity import unprinted

#: In how many rows from the top the headers may stand.
TOP = 30
#: A header that is so like the name of a column that is not there may be meant for it.
_LIKE = 0.7


#: What stands between columns of which one is enough.
OR = "或"


@dataclass(slots=True)
class Heading:
    """The headers of a sheet read as those of a section: ``rows`` from 0, ``texts`` as they are written.

    ``unknown`` are headers that mean none of its columns; ``twice`` those that mean one which another means already;
    ``absent`` the required columns that are not there.
    """

    sheet: Sheet
    rows: tuple[int, ...]
    texts: dict[int, str]
    columns: dict[int, Column] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    twice: dict[int, int] = field(default_factory=dict)

    @property
    def absent(self) -> list[str]:
        """Columns that are missing; of those that name an owner one is enough, and all are told together."""
        there = self.columns.values()
        owners = [column for column in self.sheet.columns if column.owner]
        absent = [OR.join(c.header for c in owners)] if owners and not any(c in there for c in owners) else []
        absent += [c.header for c in self.sheet.columns if c.required and c not in there and not c.owner]
        groups = dict.fromkeys(c.one_of for c in self.sheet.columns if c.one_of)
        return absent + [f"各类{group}" for group in groups if not any(c.one_of == group for c in there)]

    @property
    def last(self) -> int:
        """The row below which the data begins."""
        return self.rows[-1]

    def at(self, column: int) -> str:
        """The cell of a header."""
        return str(xl_rowcol_to_cell(self.last, column))

    def told(self) -> str:
        """What of the headers is understood."""
        known = "、".join(dict.fromkeys(column.header for column in self.columns.values()))
        unknown = "、".join(f"{harmless_header(text)}（{self.at(place)}）" for place, text in self.unknown.items())
        parts = [f"认得 {known}"]
        parts += [f"不认得 {unknown}"] if unknown else []
        parts += [f"缺 {'、'.join(self.absent)}，表里没有的请加一列"] if self.absent else []
        return "；".join(parts)

    def meant_for(self, place: int) -> Column | None:
        """The column that is not there and that an unknown header may be meant for."""
        header = normal(self.unknown[place])
        rest = [column for column in self.sheet.columns if column not in self.columns.values()]
        like = {column: SequenceMatcher(None, header, column.header).ratio() for column in rest}
        best = max(rest, key=lambda column: like[column], default=None)
        return best if best is not None and like[best] >= _LIKE else None


def harmless_header(text: str) -> str:
    """A header as a message shows it: short, and without a number of an identity card that stands there."""
    return unprinted(text)[:20].replace("\n", "")


def heading(grid: Grid, sheet: Sheet, spellings: Spellings, own: SheetMapping, least: int = 2) -> Heading | None:
    """The best reading of the rows near the top: what lacks nothing first, then what knows most; None where it knows
    fewer than ``least`` columns.
    """
    best: tuple[tuple[bool, int, int, int], Heading] | None = None
    meanings = _meanings(sheet, spellings, own)
    for rows, texts in _candidates(grid):
        found = _read(sheet, rows, texts, meanings)
        spread = sum(normal(text) in map(normal, own.spread) for text in found.left_out.values())
        known = len(found.columns) + spread
        needed = min(least, sum(column.required for column in sheet.columns))
        if known < needed:
            continue
        score = (not found.absent, known, -len(rows), -rows[0])
        if best is None or score > best[0]:
            best = score, found
    return best[1] if best else None


def _candidates(grid: Grid) -> Iterator[tuple[tuple[int, ...], Mapping[int, Sequence[str]]]]:
    """Each row near the top, and each with the one below it: for every column the texts that may be its header."""
    top = [(number, cells) for number, cells in grid.rows() if number < TOP]
    for at, (number, cells) in enumerate(top):
        single = {place: [str(value).strip()] for place, value in enumerate(cells) if not blank(value)}
        yield (number,), single
        if at + 1 < len(top) and top[at + 1][0] == number + 1:
            below = {place: str(value).strip() for place, value in enumerate(top[at + 1][1]) if not blank(value)}
            yield (number, number + 1), _doubled(grid, number, single, below)


def _doubled(grid: Grid, row: int, above: Mapping[int, Sequence[str]], below: dict[int, str]) -> dict[int, list[str]]:
    """Two rows of headers as one: a group's name stands above all of its columns."""
    ends = {left: right for (top, left), (_, right) in grid.marks.merged if top == row}
    group: dict[int, str] = {}
    current, until = "", -1
    for place in range(max([*above, *below], default=-1) + 1):
        if place in above:
            current, until = above[place][0], ends.get(place, place if ends else 1 << 20)
        if place <= until:
            group[place] = current
    found: dict[int, list[str]] = {}
    for place in sorted({*above, *below}):
        if place in below:
            over = group.get(place, "")
            found[place] = [over + below[place], below[place]] if over else [below[place]]
        else:
            found[place] = list(above[place])
    return found


def _read(
    sheet: Sheet,
    rows: tuple[int, ...],
    texts: Mapping[int, Sequence[str]],
    meanings: Mapping[str, Column | None],
) -> Heading:
    found = Heading(sheet, rows, {place: written[-1] for place, written in texts.items()})
    for place, written in texts.items():
        known = next((plain for text in written if (plain := normal(text)) in meanings), None)
        if known is None:
            found.unknown[place] = written[-1]
        elif (meaning := meanings[known]) is None:
            found.left_out[place] = written[-1]
        elif meaning in found.columns.values():
            found.twice[place] = next(other for other, column in found.columns.items() if column is meaning)
        else:
            found.columns[place] = meaning
    return found


def _meanings(sheet: Sheet, spellings: Spellings, own: SheetMapping) -> dict[str, Column | None]:
    """Every header that is understood and the column that it means; None for one that is left out."""
    columns = {column.header: column for column in sheet.columns}
    meanings: dict[str, Column | None] = dict.fromkeys(map(normal, spellings.ignored))
    meanings |= spellings.headers(sheet)
    meanings |= dict.fromkeys(map(normal, own.spread))
    return meanings | {
        normal(header): columns.get(target) for header, target in own.columns.items() if target in {*columns, LEFT_OUT}
    }
