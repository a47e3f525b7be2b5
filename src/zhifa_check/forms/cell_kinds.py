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
#: ``{year}`` stands for the plan's.
HINTS: dict[Kind, str] = {
    "date": "日期，如 {year}-05-04",
    "moment": "日期和时刻，如 {year}-05-04 09:30",
    "decimal": "数字，如 4 或 4.5",
    "whole": "整数，如 4",
    "yes_no": "“是”或“否”",
    "word": "从可填的词里选一个",
    "item": "从计划的事项里选一个",
    "period": "所属期：{year}、{year}H1、{year}Q2 或 {year}-05",
    "text": "文字",
    "persons": "人员编号，几个人的用“、”隔开",
    "units": "单位名称，几个单位的用“、”隔开",
    "texts": "文字，几项的用“、”隔开",
    "unit": "单位名册里的名称",
}
WIDTHS: dict[Kind, int] = {
    "date": 12,
    "moment": 18,
    "decimal": 8,
    "whole": 8,
    "yes_no": 8,
    "word": 12,
    "item": 28,
    "period": 10,
    "text": 20,
    "persons": 28,
    "units": 28,
    "texts": 36,
    "unit": 20,
}
