"""Bytes to text where there is one reading only: UTF-8 with and without its mark, UTF-16, UTF-32 and GBK."""

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

#: Plain UTF-8 but for the mark before it.
MARKED = "UTF-8 BOM"
#: The longer mark first: UTF-16's is its beginning.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (codecs.BOM_UTF8, "utf-8", MARKED),
)
_WITHOUT_MARK = (("gb18030", "GBK"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"))
_IDEOGRAPH = re.compile("[\u3000-\u9fff]")
#: The lead bytes in GBK of signs and of the common characters.
_COMMON = range(0xA1, 0xD8)
#: Control codes, and characters that a code page of Windows leaves to each maker of fonts.
_DOUBTFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")


class Decoded(NamedTuple):
    """The text of a file, and the encoding that it should not have, None for plain UTF-8."""

    text: str
    foreign: str | None


class DoubtfulEncodingError(Exception):
    """No reading is certain; the message says why, in Chinese."""


def is_prose(text: str) -> bool:
    """Whether it is a document in Chinese: stops, and hardly a character beside the common ones; mojibake is not."""
    leads = [sign.encode("gb18030")[0] for sign in _IDEOGRAPH.findall(text)]
    return "。" in text and sum(lead not in _COMMON for lead in leads) * 10 < len(leads)


def decode(content: bytes, is_likely: Callable[[str], bool]) -> Decoded:
    """The text; ``is_likely`` says of one without a mark that it is no mojibake.

    Raises DoubtfulEncodingError where a guess would be needed.
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            try:
                return Decoded(content[len(mark) :].decode(codec), name)
            except UnicodeDecodeError:
                raise DoubtfulEncodingError(f"文件开头说是 {name}，里面却有读不出的字节") from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    else:
        if "\0" not in text[:64]:
            return Decoded(text, None)
    if any(map(_is_utf8_ideographs, content.splitlines())):
        raise DoubtfulEncodingError("文件里有坏了的字，或者混进了别的编码")
    for codec, name in _WITHOUT_MARK:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if is_likely(text) and not _DOUBTFUL.search(text):
            return Decoded(text, name)
    raise DoubtfulEncodingError("认不准文件是什么编码")


def _is_utf8_ideographs(line: bytes) -> bool:
    try:
        return _IDEOGRAPH.search(line.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False
