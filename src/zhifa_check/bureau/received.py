"""The bureau's record of what came by mail, ``data/received.yaml``: what git cannot have seen in time."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Self, cast

from pydantic import BeforeValidator, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, Words, headed, validate
from zhifa_check.bureau.decisions import PeriodWords
from zhifa_check.bureau.units import Registry
from zhifa_check.calendar.periods import Period
from zhifa_check.format.values import Day, as_text, fault, unknown_word
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.source.document import Document


def _item(value: object, info: ValidationInfo) -> str:
    item, known = as_text(value), cast(Vocabulary, info.context).items
    if item not in known:
        raise unknown_word("不是计划里的事项", known)
    return item


class Receipt(Config):
    """When it came, who took it in, and how it came (post, e-mail, by hand)."""

    date: Day
    by: Words
    via: Words


class Arrival(Config):
    """One thing that came: a 报送 of an item, or whatever bears a document number; without period for all of them."""

    unit: Words
    item: Annotated[str, BeforeValidator(_item)] | None = None
    document: Words | None = None
    period: PeriodWords | None = None
    received: Receipt

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.item is None and self.document is None:
            raise fault("缺少 item（报送的事项）或 document（文号），至少写一项")
        return self

    def speaks_of(self, item: str | None, document: str | None, period: Period | None) -> bool:
        """Whether a record is the one that came; what the entry leaves out may be anything."""
        return self.item in (None, item) and self.document in (None, document) and self.period in (None, period)


class _File(Config):
    received: tuple[Arrival, ...] = ()


class Received:
    """All entries of a file; None stands for no file."""

    def __init__(self, document: Document | None, arrivals: Sequence[Arrival], registry: Registry) -> None:
        self.document = document
        self.all = tuple(arrivals)
        self.units = tuple(registry.ids.get(arrival.unit) for arrival in arrivals)

    def find(
        self, unit: str, item: str | None, document: str | None, period: Period | None, as_of: date
    ) -> list[tuple[int, Arrival]]:
        """The entries that speak of a record, with their numbers, in the order of the file; later ones not seen yet."""
        return [
            (number, arrival)
            for number, arrival in enumerate(self.all)
            if self.units[number] == unit
            and arrival.received.date <= as_of
            and arrival.speaks_of(item, document, period)
        ]

    def place(self, number: int) -> tuple[str, int]:
        """File and line of an entry."""
        assert self.document is not None
        return self.document.file, self.document.locate(("received", number))[0]


def load_received(path: Path | None, vocabulary: Vocabulary, registry: Registry) -> Received:
    """Read the entries. Raises ConfigError with all their errors."""
    if path is None:
        return Received(None, (), registry)
    document = headed(path, "received", "收件登记")
    arrivals = validate(_File, document, vocabulary).received
    return Received(document, arrivals, registry)
