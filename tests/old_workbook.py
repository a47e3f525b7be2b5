"""The least xls that office programs accept: a compound file with one BIFF8 stream, written by hand."""

import struct
from collections.abc import Sequence

#: A cell: a text, a number, an error code in a tuple, or None.
Cell = str | float | tuple[int] | None
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def workbook(
    name: str,
    rows: Sequence[Sequence[Cell]],
    *,
    hidden_rows: Sequence[int] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    from_1904: bool = False,
    rows_said: int | None = None,
) -> bytes:
    """An xls with one sheet."""
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    globals_ += _record(0x0022, struct.pack("<H", from_1904))
    named = struct.pack("<B", len(name)) + b"\1" + name.encode("utf-16-le")
    start = len(globals_) + 4 + 6 + len(named) + 4
    globals_ += _record(0x0085, struct.pack("<IH", start, 0) + named) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, rows_said or len(rows), 0, max(map(len, rows)), 0))
    for number in hidden_rows:
        sheet += _record(0x0208, struct.pack("<HHHHHHI", number, 0, 255, 255, 0, 0, 0x20))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            at = struct.pack("<HHH", number, column, 0)
            if isinstance(value, str):
                text = struct.pack("<H", len(value)) + b"\1" + value.encode("utf-16-le")
                sheet += _record(0x0204, at + text)
            elif isinstance(value, tuple):
                sheet += _record(0x0205, at + bytes([value[0], 1]))
            elif value is not None:
                sheet += _record(0x0203, at + struct.pack("<d", value))
    if merged:
        sheet += _record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *m) for m in merged))
    return compound("Workbook", globals_ + sheet + _record(0x000A, b""))


def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream of at least 4096 bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    # a sector of the table of sectors holds 128 numbers; it and the directory have theirs too
    tables = -(-(sectors + 1) // 127)
    first = tables + 1
    fat = [0xFFFFFFFD] * tables + [END, *range(first + 1, first + sectors), END]
    fat += [FREE] * (128 * tables - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    root = _entry("Root Entry", 5, END, 0, child=1)
    directory = root + _entry(name, 2, first, len(stream)) + b"\0" * 256
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return body + b"\0" * 36 + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
