"""The words that a plan allows in submissions; handed to the models as pydantic's validation context."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from zhifa_check.calendar.periods import EVERY_NAMES, USUAL, Every

if TYPE_CHECKING:
    from zhifa_check.format.format import Format


class Vocabulary(NamedTuple):
    """``items`` gives for each 事项 the lengths of 所属期 that the plan asks for; ``units`` all names of units to ids;
    ``reserved`` for a section the kinds of unit that alone may fill it in. ``format`` has the sections.
    """

    year: int
    categories: Mapping[str, tuple[str, ...]]
    items: Mapping[str, frozenset[Every]]
    units: Mapping[str, str]
    reserved: Mapping[str, tuple[str, ...]]
    format: "Format"

    @property
    def lengths(self) -> tuple[Every, ...]:
        """The lengths of 所属期 that are to be told: those that everybody knows, and what else the plan asks for."""
        asked = {every for lengths in self.items.values() for every in lengths}
        return tuple(every for every in EVERY_NAMES if every in USUAL or every in asked)
