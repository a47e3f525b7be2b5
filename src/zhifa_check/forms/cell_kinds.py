"""What a cell of a form or a ledger can hold: the kinds, how each is told to a person, and how wide its column is."""

from typing import Literal

Kind = Literal[
    "date",
    "moment",
    "decimal",
    "whole",
    "yes_no",
    "word",
    "item",
    "period",
    "text",
    "persons",
    "units",
    "texts",
    "unit",
]
#: Kinds of cells that hold several values.
MANY: frozenset[Kind] = frozenset({"persons", "units", "texts"})
#: What stands between the values of such a cell.
SEPARATORS = "、，,；;\n"

LISTS: dict[Kind, Kind] = {"text": "texts", "unit": "units"}
#: How each is told, where ``{year}`` stands for the plan's, and the width of its column.
KINDS: dict[Kind, tuple[str, int]] = {
    "date": ("日期，如 {year}-05-04", 12),
    "moment": ("日期和时刻，如 {year}-05-04 09:30", 18),
    "decimal": ("数字，如 4 或 4.5", 8),
    "whole": ("整数，如 4", 8),
    "yes_no": ("“是”或“否”", 8),
    "word": ("从可填的词里选一个", 12),
    "item": ("从计划的事项里选一个", 28),
    "period": ("所属期：{year}、{year}H1、{year}Q2 或 {year}-05", 10),
    "text": ("文字", 20),
    "persons": ("人员编号，几个人的用“、”隔开", 28),
    "units": ("单位名称，几个单位的用“、”隔开", 28),
    "texts": ("文字，几项的用“、”隔开", 36),
    "unit": ("单位名册里的名称", 20),
}
