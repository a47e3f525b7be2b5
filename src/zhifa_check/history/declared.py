"""The dates by which a unit says that it did something in time, each with what makes it one declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa_check.calendar.periods import Period
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Entry
from zhifa_check.source.document import KeyPath


@dataclass(frozen=True, slots=True)
class Declared:
    """A date that a record declares.

    ``known_by`` leads, from the record, to the values that say which record it is; ``at`` to the date. They make up
    the declaration: it stood in a version where all of them stood together.
    """

    what: str
    day: date
    entry: Entry[Any]
    known_by: tuple[KeyPath, ...]
    at: KeyPath
    item: str | None = None
    document: str | None = None
    period: Period | None = None

    @property
    def values(self) -> tuple[KeyPath, ...]:
        """Where all that makes up the declaration stands, from the record."""
        return (*self.known_by, self.at)


def declared_dates(facts: Facts) -> Iterator[Declared]:
    """Every date of a 报送, a 备案 and a 抄送 that is seen on the as-of date."""
    for entry in facts.of("报送"):
        report = entry.record
        what = f"报送“{report.item}”（{report.period.chinese}）的"
        known_by = (("事项",), ("所属期",))
        about = (report.item, report.number, report.period)
        yield Declared(f"{what}日期", report.date, entry, known_by, ("日期",), *about)
        if report.copied is not None:
            yield Declared(f"{what}抄送日期", report.copied, entry, known_by, ("抄送日期",), *about)
    for entry in facts.of("重大决定"):
        decision = entry.record
        if decision.filing is not None:
            what = f"重大决定 {decision.number} 的备案日期"
            yield Declared(what, decision.filing.date, entry, (("文号",),), ("备案", "日期"), document=decision.number)
    for entry in facts.of("案卷评查"):
        review = entry.record
        if review.circular is not None and review.circular.copied is not None:
            what = f"案卷评查（{review.date}）通报的抄送日期"
            at, number = ("通报", "抄送日期"), review.circular.number
            yield Declared(what, review.circular.copied, entry, (("日期",),), at, document=number)
