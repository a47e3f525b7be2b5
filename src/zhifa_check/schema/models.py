"""From the pydantic models to JSON Schema as editors like it: draft-07, blanks allowed where the tool allows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from zhifa_check.format.values import FORM
from zhifa_check.schema import patterns
from zhifa_check.schema.values import TEXT, Forms, Json, accepted_silently, words
from zhifa_check.words.meant import quoted

DRAFT = "http://json-schema.org/draft-07/schema#"
#: What an optional key may be left as.
_BLANK: Json = {"title": "留空"} | accepted_silently({"type": ["null", "string"], "pattern": patterns.BLANK})


class _Generator(GenerateJsonSchema):
    """Descriptions from ``about`` and not from docstrings; our own validators say what they read by their marks."""

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        return {}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        keys = self.generate_inner(schema["keys_schema"])
        return super().dict_schema(schema) | ({"propertyNames": keys} if FORM in keys else {})

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("title", None)
        return made | {"description": getattr(schema["cls"], "about", "")}


def definitions(models: Sequence[type[BaseModel]], forms: Forms) -> tuple[dict[type[BaseModel], Json], Json]:
    """References to the models, and the definitions that these and the models within them need."""
    references, made = models_json_schema(
        [(model, "validation") for model in models],
        by_alias=True,
        ref_template="#/definitions/{model}",
        schema_generator=_Generator,
    )
    finished: Json = {}
    # only what is reached: pydantic also describes the Python classes that our validators return
    wanted = [references[model, "validation"] for model in models]
    while wanted:
        name = name_in(wanted.pop())
        if name not in finished:
            finished[name] = _finish(made["$defs"][name], forms)
            wanted += _references(finished[name])
    return {model: references[model, "validation"] for model in models}, {
        name: finished[name] for name in sorted(finished)
    }


def file_schema(title: str, model: type[BaseModel], forms: Forms) -> Json:
    """The schema of a file that holds one model."""
    references, models = definitions([model], forms)
    whole: Json = models.pop(name_in(references[model]))
    return {"$schema": DRAFT, "title": title} | whole | {"definitions": models}


def name_in(reference: Json) -> str:
    """The name of the definition that a reference leads to."""
    return str(reference["$ref"]).rpartition("/")[2]


def _references(node: Any) -> list[Json]:
    if isinstance(node, dict):
        return [node] if "$ref" in node else _references(list(node.values()))
    return [found for part in node for found in _references(part)] if isinstance(node, list) else []


def may_be_blank(schema: Json) -> Json:
    """The same, or nothing. The title stands in both places: by it editors tell which of the two is there."""
    inner = {key: value for key, value in schema.items() if key != "description"}
    if set(inner) <= {"title", "$ref"}:
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


def _finish(node: Json, forms: Forms) -> Json:
    """What pydantic made of one value, as an editor should have it. Raises TypeError for a type that nobody foresaw."""
    top = {key: node[key] for key in ("title", "description") if node.get(key)}
    if FORM in node:
        return top | forms[node[FORM]](node)
    inner = [part for part in node.get("anyOf", ()) if part != {"type": "null"}]
    if len(inner) == 1:
        return may_be_blank(_finish(top | inner[0], forms))
    if "discriminator" in node:
        return top | _kinds(node["discriminator"])
    if "$ref" in node:
        # draft-07 ignores whatever stands beside a reference
        return top | {"allOf": [{"$ref": node["$ref"]}]} if top else {"$ref": node["$ref"]}
    if node.get("type") == "object" and "properties" in node:
        return top | _object(node, forms)
    if node.get("type") == "object":
        return top | _mapping(node, forms)
    if node.get("type") == "array":
        return top | _list(node, forms)
    if node.get("type") == "string":
        known = [node["const"]] if "const" in node else node.get("enum")
        return top | ({"enum": known, "errorMessage": f"能填的有：{'、'.join(known)}"} if known else TEXT)
    raise TypeError(f"no form of writing is known for {node}")


def _object(node: Json, forms: Forms) -> Json:
    properties = {key: _finish({"title": key} | value, forms) for key, value in node["properties"].items()}
    required = node.get("required", ())
    snippets = {"defaultSnippets": [_snippet(required)]} if required else {}
    return record(properties, required, "这里要写“名称: 值”") | snippets


def _kinds(discriminator: Json) -> Json:
    """One of several models, told apart by one key: what is wrong is said of the model that was meant."""
    key, models = discriminator["propertyName"], discriminator["mapping"]
    named = [
        {
            "if": {"properties": {key: {"enum": [name]}}, "required": [key]},
            "then": {"$ref": reference},
        }
        for name, reference in models.items()
    ]
    kind = {"title": key, "description": "规则的种类，决定还要写哪些项"} | words(models, f"能填的有：{quoted(models)}")
    return {
        "type": "object",
        "required": [key],
        "properties": {key: kind},
        "errorMessage": f"这里要写“名称: 值”，其中要有“{key}”",
        "allOf": named,
    }


def _snippet(required: Sequence[str]) -> Json:
    """What an editor writes for a new record: its required keys, the cursor at the first."""
    return {
        "label": "新的一条（必填的各项）",
        "body": {key: f"${number}" for number, key in enumerate(required, start=1)},
    }


def _mapping(node: Json, forms: Forms) -> Json:
    values = _finish(node["additionalProperties"], forms)
    if "propertyNames" not in node:
        return {"type": "object", "additionalProperties": values, "errorMessage": "这里要写“名称: 值”"}
    # listed one by one, so that an editor completes them
    known = _finish(node["propertyNames"], forms)["enum"]
    return record({str(key): {"title": str(key)} | values for key in known}, (), "这里要写“名称: 值”")


def _list(node: Json, forms: Forms) -> Json:
    least = {"minItems": node["minItems"]} if "minItems" in node else {}
    return {
        "type": "array",
        "items": _finish(node["items"], forms),
        "errorMessage": "应是列表：每一条前面写“- ”，或者写成 [甲, 乙]",
    } | least
