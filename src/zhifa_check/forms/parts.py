"""Several texts in one cell."""

_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "「": "」", "【": "】"}


def split(text: str) -> list[str]:
    """The texts of a cell, parted by the strongest sign that stands outside brackets: a new line, ``；``, ``、``,
    ``，``.
    """
    for signs in ("\n", "；;", "、", "，,"):
        parts, part, closing = [], "", []
        for sign in text:
            if sign in _BRACKETS:
                closing.append(_BRACKETS[sign])
            elif closing and sign == closing[-1]:
                closing.pop()
            if sign in signs and (not closing or signs == "\n"):
                parts.append(part)
                part = ""
            else:
                part += sign
        if parts:
            return [*parts, part]
    return [text]
