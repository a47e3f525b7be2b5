"""Which record of the files each row of a ledger is: the same, the same corrected, or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from zhifa_check.format.record import Record, Section
from zhifa_check.ledgers.drafts import Draft
from zhifa_check.ledgers.existing import Same
from zhifa_check.source.document import KeyPath

#: A row that differs from a record in no more fields, and leaves it without a row, is that record corrected.
_CORRECTED = 2


@dataclass(slots=True, eq=False)
class There:
    """A record of the files: in which file, counted from 0, and at which path it stands."""

    raw: dict[str, Any]
    number: int
    path: KeyPath


@dataclass(slots=True)
class Pairs:
    """What became of the rows of one list: ``alike`` are corrected ones, with whether that is certain."""

    known: list[tuple[Draft, There]] = field(default_factory=list)
    alike: list[tuple[Draft, There, bool]] = field(default_factory=list)
    new: list[Draft] = field(default_factory=list)
    left: list[There] = field(default_factory=list)


def pair(drafts: Sequence[Draft], there: Iterable[There], same: Same, *, loosely: bool) -> Pairs:
    """Equal ones first, then those that agree in what tells such records apart, then, ``loosely``, those that differ
    in one or two fields.
    """
    pairs = Pairs(left=list(there))
    rest = _equal(drafts, pairs, same)
    if rest and rest[0].sheet.model.told_apart:
        rest = _agreeing(rest, pairs, same)
    if loosely:
        rest = differing_little(rest, pairs, same, _CORRECTED)
    pairs.new += rest
    return pairs


def keys_of(draft: Draft) -> tuple[str, ...]:
    """The keys that the ledger has columns for, in the order of the format."""
    return tuple(one.key for one in draft.sheet.model.shape().fields if one.key in draft.stated)


def _equal(drafts: Sequence[Draft], pairs: Pairs, same: Same) -> list[Draft]:
    by_keys: dict[tuple[str, ...], dict[object, list[There]]] = {}
    used: set[There] = set()
    rest = []
    for draft in drafts:
        keys, model = keys_of(draft), draft.sheet.model
        if keys not in by_keys:
            found: dict[object, list[There]] = {}
            for one in pairs.left:
                found.setdefault(same.said(model, one.raw, keys), []).append(one)
            by_keys[keys] = found
        alike = by_keys[keys].get(same.said(model, draft.raw, keys), [])
        match = next((one for one in alike if one not in used), None)
        if match is None:
            rest.append(draft)
        else:
            used.add(match)
            pairs.known.append((draft, match))
    pairs.left = [one for one in pairs.left if one not in used]
    return rest


def _agreeing(drafts: Sequence[Draft], pairs: Pairs, same: Same) -> list[Draft]:
    model = drafts[0].sheet.model
    apart = [model.alias(name) for name in model.told_apart]
    index: dict[object, list[There]] = {}
    for one in pairs.left:
        index.setdefault(same.said(model, one.raw, apart), []).append(one)
    rest, used = [], set()
    for draft in drafts:
        alike = [] if draft.broken else index.get(same.said(model, draft.raw, apart), [])
        match = next((one for one in alike if not _numbered_apart(model, one.raw, draft.raw)), None)
        if match is None:
            rest.append(draft)
        else:
            alike.remove(match)
            used.add(match)
            pairs.alike.append((draft, match, True))
    pairs.left = [one for one in pairs.left if one not in used]
    return rest


def differing_little(drafts: Sequence[Draft], pairs: Pairs, same: Same, most: int) -> list[Draft]:
    """Pair rows and records that differ in few fields, the fewest first; what is left of the rows is given back."""
    rest, free = list(drafts), set(pairs.left)
    for count in range(most + 1):
        if not free:
            break
        index: dict[object, list[There]] = {}
        prepared: set[tuple[str, ...]] = set()
        unpaired = []
        for draft in rest:
            match = None
            if not draft.broken:
                keys, model = keys_of(draft), draft.sheet.model
                if keys not in prepared:
                    prepared.add(keys)
                    for one in filter(free.__contains__, pairs.left):
                        for view in _views(same.said(model, one.raw, keys), keys, count):
                            index.setdefault(view, []).append(one)
                views = _views(same.said(model, draft.raw, keys), keys, count)
                candidates = (one for view in views for one in index.get(view, ()) if one in free)
                match = next((one for one in candidates if not _another(draft, one, same, count)), None)
            if match is None:
                unpaired.append(draft)
            else:
                free.remove(match)
                pairs.alike.append((draft, match, False))
        rest = unpaired
    pairs.left = [one for one in pairs.left if one in free]
    return rest


def _another(draft: Draft, there: There, same: Same, differing: int) -> bool:
    """Whether all differs that tells such records apart, as of next month's training of the same hours; or the number
    that the unit gave it, or the period that it is about, and something else: next month's report corrects none.
    """
    model = draft.sheet.model
    if differing > 1 and _numbered_apart(model, there.raw, draft.raw):
        return True
    period = [column.path[0] for column in draft.sheet.columns if column.kind == "period"]
    if differing > 1 and same.said(model, draft.raw, period) != same.said(model, there.raw, period):
        return True
    apart = [model.alias(name) for name in model.told_apart]
    mine, theirs = same.said(model, draft.raw, apart), same.said(model, there.raw, apart)
    return len(apart) > 1 and all(one != other for one, other in zip(mine, theirs, strict=True))


def _views(said: tuple[object, ...], keys: tuple[str, ...], without: int) -> Iterable[object]:
    """What is said but for some fields, for every choice of them; nothing where no field is left that says anything."""
    places = range(len(said))
    for gone in combinations(places, without):
        kept = [(keys[place], said[place]) for place in places if place not in gone]
        if any(value not in (None, ()) for _, value in kept):
            yield tuple(kept)


def _numbered_apart(model: type[Record], one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records that say the same of themselves bear different numbers of the unit's own."""
    number = issubclass(model, Section) and model.numbered
    numbers = {raw.get(model.alias(number)) for raw in (one, other)} - {None} if number else set()
    return len(numbers) > 1
