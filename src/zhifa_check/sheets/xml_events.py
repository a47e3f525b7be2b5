"""The XML of a workbook as a flat row of events, so that no file decides how much memory is taken."""

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from zhifa_check.sheets.grid import LedgerError

#: A tag that opens with its attributes, a tag that closes with None, or the text between them under the name ``""``.
Event = tuple[str, dict[str, str] | str | None]

_PART = 1 << 16
#: No part of a ledger has more tags, and none of them is longer.
_MOST_TAGS = 3_000_000
_LONGEST = 4 << 20
TOO_LARGE = "文件解开后大得不正常，本工具不读。请只留要导入的表，另存为新文件"


def events(file: IO[bytes]) -> Iterator[Event]:
    """Every event of a file, names without their name spaces. Raises ExpatError, and LedgerError beyond any ledger."""
    found: list[Event] = []
    local: dict[str, str] = {}

    def name(full: str) -> str:
        if full not in local:
            local[full] = full.rpartition(" ")[2]
        return local[full]

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((name(tag), {name(key): value for key, value in attributes.items()}))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: found.append((name(tag), None))
    parser.CharacterDataHandler = lambda text: found.append(("", text))
    parser.StartDoctypeDeclHandler = _no_doctype
    tags = silent = 0
    while part := file.read(_PART):
        parser.Parse(part, False)
        tags += len(found)
        silent = 0 if found else silent + len(part)
        if tags > 2 * _MOST_TAGS or silent > _LONGEST:
            raise LedgerError(TOO_LARGE)
        yield from found
        found.clear()
    parser.Parse(b"", True)
    yield from found


def _no_doctype(*_: object) -> None:
    """No office program writes one; entities that grow stand in them."""
    raise expat.ExpatError("a document type")
