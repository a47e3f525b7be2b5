"""Which record of the files each row of a ledger is: the same, the same corrected, or none."""

from collections.abc import Callable, Iterable, Sequence
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

    def whole(draft: Draft, raw: dict[str, Any]) -> list[object]:
        return [same.said(draft.sheet.model, raw, keys_of(draft))]

    def apart(draft: Draft, raw: dict[str, Any]) -> list[object]:
        return [same.said(draft.sheet.model, raw, _told_apart(draft))]

    def agrees(draft: Draft, one: There) -> bool:
        return not draft.broken and not _numbered_apart(draft.sheet.model, one.raw, draft.raw)

    pairs.known, rest = _joined(drafts, pairs, whole, lambda draft, one: True)
    if rest and _told_apart(rest[0]):
        agreeing, rest = _joined(rest, pairs, apart, agrees)
        pairs.alike += [(draft, one, True) for draft, one in agreeing]
    if loosely:
        rest = differing_little(rest, pairs, same, _CORRECTED)
    pairs.new += rest
    return pairs


def differing_little(drafts: Sequence[Draft], pairs: Pairs, same: Same, most: int) -> list[Draft]:
    """Pair rows and records that differ in few fields, the fewest first; what is left of the rows is given back."""
    rest = list(drafts)
    for count in range(most + 1):

        def views(draft: Draft, raw: dict[str, Any], count: int = count) -> Iterable[object]:
            keys = keys_of(draft)
            return _views(same.said(draft.sheet.model, raw, keys), keys, count)

        def fits(draft: Draft, one: There, count: int = count) -> bool:
            return not draft.broken and not _another(draft, one, same, count)

        if pairs.left:
            found, rest = _joined(rest, pairs, views, fits)
            pairs.alike += [(draft, one, False) for draft, one in found]
    return rest


def keys_of(draft: Draft) -> tuple[str, ...]:
    """The keys that the ledger has columns for, in the order of the format."""
    return tuple(one.key for one in draft.sheet.model.shape().fields if one.key in draft.stated)


def _joined(
    drafts: Sequence[Draft],
    pairs: Pairs,
    views: Callable[[Draft, dict[str, Any]], Iterable[object]],
    fits: Callable[[Draft, There], bool],
) -> tuple[list[tuple[Draft, There]], list[Draft]]:
    """Each row with the first record left that shares a view with it and fits, and the rows that have none."""
    free = dict.fromkeys(pairs.left)
    index: dict[object, list[There]] = {}
    prepared: set[tuple[str, ...]] = set()
    joined, rest = [], []
    for draft in drafts:
        if (keys := keys_of(draft)) not in prepared:
            prepared.add(keys)
            for one in free:
                for view in views(draft, one.raw):
                    index.setdefault((keys, view), []).append(one)
        candidates = (one for view in views(draft, draft.raw) for one in index.get((keys, view), ()) if one in free)
        match = next((one for one in candidates if fits(draft, one)), None)
        if match is None:
            rest.append(draft)
        else:
            del free[match]
            joined.append((draft, match))
    pairs.left = list(free)
    return joined, rest


def _told_apart(draft: Draft) -> list[str]:
    """The keys that tell such records apart."""
    return [draft.sheet.model.alias(name) for name in draft.sheet.model.told_apart]


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
    apart = _told_apart(draft)
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
