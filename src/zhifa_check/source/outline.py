"""Where everything stands in the text of a YAML file that the strict loader has accepted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from zhifa_check.source.fast import BLANK
from zhifa_check.source.text import decode

_COMMENT = re.compile(r"#[^\r\n]*")


@dataclass(frozen=True)
class Outline:
    """The raw text without its byte-order mark, and its nodes; offsets count characters of that text."""

    raw: str
    has_bom: bool
    root: Any

    @classmethod
    def of(cls, content: bytes) -> "Outline":
        """The outline of a file that ``load`` has read."""
        raw = content.decode("utf-8")
        # places are looked up in the text as the loader sees it, which is as long as the raw one
        return cls(
            raw.removeprefix("\ufeff"), raw.startswith("\ufeff"), yaml.compose(decode(content), Loader=yaml.CSafeLoader)
        )

    @cached_property
    def eol(self) -> str:
        """How most lines end."""
        windows = self.raw.count("\r\n")
        return "\r\n" if 2 * windows > self.raw.count("\n") else "\n"

    @cached_property
    def dash_step(self) -> int:
        """How far the dashes of this file's lists stand to the right of their keys."""
        for key, value in self.root.value if self.root.id == "mapping" else ():
            if value.id == "sequence" and not value.flow_style:
                return int(value.start_mark.column - key.start_mark.column)
        return 2

    def node(self, path: Sequence[str | int]) -> Any:
        """The node at a path, which must be there."""
        node = self.root
        for part in path:
            if isinstance(part, int):
                node = node.value[part]
            else:
                node = next(value for key, value in node.value if key.value == part)
        return node

    def line(self, node: Any) -> int:
        """The line of a node, from 1."""
        return int(node.start_mark.line) + 1

    def line_start(self, at: int) -> int:
        """The offset of the first character of a line."""
        return max(self.raw.rfind("\n", 0, at), self.raw.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """The offset behind the last character of a line."""
        found = re.compile(r"[\r\n]|$").search(self.raw, at)
        return found.start() if found else len(self.raw)

    def below(self, at: int, lines: Sequence[str]) -> tuple[int, int, str]:
        """The edit that puts lines below the one that holds an offset."""
        end = self.line_end(at)
        return end, end, "".join(self.eol + line for line in lines)

    def at_the_end(self, root: Any, lines: Sequence[str]) -> tuple[int, int, str]:
        """The edit that puts lines at the end of the file, after an empty one."""
        end = len(self.raw)
        marker = re.search(r"^(?:\.\.\.|---)", self.raw[true_end(self, root) :], re.MULTILINE)
        if marker:
            end = true_end(self, root) + marker.start()
        body = self.eol.join(lines)
        if self.raw[:end].endswith(("\n", "\r")):
            empty = self.eol if self.raw[:end].splitlines()[-1].strip() else ""
            return end, end, empty + body + self.eol
        return end, end, self.eol * 2 + body

    def after_comments(self, at: int, column: int) -> int:
        """The end of the comments below a line that stand further right than a column."""
        end = self.line_end(at)
        pattern = re.compile(rf"(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))* {{{column + 1},}}#[^\r\n]*")
        while found := pattern.match(self.raw, end):
            end = found.end()
        return end

    def blank_item(self, at: int) -> tuple[int, bool] | None:
        """The column of the dash of a list item that waits in the comments below a line, once its ``#`` is taken away,
        and whether it is on one line; None where there is none.
        """
        found = re.compile(r"[^\r\n]*(?:[\r\n]+[ \t]*#[^-\r\n][^\r\n]*)*[\r\n]+( *)#- (\{?)").match(self.raw, at)
        return (len(found[1]), bool(found[2])) if found else None

    def comma(self, start: int, end: int) -> int | None:
        """The offset of the comma between two places, comments aside."""
        between = _COMMENT.sub(lambda found: " " * len(found.group()), self.raw[start:end])
        return start + between.index(",") if "," in between else None


def child(mapping: Any, key: str) -> tuple[Any, Any] | None:
    """Key and value nodes of a key."""
    return next((pair for pair in mapping.value if pair[0].value == key), None)


def is_blank(node: Any) -> bool:
    """Whether the loader takes a node for nothing."""
    return node.id == "scalar" and node.value in BLANK


def true_end(outline: Outline, node: Any) -> int:
    """The offset behind the last character of a node; PyYAML's mark of a block stands before the next token."""
    while node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(last, tuple):
            key, value = last
            last = value if value.end_mark.index > value.start_mark.index else key
        node = last
    end = int(node.end_mark.index)
    return len(outline.raw[:end].rstrip()) if node.id == "scalar" and node.style in ("|", ">") else end
