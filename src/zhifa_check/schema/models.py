"""From the shapes of models to JSON Schema as editors like it: draft-07, blanks allowed where the tool allows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from zhifa_check.format.shape import Field, Shape, shape_of
from zhifa_check.schema import patterns
from zhifa_check.schema.values import TEXT, Forms, Json, accepted_silently, words
from zhifa_check.words.meant import quoted

DRAFT = "http://json-schema.org/draft-07/schema#"
#: What an optional key may be left as.
_BLANK: Json = {"title": "留空"} | accepted_silently({"type": ["null", "string"], "pattern": patterns.BLANK})


def definitions(models: Sequence[type[BaseModel]], forms: Forms) -> tuple[dict[type[BaseModel], Json], Json]:
    """References to the models, and the definitions that these and the models within them need.

    Raises KeyError for a form of writing that ``forms`` does not know.
    """
    made: Json = {}
    for model in models:
        _define(shape_of(model), forms, made)
    return {model: _reference(shape_of(model)) for model in models}, {name: made[name] for name in sorted(made)}


def _define(shape: Shape, forms: Forms, made: Json) -> None:
    name = shape.holds.__name__
    if name not in made:
        made[name] = {"description": getattr(shape.holds, "about", "")} | _object(shape, forms)
        for place in shape.places:
            if place.fields:
                _define(place, forms, made)


def file_schema(title: str, model: type[BaseModel], forms: Forms) -> Json:
    """The schema of a file that holds one model."""
    references, models = definitions([model], forms)
    whole: Json = models.pop(name_in(references[model]))
    return {"$schema": DRAFT, "title": title} | whole | {"definitions": models}


def name_in(reference: Json) -> str:
    """The name of the definition that a reference leads to."""
    return str(reference["$ref"]).rpartition("/")[2]


def _reference(shape: Shape) -> Json:
    return {"$ref": f"#/definitions/{shape.holds.__name__}"}


def may_be_blank(schema: Json) -> Json:
    """The same, or nothing. The title stands in both places: by it editors tell which of the two is there."""
    inner = {key: value for key, value in schema.items() if key != "description"}
    if set(inner) == {"title", "$ref"}:
        inner = {"title": inner["title"], "allOf": [{"$ref": inner["$ref"]}]}
    return {key: schema[key] for key in ("title", "description") if key in schema} | {"anyOf": [inner, _BLANK]}


def record(properties: Mapping[str, Any], required: Sequence[str], what: str) -> Json:
    """An object of just these keys; each missing one is told by its name."""
    keys = "、".join(f"{key}*" if key in required else key for key in properties)
    missing = [
        {"required": [key], "errorMessage": f"缺少“{key}”。请补上“{key}: …”一行，与同组各行对齐"} for key in required
    ]
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "errorMessage": f"{what}，能用的名称只有：{keys}" + ("（带 * 的必填）" if required else ""),
    } | ({"allOf": missing} if missing else {})


def _object(shape: Shape, forms: Forms) -> Json:
    properties = {field.key: _field(field, forms) for field in shape.fields}
    required = [field.key for field in shape.fields if field.required]
    snippets = {"defaultSnippets": [_snippet(required)]} if required else {}
    return record(properties, required, "这里要写“名称: 值”") | snippets


def _field(field: Field, forms: Forms) -> Json:
    told = {"title": field.title} | ({"description": field.about} if field.about else {})
    made = _value(field.shape, forms)
    # draft-07 ignores whatever stands beside a reference
    whole = told | ({"allOf": [made]} if set(made) == {"$ref"} else made)
    return may_be_blank(whole) if field.optional else whole


def _value(shape: Shape, forms: Forms) -> Json:
    """What may stand at one place. Raises KeyError for a form that nobody foresaw."""
    if shape.form in forms:
        return forms[shape.form](shape)
    if shape.form == "choice":
        return _kinds(shape.choices)
    if shape.form == "record":
        return _reference(shape)
    if shape.form == "literal":
        return {"enum": list(shape.known), "errorMessage": f"能填的有：{'、'.join(shape.known)}"}
    if shape.keys and shape.element:
        return _mapping(shape.keys, _value(shape.element, forms), forms)
    if shape.element:
        return _list(shape, _value(shape.element, forms))
    return {"text": TEXT}[shape.form]


def _kinds(models: Sequence[Shape]) -> Json:
    """One of several models, told apart by one key: what is wrong is said of the model that was meant."""
    key = "kind"
    named = {name: model for model in models if (kind := model.field(key)) for name in kind.shape.known}
    branches = [
        {"if": {"properties": {key: {"enum": [name]}}, "required": [key]}, "then": _reference(model)}
        for name, model in named.items()
    ]
    known = words(named, f"能填的有：{quoted(named)}")
    return {
        "type": "object",
        "required": [key],
        "properties": {key: {"title": key, "description": "规则的种类，决定还要写哪些项"} | known},
        "errorMessage": f"这里要写“名称: 值”，其中要有“{key}”",
        "allOf": branches,
    }


def _snippet(required: Sequence[str]) -> Json:
    """What an editor writes for a new record: its required keys, the cursor at the first."""
    return {
        "label": "新的一条（必填的各项）",
        "body": {key: f"${number}" for number, key in enumerate(required, start=1)},
    }


def _mapping(keys: Shape, values: Json, forms: Forms) -> Json:
    if keys.form not in forms or "enum" not in forms[keys.form](keys):
        return {"type": "object", "additionalProperties": values, "errorMessage": "这里要写“名称: 值”"}
    # listed one by one, so that an editor completes them
    known = forms[keys.form](keys)["enum"]
    return record({str(key): {"title": str(key)} | values for key in known}, (), "这里要写“名称: 值”")


def _list(shape: Shape, members: Json) -> Json:
    return {
        "type": "array",
        "items": members,
        "errorMessage": "应是列表：每一条前面写“- ”，或者写成 [甲, 乙]",
    } | ({"minItems": shape.least} if shape.least else {})
