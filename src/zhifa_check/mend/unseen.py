"""Signs that nobody sees or tells from others, out of a text: what it says to a reader and to YAML stays the same."""

from zhifa_check.source.document import SourceError
from zhifa_check.source.loader import load
from zhifa_check.source.text import is_refused_sign, replaced
from zhifa_check.words.signs import LINE_BREAKS, called, meant, odd_signs

#: So many breaks are asked about one by one: a file full of them was made by a program and is left to a person.
_MOST_BREAKS = 50


def without_unseen(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without such signs, and what was done: the offset of the first of each sign, and words in Chinese."""
    found = [(at, sign) for at, sign in odd_signs(text) if is_refused_sign(text, at)]
    breaks = [(at, sign) for at, sign in found if sign in LINE_BREAKS]
    meant_as = {at: meant(sign) for at, sign in found if sign not in LINE_BREAKS}
    base = _with(text, meant_as | {at: "\n" for at, _ in breaks})
    if breaks and len(breaks) <= _MOST_BREAKS and (data := _data(base)) is not None:
        for at, _ in breaks:
            others = {other: "\n" for other, _ in breaks if other != at}
            # to the eye the line goes on, for YAML it ends: mended where both say the same
            if _data(_with(text, meant_as | others | {at: " "})) == data:
                meant_as[at] = " "
    done: dict[str, list[int]] = {}
    for at, sign in found:
        if at in meant_as:
            done.setdefault(sign, []).append(at)
    return _with(text, meant_as), [(places[0], _words(sign, len(places))) for sign, places in done.items()]


def _with(text: str, signs: dict[int, str]) -> str:
    """The text with other signs at some offsets."""
    return replaced(text, ((at, at + 1, sign) for at, sign in signs.items()))


def _data(text: str) -> object:
    try:
        return load(text.encode(), "").data
    except SourceError:
        return None


def _words(sign: str, places: int) -> str:
    usual = meant(sign).strip()
    more = f"，共 {places} 处" if places > 1 else ""
    if usual:
        return f"“{sign}”（U+{ord(sign):04X}）改为常用的“{usual}”{more}"
    return f"{'换成空格' if sign in LINE_BREAKS else '删去'}看不见的 {called(sign)}{more}"
