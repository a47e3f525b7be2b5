"""What would change in a file, as lines with - and +."""

import re
from difflib import unified_diff

from zhifa_check.report.terminal import Terminal
from zhifa_check.words.harmless import harmless
from zhifa_check.words.identity import masked

_STYLES = {"-": "red", "+": "green", "@": "cyan"}
#: Spaces and signs that look like nothing, or like the space that they are not.
_UNSEEN = re.compile("[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\ufeff]")


def show_diff(name: str, before: str, after: str, terminal: Terminal) -> None:
    """A unified diff for people: identity numbers masked, line ends left out, unseen signs spelt out."""
    lines = unified_diff(masked(before).splitlines(), masked(after).splitlines(), name, f"{name}（改后）", lineterm="")
    for number, line in enumerate(lines):
        shown = _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", harmless(line))
        terminal.line(shown, indent=" ", style="bold" if number < 2 else _STYLES.get(line[:1], ""))
