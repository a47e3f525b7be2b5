"""What the number formats of an xlsx make of the numbers."""

import re
from typing import NamedTuple
from zipfile import ZipFile

from zhifa_check.sheets.grid import Shown, is_date, shown_as
from zhifa_check.sheets.xml_events import events

_MONTH = 'yyyy"年"m"月"'
_DAY, _SHORT, _TIME = 'yyyy"年"m"月"d"日"', 'm"月"d"日"', 'h"时"mm"分"'
#: The formats that a file names by number alone, as a Chinese office program shows them.
BUILT_IN = {9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss"}
BUILT_IN |= {20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss"}
BUILT_IN |= {27: _MONTH, 28: _SHORT, 29: _SHORT, 30: "m-d-yy", 31: _DAY, 32: _TIME, 33: _TIME, 34: _TIME, 35: _TIME}
BUILT_IN |= {36: _MONTH, 50: _MONTH, 51: _SHORT, 52: _MONTH, 53: _SHORT, 54: _SHORT, 55: _TIME, 56: _TIME}
BUILT_IN |= {57: _MONTH, 58: _SHORT}


class Format(NamedTuple):
    """``date``: the number is a day or time, ``elapsed``: a duration; ``shown`` where it looks like something else."""

    date: bool = False
    elapsed: bool = False
    shown: tuple[Shown, int] | None = None


def format_of(code: str) -> Format:
    """What a format code says."""
    elapsed = re.search(r"\[(?:h+|m+|s+)\]", code, re.IGNORECASE) is not None
    return Format(is_date(code), elapsed, shown_as(code))


def cell_formats(archive: ZipFile, names: dict[str, str]) -> list[Format]:
    """For each style of cells its format."""
    if "xl/styles.xml" not in names:
        return []
    codes, styles, group = dict(BUILT_IN), [], ""
    with archive.open(names["xl/styles.xml"]) as file:
        for name, found in events(file):
            if not isinstance(found, dict):
                continue
            if name in ("cellXfs", "cellStyleXfs", "dxfs", "numFmts"):
                group = name
            elif name == "numFmt" and group == "numFmts":
                codes[int(found["numFmtId"])] = found.get("formatCode", "")[:1000]
            elif name == "xf" and group == "cellXfs":
                styles.append(int(found.get("numFmtId", 0)))
    known = {number: format_of(code) for number, code in codes.items()}
    return [known.get(number, Format()) for number in styles]
