"""What to say of a text that is no day and no number: what is amiss, and what to write instead."""

import re

from zhifa_check.words.width import day_within, half_width, iso_form, several_days, without_day, without_year

#: What people write for "nothing" where the absence itself is what is judged.
PLACEHOLDERS = frozenset(
    {"无", "暂无", "没有", "未填", "-", "--", "—", "/", "／", "待定", "待补", "n/a", "N/A", "none", "None"}
)
#: A length of time where a number is asked for.
_SPAN = re.compile("[全半整几一两二三四五六七八九十0-9][天日]|[上下]午|晚上")
_PERCENT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?)\s*%")
#: What is longer is neither.
_LONGEST = 60


def no_day(text: str, year: int | None) -> str:
    """Of a text that is no day as the format spells it; ``year`` is the one that the file is about."""
    plain = half_width(text[:_LONGEST])
    if meant := iso_form(plain):
        return f"日期要写成 年-月-日 的形式，请改为 {meant}"
    if day := without_year(plain):
        return f"没有写年份。是 {year} 年的，请改为 {year}-{day}" if year else "没有写年份。请补上，年写四位"
    if several_days(plain):
        return "写的不止一天，这里只能写一天。几天的事请分成几条，一天一条"
    if month := without_day(plain):
        return f"没有写是哪一天。请补上，写成 {month}-05 的样子"
    if day := day_within(plain):
        return f"日期以外不要有别的字。是 {day} 的，请改为 {day}"
    return f"应是日期，写成 年-月-日 的形式，年四位，月、日两位{of_absence(text)}"


def no_number(text: str, plain: str) -> str:
    """Of a text that is no number; ``plain`` is the same half-width."""
    if percent := _PERCENT.fullmatch(plain):
        return f"不写百分号。是 {percent[1]} 的，请改为 {percent[1]}"
    if _SPAN.search(text[:_LONGEST]):
        return "没有写是多少。请照实写出是几个，如 8 或 4.5（只写数字，不写单位，最多四位小数）"
    return f"应是数字，如 4 或 4.5（只写数字，不写单位，最多四位小数）{of_absence(text)}"


def of_absence(text: str) -> str:
    """What to do with a word for nothing."""
    return "。确实没有又不是必填的，请删去这一行" if text.strip() in PLACEHOLDERS else ""
