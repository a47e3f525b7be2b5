"""Who is on the roster: people are known by their numbers, else by a name that nobody else bears."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhifa_check.format.sections.people import Person
from zhifa_check.ledgers.cells import all_half_width
from zhifa_check.words.meant import quoted
from zhifa_check.words.unseen import same_name

#: What stands behind a name to say what somebody is.
_BRACKETS = re.compile(r"\s*[（(\[【〔][^）)\]】〕]*[）)\]】〕]\s*")
_BETWEEN = re.compile(r"[\s/／|｜+＋&＆]+")
_RANGE = re.compile(r"\s*(?:-|—+|–|~|～|至|到)\s*")


#: So often a name that may be meant is looked for.
_SOUGHT = 200


class AmbiguousNameError(Exception):
    """A name that several people bear: the message names them all."""


class CrowdError(Exception):
    """Words for several people that do not say who they are: the message says how to write it."""


@dataclass(slots=True)
class Roster:
    """The unit's people, those in its files and those in the ledger; ``crowds`` are patterns of words for several.

    ``whole`` where nothing of files and ledger was refused that may be somebody.
    """

    crowds: Sequence[str] = ()
    whole: bool = False
    section: str = Person.title
    key: str = Person.alias("number")
    called: str = Person.alias("name")
    _names: dict[str, dict[str, None]] = field(default_factory=dict)
    _numbers: dict[str, dict[str, None]] = field(default_factory=dict)
    _sought: int = 0

    def add(self, people: Iterable[tuple[str, str]]) -> None:
        """People as number and name."""
        for number, name in people:
            self._names.setdefault(number, {})[name] = None
            for spelt in _spelt(name):
                self._numbers.setdefault(same_name(spelt), {})[number] = None

    def is_called(self, number: str, name: str) -> bool:
        """Whether the person of a number bears a name, however it is spelt."""
        known = {same_name(spelt) for called in self.names(number) for spelt in _spelt(called)}
        return not known.isdisjoint(map(same_name, _spelt(name)))

    def names(self, number: str) -> tuple[str, ...]:
        """What the person of a number is called."""
        return tuple(self._names.get(number, ()))

    def like(self, text: str) -> str | None:
        """Who may be meant by a text that means nobody, since one holds the other; the first times it is asked."""
        self._sought += 1
        plain = same_name(text)
        if self._sought > _SOUGHT or len(plain) < 2:
            return None
        held = (name for name in self._numbers if len(name) > 1 and (name in plain or plain in name))
        return next((called for name in held for number in self._numbers[name] for called in self.names(number)), None)

    def number(self, text: str, *, only_names: bool = False) -> str | None:
        """The number of the person whom a text means, None for nobody. Raises AmbiguousNameError."""
        for written in _spelt(text):
            if not only_names and written in self._names:
                return written
            numbers = list(self._numbers.get(same_name(written), ()))
            if len(numbers) > 1:
                raise AmbiguousNameError(f"名册里叫“{written}”的不止一人：{quoted(numbers)}。请写编号")
            if numbers:
                return numbers[0]
        return None

    def several(self, text: str) -> list[str]:
        """The numbers of the people whom a text means: one, or several with blanks or strokes between them.

        A text that means nobody is given back. Raises AmbiguousNameError, and CrowdError for words like 张三等3人.
        """
        if found := self.number(text):
            return [found]
        parts = [part for part in _BETWEEN.split(text) if part]
        if len(parts) > 1 and all(numbers := [self.number(part) for part in parts]):
            return [number for number in numbers if number]
        self.refuse_crowd(text)
        return [text]

    def refuse_crowd(self, text: str) -> None:
        """Raises CrowdError for words that mean several people without saying who."""
        plain = all_half_width(text).strip()
        if any(re.fullmatch(pattern, text) or re.fullmatch(pattern, plain) for pattern in self.crowds):
            raise CrowdError(
                f"写的是“{text[:40]}”，看不出是哪几个人。是名册里每一个人的，请写“全体”；不是的，请写出每个人的编号或姓名"
            )
        ends = [end for end in _RANGE.split(plain) if end]
        if (
            len(ends) == 2
            and (self.number(ends[0]) or ends[0].isdigit())
            and (self.number(ends[1]) or ends[1].isdigit())
        ):
            raise CrowdError(f"写的是“{text[:40]}”，像是从哪一个到哪一个。请写出中间每个人的编号或姓名，用“、”隔开")


def _spelt(text: str) -> dict[str, None]:
    """What may be meant: the text, half-width, and both without what stands in brackets behind."""
    written = dict.fromkeys((text, all_half_width(text)))
    return written | dict.fromkeys(bare for one in written if (bare := _BRACKETS.sub("", one)))
