"""New records beside those that are there: equal ones are left out, contradictions refused, the rest is placed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhifa_check.format.record import Record, Section, how_to_tell_apart
from zhifa_check.ledgers.drafts import Draft
from zhifa_check.ledgers.existing import Own, Same
from zhifa_check.ledgers.refusal import Refusals
from zhifa_check.source.document import Document, KeyPath

#: File, section, place in the section's list, and the key of the list inside that record.
Inside = tuple[int, str, int, str]


@dataclass(slots=True)
class Merged:
    """``sections``: new records of each section. ``nested``: new members of lists inside records of the files.
    ``fillings``: the keys that a record of a file gets from a draft that says more of it and nothing else.
    ``orphans`` belong to nobody. ``added`` and ``known`` tell what became of the rest.
    """

    sections: dict[str, list[Draft]]
    nested: dict[Inside, list[Draft]] = field(default_factory=dict)
    fillings: list[tuple[int, KeyPath, Draft, Sequence[str]]] = field(default_factory=list)
    orphans: list[Draft] = field(default_factory=list)
    added: list[Draft] = field(default_factory=list)
    known: list[Draft] = field(default_factory=list)


def merge(drafts: Iterable[Draft], own: Sequence[Own], same: Same, refusals: Refusals) -> Merged:
    """Decide what becomes of every draft: records with keys first, since others may lie inside them."""
    work = _Merge(own, same, refusals)
    nested = []
    for draft in drafts:
        if draft.sheet.nested:
            nested.append(draft)
        elif draft.sheet.model.key:
            work.keyed(draft)
        else:
            work.plain(draft)
    for draft in nested:
        work.inside(draft)
    work.settle()
    return work.merged


class _Merge:
    """The records known by key so far, and the equal ones of the files that no draft has used up."""

    def __init__(self, own: Sequence[Own], same: Same, refusals: Refusals) -> None:
        self.merged = Merged({title: [] for title in same.format})
        self._own, self._same, self._refusals = own, same, refusals
        self._files: dict[tuple[str, str], tuple[int, int, dict[str, Any]]] = {}
        for number, file in enumerate(own):
            for section in same.format.sections:
                key = section.alias(section.key) if section.key else ""
                for index, raw in file.records(section.title):
                    if isinstance(raw.get(key), str):
                        self._files.setdefault((section.title, raw[key]), (number, index, raw))
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._left: dict[object, list[_There]] = {}
        self._new: list[tuple[object, Draft]] = []
        self._first: dict[object, Draft] = {}

    def keyed(self, draft: Draft) -> None:
        section, model = draft.sheet.section, draft.sheet.model
        alias = model.alias(model.key or "")
        key = draft.raw.get(alias)
        if not isinstance(key, str):
            # told at its cell already; the rest of the record is looked at all the same
            self.merged.sections[section].append(draft)
            return
        if before := self._drafts.get((section, key)):
            row = before.cells[alias,][1]
            message = f"“{alias}”写的是“{key}”，第 {row + 1} 行已经写过。请改正，或删去其中一行"
            self._refusals.add(draft.refusal(message, alias))
            return
        self._drafts[section, key] = draft
        if (section, key) not in self._files:
            self.merged.sections[section].append(draft)
            self.merged.added.append(draft)
            return
        number, index, raw = self._files[section, key]
        stated = {name: value for name, value in raw.items() if name in draft.stated}
        differing = () if draft.broken else self._same.differing(model, stated, draft.raw)
        if not differing:
            self.merged.known.append(draft)
            return
        if all(name not in raw for name in differing):
            self.merged.fillings.append((number, (section, index), draft, differing))
            return
        file = self._own[number].document
        place = f"{file.file}:{file.locate((section, index))[0]}"
        message = (
            f"“{key}”在 {place} 已经填过，内容不一样：{_differing(differing, raw, draft)}。{_LEFT_ALONE}，或改那个文件"
        )
        self._refusals.add(draft.refusal(message, differing[0]))

    def plain(self, draft: Draft) -> None:
        section = draft.sheet.section
        there = (
            _There(raw, file.document, (section, index)) for file in self._own for index, raw in file.records(section)
        )
        if self._is_new(draft, section, there):
            self.merged.sections[section].append(draft)

    def inside(self, draft: Draft) -> None:
        section, key, owner = draft.sheet.section, draft.sheet.nested or "", draft.owner
        if owner is None:
            self.merged.orphans.append(draft)
        elif (section, owner) in self._files:
            number, index, raw = self._files[section, owner]
            listed = raw.get(key)
            there = (
                _There(one, self._own[number].document, (section, index, key, at))
                for at, one in enumerate(listed if isinstance(listed, list) else ())
                if isinstance(one, dict)
            )
            if self._is_new(draft, (owner, key), there):
                self.merged.nested.setdefault((number, section, index, key), []).append(draft)
        elif (parent := self._drafts.get((section, owner))) and self._is_new(draft, (owner, key), ()):
            members = parent.raw.setdefault(key, [])
            parent.cells |= {(key, len(members), *path): cell for path, cell in draft.cells.items()}
            members.append(draft.raw)

    def settle(self) -> None:
        """Fill in or refuse rows that are what a record of the files became, once it is known which no row equals."""
        before: dict[object, dict[object, list[_There]]] = {}
        for where, draft in self._new:
            model = draft.sheet.model
            if not model.told_apart:
                continue
            if where not in before:
                before[where] = {}
                for left in self._left[where]:
                    before[where].setdefault(self._same.values(model, left.raw, model.told_apart), []).append(left)
            mine = self._same.values(model, draft.raw, model.told_apart)
            alike = before[where].get(mine, []) if mine is not None else []
            there = next((one for one in alike if not _numbered_apart(model, one.raw, draft.raw)), None)
            if there is None:
                continue
            stated = {name: value for name, value in there.raw.items() if name in draft.stated}
            differing = self._same.differing(model, stated, draft.raw)
            differing = differing or self._same.differing(model, there.raw, draft.raw)
            if len(there.path) == 2 and all(name not in there.raw for name in differing):
                number = next(n for n, file in enumerate(self._own) if file.document is there.document)
                self.merged.sections[draft.sheet.section].remove(draft)
                self.merged.added.remove(draft)
                self.merged.fillings.append((number, there.path, draft, differing))
                continue
            twice = how_to_tell_apart(model) or "确是又有一次的，请在那个文件里添一条"
            message = (
                f"与 {there.document.file}:{there.document.locate(there.path)[0]} 的那一条只有几项不一样："
                f"{_differing(differing, there.raw, draft)}。{_LEFT_ALONE}，或改那个文件；{twice}"
            )
            self._refusals.add(draft.refusal(message, differing[0]))

    def _is_new(self, draft: Draft, where: object, listed: Iterable["_There"]) -> bool:
        """Whether none of the equal records in the files is left to be this one; the same row twice is refused."""
        text = json.dumps(draft.raw, sort_keys=True)
        before = self._first.setdefault((where, text), draft)
        if before is not draft and not draft.broken:
            message = f"与第 {before.place[1] + 1} 行完全一样。重复的请删去一行；确是两次的，请写出区别"
            self._refusals.add(draft.refusal(message))
            return False
        if where not in self._left:
            self._left[where] = list(listed)
            for there in self._left[where]:
                there.meaning = self._same.meaning(draft.sheet.model, there.raw)
        meaning = self._same.meaning(draft.sheet.model, draft.raw)
        for number, there in enumerate(self._left[where]):
            if there.meaning == meaning:
                del self._left[where][number]
                self.merged.known.append(draft)
                return False
        self.merged.added.append(draft)
        if not draft.broken:
            self._new.append((where, draft))
        return True


@dataclass(slots=True)
class _There:
    """A record of the files, where it stands, and what it means."""

    raw: dict[str, Any]
    document: Document
    path: KeyPath
    meaning: object = None


def _numbered_apart(model: type[Record], one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records that say the same of themselves bear different numbers of the unit's own."""
    number = issubclass(model, Section) and model.numbered
    numbers = {raw.get(model.alias(number)) for raw in (one, other)} - {None} if number else set()
    return len(numbers) > 1


_LEFT_ALONE = "导入不改动已有的内容，请核对后改表"


def _differing(names: Iterable[str], raw: dict[str, Any], draft: Draft) -> str:
    return "；".join(f"“{name}”文件里{_told(raw.get(name))}，表里{_told(draft.raw.get(name))}" for name in names)


def _told(value: object) -> str:
    if value is None:
        return "没有填"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False).replace('"', "")
    return f"是“{text[:40]}”"
