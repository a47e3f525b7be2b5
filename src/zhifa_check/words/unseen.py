"""Signs that nobody sees, or that look like others: taken out of names and texts that come from spreadsheets."""

import re
import unicodedata

#: Soft hyphens, zero-width signs, marks of direction, fillers, controls but tab and new line.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)
#: Spaces of every width, and the signs of a new line that no editor counts.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\u0085\u2028\u2029]")
#: Radicals and compatibility ideographs, which look like the characters that are meant.
_TWINS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_DOTS = re.compile("[•‧∙⋅・･．.・]")


def visible(text: str) -> str:
    """The text as a reader sees it."""
    if text.isascii() and text.isprintable():
        return text
    text = _SPACES.sub(" ", _UNSEEN.sub("", _BREAKS.sub("\n", text)))
    return _TWINS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def same_name(name: str) -> str:
    """What is equal for two ways of writing the name of a person: without blanks, with one kind of dot."""
    plain = unicodedata.normalize("NFKC", visible(name))
    return _DOTS.sub("·", "".join(plain.split()))
