"""The text of a document: its numbered places, its lines, and the parts of it that oblige nobody."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from zhifa_check.plan.source_lines import BLANK, Line, kept_signs
from zhifa_check.source.encoding import MARKED, Decoded, DoubtfulEncodingError, decode, is_prose
from zhifa_check.source.files import reason, shown
from zhifa_check.words.width import half_width

_CHARACTERS = "[一二三四五六七八九十百]+"
#: Heads of paragraphs, from the widest to the narrowest, each with what is said of it in a place.
_HEADS = (
    (0, re.compile(f"第{_CHARACTERS}章")),
    (1, re.compile(f"第{_CHARACTERS}节")),
    (2, re.compile(f"({_CHARACTERS})、")),
    (3, re.compile(f"第{_CHARACTERS}条")),
    (4, re.compile(f"[（(]({_CHARACTERS})[）)]")),
    (5, re.compile(r"(\d+)[.．、](?!\d)")),
    (6, re.compile(r"[（(](\d+)[）)]")),
)
_ROW = 3
_ITEM = 5
_WITHIN_A_LINE = re.compile(rf"(?<=[：:；;。>])\s*(?=[（(](?:{_CHARACTERS}|\d+)[）)]|\d+[.．、]\s*(?!\d))")
_ANNEX = re.compile(r"附\s*[件表]\s*(\d*|[一二三四五六七八九十]*)\s*[:：]?")
_DAY = re.compile(
    r"[\d〇一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日(?:印发)?"
)
#: Lines that oblige nobody: the day, the number and the heading of the document, and who gets a copy.
_SILENT = (
    _DAY,
    re.compile("抄送[:：].*"),
    re.compile(r".{0,12}〔\d{4}〕\d+号|第\d+号"),
    re.compile("[^，。；]{0,40}关于[^，。；]+的(?:补充)?(?:通知|意见|决定|公告|通报|方案|办法)"),
)


#: Behind these a line is no piece of a sentence that the file broke.
_ENDS_A_LINE = "。；：！？）)"


class SourceError(Exception):
    """The text of a document that cannot be read; the message is Chinese."""


@dataclass(frozen=True)
class SourceText:
    """The document without white space; ``places`` says from where on which numbered place it is."""

    file: str
    text: str
    lines: tuple[Line, ...]
    places: tuple[tuple[int, tuple[str, ...]], ...]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, from 1."""
        line = self._line(offset)
        kept = [index for index, _ in kept_signs(line.raw)]
        return line.number, kept[min(offset - line.start, len(kept) - 1)] + 1 if kept else 1

    def is_silent(self, offset: int) -> bool:
        """Whether it stands in a line that obliges nobody: a day of issue, a number, a list of who gets a copy."""
        return self._line(offset).silent

    def sentence(self, offset: int) -> tuple[int, int]:
        """The span of the sentence around an offset."""
        start = max(self.text.rfind(sign, 0, offset) for sign in "。；！？") + 1
        ends = [end for sign in "。；！？" if (end := self.text.find(sign, offset)) >= 0]
        line = self._line(offset).start
        if line and self.text[line - 1] in _ENDS_A_LINE:
            start = max(start, line)
        following = bisect_right(self._place_starts, offset)
        end = min(ends, default=len(self.text) - 1) + 1
        if following < len(self.places):
            end = min(end, self.places[following][0])
        first, last = self.cell(offset)
        return max(start, self._place_start(offset), first), min(end, last)

    def cell(self, offset: int) -> tuple[int, int]:
        """The span of the cell of a table around an offset, as far as it stands on one line; else of everything."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        line, following = self.lines[index], self.lines[index + 1 : index + 2]
        if "\t" not in line.raw:
            return 0, len(self.text)
        starts = [start for _, start in line.cells]
        number = bisect_right(starts, offset)
        below = following[0].start if following and "\t" in following[0].raw else len(self.text)
        return starts[number - 1], starts[number] if number < len(starts) else below

    def place_of(self, offset: int) -> str:
        """「正文9」, 「正文二（二）」, 「附件10·2」, 「第五条（二）」."""
        labels = self._labels(offset)
        if not labels:
            return "开头"
        root, leaf = labels[0], labels[-1]
        short = "".join(dict.fromkeys((root, leaf)))
        if leaf.startswith("·"):
            return "".join(labels)
        article = next((n for n, label in enumerate(labels) if label.startswith("第") and label.endswith("条")), None)
        if article is not None:
            return "".join(labels[article:])
        shared = {other for _, other in self.places if other and (other[0], other[-1]) == (root, leaf)}
        # whoever cites （四） of a chapter says of which
        is_told = len(shared) == 1 and not (leaf.startswith("（") and len(labels) > 2)
        return _readable(short if is_told else "".join(labels))

    def is_at(self, place: str, offset: int) -> bool:
        """Whether a place of the plan names the offset; free words behind ``·`` are for people."""
        head, dot, rest = place.partition("·")
        named = head + (f"·{rest}" if dot and rest.isdigit() else "")
        wanted = _as_labels(named)
        labels = self._labels(offset)
        names = {"".join(some) for size in range(1, len(labels) + 1) for some in combinations(labels, size)}
        return wanted in names | {"正文" + name for name in names if labels[0] == "正文"} or (
            not labels and wanted in ("开头", "正文")
        )

    def inside(self, offset: int) -> tuple[int, int]:
        """The span of the numbered place around an offset, with all that is numbered below it."""
        start, labels = self._place_start(offset), self._labels(offset)
        index = bisect_right(self._place_starts, offset)
        outside = (at for at, other in self.places[index:] if other[: len(labels)] != labels)
        return start, next(outside, len(self.text))

    def _line(self, offset: int) -> Line:
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def _labels(self, offset: int) -> tuple[str, ...]:
        index = bisect_right(self._place_starts, offset) - 1
        return self.places[index][1] if index >= 0 else ()

    def _place_start(self, offset: int) -> int:
        index = bisect_right(self._place_starts, offset) - 1
        return self.places[index][0] if index >= 0 else 0

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _place_starts(self) -> list[int]:
        return [start for start, _ in self.places]


def load_source(path: Path) -> SourceText:
    """Read the text of a document, which is UTF-8. Raises SourceError."""
    decoded = decode_source(path)
    if decoded.foreign not in (None, MARKED):
        raise SourceError(
            f"原文 {shown(path)} 的编码是 {decoded.foreign}，应是 UTF-8。请运行：zhifa fix {shown(path)} --write"
        )
    return read_source(decoded.text, shown(path))


def decode_source(path: Path) -> Decoded:
    """The text of a document in whatever encoding, if that is beyond doubt. Raises SourceError."""
    save = "请从 Word、WPS 里另存为纯文本（PDF 先转成文字），编码选 UTF-8"
    try:
        content = path.read_bytes()
        decoded = decode(content, is_prose)
    except OSError as error:
        raise SourceError(f"读不出原文 {shown(path)}：{reason(error)}") from None
    except DoubtfulEncodingError as doubt:
        if b"\0" in content:
            raise SourceError(f"原文 {shown(path)} 不是纯文本。{save}") from None
        raise SourceError(
            f"原文 {shown(path)} 的编码不是 UTF-8（{doubt}）。"
            "请用记事本打开，另存为，编码选 UTF-8；Word 文件请另存为纯文本"
        ) from None
    if not decoded.text.strip():
        raise SourceError(f"原文 {shown(path)} 里没有字。{save}")
    return decoded


def read_source(text: str, file: str = "原文") -> SourceText:
    """Find the chapters, articles, numbered paragraphs and annexes of a document, and the rows of their tables."""
    lines: list[Line] = []
    places: list[tuple[int, tuple[str, ...]]] = []
    labels: dict[int, str] = {}
    root, in_table, length = "", False, 0
    parts: list[str] = []
    # not splitlines(): editors do not count its other ends of lines
    for number, raw in enumerate(re.split("\r\n|\r|\n", text), start=1):
        plain = "".join(sign for _, sign in kept_signs(raw))
        silent = any(pattern.fullmatch(plain) for pattern in _SILENT)
        lines.append(Line(number, raw, length, silent))
        if annex := _ANNEX.fullmatch(raw.strip()):
            root, in_table, labels = f"附件{annex[1]}", False, {}
            places.append((length, (root,)))
        elif raw.startswith("序号\t"):
            root, in_table, labels = root if root.startswith("附件") else "附件", True, {}
        elif in_table and raw.startswith("\t"):
            labels = {rank: label for rank, label in labels.items() if rank <= _ROW}
            places.append((length, (root, *labels.values())))
        elif in_table and (row := re.match(r"(\d+)\t", raw)):
            # row 2 of the table of 附件3 is 附件3·2, of the one annex that has no number 附件2
            labels = {_ROW: row[1] if root == "附件" else f"·{row[1]}"}
            places.append((length, (root, *labels.values())))
        for offset, rank, label in _heads(raw, in_table=in_table):
            root = root or "正文"
            if rank == _ITEM and root.removeprefix("附件") not in ("", root):
                label = f"·{label.removeprefix('·')}"  # item 3 of 附件2 is not 附件23
            labels = {one: kept for one, kept in labels.items() if one < rank} | {rank: label}
            places.append((length + offset, (root, *labels.values())))
        parts.append(plain)
        length += len(plain)
    return SourceText(file, "".join(parts), tuple(lines), tuple(places))


def _heads(raw: str, *, in_table: bool) -> Iterator[tuple[int, int, str]]:
    """Numbers at the head of a line and of what is counted within it: offset without white space, rank, label."""
    starts = [0] if not in_table else []
    starts += [found.end() for found in _WITHIN_A_LINE.finditer(raw)]
    for start in starts:
        piece, before = raw[start:], -1
        # 「第三条 1、」: one head may follow another
        while found := _head(piece.lstrip(), before):
            rank, head, label = found
            yield len(BLANK.sub("", raw[: len(raw) - len(piece)])), rank, f"·{label}" if in_table else label
            piece, before = piece.lstrip().removeprefix(head), rank


def _head(piece: str, before: int) -> tuple[int, str, str] | None:
    for rank, pattern in _HEADS:
        if rank > before and (found := pattern.match(piece)):
            label = (
                found.group() if rank in (0, 1, 3) else f"（{found[1]}）" if rank in (4, 6) else half_width(found[1])
            )
            return rank, found.group(), label
    return None


def _as_labels(place: str) -> str:
    """A place as the labels of paragraphs say it: 「第五条第二款第（三）项」 is 「第五条（三）」."""
    plain = re.sub(r"[\s、.．]", "", half_width(place)).replace("(", "（").replace(")", "）")
    plain = re.sub(rf"第(?:{_CHARACTERS}|\d+)款", "", plain)
    return re.sub(rf"第（?(?:({_CHARACTERS})|(\d+))）?项", lambda one: f"（{one[1]}）" if one[1] else one[2], plain)


def _readable(name: str) -> str:
    return name.removeprefix("正文") if name.startswith("正文第") else name
