"""What may be wrong with a file before any of its records is looked at."""

from collections.abc import Iterator
from typing import Any

from zhifa_check.bureau.units import Unit
from zhifa_check.format.format import HEAD
from zhifa_check.format.problems import Problem, at
from zhifa_check.format.refusals import duplicate_key, unknown_key
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.source.document import Document
from zhifa_check.source.loader import AGAIN
from zhifa_check.words.meant import nearest


def head_problems(
    document: Document, data: dict[str, Any], owner: Unit | None, vocabulary: Vocabulary
) -> Iterator[Problem]:
    """What is wrong with the two keys that every file begins with; ``owner`` is whose the file's place says it is."""
    for key in HEAD:
        again = next((name for name in data if name.startswith(key + AGAIN)), None)
        if again:
            yield at(document, "D.duplicate-key", duplicate_key(document, (key,), (again,)), (again,))
        if data.get(key) is None:
            meant = next((name for name in data if name not in vocabulary.format and nearest(name, [key])), None)
            if meant is not None and key not in data:
                yield at(document, *unknown_key(meant, list(HEAD)), (meant,))
            else:
                example = {"单位": "市场监管局", "年度": str(vocabulary.year)}[key]
                yield at(document, "D.missing-key", f"缺少“{key}”。文件开头要有“{key}: {example}”这样一行。", (key,))
    unit, year = data.get("单位"), data.get("年度")
    if unit is not None and not (isinstance(unit, str) and unit.strip() in vocabulary.units):
        meant = nearest(unit, list(vocabulary.units)) if isinstance(unit, str) else None
        hint = f"是不是“{meant}”？请照单位名册填写" if meant else "请照单位名册里的名称填写"
        written = f"“单位”写的是“{unit[:40]}”，" if isinstance(unit, str) else "“单位”应是一个名称，"
        yield at(document, "D.unit", f"{written}单位名册里没有，{hint}。", ("单位",), value=True)
    elif isinstance(unit, str) and owner is not None and vocabulary.units[unit.strip()] != owner.id:
        message = (
            f"“单位”写的是“{unit.strip()}”，文件却放在“{owner.name}”的文件夹里，哪个单位的都不算。"
            f"写错的请改为“单位: {owner.name}”，放错的请移到那个单位的文件夹里。"
        )
        yield at(document, "D.unit", message, ("单位",), value=True)
    if year is not None and year != str(vocabulary.year):
        written = f"“年度”写的是“{year[:20]}”，" if isinstance(year, str) else "“年度”应是四位数字，"
        message = (
            f"{written}现在用的是 {vocabulary.year} 年度的计划。请改为“年度: {vocabulary.year}”，别年的文件请另放。"
        )
        yield at(document, "D.year", message, ("年度",), value=True)


def no_mapping(document: Document) -> Problem:
    """A file that is something else than keys with what belongs to them."""
    data = document.data
    if isinstance(data, str) and "：" in data:
        message = "用了全角冒号“：”，YAML 需要半角冒号加一个空格“: ”。请切换到英文输入法重打冒号，并在后面空一格。"
    elif isinstance(data, list):
        message = "文件一开头就是列表。文件要以“单位: …”“年度: …”两行开头，列表放在“人员:”“报送:”等名称下面。"
    else:
        message = "文件不是“名称: 值”的形式。文件要以“单位: …”“年度: …”两行开头，冒号用英文半角，后面空一格。"
    return at(document, "D.syntax", message, ())


def no_list(document: Document, name: str, raw: object) -> Problem:
    """A section that is no list of records."""
    if isinstance(raw, dict):
        message = f"“{name}”下面应是列表，每条记录的第一行前面写“- ”。请在每条记录前加上“- ”。"
        return at(document, "D.value", message, (name,), value=True)
    full_width = isinstance(raw, str) and "：" in raw
    message = f"“{name}”写的是“{str(raw)[:40]}”，应是列表，每条记录前面写“- ”。没有内容的请删去这一行。"
    return at(document, "D.syntax" if full_width else "D.value", message, (name,), value=True)
