"""What pydantic refuses, told in Chinese with its place: found, expected, how to mend it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from zhifa_check.format.problems import MOST_IN_A_FILE, Problem, at
from zhifa_check.format.shape import shape_of
from zhifa_check.source.document import Document, KeyPath
from zhifa_check.source.loader import AGAIN
from zhifa_check.source.text import ODD_SPACES
from zhifa_check.words.meant import nearest, quoted

_FULL_WIDTH_IN_KEY = "[：，［］｛｝]"
_ODD_SPACE = f"^[{ODD_SPACES}]"
#: More words than these are not listed in a message.
_MOST_WORDS = 12
_NO_RECORD = frozenset({"model_type", "dict_type", "model_attributes_type", "dataclass_type"})


def refused(document: Document, errors: list[ErrorDetails], model: type[BaseModel], base: KeyPath) -> Iterator[Problem]:
    """The problems behind the validation errors of ``model`` for the data at ``base``."""
    data: Any = document.data
    for part in base:
        data = data[part]
    told: set[tuple[KeyPath, str]] = set()
    if len(errors) > 2 * MOST_IN_A_FILE:
        # a person is told of the first of them only, and each costs a look for the word that was meant
        errors = errors[: 2 * MOST_IN_A_FILE]
    # unknown keys come first: a required key that somebody misspelt is one accident, not two
    for error in sorted(errors, key=lambda error: error["type"] != "extra_forbidden"):
        if error["type"] == "too_short" and error["input"]:
            # pydantic counts the valid members only; each of the others is told by itself
            continue
        path, allowed = _follow(error["loc"], data, model, missing=error["type"] == "missing")
        key = str(path[-1]) if path else ""
        if error["type"] == "extra_forbidden":
            told |= {(path[:-1], meant) for meant in allowed if key.startswith(meant) or nearest(key, [meant])}
        if error["type"] != "missing" or (path[:-1], key) not in told:
            yield _problem(document, error, (*base, *path), allowed)


def _problem(document: Document, error: ErrorDetails, path: KeyPath, allowed: list[str]) -> Problem:
    kind, found, key = error["type"], error["input"], str(path[-1]) if path else ""
    context = error.get("ctx", {})
    if AGAIN in key:
        first = (*path[:-1], key.partition(AGAIN)[0])
        return at(document, "D.duplicate-key", duplicate_key(document, first, path), path)
    if kind == "extra_forbidden":
        return at(document, *unknown_key(key, allowed), path)
    if kind == "missing":
        here = f"可填的有：{quoted(allowed)}。" if len(allowed) <= 12 else ""
        return at(
            document,
            "D.missing-key",
            f"缺少“{key}”。请补上“{key}: …”一行，与同组各行对齐。{here}",
            path[:-1],
            value=True,
        )
    if found is None and isinstance(path[-1] if path else 0, str):
        return at(
            document,
            "D.missing-key",
            f"“{key}”没有填写。请在冒号后空一格填上，确实没有又不是必填的可删去这一行。",
            path,
        )
    if kind in ("unknown_word", "unknown_reference"):
        id_ = "D.reference" if kind == "unknown_reference" else "D.value"
        message = f"{_name(path)}写的是“{_short(found)}”，{context['what']}，{_meant(str(found), context['known'])}。"
        if swallowed := _swallowed_entry(str(found)):
            return at(document, "D.syntax", swallowed, path, value=True)
        return at(document, id_, message, path, value=True)
    if kind in ("fault", "blank"):
        target = (*path, *context["at"]) if context.get("at") else path
        name = _name(target)
        if context.get("at"):
            found = error["input"]
            for part in context["at"]:
                found = found[part] if isinstance(part, int) else found.get(part) if isinstance(found, dict) else None
        if isinstance(found, str) and (swallowed := _swallowed_entry(found)):
            return at(document, "D.syntax", swallowed, target, value=True)
        written = f"写的是“{_short(found)}”，" if isinstance(found, str) else ""
        message = re.sub("([。？])。$", r"\1", f"{name}{written}{context['message']}。")
        return at(document, "D.value", message, target, value=True)
    return _wrong_shape(document, error, path)


def _wrong_shape(document: Document, error: ErrorDetails, path: KeyPath) -> Problem:
    """A list, a record or a text where the format has another of the three."""
    kind, found, name = error["type"], error["input"], _name(path)
    if isinstance(found, str) and re.search(_FULL_WIDTH_IN_KEY, found):
        message = (
            f"{name}写的是“{_short(found)}”，用了全角标点，YAML 需要半角的“: ”“,”“[ ]”。"
            "请切换到英文输入法重打，冒号后空一格。"
        )
        return at(document, "D.syntax", message, path, value=True)
    if kind in _NO_RECORD:
        hint = (
            f"写的是“{_short(found)}”，应是一条记录（若干行“名称: 值”）。若少了冒号后的空格，请补上"
            if isinstance(found, str)
            else "是空的，应是一条记录。请填写，或删去这一条的“-”"
            if found is None
            else "应是一条记录（若干行“名称: 值”），这里是列表。请检查是否多写了“-”"
        )
        return at(document, "D.value", f"{name}{hint}。", path, value=True)
    if kind == "string_type":
        quotes = "请给整个值加英文引号"
        hint = (
            f"应是一段文字，这里读到的是列表。若文字本身带方括号，{quotes}，如 '[{_short('、'.join(map(str, found)))}]'"
            if isinstance(found, list)
            else "应是一段文字，这里读到的是一组“名称: 值”。请检查行首空格，或给整个值加英文引号"
        )
        return at(document, "D.value", f"{name}{hint}。", path, value=True)
    if kind in ("list_type", "tuple_type"):
        found_text = f"写的是“{_short(found)}”，" if isinstance(found, str) else ""
        # a list of texts has its place in one line; inside braces dashes would be wrong
        how = "写成 [第一项, 第二项]，括号和逗号用半角" if found_text and len(path) > 1 else "每条前面写“- ”"
        message = f"{name}{found_text}应是列表：{how}。请改成列表，没有内容的请删去这一项。"
        return at(document, "D.value", message, path, value=True)
    if kind == "too_short":
        return at(document, "D.value", f"{name}是空的，至少要有一条。请补上。", path, value=True)
    if kind in ("union_tag_invalid", "union_tag_not_found", "literal_error"):
        return _no_such_choice(document, error, path)
    return at(document, "D.value", f"{name}写的是“{_short(found)}”，不合格式（{error['msg']}）。", path, value=True)


def _no_such_choice(document: Document, error: ErrorDetails, path: KeyPath) -> Problem:
    """A word that is none of those that pydantic was told: of a record the one that says of which sort it is."""
    found, context = error["input"], error.get("ctx", {})
    known = tuple(re.findall("'([^']+)'", str(context.get("expected_tags") or context.get("expected", ""))))
    if isinstance(found, dict):
        sort = str(context.get("discriminator", "")).strip("'")
        if not found.get(sort):
            message = f"{_name(path)}缺少“{sort}”。请补上，{_meant('', known)}。"
            return at(document, "D.missing-key", message, path, value=True)
        path, found = (*path, sort), found[sort]
    return at(
        document, "D.value", f"{_name(path)}写的是“{_short(found)}”，{_meant(str(found), known)}。", path, value=True
    )


def unknown_key(key: str, allowed: list[str]) -> tuple[str, str]:
    """Finding id and message for a key that the format does not have there."""
    if re.search(_ODD_SPACE, key):
        return "D.syntax", "行首用了全角空格或特殊空格，YAML 只认半角空格。请把行首换成半角空格（每层两个）。"
    if re.search(_FULL_WIDTH_IN_KEY, key):
        return "D.syntax", f"“{_short(key)}”里用了全角标点，YAML 需要半角的“: ”。请切换到英文输入法重打，冒号后空一格。"
    meant = nearest(key, allowed)
    hint = f"是不是“{meant}”？请改正" if meant else f"这里能用的有：{quoted(allowed)}。请改正或删去"
    return "D.unknown-key", f"这里没有“{_short(key)}”这一项，{hint}。"


def duplicate_key(document: Document, first: KeyPath, again: KeyPath) -> str:
    """The message for a key given twice, naming both lines."""
    lines = document.locate(first)[0], document.locate(again)[0]
    return f"“{first[-1]}”写了两次：第 {lines[0]} 行和第 {lines[1]} 行。不知道以哪个为准，请只留一个。"


def _follow(loc: Sequence[str | int], data: Any, model: type[BaseModel], *, missing: bool) -> tuple[KeyPath, list[str]]:
    """The path in the data that a pydantic location means (union tags aside), and the keys allowed at its end.

    Only of what is ``missing`` the last part is a key that the data have not; else it is a tag.
    """
    path: list[str | int] = []
    records = [shape_of(model)]
    for number, part in enumerate(loc):
        last = number == len(loc) - 1
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            path.append(part)
            continue
        elif part == "[key]" or not (last and missing):
            records = [one for one in records if (kind := one.field("kind")) and part in kind.shape.known] or records
            continue
        path.append(part)
        if not last:
            fields = [field for one in records if (field := one.field(str(part)))]
            records = [inner for field in fields for inner in field.shape.records] or records
    return tuple(path), [field.key for one in records for field in one.fields]


def _name(path: KeyPath) -> str:
    keys = [part for part in path if isinstance(part, str)]
    if path and isinstance(path[-1], int):
        return f"“{keys[-1]}”的第 {path[-1] + 1} 项" if keys else f"第 {path[-1] + 1} 项"
    return f"“{keys[-1]}”" if keys else ""


def _swallowed_entry(text: str) -> str | None:
    """「2023-05-04，课程：…」: a flow mapping typed with full-width signs is one long text to YAML."""
    if re.search("[，；].{1,12}[：:]", text):
        return f"写的是“{_short(text)}”，用了全角标点，几项被并成了一项。请切换到英文输入法重打“, ”和“: ”。"
    return None


def _meant(word: str, known: tuple[str, ...]) -> str:
    if meant := nearest(word, known):
        return f"是不是“{meant}”？请照抄"
    return f"能填的有：{quoted(known[:_MOST_WORDS])}" + ("等" if len(known) > _MOST_WORDS else "")


def _short(value: object) -> str:
    text = (
        value
        if isinstance(value, str)
        else {list: "列表", dict: "一组内容", type(None): "空"}.get(type(value), str(value))
    )
    return text if len(text) <= 40 else text[:38] + "……"
