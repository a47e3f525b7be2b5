"""The words that a plan allows in submissions; handed to the models as pydantic's validation context."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhifa_check.calendar.periods import Every

#: The lists of words that every plan must give under ``categories``, and what the models call them.
CATEGORY_LISTS = ("人员类别", "培训类别", "培训专题", "执法行为类别", "平台录入类别", "审核结论", "处理方式")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``items`` gives for each 事项 the lengths of 所属期 that the plan asks for; ``units`` all names of units to ids;
    ``reserved`` for a section the kinds of unit that alone may fill it in.
    """

    year: int
    categories: Mapping[str, tuple[str, ...]]
    items: Mapping[str, frozenset[Every]]
    units: Mapping[str, str]
    reserved: Mapping[str, tuple[str, ...]]
