"""The usual file, read without a parser: every record begins on a line of its own, and no value goes on to the next.

A few hundred different lines make most of a county's files: what a line says is worked out once, and putting lines
together takes a small part of what events of a parser take. Such files are a part of YAML, told by ``_line`` and by
how far each line is moved in; they are read as libyaml reads them.

Nothing is refused here: at the first oddity (an anchor, a tag, an escape, a key given twice, a value of several lines,
a limit, a second document, whatever is no YAML) this gives up, and the loop of ``loader`` reads the file anew and words
the refusal.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from zhifa_check.source.document import Mark, Places
from zhifa_check.source.limits import MAX_DEPTH, MAX_NODES
from zhifa_check.words.identity import holds_identity

#: What a scalar holds that says nothing, quoted or not.
BLANK = frozenset({"", "~", "null", "Null", "NULL"})

#: Of brackets within brackets.
_DEEPEST = 4
#: So many lines are kept; more than a county's vocabulary, and few enough to forget them all when there are more.
_MOST_KNOWN = 8_000

#: What no line of this part of YAML holds, for a class of a pattern.
_NEVER = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_KEY = r"\w[\w（）()、·./-]{0,60}"
_QUOTED = rf"'(?:[^'{_NEVER}]|'')*'|\"[^\"\\{_NEVER}]*\""
_COLON = rf":(?=[^ ,?\[\]{{}}{_NEVER}])"
_FIRST = rf"[^ {_NEVER}?:,\[\]{{}}#|>'\"%@`&*!-]"
_PLAIN = rf"{_FIRST}(?:[^{_NEVER}:#'\"]|{_COLON})*"
_PLAIN_WITHIN = rf"{_FIRST}(?:[^{_NEVER}:#'\",?\[\]{{}}]|{_COLON})*"

_NOTHING = re.compile(rf" *(?:#[^{_NEVER}]*)?")
_START = re.compile(rf"( *)(- +)?(?:({_KEY}):(?: +|$))?")
_WHOLE = re.compile(rf"({_QUOTED}|{_PLAIN})?(?:(?: +|(?<= ))#[^{_NEVER}]*| *)")
_REST = re.compile(rf"(?: +#[^{_NEVER}]*| *)")
_WITHIN = re.compile(rf"(?:{_QUOTED}|{_PLAIN_WITHIN})")
_KEY_WITHIN = re.compile(rf"({_KEY}): +")
_GOES_ON = re.compile(" *([,\\]}]) *")
_SPACES = re.compile(" *")


class _Line(NamedTuple):
    """What a line says, whatever stands above it; columns count from 0.

    ``at`` is how far it is moved in, -1 for one that says nothing; ``dash``: it begins a member of a list. ``key`` is
    None for a member that has none. ``first`` and ``later`` are the columns of its nodes where it opens a list or
    mapping, and where it goes on with one.
    """

    at: int
    dash: bool = False
    key: str | None = None
    value: Any = None
    sort: int = 0
    first: tuple[int, ...] = ()
    later: tuple[int, ...] = ()


#: Sorts of values: a text or nothing; to come below, and nothing where it does not; to be made anew each time.
_SCALAR, _BELOW, _BRACKETS = range(3)
_known: dict[str, _Line] = {}


class _OddError(Exception):
    """Nothing to be said here."""


def load_fast(text: str) -> tuple[object, Sequence[Mark]] | None:
    """The data of a text and the marks of its nodes, as ``Document`` holds them; None where a parser has to look."""
    lines = (text.replace("\r\n", "\n") if "\r" in text else text).split("\n")
    columns: list[tuple[int, ...]] = []
    try:
        root = _put_together(lines, columns)
    except _OddError:
        return None
    return None if sum(map(len, columns)) > MAX_NODES else (root, Places(columns))


def _put_together(lines: list[str], columns: list[tuple[int, ...]]) -> object:
    """The root; ``columns`` get those of each line. Raises _OddError."""
    known, say = _known.get, columns.append
    whole: dict[str, Any] = {}
    container: Any = whole
    in_list, indent = False, -1
    # the key whose value is to come, and on which line it stands
    awaited: str | None = ""
    since = 0
    stack: list[tuple[Any, bool, int]] = []
    for line in lines:
        at, dash, key, value, sort, first, later = known(line) or _learned(line)
        if at == indent and dash is in_list and awaited is None:
            say(later)
        elif at < 0:
            say(later)
            continue
        elif awaited is not None and (at > indent or (dash and at == indent)):
            child: Any = [] if dash else {}
            container[awaited] = child
            stack.append((container, in_list, indent))
            container, in_list, indent, awaited = child, dash, at, None
            if len(stack) >= MAX_DEPTH - _DEEPEST:
                raise _OddError
            say(first)
        else:
            if awaited is not None:
                _nothing(container, awaited, columns, since)
                awaited = None
            while indent > at or (indent == at and in_list and not dash):
                container, in_list, indent = stack.pop()
            if indent != at or dash is not in_list:
                raise _OddError
            say(later)
        if dash:
            if key is None:
                container.append(_anew(value) if sort else value)
                continue
            child = {}
            container.append(child)
            stack.append((container, True, indent))
            container, in_list, indent = child, False, later[0]
        elif key in container:
            raise _OddError
        if sort == _SCALAR:
            container[key] = value
        elif sort == _BRACKETS:
            container[key] = _anew(value)
        else:
            awaited, since = key, len(columns) - 1
    if awaited is not None:
        _nothing(container, awaited, columns, since)
    if whole[""] is None:
        raise _OddError
    return whole[""]


def _nothing(container: Any, key: str, columns: list[tuple[int, ...]], line: int) -> None:
    """No value came: nothing is told right after the colon."""
    container[key] = None
    columns[line] += (columns[line][-1] + len(key) + 1,) if key else ()


def _learned(line: str) -> _Line:
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    found = _known[line] = _line(line)
    return found


def _line(line: str) -> _Line:
    """Raises _OddError."""
    if _NOTHING.fullmatch(line):
        return _Line(-1)
    start = _START.match(line)
    assert start is not None
    at, inner, key = start.end(1), start.end(2) if start[2] else start.end(1), start[3]
    own: list[int] = []
    value, sort = None, _SCALAR
    if line[start.end() : start.end() + 1] in ("[", "{"):
        sort = _BRACKETS
        value, end = _bracketed(line, start.end(), own)
        if not _REST.fullmatch(line, end):
            raise _OddError
    else:
        whole = _WHOLE.fullmatch(line, start.end())
        if whole is None:
            raise _OddError
        if whole[1] is None:
            sort = _BELOW
        else:
            value = _meant(whole[1])
            own.append(start.end())
    dash = start[2] is not None
    if key is None and (sort == _BELOW or not dash):
        raise _OddError
    later = (*((inner, inner) if dash and key else (inner,) if key else ()), *own)
    return _Line(at, dash, key, value, sort, (at, *later), later)


def _bracketed(line: str, at: int, columns: list[int], depth: int = 1) -> tuple[Any, int]:
    """The list or mapping whose bracket stands at a column, and the column after it. Raises _OddError."""
    if depth > _DEEPEST:
        raise _OddError
    columns.append(at)
    found: Any = {} if line[at] == "{" else []
    closing = "}" if line[at] == "{" else "]"
    at = _SPACES.match(line, at + 1).end()  # type: ignore[union-attr]
    if line[at : at + 1] == closing:
        return found, at + 1
    while True:
        key = None
        if closing == "}":
            named = _KEY_WITHIN.match(line, at)
            if named is None or named[1] in found:
                raise _OddError
            columns.append(at)
            key, at = named[1], named.end()
        if line[at : at + 1] in ("[", "{"):
            value, at = _bracketed(line, at, columns, depth + 1)
        else:
            scalar = _WITHIN.match(line, at)
            if scalar is None:
                raise _OddError
            columns.append(at)
            value, at = _meant(scalar[0]), scalar.end()
        if key is None:
            found.append(value)
        else:
            found[key] = value
        then = _GOES_ON.match(line, at)
        if then is None or then[1] not in (",", closing):
            raise _OddError
        if then[1] == closing:
            return found, then.end(1)
        at = then.end()


def _meant(scalar: str) -> str | None:
    """What a scalar says, quoted or not. Raises _OddError."""
    if scalar[0] == "'":
        text = scalar[1:-1].replace("''", "'")
    elif scalar[0] == '"':
        text = scalar[1:-1]
        if holds_identity(text):
            raise _OddError
    else:
        text = scalar.rstrip(" ")
    return None if text in BLANK else text


def _anew(node: Any) -> Any:
    """A list or mapping of its own."""
    if type(node) is dict:
        return {key: _anew(value) if type(value) in (dict, list) else value for key, value in node.items()}
    return [_anew(value) if type(value) in (dict, list) else value for value in node]
