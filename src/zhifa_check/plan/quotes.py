"""Where the quotes of a plan stand in its document, and what stands there in the place of one that is stale."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from zhifa_check.plan.source import SourceText
from zhifa_check.plan.source_lines import BLANK

#: Below this likeness two sentences are not the same one in another edition.
_LIKE = 0.6

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the plan: every occurrence of theirs, or what is nearest to them and what is wrong with them."""

    words: str
    found: tuple[tuple[Span, ...], ...]
    nearest: Span | None = None
    fault: str = ""

    @property
    def spans(self) -> Iterator[Span]:
        """All of the document that they account for; of a stale quote what it once said."""
        for spans in self.found:
            yield from spans
        if self.nearest is not None:
            yield self.nearest


def find_quote(words: str, source: SourceText) -> Quote:
    """The quote in the document, white space aside; ``…`` leaves words out."""
    parts = [part for part in BLANK.sub("", words).split("…") if part]
    if found := tuple(_occurrences(parts, source.text)):
        return Quote(words, found)
    absent = next((part for part in parts if part not in source.text), None)
    present = tuple(
        ((start, start + len(part)),) for part in parts if part != absent and (start := source.text.find(part)) >= 0
    )
    if absent is None:
        return Quote(words, present, None, f"「{words}」的各段原文里都有，但不是这个次序。请按原文的次序引用。")
    stale = f"原文里找不到这句话：「{absent}」。"
    if (near := _nearest(absent, source)) is None:
        return Quote(words, present, None, f"{stale}请照原文逐字引用，略去的地方写“…”；原文已经删去的，删去这一项。")
    line, _ = source.position(near[0])
    said = f"最接近的是{source.place_of(near[0])}（{source.file} 第 {line} 行）：「{source.text[slice(*near)]}」。"
    return Quote(words, present, near, f"{stale}{said}请照原文逐字引用，略去的地方写“…”。")


def _occurrences(parts: Sequence[str], text: str) -> Iterator[tuple[Span, ...]]:
    """Every place where the parts follow one another; each part at its first occurrence after the one before."""
    start = text.find(parts[0]) if parts else -1
    while start >= 0:
        spans = [(start, start + len(parts[0]))]
        for part in parts[1:]:
            following = text.find(part, spans[-1][1])
            if following < 0:
                return
            spans.append((following, following + len(part)))
        yield tuple(spans)
        start = text.find(parts[0], start + 1)


def _nearest(words: str, source: SourceText) -> Span | None:
    """The stretch of the text that is most like the words, within one cell of a table."""
    text = source.text
    block = SequenceMatcher(None, words, text, autojunk=False).find_longest_match()
    if block.size < 2:
        return None
    shared = re.escape(words[block.a : block.a + block.size])
    best, nearest = _LIKE * len(words), None
    for found in re.finditer(shared, text):
        start = max(0, found.start() - block.a - len(words) // 2)
        window = text[start : start + 2 * len(words)]
        blocks = [one for one in SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks() if one.size]
        # single signs are alike in any two sentences
        if (alike := sum(one.size for one in blocks if one.size > 1)) >= best and (nearest is None or alike > best):
            (first, *_), (*_, last), (opens, closes) = blocks, blocks, source.cell(found.start())
            end = start + last.b + last.size + (len(words) - last.a - last.size)
            best, nearest = alike, (max(opens, start + max(0, first.b - first.a)), min(closes, end))
    return nearest
