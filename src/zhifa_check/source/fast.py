"""The usual file, read faster: libyaml calls functions of ours where it would build an object for every event.

PyYAML's ``CParser`` looks the classes of its events up by name in its own module, one look-up an event. While a file
is loaded those names stand for the functions below, which put what they are given straight into lists and
mappings. The names are private, so everything that rests on them is in this file; where PyYAML does not behave as
expected (``usable``), or the process has other threads, which might read YAML meanwhile, the loop of ``loader`` does
the same work with its public events.

Nothing is refused here: at the first oddity (an anchor, a tag, an escape, a key given twice, a line that may have
been swallowed, a limit, a second document, any error of syntax) this gives up, and that loop reads the file anew and
words the refusal.
"""

import threading
from collections import deque
from functools import cache
from typing import Any

import yaml

from zhifa_check.source.document import Mark
from zhifa_check.source.limits import MAX_DEPTH, MAX_NODES

#: What a scalar holds that says nothing, quoted or not.
BLANK = frozenset({"", "~", "null", "Null", "NULL"})
#: Without one of these no event can carry an anchor or a tag, nor an escape hide an identity number.
SUSPICIOUS = "&*!\\"

#: So many different short texts are kept and shared; more than a county's vocabulary, less than its names.
_MOST_KNOWN = 20_000
_LONGEST_KNOWN = 24
_STOP = object()
_NAMES = (
    "ScalarEvent",
    "MappingStartEvent",
    "MappingEndEvent",
    "SequenceStartEvent",
    "SequenceEndEvent",
    "AliasEvent",
    "DocumentStartEvent",
    "StreamEndEvent",
)
_native: Any = getattr(yaml, "_yaml", None) if yaml.__with_libyaml__ else None
#: Texts that hold no colon, each with what it means: itself, or None for a blank.
_known: dict[str, object] = {}


def load_fast(text: str, marks: list[Mark], spans: dict[int, tuple[int, int]]) -> list[object] | None:
    """The documents of a text, marks and spans as ``Document`` holds them; None where the plain loop has to look."""
    if any(sign in text for sign in SUSPICIOUS) or threading.active_count() > 1 or not usable():
        return None
    try:
        return _load(text, marks, spans)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None


@cache
def usable() -> bool:
    """Whether this PyYAML calls what its module's names stand for, with the arguments that are expected."""
    if _native is None or not all(hasattr(_native, name) for name in (*_NAMES, "CParser")):
        return False
    marks: list[Mark] = []
    spans: dict[int, tuple[int, int]] = {}
    try:
        root = _load("a: [b, 'c: d', {e: ~}]\nf:\n  g: |\n    h\n", marks, spans)
    except Exception:  # whatever another PyYAML may raise
        return False
    lines, columns = [mark.line for mark in marks], [mark.column for mark in marks]
    return (
        root == [{"a": ["b", "c: d", {"e": None}], "f": {"g": "h\n"}}]
        and lines == [0] * 8 + [1] + [2] * 3
        and columns == [0, 0, 3, 4, 7, 15, 16, 19, 0, 2, 2, 5]
        and list(spans.values()) == [(5, 8), (2, 8), (9, 12), (0, 12)]
    )


def _load(text: str, marks: list[Mark], spans: dict[int, tuple[int, int]]) -> list[object] | None:
    root: list[object] = []
    container: Any = root
    in_mapping = False
    key: str | None = None
    stack: list[tuple[Any, bool, int]] = []
    complete = False
    add_mark, known, get = marks.append, _known, _known.get

    def scalar(
        anchor: object, tag: object, implicit: object, value: str, start: Mark, end: Mark, style: str | None
    ) -> object:
        nonlocal key
        add_mark(start)
        if in_mapping and key is None:
            if value in container or value == "<<":
                return _STOP
            key = value
            return None
        meant: object = get(value, known)
        if meant is known:
            if ":" in value or "：" in value:
                if start.line != end.line and not style:
                    return _STOP
                meant = value
            else:
                meant = None if value in BLANK else value
                if len(value) <= _LONGEST_KNOWN and len(known) < _MOST_KNOWN:
                    known[value] = meant
        if key is None:
            container.append(meant)
        else:
            container[key] = meant
            key = None
        return None

    def opened(child: Any, start: Mark) -> object:
        nonlocal container, in_mapping, key
        if (in_mapping and key is None) or len(stack) == MAX_DEPTH or len(marks) > MAX_NODES:
            return _STOP
        if key is None:
            container.append(child)
        else:
            container[key] = child
            key = None
        stack.append((container, in_mapping, len(marks)))
        add_mark(start)
        container, in_mapping = child, type(child) is dict
        return None

    def mapping(anchor: object, tag: object, implicit: object, start: Mark, end: Mark, flow: object) -> object:
        return opened({}, start)

    def sequence(anchor: object, tag: object, implicit: object, start: Mark, end: Mark, flow: object) -> object:
        return opened([], start)

    def closed(start: Mark, end: Mark) -> object:
        nonlocal container, in_mapping
        child = container
        container, in_mapping, first = stack.pop()
        spans[id(child)] = first, len(marks)
        return None

    def odd(*given: object) -> object:
        return _STOP

    def document(*given: object) -> object:
        return _STOP if marks else None

    def ended(start: Mark, end: Mark) -> object:
        nonlocal complete
        complete = True
        return _STOP

    own = dict(zip(_NAMES, (scalar, mapping, closed, sequence, closed, odd, document, ended), strict=True))
    theirs = {name: getattr(_native, name) for name in _NAMES}
    parser = _native.CParser(text)
    vars(_native).update(own)
    try:
        deque(iter(parser.get_event, _STOP), maxlen=0)
    finally:
        vars(_native).update(theirs)
    return root if complete and len(marks) <= MAX_NODES else None
