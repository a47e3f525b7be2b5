"""Where coloured text goes: a terminal is folded to its width, a pipe or a file gets whole lines."""

import os
import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from zhifa_check.words.wrap import fold

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    "violated": "bold red",
    "invalid": "bold red",
    "missing": "red",
    "unreadable": "magenta",
    "disputed": "yellow",
    "waived": "cyan",
    "pending": "blue",
    "met": "green",
    "not_applicable": "dim",
}


class Terminal:
    """A text stream with the colours that ``--color`` allows."""

    def __init__(self, out: TextIO, color: str = "auto") -> None:
        self.is_terminal = out.isatty()
        coloured = color == "always" or (
            color == "auto" and self.is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        )
        self._out = out
        self._console = _console(out, color) if coloured else None
        self.width = None
        if self.is_terminal:
            self.width = self._console.width if self._console else shutil.get_terminal_size().columns
        #: Cells for a table, where no terminal limits a line.
        self.room = self.width or 120

    def line(self, text: str = "", *, indent: str = "", styles: dict[str, str] | None = None, style: str = "") -> None:
        """One paragraph; ``styles`` colours the first occurrence of each word, and the words say it all without.

        ``style`` is that of the whole.
        """
        lines = list(fold(text, self.width, indent)) if self.width else [text]
        if self._console is None:
            self._out.write("\n".join(lines) + "\n")
            return
        from rich.text import Text

        left = dict(styles or {})
        for one in lines or [""]:
            shown = Text(one, style)
            for word in list(left):
                if (start := one.find(word)) >= 0:
                    shown.stylize(left.pop(word), start, start + len(word))
            self._console.print(shown, soft_wrap=True)

    def lines(self, texts: Iterable[str], indent: str = "  ") -> None:
        """A paragraph each."""
        for text in texts:
            self.line(text, indent=indent)

    def part(self, title: str, lines: Iterable[str], margin: str = "    ") -> None:
        """A heading, where there is one, and what stands below it."""
        if title:
            self.line(title, styles={title: "bold"})
        self.lines((margin + text for text in lines), "    ")

    def warn(self, lines: Iterable[str]) -> None:
        """What a reader must know, a paragraph each."""
        for text in lines:
            self.line(f"注意：{text}", indent="      ", styles={"注意": "yellow"})

    def row(self, pieces: Iterable[tuple[str, str]]) -> None:
        """One line of a table, of texts each with its style; never folded."""
        if self._console is None:
            self._out.write("".join(text for text, _ in pieces).rstrip() + "\n")
            return
        from rich.text import Text

        line = Text()
        for text, style in pieces:
            line.append(text, style)
        line.rstrip()
        self._console.print(line, soft_wrap=True)


def _console(out: TextIO, color: str) -> "Console":
    """Imported for colour alone: rich is a tenth of the start-up."""
    from rich.console import Console

    return Console(
        file=out,
        # given outright: rich would take FORCE_COLOR=0 for a wish for colour
        force_terminal=True,
        color_system="standard",
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False if color == "always" else None,
    )
