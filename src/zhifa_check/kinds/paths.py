"""The keys of the submissions that a rule names: said once, by the fields of its kind."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from zhifa_check.format.format import Format
from zhifa_check.format.values import fault
from zhifa_check.kinds.conditions import Condition, check_condition
from zhifa_check.kinds.fields import field_of, reach, section_model, title_in

#: What holds a value, in the words of plans.
_CALLED: dict[type, str] = {
    str: "文字",
    int: "数字",
    Decimal: "数字",
    dict: "各类的数",
    date: "日期",
    datetime: "日期",
    bool: "是否",
}


class Leads(NamedTuple):
    """Marks a field of a kind that holds a path of keys, several, conditions (from path to words), or a section.

    ``types`` are those it may end in, any where none is given; ``many``: it may lead through a list. ``section`` is
    where the path starts; without it, the section that the kind has a field for. ``whole``: the field holds the name
    of a section.
    """

    types: tuple[type, ...] = ()
    section: str | None = None
    whole: bool = False
    many: bool = False


class LedTo(NamedTuple):
    """One path of one rule: where it starts, where the rule says it, and what it must end in."""

    section: str
    path: str
    types: tuple[type, ...] = ()
    condition: Condition | None = None
    said_at: tuple[str, ...] = ()
    #: Whether it may not lead through a list: nobody could say which member is meant.
    single: bool = False

    def check(self, categories: Mapping[str, Any]) -> None:
        """Refuse a path that leads nowhere, to another type, or to words that are in no list. Raises a fault."""
        try:
            model = section_model(self.section)
            if self.condition is not None:
                check_condition(model, self.path, self.condition, categories)
            elif self.path:
                field = field_of(model, self.path) if self.single else reach(model, self.path)
                if self.types and field.holds not in self.types:
                    wanted = "或".join(dict.fromkeys(_CALLED.get(one, "一组内容") for one in self.types))
                    raise fault(f"字段“{self.path}”是{_CALLED.get(field.holds, '一组内容')}，这里要的是{wanted}")
                if field.words and field.words not in categories:
                    raise fault(f"“{self.path}”的词表“{field.words}”在计划的 categories 里没有，请列出")
        except PydanticCustomError as error:
            raise fault((error.context or {})["message"], *self.said_at) from None


def paths_of(node: BaseModel, section: str | None, known: Format, at: tuple[str, ...] = ()) -> Iterator[LedTo]:
    """All paths of a format that a rule names, those of the groups inside it too."""
    for name, info in type(node).model_fields.items():
        value = getattr(node, name)
        mark = next((mark for mark in info.metadata if isinstance(mark, Leads)), None)
        if hasattr(value, "led_to"):
            yield from value.led_to((*at, name))
        elif isinstance(value, BaseModel):
            yield from paths_of(value, section, known, (*at, name))
        if mark is None or not value:
            continue
        if mark.whole:
            yield LedTo(value, "", said_at=(*at, name))
            continue
        start = title_in(mark.section, known) if mark.section else section
        assert start is not None
        if isinstance(value, dict) and not isinstance(next(iter(value.values())), str):
            yield from (LedTo(start, path, condition=one, said_at=(*at, name)) for path, one in value.items())
        else:
            paths = [value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value
            yield from (LedTo(start, one, mark.types, said_at=(*at, name), single=not mark.many) for one in paths)
