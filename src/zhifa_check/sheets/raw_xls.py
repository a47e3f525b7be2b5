"""What an xls (or et) says beside the values: error values, number formats, hidden rows and columns.

Two old formats, read only as far as that: the compound file that holds the stream, and the records of the stream.
"""

import struct
from collections.abc import Iterator

from zhifa_check.sheets.grid import Marks, Shown, error_value, shown_as

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ROWS, MAX_COLUMNS = 65_536, 256
_END = 0xFFFFFFFA
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}


def streams(content: bytes) -> dict[str, bytes]:
    """The streams of a compound file by name. Raises ValueError or struct.error for one that is not whole."""
    if content[:8] != MAGIC:
        raise ValueError("no compound file")
    size = 1 << _word(content, 30)
    small = 1 << _word(content, 32)
    if size not in (512, 4096) or small != 64:
        raise ValueError("odd sector size")
    table = list(struct.unpack_from("<109I", content, 76))
    more = _long(content, 68)
    for _ in range(len(content) // size):
        if more >= _END:
            break
        sector = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        table += sector[:-1]
        more = sector[-1]
    fat: list[int] = []
    for sector_number in table:
        if sector_number < _END:
            fat += struct.unpack_from(f"<{size // 4}I", content, (sector_number + 1) * size)

    def chain(start: int, data: bytes, step: int, table: list[int], offset: int) -> bytes:
        parts: list[bytes] = []
        for _ in range(len(table) + 1):
            if start >= _END:
                return b"".join(parts)
            parts.append(data[offset + start * step : offset + (start + 1) * step])
            start = table[start] if start < len(table) else _END
        raise ValueError("endless chain")

    directory = chain(_long(content, 48), content, size, fat, size)
    small_table = chain(_long(content, 60), content, size, fat, size)
    small_fat = list(struct.unpack(f"<{len(small_table) // 4}I", small_table))
    found: dict[str, bytes] = {}
    small_data = b""
    for at in range(0, len(directory) - 127, 128):
        entry = directory[at : at + 128]
        length, kind = _word(entry, 64), entry[66]
        start, stored = _long(entry, 116), _long(entry, 120)
        if kind == 5:
            small_data = chain(start, content, size, fat, size)
        elif kind == 2:
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
            whole = (
                chain(start, small_data, small, small_fat, 0)
                if stored < 4096
                else chain(start, content, size, fat, size)
            )
            found[name] = whole[:stored]
    return found


def sheet_marks(stream: bytes) -> tuple[dict[str, Marks], bool]:
    """The marks of every sheet of a workbook stream by name, and whether dates count from 1904."""
    codes, styles, sheets = dict(_BUILT_IN), [], {}
    from_1904 = False
    for kind, body in _records(stream, 0):
        if kind == 0x0022:
            from_1904 = _word(body, 0) == 1
        elif kind == 0x041E:
            codes[_word(body, 0)] = _text(body[2:], 2)
        elif kind == 0x00E0:
            styles.append(_word(body, 2))
        elif kind == 0x0085:
            sheets[_text(body[6:], 1)] = _long(body, 0)
    formats = [shown_as(codes.get(number, "")) for number in styles]
    return {name: _scan(stream, start, formats) for name, start in sheets.items()}, from_1904


def _scan(stream: bytes, start: int, formats: list[tuple[Shown, int] | None]) -> Marks:
    marks = Marks()
    for kind, body in _records(stream, start):
        if kind == 0x0200:
            _check_dimensions(*struct.unpack_from("<IIHH", body))
        if kind == 0x0208 and _long(body, 12) & 0x20:
            marks.hidden_rows.add(_word(body, 0))
        elif kind == 0x007D and _word(body, 8) & 1:
            marks.hidden_columns |= set(range(_word(body, 0), min(_word(body, 2), 255) + 1))
        elif kind in (0x0006, 0x0203, 0x027E, 0x0204, 0x00FD, 0x0205):
            at = _word(body, 0), _word(body, 2)
            marks.reach(*at)
            if kind == 0x0006:
                marks.formulas.add(at)
                if body[6] == 2 and body[12:14] == b"\xff\xff":
                    marks.faults[at] = error_value(_ERRORS.get(body[8], "#N/A"))
            elif kind == 0x0205 and body[7]:
                marks.faults[at] = error_value(_ERRORS.get(body[6], "#N/A"))
            _format(marks, at, _word(body, 4), formats)
        elif kind == 0x00BD:
            row, first = _word(body, 0), _word(body, 2)
            for number in range((len(body) - 6) // 6):
                marks.reach(row, first + number)
                _format(marks, (row, first + number), _word(body, 4 + 6 * number), formats)
    return marks


def _check_dimensions(first_row: int, last_row: int, first_column: int, last_column: int) -> None:
    """The reader of values asks for so much room at once, and the process would end for want of it."""
    if not (first_row <= last_row <= MAX_ROWS and first_column <= last_column <= MAX_COLUMNS):
        raise ValueError("dimensions that no sheet has")


def _format(marks: Marks, at: tuple[int, int], style: int, formats: list[tuple[Shown, int] | None]) -> None:
    if style < len(formats) and (shown := formats[style]):
        marks.shown[at] = shown


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from a place to the end of its part of the stream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == 0x0809) - (kind == 0x000A)
        if depth == 0:
            return
        at += 4 + length


def _text(body: bytes, width: int) -> str:
    """A text with its length in ``width`` bytes and a byte that says whether its signs take one byte or two."""
    length = int.from_bytes(body[:width], "little")
    rest = body[width + 1 :]
    return rest[: 2 * length].decode("utf-16-le", "replace") if body[width] & 1 else rest[:length].decode("latin-1")


def _word(content: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", content, at)[0])


def _long(content: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", content, at)[0])
