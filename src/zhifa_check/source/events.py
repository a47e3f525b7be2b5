"""The plain way of reading YAML: one loop over libyaml's events, which words what is refused."""

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from zhifa_check.source.document import Mark, SourceError
from zhifa_check.source.fast import BLANK
from zhifa_check.source.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES, TOO_DEEP, TOO_MANY
from zhifa_check.source.loader import AGAIN, NoParserError
from zhifa_check.source.text import PRIVACY
from zhifa_check.words.identity import holds_identity
from zhifa_check.words.signs import plain

#: Without one of these no event can carry an anchor or a tag, nor an escape hide an identity number.
_SUSPICIOUS = "&*!\\"

_PARSER: Callable[[bytes | str], Any] | None = getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None


def _events(source: bytes | str) -> Any:
    if _PARSER is None:
        raise NoParserError
    return _PARSER(source)


def built(text: str) -> tuple[list[object], list[Mark]]:
    """The documents of a text, one at most, and the places of all nodes. Raises SourceError and NoParserError."""
    marks: list[Mark] = []
    try:
        return _build(_events(text), any(sign in text for sign in _SUSPICIOUS), marks), marks
    except yaml.YAMLError as error:
        from zhifa_check.source.accidents import explained

        raise explained(text, error) from error


def head(content: bytes, key: str) -> str | None:
    """The text of one key of the root mapping, read no further than that; None where it cannot be read."""
    if len(content) > MAX_BYTES:
        return None
    try:
        events = _events(content)
        depth, name = 0, None
        while depth <= MAX_DEPTH and not isinstance(event := events.get_event(), StreamEndEvent):
            if isinstance(event, ScalarEvent) and depth == 1:
                if name == key:
                    return plain(event.value).strip() or None
                name = plain(event.value) if name is None else None
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                depth += 1
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                depth -= 1
                name = None if depth == 1 else name
    except yaml.YAMLError:
        return None
    return None


def _build(parser: Any, suspicious: bool, marks: list[Mark]) -> list[object]:
    """One loop over the events, with no recursion: the limits are checked before anything deep exists."""
    next_event, add_mark = parser.get_event, marks.append
    root: list[object] = []
    container: Any = root
    in_mapping = False
    stack: list[tuple[Any, bool]] = []
    documents = 0
    while True:
        event = next_event()
        kind = type(event)
        key = None
        if in_mapping and kind is ScalarEvent:
            key = event.value
            mark = event.start_mark
            if suspicious and (event.anchor is not None or event.tag is not None):
                raise _refused(event)
            if key in container:
                key = f"{key}{AGAIN}{len(marks)}"
            elif key == "<<":
                raise SourceError("D.syntax", _MERGE, mark.line + 1, mark.column + 1)
            add_mark(mark)
            event = next_event()
            kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            mark = event.start_mark
            if suspicious and (event.anchor is not None or event.tag is not None):
                raise _refused(event)
            if (":" in value or "：" in value) and mark.line != event.end_mark.line and not event.style:
                raise _swallowed(value, mark, of_key=key is not None)
            if suspicious and event.style == '"' and holds_identity(value):
                raise SourceError("D.privacy", PRIVACY, mark.line + 1, mark.column + 1)
            add_mark(mark)
            if key is None:
                container.append(None if value in BLANK else value)
            else:
                container[key] = None if value in BLANK else value
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            mark = event.start_mark
            if suspicious and (event.anchor is not None or event.tag is not None):
                raise _refused(event)
            if in_mapping and key is None:
                raise SourceError("D.syntax", _COMPLEX_KEY, mark.line + 1, mark.column + 1)
            if len(stack) == MAX_DEPTH:
                raise SourceError("D.limit", TOO_DEEP, mark.line + 1, mark.column + 1)
            if len(marks) > MAX_NODES:
                raise SourceError("D.limit", TOO_MANY, mark.line + 1, mark.column + 1)
            add_mark(mark)
            child: Any = {} if kind is MappingStartEvent else []
            if key is None:
                container.append(child)
            else:
                container[key] = child
            stack.append((container, in_mapping))
            container, in_mapping = child, kind is MappingStartEvent
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            container, in_mapping = stack.pop()
        elif kind is AliasEvent:
            raise _refused(event)
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                mark = event.start_mark
                raise SourceError("D.syntax", _SECOND_DOCUMENT, mark.line + 1, mark.column + 1)
        elif kind is StreamEndEvent:
            break
    if len(marks) > MAX_NODES:
        raise SourceError("D.limit", TOO_MANY, marks[-1].line + 1, marks[-1].column + 1)
    return root


def _swallowed(value: str, mark: Mark, *, of_key: bool) -> SourceError:
    """A line that became part of the text above it; where that text has no key, its own colon is the accident."""
    from zhifa_check.source.accidents import FULL_WIDTH_COLON, FULL_WIDTH_COLON_MEND

    if not of_key and (found := FULL_WIDTH_COLON.match(value)):
        return SourceError("D.syntax", FULL_WIDTH_COLON_MEND, mark.line + 1, mark.column + 1 + found.start(1))
    return SourceError("D.syntax", _SWALLOWED, mark.line + 1, mark.column + 1)


def _refused(event: Any) -> SourceError:
    what = "锚点或别名（& *）" if getattr(event, "anchor", None) is not None else "标签（!）"
    message = (
        f"这里用了 YAML 的{what}，本工具不接受。若这些符号是文字的一部分，请给整个值加英文引号，如 '*注'；"
        "否则请把内容直接写出来。"
    )
    return SourceError("D.syntax", message, event.start_mark.line + 1, event.start_mark.column + 1)


_SWALLOWED = (
    "这个值接连占了几行，后面一行里有冒号，很可能是下一项没有写成“名称: 值”的形式，被并进了这个值。"
    "请检查下一行：冒号用英文半角，冒号后空一格，行首空格与上一项对齐；若确是一段长文字，请加英文引号。"
)
_MERGE = "这里用了 YAML 的合并键“<<”，本工具不接受。请把内容直接写出来。"
_COMPLEX_KEY = "名称（冒号左边）必须是一段文字，这里是列表或一组内容。请检查是否多写了“?”、“[”或“{”。"
_SECOND_DOCUMENT = "一个文件只能有一份内容，这里的“---”开始了第二份。请把第二份另存为一个文件。"
