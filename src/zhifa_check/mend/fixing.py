"""A submission's bytes to the same submission in the form that the tool reads, compared before it is believed."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from zhifa_check.format.format import HEAD, Format
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape
from zhifa_check.mend.blocks import scan
from zhifa_check.mend.draft import BREAK
from zhifa_check.mend.unseen import without_unseen
from zhifa_check.source import text as source_text
from zhifa_check.source.accidents import FULL_WIDTH_DASHES
from zhifa_check.source.document import Document, SourceError
from zhifa_check.source.encoding import DoubtfulEncodingError, decode, is_prose
from zhifa_check.source.limits import MAX_BYTES, TOO_LARGE
from zhifa_check.source.loader import load
from zhifa_check.source.text import ODD_SPACES
from zhifa_check.source.traces import refuse_conflict, refuse_other_programs
from zhifa_check.words.width import half_width

#: One edit may lay bare the next: a colon, then the quotes that its value needs.
_ROUNDS = 5
_LINE_BREAK = re.compile(f"\r\n|[{BREAK}]")
_STRUCTURE = re.compile(rf"[\s0:：,，;；、.。/'\"\[\]{{}}［］｛｝【】年月日号\-{FULL_WIDTH_DASHES}{ODD_SPACES}]")
#: Both head keys at the beginning of a line: mojibake never has them.
_HEADS = tuple(re.compile(rf"^[\s{{\"']*{key}[\s\"']*[:：]", re.MULTILINE) for key in HEAD)
_LEFT_ALONE = "文件没有动。请照 zhifa check 的提示修改"
_ENDLESS = f"改了又要再改，停不下来，{_LEFT_ALONE}"


class Remark(NamedTuple):
    """Something to tell about a place, counted from 1."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of one file.

    ``before`` and ``after`` are its text, equal where nothing is to be done but the encoding; ``foreign`` the encoding
    that it had; ``values`` the values that are written in another form; ``left`` what a person has to mend.
    """

    content: bytes
    before: str
    after: str
    foreign: str | None = None
    values: tuple[Remark, ...] = ()
    left: tuple[Remark, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the file is to be written."""
        return self.content != self.new_content

    @property
    def new_content(self) -> bytes:
        """The bytes to be written; the old ones where nothing changes."""
        return self.content if self.foreign is None and self.before == self.after else self.after.encode()


def fix(content: bytes, known: Format | None = None) -> Fixed:
    """Mend the form of one file, so that nothing is left to be mended by doing it again.

    ``known`` is the format of the plan that it is for; without it, what every plan has.

    Never raises for any bytes; what is not sure is left and told.
    """
    root = (known or standard()).shape
    first = fixed = _once(content, root)
    for _ in range(_ROUNDS):
        if not fixed.changed:
            return first
        # what one mending lays bare, such as a text that can be read at last, is for the next
        fixed = _once(first.new_content, root)
        if not fixed.changed:
            return replace(first, left=fixed.left)
        first = replace(first, after=fixed.after, values=first.values + fixed.values, left=fixed.left)
    return Fixed(content, first.before, first.before, left=(Remark(1, 1, _ENDLESS),))


def _once(content: bytes, root: Shape) -> Fixed:
    if len(content) > MAX_BYTES:
        return Fixed(content, "", "", left=(Remark(1, 1, TOO_LARGE),))
    try:
        refuse_other_programs(content)
        decoded = decode(content, lambda text: all(head.search(text) for head in _HEADS))
        refuse_conflict(decoded.text)
    except SourceError as error:
        return Fixed(content, "", "", left=(Remark(error.line, error.column, error.message),))
    except DoubtfulEncodingError as doubt:
        return _doubted(content, doubt)
    before = decoded.text
    seen, unseen = without_unseen(before)
    after, values, notes = _mended(seen, root)
    if after != seen:
        old, new = _loaded(seen), _loaded(after)
        if isinstance(old, Document) and isinstance(new, SourceError):
            # it was read as it stood: what looked like an accident is somebody's text
            after, values, notes = seen, [], []
        elif trouble := _difference(seen, after, old, new):
            after, values, notes = seen, [], [trouble]
    values += [_remark(_starts(before), at, words) for at, words in unseen]
    values.sort(key=lambda remark: (remark.line, remark.column))
    return Fixed(content, before, after, decoded.foreign, tuple(values), tuple(_with_errors(after, notes)))


def recode(content: bytes) -> Fixed:
    """A document as UTF-8 and nothing else of it touched: its words are nobody's to mend."""
    try:
        decoded = decode(content, is_prose)
    except DoubtfulEncodingError as doubt:
        return _doubted(content, doubt)
    return Fixed(content, decoded.text, decoded.text, decoded.foreign)


def _doubted(content: bytes, doubt: DoubtfulEncodingError) -> Fixed:
    message = f"{doubt}，没有改。请用记事本打开核对，重新输入坏了的字，另存为 UTF-8"
    return Fixed(content, "", "", left=(_at_bad_byte(content, message),))


def _at_bad_byte(content: bytes, message: str) -> Remark:
    try:
        source_text.decode(content)
    except SourceError as error:
        return Remark(error.line, error.column, message)
    return Remark(1, 1, message)


def _mended(text: str, root: Shape) -> tuple[str, list[Remark], list[Remark]]:
    """The text, scanned until nothing is left to do; unchanged where that never comes."""
    now, values = text, []
    for _ in range(_ROUNDS):
        draft = scan(now, root)
        starts = _starts(now)
        values += [
            _remark(starts, edit.start, f"“{now[edit.start : edit.end]}”改写为 {edit.new}")
            for edit in draft.edits
            if edit.of_value
        ]
        new = draft.applied()
        if new == now:
            return now, values, [_remark(starts, at, message) for at, message in draft.notes]
        now = new
    return text, [], [Remark(1, 1, _ENDLESS)]


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _LINE_BREAK.finditer(text))]


def _remark(starts: list[int], at: int, message: str) -> Remark:
    line = bisect_right(starts, at)
    return Remark(line, at - starts[line - 1] + 1, message)


def _with_errors(text: str, notes: list[Remark]) -> list[Remark]:
    """What still stands between the text and a reader, beside the notes."""
    found = _loaded(text)
    if isinstance(found, SourceError) and all(note.line != found.line for note in notes):
        notes = [*notes, Remark(found.line, found.column, found.message)]
    return sorted(notes, key=lambda note: (note.line, note.column))


def _loaded(text: str) -> Document | SourceError:
    try:
        return load(text.encode(), "")
    except SourceError as error:
        return error


def _difference(before: str, after: str, old: Document | SourceError, new: Document | SourceError) -> Remark | None:
    """Why the mended text cannot be believed: it says something else, or reads worse."""
    was, now = _LINE_BREAK.split(before), _LINE_BREAK.split(after)
    if len(was) != len(now):
        return Remark(1, 1, f"改动会碰到换行，{_LEFT_ALONE}")
    touched = {number for number, pair in enumerate(zip(was, now, strict=True)) if pair[0] != pair[1]}
    if changed := [number for number in sorted(touched) if _bare(was[number]) != _bare(now[number])]:
        return Remark(changed[0] + 1, 1, f"改动会碰到这一行的内容，{_LEFT_ALONE}")
    if isinstance(new, SourceError):
        if isinstance(old, SourceError) and (old.line, old.column) <= (new.line, new.column):
            return None
        return Remark(new.line, new.column, f"照通常的办法改了反而读不出，{_LEFT_ALONE}")
    if isinstance(old, Document):
        pairs = zip_longest(_leaves(old, touched), _leaves(new, touched))
        if wrong := next((one or other for one, other in pairs if one != other), None):
            return Remark(wrong[0] + 1, 1, f"改了别处，这一行的内容却跟着变了，{_LEFT_ALONE}")
    return None


def _bare(line: str) -> str:
    """A line without the signs of structure and the zeros that a date is filled up with."""
    return _STRUCTURE.sub("", half_width(line))


def _leaves(document: Document, touched: set[int]) -> Iterator[tuple[int, tuple[str, ...], object]]:
    """Line (from 0), keys that lead to it, and value of all texts that stand on no touched line."""
    marks = iter(document.marks)

    def walk(node: object, keys: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...], object]]:
        line = next(marks).line
        if isinstance(node, dict):
            for name, child in node.items():
                above = next(marks).line
                yield from walk(child, (*keys, "" if above in touched else name))
        elif isinstance(node, list):
            for child in node:
                yield from walk(child, keys)
        elif line not in touched and node is not None:
            yield line, keys, node

    return walk(document.data, ())
