"""What could not be read of one unit, and which duties may rest on it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhifa_check.calendar.periods import Period, parse_period
from zhifa_check.format.sections.reports import Report
from zhifa_check.format.vocabulary import Vocabulary

#: Why nothing of a file counts, as a duty that may rest on it says.
UNREAD = "有整个读不出的文件"
MISHEADED = "有开头的单位、年度没有写对的文件"


@dataclass(slots=True)
class Lost:
    """What could not be read: duties that rest on it cannot be judged.

    ``everything`` says why any duty may rest on what was lost, and is empty where none does for that reason alone.
    ``items`` are the 事项 of refused 报送 entries, each with the 所属期, None for one that
    could not be read.
    """

    everything: str = ""
    sections: set[str] = field(default_factory=set)
    items: dict[str, set[Period | None]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    unnamed: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.everything or self.sections or self.items or self.keys or self.unnamed)

    def touches(self, section: str, item: str | None = None, period: Period | None = None) -> bool:
        """Whether a duty that reads this section (of 报送 this 事项, for this 所属期) may rest on something lost."""
        if self.everything or section in self.sections:
            return True
        lost = self.items.get(item or "", ()) if section == Report.title else ()
        return any(one is None or period is None or one.overlaps(period) for one in lost)

    def why(self, sections: Iterable[str]) -> str:
        """What a duty that reads these sections says of them."""
        return self.everything or f"“{'”“'.join(sections)}”里有读不出的内容"

    def may_hold(self, section: str, key: str) -> bool:
        """Whether a record of this key may be among those refused, so that a reference to it is no second fault."""
        return bool(self.everything) or section in self.unnamed or key in self.keys.get(section, ())

    def add(self, section: str, raw: object, vocabulary: Vocabulary) -> None:
        """Remember a refused record of a section."""
        model = vocabulary.format[section]
        key = raw.get(model.alias(model.key)) if model.key and isinstance(raw, dict) else None
        if isinstance(key, str):
            self.keys.setdefault(section, set()).add(key)
        elif model.key:
            self.unnamed.add(section)
        told = raw if issubclass(model, Report) and isinstance(raw, dict) else {}
        item = told.get(Report.alias("item"))
        if isinstance(item, str) and item in vocabulary.items:
            self.items.setdefault(item, set()).add(_period_of(told, item, vocabulary))
        else:
            self.sections.add(section)


def _period_of(told: Mapping[str, Any], item: str, vocabulary: Vocabulary) -> Period | None:
    """The 所属期 of a refused 报送 entry; None where the 事项 has none of that length or the date is against it."""
    try:
        period = parse_period(str(told.get(Report.alias("period"))))
    except ValueError:
        return None
    fits = period.year == vocabulary.year and period.every in vocabulary.items[item]
    with suppress(ValueError):
        fits = fits and date.fromisoformat(str(told.get(Report.alias("date")))) >= period.start
    return period if fits else None
