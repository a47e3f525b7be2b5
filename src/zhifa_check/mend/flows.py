"""``{…}`` and ``[…]`` of a submission as a person means them: commas, colons and brackets typed in Chinese mode."""

import re

from zhifa_check.format.shape import Shape
from zhifa_check.mend.draft import BLANK, BREAK, LOOKED_AT, ODD, SPACES, Draft, Key, at_this_depth
from zhifa_check.source.accidents import FULL_WIDTH_BRACKETS, FULL_WIDTH_COMMAS, FULL_WIDTH_DASHES
from zhifa_check.source.limits import MAX_DEPTH
from zhifa_check.source.text import ODD_SPACES

_CLOSES = {"{": "}", "[": "]"}
_WHITE = BLANK + BREAK
#: Where a plain value of a flow may end, or cannot go on.
_STOP = re.compile(rf"[,\[\]{{}}:#{BREAK}{FULL_WIDTH_COMMAS}{''.join(FULL_WIDTH_BRACKETS)}]")
_NEW_RECORD = re.compile(rf"[{BREAK}][ \t{ODD_SPACES}]*[-{FULL_WIDTH_DASHES}]")
_ENDS_KEY = re.compile("[,{}\\[\\]:：]")
_LONGEST_KEY = 200


def flow(draft: Draft, at: int, shape: Shape | None) -> int | None:
    """Note the edits of the collection that opens at ``at``; the offset behind it, None where it never closes."""
    return _Flow(draft, at, shape, "").end()


class _Flow:
    """One collection; ``outer`` are the signs that close those around it."""

    def __init__(self, draft: Draft, at: int, shape: Shape | None, outer: str) -> None:
        self.draft, self.text, self.at, self.outer = draft, draft.text, at, outer
        plain = FULL_WIDTH_BRACKETS.get(self.text[at], self.text[at])
        self.full_width = plain != self.text[at]
        self.closes = _CLOSES[plain]
        draft.replace(at, at + 1, plain)
        fits = shape is not None and (shape.member is not None) == (plain == "[")
        self.shape = shape if fits else None
        self.taken: set[str] = set()

    def end(self) -> int | None:
        """Go through the collection; the offset behind it."""
        if len(self.outer) >= MAX_DEPTH:
            return None
        at: int | None = self.at + 1
        while at is not None:
            at = self.skipped(at, self.shape.member if self.shape and self.closes == "]" else self.shape)
            if at is None:
                return None
            sign = self.text[at]
            if self.is_closing(at):
                self.draft.replace(at, at + 1, self.closes)
                return at + 1
            if sign == "," or (sign in FULL_WIDTH_COMMAS and self.is_separator(at)):
                at = self.comma(at)
            elif self.closes == "]":
                at = self.value(at, self.shape.member if self.shape else None)
            elif (key := self.key(at)) is not None:
                self.draft.commit(key)
                self.taken.add(key.name)
                after = self.skipped(key.value_at, key.shape)
                at = None if after is None else self.value(after, key.shape)
            elif sign in "{}[]" or sign in FULL_WIDTH_BRACKETS:
                return None
            else:
                at = self.value(at, None)
        return None

    def skipped(self, at: int, before: Shape | None) -> int | None:
        """Behind spaces, breaks and comments; None at the end of the text or where a new record begins.

        Before a free text, and before what is not known, spaces of other kinds are content.
        """
        while at < len(self.text):
            sign = self.text[at]
            if sign in BREAK and _NEW_RECORD.match(self.text, at):
                return None
            if sign == "#" and self.text[at - 1] in _WHITE:
                at = self.draft.line_end(at, len(self.text))
            elif sign in _WHITE:
                at += 1
            elif (
                before is not None
                and not before.is_text
                and (odd := ODD.match(self.text, at))
                and odd.end() > at
                and self.structural(odd.end())
            ):
                beside = self.text[at - 1] in _WHITE or odd.end() == len(self.text) or self.text[odd.end()] in _WHITE
                self.draft.replace(at, odd.end(), "" if beside else " ")
                at = odd.end()
            else:
                return at
        return None

    def structural(self, at: int) -> bool:
        """Whether what follows an odd space shows that it is none of a text."""
        if at >= len(self.text) or self.text[at] in _WHITE + ",{}[]'\"" or self.text[at] in FULL_WIDTH_BRACKETS:
            return True
        return self.closes == "}" and self.key(at) is not None

    def key(self, at: int) -> Key | None:
        """The key that begins here, if an entry of this mapping does."""
        if self.text[at] in "{}[],":
            return None
        end = self.draft.line_end(at, _LONGEST_KEY)
        if self.text[at] not in "'\"":
            first = _ENDS_KEY.search(self.text, at, end)
            if first is None or first.group() not in ":：":
                return None
        return self.draft.key(at, end, self.shape, self.taken, in_flow=True)

    def is_closing(self, at: int) -> bool:
        """Whether this sign ends the collection: a full-width one does so where no other is left to do it."""
        sign = self.text[at]
        if FULL_WIDTH_BRACKETS.get(sign) != self.closes:
            return sign == self.closes
        line_end = self.draft.line_end(at)
        after = SPACES.match(self.text, at + 1, line_end)
        follows = self.text[after.end()] if after and after.end() < line_end else ""
        if follows and follows not in ",]}#" + FULL_WIDTH_COMMAS and FULL_WIDTH_BRACKETS.get(follows) not in ("]", "}"):
            return False
        rest = self.text[at + 1 : line_end]
        opens = {"}": "{", "]": "["}[self.closes]
        return self.full_width or rest.count(self.closes) - rest.count(opens) <= self.outer.count(self.closes)

    def is_separator(self, at: int) -> bool:
        """Whether a full-width comma where a member may begin is none: a text may begin with it."""
        member = self.shape.member if self.shape else None
        if self.closes == "}" or member is None or not member.is_text:
            return True
        before = self.text[max(self.at, at - LOOKED_AT) : at].rstrip(_WHITE)
        return before.endswith(("'", '"', "]", "}"))

    def comma(self, at: int) -> int:
        """A comma where nothing else can stand; a full-width one is followed by a space."""
        if self.text[at] != ",":
            after = at + 1
            closed = after == len(self.text) or self.text[after] in _WHITE or ODD.fullmatch(self.text[after])
            self.draft.replace(at, after, "," if closed else ", ")
        return at + 1

    def value(self, at: int, shape: Shape | None) -> int | None:
        """A value, or a member of a list; the offset behind it."""
        sign = self.text[at]
        if sign == "," or self.is_closing(at):
            return at
        if sign in "]}":
            return None
        if sign in "'\"":
            closed = self.draft.quoted_end(at)
            if closed is not None:
                self.draft.in_quotes(at, closed, shape)
            return closed
        if sign in "[{" and not (shape and shape.is_text and self.closes == "}" and self.is_text(at)):
            return _Flow(self.draft, at, shape, self.outer + self.closes).end()
        if FULL_WIDTH_BRACKETS.get(sign) in ("[", "{") and shape is not None and shape.holds_more:
            return _Flow(self.draft, at, shape, self.outer + self.closes).end()
        return self.plain(at, shape)

    def is_text(self, at: int) -> bool:
        """Whether a text begins with this bracket, as ``[2023]11号`` does."""
        close = self.text.find(_CLOSES[self.text[at]], at, self.draft.line_end(at))
        if close < 0 or "," in self.text[at:close]:
            return False
        after = SPACES.match(self.text, close + 1)
        return after is not None and after.end() < len(self.text) and self.text[after.end()] not in ",]}#" + BREAK

    def plain(self, start: int, shape: Shape | None) -> int | None:
        """A plain value: where it ends as a person means it, mended or put into quotes."""
        at, needs_quotes, of_lines = start, self.text[start] in "%@`", False
        opened_within = 0
        while (stop := _STOP.search(self.text, at)) is not None:
            at, sign = stop.start(), stop.group()
            if sign in BREAK:
                if _NEW_RECORD.match(self.text, at):
                    return None
                of_lines = True
            elif sign == "#" and at > start and self.text[at - 1] in _WHITE:
                return None
            elif sign == ":" and (self.text[at + 1 : at + 2] or " ") in _WHITE:
                needs_quotes = True
            elif sign in "[{":
                closed = self.text.find(_CLOSES[sign], at, self.draft.line_end(at))
                if not (shape and shape.is_text) or closed < 0 or re.search("[,:\\[{]", self.text[at + 1 : closed]):
                    return None
                needs_quotes, at = True, closed
            elif sign in ",]}":
                break
            elif sign in FULL_WIDTH_COMMAS:
                if self.separates(at, shape):
                    break
            elif FULL_WIDTH_BRACKETS.get(sign) in ("[", "{"):
                opened_within += 1
            elif sign in FULL_WIDTH_BRACKETS:
                if opened_within == 0 and self.is_closing(at):
                    break
                opened_within = max(0, opened_within - 1)
            at += 1
        else:
            return None
        last = start + len(self.text[start:at].rstrip(_WHITE))
        if of_lines or self.text[start] in "&*!":
            return None if needs_quotes else at
        if needs_quotes:
            if not (shape and shape.is_text) or (self.text[at] == "," and not self.entry_follows(at + 1)):
                return None
            self.draft.quote(start, last, self.shape if self.closes == "}" else None)
        else:
            self.draft.scalar(start, last, shape)
            if self.closes == "]":
                self.draft.member(start, last, self.shape)
        return at

    def separates(self, at: int, shape: Shape | None) -> bool:
        """Whether a full-width comma in a value stands before the next key, and is none of the text's own."""
        if self.closes != "}" or self.shape is None or not (self.shape.fields or self.shape.keys):
            return False
        follows = SPACES.match(self.text, at + 1)
        key = self.key(follows.end()) if follows and follows.end() < len(self.text) else None
        if key is None or key.shape is None or key.name in self.taken:
            return False
        ahead = at_this_depth(_NEW_RECORD.split(self.text[key.value_at : key.value_at + LOOKED_AT], 1)[0])
        if re.search(rf"(?<!\w){re.escape(key.name)}['\"]?\s*[:：]", ahead):
            return False
        opens = key.shape.holds_more and self.opens(key.value_at)
        if key.plain or opens or not (shape and shape.is_text) or self.requires(key.name):
            return True
        sign = self.text[at]
        message = (
            f"这里的“{sign}{key.name}：”认不准是文字还是下一项，没有改。"
            "是下一项的请改用半角“, ”和“: ”，是文字的请给整个值加英文引号"
        )
        self.draft.notes.append((at, message))
        return False

    def requires(self, key: str) -> bool:
        """Whether the mapping cannot do without a key."""
        field = self.shape.field(key) if self.shape else None
        return field is not None and field.required

    def opens(self, at: int) -> bool:
        """Whether a bracket stands here."""
        sign = self.text[at : at + 1]
        return FULL_WIDTH_BRACKETS.get(sign, sign) in _CLOSES

    def entry_follows(self, at: int) -> bool:
        """Whether a comma ends an entry, and not a piece of a text."""
        after = self.text[at : self.draft.line_end(at)]
        begins = at + len(after) - len(after.lstrip(f" \t{ODD_SPACES}"))
        return begins == at + len(after) or self.text[begins] in "]}'\"" or self.key(begins) is not None
