"""Who is on the roster: people are known by their numbers, else by a name that nobody else bears."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhifa_check.format.sections.people import Person
from zhifa_check.ledgers.cells import all_half_width
from zhifa_check.words.meant import quoted


class AmbiguousNameError(Exception):
    """A name that several people bear: the message names them all."""


def _closed_up(name: str) -> str:
    """A name without the blanks that make names of two characters as wide as those of three, as in 张　伟."""
    return "".join(name.split())


@dataclass(slots=True)
class Roster:
    """The unit's people, those in its files and those in the ledger."""

    section: str = Person.title
    key: str = Person.alias("number")
    called: str = Person.alias("name")
    _names: dict[str, dict[str, None]] = field(default_factory=dict)
    _numbers: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, people: Iterable[tuple[str, str]]) -> None:
        """People as number and name."""
        for number, name in people:
            self._names.setdefault(number, {})[name] = None
            self._numbers.setdefault(_closed_up(name), {})[number] = None

    def is_called(self, number: str, name: str) -> bool:
        """Whether the person of a number bears a name, however many blanks stand between its characters."""
        return _closed_up(name) in map(_closed_up, self.names(number))

    def names(self, number: str) -> tuple[str, ...]:
        """What the person of a number is called."""
        return tuple(self._names.get(number, ()))

    def number(self, text: str, *, only_names: bool = False) -> str | None:
        """The number of the person whom a text means, None for nobody. Raises AmbiguousNameError."""
        for written in (text, all_half_width(text)):
            if not only_names and written in self._names:
                return written
            numbers = list(self._numbers.get(_closed_up(written), ()))
            if len(numbers) > 1:
                raise AmbiguousNameError(f"名册里叫“{written}”的不止一人：{quoted(numbers)}。请写编号")
            if numbers:
                return numbers[0]
        return None
