"""The schema of a plan file, for whoever encodes next year's: what every kind of rule needs, and no word of a plan."""

from typing import Any

from zhifa_check.calendar.phrases import ACCEPTED, grammar
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape
from zhifa_check.kinds.bounds import WAYS
from zhifa_check.plan.field_types import FORMS
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import REQUIREMENT_ID
from zhifa_check.schema import patterns
from zhifa_check.schema.models import file_schema, name_in
from zhifa_check.schema.values import TEXT, Json, day, matching, number, words
from zhifa_check.words.meant import quoted


def plan_schema() -> Json:
    """What a plan may say wherever no other part of it decides."""
    schema = file_schema("年度计划", Plan, _FORMS)
    models = schema["definitions"]
    rule = models["Requirement"]["properties"]["rule"]
    rule["properties"]["kind"]["markdownEnumDescriptions"] = [
        models[name_in(branch["then"])]["description"] for branch in rule["allOf"]
    ]
    schema["allOf"].append({"if": {"not": {"required": ["sections"]}}, "then": _as_shipped()})
    return schema


def _as_shipped() -> Json:
    """What holds of a plan that adds nothing to the format: its sections and lists of words are those that ship."""
    section = words(standard(), f"提交格式里没有这一部分，能用的有：{quoted(standard())}，或 sections 里添的")
    rules = {"properties": {"rule": {"properties": {"section": section}}}}
    known = standard().word_lists
    lists = {"propertyNames": words(known, f"没有这样的词表，能用的有：{quoted(known)}")}
    return {"properties": {"requirements": {"items": rules}, "categories": lists}}


def _phrase() -> Json:
    message = f"看不懂这个期限。能用的写法有：{quoted(ACCEPTED)}"
    return {
        "type": "string",
        "pattern": f"^(?:{grammar()})$",
        "patternErrorMessage": message,
        "errorMessage": message,
        "examples": list(ACCEPTED),
    }


def _due(_: Shape) -> Json:
    """One phrase, one rule, or a rule for each group of units."""
    rule = {"$ref": "#/definitions/DueRule"}
    several = {"type": "array", "items": rule, "errorMessage": "应是期限的列表"}
    return {"anyOf": [_phrase(), _PHRASE, rule, several]}


def _where(_: Shape) -> Json:
    listed = {"type": "array", "items": TEXT}
    message = "应是一组“字段: [能填的词…]”，如 {类别: [业务知识, 执法技能]}，数字和日期可写 {at_least: 50000}"
    bounds = {
        "type": "object",
        "properties": {
            **dict.fromkeys(WAYS, number()),
            "since": day(_),
            "until": day(_),
            "not": {"anyOf": [TEXT, listed]},
        },
        "additionalProperties": False,
    }
    return {"type": "object", "additionalProperties": {"anyOf": [TEXT, listed, bounds]}, "errorMessage": message}


def _category_lists(_: Shape) -> Json:
    listed = {"type": "array", "minItems": 1, "items": TEXT, "errorMessage": "应是至少有一个词的列表"}
    named = {name: {"title": name} | listed for name in standard().word_lists}
    return {"type": "object", "properties": named, "additionalProperties": listed, "errorMessage": "应是各处能填的词"}


def _field_type(_: Shape) -> Json:
    """A type, or a list of one; lists of words and sections of the plan's own can be any name."""
    known = [*FORMS, *(title for title in standard() if standard()[title].key), *standard().word_lists]
    message = f"应是类型：{quoted(FORMS)}，词表的名称，或有 key 的部分；几个值的写 [人员] 这样"
    single = TEXT | {"examples": known, "errorMessage": message}
    return {"anyOf": [single, {"type": "array", "minItems": 1, "maxItems": 1, "items": single}]}


def _field(shape: Shape) -> Json:
    return {"anyOf": [_field_type(shape), {"$ref": "#/definitions/Declared"}]}


def _amount(_: Shape) -> Json:
    return number() | {"pattern": f"{patterns.AMOUNT_TEXT}|^[1-9][0-9]{{0,2}}/[1-9][0-9]{{0,2}}$"}


def _percent(_: Shape) -> Json:
    shares = number(100)
    del shares["minimum"]
    return shares | {
        "exclusiveMinimum": 0,
        "pattern": patterns.AMOUNT_TEXT,
        "errorMessage": "应是 0 到 100 之间的百分数，只写数字",
    }


_MONTH_AND_DAY: Json = {
    "type": "string",
    "pattern": "^(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}$",
    "errorMessage": "应是月-日，如 01-31；一年几次的写成列表",
}
_PHRASE: Json = {"$ref": "#/definitions/Phrase"}
_FORMS: dict[str, Any] = {
    "requirement_id": lambda _: matching(f"^{REQUIREMENT_ID}$", "应是一组的代号、点、英文名，如 T10.hours"),
    "one_or_several": lambda _: {"anyOf": [TEXT, {"type": "array", "minItems": 1, "items": TEXT}]},
    "section": lambda _: TEXT | {"examples": list(standard())},
    "field_type": _field_type,
    "field": _field,
    "member": lambda shape: {"anyOf": [_field_type(shape), {"$ref": "#/definitions/Member"}]},
    "category_lists": _category_lists,
    "date": day,
    "count": lambda _: number(999_999, whole=True) | {"pattern": patterns.COUNT_TEXT},
    "amount": _amount,
    "percent": _percent,
    "flag": lambda _: words(("true", "false"), "应是 true 或 false"),
    "phrase": lambda _: _phrase(),
    "days_of_year": lambda _: {"anyOf": [_MONTH_AND_DAY, {"type": "array", "items": _MONTH_AND_DAY}]},
    "phrase_text": lambda _: {"anyOf": [_phrase(), _PHRASE]},
    "due": _due,
    "where": _where,
}
