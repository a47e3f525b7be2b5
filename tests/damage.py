"""How a disk, an office program or an attacker damages a table: in its bytes, and inside what its format builds."""

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator

from xlrd.compdoc import CompDoc

from old_workbook import compound

Way = Callable[[bytes, random.Random], bytes]

#: What is written in the place of a number or a word.
_ODD = (b"0", b"-1", b"4294967295", b"1048577", b"99999999999999999999", b"1e308", b"nan", b"", b"\xef\xbc\x91")
_ODD += (b"A1:XFD1048576", b"ZZZ9999999", b"&#0;", b"&x;", b"<a>", b"]]>", b"2023-13-45", b"PT999999999999H", b"true")
_ODD += (b"1_0", b"\xff", b"0001-01-01", b"9999-12-31T23:59:59.9999999", b"2958465.9999999", b"-0.0", b"x" * 40_000)
_ODD_NUMBERS = (0, 1, 2, 255, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
_ODD_TEXTS = (
    '"',
    '""',
    'a"b',
    "\n",
    "\r",
    "\t",
    "\0",
    "=1+1",
    "1e400",
    "-",
    "#N/A",
    "\u202e",
    "\ufeff",
    "２０２３．５．６",
)
_ODD_TEXTS += (
    "45050",
    "2023-02-30",
    "x" * 40_000,
    "甲" * 20,
    "'",
    "、" * 9,
    "全体",
    "true",
    "９" * 400,
    "\x1b[31m",
    ",",
    ";;",
)
_CODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "big5", "utf-32", "shift-jis")
#: So much fits into a compound file without tables of tables.
_LARGEST = 6_000_000
_BOUNDSHEET, _BEGINNING = 0x85, 0x809


def raw(content: bytes, dice: random.Random) -> bytes:
    """Bytes changed, lost, repeated, put in; or the rest of the file lost."""
    found = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(found) + 1)
        length = dice.choice((1, 1, 2, 8, 200))
        what = dice.randrange(20)
        if what < 5:
            found[at : at + 1] = dice.randbytes(1)
        elif what < 10:
            del found[at : at + length]
        elif what < 14:
            found[at:at] = found[at : at + length] * dice.choice((1, 3, 500))
        elif what < 19:
            found[at:at] = dice.choice((b"\0", b'"', b",", b"\n", b"\xff\xff\xff\xff", dice.randbytes(length)))
        else:
            del found[at:]
    return bytes(found)


def parts(content: bytes, dice: random.Random) -> bytes:
    """One or several parts of a zip changed, and the zip whole again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        names = book.namelist()
        chosen = set(dice.sample([name for name in names if "theme" not in name], dice.randint(1, 2)))
        if dice.random() < 0.7:
            chosen.add(next(name for name in names if name.endswith(("sheet1.xml", "content.xml"))))
        for name in names:
            part = book.read(name)
            if name in chosen:
                if dice.random() < 0.05:
                    continue
                part = _xml(part, dice)
            archive.writestr(name, part)
    return out.getvalue()


def _xml(part: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        values = [found.span(1) for found in re.finditer(rb'"([^"<>]*)"', part)]
        tags = [found.span() for found in re.finditer(rb"<[^<>]*>", part)]
        texts = [found.span(1) for found in re.finditer(rb">([^<>]+)<", part)]
        what = dice.randrange(24)
        if what <= 8 and values:
            start, end = dice.choice(values)
            part = part[:start] + dice.choice(_ODD) + part[end:]
        elif what <= 10 and tags:
            start, end = dice.choice([tag for tag in tags if part[tag[1] - 2 : tag[1]] == b"/>"] or tags)
            part = part[:start] + _times(part[start:end], dice.choice((0, 2, 50, 20_000))) + part[end:]
        elif what <= 12 and len(tags) > 1:
            start, end = sorted(dice.sample([at for at, _ in tags], 2))
            part = part[:end] + _times(part[start:end], dice.choice((1, 30))) + part[end:]
        elif what <= 16 and texts:
            start, end = dice.choice(texts)
            part = part[:start] + dice.choice(_ODD) + part[end:]
        elif what <= 20 and len(values) > 1:
            (start, end), (other, until) = sorted(dice.sample(values, 2))
            part = part[:start] + part[other:until] + part[end:other] + part[start:end] + part[until:]
        elif what == 21:
            coding = dice.choice(("utf-16", "utf-8-sig", "gb18030", "utf-32"))
            part = part.decode("utf-8", "replace").encode(coding, "replace")
        else:
            part = raw(part, dice)
    return part


def _times(part: bytes, count: int) -> bytes:
    return part * _room(count, part)


def _room(count: int, one: bytes | list[str]) -> int:
    """How often something is repeated, so that the whole stays near the size that is still looked at."""
    size = len(one) if isinstance(one, bytes) else sum(map(len, one)) + len(one)
    return min(count, (4 << 20) // max(size, 1) + 1)


def archive(content: bytes, dice: random.Random) -> bytes:
    """A zip whose list of contents lies, whose parts come twice, in another order, packing or case, or in junk."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        names = book.namelist()
        dice.shuffle(names)
        for name in names:
            for _ in range(dice.choice((1,) * 12 + (0, 2))):
                entry = zipfile.ZipInfo(dice.choice((name,) * 8 + (name.upper(), "/" + name, "../" + name, name[:-1])))
                entry.compress_type = dice.choice(
                    (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
                )
                with warnings.catch_warnings(action="ignore"):
                    packed.writestr(entry, book.read(name))
        packed.comment = dice.randbytes(dice.choice((0, 0, 9, 9999)))
    found = bytearray(out.getvalue())
    heads = [at.start() for at in re.finditer(b"PK[\x01\x03\x05]", found)]
    for _ in range(dice.choice((0, 1, 1, 3))):
        at = dice.choice(heads) + dice.randrange(4, 44, 2)
        found[at : at + 2] = struct.pack("<H", dice.choice(_ODD_NUMBERS) & 0xFFFF)
    return dice.choice((b"", b"", b"", b"junk" * 99)) + bytes(found)


def records(content: bytes, dice: random.Random) -> bytes:
    """Records of the stream of an xls lost, repeated, cut, mixed up, their numbers odd; the file around it is whole."""
    stream = CompDoc(content).get_named_stream("Workbook")
    found = list(_records(stream))
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(found))
        kind, body = found[at]
        what = dice.randrange(10)
        if what == 0:
            del found[at]
        elif what == 1:
            found[at:at] = [found[at]] * dice.choice((1, 40, 3000))
        elif what == 2:
            found[at] = kind, body[: dice.randrange(len(body) + 1)]
        elif what == 3:
            found[at] = kind, body + dice.randbytes(dice.choice((1, 8, 8000)))
        elif what == 4:
            found[at] = dice.choice(found)[0], body
        elif what == 5:
            found.insert(dice.randrange(len(found)), found.pop(at))
        elif what == 6:
            cut = dice.randrange(len(body) + 1)
            found[at : at + 1] = [(kind, body[:cut]), (0x3C, body[cut:])]
        elif body:
            place = dice.randrange(len(body))
            odd = struct.pack("<I", dice.choice((*_ODD_NUMBERS, dice.randrange(1 << 32))))[: dice.choice((1, 2, 4))]
            found[at] = kind, (body[:place] + odd + body[place + len(odd) :])[: len(body)]
    lengths = [4 + len(body) for _, body in found]
    starts = [sum(lengths[:n]) for n, (kind, _) in enumerate(found) if kind == _BEGINNING][1:]
    for n, (kind, body) in enumerate(found):
        if kind == _BOUNDSHEET and starts and dice.random() < 0.9:
            found[n] = kind, struct.pack("<I", starts.pop(0)) + body[4:]
    whole = b"".join(struct.pack("<HH", kind, len(body) & 0xFFFF) + body for kind, body in found)
    return compound("Workbook", whole[:_LARGEST])


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if not kind and not length:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def sectors(content: bytes, dice: random.Random) -> bytes:
    """The head, the chains or the directory of an old file odd."""
    found = bytearray(content)
    for _ in range(dice.randint(1, 5)):
        at = dice.choice((dice.randrange(24, 80, 4), dice.randrange(512, min(len(found), 4096) - 4, 4)))
        at = dice.choice((at, dice.randrange(0, len(found) - 4, 4)))
        found[at : at + 4] = struct.pack(
            "<I", dice.choice((*_ODD_NUMBERS, dice.randrange(64), dice.randrange(1 << 32)))
        )
    return bytes(found)


def cells(content: bytes, dice: random.Random) -> bytes:
    """Cells, lines, separators and the encoding of a csv odd."""
    rows = [line.split(",") for line in content.decode("gb18030").split("\r\n")]
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(len(rows))
        what = dice.randrange(6)
        if what <= 2:
            rows[at][dice.randrange(len(rows[at]))] = dice.choice(_ODD_TEXTS)
        elif what == 3:
            rows[at:at] = [list(rows[at]) for _ in range(_room(dice.choice((1, 5, 3000)), rows[at]))]
        elif what == 4:
            rows[at] *= _room(dice.choice((2, 400)), rows[at])
        elif len(rows) > 1:
            del rows[at]
    sign, end = dice.choice((",", ",", ",", "\t", ";", "，", "|")), dice.choice(("\r\n", "\n", "\r", "\n\n"))
    return end.join(sign.join(row) for row in rows).encode(dice.choice(_CODINGS), "replace")
