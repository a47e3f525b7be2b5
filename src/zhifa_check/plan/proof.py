"""The proof that a plan says what its document says: quotes, numbers, deadlines, and nothing left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from zhifa_check.format.problems import Problem, at
from zhifa_check.kinds.phrase import Phrase
from zhifa_check.plan.model import Plan, Requirement
from zhifa_check.source.document import Document, KeyPath

_BLANK = re.compile(r"\s|</?p>")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMERALS = {"一": "1", "两": "2"}

#: What lays down a duty: an amount with its unit, a date, or a rhythm.
_DUTY = re.compile(
    r"\d+月\d+日|\d+月(?:上旬|中旬|下旬|底)|\d+(?:-\d+)?(?:\.\d+)?(?:%|学时|小时|个?工作日|日|天|件|次|篇|个|期)|\d+年底"
    r"|[一两二三四五六七八九十]+(?:次|期|篇|件|日内|天)|每(?:个?月|季度|半年|年)|年内|全年"
)
#: Numbers of documents, names of documents and standards.
_NO_DUTY = re.compile(r"《[^》]*》|〔\d+〕\d+号|第\d+号")

#: Where the body begins and where the annex ends; what stands outside lays down nothing.
_BODY, _ANNEX, _IMPRINT = "一、计划内容", "序号项目名称", "抄送："


@dataclass(frozen=True, slots=True)
class SourceText:
    """The document without white space, and where each of its numbered places begins in it."""

    text: str
    places: tuple[tuple[int, str], ...]

    def place_of(self, offset: int) -> str:
        """「正文9」, 「正文二（二）」, 「附件10」."""
        return next((name for start, name in reversed(self.places) if start <= offset), "开头")


def read_source(text: str) -> SourceText:
    """Find the numbered paragraphs of the body and the rows of the annex's table."""
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    length, chapter, in_annex = 0, "", False
    for line in text.splitlines():
        in_annex = in_annex or line.startswith("序号\t")
        if in_annex:
            found = re.match(r"(\d+)\t", line)
            name = f"附件{found[1]}" if found else None
        else:
            if heading := re.match(r"([一二三四])、", line):
                chapter = heading[1]
            found = re.match(r"(\d+)\. ", line) or (re.match(r"(（[一二三四]）)", line) if chapter != "一" else None)
            name = f"正文{'' if found[1].isdigit() else chapter}{found[1]}" if found else None
        if name:
            places.append((length, name))
        parts.append(_BLANK.sub("", line))
        length += len(parts[-1])
    return SourceText("".join(parts), tuple(places))


def prove(plan: Plan, document: Document, source: SourceText) -> list[Problem]:
    """Everything in which plan and document differ, at the plan's own lines."""
    covered = bytearray(len(source.text))
    problems: list[Problem] = []
    quoted: list[tuple[KeyPath, str, str]] = [
        (("requirements", n, "clauses", m), clause.place, clause.quote)
        for n, requirement in enumerate(plan.requirements)
        for m, clause in enumerate(requirement.clauses)
    ]
    quoted += [(("not_checked", n), entry.place, entry.quote) for n, entry in enumerate(plan.not_checked)]
    for path, place, quote in quoted:
        problems += _prove_quote(document, path, place, quote, source, covered)
    for number, requirement in enumerate(plan.requirements):
        problems += _prove_numbers(document, ("requirements", number), requirement)
    if plan.evidence is not None and not plan.evidence.assumed:
        message = "容差不是原文里的数字。请标明 assumed: true。"
        problems.append(at(document, "D.value", message, ("evidence",)))
    problems += _prove_complete(document, source, covered)
    return problems


def _prove_quote(
    document: Document, path: KeyPath, place: str, quote: str, source: SourceText, covered: bytearray
) -> Iterator[Problem]:
    parts = [part for part in _BLANK.sub("", quote).split("…") if part]
    found = list(_occurrences(parts, source.text))
    if not found:
        yield at(
            document,
            "D.value",
            f"原文里找不到这句话：「{quote}」。请照原文逐字引用，略去的地方写“…”。",
            (*path, "quote"),
        )
        return
    for spans in found:
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
    numbered = place.partition("·")[0]
    actual = {source.place_of(spans[0][0]) for spans in found}
    if numbered not in actual:
        yield at(
            document, "D.value", f"这句话在原文的{'、'.join(sorted(actual))}，不在“{numbered}”。", (*path, "place")
        )


def _occurrences(parts: Sequence[str], text: str) -> Iterator[list[tuple[int, int]]]:
    """Every place where the parts follow one another; each part at its first occurrence after the one before."""
    start = text.find(parts[0]) if parts else -1
    while start >= 0:
        spans = [(start, start + len(parts[0]))]
        for part in parts[1:]:
            following = text.find(part, spans[-1][1])
            if following < 0:
                return
            spans.append((following, following + len(part)))
        yield spans
        start = text.find(parts[0], start + 1)


def _prove_numbers(document: Document, path: KeyPath, requirement: Requirement) -> Iterator[Problem]:
    words = "\n".join(_BLANK.sub("", clause.quote) for clause in requirement.clauses)
    known = {Decimal(number) for number in _NUMBER.findall(words)}
    known |= {Decimal(number) for numeral, number in _NUMERALS.items() if numeral in words}
    for where, value in _claims(requirement.rule, ("rule",)):
        if isinstance(value, str):
            if _BLANK.sub("", value) not in words:
                message = f"{requirement.id} 的期限“{value}”不在所引的原文里。请引全，或标明 assumed: true。"
                yield at(document, "D.value", message, (*path, *where), value=True)
        elif value not in known:
            message = f"{requirement.id} 的数字 {value} 不在所引的原文里。请引全，或标明 assumed: true。"
            yield at(document, "D.value", message, (*path, *where), value=True)


def _claims(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Decimal | str]]:
    """Numbers and deadline phrases of a rule, those marked as assumed aside."""
    if isinstance(node, BaseModel):
        if getattr(node, "assumed", False):
            return
        if isinstance(node, Phrase):
            yield path, node.words
            return
        for name in type(node).model_fields:
            yield from _claims(getattr(node, name), (*path, name))
    elif isinstance(node, tuple):
        for index, child in enumerate(node):
            yield from _claims(child, (*path, index))
    elif isinstance(node, int | Decimal) and not isinstance(node, bool):
        yield path, Decimal(node)


def _prove_complete(document: Document, source: SourceText, covered: bytearray) -> Iterator[Problem]:
    text = source.text
    begin, end = text.find(_BODY), text.rfind(_IMPRINT)
    names = [found.span() for found in _NO_DUTY.finditer(text)]
    for found in _DUTY.finditer(text, max(begin, 0), end if end > 0 else len(text)):
        start, stop = found.span()
        if all(covered[start:stop]) or any(first <= start < last for first, last in names):
            continue
        around = text[max(0, start - 18) : stop + 12]
        message = (
            f"{source.place_of(start)}的“{found.group()}”没有着落：「…{around}…」。"
            "请写成要求，或在 not_checked 里说明原因。"
        )
        yield at(document, "D.missing-key", message, ("not_checked",))
