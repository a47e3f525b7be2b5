"""Sections and fields that a plan adds to the format of submissions, as its file declares them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from zhifa_check.bureau.config import Config, Words
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Written
from zhifa_check.format.values import as_text, fault, unknown_word
from zhifa_check.kinds.due import PlanWords
from zhifa_check.kinds.phrase import Flag
from zhifa_check.plan.field_types import FORMS, MANY
from zhifa_check.words.meant import nearest, quoted


@dataclass(frozen=True, slots=True)
class FieldType:
    """``name`` is a form of value, a list of words of the plan or a section whose key is written; or ``many`` of it."""

    name: str
    many: bool = False


#: A list of records.
LISTED = FieldType("列表")
DATES = (FieldType("日期"), FieldType("时刻"))


def _type(value: object, info: ValidationInfo) -> FieldType:
    many = isinstance(value, list)
    if isinstance(value, list) and len(value) != 1:
        raise fault("几个值的写成 [类型]，方括号里只写一种类型，如 [人员]")
    name, known = as_text(value[0] if isinstance(value, list) else value), cast(PlanWords, info.context).types
    if name not in known:
        raise unknown_word("没有这样的类型；词表要先在 categories 里列出，引用的部分要有 key", known)
    if many and (name in info.context.categories or (name in FORMS and name not in MANY)):  # type: ignore[union-attr]
        raise fault(f"[{name}] 不能用：能写成几个值的只有{quoted(MANY)}和引用别的部分的")
    return FieldType(name, many)


class Member(Config):
    """A field of a member of a list; only its type, where there is nothing else to say."""

    about: ClassVar[str] = "一条里的一个字段；没有别的要说的，只写类型，如 日期: 日期。"
    type: Annotated[FieldType, PlainValidator(_type), Written("field_type")] = Field(
        title="类型", description="类型、词表的名称，或引用的部分；几个值的写 [人员] 这样"
    )
    required: Flag = Field(False, title="必填")
    told: Words = Field("", alias="about", title="说明", description="告诉填表的人填什么；{year} 代表年度")
    planned: Flag = Field(
        False, title="以后的日子", description="可以是以后的日期，如有效期至；不写的，检查日以后的日期当作还没有做"
    )
    blank_is_no: Flag = Field(
        False,
        title="不填就是没有",
        description="不填就是否、就是没有的写 true；不写的，规则的条件要看它而没有填的，不知道算不算在内，待认定",
    )
    evidence: Flag = Field(False, title="用 git 对照", description="申报按期做了的日期，要用 git 的记录对照的写 true")

    @model_validator(mode="after")
    def _only_of_dates(self) -> Self:
        for name in ("planned", "evidence"):
            if getattr(self, name) and self.type not in DATES:
                raise fault("只有类型是 日期 或 时刻 的才能写", name)
        if self.blank_is_no and (self.required or self.type == LISTED or self.type.many):
            raise fault("只有可以不填的、一个值的才能写", "blank_is_no")
        return self


def _field(value: object) -> object:
    return {"type": value} if isinstance(value, (str, list)) else value


Members = dict[Words, Annotated[Member, BeforeValidator(_field), Written("member")]]


class Declared(Member):
    """One field of a record: a value, several, or with ``fields`` a list of records inside it."""

    about: ClassVar[str] = (
        "提交文件里的一个字段；没有别的要说的，只写类型，如 罚款金额: 数字。"
        "一条里又有几条的（如一户企业的几次检查），不写类型，写 fields。"
    )
    type: Annotated[FieldType, PlainValidator(_type), Written("field_type")] = Field(
        LISTED, title="类型", description="类型、词表的名称，或引用的部分；几个值的写 [人员] 这样；写了 fields 的不写"
    )
    fields: Members = Field({}, title="又有几条的", description="一条里又有几条的，各有哪些字段")
    dated: Words | None = Field(None, title="发生日期", description="fields 里的：那几条各是哪一天的，要在本年度内")

    @model_validator(mode="after")
    def _says_one_of_both(self) -> Self:
        if bool(self.fields) is (self.type != LISTED):
            raise fault("写 type（类型），或者 fields（又有几条的）", "fields" if self.fields else "type")
        if self.dated and self.dated not in self.fields:
            raise fault(f"fields 里没有“{self.dated}”，{_meant(self.dated, self.fields)}", "dated")
        if self.dated and self.fields[self.dated].type != FieldType("日期"):
            raise fault("发生日期的类型应是 日期", "dated")
        return self


Fields = dict[Words, Annotated[Declared, BeforeValidator(_field), Written("field")]]


class SectionOf(Config):
    """A new section, or with ``extend`` fields that are added to one there is."""

    about: ClassVar[str] = "新的一部分写 fields；给已有的部分添字段，只写 extend。"
    extend: Fields = Field(
        {}, title="添加的字段", description="如 {罚款金额: 数字}；给里面的列表添的，写 {培训.方式: 培训方式}"
    )
    fields: Fields = Field({}, title="字段", description="新的一部分有哪些字段，按表格里的次序")
    told: Words = Field("", alias="about", title="说明", description="告诉填表的人这一部分填什么")
    file: Words | None = Field(None, title="文件", description="zhifa new 写进哪个文件；不写为 名称.yaml")
    key: Words | None = Field(None, title="编号字段", description="记录靠它区分、不能重复的字段；别的部分可以引用它")
    told_apart: tuple[Words, ...] = Field(
        (), title="靠什么区分", description="没有 key 的，这些字段都相同就是同一条；不写为全部字段"
    )
    dated: Words | None = Field(
        None,
        title="发生日期",
        description="事情是哪一天的，每条必填；要在本年度内，检查日以后的不看。办了才有的日期，如检查日期，不写在这里",
    )
    happens: Flag = Field(False, title="可能没有", description="一条也没有就是没有发生，不是没有填的，写 true")

    @model_validator(mode="after")
    def _says_one_of_both(self, info: ValidationInfo) -> Self:
        new = [name for name in type(self).model_fields if name != "extend" and name in self.model_fields_set]
        if self.extend and new:
            raise fault("已有的部分只能用 extend 添字段，不能改别的；新的一部分不写 extend", "extend")
        if not self.extend and not self.fields:
            raise fault("没有写字段。新的一部分写 fields，给已有的部分添字段写 extend")
        for name, paths in (("key", [self.key]), ("told_apart", self.told_apart), ("dated", [self.dated])):
            for path in filter(None, paths):
                if path not in self.fields:
                    raise fault(f"fields 里没有“{path}”，{_meant(path, self.fields)}", name)
        if self.key and self.told_apart:
            raise fault("写了 key 就靠它区分，请删去 told_apart", "told_apart")
        kind = self.fields[self.key].type if self.key else FieldType("文字")
        if kind.many or (kind.name != "文字" and kind.name not in cast(PlanWords, info.context).categories):
            raise fault("编号字段的类型应是 文字，或者词表", "key")
        if self.dated and self.fields[self.dated].type not in DATES:
            raise fault("发生日期的类型应是 日期 或 时刻", "dated")
        return self


Sections = dict[Words, SectionOf]


def _meant(word: str, known: Iterable[str]) -> str:
    meant = nearest(word, known)
    return f"是不是“{meant}”？" if meant else f"能用的有：{quoted(known)}"


def types_of(data: Any, categories: Iterable[str]) -> tuple[str, ...]:
    """Every type that a field of a plan may have, its sections being ``data`` as they stand in the file."""
    declared = data.items() if isinstance(data, dict) else ()
    keyed = [title for title, one in declared if isinstance(one, dict) and one.get("key")]
    known = standard()
    return tuple(dict.fromkeys((*FORMS, *categories, *(title for title in known if known[title].key), *keyed)))


def well_formed(data: Any, words: PlanWords) -> Sections | None:
    """The sections that a plan declares, its file holding ``data``; None where something is wrong with them."""
    declared = data.get("sections") if isinstance(data, dict) else None
    if not declared:
        return {}
    try:
        return _adapter().validate_python(declared, context=words)
    except ValidationError:
        return None


@cache
def _adapter() -> TypeAdapter[Sections]:
    # made once: it takes longer than all that a plan declares
    return TypeAdapter(Sections)


def together(parts: Iterable[Mapping[str, SectionOf]]) -> Sections:
    """The sections of several plans; what two of them add to a section stands side by side."""
    found: Sections = {}
    for part in parts:
        for title, one in part.items():
            before = found.get(title)
            if before is not None:
                whole, more = (before, one) if before.fields else (one, before)
                one = whole.model_copy(update={"extend": more.extend | whole.extend})
            found[title] = one
    return found
