"""What of a ledger is refused, and what is to be said of the rest, each with its sheet and cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from zhifa_check.format.problems import MOST_IN_A_FILE
from zhifa_check.forms.marked import Fault


class Refusal(Fault):
    """What is refused, with its place in words."""

    @property
    def place(self) -> str:
        """``表“培训” D7``."""
        if self.row is None:
            return f"表“{self.sheet}”" + (f" {xl_col_to_name(self.column)} 列" if self.column is not None else "")
        where = f"第 {self.row + 1} 行" if self.column is None else xl_rowcol_to_cell(self.row, self.column)
        return f"表“{self.sheet}” {where}"


#: So many conversions of a column are written out.
_EXAMPLES = 3


@dataclass(slots=True)
class Refusals:
    """Everything refused so far, and the notes: first what was left aside, then what was made of the cells."""

    _found: dict[Refusal, None] = field(default_factory=dict)
    _notes: dict[str, None] = field(default_factory=dict)
    _converted: dict[tuple[str, str], dict[tuple[int, int], str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, refusal: Refusal) -> None:
        """Refuse; the same twice is told once."""
        self._found.setdefault(refusal)

    def note(self, text: str) -> None:
        """Something the official should know though nothing is wrong with it."""
        self._notes.setdefault(text)

    def convert(self, sheet: str, header: str, row: int, column: int, what: str) -> None:
        """A cell that is taken for something that could not have been meant otherwise: told once for its column."""
        self._converted.setdefault((sheet, header), {}).setdefault((row, column), what)

    @property
    def notes(self) -> list[str]:
        """Every note, one for all conversions of a column."""
        return [*self._notes, *(self._one(*key, cells) for key, cells in self._converted.items())]

    def _one(self, sheet: str, header: str, cells: dict[tuple[int, int], str]) -> str:
        if len(cells) == 1:
            return next(f"表“{sheet}” {xl_rowcol_to_cell(*at)} “{header}”{what}" for at, what in cells.items())
        told = "；".join(f"{xl_rowcol_to_cell(*at)} {what}" for at, what in list(cells.items())[:_EXAMPLES])
        return f"表“{sheet}” “{header}”换算了 {len(cells)} 格{'，如 ' if len(cells) > _EXAMPLES else '：'}{told}"

    def found(self, sheets: list[str]) -> list[Refusal]:
        """Every refusal in the order of the sheets and their cells."""
        order = {name: number for number, name in enumerate(sheets)}

        def place(refusal: Refusal) -> tuple[int, int, int]:
            row, column = (-1 if at is None else at for at in (refusal.row, refusal.column))
            return order.get(refusal.sheet, len(order)), row, column

        return sorted(self._found, key=place)

    def told(self, sheets: list[str]) -> Iterator[str]:
        """Every refusal in its order; beyond the limit they are counted."""
        found = self.found(sheets)
        for refusal in found[:MOST_IN_A_FILE]:
            yield f"{refusal.place} {refusal.message.rstrip('。')}。"
        if len(found) > MOST_IN_A_FILE:
            yield f"还有 {len(found) - MOST_IN_A_FILE} 处没有列出。请先改正前面的，再导入一次。"
