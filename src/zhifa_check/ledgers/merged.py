"""What a ledger adds to a unit's files, fills in, corrects and takes away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhifa_check.forms.columns import Sheet
from zhifa_check.ledgers.drafts import Draft
from zhifa_check.ledgers.pairing import There
from zhifa_check.source.document import KeyPath

#: File, section, place in the section's list, and the key of the list inside that record.
Inside = tuple[int, str, int, str]


class Correction(NamedTuple):
    """A record of the files and the row that it is now; ``names`` are the keys that differ.

    ``certain`` is whether key or what tells such records apart is the same, so that it can be no other event.
    """

    there: There
    draft: Draft
    names: Sequence[str]
    certain: bool


class Gone(NamedTuple):
    """A record of the files that the ledger no longer has; ``now`` is the row of another owner that it became."""

    there: There
    sheet: Sheet
    now: Draft | None = None


@dataclass(slots=True)
class Merged:
    """``sections``: new records of each section. ``nested``: new members of lists inside records of the files.
    ``fillings``: the keys that a record of a file gets from a draft that says more of it and nothing else.
    ``corrections`` and ``gone`` change what is there. ``beside`` counts the records of each sheet that the ledger does
    not have and that may come from another one. ``orphans`` belong to nobody. ``added`` and ``known`` tell what became
    of the rest.
    """

    sections: dict[str, list[Draft]]
    nested: dict[Inside, list[Draft]] = field(default_factory=dict)
    fillings: list[tuple[int, KeyPath, Draft, Sequence[str]]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    beside: dict[str, int] = field(default_factory=dict)
    orphans: list[Draft] = field(default_factory=list)
    added: list[Draft] = field(default_factory=list)
    known: list[Draft] = field(default_factory=list)
