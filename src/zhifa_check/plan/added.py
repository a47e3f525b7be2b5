"""The format of a plan: what ships, with the sections and fields that the plan adds, as models like any other."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, create_model

from zhifa_check.format.format import HEAD, Format
from zhifa_check.format.record import Section
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape, Written
from zhifa_check.format.values import DayInYear, MomentInYear, one_of
from zhifa_check.plan.field_types import ABOUT, FORMS
from zhifa_check.plan.sections import Declared, SectionOf
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import nearest, quoted

#: A key of Chinese words: never an attribute of Python's own, never two keys of a path, good for a sheet's name.
_NAME = r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）]{0,19}"
_FILE = r"[^\\/:*?\"<>|.\s][^\\/:*?\"<>|]{0,60}\.yaml"
_IN_YEAR = {"日期": DayInYear, "时刻": MomentInYear}


def format_with(sections: Mapping[str, SectionOf], categories: Mapping[str, object]) -> Format:
    """The format of a plan that adds ``sections``; ``categories`` are its lists of words."""
    if not sections:
        return standard()
    models = {model.title: model for model in standard().sections}
    for number, (title, one) in enumerate(sections.items(), start=1):
        models[title] = (
            _extended(models[title], one, categories) if title in models else _new(title, number, one, categories)
        )
    return Format(tuple(models.values()))


def clashes(sections: Mapping[str, SectionOf]) -> Iterator[tuple[KeyPath, str]]:
    """What cannot be told from what is there, or adds to what is not: the keys that lead to it, and a message."""
    known = standard()
    sheets = {field.key: title for title in known for field in known[title].shape().fields if _is_sheet(field.shape)}
    for title, one in sections.items():
        if not re.fullmatch(_NAME, title):
            yield (title,), _unfit(title)
        elif one.extend and title not in known:
            meant = nearest(title, known)
            hint = f"是不是“{meant}”？" if meant else f"能添字段的有：{quoted(known)}。"
            yield (title,), f"提交格式里没有“{title}”这一部分，{hint}新的一部分请写 fields，不写 extend。"
        elif not one.extend and (title in known or title in HEAD or title in sheets):
            yield (title,), f"“{title}”已经有了。给已有的部分添字段请写 extend；新的一部分请换一个名称。"
        if one.file is not None and not re.fullmatch(_FILE, one.file):
            yield (title, "file"), f"“{one.file}”不能做文件名。请写一个以 .yaml 结尾的名称，不带文件夹。"
        taken = _headers(known[title].shape()) if one.extend and title in known else frozenset()
        for key in one.extend or one.fields:
            if not re.fullmatch(_NAME, key):
                yield (title, "extend" if one.extend else "fields", key), _unfit(key)
            elif key in taken:
                yield (title, "extend", key), f"“{title}”里已有“{key}”，请换一个名称，或删去这一项。"
            elif (one.extend | one.fields)[key].required and title in _needed(sections, key, title):
                message = f"“{title}”要先有“{key}”所指的，那里又要先有“{title}”，谁也填不成。请去掉其中一个 required。"
                yield (title, "extend" if one.extend else "fields", key), message


def _unfit(name: str) -> str:
    return f"“{name}”不能做名称。请用汉字开头，只用汉字、字母、数字和全角括号，不超过二十个字。"


def _needed(sections: Mapping[str, SectionOf], key: str, title: str) -> set[str]:
    """The sections that must have a record before a required field can be filled in."""
    found: set[str] = set()
    waiting = [(sections[title].extend | sections[title].fields)[key].type.name]
    while waiting:
        name = waiting.pop()
        if name in sections and name not in found:
            fields = sections[name].extend | sections[name].fields
            waiting += [field.type.name for field in fields.values() if field.required]
            found.add(name)
    return found


def _is_sheet(shape: Shape) -> bool:
    return shape.form == "list" and bool(shape.records)


def _headers(shape: Shape) -> frozenset[str]:
    """What a section already has as keys, and as headers of a form: those of a record inside carry its name."""
    inner = {
        prefix + one.key
        for field in shape.fields
        for prefix in (field.key if field.shape.fields else "",)
        for record in field.shape.records
        for one in record.fields
    }
    return frozenset(inner | {field.key for field in shape.fields})


def _extended(base: type[Section], one: SectionOf, categories: Mapping[str, object]) -> type[Section]:
    model: type[Section] = create_model(base.__name__, __base__=base, **_fields(one.extend, None, None, categories))
    model.answers = (*base.answers, *_answers(one.extend, None))
    model.declares = (*base.declares, *_declares(one.extend))
    return model


def _new(title: str, number: int, one: SectionOf, categories: Mapping[str, object]) -> type[Section]:
    fields = _fields(one.fields, one.key, one.dated, categories)
    model: type[Section] = create_model(f"Added{number}", __base__=Section, **fields)
    model.title, model.about, model.file = title, one.told or title, one.file or f"{title}.yaml"
    model.key, model.dated, model.happens = one.key, one.dated, one.happens
    if not one.key:
        model.told_apart = one.told_apart or tuple(one.fields)
        required = [key for key in model.told_apart if one.fields[key].required and not one.fields[key].type.many]
        model.label = one.dated or next(iter(required), None)
    model.answers, model.declares = _answers(one.fields, one.dated), _declares(one.fields)
    return model


def _fields(
    declared: Mapping[str, Declared], key: str | None, dated: str | None, categories: Mapping[str, object]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, one in declared.items():
        kind = _IN_YEAR[one.type.name] if name == dated else _kind(one.type.name, categories)
        kind = list[kind] if one.type.many else kind  # type: ignore[valid-type]
        if one.required or name in (key, dated):
            made[name] = (kind, Field(alias=name, description=_about(one, categories)))
        else:
            made[name] = (kind | None, Field(default=None, alias=name, description=_about(one, categories)))
    return made


def _about(one: Declared, categories: Mapping[str, object]) -> str:
    name = one.type.name
    return one.told or ABOUT.get(name, "" if name in FORMS or name in categories else f"“{name}”里那一条的编号")


def _kind(name: str, categories: Mapping[str, object]) -> Any:
    if name in FORMS:
        return FORMS[name]
    if name in categories:
        return Annotated[str, one_of(name), Written("word", words=name)]
    return Annotated[str, Written("text", refers=name)]


def _answers(declared: Mapping[str, Declared], dated: str | None) -> tuple[str, ...]:
    """The acts that may come later than the record: a date beyond the as-of date is none yet."""
    return tuple(
        name
        for name, one in declared.items()
        if one.type.name in _IN_YEAR and name != dated and not one.required and not one.planned
    )


def _declares(declared: Mapping[str, Declared]) -> tuple[str, ...]:
    return tuple(name for name, one in declared.items() if one.evidence and one.type.name in _IN_YEAR)
