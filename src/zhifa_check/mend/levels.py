"""The open mappings and lists of a text, and where among them a line belongs that is indented with odd spaces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhifa_check.format.shape import Shape
from zhifa_check.mend.draft import SPACES, Draft
from zhifa_check.source.accidents import FULL_WIDTH_BRACKETS, FULL_WIDTH_DASHES

OPENS = "[{"
FULL_WIDTH_OPENS = tuple(sign for sign, plain in FULL_WIDTH_BRACKETS.items() if plain in OPENS)
#: Columns of a full-width space and of a tab, the likeliest first.
WIDTHS = ((2, 4), (1, 2), (2, 2), (2, 8), (1, 4), (1, 8))
_AMBIGUOUS_INDENT = "行首用了全角空格或 Tab，认不准这一行属于哪一层，没有改。请把行首换成半角空格（每层两个）"


@dataclass(slots=True)
class Level:
    """An open mapping or list: its column after the mending, and as it was written."""

    column: int
    written: int
    is_list: bool
    shape: Shape | None
    taken: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Opened:
    """A key or dash without a value on its line: what stands deeper belongs to it."""

    column: int
    shape: Shape | None
    of_key: bool


class Levels:
    """What is open while going down the lines: ``stack`` from the outermost in, and the key just ``opened``."""

    def __init__(self, draft: Draft, likeliest: tuple[int, int], root: Shape) -> None:
        self.draft = draft
        self.text = draft.text
        self.widths = (likeliest, *(pair for pair in WIDTHS if pair != likeliest))
        self.shown = self.widths
        self.stack: list[Level] = []
        self.opened: Opened | None = Opened(-1, root, of_key=False)

    def placed(self, start: int, at: int, end: int, lead: str) -> tuple[int, Level] | None:
        """The column that the line is meant to have and the level it goes on with, which becomes the innermost."""
        if not lead.strip(" "):
            moved = [level.column for level in self.stack if level.written == len(lead) != level.column]
            fits = self.fits((len(lead), *moved), len(lead), at, end)
        else:
            # lines before have shown how wide these spaces are; a file put together from several may show nothing
            fits = self.odd_fits(lead, self.shown, at, end) or self.odd_fits(lead, self.widths, at, end)
            is_known = [levels[-1] in self.stack for levels in fits.values()]
            if len(fits) > 1 and any(is_known):
                self.draft.notes.append((start, _AMBIGUOUS_INDENT))
                return None
        if not fits:
            return None
        column = next(iter(fits))
        if lead.strip(" "):
            self.shown = tuple(pair for pair in self.shown if column_of(lead, pair) == column) or self.shown
        self.stack = fits[column]
        return column, self.stack[-1]

    def odd_fits(self, lead: str, widths: Iterable[tuple[int, int]], at: int, end: int) -> dict[int, list[Level]]:
        """``fits`` for an indentation with odd spaces, at levels that know what the line brings."""
        columns = dict.fromkeys(column_of(lead, pair) for pair in widths)
        found = self.fits(columns, len(lead), at, end)
        return {column: levels for column, levels in found.items() if self.is_known(at, end, levels[-1])}

    def fits(self, columns: Iterable[int], written: int, at: int, end: int) -> dict[int, list[Level]]:
        """Each of the columns at which the line can begin, with the levels then open."""
        is_dash = self.dash_end(at, end) is not None
        tried = ((column, self.fitting(column, written, at, end, is_dash)) for column in columns)
        return {column: levels for column, levels in tried if levels is not None}

    def is_known(self, at: int, end: int, level: Level) -> bool:
        """Whether the format has what stands here at this level."""
        if level.shape is None:
            return False
        begins = self.dash_end(at, end) if level.is_list else at
        if begins is None or begins == end or not level.shape.fields:
            return begins is not None
        if level.is_list and self.text[begins] in (*OPENS, *FULL_WIDTH_OPENS):
            return True
        if level.is_list:
            return self.begins_record(begins, end, level.shape)
        key = self.draft.key(begins, end, level.shape, level.taken)
        return key is not None and key.shape is not None

    def fitting(self, column: int, written: int, at: int, end: int, is_dash: bool) -> list[Level] | None:
        """The levels open once a line begins at this column; None where it cannot begin there."""
        levels = [level for level in self.stack if level.column <= column]
        opened = self.opened
        if opened is not None and len(levels) == len(self.stack):
            deeper = column > opened.column
            if is_dash and (deeper or (column == opened.column and opened.of_key)):
                if opened.shape is not None and opened.shape.member is None:
                    return None
                return [*levels, Level(column, written, True, opened.shape.member if opened.shape else None)]
            if deeper:
                level = Level(column, written, False, opened.shape)
                return [*levels, level] if not is_dash and self.begins(at, end, level) else None
        if not is_dash and len(levels) > 1 and levels[-1].is_list and levels[-2].column == column:
            levels = levels[:-1]
        if not levels or levels[-1].column != column or levels[-1].is_list != is_dash:
            return None
        return levels if is_dash or self.begins(at, end, levels[-1]) else None

    def begins(self, at: int, end: int, level: Level) -> bool:
        """Whether an entry of this mapping begins here."""
        if self.text[at] in OPENS and not self.stack:
            return True  # the whole file in braces
        return self.draft.key(at, end, level.shape, level.taken) is not None

    def dash_end(self, at: int, end: int) -> int | None:
        """Where a record's content begins, if a dash stands here that a person means as one."""
        after = SPACES.match(self.text, at + 1, end).end()  # type: ignore[union-attr]
        sign = self.text[at]
        if sign == "-" and (after > at + 1 or after == end):
            return after
        if sign != "-" and sign not in FULL_WIDTH_DASHES:
            return None
        if after == end:
            return None
        opens = self.text[after] in (*OPENS, *FULL_WIDTH_OPENS)
        if any(shape.fields and (opens or self.begins_record(after, end, shape)) for shape in self.members()):
            return after
        return None

    def begins_record(self, at: int, end: int, shape: Shape) -> bool:
        """Whether a key of such a record stands here."""
        key = self.draft.key(at, end, shape, set())
        return key is not None and key.shape is not None

    def members(self) -> Iterator[Shape]:
        """What a record that begins here may be: a member of the list just opened, or of one that goes on."""
        if self.opened is not None and self.opened.shape is not None and self.opened.shape.member is not None:
            yield self.opened.shape.member
        for level in self.stack:
            if level.is_list and level.shape is not None:
                yield level.shape


def column_of(lead: str, widths: tuple[int, int]) -> int:
    """Where an indentation ends if its full-width spaces and its tabs are so wide."""
    wide, tab = widths
    column = 0
    for sign in lead:
        if sign == "\t":
            column += tab - column % tab
        elif sign == "\u3000":
            column += wide
        elif sign not in "\u200b\u200c\u200d\u2060\ufeff":
            column += 1
    return column
