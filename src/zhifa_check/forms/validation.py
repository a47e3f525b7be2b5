"""What a spreadsheet program checks and says at a cell of a column, as ``xlsxwriter`` takes it."""

from datetime import date, datetime
from typing import Any

from zhifa_check.format.values import LARGEST
from zhifa_check.forms.columns import Column

#: Days that need not lie in the plan's year still lie in our time.
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
#: What Excel takes as the title and as the text of a message.
_TITLE, _MESSAGE = 32, 255


def validation(column: Column, year: int, choices: str | None) -> dict[str, Any]:
    """The check of a column; ``choices`` is the range whose cells a drop-down offers.

    A word from outside a fixed list is stopped. An item, a unit or a reference may be right though the list does not
    have it (yet), so the person is asked; ``import`` judges it.
    """
    told = {
        "input_title": column.header[:_TITLE],
        "input_message": "\n".join(dict.fromkeys(filter(None, (_need(column), column.about, column.hint))))[:_MESSAGE],
        "error_title": column.header[:_TITLE],
        "error_message": f"{column.header}应是{column.hint}{_range(column, year)}。"[:_MESSAGE],
    }
    if choices is not None:
        fixed = column.kind in ("word", "yes_no", "period")
        return told | {"validate": "list", "source": choices, "error_type": "stop" if fixed else "warning"}
    if column.kind in ("date", "moment"):
        first, last = (year, year) if column.in_year else (_FIRST_YEAR, _LAST_YEAR)
        if column.kind == "date":
            return told | _between("date", date(first, 1, 1), date(last, 12, 31))
        # a time of this country as its clocks show it, which is how a spreadsheet keeps it
        return told | _between("date", datetime(first, 1, 1), datetime(last, 12, 31, 23, 59))  # noqa: DTZ001
    if column.kind == "decimal":
        return told | _between("decimal", 0, str(column.at_most or LARGEST))
    if column.kind == "whole":
        return told | _between("integer", 0, LARGEST)
    return told | {"validate": "any"}


def _between(validate: str, least: object, most: object) -> dict[str, Any]:
    return {"validate": validate, "criteria": "between", "minimum": least, "maximum": most}


def _need(column: Column) -> str:
    if column.required:
        return "必填。"
    return f"有{column.required_with}的必填。" if column.required_with else ""


def _range(column: Column, year: int) -> str:
    if column.in_year:
        return f"，在 {year} 年内"
    return f"，在 0 到 {column.at_most} 之间" if column.at_most is not None else ""
