"""What the scanners of lines and of brackets share: the text, the edits found in it, and where its words end."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from zhifa_check.format.shape import Shape
from zhifa_check.mend.values import doubt, mended
from zhifa_check.source.accidents import FULL_WIDTH_BRACKETS, FULL_WIDTH_COMMAS
from zhifa_check.source.text import ODD_SPACES, replaced

BLANK = " \t"
BREAK = "\r\n\x85\u2028\u2029"
#: How much of a long line is looked at for what belongs together, so that a file of one line stays quick to read.
LOOKED_AT = 2000
#: Spaces of either kind, none or many.
SPACES = re.compile(f"[ \t{ODD_SPACES}]*")
BLANKS = re.compile("[ \t]*")
ODD = re.compile(f"[{ODD_SPACES}]*")
_REST_OF_LINE = re.compile(f"[^{BREAK}]*")
_ODD_IN_KEY = re.compile(f"[{ODD_SPACES}]")
_SINGLE = re.compile("'(?:[^']|'')*'")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_CATEGORY = re.compile(r"[^\W\d_]{2,12}")
_ID = re.compile(r"\s*[0-9A-Za-z_.-]+\s*")
_DIGIT = re.compile(r"[0-9０-９]")
_COLON = re.compile("[:：]")
# only from where a word begins: from each sign of a long one to its end would take too long
_WORD_BEFORE_COLON = re.compile(rf"(?<!\w)(\w+)['\"]?[ \t{ODD_SPACES}]*(?:：|:(?=[ \t]|$))")


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``new``; ``of_value`` where that changes how a value is written."""

    start: int
    end: int
    new: str
    of_value: bool = False


class Key(NamedTuple):
    """A key and its colon: the shape of its value, where the value begins, and what has to be mended before it."""

    name: str
    shape: Shape | None
    value_at: int
    edits: tuple[Edit, ...] = ()
    #: Whether YAML itself sees a key here.
    plain: bool = True


@dataclass(slots=True)
class Draft:
    """A text under repair. ``notes`` are places that a person has to decide: offset and what to do, in Chinese."""

    text: str
    edits: list[Edit] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    def replace(self, start: int, end: int, new: str, *, of_value: bool = False) -> None:
        """Note an edit, if it changes anything."""
        if self.text[start:end] != new:
            self.edits.append(Edit(start, end, new, of_value))

    def state(self) -> tuple[int, int]:
        """To be given to ``forget``."""
        return len(self.edits), len(self.notes)

    def forget(self, state: tuple[int, int]) -> None:
        """Drop what was noted since: it rested on a bracket that never closes."""
        del self.edits[state[0] :], self.notes[state[1] :]

    def applied(self) -> str:
        """The text with every edit made."""
        return replaced(self.text, ((edit.start, edit.end, edit.new) for edit in self.edits))

    def line_end(self, at: int, most: int = LOOKED_AT) -> int:
        """The offset of the next line break or of the end, no further away than is looked."""
        found = _REST_OF_LINE.match(self.text, at, at + most)
        return found.end() if found else at

    def quoted_end(self, at: int) -> int | None:
        """The offset behind a quoted scalar; None where its other half is missing."""
        found = (_SINGLE if self.text[at] == "'" else _DOUBLE).match(self.text, at)
        return found.end() if found else None

    def key(self, at: int, end: int, shape: Shape | None, taken: set[str], *, in_flow: bool = False) -> Key | None:
        """The key that begins here, as a person means it: its colon may be full-width or lack its space."""
        text = self.text
        quoted = text[at] in "'\""
        name_end = self.quoted_end(at) if quoted else at
        if name_end is None or name_end > end:
            return None
        colon = _COLON.search(text, name_end, end)
        if not colon or (quoted and SPACES.fullmatch(text, name_end, colon.start()) is None):
            return None
        raw = text[at : colon.start()]
        name = raw.strip(BLANK)[1:-1] if quoted else _ODD_IN_KEY.sub("", raw).strip(BLANK)
        inner = _field(shape, name)
        odd = ODD.match(text, colon.end(), end)
        value_at = odd.end() if odd else colon.end()
        closed = value_at == end or text[value_at] in BLANK
        apart = colon.end() == end or text[colon.end()] in BLANK + (",[]{}" if in_flow else "")
        if colon.group() == ":" and (apart or (quoted and in_flow)):
            edits = () if inner is None or quoted else _edits(text, at, colon.start(), name)
            return Key(name if inner else raw.strip(BLANK), inner, BLANKS.match(text, colon.end(), end).end(), edits)  # type: ignore[union-attr]
        begins = BLANKS.match(text, value_at, end).end()  # type: ignore[union-attr]
        if inner is None or name in taken or (shape and shape.keys and not _DIGIT.match(text, begins)):
            return None
        edits = () if quoted else _edits(text, at, colon.start(), name)
        edits += (Edit(colon.start(), value_at, ":" if closed else ": "),)
        return Key(name, inner, begins, edits, plain=False)

    def commit(self, key: Key) -> None:
        """Make the edits of a key."""
        for edit in key.edits:
            self.replace(edit.start, edit.end, edit.new)

    def quote(self, start: int, end: int, fields: Shape | None) -> None:
        """Put a text into quotes, unless a key of its own record stands in it."""
        value = self.text[start:end]
        names = tuple(field.key for field in fields.fields) if fields else ()
        inside = [word for word in _WORD_BEFORE_COLON.findall(value) if word.endswith(names)]
        if inside:
            self.notes.append(
                (
                    start,
                    f"这个值里又有“{inside[0]}: ”，认不准是文字还是下一项，没有改。"
                    "是下一项的请换一行写（花括号里加逗号“, ”），是文字的请给整个值加英文引号",
                )
            )
            return
        doubled = value.replace("'", "''")
        self.replace(start, end, f"'{doubled}'", of_value=True)

    def scalar(self, start: int, end: int, shape: Shape | None) -> None:
        """Mend a plain value of one line by what its place asks for."""
        if shape is None or shape.is_text or start >= end:
            return
        value = self.text[start:end]
        new = mended(value, shape)
        self.replace(start, end, new, of_value=True)
        if new == value and (why := doubt(value, shape)):
            self.notes.append((start, why))

    def member(self, start: int, end: int, of: Shape | None) -> None:
        """Tell of a member of a list that looks like several: a person has to decide."""
        value = self.text[start:end]
        members = re.split(f"[{FULL_WIDTH_COMMAS}]", value)
        if of is not None and len(members) > 1 and (of.form == "persons" or all(_ID.fullmatch(one) for one in members)):
            message = (
                f"列表里的“{value[:40]}”用了全角标点，认不准是一项还是几项，没有改。是几项的请改用半角逗号“, ”隔开"
            )
            self.notes.append((start, message))

    def in_quotes(self, start: int, end: int, shape: Shape | None) -> None:
        """Tell of a date or number in quotes that is no such; what stands in quotes is never changed."""
        value = self.text[start + 1 : end - 1]
        if shape is not None and not shape.is_text and mended(value, shape) != value:
            self.notes.append((start, f"引号里写的是“{value[:40]}”，引号里的不改。请去掉引号后再试，或者重写"))


def _field(shape: Shape | None, name: str) -> Shape | None:
    """The shape of a field of a record or of a tally; None where there is no such field."""
    if shape is None:
        return None
    if shape.keys:
        return shape.element if _CATEGORY.fullmatch(name) else None
    found = shape.field(name)
    return found.shape if found else None


def _edits(text: str, start: int, end: int, name: str) -> tuple[Edit, ...]:
    """Odd spaces out of a key and its end."""
    raw = text[start:end]
    return (Edit(start, end, name),) if raw.rstrip(BLANK) != name else ()


_BRACKET = re.compile(rf"[\[\]{{}}{''.join(FULL_WIDTH_BRACKETS)}]")


def bracketed_text(text: str, at: int, end: int) -> int | None:
    """Where ``[2023]11号`` ends, given the end of its line or value; None where nothing follows the bracket."""
    depth = 0
    for offset in range(at, end):
        depth += (text[offset] in "[{") - (text[offset] in "]}")
        if depth == 0:
            return end if text[offset + 1 : end].strip() else None
    return None


def at_this_depth(text: str) -> str:
    """A text up to the bracket that closes what is open around it, without what its own brackets hold."""
    depth, at, kept = 0, 0, []
    for found in _BRACKET.finditer(text):
        if depth == 0:
            kept.append(text[at : found.start()])
        at = found.end()
        depth += 1 if FULL_WIDTH_BRACKETS.get(found.group(), found.group()) in "[{" else -1
        if depth < 0:
            return "".join(kept)
    return "".join(kept) + ("" if depth else text[at:])
