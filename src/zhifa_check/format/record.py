"""What every record of a submission and every section of it says of itself."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from zhifa_check.format.shape import Shape, shape_of
from zhifa_check.format.values import fault
from zhifa_check.source.document import KeyPath

#: The id of a finding, its message, and the keys that lead from the record to its place.
Fault = tuple[str, str, KeyPath]


class Record(BaseModel):
    """Chinese aliases alone, no unknown keys, no change after reading.

    ``about`` and the fields' descriptions tell a liaison, in Chinese, what to fill in; no number of the plan stands in
    them, and ``{year}`` stands for its year. ``key`` names the field by which a record is known and that must be
    unique within the unit; ``label`` the one by which findings call a record that has no key, and people one that has.
    ``told_apart`` are the fields that tell records without a key apart: one that agrees in them and differs in others
    is the same one, corrected. ``dated`` names the field that says when a record came about: dated after the as-of date
    it is not seen. ``answers`` are the later facts in it (filings, reports, copies): dated after the as-of date they
    count as absent.
    """

    # built when first read: a unit without delegations never pays for their model
    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, validate_by_alias=True, validate_by_name=False, defer_build=True
    )

    about: ClassVar[str] = ""
    key: ClassVar[str | None] = None
    label: ClassVar[str | None] = None
    told_apart: ClassVar[tuple[str, ...]] = ()
    dated: ClassVar[str | None] = None
    answers: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def shape(cls) -> Shape:
        """What its keys are."""
        return shape_of(cls)

    @classmethod
    def alias(cls, name: str) -> str:
        """The Chinese key of a field."""
        return str(cls.model_fields[name].alias)

    def seen_from(self) -> date | None:
        """The first day on whose evening the record is known; None for what has no date and is always seen."""
        value = getattr(self, self.dated) if self.dated else None
        return value.date() if isinstance(value, datetime) else value


S = TypeVar("S", bound="Section")


class Known(Protocol):
    """The valid records of a section of the same unit, by their keys."""

    def __call__(self, section: type[S], /) -> Mapping[str, S]:
        """Those of one section."""
        ...


class Section(Record):
    """One section of a submission: ``title`` is its key in a file, ``file`` the one that it goes to by custom.

    ``numbered`` names the field that may hold a number of the unit's own: it tells true pairs apart, and is unique
    where it is given. ``absent`` is what is said of a reference that names no record of the section. ``declares`` are
    the dates by which a unit says that it did something in time, as paths of Chinese keys. ``happens``: no record at
    all means that nothing happened.
    """

    title: ClassVar[str]
    file: ClassVar[str]
    numbered: ClassVar[str | None] = None
    absent: ClassVar[str] = "“{}”在这一部分里没有。请核对，或在那里补上。"
    declares: ClassVar[tuple[str, ...]] = ()
    happens: ClassVar[bool] = False

    def called(self) -> str:
        """The record as a sentence calls it."""
        name = getattr(self, self.key or self.label or "", "")
        return f"{self.title} {name} " if self.key else f"{self.title}（{name}）"

    def faults_beside(self, known: Known) -> Iterable[Fault]:
        """What does not fit the unit's records of other sections."""
        return ()


def how_to_tell_apart(model: type[Record]) -> str | None:
    """What to write where two records that say the same are truly two; None where no key of theirs can say it."""
    if issubclass(model, Section) and model.numbered:
        return f"确是两次的，请各填一个不同的“{model.alias(model.numbered)}”"
    last = model.shape().field(model.alias(model.told_apart[-1])) if model.told_apart else None
    return f"确是两次的，请在“{last.key}”里写出区别" if last and last.shape.form == "text" else None


def in_order(earlier: date | datetime | None, later: date | datetime | None, what: str, *at: str) -> None:
    """Refuse, at the key of the record, a date that comes before the one it follows."""
    if earlier is not None and later is not None and later < earlier:
        raise fault(what, *at)
