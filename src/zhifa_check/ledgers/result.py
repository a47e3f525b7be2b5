"""What an import does, or what is refused of it, as it is told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from zhifa_check.ledgers.drafts import Draft
from zhifa_check.ledgers.merged import Merged
from zhifa_check.ledgers.placing import Change
from zhifa_check.ledgers.refusal import Refusal
from zhifa_check.ledgers.rows import Row
from zhifa_check.sheets.grid import Grid


class Tally(NamedTuple):
    """What became of one sheet of the ledger: its rows, how many records they add, fill in, change or equal, and how
    many have no row.
    """

    grid: str
    sheet: str
    rows: int
    added: int
    filled: int
    changed: int
    known: int
    gone: int = 0

    def __str__(self) -> str:
        parts = [f"新增 {self.added} 条"]
        parts += [f"补填 {self.filled} 条"] if self.filled else []
        parts += [f"改动 {self.changed} 条"] if self.changed else []
        parts += [f"删去 {self.gone} 条"] if self.gone else []
        parts += [f"已有 {self.known} 条（不重复导入）"] if self.known else []
        return f"表“{self.grid}” {self.rows} 行 → {self.sheet}：{'，'.join(parts)}"


@dataclass(slots=True)
class Result:
    """What an import does: nothing but tell where anything is refused.

    ``faults`` counts all that is refused, also what is not written out. ``updates`` tell, a line each, what of that
    which is on file is changed or taken away.
    """

    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: int = 0
    rows: list[Tally] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    #: Given where something is refused, for a copy of the ledger with the faults in it.
    grids: list[Grid] = field(default_factory=list)
    found: list[Refusal] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def counted(read: list[Row], merged: Merged) -> list[Tally]:
    """What became of each sheet whose rows were read, or whose records have no row."""
    lines = Counter((row.grid, row.sheet.name) for row in read)
    added, known = _by_sheet(merged.added), _by_sheet(merged.known)
    filled = _by_sheet(draft for _, _, draft, _ in merged.fillings)
    changed = _by_sheet(one.draft for one in merged.corrections)
    gone = Counter(one.sheet.name for one in merged.gone if one.now is None)
    read_of = {sheet for _, sheet in lines}
    lines.update({(name, name): 0 for name in gone if name not in read_of})
    return [
        Tally(*name, count, added[name], filled[name], changed[name], known[name], gone.pop(name[1], 0))
        for name, count in lines.items()
    ]


def _by_sheet(found: Iterable[Draft]) -> Counter[tuple[str, str]]:
    return Counter((draft.place[0], draft.sheet.name) for draft in found)
