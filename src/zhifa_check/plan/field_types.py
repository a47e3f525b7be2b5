"""The types that a field declared by a plan may have, beside its lists of words and references."""

from typing import Any

from zhifa_check.format.values import Day, Moment, Number, PeriodText, Text, UnitRef, Whole, YesNo

#: By their names in a plan.
FORMS: dict[str, Any] = {
    "文字": Text,
    "数字": Number,
    "整数": Whole,
    "日期": Day,
    "时刻": Moment,
    "是否": YesNo,
    "所属期": PeriodText,
    "单位": UnitRef,
}
#: What is told of a field where the plan says nothing of it.
ABOUT = {
    "数字": "数字，如 4 或 4.5",
    "整数": "整数，如 4",
    "日期": "日期，如 {year}-05-04",
    "所属期": "所属期，如 {year}Q2 或 {year}-05",
    "单位": "单位名册里的名称",
}
#: Those of which a field may hold several.
MANY = ("文字", "单位")
