"""Lines of a submission as a person means them: keys, dashes and indentation typed in Chinese mode or with tabs."""

import re

from zhifa_check.format.shape import Shape
from zhifa_check.mend.draft import BLANK, BREAK, SPACES, Draft, Key, bracketed_text
from zhifa_check.mend.flows import flow
from zhifa_check.mend.levels import FULL_WIDTH_OPENS, OPENS, WIDTHS, Level, Levels, Opened, column_of

_LINE = re.compile(f"([^{BREAK}]*)(?:\r\n|[{BREAK}]|$)")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:[ \t]#.*)?")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
#: Signs that no plain value can begin with, and that mean nothing else in a form.
_NEEDS_QUOTES = "%@`"
_MEANS_MORE = "&*!"


def scan(text: str, root: Shape) -> Draft:
    """Every edit that the text needs; of the widths that odd spaces may have, those that give most lines a place."""
    tried = []
    for likeliest in WIDTHS:
        draft = Draft(text)
        unplaced = _Lines(draft, likeliest, root).run()
        tried.append((unplaced, draft))
        if not unplaced:
            break
    return min(tried, key=lambda one: one[0])[1]


class _Lines:
    """One pass down the lines; a line that fits nowhere is left, with all that it opens."""

    def __init__(self, draft: Draft, likeliest: tuple[int, int], root: Shape) -> None:
        self.draft = draft
        self.levels = Levels(draft, likeliest, root)
        self.unplaced = 0
        self.text = draft.text
        self.lines = [found.span(1) for found in _LINE.finditer(draft.text)]
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
                self.draft.replace(start, at, "" if at == end else " " * column_of(lead, self.levels.shown[0]))
            return number + 1
        if indent == 0 and self.text.startswith(("---", "...", "%"), start):
            return number + 1 if not self.levels.stack and self.text[start] != "." else len(self.lines)
        placed = self.levels.placed(start, at, end, lead)
        if placed is None:
            self.unplaced += odd
            return self.lost(number, start, end, indent)
        column, level = placed
        if odd or column != len(lead):
            self.draft.replace(start, at, " " * column)
        self.levels.opened = self.continued = None
        if level.is_list:
            return self.record(number, at, end, level)
        if self.text[at] in OPENS and not level.taken:
            return self.value(number, at, end, level.shape, None, -1)
        key = self.draft.key(at, end, level.shape, level.taken)
        return self.entry(number, key, level) if key else self.lost(number, start, end, indent)

    def record(self, number: int, at: int, end: int, level: Level) -> int:
        """One ``- `` and what follows it on its line."""
        content = self.levels.dash_end(at, end)
        if content is None:
            return self.lost(number, at, end, level.column)
        written = self.text[at:content]
        dash = written if written.strip(BLANK) == "-" and (len(written) > 1 or content == end) else "- "
        self.draft.replace(at, content, dash if content < end else "-")
        column = level.column + len(dash)
        shape = level.shape
        if content == end or self.text[content] == "#":
            self.levels.opened = Opened(level.column, shape, of_key=False)
            return number + 1
        here = content - self.lines[number][0]
        if self.levels.dash_end(content, end) is not None and self.text[content] == "-":
            inner = Level(column, here, True, shape.member if shape else None)
            self.levels.stack = [*self.levels.stack, inner]
            return self.record(number, content, end, inner)
        inner = Level(column, here, False, shape if shape and shape.fields else None)
        key = None
        if self.text[content] not in (*OPENS, *FULL_WIDTH_OPENS):
            key = self.draft.key(content, end, inner.shape, inner.taken)
        if key is None:
            return self.value(number, content, end, shape, None, level.column)
        self.levels.stack = [*self.levels.stack, inner]
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
            self.levels.opened = Opened(column, shape, of_key=True)
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
        if sign in OPENS and shape is not None and shape.is_text:
            comment = _COMMENT.search(text, at, end)
            last = len(text[: comment.start() if comment else end].rstrip(BLANK))
            if bracketed_text(text, at, last) is not None:
                self.draft.quote(at, last, fields)
                return number + 1
        if sign in OPENS or (sign in FULL_WIDTH_OPENS and shape is not None and shape.holds_more):
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
        if shape and shape.is_text and (sign in _NEEDS_QUOTES or ": " in text[at:last] or text[last - 1] == ":"):
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
        self.levels.stack = [level for level in self.levels.stack if level.column <= indent]
        self.levels.opened = self.continued = None
        return len(self.lines) if set("'\"[{|>") & set(self.text[start:end]) else number + 1
