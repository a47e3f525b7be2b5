"""The format of submissions as one value: its sections, in order, and the keys that every file begins with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from zhifa_check.format.record import Section
from zhifa_check.format.shape import Field, Shape, Written, shape_of

#: The keys that every file begins with.
HEAD = ("单位", "年度")


@dataclass(frozen=True)
class Format:
    """What a submission may hold. ``in`` and iteration go by the titles of the sections, as a mapping's do."""

    sections: tuple[type[Section], ...]
    _by_title: dict[str, type[Section]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_title", {section.title: section for section in self.sections})

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_title)

    def __contains__(self, title: object) -> bool:
        return title in self._by_title

    def __getitem__(self, title: str) -> type[Section]:
        return self._by_title[title]

    @cached_property
    def word_lists(self) -> tuple[str, ...]:
        """The lists of words that a plan must give, by their names."""
        return tuple(dict.fromkeys(place.mark.words for place in self.shape.places if place.mark.words))

    @cached_property
    def shape(self) -> Shape:
        """A whole file."""
        record = Written("record")
        unit, year = Shape("unit", str, Written("unit")), Shape("whole", int, Written("whole"))
        heads = dict(zip(HEAD, (unit, year), strict=True))
        fields = [Field(key, key, key, "", True, False, shape) for key, shape in heads.items()]
        for one in self.sections:
            listed = Shape("list", list, record, element=shape_of(one))
            fields.append(Field(one.title, one.title, one.title, one.about, False, True, listed))
        return Shape("record", dict, record, tuple(fields))
