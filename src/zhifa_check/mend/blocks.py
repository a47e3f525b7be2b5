"""Lines of a submission as a person means them: keys, dashes and indentation typed in Chinese mode or with tabs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhifa_check.mend.draft import BLANK, BREAK, SPACES, Draft, Key
from zhifa_check.mend.flows import bracketed_text, flow
from zhifa_check.mend.shapes import TEXT, Shape, submission
from zhifa_check.source.accidents import FULL_WIDTH_BRACKETS, FULL_WIDTH_DASHES

_LINE = re.compile(f"([^{BREAK}]*)(?:\r\n|[{BREAK}]|$)")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:[ \t]#.*)?")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_OPENS = "[{"
_FULL_WIDTH_OPENS = tuple(sign for sign, plain in FULL_WIDTH_BRACKETS.items() if plain in _OPENS)
#: Signs that no plain value can begin with, and that mean nothing else in a form.
_NEEDS_QUOTES = "%@`"
_MEANS_MORE = "&*!"
#: Columns of a full-width space and of a tab, the likeliest first.
_WIDTHS = ((2, 4), (1, 2), (2, 2), (2, 8), (1, 4), (1, 8))
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


def scan(text: str) -> Draft:
    """Every edit that the text needs; of the widths that odd spaces may have, those that give most lines a place."""
    tried = []
    for likeliest in _WIDTHS:
        draft = Draft(text)
        unplaced = _Lines(draft, likeliest).run()
        tried.append((unplaced, draft))
        if not unplaced:
            break
    return min(tried, key=lambda one: one[0])[1]


class _Lines:
    """The open levels while going down the lines; a line that fits nowhere is left, with all that it opens."""

    def __init__(self, draft: Draft, likeliest: tuple[int, int]) -> None:
        self.draft = draft
        self.widths = (likeliest, *(pair for pair in _WIDTHS if pair != likeliest))
        self.shown = self.widths
        self.unplaced = 0
        self.text = draft.text
        self.lines = [found.span(1) for found in _LINE.finditer(draft.text)]
        self.levels: list[Level] = []
        self.opened: Opened | None = Opened(-1, submission(), of_key=False)
        self.continued: int | None = None

    def run(self) -> int:
        """Take in all lines; the number of those whose odd indentation fits nowhere."""
        number = 0
        while number < len(self.lines):
            number = self.line(number)
        return self.unplaced

    def line(self, number: int) -> int:
        """Take in one line, and what its value spans; the number of the next one."""
        start, end = self.lines[number]
        at = SPACES.match(self.text, start, end).end()  # type: ignore[union-attr]
        lead = self.text[start:at]
        indent = len(lead) - len(lead.lstrip(" "))
        if self.continued is not None and indent > self.continued:
            return number + 1
        odd = lead.strip(" ") != ""
        if at == end or self.text[at] == "#":
            if odd and (lead.strip(BLANK) or at < end):
                self.draft.replace(start, at, "" if at == end else " " * _column(lead, self.shown[0]))
            return number + 1
        if indent == 0 and self.text.startswith(("---", "...", "%"), start):
            return number + 1 if not self.levels and self.text[start] != "." else len(self.lines)
        placed = self.placed(number, start, at, end, lead)
        if placed is None:
            self.unplaced += odd
            return self.lost(number, start, end, indent)
        column, level = placed
        if odd or column != len(lead):
            self.draft.replace(start, at, " " * column)
        self.opened = self.continued = None
        if level.is_list:
            return self.record(number, at, end, level)
        if self.text[at] in _OPENS and not level.taken:
            return self.value(number, at, end, level.shape, None, -1)
        key = self.draft.key(at, end, level.shape, level.taken)
        return self.entry(number, key, level) if key else self.lost(number, start, end, indent)

    def placed(self, number: int, start: int, at: int, end: int, lead: str) -> tuple[int, Level] | None:
        """The column that the line is meant to have and the level it goes on with, which becomes the innermost."""
        if not lead.strip(" "):
            moved = [level.column for level in self.levels if level.written == len(lead) != level.column]
            fits = self.fits((len(lead), *moved), len(lead), at, end)
        else:
            # lines before have shown how wide these spaces are; a file put together from several may show nothing
            fits = self.odd_fits(lead, self.shown, at, end) or self.odd_fits(lead, self.widths, at, end)
            is_known = [levels[-1] in self.levels for levels in fits.values()]
            if len(fits) > 1 and any(is_known):
                self.draft.notes.append((start, _AMBIGUOUS_INDENT))
                return None
        if not fits:
            return None
        column = next(iter(fits))
        if lead.strip(" "):
            self.shown = tuple(pair for pair in self.shown if _column(lead, pair) == column) or self.shown
        self.levels = fits[column]
        return column, self.levels[-1]

    def odd_fits(self, lead: str, widths: Iterable[tuple[int, int]], at: int, end: int) -> dict[int, list[Level]]:
        """``fits`` for an indentation with odd spaces, at levels that know what the line brings."""
        columns = dict.fromkeys(_column(lead, pair) for pair in widths)
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
        if begins is None or begins == end or level.shape.kind != "record":
            return begins is not None
        if level.is_list and self.text[begins] in (*_OPENS, *_FULL_WIDTH_OPENS):
            return True
        if level.is_list:
            return self.begins_record(begins, end, level.shape)
        key = self.draft.key(begins, end, level.shape, level.taken)
        return key is not None and key.shape is not None

    def fitting(self, column: int, written: int, at: int, end: int, is_dash: bool) -> list[Level] | None:
        """The levels open once a line begins at this column; None where it cannot begin there."""
        levels = [level for level in self.levels if level.column <= column]
        opened = self.opened
        if opened is not None and len(levels) == len(self.levels):
            deeper = column > opened.column
            if is_dash and (deeper or (column == opened.column and opened.of_key)):
                if opened.shape is not None and opened.shape.kind not in ("list", "ids"):
                    return None
                return [*levels, Level(column, written, True, opened.shape.element if opened.shape else None)]
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
        if self.text[at] in _OPENS and not self.levels:
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
        opens = self.text[after] in (*_OPENS, *_FULL_WIDTH_OPENS)
        if any(shape.kind == "record" and (opens or self.begins_record(after, end, shape)) for shape in self.members()):
            return after
        return None

    def begins_record(self, at: int, end: int, shape: Shape) -> bool:
        """Whether a key of such a record stands here."""
        key = self.draft.key(at, end, shape, set())
        return key is not None and key.shape is not None

    def members(self) -> Iterator[Shape]:
        """What a record that begins here may be: a member of the list just opened, or of one that goes on."""
        if self.opened is not None and self.opened.shape is not None and self.opened.shape.element is not None:
            yield self.opened.shape.element
        for level in self.levels:
            if level.is_list and level.shape is not None:
                yield level.shape

    def record(self, number: int, at: int, end: int, level: Level) -> int:
        """One ``- `` and what follows it on its line."""
        content = self.dash_end(at, end)
        if content is None:
            return self.lost(number, at, end, level.column)
        written = self.text[at:content]
        dash = written if written.strip(BLANK) == "-" and (len(written) > 1 or content == end) else "- "
        self.draft.replace(at, content, dash if content < end else "-")
        column = level.column + len(dash)
        shape = level.shape
        if content == end or self.text[content] == "#":
            self.opened = Opened(level.column, shape, of_key=False)
            return number + 1
        here = content - self.lines[number][0]
        if self.dash_end(content, end) is not None and self.text[content] == "-":
            inner = Level(column, here, True, shape.element if shape else None)
            self.levels = [*self.levels, inner]
            return self.record(number, content, end, inner)
        inner = Level(column, here, False, shape if shape and shape.kind == "record" else None)
        key = None
        if self.text[content] not in (*_OPENS, *_FULL_WIDTH_OPENS):
            key = self.draft.key(content, end, inner.shape, inner.taken)
        if key is None:
            return self.value(number, content, end, shape, None, level.column)
        self.levels = [*self.levels, inner]
        return self.entry(number, key, inner)

    def entry(self, number: int, key: Key, level: Level) -> int:
        """A key of a mapping and its value."""
        self.draft.commit(key)
        level.taken.add(key.name)
        return self.value(number, key.value_at, self.lines[number][1], key.shape, level.shape, level.column)

    def value(self, number: int, at: int, end: int, shape: Shape | None, fields: Shape | None, column: int) -> int:
        """A value that begins on this line; ``fields`` is the record that it belongs to."""
        text = self.text
        if at >= end or (text[at] == "#" and text[at - 1] in BLANK):
            self.opened = Opened(column, shape, of_key=True)
            return number + 1
        sign = text[at]
        if _BLOCK_SCALAR.fullmatch(text, at, end):
            return self.after_block_scalar(number + 1, column)
        if sign in "'\"":
            closed = self.draft.quoted_end(at)
            if closed is None:
                return len(self.lines)
            self.draft.in_quotes(at, closed, shape)
            return self.line_after(number, closed)
        if sign in _OPENS and shape is not None and shape.kind == "text":
            comment = _COMMENT.search(text, at, end)
            last = len(text[: comment.start() if comment else end].rstrip(BLANK))
            if bracketed_text(text, at, last) is not None:
                self.draft.quote(at, last, fields)
                return number + 1
        if sign in _OPENS or (sign in _FULL_WIDTH_OPENS and shape is not None and shape.holds_more):
            state = self.draft.state()
            closed = flow(self.draft, at, shape)
            if closed is not None:
                return self.line_after(number, closed)
            self.draft.forget(state)
            return number + 1
        comment = _COMMENT.search(text, at, end)
        last = at + len(text[at : comment.start() if comment else end].rstrip(BLANK))
        self.continued = column
        if self.goes_on(number + 1, column) or sign in _MEANS_MORE:
            return number + 1
        if shape is TEXT and (sign in _NEEDS_QUOTES or ": " in text[at:last] or text[last - 1] == ":"):
            self.draft.quote(at, last, fields)
        else:
            self.draft.scalar(at, last, shape)
        return number + 1

    def goes_on(self, number: int, column: int) -> bool:
        """Whether the next written line belongs to the plain value above it."""
        while number < len(self.lines):
            line = self.text[slice(*self.lines[number])]
            if line.strip(BLANK):
                return len(line) - len(line.lstrip(" ")) > column and not line.lstrip(BLANK).startswith("#")
            number += 1
        return False

    def after_block_scalar(self, number: int, column: int) -> int:
        """The first line behind a ``|`` or ``>`` text."""
        while number < len(self.lines):
            line = self.text[slice(*self.lines[number])]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) <= column:
                break
            number += 1
        return number

    def line_after(self, number: int, at: int) -> int:
        """The number of the line behind the one that holds an offset."""
        while number < len(self.lines) and self.lines[number][1] < at:
            number += 1
        return number + 1

    def lost(self, number: int, start: int, end: int, indent: int) -> int:
        """A line that fits nowhere: go on with the levels around it, unless it may open a text of many lines."""
        self.levels = [level for level in self.levels if level.column <= indent]
        self.opened = self.continued = None
        return len(self.lines) if set("'\"[{|>") & set(self.text[start:end]) else number + 1


def _column(lead: str, widths: tuple[int, int]) -> int:
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
