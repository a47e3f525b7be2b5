"""New records beside those that are there: equal ones are left out, what differs is a correction, the rest is new."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zhifa_check.format.record import Record
from zhifa_check.forms.columns import Sheet
from zhifa_check.ledgers.drafts import Draft
from zhifa_check.ledgers.existing import Own, Same
from zhifa_check.ledgers.merged import Correction, Gone, Merged
from zhifa_check.ledgers.pairing import Pairs, There, differing_little, pair
from zhifa_check.ledgers.refusal import Refusals
from zhifa_check.source.document import records_in


class Standing(NamedTuple):
    """What the ledger is to the files: ``whole`` for a form of ours, which has all that there is; ``append`` where a
    person says that rows that equal nothing are new, ``update`` where what is gone is asked about. ``sheets`` are those
    that the ledger has, rows or not.
    """

    sheets: Sequence[Sheet]
    whole: bool = False
    update: bool = False
    append: bool = False


def merge(drafts: Iterable[Draft], own: Sequence[Own], same: Same, standing: Standing, refusals: Refusals) -> Merged:
    """Decide what becomes of every draft: records with keys first, since others may lie inside them."""
    work = _Merge(own, same, standing, refusals)
    by_sheet: dict[str, list[Draft]] = {sheet.name: [] for sheet in standing.sheets}
    for draft in drafts:
        by_sheet.setdefault(draft.sheet.name, []).append(draft)
    for sheet in sorted(standing.sheets, key=lambda sheet: sheet.nested is not None):
        found = by_sheet[sheet.name]
        if sheet.nested:
            work.inside(sheet, found)
        elif sheet.model.key:
            work.keyed(sheet, found)
        else:
            work.plain(sheet, found)
    return work.merged


class _Merge:
    """The records of the files and those of the ledger that are known by key so far."""

    def __init__(self, own: Sequence[Own], same: Same, standing: Standing, refusals: Refusals) -> None:
        self.merged = Merged({title: [] for title in same.format})
        self._own, self._same, self._standing, self._refusals = own, same, standing, refusals
        self._files: dict[tuple[str, str], There] = {}
        for section in same.format.sections:
            key = section.alias(section.key) if section.key else ""
            for there in self._records(section.title):
                if isinstance(there.raw.get(key), str):
                    self._files.setdefault((section.title, there.raw[key]), there)
        self._drafts: dict[tuple[str, str], Draft] = {}

    def _records(self, section: str) -> list[There]:
        return [
            There(raw, number, (section, index))
            for number, file in enumerate(self._own)
            for index, raw in file.records(section)
        ]

    def keyed(self, sheet: Sheet, drafts: Sequence[Draft]) -> None:
        """Records that their key tells apart; one whose key alone, or with one field more, differs has a new key."""
        section, model = sheet.section, sheet.model
        alias = model.alias(model.key or "")
        unmatched, matched = [], set()
        pairs = Pairs()
        for draft in drafts:
            key = draft.raw.get(alias)
            if not isinstance(key, str):
                # told at its cell already; the rest of the record is looked at all the same
                self.merged.sections[section].append(draft)
            elif before := self._drafts.get((section, key)):
                row = before.cells[alias,][1]
                message = f"“{alias}”写的是“{key}”，第 {row + 1} 行已经写过。请改正，或删去其中一行"
                self._refusals.add(draft.refusal(message, alias))
            else:
                self._drafts[section, key] = draft
                if there := self._files.get((section, key)):
                    matched.add((*there.path, there.number))
                    pairs.alike.append((draft, there, True))
                else:
                    unmatched.append(draft)
        pairs.left = [one for one in self._records(section) if (*one.path, one.number) not in matched]
        if not self._standing.append:
            unmatched = self._renamed(model, unmatched, pairs)
        for draft in unmatched:
            self.merged.sections[section].append(draft)
            self.merged.added.append(draft)
        for draft, there, certain in pairs.alike:
            self._files[section, draft.raw[alias]] = there
            self._compare(draft, there, certain=certain)
        self._absent(sheet, pairs.left, len(pairs.alike), blank=not drafts)

    def _renamed(self, model: type[Record], drafts: list[Draft], pairs: Pairs) -> list[Draft]:
        """Pair rows with a new key: people go by their names, other records by all but one field."""
        if not model.label:
            # all that tells them apart is the key
            return differing_little(drafts, pairs, self._same, 2)
        label = model.alias(model.label)
        rest = []
        for draft in drafts:
            called = [one for one in pairs.left if one.raw.get(label) == draft.raw.get(label)]
            if len(called) == 1 and not draft.broken:
                pairs.left.remove(called[0])
                pairs.alike.append((draft, called[0], False))
            else:
                rest.append(draft)
        return rest

    def plain(self, sheet: Sheet, drafts: Sequence[Draft]) -> None:
        """Records of a section without a key."""
        pairs = self._paired(drafts, self._records(sheet.section))
        self.merged.sections[sheet.section] += pairs.new
        self._settle(sheet, [pairs])

    def inside(self, sheet: Sheet, drafts: Sequence[Draft]) -> None:
        """Members of the lists of records with a key; one that lost its row may have come to another owner."""
        section, key = sheet.section, sheet.nested or ""
        by_owner: dict[str, list[Draft]] = {}
        for draft in drafts:
            if draft.owner is None:
                self.merged.orphans.append(draft)
            else:
                by_owner.setdefault(draft.owner, []).append(draft)
        all_pairs: list[Pairs] = []
        gone = {(*one.there.path, one.there.number) for one in self.merged.gone}
        listed = {(*one.path, one.number): one for one in self._records(section)}
        for owner, mine in by_owner.items():
            if there := self._files.get((section, owner)):
                listed.pop((*there.path, there.number), None)
                pairs = self._paired(mine, _members(there, key))
                if pairs.new:
                    at: Any = (there.number, *there.path, key)
                    self.merged.nested.setdefault(at, []).extend(pairs.new)
                all_pairs.append(pairs)
            elif parent := self._drafts.get((section, owner)):
                pairs = self._paired(mine, [])
                members = parent.raw.setdefault(key, [])
                for draft in pairs.new:
                    parent.cells |= {(key, len(members), *path): cell for path, cell in draft.cells.items()}
                    members.append(draft.raw)
                all_pairs.append(pairs)
            else:
                message = f"“{owner}”不在“{section}”里。请核对，或在“{section}”表里补上这一条"
                for draft in mine:
                    self._refusals.add(draft.refusal(message))
        all_pairs += [Pairs(left=_members(there, key)) for place, there in listed.items() if place not in gone]
        self._settle(sheet, all_pairs)

    def _paired(self, drafts: Sequence[Draft], there: Iterable[There]) -> Pairs:
        """The same row twice is refused."""
        first: dict[str, Draft] = {}
        own = []
        for draft in drafts:
            before = first.setdefault(json.dumps(draft.raw, sort_keys=True), draft)
            if before is draft or draft.broken:
                own.append(draft)
                continue
            message = f"与第 {before.place[1] + 1} 行完全一样。重复的请删去一行；确是两次的，请写出区别"
            self._refusals.add(draft.refusal(message))
        return pair(own, there, self._same, loosely=not self._standing.append)

    def _settle(self, sheet: Sheet, all_pairs: Sequence[Pairs]) -> None:
        left, new, matched = [], [], 0
        for pairs in all_pairs:
            self.merged.known += [draft for draft, _ in pairs.known]
            self.merged.added += pairs.new
            matched += len(pairs.known) + len(pairs.alike)
            left += pairs.left
            new += pairs.new
            for draft, there, certain in pairs.alike:
                self._compare(draft, there, certain=certain)
        if sheet.nested and left and not self._standing.append and self._is_told_of(left, matched, new):
            moved = Pairs(left=left)
            differing_little(new, moved, self._same, 1)
            left = moved.left
            self.merged.gone += [Gone(there, sheet, draft) for draft, there, _ in moved.alike]
        self._absent(sheet, left, matched, blank=not matched and not new)

    def _is_told_of(self, left: Sequence[There], matched: int, new: Sequence[Draft]) -> bool:
        """Whether the ledger is likely the one that the records came from."""
        return self._standing.whole or matched >= len(left) or len(left) == len(new)

    def _absent(self, sheet: Sheet, left: Sequence[There], matched: int, *, blank: bool) -> None:
        """Records that have no row: gone from a form, and from a ledger that has most of the others; a sheet of a form
        in which nothing is written takes nothing away before somebody is asked.
        """
        if not left or self._standing.append:
            return
        few = len(left) <= max(2, matched // 10)
        if (self._standing.whole and (not blank or self._standing.update)) or (matched >= len(left) and few):
            self.merged.gone += [Gone(there, sheet) for there in left]
        elif matched or self._standing.whole:
            self.merged.beside[sheet.name] = len(left)

    def _compare(self, draft: Draft, there: There, *, certain: bool) -> None:
        stated = {name: value for name, value in there.raw.items() if name in draft.stated}
        differing = () if draft.broken else self._same.differing(draft.sheet.model, stated, draft.raw)
        if not differing:
            self.merged.known.append(draft)
        elif all(name not in there.raw for name in differing) and len(there.path) == 2:
            self.merged.fillings.append((there.number, there.path, draft, differing))
        else:
            self.merged.corrections.append(Correction(there, draft, differing, certain))


def _members(there: There, key: str) -> list[There]:
    return [There(raw, there.number, (*there.path, key, index)) for index, raw in records_in(there.raw, key)]
