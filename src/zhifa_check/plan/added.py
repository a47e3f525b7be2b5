"""The format of a plan: what ships, with the sections and fields that the plan adds, as models like any other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Annotated, Any, get_args

from pydantic import Field, create_model

from zhifa_check.format.format import HEAD, Format
from zhifa_check.format.record import Record, Section
from zhifa_check.format.sections import standard
from zhifa_check.format.sections.people import Person, TrainingClass
from zhifa_check.format.shape import Shape, Written
from zhifa_check.format.values import DayInYear, MomentInYear, one_of
from zhifa_check.plan.field_types import ABOUT, FORMS
from zhifa_check.plan.sections import LISTED, Declared, Member, SectionOf
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import nearest, quoted

#: A key of Chinese words: never an attribute of Python's own, never two keys of a path, good for a sheet's name.
_NAME = r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）]{0,19}"
_FILE = r"[^\\/:*?\"<>|.\s][^\\/:*?\"<>|]{0,60}\.yaml"
#: The last formats by what declares them: a run asks for one several times, and its models take long to make.
_made: dict[tuple[str, ...], Format] = {}
_FEW = 8
_IN_YEAR = {"日期": DayInYear, "时刻": MomentInYear}


def format_with(sections: Mapping[str, SectionOf], categories: Mapping[str, object]) -> Format:
    """The format of a plan that adds ``sections``; ``categories`` are its lists of words."""
    if not sections:
        return standard()
    said = repr(sections), *categories
    if said not in _made:
        if len(_made) == _FEW:
            _made.clear()
        _made[said] = _format_of(sections, categories)
    return _made[said]


def _format_of(sections: Mapping[str, SectionOf], categories: Mapping[str, object]) -> Format:
    models = {model.title: model for model in standard().sections}
    classes = _inside(sections.get(Person.title), "培训")
    for number, (title, one) in enumerate(sections.items(), start=1):
        if title not in models:
            models[title] = _new(title, number, one, categories)
        if one.extend:
            models[title] = _extended(models[title], one, categories)
    if classes:
        # what people attended as a class is theirs as well
        held = SectionOf.model_construct(extend=classes)
        models[TrainingClass.title] = _extended(models[TrainingClass.title], held, categories)
    return Format(tuple(models.values()))


def _inside(one: SectionOf | None, listed: str) -> dict[str, Declared]:
    """The fields that are added to what stands in a record under a key."""
    added = one.extend if one else {}
    return {key.partition(".")[2]: field for key, field in added.items() if key.startswith(f"{listed}.")}


def clashes(sections: Mapping[str, SectionOf], known: Format) -> Iterator[tuple[KeyPath, str]]:
    """What cannot be told from what is ``known``, or adds to what is not: the keys that lead to it, and a message."""
    sheets = {field.key: title for title in known for field in known[title].shape().fields if _is_sheet(field.shape)}
    for title, one in sections.items():
        if not re.fullmatch(_NAME, title):
            yield (title,), _unfit(title)
        elif title in sheets:
            inside = f"“{title}”是“{sheets[title]}”里一组内容的名称"
            how = f"请写在“{sheets[title]}”的 extend 里，如 {title}.某字段；新的一部分请换一个名称，如“现场{title}”。"
            yield (title,), f"{inside}，给它添字段{how}"
        elif one.extend and title not in known:
            meant = nearest(title, known)
            hint = f"是不是“{meant}”？" if meant else f"能添字段的有：{quoted(known)}。"
            yield (title,), f"提交格式里没有“{title}”这一部分，{hint}新的一部分请写 fields，不写 extend。"
        elif not one.extend and (title in known or title in HEAD):
            yield (title,), f"“{title}”已经有了。给已有的部分添字段请写 extend；新的一部分请换一个名称。"
        if one.file is not None and not re.fullmatch(_FILE, one.file):
            yield (title, "file"), f"“{one.file}”不能做文件名。请写一个以 .yaml 结尾的名称，不带文件夹。"
        taken = _headers(known[title].shape()) if one.extend and title in known else frozenset()
        yield from _lists_amiss(title, one, known, sections, sheets)
        for key in one.extend or one.fields:
            if "." in key and one.extend:
                continue
            if not re.fullmatch(_NAME, key):
                yield (title, "extend" if one.extend else "fields", key), _unfit(key)
            elif key in taken:
                yield (title, "extend", key), f"“{title}”里已有“{key}”，请换一个名称，或删去这一项。"
            elif (one.extend | one.fields)[key].required and title in _needed(sections, key, title):
                message = f"“{title}”要先有“{key}”所指的，那里又要先有“{title}”，谁也填不成。请去掉其中一个 required。"
                yield (title, "extend" if one.extend else "fields", key), message


def _lists_amiss(
    title: str, one: SectionOf, known: Format, sections: Mapping[str, SectionOf], sheets: Mapping[str, str]
) -> Iterator[tuple[KeyPath, str]]:
    """Fields added to a list that is not there, and lists that no form could hold."""
    where = "extend" if one.extend else "fields"
    is_known = title in known
    there = known[title].shape().fields if is_known else ()
    inside = {field.key: field.shape.records[0] for field in there if field.shape.records}
    for key, field in (one.extend | one.fields).items():
        head, dot, name = key.partition(".")
        if dot and one.extend and is_known and head not in inside:
            yield (title, where, key), f"“{title}”的“{head}”里不能再添字段，能添的有：{quoted(inside) or '没有'}。"
        elif dot and one.extend and is_known and inside[head].field(name):
            yield (title, where, key), f"“{head}”里已有“{name}”，请换一个名称，或删去这一项。"
        elif dot and one.extend and (not re.fullmatch(_NAME, name) or field.fields):
            yield (title, where, key), _unfit(name)
        for inner in field.fields:
            if not re.fullmatch(_NAME, inner):
                yield (title, where, key, "fields", inner), _unfit(inner)
        if field.fields and (key in known or key in sheets or key in sections or key in HEAD):
            yield (title, where, key), f"“{key}”已经有了：它在表格里单独一张表，请换一个名称。"
        elif field.fields and not (known[title].key if is_known else one.key):
            yield (title, where, key), f"“{title}”没有编号，里面不能又有几条的。请给它写 key。"


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
    own = {key: field for key, field in one.extend.items() if "." not in key}
    fields = _fields(own, None, None, categories)
    for head in dict.fromkeys(key.partition(".")[0] for key in one.extend if "." in key):
        there = base.shape().field(head)
        assert there is not None
        inner = there.shape.records[0].holds
        added = _fields(_inside(one, head), None, None, categories)
        wider: Any = create_model(inner.__name__, __base__=inner, **added)
        kind: Any = list[wider] if there.shape.form == "list" else wider
        fields[there.name] = (kind if there.required else kind | None, copy(base.model_fields[there.name]))
    model: type[Section] = create_model(base.__name__, __base__=base, **fields)
    model.answers = (*base.answers, *_answers(own, None))
    model.declares = (*base.declares, *_declares(own))
    return model


def _new(title: str, number: int, one: SectionOf, categories: Mapping[str, object]) -> type[Section]:
    fields = _fields(one.fields, one.key, one.dated, categories)
    model: type[Section] = create_model(f"Added{number}", __base__=Section, **fields)
    model.title, model.about, model.file = title, one.told or title, one.file or f"{title}.yaml"
    model.key, model.dated, model.happens = one.key, one.dated, one.happens
    if not one.key:
        model.told_apart = _single(one.told_apart or one.fields, one.fields)
        required = [key for key in model.told_apart if one.fields[key].required and not one.fields[key].type.many]
        model.label = one.dated or next(iter(required), None)
    model.answers, model.declares = _answers(one.fields, one.dated), _declares(one.fields)
    return model


def _fields(
    declared: Mapping[str, Any], key: str | None, dated: str | None, categories: Mapping[str, object]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, one in declared.items():
        if getattr(one, "fields", None):
            records: Any = list[_listed(name, one, categories)]  # type: ignore[misc]
            made[name] = (records | None, Field(default=None, alias=name, description=one.told or name))
            continue
        kind = _IN_YEAR[one.type.name] if name == dated else _kind(one.type.name, categories)
        if one.blank_is_no:
            mark = next(mark for mark in get_args(kind) if isinstance(mark, Written))
            kind = Annotated[kind, mark._replace(blank_is_no=True)]
        kind = list[kind] if one.type.many else kind  # type: ignore[valid-type]
        if one.required or name in (key, dated):
            made[name] = (kind, Field(alias=name, description=_about(one, categories)))
        else:
            made[name] = (kind | None, Field(default=None, alias=name, description=_about(one, categories)))
    return made


def _listed(name: str, one: Declared, categories: Mapping[str, object]) -> type[Record]:
    """The records of a list inside a record."""
    fields = _fields(one.fields, None, one.dated, categories)
    model: type[Record] = create_model(f"{name}一条", __base__=Record, **fields)
    model.about, model.dated, model.told_apart = one.told or name, one.dated, _single(one.fields, one.fields)
    model.answers = _answers(one.fields, one.dated)
    return model


def _single(names: Iterable[str], fields: Mapping[str, Member]) -> tuple[str, ...]:
    """Those that hold one value; what holds several is compared where these are equal."""
    return tuple(name for name in names if not fields[name].type.many and fields[name].type != LISTED)


def _about(one: Member, categories: Mapping[str, object]) -> str:
    name = one.type.name
    return one.told or ABOUT.get(name, "" if name in FORMS or name in categories else f"“{name}”里那一条的编号")


def _kind(name: str, categories: Mapping[str, object]) -> Any:
    if name in FORMS:
        return FORMS[name]
    if name in categories:
        return Annotated[str, one_of(name), Written("word", words=name)]
    return Annotated[str, Written("text", refers=name)]


def _answers(declared: Mapping[str, Any], dated: str | None) -> tuple[str, ...]:
    """The acts that may come later than the record: a date beyond the as-of date is none yet."""
    return tuple(
        name
        for name, one in declared.items()
        if (one.type.name in _IN_YEAR and name != dated and not one.required and not one.planned)
        or getattr(one, "dated", None)
    )


def _declares(declared: Mapping[str, Declared]) -> tuple[str, ...]:
    return tuple(name for name, one in declared.items() if one.evidence and one.type.name in _IN_YEAR)
