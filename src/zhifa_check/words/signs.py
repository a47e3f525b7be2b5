"""Signs that nobody sees, and signs that look like others: found, called by their code point, and mended."""

import re
import unicodedata

#: What ends a line for YAML and for no editor, nor for git.
LINE_BREAKS = {"\x85": "下一行符", "\u2028": "行分隔符", "\u2029": "段分隔符"}

_HIDDEN = {
    "\u00ad": "软连字符",
    "\u034f": "看不见的连接符",
    "\u180e": "零宽空格",
    "\u200b": "零宽空格",
    "\u200c": "零宽断字符",
    "\u200d": "零宽连字符",
    "\u2060": "零宽连字符",
    "\ufeff": "看不见的文件头标记 BOM",
}
#: Fillers of Hangul, braille without a dot, and what only tells a font how to draw the sign before it.
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_OTHERS_HIDDEN = "\u2061-\u2065\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e007f"
_LOOKALIKES = "\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"

#: Radicals that stand for a whole word of their own and that Unicode's normal forms leave as they are.
_RADICALS = dict(
    zip(
        "⺄⺊⺍⺎⺒⺓⺔⺕⺛⺜⺝⺞⺠⺧⺩⺬⺮⺶⺻⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "乙卜小兀巳幺彑彐旡日月歺民牛王示竹羊聿肉虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)

_ODD = f"[{''.join(LINE_BREAKS)}{''.join(_HIDDEN)}{_FILLERS}{_DIRECTIONS}{_OTHERS_HIDDEN}{_LOOKALIKES}]"
#: What Chinese files are made of: told at a quarter of the time that looking for anything odd takes.
_USUAL = re.compile(r"[ -~\n\r\t\u4e00-\u9fff\u3000-\u3163\uff01-\uff9f\u00b7\u2010-\u2027\u2070-\u27ff]*")
_DIRECTION = f"[{_DIRECTIONS}]"


def is_usual(text: str) -> bool:
    """Whether a text holds none but the usual signs; one that does not may still hold no odd one."""
    return _USUAL.fullmatch(text) is not None


def odd_signs(text: str) -> list[tuple[int, str]]:
    """Every sign that nobody sees or tells from another, with its offset; those that Unicode knows no other form of
    are left out.
    """
    if is_usual(text):
        return []
    return [
        (found.start(), found.group()) for found in re.finditer(_ODD, text) if meant(found.group()) != found.group()
    ]


def plain(text: str) -> str:
    """The text without signs that nobody sees, and with the usual sign for each that only looks like it."""
    return re.sub(_ODD, lambda found: meant(found.group()), text) if re.search(_ODD, text) else text


def meant(sign: str) -> str:
    """The sign that a reader takes it for; nothing for one that nobody sees, a space for a break of a line."""
    if sign in LINE_BREAKS:
        return " "
    if re.match(f"[{_LOOKALIKES}]", sign):
        return _RADICALS.get(sign) or unicodedata.normalize("NFKC", sign)
    return ""


def turns_direction(sign: str) -> bool:
    """Whether what follows the sign may be shown in another order than it is read."""
    return re.match(_DIRECTION, sign) is not None


def called(sign: str) -> str:
    """A sign that nobody sees by its code point and its name: ``U+200B（零宽空格）``."""
    name = LINE_BREAKS.get(sign) or _HIDDEN.get(sign) or ("改变书写方向的标记" if turns_direction(sign) else "")
    return f"U+{ord(sign):04X}（{name}）" if name else f"U+{ord(sign):04X}"
